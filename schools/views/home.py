"""Start page of a unit: progress, next item, messages, downloads, suggestions."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campaign.waiting import tasks_of
from media_library.models import Asset, AssetFile, AssetText, DownloadEvent
from media_library.notices import open_notices
from media_library.public.cards import AssetCard
from schools.access import UnitRequest, current_season, is_closed, unit_only
from schools.claims.checklist import Row, next_row, progress_ring, rows_of, wanted
from schools.downloads.assets import downloaded_by, fitting_assets, newest_files
from schools.models import Message, Unit
from schools.printed.orders import printed_for

MESSAGES = 2  # newest messages shown


@require_safe
@unit_only
def unit_home(request: UnitRequest) -> HttpResponse:
    """Show progress, next item, checklist, messages, notices, downloads, assets that fit, printed copies on offer."""
    unit = request.unit
    season = current_season()
    rows = rows_of(unit, season) if season else []
    downloads = downloaded_by(unit.organisation)
    files = Prefetch("current_version__files", AssetFile.objects.with_pictures())
    fitting = list(fitting_assets(unit, request.user).select_related("current_version").prefetch_related(files))
    texts = Prefetch("texts", AssetText.objects.select_related("locale"))
    prefetch_related_objects([*(event.asset for event in downloads), *fitting], texts)
    downloads_by_asset = [event.asset_id for event in downloads]
    usable = set(Asset.objects.visible_to(request.user).filter(pk__in=downloads_by_asset).values_list("pk", flat=True))
    newest = newest_files(downloads)
    upcoming = next_row(rows)
    notices = open_notices(unit.organisation)  # recalls first; each with its own button
    noticed_assets = {notice.asset_id for notice in notices}
    context = {
        "unit": unit,
        "season": season,
        "closed": bool(season and is_closed(season)),
        "rows": sorted(rows, key=lambda row: row.rank),
        "ring": progress_ring(rows),
        "next": upcoming,
        "next_wanted": wanted(upcoming.item) if upcoming else "",
        "letters": list(Message.objects.for_unit(unit).filter(season=season)[:MESSAGES]),
        "downloads": [_row(event, usable, newest.get(event.pk)) for event in downloads],
        "notices": notices,
        "tasks": tasks_of(request.user),
        "outdated": [event for event in _outdated(downloads, usable) if event.asset_id not in noticed_assets],
        "cards": [AssetCard.of(asset) for asset in fitting],
        "kept": _kept(unit, rows),
        "printed": printed_for(unit),
    }
    return render(request, "schools/home.html", context)


def _kept(unit: Unit, rows: list[Row]) -> dict[str, Any]:
    """What the browser stores for the offline form: items and their questions, no personal data."""
    return {
        "unit": str(unit.uuid),
        "name": unit.name,
        "items": [
            {
                "code": row.item.code,
                "label": row.item.label,
                "wanted": wanted(row.item),
                "number": row.item.number_label,
                "link": row.item.wants_link or row.item.either,
                "date": row.item.wants_date,
                "version": row.claim.version if row.claim else 0,  # tells the server of a colleague's newer save
            }
            for row in rows
            if row.state != "confirmed"
        ],
    }


def _row(event: DownloadEvent, usable: set[int], newest: AssetFile | None) -> dict[str, Any]:
    """One download for the template; `usable`: keys of the assets that the user may download now.

    What is taken again is always the newest: `newest` is its file for the same use, None where it has none.
    """
    asset, version = event.asset, event.version
    return {
        "event": event,
        "is_current": version.pk == asset.current_version_id,
        "is_recalled": bool(version.withdrawn_at) or asset.status == Asset.Status.WITHDRAWN,
        "can_take": asset.pk in usable,
        "newest": newest,
    }


def _outdated(downloads: list[DownloadEvent], usable: set[int]) -> list[DownloadEvent]:
    """The latest download of each usable asset whose current version the unit has not downloaded."""
    current = {event.asset_id for event in downloads if event.version_id == event.asset.current_version_id}
    old = {
        event.asset_id: event
        for event in reversed(downloads)
        if event.asset_id in usable and event.asset_id not in current
    }
    return list(old.values())
