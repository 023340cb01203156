"""An asset or kit inside a school's own site: a page without scripts for an <iframe>.

Which sites may frame it says settings.EMBED_ANCESTORS: origins, or "*" for every site. Without any, no code is offered.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.csp import CSP
from django.utils.html import format_html
from django.utils.translation import get_language
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from base.caching.headers import public_page
from media_library.catalogue import labels
from media_library.models import Asset, Kit
from media_library.public.cards import AssetCard
from media_library.public.sharing.zalo import shared_thing

WIDTH, HEIGHT = 360, 200  # pixels of the frame that the code asks for


def policy() -> dict[str, Any]:
    """Content-Security-Policy of the frame: pictures and styles of this site, no script, framed by those allowed."""
    return {
        "default-src": [CSP.NONE],
        "img-src": [CSP.SELF],
        "style-src": [CSP.SELF],
        "font-src": [CSP.SELF],
        "base-uri": [CSP.NONE],
        "frame-ancestors": settings.EMBED_ANCESTORS or [CSP.SELF],
    }


@require_safe
@xframe_options_exempt
def embed(request: HttpRequest, language: str, what: str, slug: str) -> HttpResponse:
    """The frame of a released asset or kit. Raises Http404 for everything else."""

    def answer(request: HttpRequest) -> HttpResponse:
        with translation.override(language):
            shared = shared_thing(request, what, slug)
            return public_page(render(request, "media_library/embed.html", _context(shared)))

    framed: HttpResponse = csp_override(policy())(answer)(request)
    return framed


def _context(shared: Asset | Kit) -> dict[str, Any]:
    text = shared.text()
    context: dict[str, Any] = {"address": settings.SITE_URL + shared.get_absolute_url(), "code": shared.code}
    context["name"] = text.name if text else shared.code
    context["words_language"] = text.locale.language_code if text else "vi"
    if isinstance(shared, Asset):
        card = AssetCard.of(shared)
        context |= {"picture": labels.preview_of(shared.current_files), "spec": card.spec}
    return context


def code_of(what: str, shared: Asset | Kit) -> str:
    """The HTML that a school copies into its site; "" while no site may frame ours."""
    if not settings.EMBED_ANCESTORS:
        return ""
    address = reverse("media_library:embed", args=[get_language() or "vi", what, shared.slug])
    return format_html(
        '<iframe src="{}" width="{}" height="{}" title="{}" loading="lazy" sandbox="allow-popups '
        'allow-popups-to-escape-sandbox"></iframe>',
        settings.SITE_URL + address, WIDTH, HEIGHT, shared.name,
    )  # fmt: skip
