"""Views of the search: the results page and suggestions while typing. Queries are neither stored nor logged."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base import site_context
from base.caching.headers import private
from base.pagination import page_of
from base.text import fold, one_line
from campaign.models import Audience, Topic
from media_library.vocabulary import Kind as AssetKind
from search.backend import Entry, Hit, PostgresStore
from search.distress_counts import count
from search.models import SearchEntry
from search.query import synonyms
from search.query.crisis_terms import distress_kind, situation_of
from search.query.ranking import Search, in_languages, own_help, suggestions
from search.query.spelling import plainly
from search.rows import rows_of

LIMIT = 100  # characters of a query; longer ones answer 400
PER_PAGE = 10
SUGGESTED, SUGGESTED_PHRASES = 6, 3
ELSEWHERE = 5  # results in other languages
MOST_FACET_VALUES = 8
SPANS = {"7": 7, "30": 30, "365": 365}  # days


def _without_traces(response: HttpResponse) -> HttpResponse:
    """Set Referrer-Policy: no-referrer, because the URL contains the query."""
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
@private
def search(request: HttpRequest) -> HttpResponse:
    """/vi/tim-kiem/?q=…&loai=…&trang=…; 400 for more than LIMIT characters, 404 for a page that does not exist.

    A query of somebody in distress is answered with help alone: no result, no number, no correction. `&bai=1`, which
    that page links, searches for it all the same.
    """
    typed = request.GET.get("q", "")
    query = one_line(typed, LIMIT)
    own_name = _("Tìm kiếm")
    context: dict[str, Any] = {"query": query, "limit": LIMIT, "kind": "", "title": own_name, "heading": own_name}
    if len(typed) > LIMIT:
        context["error"] = _(
            "Bạn gõ %(now)d ký tự, ô tìm nhận tối đa %(limit)d. Bạn giữ lại vài chữ quan trọng nhất nhé."
        ) % {"now": len(typed), "limit": LIMIT}
        return _without_traces(render(request, "search/search.html", context, status=400))
    context["distress"] = distress_kind(query)
    if context["distress"] and request.GET.get("bai") != "1":
        count(context["distress"])
        return _without_traces(render(request, "search/distress.html", context | _help(query, context["distress"])))
    if query:
        context["heading"] = _("Tìm “%(query)s”") % {"query": query}
        context |= _found(request, query, corrects=not context["distress"])
    if not context["distress"]:  # a browser keeps the title in its history
        context["title"] = context["heading"]
    return _without_traces(render(request, "search/search.html", context))


def _help(query: str, kind: str) -> dict[str, Any]:
    """Numbers to call and the one page to read for a query of that kind of distress."""
    shown = site_context.SiteContext()
    home = shown["home"]
    return {
        "lines": [line for line in shown.help_lines if line.get("number")],
        "situation": home.get("by_key", {}).get(situation_of(query, kind)) or home.get("index"),
    }


def _found(request: HttpRequest, query: str, *, corrects: bool) -> dict[str, Any]:
    language = get_language() or "vi"
    facets = {name: one_line(request.GET.get(name, ""), 60) for name in ("cho", "chu-de", "dang")}
    must = tuple(f"f:{name}:{value}" for name, value in facets.items() if _is_slug(value))
    newest_first = request.GET.get("xep") == "moi"
    every = Search(query, language, must, newest_first, corrects)
    if not every.words:
        return {"error": _("Bạn gõ ít nhất một chữ cái hoặc chữ số nhé."), "heading": _("Tìm kiếm")}
    kind = request.GET.get("loai", "")
    kind = kind if kind in SearchEntry.Kind.values else ""
    narrowed = Search(query, language, (*must, f"k:{kind}"), newest_first, corrects=False)
    shown = narrowed if kind and every.is_cut else every
    span = request.GET.get("khi", "") if request.GET.get("khi") in SPANS else ""
    ids = [hit.pk for hit in shown.ranked if kind in ("", hit.kind) and _is_within(hit, span)]
    page = page_of(Paginator(ids, PER_PAGE), request)
    results, elsewhere = PostgresStore().read(list(page.object_list)), []
    if every.has_little and not must:
        elsewhere = _elsewhere(query, language, ids)
    return {
        "kind": kind,
        "page_obj": page,
        "results": results,
        "rows": rows_of(results, every.repaired or query),
        "tabs": _tabs(every, kind, request),
        "facets": _facets(every, facets, language),
        "is_narrowed": bool(span or newest_first or any(facets.values())),
        "chosen": facets | {"khi": span, "xep": "moi" if newest_first else ""},
        "total": (total := len(every.ranked)),
        "how_many": ngettext("%(total)s kết quả", "%(total)s kết quả", total) % {"total": total},
        "is_cut": every.is_cut,
        "repaired": every.repaired,
        "replaces": every.replaces,
        "is_partial": every.is_partial,
        "is_unmarked": not every.has_marks and any(char.isascii() and char.isalpha() for char in query),
        "elsewhere": rows_of(elsewhere, query, names_language=True),
    }


def _is_slug(value: str) -> bool:
    return bool(value) and value.replace("-", "").replace("_", "").isalnum() and value.isascii()


def _is_within(hit: Hit, span: str) -> bool:
    if not span:
        return True
    return hit.published_at is not None and hit.published_at >= timezone.now() - timedelta(days=SPANS[span])


def _elsewhere(query: str, language: str, here: list[int]) -> list[Entry]:
    """Up to ELSEWHERE results in other languages, without those in `here`; shown in a section of their own."""
    others = [code for code, _name in settings.LANGUAGES if code != language]
    there = [hit.pk for hit in own_help(in_languages(query, others), language)]
    return PostgresStore().read([pk for pk in there if pk not in here][:ELSEWHERE])


def _tabs(found: Search, kind: str, request: HttpRequest) -> SafeString:
    """Links of the kinds with matches, in a fixed order, and of the chosen kind."""
    more = "+" if found.is_cut else ""
    kinds = [(value, label, found.counts[value]) for value, label in SearchEntry.Kind.choices]
    tabs = [("", _("Tất cả"), len(found.ranked)), *(tab for tab in kinds if tab[2] or tab[0] == kind)]
    kept = [(name, str(value)) for name, value in request.GET.items() if name not in ("loai", "trang", "page")]
    return format_html_join(
        "\n",
        '<a href="?{}"{}>{}<b>{}{}</b></a>',
        (
            (
                urlencode([*kept, ("loai", value)] if value else kept),
                mark_safe(' aria-current="page"') if value == kind else "",
                label,
                count,
                more,
            )
            for value, label, count in tabs
        ),
    )


def _facets(found: Search, chosen: dict[str, str], language: str) -> list[dict[str, Any]]:
    """Facets with the values that have results and their numbers; a facet needs two values or a choice."""
    labels = site_context.cached(f"search-facets:{language}", _labels, by_process=True)
    groups = [("cho", _("Dành cho")), ("chu-de", _("Chủ đề")), ("dang", _("Loại tài liệu"))]
    shown = []
    for name, title in groups:
        counted = [
            (facet.partition(":")[2], n) for facet, n in found.facets.most_common() if facet.startswith(name + ":")
        ]
        values = [
            (value, mark_safe(" selected") if value == chosen[name] else "", labels[name][value], n)
            for value, n in counted
            if value in labels[name]
        ]
        if len(values) > 1 or chosen[name]:
            options = format_html_join("", '<option value="{}"{}>{} ({})</option>', values[:MOST_FACET_VALUES])
            shown.append({"name": name, "title": title, "options": options})
    return shown


def _labels() -> dict[str, dict[str, str]]:
    return {
        "cho": {term.slug: term.label for term in Audience.objects.all()},
        "chu-de": {term.slug: term.label for term in Topic.objects.all()},
        "dang": {value: str(label) for value, label in AssetKind.choices},
    }


@require_safe
@private
def suggest(request: HttpRequest) -> HttpResponse:
    """/vi/tim-kiem/goi-y/?q=… → {"phrases": […], "pages": [{title, address, kind}]}.

    For a query of somebody in distress only the help page is suggested.
    """
    typed = request.GET.get("q", "")
    language = get_language() or "vi"
    query = one_line(typed, LIMIT)
    if len(typed) > LIMIT or not query:
        return _without_traces(JsonResponse({"phrases": [], "pages": []}, status=400 if len(typed) > LIMIT else 200))
    if distress_kind(query):
        help_page = {"title": _("Cần giúp đỡ?"), "address": f"/{language}/can-giup-do/", "kind": _("Trợ giúp")}
        return _without_traces(JsonResponse({"phrases": [], "pages": [help_page]}))
    entries = SearchEntry.objects.only("title", "address", "kind").in_bulk(
        [hit.pk for hit in suggestions(query, language, SUGGESTED)]
    )
    pages = [
        {"title": entry.title, "address": entry.address, "kind": str(entry.get_kind_display())}
        for entry in entries.values()
    ]
    return _without_traces(JsonResponse({"phrases": _phrases(query, language), "pages": pages}))


def _phrases(query: str, language: str) -> list[str]:
    begun = plainly(query)
    found = [shown for folded, shown in synonyms.phrases(language) if begun and f" {folded}".find(f" {begun}") >= 0]
    return [shown for shown in found if fold(shown) != fold(query)][:SUGGESTED_PHRASES]
