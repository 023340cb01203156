"""Two people at one request for a speaker: one step counts, the other is told, and no one agrees to an unseen offer."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from activities import admin
from activities.mail import ASKED
from activities.models import Event, Speaker, SpeakerRequest
from activities.views import requests
from notifications.models import Letter
from tests.factories import make_organisation, make_user
from tests.meanwhile import before_the_lock, meanwhile
from users.roles import grant, sync_roles

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]
DAY = date(2026, 12, 8)


@pytest.fixture
def school(client_for):
    return client_for(make_user(organisation=make_organisation("Trường A")))


@pytest.fixture
def office(client_for):
    sync_roles()
    user = make_user(organisation=make_organisation("Cơ quan thường trực", "authority"))
    grant(user, "standing_office")
    return client_for(user)


@pytest.fixture
def asked(school):
    data = {"field": "officer", "topic": "Gọi ai khi bị dọa?", "audience": "khối 8", "size": "240"}
    school.post("/bao-cao-vien/moi/", data | {"place": "Sân trường", "first_date": f"{DAY:%Y-%m-%d}", "note": ""})
    return SpeakerRequest.objects.get()


def speaker(name):
    return Speaker.objects.create(name=name, field="officer", email=f"{Speaker.objects.count()}@congan.example")


def offer(request, person, hour=8):
    row = SpeakerRequest.locked(request.pk)
    row.make_offer(person, timezone.make_aware(datetime(DAY.year, DAY.month, DAY.day, hour)))


def test_of_two_offers_at_once_one_is_made(office, asked, monkeypatch):
    first, second = speaker("Anh Tư (demo)"), speaker("Chị Năm (demo)")
    page = f"/admin/bao-cao-vien/yeu-cau/{asked.pk}/"
    data = {"viec": "de-nghi", "speaker": second.pk, "planned_at": f"{DAY:%Y-%m-%d} 10:00"}
    assert 'name="was" value="asked-0"' in office.get(page).content.decode()
    meanwhile(monkeypatch, admin, "OfferForm", lambda: offer(asked, first))
    for extra in ({}, {"was": "asked-0"}):  # at the same moment, then from a page that was open all the time
        response = office.post(page, data | extra)
        assert response.status_code == 409 and "Người khác vừa" in response.content.decode()
        asked.refresh_from_db()
        assert (asked.speaker, asked.offer) == (first, 1)
    assert not Letter.objects.exclude(purpose=ASKED.key).exists(), "nobody was offered anything by the second one"
    assert office.post(page, data | {"was": "offered-1"}).status_code == 302, "another offer, knowingly"
    asked.refresh_from_db()
    assert asked.speaker == second


def test_a_school_agrees_to_the_offer_that_it_has_read(school, asked):
    offer(asked, speaker("Anh Tư (demo)"))
    page = school.get("/bao-cao-vien/").content.decode()
    assert 'name="was" value="offered-1"' in page
    offer(asked, speaker("Chị Năm (demo)"), hour=14)
    address = f"/bao-cao-vien/{asked.uuid}/"
    response = school.post(address, {"tra-loi": "dong-y", "was": "offered-1"})
    assert response.status_code == 409 and "Người khác vừa" in response.content.decode()
    assert "Chị Năm" in response.content.decode(), "the page beside the sentence shows the new offer"
    asked.refresh_from_db()
    assert asked.unit_yes_at is None
    assert school.post(address, {"tra-loi": "dong-y", "was": "offered-2"}).status_code == 302
    asked.refresh_from_db()
    assert asked.unit_yes_at


@pytest.mark.parametrize(("faster", "slower"), [("withdraw", "tu-choi"), ("decline", "rut")])
def test_a_request_ends_once(school, office, asked, monkeypatch, faster, slower):
    def ended():
        row = SpeakerRequest.locked(asked.pk)
        row.withdraw() if faster == "withdraw" else row.decline("Hết người.")

    if slower == "tu-choi":
        meanwhile(monkeypatch, admin, "OfferForm", ended)
        response = office.post(f"/admin/bao-cao-vien/yeu-cau/{asked.pk}/", {"viec": slower, "note": "Hết giờ."})
    else:
        before_the_lock(monkeypatch, requests, ended)
        response = school.post(f"/bao-cao-vien/{asked.uuid}/", {"tra-loi": slower})
    assert response.status_code == 409 and "Người khác vừa" in response.content.decode()
    asked.refresh_from_db()
    assert asked.state == {"withdraw": "withdrawn", "decline": "declined"}[faster]
    assert asked.office_note == ("Hết người." if faster == "decline" else "") and not Event.objects.exists()


def test_a_unit_is_not_refused_without_a_word(office, school, asked):
    page = f"/admin/bao-cao-vien/yeu-cau/{asked.pk}/"
    response = office.post(page, {"viec": "tu-choi", "note": " "}, follow=True)
    assert "Bạn viết cho đơn vị vì sao chưa xếp được" in response.text
    asked.refresh_from_db()
    assert asked.state == "asked"
    office.post(page, {"viec": "tu-choi", "note": "Tháng 12 đã kín."})
    asked.refresh_from_db()
    assert asked.state == "declined" and "Tháng 12 đã kín." in school.get("/bao-cao-vien/").text


def test_a_speaker_who_answers_a_request_that_ended_meanwhile_is_told(client_for, asked, monkeypatch):
    offer(asked, speaker("Anh Tư (demo)"))
    asked.refresh_from_db()
    before_the_lock(monkeypatch, requests, lambda: SpeakerRequest.locked(asked.pk).withdraw())
    response = client_for().post(f"/bao-cao-vien/tra-loi/{asked.answer_token}/", {"tra-loi": "dong-y"})
    assert response.status_code == 409 and "Lời mời nói chuyện" in response.content.decode()
    asked.refresh_from_db()
    assert asked.state == "withdrawn" and asked.speaker_yes_at is None
