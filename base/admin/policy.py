"""Content security policy of the administration: an inline script runs only where it is a known call of Wagtail's.

Wagtail 8 and wagtail-localize start their date fields, choosers and inline panels by inline scripts and give them no
nonce. This module adds the nonce of the response to those whose whole text has one of the shapes below, in which data
stands only as JSON. Any other inline script is left as it is, and the browser refuses it (docs/security.md, section 6).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csp import get_nonce
from django.views.decorators.csp import csp_override

#: An inline script as Wagtail and wagtail-localize open it; with any other attribute it is not theirs.
_INLINE = re.compile(rb'<script(?P<type> type="text/javascript")?>(?P<text>.*?)</script>', re.DOTALL)
#: new PageChooser("id_place", {…}); initDateChooser("id_day", {…}); createTaskChooser("id_task");
_CALL = re.compile(
    r"(?:new (?:Chooser|PageChooser|ImageChooser|DocumentChooser|SnippetChooser)|init(?:Date|Time|DateTime)Chooser"
    r"|createTaskChooser)\((?P<json>.*)\);"
)
#: InlinePanel(JSON.parse("…")), the string as Django's `escapejs` writes it.
_PANEL = re.compile(r'\(function\(\) \{ var panel = new InlinePanel\(JSON\.parse\((?P<json>"[^"]*")\)\); \}\)\(\);')
#: wagtail-localize's editor: addresses of three choosers.
_CHOOSER_URLS = re.compile(
    r'if \(typeof window\.chooserUrls === "undefined"\) \{ window\.chooserUrls = \{ '
    r'imageChooser: "[\w/-]*", documentChooser: "[\w/-]*", pageChooser: "[\w/-]*", \} \}'
)
#: wagtail-localize's form for a new translation: “all languages” ticks each of them.
_SELECT_ALL = (
    "document.addEventListener('DOMContentLoaded', function() { "
    "var selectAll = document.querySelector('[name=\"select_all\"]'); "
    "var locales = document.querySelectorAll('[name=\"locales\"]'); "
    "selectAll.addEventListener('change', function() { "
    "for (var i = 0; i < locales.length; i++) { locales[i].checked = selectAll.checked; } }); });"
)


class AdminPolicyMiddleware:
    """Sets settings.ADMIN_CSP on /admin/ and gives the known inline scripts of its pages the nonce of the response."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the policy of the administration, unless a page shown there has set its own."""
        response = self.get_response(request)
        if not request.path.startswith("/admin/") or getattr(request, "has_own_policy", False):
            return response
        if isinstance(response, HttpResponse) and response.headers.get("Content-Type", "").startswith("text/html"):
            _sign(request, response)
        return csp_override(settings.ADMIN_CSP)(lambda _request: response)(request)


def _sign(request: HttpRequest, response: HttpResponse) -> None:
    """Add the nonce to the known inline scripts of a page. A page without any has no nonce in its policy either."""

    def signed(match: re.Match[bytes]) -> bytes:
        if not is_known(match["text"].decode(errors="replace")):
            return match[0]
        attributes = (match["type"] or b"") + f' nonce="{get_nonce(request)}"'.encode()
        return b"<script" + attributes + b">" + match["text"] + b"</script>"

    content = _INLINE.sub(signed, response.content)
    if content != response.content:
        response.content = content
        if "Content-Length" in response.headers:
            response.headers["Content-Length"] = str(len(content))


def is_known(script: str) -> bool:
    """Whether the text of an inline script is one of Wagtail's or wagtail-localize's, with nothing but data in it."""
    text = " ".join(script.split())
    if call := _CALL.fullmatch(text) or _PANEL.fullmatch(text):
        return _is_json(f"[{call['json']}]")
    return text == _SELECT_ALL or bool(_CHOOSER_URLS.fullmatch(text))


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
