"""Blocks: pictures, assets of the library, links to posts on social networks."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from media_library.admin.chooser import refuse_unusable
from media_library.models import Asset
from media_library.public.cards import AssetCard

from .pictures import PictureChooserBlock
from .samples import picture_without_minors

POST_HOSTS = {
    "tiktok.com": "TikTok",
    "youtube.com": "YouTube",
    "youtu.be": "YouTube",
    "facebook.com": "Facebook",
    "fb.watch": "Facebook",
    "instagram.com": "Instagram",
    "zalo.me": "Zalo",
}


def post_platform(url: str) -> str:
    """Name of the network that a post's address belongs to; "" for others. The address is not fetched."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    if parts.scheme != "https":
        return ""
    return next((name for domain, name in POST_HOSTS.items() if host == domain or host.endswith("." + domain)), "")


class FigureBlock(blocks.StructBlock):
    """A picture with caption and credit."""

    image = PictureChooserBlock(label=_("Ảnh"))
    caption = blocks.CharBlock(label=_("Chú thích"), max_length=250)
    credit = blocks.CharBlock(
        label=_("Nguồn ảnh"), max_length=120, required=False, help_text=_("Để trống thì lấy nguồn ghi trong kho ảnh.")
    )

    class Meta:
        icon = "image"
        label = _("Ảnh có chú thích")
        template = "articles/blocks/figure.html"
        description = _("Ảnh trong bài, luôn có chú thích và nguồn")

    def get_preview_value(self) -> Any:
        """The newest picture without minors."""
        words = {"caption": "Sân trường giờ ra chơi.", "credit": "Demo An"}
        return self.normalize({"image": picture_without_minors(), **words})


class AssetBlock(SnippetChooserBlock):
    """A card of an asset; nothing is shown for a withdrawn one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("media_library.Asset", **kwargs)

    def bulk_to_python(self, values: Iterable[Any]) -> list[Any]:
        """All assets of a body in three queries, without those that visitors may not see."""
        assets = Asset.objects.on_pages(for_editors=False).with_cards().in_bulk({value for value in values if value})
        return [assets.get(value) for value in values]

    def clean(self, value: Any) -> Any:
        """Refuse an asset that may not be used, with its reasons (media_library/rights/availability.py)."""
        asset = super().clean(value)
        if asset is not None:
            refuse_unusable(asset)
        return asset

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the card of a released asset; None for another one."""
        context = super().get_context(value, parent_context=parent_context)
        context["card"] = AssetCard.of(value) if value is not None and value.is_released else None
        return context

    def get_preview_value(self) -> Any:
        """Any released asset that is not for staff only."""
        return Asset.objects.on_pages(for_editors=False).with_cards().first()

    class Meta:
        icon = "folder-open-inverse"
        label = _("Thẻ tài liệu")
        template = "articles/blocks/asset.html"
        description = _("Một tài liệu của kho, có nút tải và dung lượng")


class PostLinkBlock(blocks.StructBlock):
    """A link to a post on a known network."""

    url = blocks.URLBlock(label=_("Liên kết bài đăng"))
    text = blocks.CharBlock(label=_("Chữ hiện trên liên kết"), max_length=120)

    class Meta:
        icon = "link-external"
        label = _("Liên kết bài đăng mạng xã hội")
        template = "articles/blocks/post_link.html"
        description = _("TikTok, YouTube, Facebook, Zalo; trang không tải gì từ nơi khác")
        preview_value = {"url": "https://www.tiktok.com/@demo", "text": "Xem clip trên TikTok"}

    def clean(self, value: Any) -> Any:
        """Raises StructBlockValidationError for an address that belongs to none of POST_HOSTS."""
        cleaned = super().clean(value)
        if not post_platform(cleaned["url"]):
            raise blocks.StructBlockValidationError(
                {
                    "url": ValidationError(
                        _("Chỉ nhận liên kết https của TikTok, YouTube, Facebook, Instagram hoặc Zalo.")
                    )
                }
            )
        return cleaned
