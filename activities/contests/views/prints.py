"""Sheets of contests for paper."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activities.contests import certificates
from activities.contests.views.public import contest_or_404
from base.caching.headers import public_page
from base.errors import error_page
from files.storage.signed_urls import content_disposition
from media_library.print import typst


def pdf_response(make: Callable[[], bytes], name: str) -> HttpResponse:
    """What `make` returns as a download called `name`; 503 while all typst processes are busy."""
    try:
        content = make()
    except typst.Busy:
        return error_page(503, _("Máy đang bận"), _("Nhiều người cùng tải tờ in. Bạn thử lại sau một phút."))
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition(name)
    return response


@require_safe
def consent_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The sheet with the two signatures, A4."""
    contest = contest_or_404(slug)
    return public_page(pdf_response(lambda: certificates.consent_sheet(contest), f"phieu-dong-y-{contest.slug}.pdf"))
