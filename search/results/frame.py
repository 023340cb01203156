"""The results page, rendered once for all queries with gaps for a query's texts, so that no typed word is cached."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from base.day import today
from base.site_context import SiteContext
from base.templatetags.remembered import once
from base.templatetags.site import breaking_news

GAP = secrets.token_hex(16)  # marks the name of a text in a rendered template; random, so that no other text has it
#: Texts of search.html by name: HTML where they are marked as safe, else escaped where they are put in.
Texts = Mapping[str, str]
TEXTS = (
    "query", "heading", "error", "kind", "rows", "linked", "tabs", "facets", "how_many", "repaired", "elsewhere",
    "urlencoded",
)  # fmt: skip
#: What else search.html asks for. Of few values and never typed: the template is remembered for each set of them.
Flags = Mapping[str, bool | str]
FLAGS = ("distress", "has_any", "replaces", "is_partial", "is_unmarked", "is_narrowed", "khi", "xep")


def page(request: HttpRequest, title: str, texts: Texts, flags: Flags) -> str:
    """The results page with `title`; texts and flags that are not given are empty.

    Of somebody in distress nothing is remembered, not even which template was drawn.
    """
    shown = SiteContext()
    has_news = breaking_news(Context({"site_context": shown})) is not None
    of_all = (shown.version, get_language(), today(), shown.is_filling, has_news) if shown.version else ()
    texts, flags = {name: texts.get(name, "") for name in TEXTS}, {name: flags.get(name, "") for name in FLAGS}
    main = _filled(request, "search/search.html", () if flags["distress"] else of_all, texts, flags)
    has_help = not texts["query"] or bool(texts["error"])
    return _filled(request, "search/frame.html", of_all, {"title": title, "main": main}, {"has_help": has_help})


def _filled(request: HttpRequest, template: str, of_all: tuple[Any, ...], texts: Texts, flags: Flags) -> SafeString:
    """`template` with `texts`, which it may ask whether they are empty.

    `of_all`: what it depends on beside `flags`; empty where that is not known, and nothing may be remembered.
    """
    given = tuple(name for name, text in texts.items() if text)

    def draw() -> str:
        gaps = dict.fromkeys(texts, "") | {name: f"{GAP}{name}{GAP}" for name in given}
        return render_to_string(template, {**flags, **gaps, "in_all_languages": True}, request)

    pieces = (once((__name__, template, of_all, given, *flags.values()), draw) if of_all else draw()).split(GAP)
    pieces[1::2] = [conditional_escape(texts[name]) for name in pieces[1::2]]
    return mark_safe("".join(pieces))  # noqa: S308 - a template's, texts are escaped
