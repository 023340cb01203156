"""Context of the share block of an asset's or kit's page: addresses, short text, code for embedding, RSS."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from media_library.models import Asset, Kit
from media_library.public.sharing.embed import code_of

ASSET, KIT = "tai-lieu", "bo"


def share_context(shared: Asset | Kit) -> dict[str, Any]:
    """{"share": {…}} for parts/share.html."""
    what = ASSET if isinstance(shared, Asset) else KIT
    text = shared.text()
    words = (
        (getattr(text, "copy_text", "") or getattr(text, "summary", "") or getattr(text, "intro", "")) if text else ""
    )
    return {
        "share": {
            "address": settings.SITE_URL + shared.get_absolute_url(),
            "zalo": reverse("media_library:share_on_zalo", args=[get_language() or "vi", what, shared.slug]),
            "words": words,
            "code": code_of(what, shared),
        }
    }
