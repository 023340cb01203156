"""/anh-chia-se/<page>-<digest>.jpg: the share image of a public page, drawn once and kept in storage."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Page

from articles.models import ArticlePage
from articles.presentation import share_images as cards
from base.caching.cdn_purge import purge_later
from files.storage.objects import purge_below
from media_library.derivatives import share_images


def key_of(page_id: int, digest: str) -> str:
    """Key of the image in the released bucket."""
    return f"cards/{page_id}-{digest}.jpg"


def keep(page: Page) -> bytes:
    """Draw the image of `page` and store it; returns the JPEG."""
    image = cards.share_image_of(page)
    return share_images.keep(key_of(page.pk, image.digest), image)


def stored(page_id: int, digest: str) -> bytes | None:
    """The stored image; None when there is none or storage is away."""
    return share_images.stored(key_of(page_id, digest))


@require_safe
def share_image(request: HttpRequest, page_id: str, digest: str) -> HttpResponse:
    """The image; an outdated digest redirects to the present one. Raises Http404 for pages that are not public."""
    page = _public_page(int(page_id))
    image = cards.share_image_of(page)
    present = reverse("share_image", args=[page_id, image.digest])
    return share_images.answer(request, key_of(page.pk, image.digest), image, digest, present)


def forget_drawn(page_id: int) -> list[str]:
    """Purge every stored image of the page, and its addresses at the edge; returns the keys. Run by a worker."""
    keys = purge_below("released", key_of(page_id, "").removesuffix(".jpg"))
    digests = [key.removesuffix(".jpg").rpartition("-")[2] for key in keys]
    purge_later(reverse("share_image", args=[page_id, digest]) for digest in digests)
    return keys


def _public_page(page_id: int) -> Page:
    story = ArticlePage.objects.live().filter(pk=page_id).with_sections().select_related("lead_image").first()
    page = story or Page.objects.live().filter(pk=page_id, depth__gte=2).select_related("locale").specific().first()
    if page is None or page.get_view_restrictions().exists():
        raise Http404
    return page
