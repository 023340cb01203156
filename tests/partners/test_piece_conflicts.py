"""Two people at one piece, partner or proposal at the same moment: one step counts, the other is told with 409."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from notifications.models import Letter
from partners.admin import detail
from partners.models import Partner, ProfileProposal, Submission
from partners.workflow import suspension, transitions
from tests.factories import make_user
from tests.meanwhile import before_the_lock, meanwhile

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(editor):
    """A colleague of the editor with the same rights."""
    user = make_user("hai@baocantho.example", full_name="Người Hai")
    user.groups.set(editor.groups.all())
    return user


def row(piece):
    return Submission.objects.get(pk=piece.pk)


def letters_to(kol):
    return Letter.objects.filter(recipient=kol.email).count()


@pytest.mark.parametrize("stale", [False, True], ids=["at once", "old page"])
@pytest.mark.parametrize(
    ("faster", "slower"),
    [
        ("accepted", "accepted"),
        ("accepted", "rejected"),
        ("rejected", "accepted"),
        ("rejected", "rejected"),
        ("changes", "accepted"),
        ("in_review", "in_review"),
        ("in_review", "rejected"),
    ],
)
def test_one_of_two_decisions_on_a_piece_counts(
    client_for, kol, editor, second, sent, monkeypatch, faster, slower, stale
):
    letters = []

    def first():
        transitions.decide(row(sent), faster, by=second, note="Của người nhanh.")
        letters.append(letters_to(kol))

    newsroom, data = client_for(editor), {"to": slower, "note": "Chữ của người chậm."}
    assert 'name="was" value="sent"' in newsroom.get(f"/admin/kol/bai/{sent.pk}/").content.decode()
    if stale:
        first()
        data["was"] = "sent"
    else:
        meanwhile(monkeypatch, transitions, "decide", first)
    response = newsroom.post(reverse("kol_submissions:decide", args=[sent.pk]), data)
    page = response.content.decode()
    assert response.status_code == 409 and "Người Hai vừa chuyển bài này sang" in page
    assert row(sent).state == faster
    assert "Chữ của người chậm." in page, "what was typed is not lost"
    steps = sent.events.exclude(after="sent")
    assert [event.after for event in steps] == [faster] and steps.get().by == second
    assert [letters_to(kol)] == letters, "the partner reads of one decision"
    assert row(sent).claimed_by == second
    if slower == "rejected" and faster == "in_review":
        assert newsroom.post(response.request["PATH_INFO"], data | {"was": "in_review"}).status_code == 302, (
            "knowing it"
        )


def test_of_two_who_take_a_piece_over_one_is_told(client_for, editor, second, sent, monkeypatch):
    transitions.decide(sent, "in_review", by=make_user("ba@baocantho.example", full_name="Người Ba"))
    before_the_lock(monkeypatch, detail, lambda: transitions.claim(row(sent), by=second))
    address = reverse("kol_submissions:claim", args=[sent.pk])
    response = client_for(editor).post(address)
    assert response.status_code == 409 and "Người Hai vừa nhận bài này" in response.content.decode()
    assert row(sent).claimed_by == second
    assert not ModelLogEntry.objects.filter(action="partners.claim", user=editor).exists()
    assert client_for(editor).post(address, {"was": second.pk}).status_code == 302, "taking over knowingly"
    assert row(sent).claimed_by == editor


def test_a_piece_that_its_partner_withdrew_is_not_decided_on(client_for, kol, editor, sent, monkeypatch):
    meanwhile(monkeypatch, transitions, "decide", lambda: transitions.withdraw(row(sent), by=kol))
    response = client_for(editor).post(reverse("kol_submissions:decide", args=[sent.pk]), {"to": "accepted"})
    assert response.status_code == 409 and "vừa chuyển bài này sang “Đã rút”" in response.content.decode()
    assert row(sent).state == "withdrawn" and not sent.events.filter(after="accepted").exists()


def test_a_partner_who_is_too_late_is_told_on_the_pieces_page(client_for, kol, editor, sent):
    client, address = client_for(kol), f"/doi-tac/bai/{sent.uuid}/"
    transitions.decide(sent, "rejected", by=editor, note="Không hợp.")
    for step in ("rut/", "go/"):
        response = client.post(f"{address}{step}")
        assert response.status_code == 409 and "không chuyển sang" in response.content.decode(), step
    assert [event.after for event in sent.events.all()] == ["sent", "rejected"]
    late = client.post(f"{address}sua/", {"title": "Muộn"})
    assert late.status_code == 409 and "không sửa được nữa" in late.content.decode()
    quiet = client.post(f"{address}sua/", {"title": "Muộn"}, headers={"Accept": "application/json"})
    assert quiet.status_code == 409 and "không sửa được nữa" in quiet.json()["error"]


def test_a_remark_comes_too_late_for_a_decided_piece(client_for, editor, second, sent, monkeypatch):

    def rejected():
        transitions.decide(row(sent), "rejected", by=second, note="Không hợp.")

    meanwhile(monkeypatch, detail, "RemarkForm", rejected)
    response = client_for(editor).post(reverse("kol_submissions:remark", args=[sent.pk]), {"text": "Nói rõ hơn."})
    assert response.status_code == 409 and "Nói rõ hơn." in response.content.decode() and not sent.remarks.exists()


def test_of_two_who_suspend_a_partner_one_is_told_and_nobody_lifts_it(
    client_for, kol, editor, second, partner, sent, monkeypatch
):
    def suspended():
        suspension.suspend(Partner.objects.get(pk=partner.pk), "Lý do một", {sent.pk: "keep"}, by=second)

    address = reverse("kol_partners:suspend", args=[partner.pk])
    data = {"reason": "Lý do hai", f"bai-{sent.pk}": "stop"}
    meanwhile(monkeypatch, suspension, "suspend", suspended)
    for _how in ("at once", "from an old page"):
        response = client_for(editor).post(address, data)
        assert response.status_code == 409 and "Người Hai vừa tạm ngưng" in response.content.decode()
        partner.refresh_from_db()
        assert not partner.is_active and partner.suspension_reason == "Lý do một" and row(sent).state == "sent"
    assert ModelLogEntry.objects.filter(action="partners.suspend").count() == 1
    assert Letter.objects.filter(purpose="partner-suspended", recipient=kol.email).count() == 1
    assert client_for(editor).post(address, {"mo-lai": "1"}).status_code == 302
    late = client_for(second).post(address, {"mo-lai": "1"})
    assert late.status_code == 409 and "vừa mở lại" in late.content.decode()
    assert ModelLogEntry.objects.filter(action="partners.resume").count() == 1


def test_of_two_who_decide_on_a_proposal_one_is_told(client_for, editor, partner):
    ProfileProposal.objects.create(partner=partner, values={"role_line": "Dạy nấu ăn"}, proposed_by=editor)
    address = reverse("kol_partners:decide_proposal", args=[partner.pk])
    for garbled in ({}, {"lam": "xong"}):
        assert client_for(editor).post(address, garbled).status_code == 400 and ProfileProposal.objects.exists()
    assert client_for(editor).post(address, {"lam": "bo"}).status_code == 302
    late = client_for(editor).post(address, {"lam": "nhan"})
    assert late.status_code == 409 and "Người khác vừa quyết định" in late.content.decode()
    partner.refresh_from_db()
    assert partner.role_line != "Dạy nấu ăn" and not ModelLogEntry.objects.filter(action="partners.take_profile")
    assert client_for(editor).post(reverse("kol_partners:decide_proposal", args=[10**9])).status_code == 404


def test_an_invitation_that_is_used_is_not_revoked(client_for, editor, partner):
    from partners.models import Invitation

    invitation, _token = Invitation.objects.invite(partner, "may@vuon.example", by=editor)
    address = reverse("kol_invitations:revoke", args=[invitation.pk])
    assert client_for(editor).post(address).status_code == 302
    late = client_for(editor).post(address)
    assert late.status_code == 409 and "không còn mở" in late.content.decode()
