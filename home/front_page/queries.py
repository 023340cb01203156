"""Content of the front page, in a number of queries that does not grow with the number of articles.

One query finds the candidates: the newest articles of the language, its newest clips and pinned articles of any age;
another reads their cards with their images. Slots and front sections are filled from that list, pinned articles first;
no article appears twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.db.models import Q, Value
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import Revision

from articles.blocks.pins import Pin, by_position
from articles.genres import CLIP_GENRES
from articles.models import ArticlePage, TipPage
from articles.models.querysets import ArticleQuerySet
from articles.public import most_read as readings
from base import site_context
from base.front_page_registry import parts
from home.front_page.library_teaser import MOMENT_ICONS, library_teaser
from home.front_page.sections import USUAL, FrontSection
from media_library.vocabulary import Moment

NEWEST = 60  # articles considered for lead, latest and section columns
LATEST = 6
SECONDS = 2
COLUMNS = 6  # sections shown as columns, up to three above the library teaser and three below
WITH_THUMBS = 2  # columns above that show a small image with every article
PER_COLUMN = 4
INSTEAD_OF_CARD, INSTEAD_OF_THUMB = 3, 1  # headlines that fill the height of a missing image
CLIPS = 5
TIPS = 3
ENOUGH_READ = 3  # articles; a shorter “most read” list is not shown
TODAY_PARTS = ("quiz", "wall")
STRIP_PARTS = ("coverage", "events")


def context(
    language: str | None = None,
    pins: Sequence[Pin] = (),
    front_sections: Sequence[FrontSection] = USUAL,
    preview: bool = False,
) -> dict[str, Any]:
    """Context of the front page in `language` (default: the active one).

    `pins`: the editors' pins that have not expired; `preview`: show pinned articles that are scheduled too. Where the
    language has no articles of its own, Vietnamese ones are shown and `in_vietnamese` is True, which the page says.
    """
    language = language or get_language() or "vi"
    stories, older_clips = _stories(language, pins, preview)
    has_own = any(story.live for story in stories)
    is_translated, in_vietnamese = (has_own, not has_own) if language != "vi" else (False, False)
    if in_vietnamese:
        language = "vi"
        stories, older_clips = _stories(language, pins, preview)
    shown = {section.kind: section for section in front_sections}
    return _articles(language, stories, older_clips, pins, shown) | {
        "front_sections": front_sections,
        "today_parts": parts(TODAY_PARTS, language) if "today" in shown else [],
        "library_teaser": library_teaser() if "library" in shown else [],
        "moments": [{"value": value, "label": label, "icon": MOMENT_ICONS[value]} for value, label in Moment.choices],
        "strip_parts": parts(STRIP_PARTS, language) if "strip" in shown else [],
        "in_vietnamese": in_vietnamese,
        "is_translated": is_translated,
    }


def _articles(
    language: str,
    stories: list[ArticlePage],
    older_clips: list[ArticlePage],
    pins: Sequence[Pin],
    shown: dict[str, FrontSection],
) -> dict[str, Any]:
    """The part of the context with articles: which stands where. Each article appears once, each image once."""
    taken: set[int] = set()
    top = _top(stories, pins, taken)
    tips = _tips(stories, pins, language, taken) if "today" in shown else []
    clips = _clips(stories, older_clips, pins, taken) if "clips" in shown else []
    latest = _take(stories, LATEST, taken)
    most_read = readings.most_read(language)
    columns, more_columns = _columns(stories, taken, language, shown, 2 if len(most_read) >= ENOUGH_READ else 3)
    _begin_with_new_pictures(columns, [*top, *clips], instead=INSTEAD_OF_CARD)
    above = [*top, *clips, *_pictured(columns)]
    _begin_with_new_pictures(more_columns, above, instead=INSTEAD_OF_THUMB)
    _mark_repeats([*above, *_pictured(more_columns, thumbs=0)])
    return {
        "lead": top[0] if top else None,
        "seconds": top[1:],
        "latest": latest,
        "tips": tips,
        "clips": clips,
        "clips_address": clips[0].section.address if clips and clips[0].genre == "video" else "",
        "columns": columns,
        "most_read": most_read if len(most_read) >= ENOUGH_READ else [],
        "more_columns": more_columns,
    }


def standing(language: str, pins: Sequence[Pin]) -> dict[tuple[str, int], Any]:
    """{(place, position): article} as readers see it with these pins: what is pinned, and what fills itself."""
    stories, older_clips = _stories(language, pins, preview=False)
    taken: set[int] = set()
    top = _top(stories, pins, taken)
    tips, clips = _tips(stories, pins, language, taken), _clips(stories, older_clips, pins, taken)
    shown = {"lead": top[:1], "second": top[1:], "tip": tips, "clip": clips}
    return {(place, at): story for place, found in shown.items() for at, story in enumerate(found)}


def _stories(language: str, pins: Sequence[Pin], preview: bool) -> tuple[list[ArticlePage], list[ArticlePage]]:
    """(the NEWEST articles followed by older pinned ones, clips older than those), always in two queries.

    The first finds keys by an index, the second reads their rows. Older clips are read in any case, so that no further
    query is needed where the newest articles contain too few.
    """
    written = ArticlePage.objects.filter(locale__language_code=language)
    shown = written.readable().originals().newest_first()
    clips = shown.filter(genre__in=CLIP_GENRES, lead_image__isnull=False)
    found = _keys(near=shown[:NEWEST], clip=clips[: CLIPS * 2], pinned=_pinned_rows(written, pins, preview))
    # Without what no card shows: the bodies are long.
    cards = ArticlePage.objects.filter(pk__in=set().union(*found.values())).newest_first().with_cards().for_cards()
    rows = list(cards)
    newest = [story for story in rows if story.pk in found["near"]]
    older = [story for story in rows if story.pk not in found["near"]]
    return (
        [*newest, *(story for story in older if story.pk in found["pinned"])],
        [story for story in older if story.pk not in found["pinned"]],
    )


def _pinned_rows(written: ArticleQuerySet, pins: Sequence[Pin], preview: bool) -> ArticleQuerySet:
    """The pinned ones among `written` that are shown; in a preview the scheduled ones as well."""
    rows = written.filter(pk__in={pin.story_id for pin in pins})
    if not preview:
        return rows.readable()
    planned = Revision.page_revisions.filter(
        object_id__in=[str(pin.story_id) for pin in pins], approved_go_live_at__isnull=False
    )
    return rows.filter(Q(live=True) | Q(pk__in=[int(key) for key in planned.values_list("object_id", flat=True)]))


def _keys(**rows: ArticleQuerySet) -> dict[str, set[int]]:
    """{name: keys} of several QuerySets in one query."""
    named = [found.annotate(name_of_set=Value(name)).values_list("name_of_set", "pk") for name, found in rows.items()]
    keys: dict[str, set[int]] = {name: set() for name in rows}
    for name, key in named[0].union(*named[1:], all=True):
        keys[name].add(key)
    return keys


def _take(stories: Iterable[ArticlePage], number: int, taken: set[int]) -> list[ArticlePage]:
    """The first `number` articles not in `taken`; adds them to `taken`."""
    chosen: list[ArticlePage] = []
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
    held = {at: story for at, story in sorted(pinned.items()) if at < number and story.pk not in taken}
    taken.update(story.pk for story in held.values())
    rest = iter(_take(automatic, number - len(held), taken))
    slots = [held[at] if at in held else next(rest, None) for at in range(number)]
    return [story for story in slots if story is not None]


def _top(stories: list[ArticlePage], pins: Sequence[Pin], taken: set[int]) -> list[ArticlePage]:
    """Lead and seconds: pinned, else featured, with image, newest. The first second has another image if possible."""
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
    return [*lead, *_filled(seconds, [*first, *free], SECONDS, taken)]


def _tips(stories: list[ArticlePage], pins: Sequence[Pin], language: str, taken: set[int]) -> list[Any]:
    """TIPS tips: pinned ones first, then starting with another tip each day.

    One query for tip pages; where there are none, the newest articles of genre “meo” are used.
    """
    cards = TipPage.objects.readable().originals().filter(locale__language_code=language).with_sections()
    near: list[Any] = list(cards.for_cards("number", "tone").order_by("number", "pk")[:NEWEST])
    near = near or [story for story in stories if story.genre == "meo" and story.pk not in taken]
    turn = timezone.localdate().toordinal() % len(near) if near else 0
    return _filled(_pinned([*stories, *near], pins, "tip"), [*near[turn:], *near[:turn]], TIPS, taken)


def _clips(
    stories: list[ArticlePage], older: list[ArticlePage], pins: Sequence[Pin], taken: set[int]
) -> list[ArticlePage]:
    """CLIPS newest articles of CLIP_GENRES with an image, from `older` too where `stories` has too few."""
    near = [story for story in stories if story.genre in CLIP_GENRES and story.lead_image_id]
    if len([story for story in near if story.pk not in taken]) < CLIPS:
        near += older
    near.sort(key=lambda story: story.genre != "video")  # the first is shown large: a video, not a KOL clip
    return _filled(_pinned(stories, pins, "clip"), near, CLIPS, taken)


def _columns(
    stories: list[ArticlePage], taken: set[int], language: str, shown: dict[str, FrontSection], beside: int
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(`beside` columns above the library teaser, up to three below it) of [{section, stories, more}].

    The editors' sections come first, then those with the most new articles.
    """
    by_path: dict[str, list[ArticlePage]] = {}
    for story in stories:
        if story.pk not in taken and story.genre != "meo":  # tips have their own front section
            by_path.setdefault(story.path[: -story.steplen], []).append(story)
    sections = site_context.data(language).get("articles", {}).get("sections", [])
    found = [
        {"section": section, "stories": by_path[section.path][:PER_COLUMN], "more": by_path[section.path][PER_COLUMN:]}
        for section in sections
        if section.path in by_path
    ]
    chosen = shown["columns"].sections if "columns" in shown else ()
    order = {key: place for place, key in enumerate(chosen)}
    found.sort(key=lambda column: (order.get(column["section"].pk, len(order)), -len(column["stories"])))
    above = found[:beside] if "columns" in shown else []
    below = [column for column in found if column not in above] if "quiet" in shown else []
    return above, below[: COLUMNS - 3]


def _pictured(columns: list[dict[str, Any]], thumbs: int = WITH_THUMBS) -> list[ArticlePage]:
    """The articles that the columns show with an image, in page order."""
    return [
        story
        for place, column in enumerate(columns)
        for story in (column["stories"] if place < thumbs else column["stories"][:1])
    ]


def _begin_with_new_pictures(columns: list[dict[str, Any]], above: list[ArticlePage], instead: int) -> None:
    """Move an article whose image is not shown above to the first, large place of its column.

    A column without one gets `instead` more headlines, so that it is as tall as its neighbours.
    """
    shown = {story.lead_image_id for story in above} | {None}
    for column in columns:
        first = next((story for story in column["stories"] if story.lead_image_id not in shown), None)
        if first is None:
            column["stories"] += column["more"][:instead]
        else:
            column["stories"].sort(key=lambda story, first=first: story is not first)
        shown.add(column["stories"][0].lead_image_id)


def _mark_repeats(stories: list[ArticlePage]) -> None:
    """Set `shows_again` on articles whose image is already higher on the page: they are shown without it."""
    seen: set[int | None] = set()
    for story in stories:
        story.shows_again = story.lead_image_id in seen
        seen.add(story.lead_image_id)
