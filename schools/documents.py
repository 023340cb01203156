"""Documents of one unit, for itself and for the authority that reviews it: wrap-up report and certificate."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from campaign.models import Season
from media_library.print.responses import pdf_response
from schools import season_close
from schools.access import current_season, season_named
from schools.claims.checklist import Row, progress_ring, rows_of
from schools.models import Certificate, Claim, Kind, Unit

#: kind of a unit → the authority to which it reports
RECIPIENTS = {
    Kind.SCHOOL: _lazy("Sở Giáo dục và Đào tạo thành phố Cần Thơ"),
    Kind.YOUTH: _lazy("Thành đoàn Cần Thơ"),
    Kind.WOMEN: _lazy("Hội Liên hiệp Phụ nữ thành phố Cần Thơ"),
    Kind.POLICE: _lazy("Công an thành phố Cần Thơ"),
}


def season_asked(request: HttpRequest) -> Season:
    """The season of `?mua=`, else the running one; raises Http404."""
    slug = request.GET.get("mua", "")
    season = season_named(slug) if slug else current_season()
    if season is None:
        raise Http404(_("Chưa có mùa chiến dịch nào."))
    return season


def seasons_of(unit: Unit) -> QuerySet[Season]:
    """Seasons in which `unit` has handed in a claim, newest first."""
    claims = Claim.objects.submitted().filter(unit=unit, item__season=OuterRef("pk"))
    return Season.objects.filter(Exists(claims)).order_by("-starts_on")


def wrap_up(request: HttpRequest, unit: Unit, *, in_admin: bool) -> HttpResponse:
    """“Báo cáo tổng kết” of one unit and season (`?mua=`) for printing on A4: figures, the list, signatures, photos.

    Head as decree 30/2020/NĐ-CP asks; number and day are written by hand when it is signed.

    Drafts and withdrawn claims are left out. `in_admin`: whether an authority reads it.
    """
    season = season_asked(request)
    rows = [Row(row.item, row.claim if row.state != Claim.State.TODO else None) for row in rows_of(unit, season)]
    certificate = Certificate.objects.filter(unit=unit, season=season).first()
    context = {
        "others": seasons_of(unit).exclude(pk=season.pk),
        "unit": unit,
        "season": season,
        "year": timezone.localdate().year,
        "recipient": RECIPIENTS[Kind(unit.kind)],
        "rows": rows,
        "ring": progress_ring(rows),
        "photos": [(row.item, photo) for row in rows if row.claim for photo in row.claim.live_photos],
        "in_admin": in_admin,
        "certificate": certificate,
    }
    return render(request, "schools/print/wrap_up.html", context)


def certificate_of(request: HttpRequest, unit: Unit) -> Certificate | None:
    """The certificate of `unit` for the season `?mua=`, else its newest one; None without one."""
    certificates = Certificate.objects.filter(unit=unit).select_related("season").order_by("-issued_on", "-pk")
    slug = request.GET.get("mua", "")
    return (certificates.filter(season__slug=slug) if slug else certificates).first()


def certificate_response(certificate: Certificate | None) -> HttpResponse:
    """The certificate as a download; 503 while all typst processes are busy. Raises Http404 for None."""
    if certificate is None:
        raise Http404(_("Chưa có giấy xác nhận. Giấy được cấp khi mùa chốt số liệu."))
    return pdf_response(
        lambda: season_close.certificate_pdf(certificate),
        f"giay-xac-nhan-{certificate.code}.pdf",
        busy=_("Nhiều người cùng tải giấy. Bạn thử lại sau một phút."),
    )
