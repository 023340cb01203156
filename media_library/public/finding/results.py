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
    found = find(assets, request.GET, user)
    chosen = found.filters
    paginator = Paginator(found.keys, PER_PAGE)
    page = page_of(paginator, request) if not chosen.unknown else paginator.page(1)
    page.object_list = _cards(request, list(page.object_list), found)
    return {
        "page_obj": page,
        "found": found,
        "filters": chosen,
        "chips": found.chips,
        "moments": _moments(chosen),
        "screen": _screen(found),
        "unknown": chosen.unknown,
        "valid_query": chosen.query(),
        "kits": kit_cards(request)[:KITS],
        "has_set": kind_of_reader(request) == "school",
    }


def _cards(request: HttpRequest, keys: Sequence[int], found: Found) -> list[AssetCard]:
    """Cards of the page's keys in their order; assets closed since the index was built are left out."""
    chosen, most = found.filters.languages, found.filters.max_bytes
    languages = (*chosen, get_language() or "vi") if chosen or most is not None else ()
    assets = Asset.objects.visible_to(reader(request)).with_cards().in_bulk(keys)
    return [AssetCard.of(assets[key], languages=languages, max_bytes=most) for key in keys if key in assets]


def _screen(found: Found) -> str:
    """The moment whose clips a school's screen can play: the only chosen one, if it has clips; else ""."""
    chosen = found.filters.chosen.get("dip", ())
    kinds = (choice for facet in found.facets if facet.parameter == "loai" for choice in facet.choices)
    has_clips = any(choice.value == Kind.VIDEO and choice.number for choice in kinds)
    return chosen[0] if len(chosen) == 1 and has_clips else ""


def _moments(chosen: Filters) -> list[dict[str, Any]]:
    """The row of moments above the list; none is current while several are chosen."""
    active = chosen.chosen.get("dip", ())
    rows = [{"label": _("Mọi dịp"), "query": chosen.query(dip=""), "current": not active, "icon": "kho"}]
    for moment in Moment:
        rows.append(
            {
                "label": moment.label,
                "query": chosen.query(dip=moment.value),
                "current": active == (moment.value,),
                "icon": MOMENT_ICONS[moment],
            }
        )
    return rows
