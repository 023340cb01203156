"""Sheets of the wall for paper: A0 for a corridor, A4 for signing by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.timezone import localdate
from django.utils.translation import override
from django.views.decorators.http import require_safe

from activities.pledges.views import unit_or_404
from activities.pledges.walls import wall_of
from activities.pledges.words import COMMITMENTS
from base.caching.headers import public_page
from base.text import vn_slugify
from campaign.units import ListedUnit
from media_library.print import qr, typst
from media_library.print.responses import pdf_response

FOLDER = Path(__file__).resolve().parent.parent / "typ"
ON_PAPER = 384  # bricks on A0: 24 courses of 16
LINES = 20  # signatures on an A4 sheet


@require_safe
def wall_sheet(request: HttpRequest, code: str = "") -> HttpResponse:
    """The wall as an A0 PDF with its newest bricks, empty ones for who signs on the paper itself."""
    unit = unit_or_404(code)
    with override("vi"):
        wall = wall_of(unit, shown=ON_PAPER)
        data = _sheet(unit) | {
            "total": number_format(wall.total, use_l10n=True, force_grouping=True) if wall.total else "",
            "bricks": [[brick.name, brick.tone] for brick in reversed(wall.bricks)],
            "room": ON_PAPER,
            "day": date_format(localdate(), "d-m-Y"),
        }
    return _pdf("pledge_wall", data, "tuong-a0", unit)


@require_safe
def signing_sheet(request: HttpRequest, code: str = "") -> HttpResponse:
    """The A4 sheet on which a class signs by hand: a mark in a column for each commitment, no column for a name."""
    unit = unit_or_404(code)
    return _pdf("pledge_sheet", signing_data(unit), "to-ky-a4", unit)


def signing_data(unit: ListedUnit | None) -> dict[str, Any]:
    """What the A4 sheet shows; that of the whole wall without a unit."""
    with override("vi"):
        return _sheet(unit) | {"lines": LINES, "commitments": [str(words) for words in COMMITMENTS.values()]}


def _sheet(unit: ListedUnit | None) -> dict[str, Any]:
    path = reverse("activities_short:sign_unit", args=[unit.code]) if unit else reverse("activities_short:sign")
    address = f"{settings.SITE_URL}{path}"
    return {
        "unit": unit.name if unit else "",
        "ward": unit.ward if unit else "",
        "code": unit.code if unit else "",
        "address": address.partition("//")[2],
        "qr": qr.svg(address, 60).decode(),
    }


def _pdf(template: str, data: dict[str, Any], name: str, unit: ListedUnit | None) -> HttpResponse:
    """503 while all typst processes are busy."""
    ending = f"_{vn_slugify(unit.code)}" if unit else ""
    return public_page(pdf_response(lambda: typst.pdf(template, data, folder=FOLDER), f"{name}{ending}.pdf"))
