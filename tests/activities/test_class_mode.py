"""A class plays together on projector and phones, without names and cookies; late, forged answers change nothing."""

import re

import pytest
from django.core.management import call_command

from activities.classes import classroom
from activities.models import ChoiceTally, ClassPhone, ClassSession, ClassVote
from activities.models.classroom import MAX_PHONES
from tests.activities.quizzes import make_quiz
from tests.schools.test_at_once import while_open

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]
LOOK_UP = "Nhìn lên màn hình"


def opened(client, quiz):
    """(address of the projector, code) of a new session."""
    address = client.post(f"/vi/do-vui/{quiz.pk}/lop/", {"cap": "thpt"})["Location"]
    return address, re.search(r'<p class="code">(\d{5})</p>', client.get(address).text)[1]


def joined(client, code):
    response = client.post("/vi/lop/", {"ma": code})
    assert response.status_code == 303, response.text
    return response["Location"]


def go_on(client, projector):
    step = re.search(r'name="was" value="([^"]+)"', client.get(projector).text)[1]
    assert client.post(projector, {"buoc": "tiep", "was": step}).status_code == 303
    return step


def test_a_class_plays_a_quiz_to_its_end_and_nothing_is_left(client_for, django_assert_num_queries):
    quiz, client = make_quiz(), client_for()
    projector, code = opened(client, quiz)
    phones = [joined(client, code) for _ in range(3)]
    assert LOOK_UP in client.get(phones[0]).text
    step = go_on(client, projector)
    assert client.post(projector, {"buoc": "tiep", "was": step}).status_code == 303, "pressed twice: one step"
    assert client.get(f"{projector}so/").json()["state"] == "asking-1"
    for phone, letter in zip(phones, "cca", strict=True):
        assert client.post(phone, {"cau": "1", "chon": letter}).status_code == 303
    client.post(phones[2], {"cau": "1", "chon": "b"})  # changes its mind
    client.post(phones[2], {"cau": "1", "chon": "d"})  # the question has no d
    client.post(phones[1], {"cau": "2", "chon": "a"})  # nobody has asked the second one
    with django_assert_num_queries(1):
        poll = client.get(f"{phones[2]}so/")
    assert poll.json() == {"state": "asking-1", "phones": 3, "voted": 3, "mine": "b"} and not poll.cookies
    assert client.get(f"{projector}so/").json()["votes"] == {"b": 1, "c": 2}
    assert "Vì báo người lớn." not in client.get(projector).text
    go_on(client, projector)
    assert "Vì báo người lớn." in client.get(projector).text and "Vì xóa hết." in client.get(phones[2]).text
    client.post(phones[0], {"cau": "1", "chon": "a"})  # too late
    assert client.get(f"{projector}so/").json()["votes"] == {"b": 1, "c": 2}
    assert sorted((row.level, row.times) for row in ChoiceTally.objects.all()) == [("thpt", 1), ("thpt", 2)]
    go_on(client, projector)
    state = client.get(f"{projector}so/").json()
    assert (state["state"], state["votes"]) == ("asking-2", {})
    for _ in range(2):
        go_on(client, projector)
    assert "Hết câu rồi" in client.get(projector).text and "Hết câu rồi" in client.get(phones[0]).text
    assert client.post(projector, {"buoc": "dung"})["Location"] == quiz.address
    assert not ClassSession.objects.exists() and not ClassPhone.objects.exists() and not ClassVote.objects.exists()
    response = client.get(phones[0])
    assert response.status_code == 410 and "đã kết thúc" in response.text
    assert client.get(f"{phones[0]}so/").status_code == client.get(f"{projector}so/").status_code == 410


@pytest.mark.django_db(transaction=True)
def test_an_answer_at_the_moment_of_the_next_step_or_of_the_end_is_late(client_for):
    client = client_for()
    projector, code = opened(client, make_quiz())
    phone = joined(client, code)
    step = go_on(client, projector)
    response = {"cau": "1", "chon": "c"}
    reply, late = while_open(
        lambda: client.post(projector, {"buoc": "tiep", "was": "asking-1"}), lambda: client_for().post(phone, response)
    )
    assert step == "lobby-0" and (reply.status_code, late.status_code) == (303, 303) and not ClassVote.objects.exists()
    ClassSession.objects.update(step="asking")
    ended, late = while_open(
        lambda: client.post(projector, {"buoc": "dung"}), lambda: client_for().post(phone, response, follow=True)
    )
    assert (ended.status_code, late.status_code) == (303, 410) and "đã kết thúc" in late.text


@pytest.mark.django_db(transaction=True)
def test_a_step_at_the_moment_of_the_end_finds_the_class_gone(client_for):
    client = client_for()
    projector, _code = opened(client, make_quiz())
    _ended, late = while_open(
        lambda: client.post(projector, {"buoc": "dung"}),
        lambda: client_for().post(projector, {"buoc": "tiep", "was": "lobby-0"}, follow=True),
    )
    assert late.status_code == 410 and not ClassSession.objects.exists()


def test_a_part_of_the_page_is_handed_out_to_the_script_alone(client_for):
    client = client_for()
    projector, code = opened(client, make_quiz())
    for address in (projector, joined(client, code)):
        part = client.get(address, HTTP_X_PART="1").text
        assert "<html" not in part and 'data-state="lobby-0"' in part
    assert client.get("/lop/?ma=12345", follow=True).text.count('value="12345"') == 1


def test_made_up_codes_and_full_classes_are_refused_in_words(client_for):
    client = client_for()
    _projector, code = opened(client, make_quiz())
    wrong = client.post("/vi/lop/", {"ma": "00000"})
    assert wrong.status_code == 422 and "Không có lớp nào" in wrong.text
    assert client.post("/vi/lop/", {"ma": "<script>"}).status_code == 422
    assert client.post("/vi/lop/", {"ma": f"{code[:2]} {code[2:]}"}).status_code == 303, "typed with a space"
    session = ClassSession.objects.get()
    ClassPhone.objects.bulk_create(ClassPhone(session=session) for _ in range(MAX_PHONES - 1))
    full = client.post("/vi/lop/", {"ma": code})
    assert full.status_code == 409 and "đủ 60 máy" in full.text
    for address in ("/vi/lop/man-hinh/doan-bua/", "/vi/lop/may/doan-bua/"):
        assert client.get(address).status_code == client.post(address, {"buoc": "tiep"}).status_code == 410


def test_a_browser_that_comes_back_is_the_same_phone_in_its_own_session_only(client_for):
    client = client_for()
    projector, code = opened(client, make_quiz())
    _other, other_code = opened(client, make_quiz("Bài khác", slug="bai-khac"))
    phone = joined(client, code)
    key = phone.rstrip("/").rpartition("/")[2]
    assert f'data-key="{key}"' in client.get(phone).text and f'data-code="{code}"' in client.get(phone).text
    session = ClassSession.objects.get(code=code)
    ClassPhone.objects.bulk_create(ClassPhone(session=session) for _ in range(MAX_PHONES - 1))
    assert client.post("/vi/lop/", {"ma": code, "may": key})["Location"] == phone, "its place is not given away"
    for made_up in ("", "doan-bua", "x" * 5000):
        assert client.post("/vi/lop/", {"ma": code, "may": made_up}).status_code == 409
    elsewhere = client.post("/vi/lop/", {"ma": other_code, "may": key})
    assert elsewhere.status_code == 303 and key not in elsewhere["Location"]
    assert session.phones.count() == MAX_PHONES and client.get(f"{projector}so/").json()["phones"] == MAX_PHONES


def test_a_session_that_nobody_ends_ends_by_itself(client_for, clock):
    client = client_for()
    projector, code = opened(client, make_quiz())
    phone = joined(client, code)
    clock.move_to("2026-11-18 10:31")
    assert client.get(projector).status_code == client.get(phone).status_code == 410
    assert client.get(f"{phone}so/").status_code == 410
    assert client.post("/vi/lop/", {"ma": code}).status_code == 422
    call_command("end_classes")
    assert not ClassSession.objects.exists() and not ClassPhone.objects.exists()


def test_one_address_takes_neither_all_sessions_nor_all_codes(client_for, settings):
    """What a stranger opens or guesses is limited by address; other schools open and join as before."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"class_open": "2/m/ip", "class_code": "2/m/ip"}
    quiz, client = make_quiz(), client_for()
    stranger, school = ({"X-Forwarded-For": f"203.0.113.{number}"} for number in (9, 10))
    opening = f"/vi/do-vui/{quiz.pk}/lop/"
    tried = [client.post(opening, headers=stranger).status_code for _try in range(3)]
    assert tried == [303, 303, 429] and client.post(opening, headers=school).status_code == 303
    wrong = [client.post("/vi/lop/", {"ma": "00000"}, headers=stranger) for _try in range(3)]
    assert [response.status_code for response in wrong] == [422, 422, 429] and "nhiều mã sai" in wrong[-1].text
    code = ClassSession.objects.first().code
    assert client.post("/vi/lop/", {"ma": code}, headers=stranger).status_code == 303, "a right code is no guess"
    assert client.post("/vi/lop/", {"ma": "00000"}, headers=school).status_code == 422


def test_sessions_that_nobody_joined_make_room(client_for, clock, monkeypatch):
    """Not those with a phone in them, and not before ten minutes are over."""
    monkeypatch.setattr(classroom, "MAX_SESSIONS", 2)
    quiz, client = make_quiz(), client_for()
    (_full, code), (empty, _code) = opened(client, quiz), opened(client, quiz)
    phone = joined(client, code)
    assert client.post(f"/vi/do-vui/{quiz.pk}/lop/").status_code == 503
    clock.move_to("2026-11-18 09:11")
    assert client.post(f"/vi/do-vui/{quiz.pk}/lop/").status_code == 303
    assert client.get(phone).status_code == 200 and client.get(empty).status_code == 410


def test_a_quiz_that_is_taken_down_leaves_every_screen(client_for):
    client, quiz = client_for(), make_quiz()
    projector, code = opened(client, quiz)
    phone = joined(client, code)
    assert client.get(projector).status_code == client.get(phone).status_code == 200
    quiz.unpublish()
    for screen in (projector, phone):
        assert client.get(screen).status_code == client.get(f"{screen}so/").status_code == 410
    assert client.post("/vi/lop/", {"ma": code}).status_code == 422
