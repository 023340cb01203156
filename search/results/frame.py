"""The results page around what a query changes: drawn once for all queries, so nothing that was typed stands in it."""

from __future__ import annotations

import secrets
from html import escape

from django.http import HttpRequest
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from base.site_context import SiteContext
from base.templatetags.remembered import once
from base.templatetags.site import breaking_news

GAP = secrets.token_hex(16)  # where the template leaves room for what a query changes; it stands in no other text


def framed(request: HttpRequest, title: str, query: str, *, has_help: bool) -> dict[str, SafeString]:
    """HTML `before` and `after` the results, and the `form` with the query; `has_help`: with the help band."""
    shown = SiteContext()
    has_news = breaking_news(Context({"site_context": shown})) is not None

    def draw() -> str:
        return render_to_string("search/frame.html", {"gap": GAP, "has_help": has_help}, request)

    key = (__name__, shown.version, get_language(), timezone.localdate(), shown.is_filling, has_news, has_help)
    html = once(key, draw) if shown.version else draw()
    start, before, form, end, after = html.split(GAP)
    pieces = {"before": f"{start}{escape(title)}{before}", "form": f"{form}{escape(query)}{end}", "after": after}
    return {name: mark_safe(piece) for name, piece in pieces.items()}  # noqa: S308 - a template's, texts are escaped
