"""/meo/<page>-<digest>.jpg and .webp: a tip as a picture, drawn once and kept in storage."""

from __future__ import annotations

import hashlib
import logging
from io import BytesIO

from botocore.exceptions import BotoCoreError, ClientError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import etag, require_safe

from articles.models import TipPage
from articles.presentation import tip_images
from base.caching.cdn_purge import purge_later
from base.caching.headers import PICTURE
from base.text import vn_slugify
from files.storage.backends import storage_for
from files.storage.objects import ObjectExists, purge_below, put_new

log = logging.getLogger(__name__)


def key_of(page_id: int, digest: str, form: str) -> str:
    """Key of the picture in the released bucket; `form` is a key of tip_images.FORMS."""
    return f"cards/meo-{page_id}-{digest}.{form}"


def keep(page: TipPage) -> dict[str, bytes]:
    """Draw the picture and store it in every form; returns them, also when storage is away."""
    pictures = tip_images.draw(page.tip_image)
    for form, picture in pictures.items():
        key, sha256 = key_of(page.pk, page.tip_image.digest, form), hashlib.sha256(picture).hexdigest()
        try:
            put_new(storage_for("released"), key, BytesIO(picture), media_type=tip_images.FORMS[form], sha256=sha256)
        except ObjectExists:
            pass  # another process stored the same picture
        except (ClientError, BotoCoreError, OSError) as error:
            log.warning("card of tip %s is not kept: %s", page.pk, error)
    return pictures


def stored(page_id: int, digest: str, form: str) -> bytes | None:
    """The stored picture; None when there is none or storage is away."""
    store, key = storage_for("released"), key_of(page_id, digest, form)
    try:
        return bytes(store.client.get_object(Bucket=store.bucket_name, Key=key)["Body"].read())
    except (ClientError, BotoCoreError, OSError):
        return None


@require_safe
def tip_image(request: HttpRequest, page_id: str, digest: str, form: str) -> HttpResponse:
    """The picture, shown or (`?tai`) as a download; an outdated digest redirects to the present one.

    Raises Http404 for pages that are not public.
    """
    page = TipPage.objects.live().filter(pk=int(page_id)).select_related("locale").first()
    if page is None or page.get_view_restrictions().exists():
        raise Http404
    if digest != page.tip_image.digest:
        moved = HttpResponseRedirect(page.picture_in(form))
        moved.headers["Cache-Control"] = PICTURE
        return moved
    view = etag(lambda _: f'"{digest}"')(
        lambda _: HttpResponse(stored(page.pk, digest, form) or keep(page)[form], content_type=tip_images.FORMS[form])
    )
    response = view(request)
    if "tai" in request.GET:
        response.headers["Content-Disposition"] = f'attachment; filename="meo-{vn_slugify(page.title, 60)}.{form}"'
    response.headers["Cache-Control"] = PICTURE
    return response


def forget_drawn(page_id: int) -> list[str]:
    """Purge every stored picture of the tip, and its addresses at the edge; returns the keys. Run by a worker."""
    keys = purge_below("released", f"cards/meo-{page_id}-")
    named = [key.rpartition("-")[2].partition(".") for key in keys]
    purge_later(reverse("tip_image", args=[page_id, digest, form]) for digest, _dot, form in named)
    return keys
