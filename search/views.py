"""Views of the search: the results page and suggestions while typing. Nothing of a query is stored or logged."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base import site_context
from base.caching.headers import private
from base.pagination import page_of
from base.text import fold, one_line
from campaign.models import Audience, Topic
from media_library.vocabulary import Kind as AssetKind
from search.distress_counts import count
from search.models import SearchEntry
from search.query import synonyms
from search.query.crisis_rules import WITHOUT_PARENTS
from search.query.crisis_terms import distress_kind, harms_the_body, situation_of
from search.query.ranking import suggestions
from search.query.spelling import plainly
from search.results.finder import PER_PAGE, SPANS, Filters, Results, entries_of, find
from search.results.rows import rows_of

LIMIT = 100  # characters of a query; longer ones answer 400
SUGGESTED, SUGGESTED_PHRASES = 6, 3
MOST_FACET_VALUES = 8
#: Parameters of the facets, and their titles.
AUDIENCE, TOPIC, ASSET_KIND = "cho", "chu-de", "dang"
FACETS = {
    AUDIENCE: gettext_lazy("Dành cho"),
    TOPIC: gettext_lazy("Chủ đề"),
    ASSET_KIND: gettext_lazy("Loại tài liệu"),
}


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
    if len(typed) > LIMIT:
        error = _("Bạn gõ %(now)d ký tự, ô tìm nhận tối đa %(limit)d. Bạn giữ lại vài chữ quan trọng nhất nhé.")
        return _page(request, query, {"error": error % {"now": len(typed), "limit": LIMIT}}, status=400)
    distress = distress_kind(query)
    if distress and request.GET.get("bai") != "1":
        count(distress)
        context = {"query": query, "distress": distress, **_help(query, distress)}
        return _without_traces(render(request, "search/distress.html", context))
    results = _results(request, query, corrects=not distress) if query else {}
    return _page(request, query, {**results, "distress": bool(distress)})


def _page(request: HttpRequest, query: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    own_name = _("Tìm kiếm")
    heading = _("Tìm “%(query)s”") % {"query": query} if query and "error" not in context else own_name
    context |= {
        "query": query,
        "heading": heading,
        "title": own_name if context.get("distress") else heading,  # a browser keeps the title in its history
        "in_all_languages": True,
    }
    return _without_traces(render(request, "search/search.html", context, status=status))


def _help(query: str, kind: str) -> dict[str, Any]:
    """Numbers to call and the one page to read for a query of that kind of distress.

    `in_body`: life or body is in danger. `may_be_family`: nobody is sent to the parents, one of whom may do the harm.
    """
    context = site_context.SiteContext()
    home, key = context["home"], situation_of(query, kind)
    in_body = harms_the_body(query, kind)
    return {
        "lines": site_context.with_ambulance(context.help_lines, first=in_body),
        "in_body": in_body,
        "situation": home.get("by_key", {}).get(key) or home.get("index"),
        "may_be_family": key in WITHOUT_PARENTS,
    }


def _results(request: HttpRequest, query: str, *, corrects: bool) -> dict[str, Any]:
    """The part of the template's context that depends on the results."""
    chosen = {name: one_line(request.GET.get(name, ""), 60) for name in FACETS}
    filters = Filters(
        query=query,
        language=get_language() or "vi",
        must=tuple(f"f:{name}:{value}" for name, value in chosen.items() if _is_slug(value)),
        kind=_one_of(request.GET.get("loai", ""), SearchEntry.Kind.values),
        span=_one_of(request.GET.get("khi", ""), SPANS),
        newest_first=request.GET.get("xep") == "moi",
        corrects=corrects,
    )
    results = find(filters)
    if results is None:
        return {"error": _("Bạn gõ ít nhất một chữ cái hoặc chữ số nhé.")}
    search = results.search
    page_obj = page_of(Paginator(results.hits, PER_PAGE), request)
    total = len(search.ranked)
    return {
        "rows": rows_of(entries_of(list(page_obj.object_list)), search.repaired or query),
        "elsewhere": rows_of(results.elsewhere, query),
        "page_obj": page_obj,
        "total": total,
        "has_any": bool(total),
        "how_many": ngettext("%(total)s kết quả", "%(total)s kết quả", total) % {"total": total},
        "is_cut": search.is_cut,
        "kind": filters.kind,
        "kinds": _kinds(results, filters.kind),
        "facets": _facets(results, chosen),
        "span": filters.span,
        "newest_first": filters.newest_first,
        "is_narrowed": bool(filters.span or filters.newest_first or any(chosen.values())),
        "repaired": search.repaired,
        "replaces": search.replaces,
        "is_partial": search.is_partial,
        "is_unmarked": filters.language == "vi" and not search.has_marks and _has_plain_letters(query),
    }


def _has_plain_letters(query: str) -> bool:
    return any(char.isascii() and char.isalpha() for char in query)


def _one_of(value: str, values: Container[str]) -> str:
    return value if value in values else ""


def _is_slug(value: str) -> bool:
    return bool(value) and value.replace("-", "").replace("_", "").isalnum() and value.isascii()


def _kinds(results: Results, chosen: str) -> list[tuple[str, str, int]]:
    """(value, label, number of results) of the kinds with results and of the chosen one, in a fixed order."""
    counts = results.search.counts
    return [(kind.value, str(kind.label), counts[kind]) for kind in SearchEntry.Kind if counts[kind] or kind == chosen]


def _facets(results: Results, chosen: dict[str, str]) -> list[dict[str, Any]]:
    """The facets with the values that have results, for search_facets.html; a facet needs two values or a choice."""
    labels: dict[str, dict[str, str]] = {
        AUDIENCE: {term.slug: term.label for term in Audience.objects.all()},
        TOPIC: {term.slug: term.label for term in Topic.objects.all()},
        ASSET_KIND: {value: str(label) for value, label in AssetKind.choices},
    }
    facets = []
    for name, title in FACETS.items():
        value_labels = labels[name]
        choices = [(value, value_labels[value], n) for value, n in results.facet_counts(name) if value in value_labels]
        if len(choices) > 1 or chosen[name]:
            facets.append(
                {"name": name, "title": title, "chosen": chosen[name], "choices": choices[:MOST_FACET_VALUES]}
            )
    return facets


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
    prefix = plainly(query)
    phrases = [text for folded, text in synonyms.phrases(language) if prefix and f" {prefix}" in f" {folded}"]
    return [phrase for phrase in phrases if fold(phrase) != fold(query)][:SUGGESTED_PHRASES]
