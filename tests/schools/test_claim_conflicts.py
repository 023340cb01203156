"""Two reviewers, or a reviewer and a school, at one claim: one step counts, the other is told with 409."""

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications.models import Letter
from schools import members, season_close
from schools.admin import queue
from schools.claims import transitions
from schools.coverage import queries
from schools.models import Certificate, ChecklistItem, Claim, ClaimEvent, Membership, ReviewBatch, SeasonClose
from schools.views import claims
from tests.meanwhile import before_the_lock, meanwhile
from tests.schools.register import make_member, make_reviewer, make_season, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]


@pytest.fixture
def season():
    return make_season("Mùa Một")


@pytest.fixture
def unit(season):
    return make_unit()


@pytest.fixture
def claim(unit):
    item = ChecklistItem.objects.first()
    return Claim.objects.create(unit=unit, item=item, state="declared", declared_at=timezone.now())


@pytest.fixture
def reviewers():
    return make_reviewer("standing_office"), make_reviewer("standing_office")


def decide(client, *claims, **data):
    keys = [str(claim.uuid) for claim in claims]
    return client.post(reverse("units_admin:decide"), {"khai": keys, "note": "Ảnh mờ."} | data)


@pytest.mark.parametrize(("faster", "slower"), [("confirmed", ""), ("confirmed", "tra"), ("returned", "tra")])
def test_one_of_two_decisions_on_a_claim_counts(client_for, claim, reviewers, monkeypatch, faster, slower):
    first, second = reviewers
    before_the_lock(monkeypatch, queue, lambda: transitions.decide([claim], faster, by=first, note="Của người nhanh."))
    for _how in ("at once", "from an old page"):
        response = decide(client_for(second), claim, quyet=slower)
        assert response.status_code == 409 and f"{first} vừa xử lý" in response.content.decode()
    claim.refresh_from_db()
    assert (claim.state, claim.decided_by) == (faster, first)
    assert ClaimEvent.objects.filter(claim=claim).count() == ReviewBatch.objects.count() == 1
    assert not Letter.objects.exists(), "the slower one has returned nothing"


def test_of_many_claims_those_that_still_wait_are_decided_and_the_others_named(client_for, claim, unit, reviewers):
    first, second = reviewers
    other = Claim.objects.create(
        unit=unit, item=ChecklistItem.objects.exclude(pk=claim.item_id).first(), state="declared",
        declared_at=timezone.now(),
    )  # fmt: skip
    transitions.decide([claim], "confirmed", by=first)
    client = client_for(second)
    response = decide(client, claim, other)
    assert response.status_code == 302
    page = client.get(response.url)
    other.refresh_from_db()
    claim.refresh_from_db()
    assert (other.decided_by, claim.decided_by) == (second, first)
    assert "1 việc đã được người khác xử lý" in page.text


def test_what_a_school_withdrew_meanwhile_is_not_decided_on(client_for, claim, reviewers, monkeypatch):
    def withdrawn():
        row = transitions.claim_for(claim.unit, claim.item)
        transitions.withdraw(row, by=make_member(claim.unit))

    before_the_lock(monkeypatch, queue, withdrawn)
    response = decide(client_for(reviewers[0]), claim)
    assert response.status_code == 409 and "vừa rút" in response.content.decode()
    claim.refresh_from_db()
    assert claim.state == "todo" and not ReviewBatch.objects.exists()


def test_a_school_that_withdraws_what_was_confirmed_meanwhile_is_told(client_for, claim, reviewers, monkeypatch):
    member = client_for(make_member(claim.unit))
    before_the_lock(monkeypatch, claims, lambda: transitions.decide([claim], "confirmed", by=reviewers[0]))
    address = reverse("schools:take_back", args=[claim.item.code])
    response = member.post(address)
    assert response.status_code == 409 and "đã được xác nhận" in response.content.decode()
    claim.refresh_from_db()
    assert claim.state == "confirmed" and claim.events.count() == 1


def test_a_batch_is_undone_once(client_for, claim, reviewers):
    batch, _claims = transitions.decide([claim], "confirmed", by=reviewers[0])
    authority, address = client_for(reviewers[0]), reverse("units_admin:undo")
    assert authority.post(address, {"luot": str(batch.uuid)}).status_code == 302
    late = authority.post(address, {"luot": str(batch.uuid)})
    assert late.status_code == 409
    assert claim.events.count() == 2


def test_a_drawn_claim_is_rechecked_once(client_for, claim, reviewers, monkeypatch):
    first, second = reviewers
    third = make_reviewer("standing_office")
    transitions.decide([claim], "confirmed", by=first)
    Claim.objects.update(recheck="due")
    row = Claim.objects.get()
    before_the_lock(monkeypatch, queue, lambda: transitions.recheck(row, passed=True, by=third))
    address = reverse("units_admin:recheck", args=[claim.uuid])
    response = client_for(second).post(address, {"quyet": "tra", "note": "Ảnh mờ."})
    assert response.status_code == 409 and f"{third} vừa kiểm lại" in response.content.decode()
    claim.refresh_from_db()
    assert (claim.recheck, claim.rechecked_by, claim.state) == ("passed", third, "confirmed")
    assert not Letter.objects.exists() and claim.events.count() == 1


def test_a_season_is_closed_once(client_for, season, reviewers, monkeypatch):
    first, second = reviewers
    meanwhile(monkeypatch, season_close, "close", lambda: season_close.close(season, by=first))
    response = client_for(second).post(reverse("units_admin:close_season", args=[season.slug]), {"ten": season.name})
    assert response.status_code == 409 and f"{first} vừa chốt" in response.content.decode()
    assert SeasonClose.objects.get().closed_by == first and not Certificate.objects.exists()


def test_a_unit_is_handed_over_once(client_for, unit, monkeypatch):
    lead, tam, lan = make_member(unit, is_lead=True), make_member(unit, full_name="Thầy Tâm"), make_member(unit)
    to_tam, to_lan = (Membership.objects.get(user=user) for user in (tam, lan))
    meanwhile(monkeypatch, members, "hand_over", lambda: members.hand_over(unit, to_tam, by=lead))
    response = client_for(lead).post(reverse("schools:hand_over", args=[to_lan.pk]))
    assert response.status_code == 409 and "Thầy Tâm phụ trách đơn vị" in response.content.decode()
    leads = members.members_of(unit).filter(is_lead=True)
    assert [member.user for member in leads] == [tam]


def test_a_confirmed_claim_is_opened_again_once_with_a_reason(client_for, claim, unit, reviewers, clock):
    """Weeks later and by another person; the unit mends it, and the figures follow."""
    first, second = reviewers
    teacher, season = make_member(unit), claim.item.season
    transitions.decide([claim], "confirmed", by=first)
    page, address = (reverse(f"units_admin:{name}", args=[claim.uuid]) for name in ("claim", "reopen"))
    assert client_for(first).get(page).context["undo"], "the decision can be undone from the claim, too"
    assert not client_for(second).get(page).context["undo"]
    clock.move_to("2026-12-09 09:00")
    assert not client_for(first).get(page).context["undo"]
    assert client_for(make_reviewer("womens_union")).post(address, {"note": "Nhầm."}).status_code == 404
    assert client_for(second).post(address, {"note": "  "}).status_code == 422
    claim.refresh_from_db()
    assert claim.state == "confirmed" and not Letter.objects.exists()
    assert client_for(second).post(address, {"note": "Ảnh của trường khác."}).status_code == 302
    claim.refresh_from_db()
    assert (claim.state, claim.decided_by, claim.confirmed_on) == ("returned", second, None)
    assert claim.events.last().note == claim.decision_note == "Ảnh của trường khác." and Letter.objects.count() == 1
    assert queries.total_of(queries.Scope(season, ("school",))).confirmed == 0
    assert client_for(first).post(address, {"note": "Lần nữa."}).status_code == 409 and Letter.objects.count() == 1
    transitions.declare(claim, {name: getattr(claim, name) for name in transitions.FIELDS}, by=teacher)
    transitions.decide([claim], "confirmed", by=first)
    season_close.close(season, by=first)
    assert 'name="note"' not in client_for(first).get(page).text
    assert client_for(first).post(address, {"note": "Muộn."}).status_code == 409
