"""What a photographer wrote into a picture: caption and credit, from IPTC and EXIF. Everything else stays unread."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, IptcImagePlugin

LONGEST_CAPTION, LONGEST_CREDIT = 250, 120  # characters; the columns that take them over
_IPTC_CAPTION, _IPTC_CREDITS = (2, 120), ((2, 80), (2, 110), (2, 116))  # caption; by-line, credit, copyright notice
_EXIF_CAPTION, _EXIF_CREDITS = 0x010E, (0x013B, 0x8298)  # ImageDescription; Artist, Copyright
#: What cameras write by themselves where a person would describe the picture.
_EMPTY = {"", "default", "olympus digital camera", "samsung", "photo", "image", "screenshot", "untitled"}


def read(original: bytes, found: str) -> dict[str, str]:
    """{"caption", "credit"} of a picture as it arrived, "" for what is not there or cannot be read."""
    try:
        with Image.open(io.BytesIO(original), formats=[found, "MPO"] if found == "JPEG" else [found]) as picture:
            iptc = IptcImagePlugin.getiptcinfo(picture) or {}
            exif = picture.getexif()
            caption = _first(iptc.get(_IPTC_CAPTION), exif.get(_EXIF_CAPTION), limit=LONGEST_CAPTION)
            credits = [iptc.get(key) for key in _IPTC_CREDITS] + [exif.get(key) for key in _EXIF_CREDITS]
            return {"caption": caption, "credit": _first(*credits, limit=LONGEST_CREDIT)}
    except Exception:  # the pixels were judged before; broken notes about them are no notes
        return {"caption": "", "credit": ""}


def _first(*values: Any, limit: int) -> str:
    for value in values:
        words = " ".join("".join(letter for letter in _text(value) if letter.isprintable() or letter.isspace()).split())
        words = words[:limit].strip()
        if words.lower() not in _EMPTY:
            return words
    return ""


def _text(value: Any) -> str:
    """A note as text: UTF-8, else Latin-1; Pillow gives EXIF text as the bytes' Latin-1 letters."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, str):
        try:
            value = value.encode("latin-1")
        except UnicodeEncodeError:
            return value.replace("\0", "")
    if not isinstance(value, bytes):
        return ""
    try:
        return value.decode("utf-8").replace("\0", "")
    except UnicodeDecodeError:
        return value.decode("latin-1").replace("\0", "")
