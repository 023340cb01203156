"""Content of the share image of a page of the newsroom; base/images/share_images.py draws it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from PIL import Image, ImageOps
from wagtail.models import Page

from articles.presentation.cards import ListedStory
from base.images.share_images import ShareImage
from base.pages import BasePage


@dataclass(frozen=True)
class CroppedPicture:
    """A SiteImage, cropped around its focal point."""

    image: Any

    @property
    def facts(self) -> tuple:
        """What the digest of the image depends on."""
        return self.image.pk, self.image.file_hash

    def drawn(self, size: tuple[int, int]) -> Image.Image:
        """The picture, cropped to `size` pixels."""
        with self.image.open_file() as file, Image.open(file, formats=["JPEG", "PNG", "WEBP", "AVIF", "GIF"]) as source:
            source.draft("RGB", (size[0] * 2, size[1] * 2))
            picture = ImageOps.exif_transpose(source).convert("RGB")
        point = self.image.get_focal_point()
        centre = (point.centroid.x / self.image.width, point.centroid.y / self.image.height) if point else (0.5, 0.5)
        return ImageOps.fit(picture, size, Image.Resampling.LANCZOS, centering=centre)


def share_image_of(page: BasePage | ListedStory) -> ShareImage:
    """Content of the image of `page`; no query for a story with section and picture."""
    language = page.language
    if hasattr(page, "lead_image"):
        picture = CroppedPicture(page.lead_image) if page.lead_image and not page.lead_image.is_withdrawn else None
        return ShareImage(page.title, page.shown_kicker, page.section.accent, language, picture)
    return ShareImage(page.title, "", getattr(page, "accent", "song"), language)


def address_of(page: Page) -> str:
    """Path of the share image of `page`; it changes with title and picture."""
    return reverse("share_image", args=[page.pk, share_image_of(page).digest])
