"""Views of the search: the results page and suggestions while typing. Queries are neither stored nor logged."""

from __future__ import annotations

from collections.abc import Container
from typing import Any
from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base import site_context
from base.caching.headers import private
from base.pagination import page_of
from base.templatetags.site import page_links
from base.text import fold, one_line
from campaign.models import Audience, Topic
from media_library.vocabulary import Kind as AssetKind
from search.distress_counts import count
from search.models import SearchEntry
from search.query import synonyms
from search.query.crisis_terms import distress_kind, situation_of
from search.query.ranking import suggestions
from search.query.spelling import plainly
from search.results.found import PER_PAGE, SPANS, Asked, Found, find
from search.results.frame import Flags, Texts, page
from search.results.markup import rows_of, select_of, tabs_of
from search.results.memory import recalled

LIMIT = 100  # characters of a query; longer ones answer 400
SUGGESTED, SUGGESTED_PHRASES = 6, 3
MOST_FACET_VALUES = 8


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
        return _page(request, query, {"error": error % {"now": len(typed), "limit": LIMIT}}, {}, status=400)
    distress = distress_kind(query)
    if distress and request.GET.get("bai") != "1":
        count(distress)
        context = {"query": query, "distress": distress, **_help(query, distress)}
        return _without_traces(render(request, "search/distress.html", context))
    texts, flags = _found(request, query, corrects=not distress) if query else ({}, {})
    return _page(request, query, texts, {**flags, "distress": bool(distress)})


def _page(request: HttpRequest, query: str, texts: Texts, flags: Flags, status: int = 200) -> HttpResponse:
    own_name = _("Tìm kiếm")
    is_answered = query and "error" not in texts
    heading = _("Tìm “%(query)s”") % {"query": query} if is_answered else own_name
    title = own_name if flags.get("distress") else heading  # a browser keeps the title in its history
    html = page(request, title, {**texts, "query": query, "heading": heading}, flags)
    return _without_traces(HttpResponse(html, status=status))


def _help(query: str, kind: str) -> dict[str, Any]:
    """Numbers to call and the one page to read for a query of that kind of distress."""
    shown = site_context.SiteContext()
    home = shown["home"]
    return {
        "lines": [line for line in shown.help_lines if line.get("number")],
        "situation": home.get("by_key", {}).get(situation_of(query, kind)) or home.get("index"),
    }


def _found(request: HttpRequest, query: str, *, corrects: bool) -> tuple[Texts, Flags]:
    """What the page shows of the results, for page()."""
    facets = {name: one_line(request.GET.get(name, ""), 60) for name in ("cho", "chu-de", "dang")}
    asked = Asked(
        query=query,
        language=get_language() or "vi",
        must=tuple(f"f:{name}:{value}" for name, value in facets.items() if _is_slug(value)),
        kind=_one_of(request.GET.get("loai", ""), SearchEntry.Kind.values),
        span=_one_of(request.GET.get("khi", ""), SPANS),
        newest_first=request.GET.get("xep") == "moi",
        corrects=corrects,
    )
    found = recalled(asked, find) if corrects else find(asked)  # of somebody in distress nothing is kept
    if found is None:
        return {"error": _("Bạn gõ ít nhất một chữ cái hoặc chữ số nhé.")}, {}
    shown = page_of(Paginator(found.ids, PER_PAGE), request)
    texts = {
        "kind": asked.kind,
        "rows": rows_of(found.entries(list(shown.object_list)), found.repaired or query, keeps=corrects),
        "linked": page_links(request, shown) if shown.has_other_pages() else "",
        "tabs": tabs_of(found.counts, found.total, asked.kind, "+" if found.is_cut else "", request.GET.dict()),
        "facets": _facets(found, facets, asked.language),
        "how_many": ngettext("%(total)s kết quả", "%(total)s kết quả", found.total) % {"total": found.total},
        "repaired": found.repaired,
        "elsewhere": rows_of(found.elsewhere, query, names_language=True, keeps=corrects) if found.elsewhere else "",
        "urlencoded": quote(query),
    }
    flags: Flags = {
        "has_any": bool(found.total),
        "replaces": found.replaces,
        "is_partial": found.is_partial,
        "is_unmarked": asked.language == "vi" and not found.has_marks and _has_plain_letters(query),
        "is_narrowed": bool(asked.span or asked.newest_first or any(facets.values())),
        "khi": asked.span,
        "xep": "moi" if asked.newest_first else "",
    }
    return texts, flags


def _has_plain_letters(query: str) -> bool:
    return any(char.isascii() and char.isalpha() for char in query)


def _one_of(value: str, values: Container[str]) -> str:
    return value if value in values else ""


def _is_slug(value: str) -> bool:
    return bool(value) and value.replace("-", "").replace("_", "").isalnum() and value.isascii()


def _facets(found: Found, chosen: dict[str, str], language: str) -> SafeString:
    """Choices among the values of facets that have results; a facet needs two values or a choice."""
    key = site_context.LASTING_KEY
    named = site_context.cached(f"named-facets:{language}", _named, version_key=key, by_process=True)
    selects = []
    for name, (title, known) in named.items():
        values = [(value, known[value], count) for value, count in found.facets.get(name, ()) if value in known]
        if len(values) > 1 or chosen[name]:
            selects.append(select_of(name, title, values[:MOST_FACET_VALUES], chosen[name]))
    return mark_safe("".join(selects))  # noqa: S308 - put together by select_of()


def _named() -> dict[str, tuple[str, dict[str, str]]]:
    """Parameter of each facet → its title and the labels of its values, in the active language."""
    return {
        "cho": (_("Dành cho"), {term.slug: term.label for term in Audience.objects.all()}),
        "chu-de": (_("Chủ đề"), {term.slug: term.label for term in Topic.objects.all()}),
        "dang": (_("Loại tài liệu"), {value: str(label) for value, label in AssetKind.choices}),
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
