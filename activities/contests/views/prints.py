"""Sheets of contests for paper."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from activities.contests import certificates
from activities.contests.views.public import contest_or_404
from base.caching.headers import public_page
from media_library.print.responses import pdf_response


@require_safe
def consent_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The sheet with the two signatures, A4."""
    contest = contest_or_404(slug)
    return public_page(pdf_response(lambda: certificates.consent_sheet(contest), f"phieu-dong-y-{contest.slug}.pdf"))
