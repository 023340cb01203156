"""Walls: another partner's ids do not exist, posted rights are ignored, the administration stays shut."""

import uuid

import pytest
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from files.models import UploadSession
from media_library.derivatives.tasks import make_preview_for
from partners.models import Brief, Invitation, Partner, ReportedLink, Submission
from tests.factories import make_stored_file, make_user
from tests.partners.pieces import full_form

pytestmark = pytest.mark.django_db


def own_addresses(piece, row, person, brief):
    """Every address of the partner area that carries an id, with ids of `piece`; taken from the URLconf."""
    from partners import urls

    arguments = {"uuid": piece.uuid, "file": row.uuid, "pk": piece.reported_links.get().pk}
    addresses = []
    for pattern in urls.urlpatterns:
        assert isinstance(pattern, URLPattern)
        names = set(pattern.pattern.converters)
        if not names or "token" in names:
            continue
        values = {name: arguments[name] for name in names}
        if pattern.name == "profile":
            values["uuid"] = piece.partner.uuid
        if pattern.name == "brief":
            values["uuid"] = brief.uuid
        from django.urls import reverse

        addresses.append(reverse(f"partners:{pattern.name}", kwargs=values))
    return addresses


def make_drawn_file():
    """A picture in quarantine with its preview."""
    stored = make_stored_file(zone="quarantine")
    make_preview_for.call(str(stored.pk))
    stored.refresh_from_db()
    return stored


@pytest.fixture
def belongings(sent, partner, editor):
    row = sent.files.create(
        declared_name="a.jpg", declared_size=3, stored=make_drawn_file(), viewing_key="viewing/a.mp4"
    )
    sent.reported_links.create(url="https://www.tiktok.com/@may/video/1", posted_on=timezone.localdate())
    person = sent.people.create(name="Em Lúa", age_band="7-15")
    brief = Brief.objects.create(title="Chỉ người được mời thấy", wanted="…", live=True)
    invitation, _token = Invitation.objects.invite(partner, "kol@demo.example", by=editor, brief=brief)
    Invitation.objects.filter(pk=invitation.pk).update(used_at=sent.sent_at)
    return sent, row, person, brief


def test_every_address_with_another_partners_id_is_404(client_for, kol, stranger, belongings):
    addresses = own_addresses(*belongings)
    assert len(addresses) >= 15
    thief, visitor, nobody = client_for(stranger), client_for(), client_for(make_user())
    for address in addresses:
        assert thief.get(address).status_code in {404, 405}, address
        assert thief.post(address, full_form()).status_code in {404, 405}, address
        assert 404 in {thief.get(address).status_code, thief.post(address).status_code}, address
        assert visitor.get(address).status_code in {302, 405}, address
        assert nobody.get(address).status_code in {403, 405}, address
    sent = Submission.objects.get()
    assert sent.state == "sent" and sent.files.count() == 1 and sent.people.count() == 1
    assert sent.reported_links.count() == 1 and sent.events.count() == 1
    owner = client_for(kol)
    for address in addresses:  # the very same addresses answer whose they are
        assert owner.get(address).status_code in {200, 302, 405}, address
    forget = next(address for address in addresses if "/lien-ket/" in address and address.endswith("/bo/"))
    assert owner.post(forget).status_code == 302 and not sent.reported_links.exists()


def test_no_id_of_a_partner_opens_a_place_of_the_school_or_of_uploads(client_for, kol, stranger, belongings):
    """Ids in the body are walls as well: the upload's target, the piece a person or a file belongs to."""
    sent, row, person, _brief = belongings
    theirs = Submission.objects.create(partner=stranger.partner_memberships.get().partner, created_by=stranger)
    posted = {
        f"nguoi-{person.uuid}-name": "Lách",
        f"nguoi-{person.uuid}-person_agreed": "on",
        f"chu-{row.uuid}": "Lách",
    }
    posted |= {"viec": f"bo-nguoi-{person.uuid}"}
    client_for(stranger).post(f"/doi-tac/bai/{theirs.uuid}/sua/", full_form(**posted))
    person.refresh_from_db()
    row.refresh_from_db()
    assert (person.name, person.person_agreed, row.caption) == ("Em Lúa", False, "")
    assert client_for(stranger).post(f"/doi-tac/bai/{theirs.uuid}/tep/{row.uuid}/bo/").status_code == 404
    target = {"upload_target": "partner", "object_id": str(sent.uuid), "name": "a.mp4", "size": 5}
    assert client_for(stranger).post("/tai-tep/", target).status_code == 404
    assert sent.files.count() == 1 and sent.people.count() == 1


def test_somebody_elses_partner_or_brief_cannot_be_chosen_for_a_draft(client_for, kol, stranger, belongings):
    thief = client_for(stranger)
    sent, _row, _person, brief = belongings
    assert thief.post("/doi-tac/bai/moi/", {"brief": brief.uuid}).status_code == 404
    for odd in (uuid.uuid4(), "khong-phai", "1 OR 1=1"):
        assert thief.post("/doi-tac/bai/moi/", {"brief": odd}).status_code == 404
    thief.post("/doi-tac/bai/moi/", {"partner": sent.partner.uuid})
    assert Submission.objects.exclude(pk=sent.pk).get().partner != sent.partner


def test_posted_rights_and_states_are_ignored(client_for, kol, stranger, draft):
    other = stranger.partner_memberships.get().partner
    posted = {
        "owner": stranger.pk,
        "created_by": stranger.pk,
        "partner": other.pk,
        "state": "published",
        "status": "published",
        "approved_by": kol.pk,
        "approved_print": "x" * 64,
        "claimed_by": kol.pk,
        "code": "KOL-000000",
        "sent_at": "2020-01-01",
        "due_at": "2020-01-01",
        "newsroom_note": "Đã duyệt",
        "brief_version": 9,
        "scheduled_for": "2030-01-01",
        "consents": "tac-gia",
        "edits": 99,
    }
    names = set(posted) - {"owner", "status", "consents", "edits"}
    before = Submission.objects.filter(pk=draft.pk).values(*names).get()
    client_for(kol).post(f"/doi-tac/bai/{draft.uuid}/sua/", full_form(viec="luu", **posted))
    after = Submission.objects.filter(pk=draft.pk).values(*before).get()
    assert after == before
    assert not draft.consents.exists()


def test_posted_rights_are_ignored_at_every_other_address(client_for, kol, stranger, partner, draft):
    """Profile, new draft, reported link, upload: only what their forms ask for is written."""
    client, other = client_for(kol), stranger.partner_memberships.get().partner
    rights = {
        "is_active": "",
        "is_listed": "on",
        "is_demo": "",
        "slug": "lach",
        "suspended_at": "",
        "owner": stranger.pk,
    }
    rights |= {"status": "published", "state": "published", "approved_by": kol.pk, "created_by": stranger.pk}
    rights |= {"consents": ["tac-gia"], "person_agreed": "on", "brief_version": 7, "reported_by": stranger.pk}
    Partner.objects.filter(pk=partner.pk).update(is_listed=False)
    before = Partner.objects.filter(pk=partner.pk).values().get()
    client.post(f"/doi-tac/ho-so/{partner.uuid}/", {"display_name": partner.display_name, **rights})
    assert Partner.objects.filter(pk=partner.pk).values().get() == before
    Submission.objects.filter(pk=draft.pk).update(title="Đã gõ")
    client.post("/doi-tac/bai/moi/", {**rights, "partner": other.uuid})
    piece = Submission.objects.exclude(pk=draft.pk).get()
    assert (piece.partner, piece.created_by, piece.state, piece.approved_by) == (partner, kol, "draft", None)
    Submission.objects.filter(pk=draft.pk).update(state="published")
    link = {"url": "https://www.tiktok.com/@may/video/1", "posted_on": str(timezone.localdate())}
    client.post(f"/doi-tac/bai/{draft.uuid}/lien-ket/", {**link, **rights, "submission": piece.pk, "platform": "Lách"})
    reported_link = ReportedLink.objects.get()
    assert (reported_link.submission, reported_link.reported_by, reported_link.platform) == (draft, kol, "TikTok")
    upload = {"upload_target": "partner", "object_id": str(piece.uuid), "name": "a.mp4", "size": 5}
    assert client.post("/tai-tep/", {**upload, **rights, "state": "accepted", "key": "x"}).status_code == 201
    session = UploadSession.objects.get()
    assert (session.owner, session.state) == (kol, "open") and session.key != "x"


def test_consent_flags_of_people_come_from_their_own_fields_only(client_for, kol, draft):
    person, other = draft.people.create(), draft.people.create()
    posted = {f"nguoi-{person.uuid}-name": "Lan", f"nguoi-{person.uuid}-age_band": "18", "person_agreed": "on"}
    posted |= {
        "representative_agreed": "on",
        "paper": 1,
        f"nguoi-{person.uuid}-paper": 1,
        f"nguoi-{person.uuid}-submission": 9,
    }
    client_for(kol).post(f"/doi-tac/bai/{draft.uuid}/sua/", full_form(viec="luu", **posted))
    person.refresh_from_db()
    other.refresh_from_db()
    assert (person.name, person.person_agreed, person.representative_agreed, person.paper_id) == (
        "Lan",
        False,
        False,
        None,
    )
    assert person.submission == draft and other.name == ""


def test_no_address_of_the_administration_answers_a_partner_with_content(client_for, kol, sent):
    client = client_for(kol)
    admin = [pattern for pattern in get_resolver().url_patterns if str(pattern.pattern).startswith("admin/")]
    assert admin
    for place in ("", f"kol/bai/{sent.pk}/", "kol/loi-moi/", "kol/doi-tac/", "kol/lien-ket/", "pages/", "snippets/"):
        response = client.get(f"/admin/{place}")
        assert response.status_code == 403 and sent.title not in response.content.decode()
    response = client.post(f"/admin/kol/bai/{sent.pk}/quyet-dinh/", {"to": "accepted"})
    sent.refresh_from_db()
    assert response.status_code == 403 and sent.state == "sent" and not kol.get_all_permissions()


def test_a_long_name_two_tabs_and_a_wrong_day(client_for, kol, draft):
    client, address = client_for(kol), f"/doi-tac/bai/{draft.uuid}/sua/"
    response = client.post(address, full_form(viec="luu", title="ă" * 10_000, licence_until="31-02-2030"))
    page = response.content.decode()
    assert response.status_code == 422 and "Ngày này không có" in page
    draft.refresh_from_db()
    assert draft.credit == "Mây Miệt Vườn" and draft.edits == 1
    first = client.post(address, full_form(viec="luu", ban="1", title="Bản thẻ một"))
    assert first.status_code == 302
    late = client.post(address, full_form(viec="luu", ban="1", title="Bản thẻ hai"))
    assert (
        late.status_code == 409
        and "thẻ hoặc máy khác" in late.content.decode()
        and "Bản thẻ hai" in late.content.decode()
    )
    draft.refresh_from_db()
    assert draft.title == "Bản thẻ một"
    quiet = client.post(address, full_form(ban="1"), headers={"Accept": "application/json"})
    assert quiet.status_code == 409 and quiet.json()["stale"]
    assert client.post(address, full_form(viec="luu", ban="2", title="Bản thẻ hai")).status_code == 302


LONG = "ă" * 10_000


@pytest.mark.parametrize(
    "field", ["title", "text", "post_url", "credit", "commercial", "ai_use", "music_source", "partner_note"]
)
def test_ten_thousand_characters_are_told_and_cost_nothing_else(client_for, kol, draft, field):
    typed = f"https://www.tiktok.com/{LONG}" if field == "post_url" else LONG
    changed = full_form(viec="luu", kind="picture", **{field: typed})
    response = client_for(kol).post(f"/doi-tac/bai/{draft.uuid}/sua/", changed)
    page = response.content.decode()
    assert response.status_code == 422 and "Mọi thứ bạn đã gõ vẫn còn" in page and typed in page
    draft.refresh_from_db()
    assert draft.kind == "picture" and getattr(draft, field) == ""


def test_long_names_of_people_files_and_accounts(client_for, kol, partner, draft, editor):
    client, person = client_for(kol), draft.people.create()
    row = draft.files.create(declared_name="a.jpg", declared_size=3)
    posted = {
        f"nguoi-{person.uuid}-name": LONG,
        f"nguoi-{person.uuid}-representative_name": LONG,
        f"chu-{row.uuid}": LONG,
    }
    response = client.post(f"/doi-tac/bai/{draft.uuid}/sua/", full_form(viec="luu", **posted))
    row.refresh_from_db()
    assert response.status_code == 422 and len(row.caption) == 250
    assert client.post(f"/doi-tac/ho-so/{partner.uuid}/", {"display_name": LONG}).status_code == 422
    newsroom = client_for(editor)
    for form in ({"new_partner": LONG, "email": "a@vuon.example"}, {"new_partner": "A", "email": f"{LONG}@a.example"}):
        assert newsroom.post("/admin/kol/loi-moi/moi/", form).status_code == 422
    _invitation, token = Invitation.objects.invite(partner, "may@vuon.example", by=editor)
    account = {"full_name": LONG, "password": "chín con cá lóc"}
    response = client_for().post(f"/doi-tac/loi-moi/{token}/", account)
    assert response.status_code == 422 and not Invitation.objects.filter(used_at__isnull=False).exists()
