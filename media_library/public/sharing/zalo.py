"""Passing something on by Zalo, on a page of its own, so that no other page loads a script of another site.

With an account at Zalo the page holds Zalo's button; without one the link to copy, the phone's own share menu and a QR
code to scan with Zalo, and nothing of another site. Stories use it too.
"""

from __future__ import annotations

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from base import site_context
from base.caching.headers import public_page
from media_library.models import Asset, Kit
from media_library.public.cards import reader

#: Policy for Zalo's share button, as its documentation requires; used on these pages only.
ZALO_CSP = settings.SECURE_CSP | {
    "script-src": [CSP.SELF, "https://sp.zalo.me"],
    "frame-src": ["https://*.zalo.me"],
    "img-src": [CSP.SELF, "data:", "https://*.zalo.me", "https://*.zadn.vn"],
    "connect-src": [CSP.SELF, "https://*.zalo.me"],
}


def zalo_page(request: HttpRequest, *, title: str, address: str) -> HttpResponse:
    """The page for the thing called `title` at the path `address`."""
    link = settings.SITE_URL + address
    context = {"title": title, "address": address, "link": link}
    if account := site_context.data().get("campaign", {}).get("zalo_oa_id", ""):
        return _with_zalos_button(request, context | {"account": account})
    code = segno.make(link, error="m", micro=False).svg_data_uri(border=4, scale=5)
    return public_page(render(request, "media_library/share_on_zalo.html", context | {"code": code}))


@csp_override(ZALO_CSP)
def _with_zalos_button(request: HttpRequest, context: dict[str, str]) -> HttpResponse:
    return public_page(render(request, "media_library/share_on_zalo.html", context))


@require_safe
def share_on_zalo(request: HttpRequest, language: str, what: str, slug: str) -> HttpResponse:
    """The page for a released asset or kit. Raises Http404 for everything else."""
    with translation.override(language):
        shared = shared_thing(request, what, slug)
        return zalo_page(request, title=shared.name, address=shared.get_absolute_url())


def shared_thing(request: HttpRequest, what: str, slug: str) -> Asset | Kit:
    """The released asset ("tai-lieu") or kit ("bo") that the reader may see. Raises Http404."""
    shared: Asset | Kit | None
    if what == "bo":
        shared = Kit.objects.released().with_texts().filter(slug=slug).first()
    else:
        shared = Asset.objects.visible_to(reader(request)).with_cards().filter(slug=slug).first()
    if shared is None:
        raise Http404(_("Không có tài liệu này trong kho."))
    return shared
