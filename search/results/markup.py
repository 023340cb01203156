"""Rows, tabs and choices of the results as HTML.

No templates: one for each of ten rows, seven tabs and two dozen choices took half of the time of the whole page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from html import escape
from typing import Any
from urllib.parse import urlencode

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from base.templatetags.vi import ngay_ngan
from search.backend import Entry
from search.models import LANGUAGES, SearchEntry
from search.results.highlight import Marker

_IN_ONE_LANGUAGE = {SearchEntry.Kind.ASSET, SearchEntry.Kind.KIT}  # kinds whose summary is translated with the title
_TONES = {"kol": " violet", "asset": " gold", "kit": " gold"}  # by kind


def rows_of(entries: Iterable[Entry], query: str, *, names_language: bool = False, keeps: bool = True) -> SafeString:
    """A list item for each entry, with the words of `query` marked; `names_language`: each says its language.

    `keeps`: whether what is shown of the entries may be kept for others, without the words.
    """
    language = get_language() or "vi"
    marker, around = Marker(query, keeps=keeps), _around if keeps else _around.__wrapped__
    rows = []
    for entry in entries:
        shown = (entry.kind, entry.language, entry.words_language, entry.address, entry.published_at)
        start, between, end = around(*shown, language, names_language)
        own = _lang(entry.words_language, entry.language) if entry.kind in _IN_ONE_LANGUAGE else ""
        summary = f'<p class="snip"{own}>{marker.snippet(entry.summary)}</p>' if entry.summary else ""
        rows.append(f"{start}{marker.highlight(entry.title)}{between}{summary}{end}")
    return mark_safe("\n".join(rows))  # noqa: S308 - every text is escaped


@lru_cache(maxsize=2048)
def _around(
    kind: str, spoken: str, words: str, address: str, published_at: datetime | None, language: str, names_language: bool
) -> tuple[str, str, str]:
    """The HTML of a row before its title, after it, and after its summary; `spoken`: the row's language.

    `words`: that of its title.
    """
    kinds, languages = _labels(language)
    label, date = escape(kinds[kind]), ""
    if names_language:
        label += f" · {escape(languages[spoken])}"
    if published_at and kind != SearchEntry.Kind.HELP:
        date = f'<p class="meta" lang="{language}"><span class="nb">{escape(ngay_ngan(published_at))}</span></p>'
    own = f' lang="{escape(spoken)}"' if names_language or spoken != language else ""
    return (
        f'<li class="row"{own}><p class="kicker{_TONES.get(kind, "")}" lang="{language}">{label}</p>'
        f'<h3><a href="{escape(address)}" hreflang="{escape(spoken)}"{_lang(words, spoken)}>',
        "</a></h3>",
        f"{date}</li>",
    )


def _lang(words: str, around: str) -> str:
    """The attribute for words of a language within another."""
    return f' lang="{escape(words)}"' if words != around else ""


def tabs_of(counts: Mapping[str, int], total: int, chosen: str, more: str, asked: Mapping[str, Any]) -> SafeString:
    """Links of the kinds with results, in a fixed order, and of the `chosen` one; `asked`: the page's parameters.

    `more`: what stands behind the numbers.
    """
    labels, _languages = _labels(get_language() or "vi")
    kept = escape(urlencode([(name, value) for name, value in asked.items() if name not in ("loai", "trang", "page")]))
    tabs = [("", gettext("Tất cả"), total, "")]
    tabs += [(kind, label, counts[kind], f"&amp;loai={kind}") for kind, label in labels.items()]
    links = [
        f'<a href="?{kept}{own}"{_if(kind == chosen, ' aria-current="page"')}>{escape(label)}<b>{count}{more}</b></a>'
        for kind, label, count, own in tabs
        if count or kind == chosen
    ]
    return mark_safe("\n".join(links))  # noqa: S308 - texts and parameters are escaped


def select_of(name: str, title: str, values: Iterable[tuple[str, str, int]], chosen: str) -> SafeString:
    """The choice of a facet among `values`: value, label, number of results."""
    options = [
        f'<option value="{escape(value)}"{_if(value == chosen, " selected")}>{escape(label)} ({count})</option>'
        for value, label, count in values
    ]
    every = f'<option value="">{escape(gettext("Tất cả"))}</option>'
    select = f'<select name="{name}">{every}{"".join(options)}</select>'
    return mark_safe(f"<label><span>{escape(title)}</span>{select}</label>")  # noqa: S308 - texts are escaped


def _if(holds: bool, text: str) -> str:
    return text if holds else ""


@lru_cache
def _labels(_language: str) -> tuple[dict[str, str], dict[str, str]]:
    """Names of the kinds and of the languages, in the active language."""
    kinds, languages = SearchEntry.Kind.choices, LANGUAGES
    return {value: str(label) for value, label in kinds}, {code: str(name) for code, name in languages}
