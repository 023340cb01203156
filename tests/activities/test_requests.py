"""A school asks, the standing office proposes, both say yes: one event, on the agenda."""

from datetime import date

import pytest
from wagtail.users.models import UserProfile

from activities.models import Event, Speaker, SpeakerRequest, request_of
from activities.views import requests
from tests.factories import make_organisation, make_user
from tests.letters import delivered
from users.models import User
from users.roles import grant, sync_roles

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]
DAY = date(2026, 12, 8)
ASKED = {"field": "officer", "topic": "Gọi ai khi bị dọa?", "audience": "khối 8", "size": "240", "place": "Sân trường"}
ASKED |= {"first_date": f"{DAY:%Y-%m-%d}", "note": ""}


@pytest.fixture
def school(client_for):
    return client_for(make_user(organisation=make_organisation("Trường A")))


@pytest.fixture
def office(client_for):
    sync_roles()
    user = make_user(organisation=make_organisation("Cơ quan thường trực", "authority"))
    grant(user, "standing_office")
    return client_for(user)


def ask(school):
    for _twice in range(2):  # pressed twice
        school.post("/bao-cao-vien/moi/", ASKED)
    delivered().clear()  # the letter to the office
    return SpeakerRequest.objects.get()


def propose(office, request, capture, **speaker):
    fields = {"name": "Anh Tư (demo)", "field": "officer", "email": "tu@congan.example"} | speaker
    speaker = Speaker.objects.create(**fields)
    with capture(execute=True):
        office.post(
            f"/admin/bao-cao-vien/yeu-cau/{request.pk}/",
            {"viec": "de-nghi", "speaker": speaker.pk, "planned_at": f"{DAY:%Y-%m-%d} 08:00"},
        )
    request.refresh_from_db()
    return f"/bao-cao-vien/tra-loi/{request.answer_token}/"


def test_from_a_request_to_an_event(school, office, client_for, django_capture_on_commit_callbacks):
    request = ask(school)
    assert "Gọi ai khi bị dọa?" in office.get("/admin/bao-cao-vien/yeu-cau/").content.decode()
    for speaker in ("9" * 5000, "٣" * 30, "x", ""):
        data = {"viec": "de-nghi", "speaker": speaker, "planned_at": f"{DAY:%Y-%m-%d} 08:00"}
        assert office.post(f"/admin/bao-cao-vien/yeu-cau/{request.pk}/", data).status_code < 500
    letter = propose(office, request, django_capture_on_commit_callbacks)
    assert letter in delivered()[0].body and delivered()[0].to == ["tu@congan.example"]
    page = school.get("/bao-cao-vien/").content.decode()
    assert "Anh Tư" in page and "tu@congan.example" not in page and "Đồng ý giờ này" in page
    school.post(f"/bao-cao-vien/{request.uuid}/", {"tra-loi": "dong-y"})
    assert not Event.objects.exists()
    speaker = client_for()
    assert "Tôi nhận lời" in speaker.get(letter).content.decode()
    for _twice in range(2):
        speaker.post(letter, {"tra-loi": "dong-y"})
    event = Event.objects.get()
    assert event.organisation.name == "Trường A" and event.speakers.get().name == "Anh Tư (demo)"
    agenda = client_for().get("/vi/lich-su-kien/")
    assert "Gọi ai khi bị dọa?" in agenda.content.decode() and "public" in agenda["Cache-Control"]
    ics = client_for().get(f"/vi/lich-su-kien/{event.uuid}.ics").content.decode()
    assert "SUMMARY:Gọi ai khi bị dọa?" in ics and f"DTSTART:{DAY:%Y%m%d}T010000Z" in ics


def test_who_reads_the_administration_in_english_writes_to_speakers_in_vietnamese(
    school, client_for, django_capture_on_commit_callbacks
):
    sync_roles()
    user = make_user()
    grant(user, "standing_office")
    UserProfile.objects.create(user=user, preferred_language="en")
    propose(client_for(user), ask(school), django_capture_on_commit_callbacks)
    letter, to_unit = delivered()
    assert letter.subject == "Lời mời nói chuyện: Gọi ai khi bị dọa?"
    assert to_unit.subject.startswith("Đã có người và giờ")
    assert "lúc 08-12-2026, 08:00, tại Sân trường" in letter.body.replace("\xa0", " ")


def test_a_speaker_is_not_promised_twice_for_one_hour(school, office, client_for, django_capture_on_commit_callbacks):
    request = ask(school)
    letter = propose(office, request, django_capture_on_commit_callbacks)
    school.post(f"/bao-cao-vien/{request.uuid}/", {"tra-loi": "dong-y"})
    client_for().post(letter, {"tra-loi": "dong-y"})
    school.post("/bao-cao-vien/moi/", ASKED | {"topic": "Lần hai"})
    second = SpeakerRequest.objects.get(topic="Lần hai")
    address = f"/admin/bao-cao-vien/yeu-cau/{second.pk}/"
    fields = {"viec": "de-nghi", "speaker": request.speaker_id}
    late = office.post(address, fields | {"planned_at": f"{DAY:%Y-%m-%d} 09:30"})
    assert late.status_code == 422 and "đã có lịch “Gọi ai khi bị dọa?” lúc 08:00" in late.content.decode()
    assert office.post(address, fields | {"planned_at": "2020-01-01 08:00"}).status_code == 422
    second.refresh_from_db()
    assert second.state == "asked"
    assert office.post(address, fields | {"planned_at": f"{DAY:%Y-%m-%d} 10:00"}).status_code == 302
    second.refresh_from_db()
    assert second.state == "offered"


def test_an_agreed_talk_is_called_off_and_both_sides_are_told(
    school, office, client_for, django_capture_on_commit_callbacks
):
    request = ask(school)
    letter = propose(office, request, django_capture_on_commit_callbacks)
    address = f"/bao-cao-vien/{request.uuid}/"
    early = school.post(address, {"tra-loi": "huy", "ly-do": "Mưa bão"}, follow=True).content.decode()
    assert "nên không làm bước này được" in early  # offered: nothing to call off yet
    school.post(address, {"tra-loi": "dong-y"})
    client_for().post(letter, {"tra-loi": "dong-y"})
    event = Event.objects.get()
    text = office.get(f"/admin/bao-cao-vien/yeu-cau/{request.pk}/").text
    assert f'href="/admin/su-kien/edit/{event.pk}/"' in text, "another speaker, hour or place is entered there"
    assert office.get(f"/admin/su-kien/edit/{event.pk}/").status_code == 200
    other = client_for(make_user(organisation=make_organisation("Trường B")))
    assert other.post(address, {"tra-loi": "huy", "ly-do": "Phá"}).status_code == 404
    assert "Hủy buổi này" in school.get("/bao-cao-vien/").content.decode()
    assert "ghi lý do" in school.post(address, {"tra-loi": "huy", "ly-do": "  "}, follow=True).content.decode()
    request.refresh_from_db()
    assert request.state == "agreed" and event.title in client_for().get("/vi/lich-su-kien/").content.decode()
    form = {"title": event.title, "kind": event.kind, "starts_at": f"{DAY:%Y-%m-%d} 08:00", "place": event.place}
    form |= {"size": "240", "speakers": [event.speakers.get().pk], "cancelled_at": f"{DAY:%Y-%m-%d} 07:00"}
    response = client_for(make_user(is_superuser=True)).post(f"/admin/su-kien/edit/{event.pk}/", form)
    assert "hai bên sẽ nhận thư" in response.content.decode() and not Event.objects.exclude(cancelled_at=None).exists()
    delivered().clear()
    with django_capture_on_commit_callbacks(execute=True):
        for _twice in range(2):
            school.post(address, {"tra-loi": "huy", "ly-do": "Trường nghỉ\nvì bão số 9"})
    assert sorted(mail.to[0] for mail in delivered()) == sorted(["tu@congan.example", request.asked_by.email])
    assert all("Đơn vị hủy: Trường nghỉ vì bão số 9" in mail.body for mail in delivered())
    assert event.title not in client_for().get("/vi/lich-su-kien/").content.decode()
    assert "không diễn ra nữa" in client_for().get(letter).content.decode()
    assert client_for().post(letter, {"tra-loi": "dong-y"}).status_code == 409
    office_page = f"/admin/bao-cao-vien/yeu-cau/{request.pk}/"
    assert "Đã hủy" in office.get(office_page).content.decode()
    second = Speaker.objects.get()
    SpeakerRequest.objects.filter(pk=request.pk).update(state="agreed")
    office.post(office_page, {"viec": "huy", "note": ""})
    with django_capture_on_commit_callbacks(execute=True):
        office.post(office_page, {"viec": "huy", "note": f"{second.name} ốm"})
    assert "Cơ quan thường trực hủy: Anh Tư (demo) ốm" in delivered()[-1].body
    SpeakerRequest.objects.filter(pk=request.pk).update(state="agreed", planned_at="2020-01-01T08:00+07:00")
    assert "không làm bước này" in school.post(address, {"tra-loi": "huy", "ly-do": "x"}, follow=True).content.decode()


def test_a_unit_has_few_open_requests_and_reads_of_speakers_who_take_part(school, monkeypatch):
    there, away = (Speaker.objects.create(name=name, field="officer") for name in ("Anh Tư", "Chị Năm"))
    Speaker.objects.filter(pk=away.pk).update(is_active=False)
    page = school.get("/bao-cao-vien/").text
    assert there.name in page and away.name not in page
    monkeypatch.setattr(requests, "MAX_OPEN", 1)
    topics = ("Gọi ai?", "Lần hai")
    assert [school.post("/bao-cao-vien/moi/", ASKED | {"topic": topic}).status_code for topic in topics] == [302, 422]
    SpeakerRequest.objects.update(state="declined")
    assert school.post("/bao-cao-vien/moi/", ASKED | {"topic": topics[1]}).status_code == 302


def test_a_yes_holds_for_its_own_offer_alone(school, office, client_for, django_capture_on_commit_callbacks):
    request = ask(school)
    propose(office, request, django_capture_on_commit_callbacks)
    school.post(f"/bao-cao-vien/{request.uuid}/", {"tra-loi": "dong-y"})
    letter = propose(office, request, django_capture_on_commit_callbacks, name="Chị Năm (demo)")
    client_for().post(letter, {"tra-loi": "dong-y"})
    assert not Event.objects.exists()
    school.post(f"/bao-cao-vien/{request.uuid}/", {"tra-loi": "dong-y"})
    assert Event.objects.get().speakers.get().name == "Chị Năm (demo)"


def test_a_speakers_link_ends_after_a_month(school, office, client_for, clock, django_capture_on_commit_callbacks):
    letter = propose(office, ask(school), django_capture_on_commit_callbacks)
    for day, status in (("2026-12-17", 200), ("2026-12-19", 410)):
        clock.move_to(f"{day} 09:00")
        assert client_for().get(letter).status_code == status


def test_an_account_that_was_closed_gets_no_letter(school, office, client_for, django_capture_on_commit_callbacks):
    request = ask(school)
    letter = propose(office, request, django_capture_on_commit_callbacks)
    school.post(f"/bao-cao-vien/{request.uuid}/", {"tra-loi": "dong-y"})
    type(request.asked_by).objects.filter(pk=request.asked_by_id).update(is_active=False)
    delivered().clear()
    with django_capture_on_commit_callbacks(execute=True):
        client_for().post(letter, {"tra-loi": "dong-y"})
    assert [mail.to for mail in delivered()] == [["tu@congan.example"]]


def test_another_hour_makes_old_answers_void(school, office, client_for, django_capture_on_commit_callbacks):
    request = ask(school)
    old = propose(office, request, django_capture_on_commit_callbacks)
    for garbled in ({}, {"tra-loi": ""}, {"tra-loi": "co"}):
        assert client_for().post(old, garbled).status_code == 400
        request.refresh_from_db()
        assert request.state == "offered", "nothing that no button says is a refusal"
    assert client_for().post(old, {"tra-loi": "khong"}).status_code == 200
    request.refresh_from_db()
    assert request.state == "asked" and "không đi được" in request.office_note
    assert (request.speaker, request.planned_at) == (None, None), "who does not come is not announced"
    propose(office, request, django_capture_on_commit_callbacks, name="Chị Năm (demo)")
    assert request.office_note == ""  # said of the offer before
    assert client_for().get(old).status_code == 410
    school.post(f"/bao-cao-vien/{request.uuid}/", {"tra-loi": "rut"})
    late = client_for().post(f"/bao-cao-vien/tra-loi/{request.answer_token}/", {"tra-loi": "dong-y"})
    assert late.status_code == 409 and not Event.objects.exists()
    assert request_of("bịa") is None and client_for().get("/bao-cao-vien/tra-loi/bịa/").status_code == 410


def test_the_unit_hears_of_an_offer_and_says_which_hour_suits(
    school, office, client_for, django_capture_on_commit_callbacks
):
    """A letter tells the unit; its wish, and the speaker's, stand before the office; without an hour nothing ends."""
    request = ask(school)
    address, page = f"/bao-cao-vien/{request.uuid}/", f"/admin/bao-cao-vien/yeu-cau/{request.pk}/"
    answered = propose(office, request, django_capture_on_commit_callbacks)
    mine = [mail for mail in delivered() if mail.to == [request.asked_by.email]]
    assert [mail.subject for mail in mine] == ["Đã có người và giờ, chờ đơn vị đồng ý: Gọi ai khi bị dọa?"]
    assert "Anh Tư (demo)" in mine[0].body and "08:00" in mine[0].body and "/bao-cao-vien/" in mine[0].body
    assert "tu@congan.example" not in mine[0].body and answered not in mine[0].body
    assert 'name="gio"' in school.get("/bao-cao-vien/").text
    silent = school.post(address, {"tra-loi": "gio-khac", "gio": " \u200b "}, follow=True)
    assert "Bạn ghi giờ nào đơn vị nhận được" in silent.text
    request.refresh_from_db()
    assert request.state == "offered"
    school.post(address, {"tra-loi": "gio-khac", "gio": "chiều thứ Năm,\ntừ 14:00"})
    assert "Đơn vị xin giờ khác: chiều thứ Năm, từ 14:00" in office.get(page).text
    answered = propose(office, request, django_capture_on_commit_callbacks, name="Chị Năm (demo)")
    assert client_for().post(answered, {"tra-loi": "khong", "gio": "sáng mồng 9"}).status_code == 200
    message = "Báo cáo viên không đi được giờ này. Giờ khác: sáng mồng 9"
    assert message in office.get(page).text and message in school.get("/bao-cao-vien/").text
    delivered().clear()
    with django_capture_on_commit_callbacks(execute=True):
        office.post(page, {"viec": "tu-choi", "note": "Tháng sau đơn vị hỏi lại."})
    (letter,) = delivered()
    assert letter.to == [request.asked_by.email] and "Tháng sau đơn vị hỏi lại." in letter.body


def test_the_office_hears_of_a_request_and_of_each_refused_hour_and_has_it_on_its_first_page(
    school, office, client_for, django_capture_on_commit_callbacks
):
    """Every account that arranges speakers, none that is closed; the same names it on the administration's home."""
    colleague, closed, library = make_user(), make_user(), make_user()
    for user, role in ((colleague, "education"), (closed, "standing_office"), (library, "library_editor")):
        grant(user, role)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    arrangers = {colleague.email, User.objects.get(organisation__name="Cơ quan thường trực").email}

    def home(client):
        return "Gọi ai khi bị dọa?" in client.get("/admin/").text

    def letters_after(act):
        delivered().clear()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return {letter.to[0]: letter for letter in delivered() if letter.to[0] in arrangers | {closed.email}}

    letters = letters_after(lambda: [school.post("/bao-cao-vien/moi/", ASKED) for _twice in range(2)])
    request = SpeakerRequest.objects.get()
    page = f"/admin/bao-cao-vien/yeu-cau/{request.pk}/"
    assert set(letters) == arrangers, "once, though the button was pressed twice"
    body = letters[colleague.email].body
    assert all(words in body for words in ("Trường A", "khối 8 (240 người)", "08-12-2026", "Sân trường", page))
    assert home(office) and home(client_for(colleague)) and not home(client_for(library))
    answer = propose(office, request, django_capture_on_commit_callbacks)
    assert not home(office), "now the unit and the speaker are asked"
    hours = {"tra-loi": "gio-khac", "gio": "chiều thứ Năm"}
    letters = letters_after(lambda: [school.post(f"/bao-cao-vien/{request.uuid}/", hours) for _twice in range(2)])
    assert set(letters) == arrangers and home(office)
    assert letters[colleague.email].subject == "Cần xếp lại: Gọi ai khi bị dọa?"
    assert "Đơn vị xin giờ khác: chiều thứ Năm" in letters[colleague.email].body
    answer = propose(office, request, django_capture_on_commit_callbacks, name="Chị Năm (demo)")
    letters = letters_after(lambda: client_for().post(answer, {"tra-loi": "khong", "gio": "sáng mồng 9"}))
    assert set(letters) == arrangers and "sáng mồng 9" in letters[colleague.email].body
    assert not letters_after(lambda: school.post(f"/bao-cao-vien/{request.uuid}/", {"tra-loi": "rut"}))
    assert not home(office)


def test_only_its_own_unit_and_the_standing_office(school, office, client_for):
    request = ask(school)
    other = client_for(make_user(organisation=make_organisation("Trường B")))
    assert "Gọi ai" not in other.get("/bao-cao-vien/").content.decode()
    assert other.post(f"/bao-cao-vien/{request.uuid}/", {"tra-loi": "rut"}).status_code == 404
    for user in (make_user(), make_user(organisation=make_organisation("Báo", "outlet"))):
        assert client_for(user).get("/bao-cao-vien/").status_code == 403
    assert client_for().get("/bao-cao-vien/")["Location"].startswith("/tai-khoan/")
    for client in (other, client_for(make_user())):
        assert client.get(f"/admin/bao-cao-vien/yeu-cau/{request.pk}/").status_code in {302, 403}
    request.refresh_from_db()
    assert request.state == "asked"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"size": "0"}, "từ 1 đến 20.000"),
        ({"first_date": "2020-01-01"}, "từ hôm nay"),
        ({"first_date": "mai"}, ""),
        ({"second_date": "2020-01-01"}, "từ hôm nay"),
        ({"topic": ""}, ""),
    ],
)
def test_what_is_wrong_is_said_and_kept(school, change, words):
    response = school.post("/bao-cao-vien/moi/", ASKED | change)
    html = response.content.decode()
    assert response.status_code == 422 and "Sân trường" in html and not SpeakerRequest.objects.exists()
    assert words in html and set(change) == set(response.context["form"].errors)


def test_an_hour_that_waits_for_answers_is_taken_too(school, office, client_for, django_capture_on_commit_callbacks):
    """Two offers to one speaker for one hour would both be agreed; the second is refused while the first waits."""
    request = ask(school)
    propose(office, request, django_capture_on_commit_callbacks)
    school.post("/bao-cao-vien/moi/", ASKED | {"topic": "Lần hai"})
    second = SpeakerRequest.objects.get(topic="Lần hai")
    fields = {"viec": "de-nghi", "speaker": request.speaker_id, "planned_at": f"{DAY:%Y-%m-%d} 09:00"}
    late = office.post(f"/admin/bao-cao-vien/yeu-cau/{second.pk}/", fields)
    assert late.status_code == 422 and "đã có lịch “Gọi ai khi bị dọa?” lúc 08:00" in late.content.decode()
    assert office.post(f"/admin/bao-cao-vien/yeu-cau/{request.pk}/", fields).status_code == 302  # its own hour may move
    later = fields | {"planned_at": f"{DAY:%Y-%m-%d} 12:00"}
    assert office.post(f"/admin/bao-cao-vien/yeu-cau/{second.pk}/", later).status_code == 302, "another hour is free"
    school.post(f"/bao-cao-vien/{request.uuid}/", {"tra-loi": "rut"})
    assert office.post(f"/admin/bao-cao-vien/yeu-cau/{second.pk}/", fields).status_code == 302
    second.refresh_from_db()
    hour = second.planned_at
    off = Event.objects.create(title="Đã hủy", starts_at=hour, place="Sân trường", cancelled_at=hour)
    off.speakers.add(second.speaker)
    assert office.post(f"/admin/bao-cao-vien/yeu-cau/{second.pk}/", fields).status_code == 302, "nobody speaks there"
    for words in ({"speaker": "x"}, {"speaker": "9" * 30}, {"planned_at": "mai"}, {"planned_at": ""}):
        wrong = office.post(f"/admin/bao-cao-vien/yeu-cau/{second.pk}/", fields | words)
        assert wrong.status_code == 422 and set(words) == set(wrong.context["form"].errors)


def test_both_learn_that_it_is_settled_and_the_speaker_that_it_is_off(
    school, office, client_for, django_capture_on_commit_callbacks
):
    request = ask(school)
    address = f"/bao-cao-vien/{request.uuid}/"
    for step in ("gio-khac", "rut"):
        letter = propose(office, request, django_capture_on_commit_callbacks)
        client_for().post(letter, {"tra-loi": "dong-y"})
        delivered().clear()
        with django_capture_on_commit_callbacks(execute=True):
            for _twice in range(2):
                school.post(address, {"tra-loi": step, "gio": "chiều thứ Năm"})
        assert delivered()[0].to == ["tu@congan.example"] and "không còn nữa" in delivered()[0].body
        assert [mail.subject.split(":")[0] for mail in delivered()[1:]] == ["Cần xếp lại"] * (step == "gio-khac")
        assert "không còn" in client_for().get(letter).content.decode()
        Speaker.objects.update(is_active=False)
    school.post("/bao-cao-vien/moi/", ASKED)
    request = SpeakerRequest.objects.get(state="asked")
    letter = propose(office, request, django_capture_on_commit_callbacks)
    assert client_for().post(letter, {"tra-loi": "dong-y"}).status_code == 200
    delivered().clear()
    with django_capture_on_commit_callbacks(execute=True):
        for _twice in range(2):
            school.post(f"/bao-cao-vien/{request.uuid}/", {"tra-loi": "dong-y"})
    assert sorted(mail.to[0] for mail in delivered()) == sorted(["tu@congan.example", request.asked_by.email])
    calendar = f"/vi/lich-su-kien/{Event.objects.get().uuid}.ics"
    for words in ("Hai bên đã nhận lời", "08:00", calendar):
        assert all(words in mail.body for mail in delivered())
    assert "lịch đã chốt" in client_for().get(letter).content.decode()


def test_a_talk_follows_its_event_and_who_has_places_hears_that_it_is_off(
    school, office, client_for, django_capture_on_commit_callbacks
):
    request = ask(school)
    letter = propose(office, request, django_capture_on_commit_callbacks)
    school.post(f"/bao-cao-vien/{request.uuid}/", {"tra-loi": "dong-y"})
    client_for().post(letter, {"tra-loi": "dong-y"})
    event, guest = Event.objects.get(), make_user(organisation=make_organisation("Trường C"))
    refused = client_for(make_user(is_superuser=True)).post(f"/admin/su-kien/delete/{event.pk}/")
    assert refused.status_code == 409 and "Bạn hủy ở “Mời báo cáo viên”" in refused.text and Event.objects.exists()
    delivered().clear()
    form = {"title": event.title, "kind": event.kind, "place": "Nhà đa năng", "size": "240", "places": "100"}
    form |= {"speakers": [event.speakers.get().pk], "starts_at": f"{DAY:%Y-%m-%d} 10:00", "is_public": "on"}
    form |= {f"{rows}-{key}": 0 for rows in ("photos", "materials") for key in ("TOTAL_FORMS", "INITIAL_FORMS")}
    for _twice in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            assert office.post(f"/admin/su-kien/edit/{event.pk}/", form).status_code == 302
    both = sorted(["tu@congan.example", request.asked_by.email])
    assert sorted(mail.to[0] for mail in delivered()) == both
    assert all("10:00" in mail.body and "Nhà đa năng" in mail.body for mail in delivered())
    assert "10:00" in school.get("/bao-cao-vien/").text
    client_for(guest).post(f"/bao-cao-vien/su-kien/{event.uuid}/", {"seats": "30"})
    delivered().clear()
    with django_capture_on_commit_callbacks(execute=True):
        school.post(f"/bao-cao-vien/{request.uuid}/", {"tra-loi": "huy", "ly-do": "Bão số 9"})
    assert sorted(mail.to[0] for mail in delivered()) == sorted([*both, guest.email])


@pytest.fixture
def talk(school, office, client_for, django_capture_on_commit_callbacks):
    """A talk that both sides agreed to; (its event, the link of the speaker's letter)."""
    request = ask(school)
    letter = propose(office, request, django_capture_on_commit_callbacks)
    school.post(f"/bao-cao-vien/{request.uuid}/", {"tra-loi": "dong-y"})
    client_for().post(letter, {"tra-loi": "dong-y"})
    return Event.objects.get(), letter


@pytest.fixture
def save(office, django_capture_on_commit_callbacks):
    """Save the form of an event as the office does; returns the page and address → subject of what is sent."""

    def post(event, speakers, **change):
        form = {"title": event.title, "kind": event.kind, "place": event.place, "size": "240", "places": "0"}
        form |= {"speakers": [item.pk for item in speakers], "starts_at": f"{DAY:%Y-%m-%d} 08:00", "is_public": "on"}
        form |= {f"{rows}-{key}": 0 for rows in ("photos", "materials") for key in ("TOTAL_FORMS", "INITIAL_FORMS")}
        at = f"/admin/su-kien/edit/{event.pk}/" if event.pk else "/admin/su-kien/new/"
        delivered().clear()
        with django_capture_on_commit_callbacks(execute=True):
            page = office.post(at, form | change, follow=True)
        return page, {item.to[0]: item.subject.split(":")[0] for item in delivered()}

    return post


def test_the_speaker_of_an_agreed_talk_is_exchanged_and_all_three_hear_of_it(talk, save, school, office, client_for):
    event, letter = talk
    new = Speaker.objects.create(name="Chị Năm (demo)", field="officer", email="nam@demo.example")
    request = SpeakerRequest.objects.get()
    for _twice in range(2):
        page, subjects = save(event, [])
        assert "chọn người nói khác" in page.text and not subjects and event.speakers.get() == request.speaker
    _page, subjects = save(event, [new])
    old, unit = "tu@congan.example", request.asked_by.email
    assert subjects == {old: "Đổi người nói", new.email: "Bạn nói ở", unit: "Người nói mới của buổi nói chuyện"}
    bodies = {mail.to[0]: mail.body for mail in delivered()}
    assert "không cần giữ giờ ấy" in bodies[old] and "nay do Chị Năm (demo) nói" in bodies[unit]
    assert "08-12-2026" in bodies[new.email] and event.place in bodies[new.email]
    text = office.get(f"/admin/bao-cao-vien/yeu-cau/{request.pk}/").text
    assert "Chị Năm (demo)" in text and "đã nhận" not in text, "that was the former one's yes"
    assert "Chị Năm (demo)" in school.get("/bao-cao-vien/").text
    assert client_for().get(letter).status_code == 410, "the link of who speaks no longer"
    assert not save(event, [new])[1]
    school.post(f"/bao-cao-vien/{request.uuid}/", {"tra-loi": "huy", "ly-do": "Bão số 9"})
    assert {mail.to[0] for mail in delivered()} >= {new.email}


def test_speakers_of_an_event_hear_what_the_organiser_changes(talk, save, clock):
    (event, _letter), first = talk, talk[0].speakers.get()
    guest = Speaker.objects.create(name="Anh Ba (demo)", field="kol", email="ba@demo.example")
    mute = Speaker.objects.create(name="Bà Sáu (demo)", field="expert", phone="0292 000 006")
    page, subjects = save(event, [first, guest, mute])
    assert subjects == {guest.email: "Bạn nói ở"}
    assert "Bà Sáu (demo) không có thư điện tử: bạn gọi báo 0292 000 006" in page.text
    moved, both = "Giờ và nơi mới", {"place": "Nhà đa năng", "is_public": ""}
    page, subjects = save(event, [first, guest, mute], **both)
    assert subjects[guest.email] == moved and subjects[first.email].startswith(moved) and "0292 000 006" in page.text
    assert save(event, [first], **both)[1] == {guest.email: "Đổi người nói"}
    alone = Event(title="Ngày hội", kind="training", place="Nhà đa năng")
    assert save(alone, [guest])[1] == {guest.email: "Bạn nói ở"}
    alone = Event.objects.get(title="Ngày hội")
    off = {"cancelled_at": "2026-11-18 09:00"}
    assert save(alone, [guest], **off)[1] == {guest.email: "Sự kiện không diễn ra"}
    assert not save(alone, [guest, first], **off)[1]
    assert save(alone, [guest])[1] == {guest.email: "Bạn nói ở"}
    soon = {"starts_at": "2026-11-20 08:00"}
    assert save(alone, [guest], **soon)[1] == {guest.email: moved}
    clock.move_to("2026-11-20 12:00")
    page, subjects = save(alone, [mute], **soon)
    assert "Đã lưu" in page.text and not subjects and "bạn gọi báo" not in page.text, "it is over"


def test_the_organiser_is_warned_of_a_speaker_who_is_elsewhere_at_that_hour(talk, save, school, office):
    event, speaker = talk[0], talk[0].speakers.get()
    assert "cũng có lịch" not in save(event, [speaker])[0].text, "with itself"
    busy = "Anh Tư (demo) cũng có lịch “Gọi ai khi bị dọa?” lúc 08:00 08-12-2026"
    other = Event(title="Ngày hội", kind="training", place="Nhà đa năng")
    page, subjects = save(other, [speaker], starts_at=f"{DAY:%Y-%m-%d} 09:59")
    assert busy in page.text and set(subjects) == {speaker.email}, "two halls of one school: the organiser decides"
    other = Event.objects.get(title="Ngày hội")
    assert "cũng có lịch" not in save(other, [speaker], starts_at=f"{DAY:%Y-%m-%d} 10:00")[0].text
    off = {"starts_at": f"{DAY:%Y-%m-%d} 09:00", "cancelled_at": "2026-11-18 09:00"}
    assert "cũng có lịch" not in save(other, [speaker], **off)[0].text


def test_who_else_speaks_at_a_talk_hears_that_it_is_called_off(talk, save, school, django_capture_on_commit_callbacks):
    event, row = talk[0], SpeakerRequest.objects.get()
    guest = Speaker.objects.create(name="Anh Ba (demo)", field="kol", email="ba@demo.example")
    save(event, [row.speaker, guest])
    delivered().clear()
    with django_capture_on_commit_callbacks(execute=True):
        school.post(f"/bao-cao-vien/{row.uuid}/", {"tra-loi": "huy", "ly-do": "Bão số 9"})
    letters = {mail.to[0]: mail.subject.split(":")[0] for mail in delivered()}
    assert letters.pop(guest.email) == "Sự kiện không diễn ra"
    assert set(letters) == {row.asked_by.email, row.speaker.email} and set(letters.values()) == {"Hủy buổi nói chuyện"}
