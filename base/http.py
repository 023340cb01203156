"""Requests as our views see them: attributes for type checkers, when two are one, and the row that an address names."""

from __future__ import annotations

import re
from datetime import timedelta

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse

#: The same form of the same account within this time is one press too many: without scripts nothing else prevents it.
TWICE = timedelta(seconds=30)
_SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL | re.IGNORECASE)


class PageRequest(HttpRequest):
    """A request for a page of the tree."""

    has_own_policy: bool  # set where the view has set its own Content-Security-Policy
    is_preview: bool  # Wagtail's: the editor's preview
    pictures_made: int  # renditions made in this request (templatetags/site.py)


def first_or_404[Row: Model](queryset: QuerySet[Row], sentence: str) -> Row:
    """The first row; raises Http404 with `sentence`, which the error page shows, where there is none."""
    row = queryset.first()
    if row is None:
        raise Http404(sentence)
    return row


def for_frame(response: HttpResponse) -> HttpResponse:
    """A page of ours for a sandboxed frame of the administration, without its scripts.

    The frame would not run them, and the browser's console would name each as an error.
    """
    response.content = _SCRIPT.sub("", response.text).encode()
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response
