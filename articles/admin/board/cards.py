"""Cards of the board, and who waits for whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.editorial.workflow import CHIEF, EDITING, SAFETY, SECRETARY
from articles.models import ArticlePage, SectionPage

NAMED = 2  # people named; more are counted
DRAFTS, RETURNED, SCHEDULED = "drafts", "returned", "scheduled"
COLUMNS = {
    DRAFTS: gettext_lazy("Nháp và đề tài"),
    EDITING: gettext_lazy("Chờ biên tập"),
    SAFETY: gettext_lazy("Chờ kiểm an toàn"),
    SECRETARY: gettext_lazy("Chờ lên lịch"),
    CHIEF: gettext_lazy("Chờ duyệt đăng"),
    RETURNED: gettext_lazy("Trả lại người viết"),
    SCHEDULED: gettext_lazy("Đã hẹn giờ"),
}


class Section(NamedTuple):
    """What a card shows of a section."""

    pk: int
    title: str


@dataclass(frozen=True)
class Card:
    """One text or planned story. `is_mine`: the viewer can act on it now; `since`: since when it waits, or its hour.

    `waits_for`: names of those who can take the next step. `moves`: columns to which the viewer may take it.
    """

    title: str
    section: SectionPage | Section
    since: datetime
    is_late: bool
    is_mine: bool
    address: str
    owner: str
    genre: str = ""
    genre_name: str = ""
    page: ArticlePage | None = None
    comment: str = ""
    is_plan: bool = False
    waits_for: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()

    @property
    def ways(self) -> list[tuple[str, Any]]:
        """(key, name) of the columns in `moves`."""
        return [(key, COLUMNS[key]) for key in self.moves if key in COLUMNS]

    @property
    def who(self) -> str:
        """For whom it waits: the viewer, some names, or a number of people."""
        return names(self.waits_for, mine=self.is_mine)


@dataclass
class Queue:
    """All texts that wait for the same people."""

    who: str
    is_mine: bool
    oldest: datetime
    number: int = 0
    writers: list[str] = field(default_factory=list)

    @property
    def waiting(self) -> str:
        return names(self.writers)


def names(people: Iterable[str], *, mine: bool = False) -> str:
    """“bạn”, “Trần Bình, Cô Lý”, or “Trần Bình và 3 người nữa”."""
    unique_names = list(dict.fromkeys(people))
    if mine:
        return _("bạn")
    if len(unique_names) <= NAMED:
        return ", ".join(unique_names)
    return _("%(name)s và %(number)d người nữa") % {"name": unique_names[0], "number": len(unique_names) - 1}


def queues(board: Iterable[dict[str, Any]]) -> list[Queue]:
    """Who waits for whom, the longest waiting first; drafts and scheduled texts wait for nobody."""
    queues_by_person: dict[str, Queue] = {}
    for column in board:
        for card in column["items"]:
            if not card.waits_for:
                continue
            queue = queues_by_person.setdefault(card.who, Queue(card.who, card.is_mine, card.since))
            queue.number += 1
            queue.oldest = min(queue.oldest, card.since)
            waiting = _("Tòa soạn") if card.waits_for == (card.owner,) else card.owner  # who wrote it mends it
            if waiting not in queue.writers:
                queue.writers.append(waiting)
    return sorted(queues_by_person.values(), key=lambda queue: queue.oldest)
