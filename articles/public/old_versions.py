"""The version of a story that readers had before a correction, at an address of its own."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _


def serve(page: Any, request: HttpRequest, number: int) -> HttpResponse:
    """<story>/phien-ban/<number>/: what correction `number` replaced. Raises Http404 where nothing may be read.

    Search engines are sent to the present text; a version that was hidden, or whose revision is gone, is not there.
    """
    correction = page.corrections.frozen().select_related("older_revision").filter(number=number).first()
    if correction is None or correction.hides_older or correction.older_revision is None:
        raise Http404(_("Bản cũ này không còn, hoặc không được phép đọc."))
    older = correction.older_revision.as_object()
    older._cached_parent_obj = page.section if hasattr(page.section, "pk") else page.get_parent().specific
    context = older.get_context(request) | {"is_older": True, "present": page, "correction": correction}
    response = TemplateResponse(request, older.get_template(request), context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
