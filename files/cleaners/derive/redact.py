"""Redact parts of a picture: average the pixels into large squares, then blur. Runs in the sandbox child.

Averaging removes the detail; a Gaussian blur alone can be reversed in part.
"""

import io
from pathlib import Path
from typing import Any

from PIL import Image, ImageFilter

from ..errors import Rejected
from ..images import TYPES, encode
from ..limits import Profile
from .thumbnail import upright_picture

SQUARES = 6  # squares along the shorter side of a redacted part
MAX_PARTS = 50


def clean(
    source: Path, target: Path, profile: Profile | None, media_type: str, parts: list[list[float]]
) -> dict[str, Any]:
    """Redact `parts` (x, y, width, height in per cent of the picture's sides); write a picture of the same type.

    Raises Rejected for no parts, for more than MAX_PARTS and for GIF.
    """
    picture = upright_picture(source, media_type)
    if not parts or len(parts) > MAX_PARTS:
        raise Rejected("undecodable")
    for x, y, width, height in parts:
        box = (
            max(round(picture.width * x / 100), 0),
            max(round(picture.height * y / 100), 0),
            min(round(picture.width * (x + width) / 100), picture.width),
            min(round(picture.height * (y + height) / 100), picture.height),
        )
        if box[2] > box[0] and box[3] > box[1]:
            picture.paste(_pixelated(picture.crop(box)), box)
    kind = next(name for name, (known_type, _extension) in TYPES.items() if known_type == media_type)
    if kind in {"GIF"}:
        raise Rejected("animated")
    data, _picture = encode(picture, kind, keep_cmyk=False)
    target.write_bytes(data)
    Image.open(io.BytesIO(data), formats=[kind]).load()
    extension = TYPES[kind][1]
    return {"media_type": media_type, "extension": extension, "width": picture.width, "height": picture.height}


def _pixelated(part: Image.Image) -> Image.Image:
    step = max(min(part.size) // SQUARES, 1)
    small = part.resize((max(part.width // step, 1), max(part.height // step, 1)), Image.Resampling.BOX)
    return small.resize(part.size, Image.Resampling.NEAREST).filter(ImageFilter.GaussianBlur(step / 2))
