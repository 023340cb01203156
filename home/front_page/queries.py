"""Content of the front page, in a number of queries that does not grow with the number of articles.

The candidates are found first (candidates.py). Slots and front sections are filled from them, pinned articles first; no
article appears twice. Another query reads the cards of those that are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import Page

from articles.blocks.pins import Pin, by_position
from articles.genres import CLIP_GENRES
from articles.models import ArticlePage
from articles.presentation.cards import ListedStory
from base import site_context
from base.front_page_registry import Part, parts
from home.front_page.candidates import CLIPS, Candidate, Candidates, candidates
from home.front_page.library_teaser import MOMENT_ICONS, library_teaser
from home.front_page.sections import USUAL, FrontSection
from media_library.vocabulary import Moment

LATEST = 6
SECONDS = 2
COLUMNS = 6  # sections shown as columns, up to three above the library teaser and three below
WITH_THUMBS = 2  # columns above that show a small image with every article
PER_COLUMN = 4
INSTEAD_OF_CARD, INSTEAD_OF_THUMB = 3, 1  # headlines that fill the height of a missing image
TIPS = 3
ENOUGH_READ = 3  # articles; a shorter “most read” list is not shown
TODAY_PARTS = ("quiz", "wall")
STRIP_PARTS = ("coverage", "events")


class MomentLink(NamedTuple):
    """A link to what the library has for an occasion."""

    value: str
    label: str
    icon: str


class Found(NamedTuple):
    """What a front page shows of articles, and the parts that other apps provide."""

    language: str  # of the articles
    is_translated: bool
    in_vietnamese: bool
    pins: tuple[Pin, ...]
    candidates: Candidates
    today_parts: list[Part]
    strip_parts: list[Part]


def find(
    language: str | None = None,
    pins: Sequence[Pin] = (),
    front_sections: Sequence[FrontSection] = USUAL,
    preview: bool = False,
) -> Found:
    """Find everything that the front page in `language` (default: the active one) shows.

    `pins`: the editors' pins that have not expired; `preview`: show pinned articles that are scheduled too. Where the
    language has no articles of its own, Vietnamese ones are shown and `in_vietnamese` is True, which the page says.
    """
    language = language or get_language() or "vi"
    pool = candidates(language, pins, preview)
    has_own = any(story.live for story in pool.stories)
    is_translated, in_vietnamese = (has_own, not has_own) if language != "vi" else (False, False)
    if in_vietnamese:
        language = "vi"
        pool = candidates(language, pins, preview)
    kinds = {section.kind for section in front_sections}
    today, strip = TODAY_PARTS if "today" in kinds else (), STRIP_PARTS if "strip" in kinds else ()
    return Found(
        language, is_translated, in_vietnamese, tuple(pins), pool, parts(today, language), parts(strip, language)
    )


def context(found: Found, front_sections: Sequence[FrontSection] = USUAL) -> dict[str, Any]:
    by_kind = {section.kind: section for section in front_sections}
    return _articles(found, by_kind) | {
        "front_sections": front_sections,
        "today_parts": found.today_parts,
        "library_teaser": tuple(library_teaser()) if "library" in by_kind else (),
        "moments": tuple(MomentLink(value, str(label), MOMENT_ICONS[value]) for value, label in Moment.choices),
        "strip_parts": found.strip_parts,
        "in_vietnamese": found.in_vietnamese,
        "is_translated": found.is_translated,
    }


def _articles(everything: Found, by_kind: dict[str, FrontSection]) -> dict[str, Any]:
    """The part of the context with articles: which stands where. Each article appears once, each image once."""
    language, pins, pool = everything.language, everything.pins, everything.candidates
    most_read = pool.most_read
    taken: set[int] = set()
    top = _top(pool.stories, pins, taken)
    tips = _tips(pool, pins, taken) if "today" in by_kind else []
    clips = _clips(pool, pins, taken) if "clips" in by_kind else []
    latest = _take(pool.stories, LATEST, taken)
    columns, more_columns = _columns(pool.stories, taken, language, by_kind, 2 if len(most_read) >= ENOUGH_READ else 3)
    _begin_with_new_pictures(columns, [*top, *clips], instead=INSTEAD_OF_CARD)
    above = [*top, *clips, *_pictured(columns)]
    _begin_with_new_pictures(more_columns, above, instead=INSTEAD_OF_THUMB)
    in_columns = [story for column in [*columns, *more_columns] for story in column["stories"]]
    cards = _cards([*top, *tips, *clips, *latest, *in_columns])
    _mark_repeats(_of(cards, [*above, *_pictured(more_columns, thumbs=0)]))
    for column in [*columns, *more_columns]:
        column["stories"] = _of(cards, column["stories"])
    leading, shown_clips = _of(cards, top), _of(cards, clips)
    return {
        "lead": leading[0] if leading else None,
        "seconds": leading[1:],
        "latest": _of(cards, latest),
        "tips": _of(cards, tips),
        "clips": shown_clips,
        "clips_address": shown_clips[0].section.address if shown_clips and shown_clips[0].genre == "video" else "",
        "columns": columns,
        "most_read": most_read if len(most_read) >= ENOUGH_READ else [],
        "more_columns": more_columns,
    }


def _cards(stories: Iterable[Candidate]) -> dict[int, ListedStory]:
    """{key: card} of what is shown."""
    keys = {story.pk for story in stories}
    return {story.pk: story for story in ArticlePage.objects.filter(pk__in=keys).cards()} if keys else {}


def _of(cards: dict[int, ListedStory], stories: Iterable[Candidate]) -> list[ListedStory]:
    """The cards of `shown`; without what was deleted meanwhile."""
    return [cards[story.pk] for story in stories if story.pk in cards]


def standing(language: str, pins: Sequence[Pin]) -> dict[tuple[str, int], ListedStory]:
    """{(place, position): article} as readers see it with these pins: what is pinned, and what fills itself."""
    pool = candidates(language, pins, preview=False)
    taken: set[int] = set()
    top = _top(pool.stories, pins, taken)
    tips, clips = _tips(pool, pins, taken), _clips(pool, pins, taken)
    rows_by_place = {"lead": top[:1], "second": top[1:], "tip": tips, "clip": clips}
    cards = _cards([*top, *tips, *clips])
    return {(place, at): story for place, rows in rows_by_place.items() for at, story in enumerate(_of(cards, rows))}


def _take(stories: Iterable[Candidate], number: int, taken: set[int]) -> list[Candidate]:
    """The first `number` articles not in `taken`; adds them to `taken`."""
    chosen: list[Candidate] = []
    for story in stories:
        if len(chosen) == max(0, number):
            break
        if story.pk not in taken:
            chosen.append(story)
            taken.add(story.pk)
    return chosen


def _pinned(stories: Iterable[Any], pins: Sequence[Pin], place: str) -> dict[int, Any]:
    """{position: article} of what is pinned to `place` and shown."""
    by_key = {story.pk: story for story in stories}
    return {at: by_key[key] for at, key in by_position(pins, place).items() if key in by_key}


def _filled(pinned: dict[int, Any], automatic: Iterable[Any], number: int, taken: set[int]) -> list[Any]:
    """`number` articles not in `taken`: the pinned ones at their positions, between them the `automatic` ones."""
    by_slot = {at: story for at, story in sorted(pinned.items()) if at < number and story.pk not in taken}
    taken.update(story.pk for story in by_slot.values())
    rest = iter(_take(automatic, number - len(by_slot), taken))
    slots = [by_slot[at] if at in by_slot else next(rest, None) for at in range(number)]
    return [story for story in slots if story is not None]


def _top(stories: list[Candidate], pins: Sequence[Pin], taken: set[int]) -> list[Candidate]:
    """Lead and seconds: pinned, else featured, with image, newest.

    Of seconds that nobody pinned the first has another image than the lead if possible, and short items that were just
    published without one come after those with an image.
    """
    pinned = {pin.story_id for pin in pins}
    free = [story for story in stories if story.pk not in pinned] or stories
    pictured = [story for story in free if story.lead_image_id]
    featured = [story for story in pictured if story.is_featured]
    lead = _filled(_pinned(stories, pins, "lead"), [*featured, *pictured, *free], 1, taken)
    if not lead:
        return []
    seconds = _pinned(stories, pins, "second")
    others = (story for story in pictured if story.lead_image_id != lead[0].lead_image_id and story.pk not in taken)
    first = [] if seconds else [*islice(others, 1)]  # not the lead's image a second time
    return [*lead, *_filled(seconds, [*first, *pictured, *free], SECONDS, taken)]


def _tips(pool: Candidates, pins: Sequence[Pin], taken: set[int]) -> list[Candidate]:
    """TIPS tips: pinned ones first, then starting with another tip each day.

    Where there are no tip pages, the newest articles of genre “meo” are used.
    """
    near = pool.tips or [story for story in pool.stories if story.genre == "meo" and story.pk not in taken]
    turn = timezone.localdate().toordinal() % len(near) if near else 0
    return _filled(_pinned([*pool.stories, *near], pins, "tip"), [*near[turn:], *near[:turn]], TIPS, taken)


def _clips(pool: Candidates, pins: Sequence[Pin], taken: set[int]) -> list[Candidate]:
    """CLIPS newest articles of CLIP_GENRES with an image, older ones too where the newest contain too few."""
    near = [story for story in pool.stories if story.genre in CLIP_GENRES and story.lead_image_id]
    if len([story for story in near if story.pk not in taken]) < CLIPS:
        near += pool.older_clips
    near.sort(key=lambda story: story.genre != "video")  # the first is shown large: a video, not a KOL clip
    return _filled(_pinned(pool.stories, pins, "clip"), near, CLIPS, taken)


def _columns(
    stories: list[Candidate], taken: set[int], language: str, by_kind: dict[str, FrontSection], beside: int
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(`beside` columns above the library teaser, up to three below it) of [{section, stories, more}].

    The editors' sections come first, then those with the most new articles.
    """
    by_path: dict[str, list[Candidate]] = {}
    for story in stories:
        if story.pk not in taken and story.genre != "meo":  # tips have their own front section
            by_path.setdefault(story.path[: -Page.steplen], []).append(story)
    sections = site_context.data(language).get("articles", {}).get("sections", [])
    columns = [
        {"section": section, "stories": by_path[section.path][:PER_COLUMN], "more": by_path[section.path][PER_COLUMN:]}
        for section in sections
        if section.path in by_path
    ]
    chosen = by_kind["columns"].sections if "columns" in by_kind else ()
    order = {key: place for place, key in enumerate(chosen)}
    columns.sort(key=lambda column: (order.get(column["section"].pk, len(order)), -len(column["stories"])))
    above = columns[:beside] if "columns" in by_kind else []
    below = [column for column in columns if column not in above] if "quiet" in by_kind else []
    return above, below[: COLUMNS - 3]


def _pictured(columns: list[dict[str, Any]], thumbs: int = WITH_THUMBS) -> list[Candidate]:
    """The articles that the columns show with an image, in page order."""
    return [
        story
        for place, column in enumerate(columns)
        for story in (column["stories"] if place < thumbs else column["stories"][:1])
    ]


def _begin_with_new_pictures(columns: list[dict[str, Any]], above: list[Candidate], instead: int) -> None:
    """Move an article whose image is not shown above to the first, large place of its column.

    A column without one gets `instead` more headlines, so that it is as tall as its neighbours.
    """
    picture_ids = {story.lead_image_id for story in above} | {None}
    for column in columns:
        first = next((story for story in column["stories"] if story.lead_image_id not in picture_ids), None)
        if first is None:
            column["stories"] += column["more"][:instead]
        else:
            column["stories"].sort(key=lambda story, first=first: story is not first)
        picture_ids.add(column["stories"][0].lead_image_id)


def _mark_repeats(stories: list[ListedStory]) -> None:
    """Set `shows_again` on articles whose image is already higher on the page: they are shown without it."""
    seen_ids: set[int | None] = set()
    for story in stories:
        story.shows_again = story.lead_image_id in seen_ids
        seen_ids.add(story.lead_image_id)
