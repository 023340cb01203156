"""A typeset sheet as the response to a request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.utils.translation import gettext as _

from base.errors import error_page
from files.storage.signed_urls import content_disposition
from media_library.print import typst


def pdf_response(make: Callable[[], bytes], name: str, *, busy: str = "") -> HttpResponse:
    """What `make` returns as a download called `name`; 503 with the sentence `busy` while all typst processes are."""
    try:
        content = make()
    except typst.Busy:
        return error_page(503, _("Máy đang bận"), busy or _("Nhiều người cùng tải tờ in. Bạn thử lại sau một phút."))
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition(name)
    return response
