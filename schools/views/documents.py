"""Reports and certificates of a unit, public coverage figures, proof of a certificate, the offline form."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base.caching.headers import public_page
from campaign.models import Season
from schools.access import current_season, season_named, unit_only
from schools.admin.seasons import certificate_of, pdf_response
from schools.claims import evidence
from schools.claims.checklist import Row, progress_ring, rows_of
from schools.coverage.queries import public_figures
from schools.models import MAX_PHOTOS, Certificate, Claim, Unit


def season_asked(request: HttpRequest) -> Season:
    """The season of `?mua=`, else the running one; raises Http404."""
    slug = request.GET.get("mua", "")
    season = season_named(slug) if slug else current_season()
    if season is None:
        raise Http404(_("Chưa có mùa chiến dịch nào."))
    return season


def seasons_of(unit: Unit) -> QuerySet[Season]:
    """Seasons in which `unit` has handed in a claim, newest first."""
    said = Claim.objects.submitted().filter(unit=unit, item__season=OuterRef("pk"))
    return Season.objects.filter(Exists(said)).order_by("-starts_on")


def wrap_up(request: HttpRequest, unit: Unit, *, in_admin: bool) -> HttpResponse:
    """“Báo cáo tổng kết” of one unit and season (`?mua=`) for printing on A4: figures, the list, photos.

    Drafts and withdrawn claims are left out. `in_admin`: whether an authority reads it.
    """
    season = season_asked(request)
    rows = [Row(row.item, row.claim if row.state != Claim.State.TODO else None) for row in rows_of(unit, season)]
    certificate = Certificate.objects.filter(unit=unit, season=season).first()
    context = {
        "others": seasons_of(unit).exclude(pk=season.pk),
        "unit": unit,
        "season": season,
        "rows": rows,
        "ring": progress_ring(rows),
        "photos": [(row.item, photo) for row in rows if row.claim for photo in row.claim.live_photos],
        "in_admin": in_admin,
        "certificate": certificate,
    }
    return render(request, "schools/print/wrap_up.html", context)


@require_safe
@unit_only
def own_wrap_up(request: HttpRequest) -> HttpResponse:
    """The wrap-up report of the signed-in unit."""
    return wrap_up(request, request.unit, in_admin=False)


@require_safe
@unit_only
def own_certificate(request: HttpRequest) -> HttpResponse:
    """The unit's certificate as PDF: of the season `?mua=`, else the newest."""
    return pdf_response(certificate_of(request, request.unit))


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Public page: rounded figures by level and ward, and the pioneer schools."""
    season = current_season()
    figures = public_figures(season) if season else {}
    return public_page(render(request, "schools/coverage.html", {"in_all_languages": True, **figures}))


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The form for use without a connection; identical for everybody, so that the service worker may keep it."""
    return public_page(render(request, "schools/offline.html", {"room": MAX_PHOTOS, **evidence.LIMITS}))


@require_safe
def proof(request: HttpRequest, code: str) -> HttpResponse:
    """Public page of a certificate by its code; raises Http404 for unknown codes."""
    found = Certificate.objects.select_related("season").filter(code=code.upper()).first()
    if found is None:
        raise Http404(_("Không có giấy xác nhận mang mã này."))
    response = render(request, "schools/proof.html", {"certificate": found, "in_all_languages": True})
    response.headers["X-Robots-Tag"] = "noindex"
    return public_page(response)
