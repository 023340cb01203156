"""The version of a story that a correction replaced, at its own address."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from wagtail.models import Page


def serve(page: Page, request: HttpRequest, number: int) -> HttpResponse:
    """<story>/phien-ban/<number>/: the version that correction `number` replaced.

    Search engines get noindex. Raises Http404 when the version is hidden or its revision is gone.
    """
    correction = page.corrections.frozen().select_related("older_revision").filter(number=number).first()
    if correction is None or correction.hides_older or correction.older_revision is None:
        raise Http404(_("Bản cũ này không còn, hoặc không được phép đọc."))
    older = correction.older_revision.as_object()
    older.section = page.section
    context = older.get_context(request) | {"is_older": True, "present": page, "correction": correction}
    response = TemplateResponse(request, older.get_template(request), context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
