"""What a unit prints or keeps: its wrap-up, its certificate with a proof address, the page for no connection."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base.cache import public_page
from schools.access import current_season, unit_only
from schools.checklist import ring_of, rows_of
from schools.coverage import public_figures
from schools.desk.seasons import pdf_response
from schools.models import Certificate, Unit


def wrap_up(request: HttpRequest, unit: Unit, *, desk: bool) -> HttpResponse:
    """“Báo cáo tổng kết” of one unit, made for A4: figures, the list, photos."""
    season = current_season()
    rows = rows_of(unit, season) if season else []
    certificate = Certificate.objects.filter(unit=unit, season=season).first()
    context = {
        "unit": unit,
        "season": season,
        "rows": rows,
        "ring": ring_of(rows),
        "desk": desk,
        "certificate": certificate,
    }
    return render(request, "schools/print/wrap_up.html", context)


@require_safe
@unit_only
def own_wrap_up(request: HttpRequest) -> HttpResponse:
    return wrap_up(request, request.unit, desk=False)


@require_safe
@unit_only
def own_certificate(request: HttpRequest) -> HttpResponse:
    """The unit's newest certificate as PDF."""
    found = Certificate.objects.filter(unit=request.unit).select_related("season").order_by("-issued_on").first()
    return pdf_response(found)


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """What everybody may know: coarse totals by level and ward, and the pioneers."""
    season = current_season()
    figures = public_figures(season) if season else {}
    return public_page(render(request, "schools/coverage.html", figures))


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The form for no connection: the same bytes for everybody, so the service worker may keep it."""
    return public_page(render(request, "schools/offline.html"))


@require_safe
def proof(request: HttpRequest, code: str) -> HttpResponse:
    """What a certificate says, for whoever holds the paper; unknown codes are 404."""
    found = Certificate.objects.select_related("season").filter(code=code.upper()).first()
    if found is None:
        raise Http404(_("Không có giấy xác nhận mang mã này."))
    response = render(request, "schools/proof.html", {"certificate": found})
    response.headers["X-Robots-Tag"] = "noindex"
    return public_page(response)
