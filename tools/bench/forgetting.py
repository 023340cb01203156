"""What the process that renders forgets before each page; plain_site/render.py imports this once Django is set up."""

from __future__ import annotations

import secrets

from base.caching import kept_parts


def forget_parts() -> None:
    """Let nothing that is kept of a page be found; all else is kept."""
    kept_parts.FORM = secrets.randbits(64)  # not one that another process has had
