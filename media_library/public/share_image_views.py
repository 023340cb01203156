"""/anh-chia-se/<language>/…: the share image of a released asset or kit."""

from __future__ import annotations

from botocore.exceptions import BotoCoreError, ClientError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base.images.share_images import ShareImage
from media_library.catalogue import labels
from media_library.derivatives import share_images
from media_library.models import Asset, Kit
from media_library.public.cards import reader


@require_safe
def share_image(request: HttpRequest, language: str, what: str, slug: str, digest: str) -> HttpResponse:
    """The share image of a released asset or kit in a language. Raises Http404 for everything else."""
    with translation.override(language):
        image = _share_image_of(request, what, slug)
        present = reverse("media_library:share_image", args=[language, what, slug, image.digest])
        try:
            return share_images.answer(
                request, f"cards/{what}-{language}-{slug}-{image.digest}.jpg", image, digest, present
            )
        except (ClientError, BotoCoreError, OSError) as error:
            raise Http404(_("Chưa vẽ được hình này.")) from error


def _share_image_of(request: HttpRequest, what: str, slug: str) -> ShareImage:
    if what == share_images.KIT:
        kit = Kit.objects.released().with_texts().filter(slug=slug).first()
        if kit is None:
            raise Http404(_("Không có bộ tài liệu này."))
        return share_images.of_kit(kit)
    asset = Asset.objects.visible_to(reader(request)).with_cards().filter(slug=slug).first()
    if asset is None:
        raise Http404(_("Không có tài liệu này trong kho."))
    return share_images.of_asset(asset, labels.preview_of(asset.current_files))
