"""What the process that renders forgets before each page; plain_site/render.py imports this once Django is set up."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from typing import Any

from base import site_context
from base.caching import kept_parts

#: Keys of what one page alone reads: a section's list, assets in the body of a story.
OF_ONE_PAGE = re.compile(r"listing:|library:assets:")

_cached = site_context.cached


def forget_parts() -> None:
    """Let nothing that is kept of a page be found; all else is kept."""
    kept_parts.FORM = secrets.randbits(64)  # not one that another process has had
    site_context.cached = _read_anew


def _read_anew(key: str, compute: Callable[[], Any], **how: Any) -> Any:
    return compute() if OF_ONE_PAGE.match(key) else _cached(key, compute, **how)
