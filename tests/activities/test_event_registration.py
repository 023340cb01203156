"""Events have a page and a calendar to subscribe to; units take places, wait in order, and move up."""

import json
import re
from datetime import timedelta

import icalendar
import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from activities.events import door
from activities.models import Event, EventMaterial, EventPhoto, Field, Kind, Speaker
from media_library.models import SiteImage, SubjectConsent
from notifications.models import Letter
from tests.factories import asset_row, make_image, make_organisation, make_user, yesterday
from tests.letters import delivered
from tests.schools.test_at_once import while_open
from tests.spoken import skipped_levels

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]


def make_event(**fields):
    at = timezone.now() + timedelta(days=3)
    return Event.objects.create(**{"title": "Ngày hội", "starts_at": at, "place": "Sân trường", "places": 100} | fields)


def unit(client_for, name):
    return client_for(make_user(organisation=make_organisation(name)))


def changes():
    """Letters that have arrived, without those that confirm what the unit itself has done."""
    confirmations = ("Đã đăng ký: ", "Đang chờ chỗ: ", "Đã trả chỗ: ")
    return [letter for letter in delivered() if not letter.subject.startswith(confirmations)]


def test_an_event_has_a_page_with_what_a_teacher_needs_and_a_hidden_one_has_none(client_for):
    material = asset_row("GC-THE-24", name="Bộ thẻ tình huống")
    staff = asset_row("GC-KIN-25", name="Bản nháp của tòa soạn", access="staff")
    event = make_event(
        directions="Cổng sau", summary="Bốn <b>tình huống</b>", ends_at=timezone.now() + timedelta(days=4)
    )
    for asset in (material, staff):
        EventMaterial.objects.create(event=event, asset=asset)
    client = client_for()
    page = client.get(f"/vi/lich-su-kien/{event.uuid}/").text
    for words in ("Ngày hội", "Cổng sau", "Bốn &lt;b&gt;tình huống", "/t/gc-the-24/", "Đang nhận đăng ký"):
        assert words in page, words
    assert "Bản nháp" not in page
    graph = json.loads(re.search(r'ld\+json">(.*?)</script>', page, re.S)[1])["@graph"]
    assert graph[0]["@type"] == "Event" and graph[0]["startDate"].startswith("2026-11-21T09:00")
    assert client.get(f"/en/lich-su-kien/{event.uuid}/").status_code == 200
    for end in ("/", ".ics"):
        assert client.get(f"/vi/lich-su-kien/{make_event(is_public=False).uuid}{end}").status_code == 404


def test_photos_of_an_event_pass_the_gate_of_pictures_and_leave_with_a_consent(client_for):
    """No child's picture is saved without consents in force, and one whose consent ends is shown no more."""
    event, image = make_event(starts_at=timezone.now() - timedelta(days=2)), make_image("Sân trường", has_minor=None)
    speaker = Speaker.objects.create(name="Thạch Thị Sô Phia", field=Field.KOL)
    client, desk = client_for(), client_for(make_user(is_superuser=True, is_staff=True))
    form = {
        "title": event.title, "kind": event.kind, "starts_at": "2026-11-16 09:00", "place": event.place, "size": 0,
        "places": 100, "speakers": [speaker.pk], "is_public": "on", "photos-TOTAL_FORMS": 1, "photos-INITIAL_FORMS": 0,
        "photos-MIN_NUM_FORMS": 0, "photos-MAX_NUM_FORMS": 24, "photos-0-image": image.pk, "photos-0-ORDER": 1,
        "photos-0-caption": "Ký vào bức tường", "photos-0-id": "", "materials-TOTAL_FORMS": 0,
        "materials-INITIAL_FORMS": 0, "materials-MIN_NUM_FORMS": 0, "materials-MAX_NUM_FORMS": 1000,
    }  # fmt: skip
    at = f"/admin/su-kien/edit/{event.pk}/"
    assert "Ảnh chưa ghi nguồn" in desk.post(at, form).text
    SiteImage.objects.filter(pk=image.pk).update(credit="Nhà trường")
    assert "có người dưới 18 tuổi nhận ra được không" in desk.post(at, form).text, "nobody has answered"
    SiteImage.objects.filter(pk=image.pk).update(has_minor=True)
    assert "chưa có bản đồng ý" in desk.post(at, form).text and not EventPhoto.objects.exists()
    consent = SubjectConsent.objects.create(
        subject="Ba bạn", age_band="7-15", person_agreed=True, representative_agreed=True, purpose="Ảnh ngày hội",
        scope="site", collected_by=make_user(),
    )  # fmt: skip
    consent.images.add(image)
    assert desk.post(at, form).status_code == 302
    page = client.get(f"/vi/lich-su-kien/{event.uuid}/").text
    assert "Ký vào bức tường" in page and "Nhà trường" in page and "Thạch Thị Sô Phia" in page
    assert json.loads(re.search(r'ld\+json">(.*?)</script>', page, re.S)[1])["@graph"][0]["performer"]
    for is_withdrawn in (True, False):
        SiteImage.objects.filter(pk=image.pk).update(is_withdrawn=is_withdrawn)
        cache.clear()
        assert ("Ký vào bức tường" in client.get(f"/vi/lich-su-kien/{event.uuid}/").text) is not is_withdrawn
    consent.withdrawn_at = timezone.now()
    consent.save()
    cache.clear()
    assert "Ký vào bức tường" not in client.get(f"/vi/lich-su-kien/{event.uuid}/").text


def test_a_calendar_is_subscribed_to_whole_or_by_kind(client_for):
    drama, other = make_event(kind=Kind.DRAMA), make_event(title="Tập huấn")
    make_event(title="Đã lâu", starts_at=timezone.now() - timedelta(days=90))
    make_event(title="Riêng", is_public=False)
    client = client_for()
    whole = icalendar.Calendar.from_ical(client.get("/vi/lich-su-kien/lich.ics").content)
    assert {str(event["uid"]).split("@")[0] for event in whole.events} == {str(drama.uuid), str(other.uuid)}
    some = icalendar.Calendar.from_ical(client.get("/vi/lich-su-kien/lich.ics?loai=drama").content)
    assert [str(event["summary"]) for event in some.events] == ["Ngày hội"]
    assert client.get("/vi/lich-su-kien/lich.ics?loai=x").status_code == 404
    assert "lich.ics?loai=drama" in client.get("/vi/lich-su-kien/?loai=drama").text


def test_a_unit_gets_a_letter_about_each_number_with_the_file_for_its_calendar(
    client_for, django_capture_on_commit_callbacks
):
    event = make_event(places=50, directions="Cổng sau")
    at = f"/bao-cao-vien/su-kien/{event.uuid}/"
    first, second = (unit(client_for, name) for name in ("Trường A", "Trường B"))
    second.cookies["django_language"] = "en"

    def letters_after(client, data):
        delivered().clear()
        with django_capture_on_commit_callbacks(execute=True):
            client.post(at, data)
        return [(letter.subject, letter.body) for letter in delivered()]

    ((subject, body),) = letters_after(first, {"seats": "45"})
    assert subject == "Đã đăng ký: Ngày hội"
    assert all(words in body for words in ("45 chỗ", "09:00", "Sân trường", "Cổng sau", at))
    address = re.search(r"https?://[^/]+(/\S+\.ics)", body)[1]
    (entry,) = icalendar.Calendar.from_ical(client_for().get(address).content).events
    assert entry["dtstart"].dt == event.starts_at.replace(microsecond=0) and str(entry["location"]) == "Sân trường"
    assert address in first.get(at).text
    assert letters_after(first, {"seats": "45"}) == [], "pressed twice"
    assert letters_after(first, {"seats": "51"}) == [], "refused"
    ((subject, body),) = letters_after(second, {"seats": "20"})
    assert subject == "Đang chờ chỗ: Ngày hội" and "đang chờ 20 chỗ" in body and "Đơn vị có" not in body
    subjects = [subject for subject, _body in letters_after(first, {"viec": "huy"})]
    assert subjects == ["Đã trả chỗ: Ngày hội", "Đơn vị đã có chỗ: Ngày hội"]


def test_units_take_places_wait_in_order_and_move_up(client_for, clock):
    event = make_event(places=100)
    at = f"/bao-cao-vien/su-kien/{event.uuid}/"
    first, second, third = (unit(client_for, name) for name in ("Trường A", "Trường B", "Trường C"))
    assert first.post(at, {"seats": "60"}).status_code == 302 and "Đơn vị có 60 chỗ" in first.get(at).text
    second.post(at, {"seats": "50"})
    third.post(at, {"seats": "10"})
    assert "Đang chờ 50 chỗ" in second.get(at).text
    assert "Trước đơn vị còn 1 đơn vị chờ" in third.get(at).text, "ten would fit, but nobody is overtaken"
    assert "Hết chỗ, còn danh sách chờ" in client_for().get(f"/vi/lich-su-kien/{event.uuid}/").text
    assert "2 đơn vị đang chờ" in unit(client_for, "Trường D").get(at).text, "forty are free, but not for who comes now"
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


def test_a_unit_that_needs_fewer_places_keeps_its_own_and_lets_up_who_fits(
    client_for, django_capture_on_commit_callbacks
):
    """To the last place; each unit that moves up gets a letter."""
    event = make_event(places=100)
    at = f"/bao-cao-vien/su-kien/{event.uuid}/"
    first, second, third = (unit(client_for, name) for name in ("Trường A", "Trường B", "Trường C"))
    first.post(at, {"seats": "60"})
    second.post(at, {"seats": "50"})
    third.post(at, {"seats": "30"})
    with django_capture_on_commit_callbacks(execute=True):
        first.post(at, {"seats": "50"})
    assert "Đơn vị có 50 chỗ" in first.get(at).text and "Đơn vị có 50 chỗ" in second.get(at).text
    assert "Đang chờ 30 chỗ" in third.get(at).text, "the places that came back are taken"
    subjects = ["Còn ít chỗ hơn đơn vị cần: Ngày hội", "Đơn vị đã có chỗ: Ngày hội"]
    assert [letter.subject for letter in changes()] == subjects, "the second heard that forty were free"
    first.post(at, {"seats": "70"})
    page = first.get(at).text
    assert "Đang chờ 70 chỗ" in page and "vẫn giữ 50 chỗ" in page and "Đang chờ 30 chỗ" in third.get(at).text
    with django_capture_on_commit_callbacks(execute=True):
        first.post(at, {"seats": "20"})
    assert "Đơn vị có 20 chỗ" in first.get(at).text and "Đơn vị có 30 chỗ" in third.get(at).text
    assert [letter.subject for letter in changes()] == [*subjects, subjects[1]]
    Event.objects.filter(pk=event.pk).update(places=40)
    second.post(at, {"seats": "45"})
    page = second.get(at).text
    assert "Đơn vị có 45 chỗ" in page, "fewer places at the event take none from who gives some back"
    assert "Còn -" not in page


def test_no_unit_blocks_the_line_with_a_number_that_does_not_fit(client_for, clock, django_capture_on_commit_callbacks):
    """Neither one that asks for more than it has, nor one that can never fit, nor one that is closed."""
    event = make_event(places=3)
    at = f"/bao-cao-vien/su-kien/{event.uuid}/"
    schools = [make_organisation(f"Trường {letter}") for letter in "ABCD"]
    first, second, third, closed = (client_for(make_user(organisation=school)) for school in schools)

    def held():
        return list(event.registrations.order_by("pk").values_list("seats", "waits_for"))

    first.post(at, {"seats": "2"})
    for minute, (client, seats) in enumerate(((closed, "3"), (second, "3"), (third, "1")), start=1):
        clock.move_to(f"2026-11-18 09:0{minute}")
        client.post(at, {"seats": seats})
    refused = first.post(at, {"seats": "4"})
    assert refused.status_code == 400 and "Sự kiện có 3 chỗ" in refused.text, "more than there are"
    clock.move_to("2026-11-18 09:05")
    first.post(at, {"seats": "3"})
    assert "vẫn giữ 2 chỗ" in first.get(at).text and "Trước đơn vị còn 3 đơn vị chờ" in first.get(at).text
    for minute, seats in ((6, "2"), (7, "1")):
        clock.move_to(f"2026-11-18 09:0{minute}")
        third.post(at, {"seats": seats})
        assert "Trước đơn vị còn 3 đơn vị chờ" in third.get(at).text, "it asked for more, and stands behind all"
    schools[3].active_until = yesterday()
    schools[3].save()
    with django_capture_on_commit_callbacks(execute=True):
        first.post(at, {"seats": "1"})
    assert held() == [(1, 0), (0, 3), (0, 3), (0, 1)], "two are free, the first of the line wants three"
    letters = [(letter.to, re.search(r"Hiện trống \d chỗ", letter.body)[0]) for letter in changes()]
    heard = [([school.members.get().email], f"Hiện trống {n} chỗ") for school, n in ((schools[3], 1), (schools[1], 2))]
    assert letters == heard, "each while it was the first of the line"
    assert "Đang trống 2 chỗ" in second.get(at).text
    Event.objects.filter(pk=event.pk).update(places=2)
    with django_capture_on_commit_callbacks(execute=True):
        first.post(at, {"seats": "1"})
    assert held() == [(1, 0), (0, 3), (0, 3), (1, 0)], "nobody waits behind a number that can never fit"
    assert "Sự kiện chỉ có 2 chỗ" in second.get(at).text
    assert "Đơn vị đã có chỗ" in changes()[-1].subject


def test_registration_closes_at_its_own_hour(client_for, clock):
    event = make_event(closes_at=timezone.now() + timedelta(days=1))
    at = f"/bao-cao-vien/su-kien/{event.uuid}/"
    school = unit(client_for, "Trường A")
    clock.move_to("2026-11-19 08:59")
    assert school.post(at, {"seats": "5"}).status_code == 302
    clock.move_to("2026-11-19 09:00:01")
    assert school.post(at, {"seats": "6"}).status_code == 409 and event.registrations.get().seats == 5


def test_units_are_reminded_once_and_hear_when_they_move_up(client_for, clock, django_capture_on_commit_callbacks):
    event = make_event(places=50, directions="Cổng sau")
    at = f"/bao-cao-vien/su-kien/{event.uuid}/"
    first, second = (unit(client_for, name) for name in ("Trường A", "Trường B"))
    first.post(at, {"seats": "50"})
    second.post(at, {"seats": "20"})
    with django_capture_on_commit_callbacks(execute=True):
        first.post(at, {"viec": "huy"})
    assert [letter.subject for letter in changes()] == ["Đơn vị đã có chỗ: Ngày hội"]
    first.post(at, {"seats": "40"})
    clock.move_to("2026-11-19 09:00")
    call_command("remind_events")
    clock.move_to("2026-11-20 10:00")
    for _twice in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            call_command("remind_events")
    letters = [letter for letter in delivered() if letter.subject.startswith("Nhắc")]
    assert len(letters) == 1 and "20 chỗ" in letters[0].body and "Cổng sau" in letters[0].body, (
        "who waits hears nothing"
    )


def test_only_who_comes_to_what_takes_place_is_reminded_and_once_more_of_another_hour(
    clock, django_capture_on_commit_callbacks
):
    held, off, hidden = (make_event(title=title) for title in ("Ký & treo", "Hủy", "Riêng"))
    for event in (held, off, hidden):
        event.registrations.create(organisation=make_organisation(event.title), seats=5, registered_by=make_user())
    inactive_user = make_user(is_active=False)
    held.registrations.create(organisation=make_organisation("Trường Z"), seats=5, registered_by=inactive_user)
    Event.objects.filter(pk=off.pk).update(cancelled_at=timezone.now())
    Event.objects.filter(pk=hidden.pk).update(is_public=False)
    for number in (1, 2):
        clock.move_to("2026-11-20 10:00")
        with django_capture_on_commit_callbacks(execute=True):
            call_command("remind_events")
        assert [letter.subject for letter in delivered()] == ["Nhắc: Ký & treo"] * number
        Event.objects.filter(pk=held.pk).update(starts_at=timezone.now() + timedelta(hours=5))
    assert "“Ký & treo”" in delivered()[-1].body and delivered()[-1].to != [inactive_user.email]


def test_a_reminder_comes_a_day_ahead_and_never_once_the_event_has_begun(clock, django_capture_on_commit_callbacks):
    for title, hours in (("Xa", 27), ("Gần", 26), ("Đang diễn ra", 0)):
        event = make_event(title=title, starts_at=timezone.now() + timedelta(hours=hours))
        event.registrations.create(organisation=make_organisation(title), seats=5, registered_by=make_user())
    with django_capture_on_commit_callbacks(execute=True):
        call_command("remind_events")
    assert [letter.subject for letter in delivered()] == ["Nhắc: Gần"] and Letter.objects.count() == 1
    clock.move_to("2026-11-18 11:00")
    call_command("remind_events")
    clock.move_to("2026-11-19 12:01")  # the mail server was away until now
    assert len(delivered()) == 1


def test_a_unit_that_waits_once_more_hears_once_more(client_for, django_capture_on_commit_callbacks):
    event = make_event(places=50)
    at = f"/bao-cao-vien/su-kien/{event.uuid}/"
    second = unit(client_for, "Trường B")
    for number, (held, taken, wanted) in enumerate([("", "50", "20"), ("", "30", "40"), ("20", "30", "40")]):
        first = unit(client_for, f"Trường {number}")
        if held:
            second.post(at, {"seats": held})
        first.post(at, {"seats": taken})
        second.post(at, {"seats": wanted})
        with django_capture_on_commit_callbacks(execute=True):
            first.post(at, {"viec": "huy"})
    assert ["20 chỗ" in letter.body for letter in changes()] == [True, False, False]
    assert ["40 chỗ" in letter.body for letter in changes()] == [False, True, True]


def test_arrivals_are_noted_at_the_door_by_the_unit_or_by_the_organiser(client_for, clock):
    event = make_event(places=100)
    at, desk_at = f"/bao-cao-vien/su-kien/{event.uuid}/", f"/admin/su-kien/{event.pk}/diem-danh/"
    school, stranger = unit(client_for, "Trường A"), unit(client_for, "Trường B")
    desk = client_for(make_user(is_superuser=True, is_staff=True))
    school.post(at, {"seats": "45"})
    assert school.post(at, {"viec": "den", "seats": "40"}).status_code == 409, "three days too early"
    clock.move_to("2026-11-21 08:30")
    assert "Ghi đơn vị đã đến" in school.get(at).text
    school.post(at, {"viec": "den", "seats": "40"})
    assert stranger.post(at, {"viec": "den", "seats": "9"}).status_code == 409
    assert school.post(at, {"viec": "den", "seats": "46"}).status_code == 409, "more than its places"
    row = event.registrations.get()
    assert row.arrived == 40 and 'value="40"' in desk.get(desk_at).text
    stranger.post(at, {"seats": "30"})
    late = event.registrations.exclude(pk=row.pk).get()
    response = desk.post(desk_at, {f"den-{row.pk}": "42", f"den-{late.pk}": "nhiều"})
    page = BeautifulSoup(response.content, "html.parser")
    inputs = {name: page.select_one(f"[name=den-{key}]") for name, key in (("kept", row.pk), ("refused", late.pk))}
    assert response.status_code == 422 and "Chưa ghi: Trường B." in response.text and "Đã ghi 1 đơn vị" in response.text
    assert (inputs["kept"]["value"], inputs["refused"]["value"]) == ("42", "nhiều")
    assert [field.get("aria-invalid") for field in inputs.values()] == [None, "true"]
    assert page.select_one(f"[name=da-{row.pk}]")["value"] == "42", "what the page now shows as noted"
    row.refresh_from_db()
    assert row.arrived == 42
    desk.post(desk_at, {f"den-{late.pk}": "30"})
    late.refresh_from_db()
    assert late.arrived == 30
    more = desk.post(desk_at, {f"den-{late.pk}": "33"})
    late.refresh_from_db()
    assert more.status_code == 422 and "Đúng 33 người, hơn 30 chỗ" in more.text and late.arrived == 30
    assert desk.post(desk_at, {f"den-{late.pk}": "34", f"hon-{late.pk}": "33"}).status_code == 422
    desk.post(desk_at, {f"den-{late.pk}": "33", f"hon-{late.pk}": "33"})
    late.refresh_from_db()
    assert late.arrived == 33, "counted again"
    assert desk.get(f"/admin/su-kien/{event.pk}/diem-danh.pdf").content.startswith(b"%PDF")
    for path in (desk_at, f"/admin/su-kien/{event.pk}/diem-danh.pdf"):
        assert school.get(path).status_code in {302, 403}


@pytest.mark.django_db(transaction=True)
def test_who_changes_places_while_a_colleague_stands_at_the_door_keeps_the_number_that_came(client_for, clock):
    event = make_event(places=100)
    at, school = f"/bao-cao-vien/su-kien/{event.uuid}/", make_organisation("Trường A")
    user, other = (client_for(make_user(organisation=school)) for _account in range(2))
    user.post(at, {"seats": "45"})
    clock.move_to("2026-11-21 08:30")
    responses = while_open(
        lambda: user.post(at, {"viec": "den", "seats": "40"}), lambda: other.post(at, {"seats": "42"})
    )
    row = event.registrations.get()
    assert [response.status_code for response in responses] == [302, 302] and (row.seats, row.arrived) == (42, 40)


def test_the_list_of_the_organiser_changes_the_numbers_that_were_typed_alone(client_for, clock):
    """While it lies open, units note their own by phone, and others register."""
    event = make_event(places=100)
    at, desk_at = f"/bao-cao-vien/su-kien/{event.uuid}/", f"/admin/su-kien/{event.pk}/diem-danh/"
    desk = client_for(make_user(is_superuser=True, is_staff=True))
    first, second, late = (unit(client_for, name) for name in ("Trường A", "Trường B", "Trường C"))
    for school in (first, second):
        school.post(at, {"seats": "30"})
    clock.move_to("2026-11-21 08:30")
    fields = BeautifulSoup(desk.get(desk_at).text, "html.parser").select("td input")
    values = {field["name"]: field["value"] for field in fields}
    late.post(at, {"seats": "10"})
    for school in (first, late):
        school.post(at, {"viec": "den", "seats": "9"})
    rows = dict(event.registrations.values_list("organisation__name", "pk"))
    desk.post(desk_at, values | {f"den-{rows['Trường B']}": "28"})
    arrived = dict(event.registrations.values_list("organisation__name", "arrived"))
    assert arrived == {"Trường A": 9, "Trường B": 28, "Trường C": 9}
    desk.post(desk_at, {f"den-{rows['Trường B']}": "", f"da-{rows['Trường B']}": "28"})
    assert event.registrations.get(pk=rows["Trường B"]).arrived is None


def test_the_list_at_the_door_counts_who_has_places_and_is_open_until_after_the_end(client_for, clock, monkeypatch):
    event = make_event(places=50, ends_at=timezone.now() + timedelta(days=4))
    at, desk_at = f"/bao-cao-vien/su-kien/{event.uuid}/", f"/admin/su-kien/{event.pk}/diem-danh/"
    school, waiting = unit(client_for, "Trường A"), unit(client_for, "Trường B")
    desk = client_for(make_user(is_superuser=True, is_staff=True))
    school.post(at, {"seats": "45"})
    waiting.post(at, {"seats": "30"})
    clock.move_to("2026-11-22 20:59")
    assert school.post(at, {"viec": "den", "seats": "40"}).status_code == 302
    clock.move_to("2026-11-22 21:01")
    assert school.post(at, {"viec": "den", "seats": "41"}).status_code == 409, "twelve hours after the end"
    assert "40 người đã đến / 45 chỗ" in desk.get(desk_at).text
    documents = []
    monkeypatch.setattr(door.typst, "pdf", lambda _name, data, **_facts: documents.append(data) or b"%PDF")
    assert desk.get(f"/admin/su-kien/{event.pk}/diem-danh.pdf").status_code == 200
    assert [row for data in documents for row in data["rows"]] == [["Trường A", 45, "40"]]
    row = event.registrations.get(organisation__name="Trường A")
    assert "Đã ghi 1 đơn vị." in desk.post(desk_at, {f"den-{row.pk}": ""}, follow=True).text
    row.refresh_from_db()
    assert row.arrived is None, "a number that is taken back is none, not nobody"


def test_coming_events_are_listed_by_their_hour(client_for):
    for title, days in (("Thứ hai", 2), ("Thứ nhất", 1)):
        make_event(title=title, starts_at=timezone.now() + timedelta(days=days))
    page = client_for().get("/vi/lich-su-kien/").text
    assert 0 < page.rindex("Thứ nhất") < page.rindex("Thứ hai")


def test_a_month_and_the_archive_show_what_lies_in_them(client_for, django_assert_max_num_queries):
    make_event(kind=Kind.DRAMA)
    make_event(title="Tập huấn cũ", starts_at=timezone.now() - timedelta(days=40))
    make_event(title="Riêng", is_public=False)
    client = client_for()
    november = client.get("/vi/lich-su-kien/thang/2026/11/").text
    assert "Ngày hội" in november and "Tập huấn cũ" not in november and "/lich-su-kien/thang/2026/10/" in november
    assert "Tập huấn cũ" in client.get("/vi/lich-su-kien/thang/2026/10/").text
    assert "Ngày hội" not in client.get("/vi/lich-su-kien/thang/2026/11/?loai=training").text
    for wrong in ("2026/13", "2026/0", "1999/1", "9999/1"):
        assert client.get(f"/vi/lich-su-kien/thang/{wrong}/").status_code == 404
    past = client.get("/vi/lich-su-kien/da-qua/").text
    assert "Tập huấn cũ" in past and "Ngày hội" not in past and "Riêng" not in past
    assert not skipped_levels(BeautifulSoup(past, "html.parser"))
    assert client.get("/vi/lich-su-kien/da-qua/?trang=9").status_code == 404
    for number in range(40):
        make_event(title=f"Buổi {number}")
    with django_assert_max_num_queries(12):
        client.get("/vi/lich-su-kien/")


def test_places_are_given_back_until_the_event_begins_also_when_registration_is_closed(client_for, clock):
    """The reminder of the day before asks for it, and registration may have closed days earlier."""
    event = make_event(places=50, closes_at=timezone.now() + timedelta(days=1))
    at = f"/bao-cao-vien/su-kien/{event.uuid}/"
    first, second, none = (unit(client_for, name) for name in ("Trường A", "Trường B", "Trường C"))
    first.post(at, {"seats": "50"})
    second.post(at, {"seats": "20"})
    clock.move_to("2026-11-20 10:00")
    page = first.get(at).text
    assert "không nhận đăng ký nữa" in page and "Không đến được thì đơn vị trả chỗ" in page and 'value="huy"' in page
    assert 'value="huy"' not in none.get(at).text
    assert first.post(at, {"viec": "huy"}).status_code == 302
    assert "Đơn vị có 20 chỗ" in second.get(at).text
    assert first.post(at, {"seats": "5"}).status_code == 409
    clock.move_to("2026-11-21 09:01")
    assert 'value="huy"' not in second.get(at).text and second.post(at, {"viec": "huy"}).status_code == 409


def test_the_page_of_a_unit_says_what_asking_for_more_does_and_where_nobody_registers(client_for):
    event, free = make_event(places=50), make_event(places=0)
    school = unit(client_for, "Trường A")
    at, more = f"/bao-cao-vien/su-kien/{event.uuid}/", "đơn vị giữ chỗ đang có và chờ tới khi đủ chỗ"
    assert more not in school.get(at).text
    school.post(at, {"seats": "50"})
    page = school.get(at).text
    assert more in page and "Đơn vị được ghi vào danh sách chờ" not in page
    assert "Không cần đăng ký, cứ đến" in school.get(f"/bao-cao-vien/su-kien/{free.uuid}/").text


def test_an_end_on_another_day_is_shown_with_its_day(client_for):
    short, long = (make_event(ends_at=timezone.now() + timedelta(days=days, hours=2)) for days in (3, 4))
    pages = [client_for().get(f"/vi/lich-su-kien/{event.uuid}/").text.replace("\xa0", " ") for event in (short, long)]
    assert ["– 22-11-2026, 11:00" in page for page in pages] == [False, True] and "– 11:00" in pages[0]
