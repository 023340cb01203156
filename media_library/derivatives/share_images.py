"""Share images of assets and kits: the name and the preview, drawn once and kept in storage."""

from __future__ import annotations

import hashlib
import io
import logging
import re
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import etag
from PIL import Image

from base.caching.cdn_purge import purge_later
from base.caching.headers import PICTURE
from base.images import share_images
from files.models import StoredFile
from files.storage.backends import storage_for
from files.storage.objects import ObjectExists, purge, put_new
from files.storage.versions import versions
from media_library.models import Asset, Kit

MEDIA_TYPE = "image/jpeg"
MIST, SHADE = "#eef3f5", "#c9d3d8"
ROOM = 40  # pixels around the preview
#: First word of the address: an asset or a kit.
ASSET, KIT = "tai-lieu", "bo"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class FramedPreview:
    """The preview of a file, uncropped, before a plain background."""

    stored: StoredFile

    @property
    def facts(self) -> tuple:
        """Values on which the drawing depends, for the digest."""
        return self.stored.pk, self.stored.preview_key

    def drawn(self, size: tuple[int, int]) -> Image.Image:
        """The picture in `size`, read from storage."""
        store = storage_for("released")
        body = store.client.get_object(Bucket=store.bucket_name, Key=self.stored.preview_key)["Body"].read()
        with Image.open(io.BytesIO(body), formats=["WEBP"]) as source:
            picture = source.convert("RGBA")
        picture.thumbnail((size[0] - 2 * ROOM, size[1] - 2 * ROOM), Image.Resampling.LANCZOS)
        sheet = Image.new("RGB", size, MIST)
        left, top = (size[0] - picture.width) // 2, (size[1] - picture.height) // 2
        shape = picture.getchannel("A")
        sheet.paste(Image.new("RGB", picture.size, SHADE), (left + 8, top + 10), shape)
        sheet.paste(picture, (left, top), shape)
        return sheet


def of_asset(asset: Asset, picture: StoredFile | None) -> share_images.ShareImage:
    """The share image of an asset in the active language; no query when its texts are loaded."""
    language = get_language() or "vi"
    return share_images.ShareImage(
        asset.name, asset.get_kind_display(), "dien", language, FramedPreview(picture) if picture else None
    )


def of_kit(kit: Kit) -> share_images.ShareImage:
    """The share image of a kit in the active language."""
    text = kit.text()
    return share_images.ShareImage(text.name if text else kit.code, _("Bộ tài liệu"), "dien", get_language() or "vi")


def head(what: str, slug: str, image: share_images.ShareImage, about: str, path: str) -> dict[str, Any]:
    """Context of base/og.html for the page at `path`."""
    width, height = share_images.SIZE
    picture = settings.SITE_URL + reverse("media_library:share_image", args=[image.language, what, slug, image.digest])
    return {
        "about": about,
        "canonical": settings.SITE_URL + path,
        "share_picture": {"address": picture, "width": width, "height": height, "alt": image.title},
    }


def keep(key: str, image: share_images.ShareImage) -> bytes:
    """Draw `image` and store it in the released bucket; returns the JPEG, also when storage is away."""
    picture = share_images.draw(image)
    digest = hashlib.sha256(picture).hexdigest()
    try:
        put_new(storage_for("released"), key, BytesIO(picture), media_type=MEDIA_TYPE, sha256=digest)
    except ObjectExists:
        pass  # another process stored the same picture first
    except (ClientError, BotoCoreError, OSError) as error:
        log.warning("share picture %s is not kept: %s", key, error)
    return picture


def stored(key: str) -> bytes | None:
    """The JPEG that was stored before; None when there is none or storage is away."""
    store = storage_for("released")
    try:
        return bytes(store.client.get_object(Bucket=store.bucket_name, Key=key)["Body"].read())
    except (ClientError, BotoCoreError, OSError):
        return None


def answer(request: HttpRequest, key: str, image: share_images.ShareImage, digest: str, present: str) -> HttpResponse:
    """The JPEG, 304 for who has it; when `asked`, the digest of the address, is outdated, a redirect to `present`."""
    if digest != image.digest:
        moved = HttpResponseRedirect(present)
        moved.headers["Cache-Control"] = PICTURE
        return moved
    conditional_view = etag(lambda _: f'"{image.digest}"')(
        lambda _: HttpResponse(stored(key) or keep(key, image), content_type=MEDIA_TYPE)
    )
    response = conditional_view(request)
    response.headers["Cache-Control"] = PICTURE
    return response


def forget_drawn(what: str, slug: str) -> list[str]:
    """Purge every stored image of an asset or kit, and its addresses at the edge; returns the keys. Run by a worker."""
    own = re.compile(rf"cards/{what}-(?P<language>[a-z]{{2}})-{re.escape(slug)}-(?P<digest>[0-9a-f]{{12}})\.jpg")
    store = storage_for("released")
    listed = (entry.key for code, _name in settings.LANGUAGES
              for entry in versions(store.client, store.bucket_name, f"cards/{what}-{code}-{slug}-"))  # fmt: skip
    matches_by_key = {key: match for key in listed if (match := own.fullmatch(key))}
    for key in matches_by_key:
        purge("released", key)
    purge_later(
        reverse("media_library:share_image", args=[match["language"], what, slug, match["digest"]])
        for match in matches_by_key.values()
    )
    return sorted(matches_by_key)
