"""Units that registered for an event hear what its organiser changes: time, place, called off, more places."""

from datetime import timedelta

import icalendar
import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.utils import timezone

from activities.mail import REGISTERED
from activities.models import Event
from notifications.models import Letter
from tests.factories import make_organisation, make_user
from tests.letters import delivered

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]
FORM = {
    "title": "Ngày hội", "kind": "training", "starts_at": "2026-11-21 09:00", "place": "Sân trường", "size": 0,
    "places": 50, "is_public": "on",
} | {
    f"{rows}-{key}": number
    for rows in ("photos", "materials")
    for key, number in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0), ("MIN_NUM_FORMS", 0), ("MAX_NUM_FORMS", 24))
}  # fmt: skip
OFF = {"cancelled_at": "2026-11-18 09:00"}


@pytest.fixture
def event():
    at = timezone.now() + timedelta(days=3)
    return Event.objects.create(title="Ngày hội", starts_at=at, place="Sân trường", places=50)


@pytest.fixture
def units(event, client_for):
    """Clients of a unit with 50 places and of one that waits for 20, which reads in Khmer."""
    clients = [client_for(make_user(organisation=make_organisation(name))) for name in ("Trường A", "Trường B")]
    for client, seats in zip(clients, (50, 20), strict=True):
        client.post(f"/bao-cao-vien/su-kien/{event.uuid}/", {"seats": seats})
    return clients


@pytest.fixture
def heard(event, client_for, django_capture_on_commit_callbacks):
    """(subject, body) of the letters that follow when the organiser, who reads English, saves the form so."""
    desk = client_for(make_user(is_superuser=True, is_staff=True))
    desk.cookies["django_language"] = "en"

    def save(**change):
        before = len(delivered())
        with django_capture_on_commit_callbacks(execute=True):
            response = desk.post(f"/admin/su-kien/edit/{event.pk}/", FORM | change)
        assert response.status_code == 302, response.context["form"].errors
        cache.clear()
        return [(letter.subject, letter.body) for letter in delivered()[before:]]

    return save


def test_units_hear_of_another_time_or_place_and_nothing_of_other_words(units, heard):
    assert not heard(summary="Bốn tình huống", size="300")
    for change, words in (
        ({"place": "Nhà văn hóa"}, "Nhà văn hóa"),
        ({"place": "Nhà văn hóa", "starts_at": "2026-11-22 14:00"}, "14:00"),
    ):
        letters = heard(**change)
        assert [subject for subject, _body in letters] == ["Giờ và nơi mới: Ngày hội"] * 2
        assert all(words in body and "nay diễn ra" in body for _subject, body in letters)
        assert ["đang chờ 20 chỗ" in body for _subject, body in letters] == [False, True]


def test_who_waits_gets_places_that_the_organiser_adds_and_keeps_what_it_has(units, event, heard, client_for):
    assert [subject for subject, _body in heard(places="60")] == ["Còn ít chỗ hơn đơn vị cần: Ngày hội"]
    assert [subject for subject, _body in heard(places="70")] == ["Đơn vị đã có chỗ: Ngày hội"]
    assert "Đơn vị có 20 chỗ" in units[1].get(f"/bao-cao-vien/su-kien/{event.uuid}/").text
    at = f"/admin/su-kien/edit/{event.pk}/"
    desk = client_for(make_user(is_superuser=True, is_staff=True))
    for fewer in ("69", "0"):
        refused = desk.post(at, FORM | {"places": fewer})
        assert "Các đơn vị đã giữ 70 chỗ" in refused.text and Event.objects.get().places == 70
    Event.objects.update(places=60)
    assert not heard(places="60"), "what was saved so before may be saved again"
    assert event.registrations.with_seats().count() == 2


@pytest.mark.parametrize("change", [OFF, {"is_public": ""}])
def test_units_hear_that_an_event_is_called_off_and_that_it_takes_place_after_all(units, event, heard, change):
    assert [subject for subject, _body in heard(**change)] == ["Sự kiện không diễn ra: Ngày hội"] * 2
    assert not heard(**change, places="90"), "neither once more nor of places"
    letters = heard()
    assert [subject for subject, _body in letters] == ["Giờ và nơi mới: Ngày hội"] * 2


def test_an_event_that_was_called_off_says_so(units, event, heard, client_for):
    own, public = f"/bao-cao-vien/su-kien/{event.uuid}/", f"/vi/lich-su-kien/{event.uuid}/"
    reader, words = client_for(), "Sự kiện này không diễn ra nữa"
    assert words not in reader.get(public).text and words not in units[0].get(own).text
    assert "STATUS:CONFIRMED" in reader.get(f"{public[:-1]}.ics").text
    heard(**OFF)
    page = reader.get(public).text
    assert words in page and "EventCancelled" in page and "Thêm vào lịch" not in page
    for calendar in (f"{public[:-1]}.ics", "/vi/lich-su-kien/lich.ics"):
        assert "STATUS:CANCELLED" in reader.get(calendar).text, "a calendar that subscribes strikes it out"
    assert "Ngày hội" not in reader.get("/vi/lich-su-kien/").text
    page = units[0].get(own).text
    assert words in page and "Đơn vị có 50 chỗ" not in page and 'name="seats"' not in page
    assert units[0].post(own, {"seats": 5}).status_code == 409
    Event.objects.update(starts_at=timezone.now())
    assert units[0].post(own, {"viec": "den", "seats": 5}).status_code == 409


def test_nobody_hears_of_what_is_over(units, event, heard, clock):
    clock.move_to("2026-11-22 09:00")
    for change in ({"place": "Nhà văn hóa", "places": "90"}, OFF):
        heard(**change)
        assert not Letter.objects.exclude(purpose=REGISTERED.key).exists() and event.registrations.waiting().exists()


def test_an_event_with_units_is_not_deleted_and_one_without_is(units, event, client_for):
    desk = client_for(make_user(is_superuser=True, is_staff=True))
    at = f"/admin/su-kien/delete/{event.pk}/"
    refused = desk.post(at)
    assert refused.status_code == 409 and "Đã hủy lúc" in refused.text and Event.objects.exists()
    event.registrations.all().delete()
    assert desk.post(at).status_code == 302 and not Event.objects.exists()


def test_the_organisers_list_shows_beside_the_hour_what_was_called_off(client_for, event):
    """The column “Đã hủy lúc” lay outside the screen of a phone."""
    desk = client_for(make_user(is_superuser=True, is_staff=True))
    text = BeautifulSoup(desk.get("/admin/su-kien/").content, "html.parser").select_one("table tbody").text
    assert "21-11-2026,\xa009:00" in text.replace("\u2011", "-").replace("\u2060", "") and "Đã hủy" not in text
    Event.objects.update(cancelled_at=timezone.now())
    assert "Đã hủy" in BeautifulSoup(desk.get("/admin/su-kien/").content, "html.parser").select_one("table tbody").text


def test_each_letter_has_the_file_for_the_calendar_and_a_higher_sequence_replaces_the_entry(
    units, event, heard, client_for
):
    """RFC 5545: a calendar takes an entry anew when its SEQUENCE has grown; the UID stays."""
    addresses = (f"/vi/lich-su-kien/{event.uuid}.ics", "/vi/lich-su-kien/lich.ics")
    reader = client_for()

    def entry():
        found = [icalendar.Calendar.from_ical(reader.get(at).content).events for at in addresses]
        own, subscribed = ([str(row[key]) for key in ("uid", "sequence", "status")] for (row,) in found)
        assert own == subscribed and found[0][0]["last-modified"].dt == timezone.now().replace(microsecond=0)
        return own

    uid, first, _status = entry()
    heard(summary="Bốn tình huống")
    assert entry() == [uid, first, "CONFIRMED"], "other words change nothing in a calendar"
    for number, (change, status) in enumerate(
        [({"starts_at": "2026-11-22 14:00"}, "CONFIRMED"), ({"place": "Nhà văn hóa"}, "CONFIRMED"), (OFF, "CANCELLED")],
        int(first) + 1,
    ):
        letters = heard(**{"starts_at": "2026-11-22 14:00"} | change)
        assert entry() == [uid, str(number), status]
        assert len(letters) == 2 and all(addresses[0] in body for _subject, body in letters)
