"""The home app's part of the site context (`site_context.home.situations`): links to the pages of all situations.

Stories and the search, which may not import this app, link a situation from there by its key.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F
from django.db.models.functions import JSONObject

from articles.syndication.closed import restricted_paths, with_followers
from base import site_context
from base.addresses import path_of
from home.situations.kinds import Situation
from home.situations.pages import SituationIndexPage, SituationPage

ORDER = {key: position for position, key in enumerate(Situation.values)}


def columns(language: str) -> dict[str, Any]:
    """Sub-selects: live pages of situations, and live lists of them, in `language` and Vietnamese; what is closed."""
    languages = {language, settings.LANGUAGE_CODE}
    shared = {"title": "title", "path": "path", "url_path": "url_path", "language": "locale__language_code"}
    shared["at"] = "last_published_at"
    pages = SituationPage.objects.live().filter(locale__language_code__in=languages, alias_of=None)
    indexes = SituationIndexPage.objects.live().filter(locale__language_code__in=languages)
    row = JSONObject(situation="situation", first=F("steps__0__value__title"), **shared)
    return {
        "situations": ArraySubquery(pages.order_by("path").values(json=row)),
        "indexes": ArraySubquery(indexes.order_by("path").values(json=JSONObject(**shared))),
        "closed": restricted_paths(),
    }


def provide(language: str, data: dict[str, Any]) -> dict[str, Any]:
    """{"situations": links in their fixed order, "index": link to the list, "by_key": {situation: link}, "listed"}.

    A situation without a page in `language` that everybody may read is linked in Vietnamese. `listed`: what the list
    itself links, which its readers may read although the list asks for a password.
    """
    closed = with_followers(data["closed"])
    rows = sorted(data["situations"], key=lambda row: row["language"] != language)
    by_key = _by_key(row for row in rows if not row["path"].startswith(closed))
    indexes = [row for row in data["indexes"] if not row["path"].startswith(closed)]
    indexes.sort(key=lambda row: row["language"] != language)
    return {
        "situations": _in_order(by_key),
        "listed": _in_order(_by_key(row for row in rows if row["path"] not in closed)),
        "by_key": by_key,
        "index": _link(indexes[0]) if indexes else None,
    }


def _by_key(rows: Iterable[dict[str, Any]]) -> dict[str, dict[str, str]]:
    """The first of the sorted rows of each situation."""
    links: dict[str, dict[str, str]] = {}
    for row in rows:
        links.setdefault(row["situation"], _link(row) | {"key": row["situation"]})
    return links


def _in_order(by_key: dict[str, dict[str, str]]) -> list[dict[str, str]]:
    return sorted(by_key.values(), key=lambda link: ORDER.get(link["key"], len(ORDER)))


def _link(row: dict[str, Any]) -> dict[str, str]:
    return {
        "title": row["title"],
        "address": path_of(row["url_path"], row["language"]),
        "code": row["language"],
        "first": row.get("first") or "",
        "at": row["at"] or "",
    }


def connect() -> None:
    """Register with the site context, which every publication invalidates. Called from AppConfig.ready()."""
    site_context.register("home", columns, provide)
