"""Attributes that our own code sets on a request, for type checkers, and when two requests are one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest

#: The same form of the same account within this time is one press too many: without scripts nothing else prevents it.
TWICE = timedelta(seconds=30)


class PageRequest(HttpRequest):
    """A request for a page of the tree."""

    has_own_policy: bool  # set where the view has set its own Content-Security-Policy
    is_preview: bool  # Wagtail's: the editor's preview
    pictures_made: int  # renditions made in this request (templatetags/site.py)
    parts: Any  # KeptParts of a page of the tree, or None (caching/kept_parts.py)
