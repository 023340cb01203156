"""Events have a page and a calendar to subscribe to; units take places, wait in order, and move up."""

import json
import re
from datetime import timedelta

import icalendar
import pytest
from django.utils import timezone

from activities.models import Event, Kind
from tests.factories import asset_row, make_organisation, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]


def make_event(**fields):
    at = timezone.now() + timedelta(days=3)
    return Event.objects.create(**{"title": "Ngày hội", "starts_at": at, "place": "Sân trường", "places": 100} | fields)


def unit(client_for, name):
    return client_for(make_user(organisation=make_organisation(name)))


def test_an_event_has_a_page_with_what_a_teacher_needs_and_a_hidden_one_has_none(client_for):
    material = asset_row("GC-THE-24", name="Bộ thẻ tình huống")
    staff = asset_row("GC-KIN-25", name="Bản nháp của tòa soạn", access="staff")
    found = make_event(
        directions="Cổng sau", summary="Bốn <b>tình huống</b>", ends_at=timezone.now() + timedelta(days=4)
    )
    found.materials.set([material, staff])
    client = client_for()
    page = client.get(f"/vi/lich-su-kien/{found.uuid}/").text
    for words in ("Ngày hội", "Cổng sau", "Bốn &lt;b&gt;tình huống", "/t/gc-the-24/", "Đang nhận đăng ký"):
        assert words in page, words
    assert "Bản nháp" not in page
    graph = json.loads(re.search(r'ld\+json">(.*?)</script>', page, re.S)[1])["@graph"]
    assert graph[0]["@type"] == "Event" and graph[0]["startDate"].startswith("2026-11-21T09:00")
    assert client.get(f"/en/lich-su-kien/{found.uuid}/").status_code == 200
    for hidden in (make_event(is_public=False), make_event(cancelled_at=timezone.now())):
        assert client.get(f"/vi/lich-su-kien/{hidden.uuid}/").status_code == 404


def test_a_calendar_is_subscribed_to_whole_or_by_kind(client_for):
    drama, other = make_event(kind=Kind.DRAMA), make_event(title="Tập huấn")
    make_event(title="Đã lâu", starts_at=timezone.now() - timedelta(days=90))
    make_event(title="Riêng", is_public=False)
    client = client_for()
    whole = icalendar.Calendar.from_ical(client.get("/vi/lich-su-kien/lich.ics").content)
    assert {str(one["uid"]).split("@")[0] for one in whole.events} == {str(drama.uuid), str(other.uuid)}
    some = icalendar.Calendar.from_ical(client.get("/vi/lich-su-kien/lich.ics?loai=drama").content)
    assert [str(one["summary"]) for one in some.events] == ["Ngày hội"]
    assert client.get("/vi/lich-su-kien/lich.ics?loai=x").status_code == 404
    assert "lich.ics?loai=drama" in client.get("/vi/lich-su-kien/?loai=drama").text


def test_units_take_places_wait_in_order_and_move_up(client_for, clock):
    event = make_event(places=100)
    at = f"/bao-cao-vien/su-kien/{event.uuid}/"
    first, second, third = (unit(client_for, name) for name in ("Trường A", "Trường B", "Trường C"))
    assert first.post(at, {"seats": "60"}).status_code == 302 and "Đơn vị có 60 chỗ" in first.get(at).text
    second.post(at, {"seats": "50"})
    third.post(at, {"seats": "10"})
    assert "Đang chờ 50 chỗ" in second.get(at).text
    assert "Trước đơn vị còn 1 đơn vị chờ" in third.get(at).text, "ten would fit, but nobody is overtaken"
    assert "Còn 40 chỗ" in client_for().get(f"/vi/lich-su-kien/{event.uuid}/").text
    first.post(at, {"viec": "huy"})
    assert "Đơn vị có 50 chỗ" in second.get(at).text and "Đơn vị có 10 chỗ" in third.get(at).text
    second.post(at, {"seats": "20"})
    assert sorted(event.registrations.values_list("seats", flat=True)) == [10, 20]
    for wrong in ("", "0", "2001", "x"):
        assert second.post(at, {"seats": wrong}).status_code == 400
    assert client_for().get(at).status_code == 302
    assert client_for(make_user(organisation=make_organisation("Báo", "outlet"))).get(at).status_code == 403
    clock.move_to("2026-11-22 09:00")
    assert third.post(at, {"seats": "5"}).status_code == 409 and third.post(at, {"viec": "huy"}).status_code == 409
    assert "không nhận đăng ký nữa" in third.get(at).text
