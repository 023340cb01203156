"""What a school sees of itself."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base.cache import private
from base.errors import error_page
from media_library.library import Card
from media_library.models import AssetFile, AssetText
from schools.access import unit_of
from schools.querysets import downloaded_by, fitting_assets


@require_safe
@private
@login_required
def school_home(request: HttpRequest) -> HttpResponse:
    """Name, what was downloaded with newer versions pointed out, and three assets that fit.

    For members of a school that is switched on; any other account gets 403 with the reason.
    """
    school = unit_of(request.user)
    if school is None:
        return error_page(
            403,
            _("Trang này dành cho trường"),
            _(
                "Tài khoản của bạn không thuộc trường nào đang hoạt động. "
                "Nếu bạn làm ở trường, hãy nhờ Sở Giáo dục và Đào tạo kiểm tra tài khoản."
            ),
        )
    downloads = downloaded_by(school.organisation)
    files = Prefetch("current_version__files", AssetFile.objects.select_related("stored"))
    fitting = list(fitting_assets(school, request.user).select_related("current_version").prefetch_related(files))
    texts = Prefetch("texts", AssetText.objects.select_related("locale"))
    prefetch_related_objects([*(event.asset for event in downloads), *fitting], texts)
    context = {
        "school": school,
        "downloads": [_row(event) for event in downloads],
        "outdated": _outdated(downloads),
        "cards": [Card.of(asset) for asset in fitting],
    }
    return render(request, "schools/home.html", context)


def _row(event) -> dict:
    asset = event.asset
    return {
        "event": event,
        "is_current": event.version_id == asset.current_version_id,
        "is_released": asset.is_released,
    }


def _outdated(downloads) -> list:
    """One entry per asset whose newest version the school has never taken."""
    current = {event.asset_id for event in downloads if event.version_id == event.asset.current_version_id}
    old = {
        event.asset_id: event
        for event in reversed(downloads)
        if event.asset.is_released and event.asset_id not in current
    }
    return list(old.values())
