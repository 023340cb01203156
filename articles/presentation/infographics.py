"""What an infographic shows whole."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from media_library.public.cards import AssetCard
from media_library.vocabulary import Kind


def drawing_of(picture: Any, body: Iterable[Any]) -> Any:
    """The story's own upright picture, else the card of the library's drawing in its body, else None.

    The card has `picture` and `text`.
    """
    if picture and picture.is_upright:
        return picture
    assets = (block.value for block in body if block.block_type == "asset" and block.value)
    drawing = next((asset for asset in assets if asset.kind == Kind.INFOGRAPHIC and asset.is_released), None)
    return AssetCard.of(drawing) if drawing else None
