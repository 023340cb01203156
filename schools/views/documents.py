"""Pages of a unit's own report and certificate, public coverage figures, proof of a certificate, the offline form."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base.caching.headers import public_page, render_public
from schools.access import UnitRequest, current_season, unit_only
from schools.claims import evidence
from schools.coverage.public import public_figures
from schools.coverage.ward_map import ward_map
from schools.documents import certificate_of, certificate_response, wrap_up
from schools.models import MAX_PHOTOS, Certificate


@require_safe
@unit_only
def own_wrap_up(request: UnitRequest) -> HttpResponse:
    """The wrap-up report of the signed-in unit."""
    return wrap_up(request, request.unit, in_admin=False)


@require_safe
@unit_only
def own_certificate(request: UnitRequest) -> HttpResponse:
    """The unit's certificate as PDF: of the season `?mua=`, else the newest."""
    return certificate_response(certificate_of(request, request.unit))


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Public page: rounded figures by level and ward, and the pioneer schools."""
    figures = public_figures(season) if (season := current_season()) else {}
    map_of_wards = ward_map(figures.get("places", []))
    return render_public(request, "schools/coverage.html", {"map": map_of_wards, **figures})


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The form for use without a connection; identical for everybody, so that the service worker may keep it."""
    return public_page(render(request, "schools/offline.html", {"room": MAX_PHOTOS, **evidence.LIMITS}))


@require_safe
def proof(request: HttpRequest, code: str) -> HttpResponse:
    """Public page of a certificate by its code; raises Http404 for unknown codes."""
    certificate = Certificate.objects.select_related("season__close").filter(code=code.upper()).first()
    if certificate is None:
        raise Http404(_("Không có giấy xác nhận mang mã này."))
    response = render_public(request, "schools/proof.html", {"certificate": certificate})
    response.headers["X-Robots-Tag"] = "noindex"
    return response
