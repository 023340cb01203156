"""What stands on the home page of a newsroom's people; its queries do not grow with the number of stories."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import Page

from articles.admin import calendar_entries
from articles.admin.board.cards import DRAFTS, SCHEDULED, Card
from articles.admin.board.columns import columns
from articles.admin.board.own import own_work
from articles.editorial.access import NEWSROOM, outlets_of, sections_of, within, works_as
from articles.models import ArticlePage, SectionPage
from articles.models.workflow_tasks import gate_reasons
from base import site_context
from campaign.models import Outlet
from home.dashboard.readings import Readings, of_stories
from home.front_desk.acts import head_of
from home.models import FrontArrangement, HomePage
from media_library.models import PictureCollection, SubjectConsent
from users.models import User
from users.roles import ARRANGERS, Role

SHOWN = 6  # rows of each list
DONE = 3  # published stories of today that are listed
CHECKED = 6  # waiting texts whose gates are asked
KEPT = 60  # seconds; a new version, and a change of what the site shows, are asked about at once
SOON = timedelta(days=30)  # consents that end


@dataclass(frozen=True)
class Stopped:
    """A waiting text, and the first reason why it cannot go out."""

    card: Card
    reason: str


@dataclass(frozen=True)
class Worklist:
    """What stands on the page at once. `next`: the one thing to do first."""

    next: Card | None
    waiting: list[Card]
    assigned: list[Card]
    drafts: list[Card]


@dataclass(frozen=True)
class NewsroomHome:
    """What comes after it. `locked`: (key, title) of pages that the person has locked."""

    today: list[calendar_entries.Item]
    readings: Readings
    readings_of_outlet: bool
    consents: list[Any]
    stopped: list[Stopped]
    front_page: HomePage | None
    locked: list[tuple[int, str]]


def worklist_of(user: User) -> Worklist:
    """What waits for `user`, who works in a newsroom."""
    own = own_work(user)
    waiting = sorted([*own.returned, *own.to_approve], key=lambda card: card.since)
    first = [*own.returned, *(card for card in own.assigned if card.is_late), *waiting, *own.assigned, *own.drafts]
    return Worklist(
        next=first[0] if first else None,
        waiting=[card for card in waiting if card is not first[0]][:SHOWN],
        assigned=own.assigned[:SHOWN],
        drafts=own.drafts[:SHOWN],
    )


def of_user(user: User) -> NewsroomHome:
    """The rest of the home page of `user`, who works in a newsroom."""
    outlets = list(outlets_of(user, NEWSROOM))
    sections = sections_of(outlets)
    arranges = works_as(user, ARRANGERS)
    board = {column["key"]: column["items"] for column in columns(sections, user)}
    return NewsroomHome(
        today=_today(sections, user),
        readings=of_stories(read_stories_of(user, sections)),
        readings_of_outlet=arranges,
        consents=_consents(user, outlets),
        stopped=_stopped(board, user, arranges),
        front_page=_front_page(user) if arranges else None,
        locked=list(Page.objects.filter(locked_by=user, locked=True).values_list("pk", "draft_title")[:SHOWN]),
    )


def read_stories_of(user: User, sections: list[SectionPage]) -> Q:
    """Condition for the stories whose readings `user` may know: all in `sections` for who arranges, else the own."""
    return within(sections) if works_as(user, ARRANGERS) else Q(owner=user)


def _today(sections: list[SectionPage], user: User) -> list[calendar_entries.Item]:
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    items = calendar_entries.items(sections, start, start + timedelta(days=1), user)
    done = [item for item in items if item.kind == calendar_entries.PUBLISHED]
    to_come = [item for item in items if item.kind != calendar_entries.PUBLISHED]
    return [*to_come[:SHOWN], *done[-DONE:]]


def _consents(user: User, outlets: list[Outlet]) -> list[Any]:
    """(picture, last day) of consents that end within SOON, of the newsroom's pictures; for who edits."""
    if not user.is_superuser and not works_as(user, (Role.EDITOR, *ARRANGERS)):
        return []
    today = timezone.localdate()
    ending = SubjectConsent.objects.filter(
        expires_on__gte=today, expires_on__lte=today + SOON, withdrawn_at=None, images__isnull=False
    )
    if not user.is_superuser:
        places = PictureCollection.objects.filter(outlet__in=outlets).values("collection")
        ending = ending.filter(images__collection__in=places)
    rows = ending.order_by("expires_on", "pk").values_list("images__pk", "images__title", "expires_on").distinct()
    return list(rows[:SHOWN])


def _stopped(board: dict[str, list[Card]], user: User, arranges: bool) -> list[Stopped]:
    """The texts that wait longest, and that a gate stops; a writer's own alone."""
    cards = [card for key, cards in board.items() if key not in (DRAFTS, SCHEDULED) for card in cards if card.page]
    own = [card for card in cards if arranges or (card.page and card.page.owner_id == user.pk)]
    stopped = []
    for card in sorted(own, key=lambda item: item.since)[:CHECKED]:
        reasons = _reasons(card.page) if card.page else []
        if reasons:
            stopped.append(Stopped(card, reasons[0]))
    return stopped


def _reasons(page: ArticlePage) -> list[str]:
    """Why the newest version of `page` cannot go out; kept for KEPT seconds, since each text takes a dozen queries."""

    def ask() -> list[str]:
        story = ArticlePage.objects.filter(pk=page.pk).first()
        return [str(reason) for reason in gate_reasons(story.specific, before_safety=True)] if story else []

    name = f"stops:{page.pk}:{page.latest_revision_id}:{get_language()}"
    reasons: list[str] = site_context.cached(name, ask, seconds=KEPT)
    return reasons


def _front_page(user: User) -> HomePage | None:
    """A front page whose arrangement waits for this person."""
    waiting = FrontArrangement.objects.filter(state=FrontArrangement.State.WAITING).exclude(made_by=user)
    for page in HomePage.objects.filter(arrangements__in=waiting).distinct():
        head = head_of(page)
        if head is not None and head.state == FrontArrangement.State.WAITING:
            return page
    return None
