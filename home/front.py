"""What the front page shows, in a number of queries that does not grow with the newsroom.

One query takes the newest stories of the language, one their pictures; bands are then cut from that list,
so no story stands on the page twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils.translation import get_language

from articles.models import ArticlePage
from base import shell
from media_library.models import Asset, AssetFile
from media_library.vocabulary import Moment

NEWEST = 60  # stories considered for lead, latest and section columns
LATEST = 6
COLUMNS = 6  # sections shown as columns, three above the shelf and three below
BESIDE = 3
WITH_THUMBS = 1  # the column whose every story has a small picture
PER_COLUMN = 4
CLIPS = 5
SHELF = 7  # what stands side by side in 1200 px

#: How an asset stands on the shelf when its files say nothing of millimetres: CSS class of shelf.css.
SHAPE_OF_KIND = {
    "standee": "o-s60",
    "poster": "o-a3 hung",
    "banner": "o-bn hung",
    "bookmark": "o-bm hung",
    "infographic": "o-a2 hung",
}
#: Print formats by trim size in millimetres, short side first.
SHAPE_OF_SIZE = {
    (800, 1800): "o-s80",
    (600, 1600): "o-s60",
    (594, 841): "o-a1 hung",
    (420, 594): "o-a2 hung",
    (297, 420): "o-a3 hung",
    (210, 297): "o-a4 hung",
    (50, 150): "o-bm hung",
}
SIZE_NAMES = {(594, 841): "A1", (420, 594): "A2", (297, 420): "A3", (210, 297): "A4"}
MOMENT_ICONS = {
    "chao-co": "truong",
    "lop-hoc": "meo",
    "cong-truong": "anh",
    "thu-vien": "kho",
    "phong-may": "ban",
    "mang-xa-hoi": "chiase",
    "in-tai-truong": "in",
}


@dataclass(frozen=True)
class ShelfItem:
    """One asset as a thing: `shape` is a CSS class that sets width, height and hanging height in centimetres."""

    asset: Asset
    file: AssetFile
    shape: str
    size_name: str
    preview_url: str
    preview_width: int
    preview_height: int


def context(language: str | None = None) -> dict[str, Any]:
    """Context of the front page in `language` (default: the page's)."""
    language = language or get_language() or "vi"
    stories = _newest(language)
    is_translated = bool(stories) and language != "vi"
    borrowed = not stories and language != "vi"
    if borrowed:  # said on the page, never silently
        stories = _newest("vi")
    taken: set[int] = set()
    lead = _lead(stories, taken)
    seconds = _take([story for story in stories if story.lead_image_id], 1, taken) if lead else []
    seconds += _take(stories, 2 - len(seconds), taken) if lead else []
    clips = _clips("vi" if borrowed else language, stories, taken)
    latest = _take(stories, LATEST, taken)
    columns = _columns(stories, taken, "vi" if borrowed else language)
    above = [*([lead] if lead else []), *seconds[:1], *clips, *_pictured(columns[:BESIDE])]
    _begin_with_new_pictures(columns[BESIDE:], above)
    _mark_repeats([*above, *_pictured(columns[BESIDE:], thumbs=None)])
    return {
        "lead": lead,
        "seconds": seconds,
        "latest": latest,
        "clips": clips,
        "clips_address": clips[0].section.address if clips and clips[0].genre == "video" else "",
        "columns": columns[:BESIDE],
        "more_columns": columns[BESIDE:],
        "shelf": _shelf(),
        "moments": [{"value": value, "label": label, "icon": MOMENT_ICONS[value]} for value, label in Moment.choices],
        "borrowed": borrowed,
        "is_translated": is_translated,
    }


def _newest(language: str) -> list[ArticlePage]:
    # The bodies are long and no card shows them.
    stories = ArticlePage.objects.live().filter(locale__language_code=language).newest_first().with_cards()
    return list(stories.defer("body")[:NEWEST])


def _take(stories, number: int, taken: set[int]) -> list[ArticlePage]:
    """The first `number` stories that stand nowhere yet; marks them as taken."""
    chosen = [story for story in stories if story.pk not in taken][: max(0, number)]
    taken.update(story.pk for story in chosen)
    return chosen


def _lead(stories: list[ArticlePage], taken: set[int]) -> ArticlePage | None:
    """The newest featured story with a picture, else the newest with one, else the newest."""
    pictured = [story for story in stories if story.lead_image_id]
    order = [story for story in pictured if story.is_featured] + pictured + stories
    return next(iter(_take(order, 1, taken)), None)


def _clips(language: str, stories: list[ArticlePage], taken: set[int]) -> list[ArticlePage]:
    """Newest films and KOL stories with a picture, also those older than the newest sixty."""
    near = [story for story in stories if story.genre in {"video", "kol"} and story.lead_image_id]
    if len([story for story in near if story.pk not in taken]) < CLIPS and len(stories) == NEWEST:
        wanted = ArticlePage.objects.live().filter(
            Q(genre="video") | Q(genre="kol"), locale__language_code=language, lead_image__isnull=False
        )
        near = list(wanted.newest_first().with_cards().defer("body")[: CLIPS * 2])
    near.sort(key=lambda story: story.genre != "video")  # a film stands large, KOL clips beside it
    return _take(near, CLIPS, taken)


def _columns(stories: list[ArticlePage], taken: set[int], language: str) -> list[dict[str, Any]]:
    """Up to six sections that still have stories, in the order of the section bar: [{section, stories}]."""
    by_path: dict[str, list[ArticlePage]] = {}
    for story in stories:
        if story.pk not in taken:
            by_path.setdefault(story.path[: -story.steplen], []).append(story)
    sections = shell.data(language).get("articles", {}).get("sections", [])
    found = [
        {"section": section, "stories": by_path[section.path][:PER_COLUMN]}
        for section in sections
        if section.path in by_path
    ]
    found.sort(key=lambda column: -len(column["stories"]))
    return found[:COLUMNS]


def _pictured(columns: list[dict[str, Any]], thumbs: int | None = WITH_THUMBS) -> list[ArticlePage]:
    """The stories of the columns that are drawn with a picture, in the order of the page."""
    return [
        story
        for place, column in enumerate(columns)
        for story in (column["stories"] if place == thumbs else column["stories"][:1])
    ]


def _begin_with_new_pictures(columns: list[dict[str, Any]], above: list[ArticlePage]) -> None:
    """Only the first story of such a column shows its picture: let it be one that does not stand above."""
    shown = {story.lead_image_id for story in above} | {None}
    for column in columns:
        column["stories"].sort(key=lambda story: story.lead_image_id in shown)
        shown.add(column["stories"][0].lead_image_id)


def _mark_repeats(stories: list[ArticlePage]) -> None:
    """Set `shows_again` where a picture already stands higher on the page; its headline then stands alone."""
    seen: set[int | None] = set()
    for story in stories:
        story.shows_again = story.lead_image_id in seen
        seen.add(story.lead_image_id)


def _shelf() -> list[ShelfItem]:
    """Newest open assets that have a preview, tallest first; never what only schools or staff may take."""
    assets = Asset.objects.visible_to(AnonymousUser()).with_cards()[: SHELF * 4]
    items = [item for item in map(_as_object, assets) if item]
    items.sort(
        key=lambda item: list(SHAPE_OF_SIZE.values()).index(item.shape) if item.shape in SHAPE_OF_SIZE.values() else 99
    )
    return items[:SHELF]


def _as_object(asset: Asset) -> ShelfItem | None:
    files = [file for file in asset.current_version.files.all() if file.stored.preview_url]
    printed = sorted(files, key=lambda file: file.stored.trim_width_mm is None)
    for file in printed:
        stored = file.stored
        sides = tuple(sorted(int(side) for side in (stored.trim_width_mm or 0, stored.trim_height_mm or 0)))
        upright = (stored.preview_height or 0) >= (stored.preview_width or 0)
        shape = SHAPE_OF_SIZE.get(sides, "") if upright else ""
        shape = shape or (SHAPE_OF_KIND.get(asset.kind, "") if upright == (asset.kind != "banner") else "")
        if shape:
            name = SIZE_NAMES.get(sides) or (
                f"{sides[0] // 10} × {sides[1] // 10} cm" if sides[0] >= 10 else asset.get_kind_display()
            )
            return ShelfItem(asset, file, shape, name, stored.preview_url, stored.preview_width, stored.preview_height)
    return None
