"""Page “Bộ của tôi”: assets that fit a unit's level and screens, new ones, and those it has in an older version."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from base.pagination import page_of
from media_library.models import Asset, AssetText, Basket, DownloadEvent
from media_library.models.querysets import AssetQuerySet
from media_library.public.cards import AssetCard
from media_library.public.downloads import basket
from media_library.public.finding import recommendations
from media_library.public.screens import playlists
from schools.access import UnitRequest, unit_only
from schools.printed.orders import printed_for

PER_PAGE = 12
SHOWN = 6  # entries in each of the short lists


@require_safe
@unit_only
def my_set(request: UnitRequest) -> HttpResponse:
    """List fitting assets in pages, those not downloaded first; a basket address of the missing ones."""
    unit, user = request.unit, request.user
    fitting = recommendations.fitting_assets(unit.organisation_id, level=unit.level, has_screen=unit.has_led, user=user)
    missing = list(fitting.filter(is_taken=False).values_list("code", flat=True)[: basket.MAX_PIECES])
    news = recommendations.new_since(unit.organisation_id, user)
    page = page_of(Paginator(fitting.with_cards(), PER_PAGE), request)
    page.object_list = [AssetCard.of(asset) for asset in page.object_list]
    context = {
        "unit": unit,
        "page_obj": page,
        "missing": len(missing),
        "basket": basket.address(missing),
        "took": DownloadEvent.objects.filter(organisation=unit.organisation_id).exists(),
        "fresh": _named(fitting.filter(pk__in=news.values("pk")).order_by("-released_at", "pk")),
        "outdated": _named(recommendations.outdated(unit.organisation_id, user)),
        "slides": playlists.with_pictures() if unit.has_led else None,
        "printed": printed_for(unit),
        "saved": list(Basket.objects.filter(organisation=unit.organisation_id)[:SHOWN]),
    }
    return render(request, "schools/my_set.html", context)


def _named(assets: AssetQuerySet) -> list[Asset]:
    rows = list(assets.select_related("current_version")[:SHOWN])
    prefetch_related_objects(rows, Prefetch("texts", AssetText.objects.select_related("locale")))
    return rows
