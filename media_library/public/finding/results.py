"""Context of the library's list: facets, chips, one page of cards. At most eight queries for any number of assets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from base.pagination import page_of
from media_library.models import Asset
from media_library.public.cards import AssetCard, kind_of_reader, reader
from media_library.public.finding.facets import Found, find
from media_library.public.finding.filters import Filters
from media_library.public.finding.parameters import Parameter
from media_library.public.kit import kit_cards
from media_library.vocabulary import Kind, Moment

PER_PAGE = 12
KITS = 3
MOMENT_ICONS = {
    "chao-co": "truong",
    "lop-hoc": "meo",
    "cong-truong": "anh",
    "thu-vien": "kho",
    "phong-may": "ban",
    "mang-xa-hoi": "chiase",
    "in-tai-truong": "in",
}


def list_context(request: HttpRequest) -> dict[str, Any]:
    """Context of the list. Raises Http404 for a page number that does not exist.

    `unknown` has the unknown facet values; the caller then answers 404, and the page shows the results of the others.
    """
    user = reader(request)
    assets = Asset.objects.visible_to(user)
    result = find(assets, request.GET, user)
    filters = result.filters
    paginator = Paginator(result.keys, PER_PAGE)
    page = page_of(paginator, request) if not filters.unknown else paginator.page(1)
    page.object_list = _cards(request, list(page.object_list), result)
    return {
        "page_obj": page,
        "found": result,
        "filters": filters,
        "chips": result.chips,
        "moments": _moments(filters),
        "screen": _screen(result),
        "unknown": filters.unknown,
        "valid_query": filters.query(),
        "kits": kit_cards(request)[:KITS],
        "has_set": kind_of_reader(request) == "school",
    }


def _cards(request: HttpRequest, keys: Sequence[int], result: Found) -> list[AssetCard]:
    """Cards of the page's keys in their order; assets closed since the index was built are left out."""
    chosen_languages, most = result.filters.languages, result.filters.max_bytes
    languages = (*chosen_languages, get_language() or "vi") if chosen_languages or most is not None else ()
    assets = Asset.objects.visible_to(reader(request)).with_cards().in_bulk(keys)
    return [AssetCard.of(assets[key], languages=languages, max_bytes=most) for key in keys if key in assets]


def _screen(result: Found) -> str:
    """The moment whose clips a school's screen can play: the only chosen one, if it has clips; else ""."""
    chosen_moments = result.filters.chosen.get(Parameter.MOMENT, ())
    kinds = (choice for facet in result.facets if facet.parameter == Parameter.KIND for choice in facet.choices)
    has_clips = any(choice.value == Kind.VIDEO and choice.number for choice in kinds)
    return chosen_moments[0] if len(chosen_moments) == 1 and has_clips else ""


def _moments(filters: Filters) -> list[dict[str, Any]]:
    """The row of moments above the list; none is current while several are chosen."""
    active = filters.chosen.get(Parameter.MOMENT, ())
    rows = [
        {
            "label": _("Mọi dịp"),
            "query": filters.query(replace=(Parameter.MOMENT, "")),
            "current": not active,
            "icon": "kho",
        }
    ]
    for moment in Moment:
        rows.append(
            {
                "label": moment.label,
                "query": filters.query(replace=(Parameter.MOMENT, moment.value)),
                "current": active == (moment.value,),
                "icon": MOMENT_ICONS[moment],
            }
        )
    return rows
