"""Requests as our views see them: attributes for type checkers, when two are one, and the row that an address names."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

#: The same form of the same account within this time is one press too many: without scripts nothing else prevents it.
TWICE = timedelta(seconds=30)


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
