"""A form without scripts, sent twice at the same moment: one row, one letter, and both answers lead on."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from activities.models import Contest, Entry
from notifications.models import Letter
from partners.models import Invitation as PartnerInvitation
from partners.models import Partner
from schools.models import EvidencePhoto
from tests import kol_world
from tests.activities.contest_rows import AUTHOR, ENTRY, make_contest
from tests.factories import make_organisation, make_user, picture_bytes
from tests.partners.pieces import full_form
from tests.schools.register import make_member, make_season, make_unit
from tests.schools.test_at_once import while_open

pytestmark = [pytest.mark.world("kol"), pytest.mark.django_db(transaction=True), pytest.mark.clock("2026-11-18 09:00")]


def twice(account, address, make_form):
    """Answers to one form that two connections send at once, the second while the first is not stored yet."""
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(account)
    return while_open(*(lambda client=client: client.post(address, make_form()) for client in clients))


def lead_on(responses) -> str:
    """Both are the same redirect; returns where it leads."""
    assert [response.status_code for response in responses] == [302, 302], [
        response.text[:900] for response in responses
    ]
    assert len({response["Location"] for response in responses}) == 1
    return responses[0]["Location"]


def picture():
    return SimpleUploadedFile("tranh.jpg", picture_bytes(400, 300).read(), "image/jpeg")


def test_an_entry_its_author_and_its_file_are_one():
    teacher = make_user(organisation=make_organisation("Trường A"))
    at = lead_on(twice(teacher, f"/bao-cao-vien/cuoc-thi/nop/{make_contest().slug}/", lambda: ENTRY))
    entry = Entry.objects.get()
    lead_on(twice(teacher, at, lambda: {"viec": "them-tac-gia"} | AUTHOR))
    assert entry.authors.count() == 1
    lead_on(twice(teacher, at, lambda: {"viec": "them-tep", "tep": picture()}))
    assert entry.files.count() == 1
    before = Letter.objects.count()
    lead_on(twice(teacher, at, lambda: {"viec": "nop"}))
    assert Letter.objects.count() == before + 1


def test_what_differs_or_comes_later_is_another(client_for, clock):
    teacher = client_for(make_user(organisation=make_organisation("Trường A")))
    at = f"/bao-cao-vien/cuoc-thi/nop/{make_contest().slug}/"
    ways = [teacher.post(at, ENTRY | {"title": title})["Location"] for title in ("Một", "Hai", "Một")]
    assert ways[0] == ways[2] != ways[1] and Entry.objects.count() == 2
    author = {"viec": "them-tac-gia"} | AUTHOR
    for minute in range(2):
        clock.move_to(f"2026-11-18 09:0{minute + 1}")
        teacher.post(ways[0], author)
    assert Entry.objects.get(title="Một").authors.count() == 2, "two of one name"
    teacher.post(at, ENTRY | {"title": "Một"})
    assert Entry.objects.filter(title="Một").count() == 2, "the first is worked on"


def test_a_template_is_copied_once():
    template = make_contest("Mẫu", is_template=True, state=Contest.State.DRAFT)
    teacher = make_user(organisation=make_organisation("Trường A"))
    lead_on(twice(teacher, "/bao-cao-vien/cuoc-thi/cua-truong/", lambda: {"mau": template.slug}))
    assert Contest.objects.filter(copied_from=template).count() == 1


def test_a_colleague_gets_one_letter_and_its_link_works():
    unit = make_unit()
    lead, before = make_member(unit, is_lead=True), Letter.objects.count()
    lead_on(twice(lead, "/truong/nguoi/", lambda: {"email": "Lan@Truong.Example"}))
    assert unit.invitations.open().count() == unit.invitations.count() == 1
    assert Letter.objects.count() == before + 1


def test_a_photo_is_kept_once():
    make_season("Mùa Một")
    teacher = make_member(make_unit())
    lead_on(twice(teacher, "/truong/viec/C04/", lambda: {"viec": "luu", "note": "Treo ở cổng", "anh": picture()}))
    assert EvidencePhoto.objects.count() == 1


def test_questions_answers_and_the_piece_itself_reach_the_other_side_once():
    sent, draft = kol_world.piece("sent"), kol_world.piece("draft")
    kol, desk = kol_world.person(kol_world.KOL), kol_world.person(kol_world.DESK)
    before = Letter.objects.count()
    lead_on(twice(kol, f"/doi-tac/bai/{sent.uuid}/hoi/", lambda: {"text": "Che cả tên đường?"}))
    assert sent.events.filter(voice="partner").count() == 1 and Letter.objects.count() == before + 1
    lead_on(twice(desk, f"/admin/kol/bai/{sent.pk}/tra-loi/", lambda: {"text": "Chỉ số nhà thôi."}))
    assert sent.events.filter(voice="newsroom").count() == 1
    assert Letter.objects.count() == before + 3, "two people act for the partner"
    remark = {"text": "Che biển số xe.", "paragraph": "1"}
    lead_on(twice(desk, f"/admin/kol/bai/{sent.pk}/nhan-xet/", lambda: remark))
    assert sent.remarks.count() == 1
    lead_on(twice(kol, f"/doi-tac/bai/{draft.uuid}/sua/", lambda: full_form(viec="gui")))
    assert draft.events.filter(after="sent").count() == 1


@pytest.mark.parametrize("new", [True, False])
def test_a_partner_is_invited_once(new):
    desk, partner, partners = kol_world.person(kol_world.DESK), Partner.objects.first(), Partner.objects.count()
    form = {"email": "moi@partner.example"} | ({"new_partner": "Tư Ếch"} if new else {"partner": partner.pk})
    first, second = twice(desk, "/admin/kol/loi-moi/moi/", lambda: form)
    assert (first.status_code, second.status_code) == (200, 302) and second["Location"] == "/admin/kol/loi-moi/"
    assert PartnerInvitation.objects.filter(email="moi@partner.example").count() == 1
    assert Partner.objects.count() == partners + new
