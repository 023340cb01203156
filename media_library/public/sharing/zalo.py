"""A page with Zalo's own button, so that no other page loads a script of another site; stories use it too."""

from __future__ import annotations

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
    """The page for the thing called `title` at the path `address`. Raises Http404 without an account at Zalo."""
    account = site_context.data().get("campaign", {}).get("zalo_oa_id", "")
    if not account:
        raise Http404
    context = {"title": title, "address": address, "account": account, "link": settings.SITE_URL + address}
    return public_page(render(request, "media_library/share_on_zalo.html", context))


@require_safe
@csp_override(ZALO_CSP)
def share_on_zalo(request: HttpRequest, language: str, what: str, slug: str) -> HttpResponse:
    """Zalo's button for a released asset or kit. Raises Http404 for everything else."""
    with translation.override(language):
        shared = shared_thing(request, what, slug)
        return zalo_page(request, title=shared.name, address=shared.get_absolute_url())


def shared_thing(request: HttpRequest, what: str, slug: str) -> Asset | Kit:
    """The released asset ("tai-lieu") or kit ("bo") that the reader may see. Raises Http404."""
    found: Asset | Kit | None
    if what == "bo":
        found = Kit.objects.released().with_texts().filter(slug=slug).first()
    else:
        found = Asset.objects.visible_to(reader(request)).with_cards().filter(slug=slug).first()
    if found is None:
        raise Http404(_("Không có tài liệu này trong kho."))
    return found
