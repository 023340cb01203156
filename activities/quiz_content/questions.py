"""Questions of a quiz as pages, paper and class mode read them, and where a reader stands.

A reader's answers stand in the address as one letter each (“bac”: b, then a, then c), so that a quiz needs no cookie
and no session, and a page of it can be reloaded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from wagtail.models import Page

from articles.syndication.closed import is_readable

from .kinds import QuestionKind, kind_of

LETTERS = "abcd"


@dataclass(frozen=True)
class Answer:
    """`key`: identifier of the block, the same in every language."""

    key: str
    letter: str
    text: str
    reason: str
    is_right: bool


@dataclass(frozen=True)
class Question:
    """`number` counts from 1. `value` is the block's value, for picture and asset."""

    key: str
    number: int
    text: str
    answers: tuple[Answer, ...]
    value: Any

    @property
    def asks(self) -> QuestionKind:
        """What is to be found among the answers."""
        return kind_of(self.value.get("kind"))

    @property
    def right(self) -> tuple[Answer, ...]:
        return tuple(answer for answer in self.answers if answer.is_right)

    def answer(self, letter: str) -> Answer | None:
        """The answer with this letter; None for a letter that the question does not have."""
        return next((answer for answer in self.answers if answer.letter == letter), None)


def questions_of(stream: Iterable[Any]) -> list[Question]:
    """The questions of a StreamField value, in order."""
    return [_question(number, block) for number, block in enumerate(stream, start=1)]


def _question(number: int, block: Any) -> Question:
    children = block.value["answers"].bound_blocks
    answers = tuple(
        Answer(str(child.id or ""), letter, child.value["text"], child.value["reason"], bool(child.value["is_right"]))
        for letter, child in zip(LETTERS, children, strict=False)
    )
    return Question(str(block.id or ""), number, block.value["text"], answers, block.value)


def answers_given(questions: list[Question], letters: str) -> list[Answer] | None:
    """The answers that `letters` stand for; None when there are too many or a question has no such letter."""
    if len(letters) > len(questions):
        return None
    answers = [question.answer(letter) for question, letter in zip(questions, letters, strict=False)]
    return None if None in answers else [answer for answer in answers if answer]


@dataclass(frozen=True)
class Band:
    """What a reader is told from `least` safe answers on; `link` is "" where it leads nowhere."""

    least: int
    title: str
    text: str
    button: str
    link: str


def bands_of(stream: Iterable[Any], locale_id: int, on: Page | None = None) -> list[Band]:
    """The bands of a StreamField value, the lowest first, each linked to the live page of that language.

    A page without a live translation is linked itself; none that asks for more than `on`, the page of the quiz.
    """
    values = [block.value for block in stream]
    here = _translations([value["page"] for value in values if value["page"]], locale_id)
    bands = [_band(value, here.get(value["page"].translation_key) if value["page"] else None, on) for value in values]
    return sorted(bands, key=lambda band: band.least)


def _translations(pages: Iterable[Page], locale_id: int) -> dict[UUID, Page]:
    """By translation key: the live page of a language, else the page itself. At most one query."""
    pages_by_key = {page.translation_key: page for page in pages}
    foreign = [page.translation_key for page in pages_by_key.values() if page.locale_id != locale_id]
    if foreign:
        translated = Page.objects.live().filter(translation_key__in=foreign, locale_id=locale_id)
        pages_by_key |= {page.translation_key: page for page in translated}
    return pages_by_key


def _band(value: Any, page: Page | None, on: Page | None) -> Band:
    link = page.url or "" if page is not None and is_readable(page, on) else ""
    return Band(
        value["least"] or 0, value["title"], value["text"], value["button"] or (page.title if page else ""), link
    )


def band_for(bands: list[Band], score: int) -> Band | None:
    """The highest band that `score` safe answers reach; None where there is none."""
    return next((band for band in reversed(bands) if band.least <= score), None)
