"""/anh-chia-se/<page>-<digest>.jpg: the share picture of a public page, drawn once and kept in storage."""

from __future__ import annotations

import hashlib
import logging
from io import BytesIO

from botocore.exceptions import BotoCoreError, ClientError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Page

from articles import cards
from articles.models import ArticlePage
from base.cache import IMMUTABLE
from media_library.storage import ObjectExists, put_new, storage_for

MEDIA_TYPE = "image/jpeg"

log = logging.getLogger(__name__)


def key_of(page_id: int, digest: str) -> str:
    """Where the drawn card lies in the released bucket."""
    return f"cards/{page_id}-{digest}.jpg"


def keep(page: Page) -> bytes:
    """Draw the card of `page` and store it; returns the JPEG. Storage that is away only costs the copy."""
    card = cards.card_of(page)
    picture = cards.draw(card)
    digest = hashlib.sha256(picture).hexdigest()
    try:
        put_new(
            storage_for("released"),
            key_of(page.pk, card.digest),
            BytesIO(picture),
            media_type=MEDIA_TYPE,
            sha256=digest,
        )
    except ObjectExists:
        pass  # another process was quicker; both drew the same
    except (ClientError, BotoCoreError, OSError) as error:
        log.warning("share picture of page %s is not kept: %s", page.pk, error)
    return picture


def stored(page_id: int, digest: str) -> bytes | None:
    """The card that was drawn before, None when there is none or storage is away."""
    store = storage_for("released")
    try:
        return bytes(store.client.get_object(Bucket=store.bucket_name, Key=key_of(page_id, digest))["Body"].read())
    except (ClientError, BotoCoreError, OSError):
        return None


@require_safe
def share_card(request: HttpRequest, page_id: str, digest: str) -> HttpResponse:
    """The picture; an old address leads to the present one, a page that is not public has none."""
    page = _public_page(int(page_id))
    present = cards.card_of(page).digest
    if digest != present:
        moved = HttpResponseRedirect(reverse("share_card", args=[page_id, present]))
        moved.headers["Cache-Control"] = "public, max-age=60"
        return moved
    picture = stored(page.pk, digest) or keep(page)
    response = HttpResponse(picture, content_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = IMMUTABLE
    return response


def _public_page(page_id: int) -> Page:
    story = ArticlePage.objects.live().filter(pk=page_id).with_sections().select_related("lead_image").first()
    page = story or Page.objects.live().filter(pk=page_id, depth__gte=2).select_related("locale").specific().first()
    if page is None or page.get_view_restrictions().exists():
        raise Http404
    return page
