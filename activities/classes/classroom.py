"""Class mode: what a session does when the teacher goes on, a phone joins, or a phone votes. State is in the database.

Nothing names a person: a phone is a random key in its own address, and all rows go when the session ends.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from activities.classes.games import game_of
from activities.models import ClassPhone, ClassSession, ClassVote
from activities.models.classroom import CODE_DIGITS, LASTS, MAX_PHONES, MAX_SESSIONS
from activities.playable import tally
from activities.quiz_content.questions import Answer, Question
from articles.models import ArticlePage

Step = ClassSession.Step
TRIES = 20  # for a code that no running session has
_OPENING_LOCK = 7_301  # pg_advisory_xact_lock: one session is opened at a time, so that MAX_SESSIONS holds


class NoRoom(Exception):
    """Too many sessions at once, or too many phones in one."""


def end_old() -> int:
    """Delete sessions whose time is over; returns their number."""
    return ClassSession.objects.filter(ends_at__lte=timezone.now()).delete()[1].get("activities.ClassSession", 0)


@transaction.atomic
def open_session(story: ArticlePage, level: str) -> ClassSession:
    """A new session with a code of its own. Raises NoRoom, unless sessions that nobody joined can make room."""
    end_old()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_OPENING_LOCK])
    if ClassSession.objects.count() >= MAX_SESSIONS and not ClassSession.objects.deserted().delete()[0]:
        raise NoRoom
    least = 10 ** (CODE_DIGITS - 1)
    for _try in range(TRIES):
        code = str(least + secrets.randbelow(9 * least))
        try:
            with transaction.atomic():
                return ClassSession.objects.create(story=story, code=code, level=level, ends_at=timezone.now() + LASTS)
        except IntegrityError:
            continue
    raise NoRoom


@transaction.atomic
def go_on(session: ClassSession, was: str, way: str = "") -> None:
    """The next step of the session, if it still stands where the teacher's screen showed it (`was`).

    `way` is the choice that the teacher follows where the page has several. When the votes are told, they are counted
    for the statistics.
    """
    row = _locked(session)
    if row is None or row.state != was:
        return
    if row.step == Step.ASKING:
        row.step = Step.TOLD
        _count(row)
    else:
        row.step, row.way = game_of(row).after(row, votes_of(row), way)
        row.number += row.step == Step.ASKING
    row.save(update_fields=["step", "number", "way"])


@transaction.atomic
def end(session: ClassSession) -> None:
    """Delete the session with its phones and votes. Its row is locked: nothing is added to it meanwhile."""
    if row := _locked(session):
        row.delete()


def _locked(session: ClassSession) -> ClassSession | None:
    """The session, locked until the transaction ends; None where it has ended."""
    return ClassSession.objects.select_for_update().filter(pk=session.pk).first()


def _count(row: ClassSession) -> None:
    question = game_of(row).question(row)
    for letter, times in votes_of(row).items():
        answer = question.answer(letter) if question else None
        if question and answer:
            tally.count(row.story, question, answer, row.level, times)


def votes_of(session: ClassSession) -> dict[str, int]:
    """{letter: number of phones} for the present question. One query."""
    votes = ClassVote.objects.filter(phone__session=session, number=session.number)
    return dict(votes.values_list("letter").annotate(Count("pk")).order_by("letter"))


@transaction.atomic
def join(code: str, key: str = "") -> ClassPhone | None:
    """The phone `key` of the running session `code`, else a new one; None without such a session. Raises NoRoom."""
    session = ClassSession.objects.running().select_for_update(of=("self",)).filter(code=code).first()
    if session is None:
        return None
    if key and (known := session.phones.filter(key=key).first()):
        return known
    if session.phones.count() >= MAX_PHONES:
        raise NoRoom
    return ClassPhone.objects.create(session=session)


@transaction.atomic
def vote(phone: ClassPhone, letter: str) -> bool:
    """Record or change the phone's answer; False when its question is not asked any more or has no such answer."""
    session = phone.session
    there = _locked(session)
    if there is None or there.state != session.state or there.step != Step.ASKING:
        return False
    question = game_of(session).question(session)
    if question is None or question.answer(letter) is None:
        return False
    ClassVote.objects.update_or_create(phone=phone, number=session.number, defaults={"letter": letter})
    return True


@dataclass(frozen=True)
class Bar:
    """An answer and how many phones chose it; `share` in per cent of all votes."""

    answer: Answer
    votes: int
    share: int


def bars(question: Question, votes: dict[str, int]) -> list[Bar]:
    """A bar for each answer of `question`."""
    total = sum(votes.values())
    return [
        Bar(answer, votes.get(answer.letter, 0), round(100 * votes.get(answer.letter, 0) / total) if total else 0)
        for answer in question.answers
    ]


def _number(rows: QuerySet[Any, Any]) -> Coalesce:
    return Coalesce(Subquery(rows, output_field=IntegerField()), 0)


def poll(key: str) -> dict[str, object] | None:
    """What a phone asks every two seconds: state, phones, votes, own letter. One query; None when it is over."""
    phones = ClassPhone.objects.filter(session=OuterRef("session")).order_by()
    votes = ClassVote.objects.filter(phone__session=OuterRef("session"), number=OuterRef("session__number")).order_by()
    mine = ClassVote.objects.filter(phone=OuterRef("pk"), number=OuterRef("session__number"))
    row = (
        ClassPhone.objects.filter(key=key, session__ends_at__gt=timezone.now(), session__story__live=True)
        .annotate(
            all_phones=_number(phones.values("session").annotate(n=Count("pk")).values("n")),
            all_votes=_number(votes.values("number").annotate(n=Count("pk")).values("n")),
            mine=Subquery(mine.values("letter")[:1]),
        )
        .values("session__step", "session__number", "all_phones", "all_votes", "mine")
        .first()
    )
    if row is None:
        return None
    return {
        "state": f"{row['session__step']}-{row['session__number']}",
        "phones": row["all_phones"],
        "voted": row["all_votes"],
        "mine": row["mine"] or "",
    }
