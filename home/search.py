"""Search over everything readers may see: folded words, one bounded set of candidates (docs/adr/0003-search.md)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from django.contrib.postgres.search import SearchQuery
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base.cache import private
from base.paging import page_of
from base.text import fold, nfc, one_line

from .distress import is_distress
from .highlight import highlight, snippet
from .models import SearchEntry
from .search_index import TITLE_PREFIX, tokens_of

LIMIT = 100  # characters of a query
MOST_WORDS = 12  # of a query; the rest is ignored
CANDIDATES = 500  # newest matches that are ranked and counted
PER_PAGE = 10
OLDEST = datetime.min.replace(tzinfo=UTC)

Row = tuple[int, str, str, datetime | None]  # id, kind, title, published_at


@dataclass
class Search:
    """What `query` finds in `language`: at most CANDIDATES newest matches and as many newest title matches."""

    query: str
    language: str

    @cached_property
    def tokens(self) -> list[str]:
        return list(dict.fromkeys(tokens_of(fold(self.query, query=True))))[:MOST_WORDS]

    @cached_property
    def ranked(self) -> list[Row]:
        """Best first: the very words with their marks in the title, then folded ones in the title, then the newest."""
        if not self.tokens:
            return []
        rows = {row[0]: row for row in (*self._newest(TITLE_PREFIX), *self._newest(""))}
        return sorted(rows.values(), key=lambda row: (self._score(row[2]), row[3] or OLDEST, row[0]), reverse=True)

    @cached_property
    def counts(self) -> Counter:
        return Counter(row[1] for row in self.ranked)

    @property
    def is_cut(self) -> bool:
        """There may be more matches than were looked at."""
        return len(self.ranked) >= CANDIDATES

    def ids(self, kind: str = "") -> list[int]:
        return [row[0] for row in self.ranked if kind in ("", row[1])]

    def _newest(self, prefix: str) -> list[Row]:
        wanted = SearchQuery(
            " & ".join(f"{prefix}{token}:*" for token in self.tokens), search_type="raw", config="simple"
        )
        rows = SearchEntry.objects.filter(language=self.language, vector=wanted).order_by("-published_at", "-pk")
        return list(rows.values_list("pk", "kind", "title", "published_at")[:CANDIDATES])

    def _score(self, title: str) -> int:
        title = nfc(title).lower()
        if self._phrase in title:
            return 4
        if set(self._words) <= set(re.findall(r"\w+", title)):
            return 3
        plain = fold(title)
        if " ".join(self.tokens) in " ".join(tokens_of(plain)):
            return 2
        return int(all(any(word.startswith(token) for word in tokens_of(plain)) for token in self.tokens))

    @cached_property
    def _phrase(self) -> str:
        return " ".join(nfc(self.query).lower().split())

    @cached_property
    def _words(self) -> list[str]:
        return re.findall(r"\w+", self._phrase)


def results(page_ids: list[int], query: str) -> list[SearchEntry]:
    """The rows of one page of results in their order, with marked-up title and snippet."""
    found = SearchEntry.objects.defer("folded", "vector").in_bulk(page_ids)
    entries = [found[pk] for pk in page_ids if pk in found]
    for entry in entries:
        entry.shown_title = highlight(entry.title, query)
        entry.shown_summary = snippet(entry.summary, query)
    return entries


@require_safe
@private
def search(request: HttpRequest) -> HttpResponse:
    """/vi/tim-kiem/?q=…&loai=…&trang=…; 400 for more than LIMIT characters, 404 for a page or kind that is none."""
    typed = request.GET.get("q", "")
    context = {"query": one_line(typed, LIMIT), "limit": LIMIT, "kind": ""}
    if len(typed) > LIMIT:
        context["error"] = _(
            "Bạn gõ %(now)d ký tự, ô tìm nhận tối đa %(limit)d. Bạn giữ lại vài chữ quan trọng nhất nhé."
        ) % {"now": len(typed), "limit": LIMIT}
        return render(request, "home/search.html", context, status=400)
    if context["query"]:
        context |= _found(request, context["query"])
    return render(request, "home/search.html", context)


def _found(request: HttpRequest, query: str) -> dict:
    found = Search(query, get_language() or "vi")
    if not found.tokens:
        return {"error": _("Bạn gõ ít nhất một chữ cái hoặc chữ số nhé."), "is_distress": is_distress(query)}
    kind = request.GET.get("loai", "")
    kind = kind if kind in SearchEntry.Kind.values else ""
    page = page_of(Paginator(found.ids(kind), PER_PAGE), request)
    return {
        "kind": kind,
        "page_obj": page,
        "results": results(list(page.object_list), query),
        "tabs": _tabs(found, kind),
        "total": len(found.ranked),
        "is_cut": found.is_cut,
        "is_distress": is_distress(query),
        "is_unmarked": query.lower() == fold(query).strip() and bool(re.search("[a-z]", query.lower())),
    }


def _tabs(found: Search, kind: str) -> list[dict]:
    """Tabs of the kinds that have matches, in a fixed order; the chosen one stays even when empty."""
    tabs = [{"value": "", "label": _("Tất cả"), "count": len(found.ranked)}]
    for value, label in SearchEntry.Kind.choices:
        if found.counts[value] or value == kind:
            tabs.append({"value": value, "label": label, "count": found.counts[value]})
    return [tab | {"is_current": tab["value"] == kind} for tab in tabs]
