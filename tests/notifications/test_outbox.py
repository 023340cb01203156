"""A letter is written with the change it tells of, and sent once: the mail server may be away, the worker may die."""

import re
import smtplib
import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from notifications import delivery, outbox
from notifications.models import Letter
from notifications.purposes import Purpose, register
from schools.models import ORGANISATION_KINDS, Kind, Unit
from tests.factories import next_number
from tests.letters import Server, delivered, refused
from tests.meanwhile import meanwhile
from tests.schools.register import make_member, make_reviewer, make_season, make_unit
from tests.smtp import postbox
from tests.worker import run_waiting_tasks
from users.models import Organisation

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00", tick=False)]
PLAIN = Purpose("test-plain", "Thư thử", ("schools.review_school",))
SECRET = Purpose("test-secret", "Thư thử có liên kết", is_secret=True)


@pytest.fixture(autouse=True)
def server(settings):
    """The mail server of the test."""
    settings.MAILERS = {"server": {"BACKEND": "tests.letters.Server"}}
    Server.reset()
    return Server


def write(*addresses, purpose=PLAIN, text="Chào thầy cô.", **facts):
    outbox.post(purpose=purpose, to=addresses or ["a@truong.example"], subject="Thư thử", text=text, **facts)
    return Letter.objects.filter(purpose=purpose.key).first()


def work():
    """All that the worker finds in its queue."""
    while DBTaskResult.objects.filter(status="READY").exists():
        run_waiting_tasks()


def minutes_later(clock, minutes):
    clock.move_to((timezone.now() + timedelta(minutes=minutes)).isoformat(), tick=False)


def scheduler_and_worker():
    """What a minute of the installation does for letters."""
    call_command("send_waiting_letters")
    work()


def make_schools(number):
    names = [f"Trường số {n}" for n in range(number)]
    kind = ORGANISATION_KINDS[Kind.SCHOOL]
    houses = Organisation.objects.bulk_create(Organisation(name=name, kind=kind) for name in names)
    Unit.objects.bulk_create(
        Unit(
            organisation=house,
            kind="school",
            level="thcs",
            code=f"N-{next_number()}",
            ward="phường Cái Răng",
            contact_email=f"truong{n}@truong.example",
        )
        for n, house in enumerate(houses)
    )


@pytest.mark.parametrize("many", [45, pytest.param(450, marks=pytest.mark.night)])
@pytest.mark.slow
def test_many_schools_are_invited_while_the_mail_server_is_away_and_each_gets_one_letter(
    client_for, server, clock, django_capture_on_commit_callbacks, many
):
    make_season()
    make_schools(many)
    desk = client_for(make_reviewer())
    server.is_away = True
    for _twice in range(2):  # somebody presses again, because nothing seems to come
        with django_capture_on_commit_callbacks(execute=True):
            desk.post("/admin/truong-hoc/tai-khoan/thu/", {"tat-ca": "1"})
            run_waiting_tasks()
    work()
    assert Letter.objects.waiting().count() == many and server.connections == 1
    page = desk.get("/admin/thu/?state=waiting").content.decode()
    assert "đã thử 1" in page.replace("\xa0", " ") and "Connection refused" in page
    for _minute in range(60):
        minutes_later(clock, 1)
        scheduler_and_worker()
    assert Letter.objects.waiting().count() == many and not mail.outbox
    assert server.connections == 4, "09:00, 09:01, 09:06, 09:21: not a letter each, and ever less often"
    server.is_away = False
    for _minute in range(30):
        minutes_later(clock, 1)
        scheduler_and_worker()
    arrived = Counter(letter.to[0] for letter in mail.outbox)
    assert set(arrived) == {f"truong{n}@truong.example" for n in range(many)} and set(arrived.values()) == {1}
    links = {re.search(r"/truong/loi-moi/\w+/", letter.body)[0] for letter in mail.outbox}
    assert len(links) == many and client_for().get(links.pop()).status_code == 200
    assert set(Letter.objects.values_list("state", flat=True)) == {"sent"}


def test_a_letter_goes_by_itself_after_the_commit_and_never_when_the_change_is_undone(
    client_for, django_capture_on_commit_callbacks
):
    unit = make_unit()
    lead = client_for(make_member(unit, is_lead=True))
    with django_capture_on_commit_callbacks(execute=True):
        lead.post("/truong/nguoi/", {"email": "tam@truong.example"})
        assert not mail.outbox, "no request talks to the mail server"
    work()
    assert [letter.to for letter in mail.outbox] == [["tam@truong.example"]]
    letter_count = Letter.objects.count()
    with (
        django_capture_on_commit_callbacks(execute=True) as promised,
        pytest.raises(ValueError, match="undone"),
        transaction.atomic(),
    ):
        write()
        raise ValueError("undone")
    assert not promised and Letter.objects.count() == letter_count and len(delivered()) == 1


def test_a_lost_task_is_found_by_the_scheduler_within_a_minute():
    write(*(f"{n}@truong.example" for n in range(delivery.BATCH + 1)))
    assert not DBTaskResult.objects.filter(status="READY").exists(), "nobody was told of the commit"
    scheduler_and_worker()
    assert len(mail.outbox) == delivery.BATCH + 1, "a task that leaves some calls the next one"
    scheduler_and_worker()
    assert len(mail.outbox) == delivery.BATCH + 1 and not DBTaskResult.objects.filter(status="READY").exists()
    write(*(f"{n}@truong.example" for n in range(delivery.BATCH + 1)))
    assert delivery.send_due() == delivery.BATCH, "other tasks of the queue get their turn"


def test_a_worker_killed_while_it_sends_leaves_a_letter_that_is_sent_once_more_and_then_told(
    server, clock, django_capture_on_commit_callbacks
):
    """Nobody knows whether it arrived; the second copy has the name of the first, and there is no third."""
    names = []

    def killed(message):
        names.append(message.extra_headers["Message-ID"])
        raise SystemExit

    server.before_each = killed
    write("a@truong.example", "b@truong.example")
    with pytest.raises(SystemExit):
        delivery.send_due()
    first = Letter.objects.get(recipient="a@truong.example")
    assert (first.state, first.attempts) == ("sending", 1), "known before the server hears of it"
    server.before_each = None
    assert [letter.to for letter in delivered()] == [["b@truong.example"]], "others do not wait for it"
    minutes_later(clock, 14)
    scheduler_and_worker()
    assert len(mail.outbox) == 1, "it may still be on its way"
    minutes_later(clock, 2)
    server.before_each = killed
    call_command("send_waiting_letters")
    with pytest.raises(SystemExit):
        work()
    assert names == [f"<{first.uuid}@127.0.0.1>"] * 2
    server.before_each = None
    minutes_later(clock, 16)
    scheduler_and_worker()
    first.refresh_from_db()
    assert first.state == "failed" and "Có thể thư đã tới" in first.reason and len(mail.outbox) == 1
    with django_capture_on_commit_callbacks(execute=True):
        outbox.send_again(Letter.objects.all())
    first.refresh_from_db()
    assert (first.attempts, first.interrupted, first.reason) == (0, False, ""), "as if it were new"
    work()
    assert len(mail.outbox) == 2, "at once"


def test_a_letter_that_a_wrong_clock_dated_for_tomorrow_goes_out_within_a_minute(server, clock):
    now = timezone.now()
    for address, minutes in (("a@truong.example", 24 * 60), ("b@truong.example", max(delivery.DELAYS))):
        write(address)
        Letter.objects.filter(recipient=address).update(next_try_at=now + timedelta(minutes=minutes))
    work()
    assert mail.outbox == []
    scheduler_and_worker()
    assert [letter.to for letter in mail.outbox] == [["a@truong.example"]], "the other waits for its turn"


def test_a_letter_whose_worker_died_while_the_clock_was_ahead_does_not_wait_for_that_hour(server, clock):
    write("a@truong.example", "b@truong.example")
    for address, minutes in (("a@truong.example", 24 * 60), ("b@truong.example", 14)):
        started_at = timezone.now() + timedelta(minutes=minutes)
        Letter.objects.filter(recipient=address).update(state="sending", started_at=started_at, next_try_at=None)
    scheduler_and_worker()
    assert [letter.to for letter in mail.outbox] == [["a@truong.example"]], "two clocks may differ by minutes"


def test_a_killed_worker_costs_one_letter_a_second_try(server, clock):
    def killed(_message):
        raise SystemExit

    server.before_each = killed
    write()
    with pytest.raises(SystemExit):
        delivery.send_due()
    server.before_each = None
    minutes_later(clock, 16)
    scheduler_and_worker()
    assert len(mail.outbox) == 1 and Letter.objects.get().state == "sent"


@pytest.mark.parametrize("purpose", [PLAIN, SECRET])
def test_a_letter_that_arrives_after_its_worker_was_given_up_is_not_sent_again(server, clock, purpose):
    """It waited for another attempt although the server had taken it; of a secret one nothing was left to send."""

    def slow(message):
        server.before_each = None
        minutes_later(clock, 16)
        call_command("send_waiting_letters")

    server.before_each = slow
    letter = write(purpose=purpose)
    delivery.send_due()
    for _again in range(2):
        scheduler_and_worker()
        minutes_later(clock, 16)
    letter.refresh_from_db()
    assert len(mail.outbox) == 1 and (letter.state, letter.reason) == ("sent", "")


def test_a_worker_that_was_given_up_and_fails_changes_nothing_of_a_letter_that_another_has_sent(server, clock):
    def slow(message):
        server.before_each = None
        minutes_later(clock, 16)
        scheduler_and_worker()
        raise ConnectionResetError

    server.before_each = slow
    letter = write()
    delivery.send_due()
    minutes_later(clock, 16)
    scheduler_and_worker()
    letter.refresh_from_db()
    assert len(mail.outbox) == 1 and (letter.state, letter.reason) == ("sent", "")


def test_a_letter_that_two_people_send_again_at_once_is_sent_once(monkeypatch):
    write()
    Letter.objects.update(state="failed", next_try_at=None)
    meanwhile(monkeypatch, timezone, "now", lambda: outbox.send_again(Letter.objects.all()) and delivered())
    assert not outbox.send_again(Letter.objects.all()), "read as failed, sent by the other"
    assert len(delivered()) == 1


def test_what_is_being_sent_is_sent_by_nobody_else(server):
    """A second worker comes while the first one waits for the server's answer."""
    server.before_each = lambda message: (setattr(server, "before_each", None), delivery.send_due())
    write("a@truong.example", "b@truong.example")
    delivery.send_due()
    assert sorted(letter.to[0] for letter in mail.outbox) == ["a@truong.example", "b@truong.example"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_share_the_letters():
    write(*(f"{n}@truong.example" for n in range(60)))

    def worker():
        try:
            while delivery.send_due():
                pass
        finally:
            connection.close()

    threads = [threading.Thread(target=worker) for _worker in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert Counter(letter.to[0] for letter in mail.outbox) == {f"{n}@truong.example": 1 for n in range(60)}


def test_the_server_says_who_gets_no_letter_and_the_others_get_theirs(server, clock):
    """5xx is final at once, with its reason; 4xx and a lost connection come again."""
    server.answers = {
        "gone@truong.example": refused("gone@truong.example", 550, "5.1.1 User unknown"),
        "grey@truong.example": refused("grey@truong.example", 451, "4.7.1 Try again later"),
        "spam@truong.example": smtplib.SMTPDataError(554, b"5.7.1 Message rejected"),
        "không@truong.example": ValueError("Invalid address"),
        "long@truong.example": smtplib.SMTPDataError(554, b"\xff" + b"x" * 400),
        "longer@truong.example": refused("longer@truong.example", 451, "x" * 400),
    }
    write(*server.answers, "good@truong.example")
    assert [letter.to for letter in delivered()] == [["good@truong.example"]] and server.connections == 1
    states = dict(Letter.objects.values_list("recipient", "state"))
    assert states == {
        "gone@truong.example": "failed",
        "grey@truong.example": "waiting",
        "spam@truong.example": "failed",
        "không@truong.example": "failed",
        "long@truong.example": "failed",
        "longer@truong.example": "waiting",
        "good@truong.example": "sent",
    }
    assert "550 5.1.1 User unknown" in Letter.objects.get(recipient="gone@truong.example").reason
    server.answers = {}
    minutes_later(clock, 2)
    arrived = ["good@truong.example", "grey@truong.example", "longer@truong.example"]
    assert [letter.to[0] for letter in delivered()] == arrived
    assert Letter.objects.get(recipient="grey@truong.example").reason == "", "what was sent has no trouble any more"


def test_over_smtp_a_batch_is_one_connection_and_a_refusal_stops_nobody_else(settings):
    with postbox() as server:
        settings.MAILERS = server.mailers
        server.answers = {
            "gone@truong.example": "550 5.1.1 User unknown",
            "grey@truong.example": "451 4.7.1 Try again later",
        }
        write("a@truong.example", *server.answers, "không@truong.example", "b@truong.example")
        assert delivery.send_due() == 5
        assert server.connections == 1 and len(server.letters) == 2
        letter = Letter.objects.get(recipient="a@truong.example")
        assert (
            f"Message-ID: <{letter.uuid}@127.0.0.1>" in server.letters[0]
            and "Auto-Submitted: auto-generated" in server.letters[0]
        )
    settings.MAILERS = server.mailers  # nobody listens there any more
    Letter.objects.waiting().update(next_try_at=timezone.now())
    assert delivery.send_due() == 0
    assert dict(Letter.objects.values_list("recipient", "state")) == {
        "a@truong.example": "sent",
        "b@truong.example": "sent",
        "gone@truong.example": "failed",
        "grey@truong.example": "waiting",
        "không@truong.example": "failed",
    }
    assert "5.1.1 User unknown" in Letter.objects.get(recipient="gone@truong.example").reason
    assert Letter.objects.get(state="waiting").attempts == 2


@pytest.mark.parametrize("error", [smtplib.SMTPServerDisconnected("gone"), TimeoutError("timed out")])
def test_a_connection_that_breaks_costs_one_letter_a_minute(server, clock, error, monkeypatch):
    def closing_fails(self):
        raise smtplib.SMTPServerDisconnected("please run connect() first")

    monkeypatch.setattr(server, "close", closing_fails)
    server.answers = {"a@truong.example": error}
    write("a@truong.example", "b@truong.example")
    scheduler_and_worker()
    assert [letter.to for letter in mail.outbox] == [["b@truong.example"]] and server.connections == 2
    server.answers = {}
    minutes_later(clock, 1)
    scheduler_and_worker()
    assert len(mail.outbox) == 2


def test_a_server_that_closes_the_connection_costs_the_next_letter_no_attempt(server):
    server.answers = {"a@truong.example": refused("a@truong.example", 421, "4.3.2 Closing")}
    write("a@truong.example", "b@truong.example")
    assert delivery.send_due() == 1
    waiting = dict(Letter.objects.values_list("recipient", "attempts"))
    assert waiting == {"a@truong.example": 1, "b@truong.example": 0} and not mail.outbox
    assert [letter.to for letter in delivered()] == [["b@truong.example"]] and server.connections == 2


def test_after_two_days_a_letter_has_failed_and_can_be_sent_again(server, clock, client_for):
    desk = client_for(make_reviewer("standing_office"))
    server.is_away = True
    letter, started_at = write(), timezone.now()
    while letter.state == "waiting":
        clock.move_to(letter.next_try_at.isoformat(), tick=False)
        scheduler_and_worker()
        letter.refresh_from_db()
    assert letter.state == "failed" and letter.attempts == 20 and "Connection refused" in letter.reason
    assert timedelta(days=1.9) < timezone.now() - started_at < timedelta(days=2)
    server.is_away = False
    scheduler_and_worker()
    assert not mail.outbox
    page = desk.get("/admin/thu/").content.decode()
    assert "không gửi được" in page and f'action="/admin/thu/{letter.pk}/gui-lai/"' in page
    assert desk.get(f"/admin/thu/{letter.pk}/gui-lai/").status_code == 405
    for _twice in range(2):
        desk.post(f"/admin/thu/{letter.pk}/gui-lai/")
    work()
    assert len(delivered()) == 1 and "gui-lai" not in desk.get("/admin/thu/").content.decode()


def test_a_letter_is_not_sent_when_its_time_is_over_and_not_twice_for_one_key(clock):
    until = timezone.now() + timedelta(minutes=20)
    late = write(purpose=SECRET, text="mã-7F3K", html="<p>mã-7F3K</p>", useful_until=until)
    write(text="Sự kiện bắt đầu", useful_until=until)
    minutes_later(clock, 21)
    assert delivery.send_due() == 0, "whether the scheduler was here or not"
    scheduler_and_worker()
    late.refresh_from_db()
    assert not mail.outbox and late.state == "failed" and "Hết hạn" in late.reason
    assert late.text == late.html == ""
    assert Letter.objects.filter(state="failed").count() == 2 and not outbox.send_again(Letter.objects.all())
    for _twice in range(2):
        write("a@truong.example", "b@truong.example", key="thu-hoi:7")
    assert sorted(letter.to[0] for letter in delivered()) == ["a@truong.example", "b@truong.example"]
    assert "a@" not in str(Letter.objects.values_list("once_key"))
    write("slow@truong.example")
    write("code@truong.example", useful_until=timezone.now() + timedelta(minutes=20))
    assert [letter.to[0] for letter in delivered()[2:]] == ["code@truong.example", "slow@truong.example"]


def test_a_letter_that_another_one_replaces_is_not_sent_after_it_and_may_be_written_again(server, clock):
    def fails(message):
        server.before_each = None
        raise ConnectionResetError

    def tell(words, instead_of):
        write(text=words, key=words, instead_of=[instead_of])

    tell("Giải Nhất", "Giải Nhì")
    server.before_each = lambda message: (tell("Giải Nhì", "Giải Nhất"), fails(message))
    scheduler_and_worker()
    for _again in range(3):
        minutes_later(clock, 30)
        scheduler_and_worker()
    assert [letter.body for letter in mail.outbox] == ["Giải Nhì"], "the first was being sent when it became wrong"
    tell("Giải Nhất", "Giải Nhì")
    tell("Giải Nhì", "Giải Nhất")
    assert not Letter.objects.filter(state="waiting").exclude(text="Giải Nhì").exists()
    tell("Giải Nhất", "Giải Nhì")
    scheduler_and_worker()
    assert [letter.body for letter in delivered()] == ["Giải Nhì", "Giải Nhất"]
    assert Letter.objects.filter(state="sent").count() == 2, "the list keeps what people have got"


def test_a_link_that_lets_its_reader_in_is_unreadable_while_it_waits_and_gone_when_it_is_sent(settings):
    letter = write(purpose=SECRET, text="mã-7F3K", html="<p>mã-7F3K</p>")
    assert "7F3K" not in str(Letter.objects.values().get())
    (arrived,) = delivered()
    assert arrived.body == "mã-7F3K" and arrived.alternatives[0].content == "<p>mã-7F3K</p>"
    letter.refresh_from_db()
    assert letter.state == "sent" and letter.text == letter.html == ""
    other = write("b@truong.example", purpose=SECRET, text="mã-9QXM")
    settings.SECRET_KEY = "another" * 10
    assert len(delivered()) == 1
    other.refresh_from_db()
    assert other.state == "failed" and "Khóa bí mật" in other.reason


def test_after_the_retention_time_neither_words_nor_address_are_left(server, clock, settings):
    settings.LETTER_RETENTION_DAYS = 30
    server.answers = {"gone@truong.example": refused("gone@truong.example", 550, "gone@truong.example unknown")}
    write("a@truong.example", "gone@truong.example", key="mot", html="<p>Chào</p>")
    delivered()
    waiting = write("b@truong.example")
    minutes_later(clock, 30 * 24 * 60 - 1)
    call_command("empty_old_letters")
    sent = Letter.objects.get(state="sent")
    assert sent.recipient == "a@truong.example" and sent.text
    minutes_later(clock, 2)
    call_command("empty_old_letters")
    sent.refresh_from_db()
    facts = ("recipient", "subject", "text", "html", "last_error", "once_key")
    emptied = Letter.objects.exclude(pk=waiting.pk).values_list(*facts)
    assert list(emptied) == [("…@truong.example", "", "", "", "", None)] * 2, "sent or refused"
    assert not outbox.send_again(Letter.objects.all()), "nobody gets an empty letter"
    assert sent.purpose == "test-plain" and sent.sent_at and sent.emptied_at
    waiting.refresh_from_db()
    assert waiting.text, "what still waits is left alone"
    minutes_later(clock, 24 * 60)
    call_command("empty_old_letters")
    assert sent.emptied_at == Letter.objects.get(pk=sent.pk).emptied_at, "once"


def test_a_purpose_has_one_meaning_and_names_its_permissions():
    assert register(PLAIN) is PLAIN and register(PLAIN) is PLAIN
    with pytest.raises(ValueError, match="test-plain"):
        register(Purpose("test-plain", "Thư khác"))
    with pytest.raises(ValueError, match="no permission"):
        write(permission="partners.review_submission")
    assert write().permission == "schools.review_school"
    twice, long = ["", "c@truong.example", "c@truong.example"], "Tên\nbài " + "dài " * 100
    assert outbox.post(purpose=PLAIN, to=twice, subject=long, text="") == 1
    subject = Letter.objects.get(recipient="c@truong.example").subject
    assert subject.startswith("Tên bài dài") and 155 < len(subject) <= 160
