"""Make images and texts from a cleaned file: web images, small previews, one page, captions, transcript.

Runs in the sandbox child. Nothing is ever enlarged.
"""

import html
import io
import re
from pathlib import Path
from typing import Any

from PIL import Image

from ..errors import Rejected
from ..limits import MIDDLE_SIDE, PNG_SIDE, PREVIEW_SIDE, SMALL_SIDE, WEB_SIDE, Profile
from .frames import FRAMES, PAGE_SIDE, flattened, framed
from .thumbnail import frame_picture, light_webp, page_picture, upright_picture

_Saved = tuple[str, dict[str, Any]]  # Pillow's name of the format, and its options
_SAVED: dict[str, _Saved] = {
    "avif": ("AVIF", {"quality": 62, "speed": 8}),
    "webp": ("WEBP", {"quality": 80, "method": 4}),
    "jpeg": ("JPEG", {"quality": 82, "progressive": True, "optimize": True}),
}
TYPES = {
    "AVIF": ("image/avif", "avif"),
    "WEBP": ("image/webp", "webp"),
    "JPEG": ("image/jpeg", "jpg"),
    "PNG": ("image/png", "png"),
}
_PNG: _Saved = ("PNG", {"optimize": True})
_PREVIEW: _Saved = ("WEBP", {"quality": 75, "method": 6})  # shown on pages only: small files matter most
_SIDES = {"xem-nho": SMALL_SIDE, "xem-vua": MIDDLE_SIDE}
_TIME = re.compile(r"(\d+:)?\d\d:\d\d[.,]\d{3} --> .+")


def clean(
    source: Path, target: Path, profile: Profile | None, form: str, media_type: str, page: int, crop: str = ""
) -> dict[str, Any]:
    """Write `form` (a value of media_library's Derivative.Form) to `target`; returns media type, extension and pixels.

    `page` of a document counts from 1; `crop` is a key of frames.CROPS, "" for the whole picture. Raises Rejected.
    """
    if form in {"phu-de", "loi-thoai"}:
        return _text(source, target, form)
    if form in FRAMES or form == "png":
        return _offered(source, target, form, media_type, page, crop)
    if form in _SAVED:
        return _save(upright_picture(source, media_type), WEB_SIDE, _SAVED[form], target)
    if form == "trang":
        webp, (width, height) = light_webp(page_picture(source, PREVIEW_SIDE, page - 1))
        target.write_bytes(webp)
        return {"media_type": "image/webp", "extension": "webp", "width": width, "height": height}
    side = _SIDES.get(form, PREVIEW_SIDE)
    if media_type == "application/pdf":
        picture = page_picture(source, side)
    elif media_type.startswith("video/"):
        picture = frame_picture(source, target, media_type)
    else:
        picture = upright_picture(source, media_type)
    return _save(picture, side, _SAVED["jpeg"] if form == "poster" else _PREVIEW, target)


def _offered(source: Path, target: Path, form: str, media_type: str, page: int, crop: str) -> dict[str, Any]:
    """A PNG that people download: the whole page or picture, or set into a frame."""
    if media_type == "application/pdf":
        picture = page_picture(source, PAGE_SIDE if form in FRAMES else PNG_SIDE, max(page - 1, 0))
    else:
        picture = upright_picture(source, media_type)
    image = framed(picture, form, crop) if form in FRAMES else picture
    return _save(image, PNG_SIDE, _PNG, target)


def _save(picture: Image.Image, side: int, saved: _Saved, target: Path) -> dict[str, Any]:
    kind, options = saved
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    if kind == "JPEG":
        picture = flattened(picture)
    out = io.BytesIO()
    picture.save(out, kind, icc_profile=picture.info.get("icc_profile"), **options)
    target.write_bytes(out.getvalue())
    media_type, extension = TYPES[kind]
    return {"media_type": media_type, "extension": extension, "width": picture.width, "height": picture.height}


def _text(source: Path, target: Path, form: str) -> dict[str, Any]:
    """Captions as VTT (SRT is converted), or the spoken text as plain lines. Raises Rejected when no text is left."""
    text = source.read_text("utf-8-sig")
    if form == "phu-de":
        vtt = text if text.startswith("WEBVTT") else "WEBVTT\n\n" + re.sub(r"(\d\d),(\d{3})", r"\1.\2", text)
        target.write_text(vtt, "utf-8")
        return {"media_type": "text/vtt", "extension": "vtt"}
    lines = list(_spoken(text))
    if not lines:
        raise Rejected("broken_captions")
    target.write_text("\n".join(lines) + "\n", "utf-8")
    return {"media_type": "text/plain", "extension": "txt"}


def _spoken(text: str) -> list[str]:
    """Lines of the cues without numbers, times, tags and notes; a line that repeats the one before it is left out."""
    spoken: list[str] = []
    for block in re.split(r"\n\s*\n", text.replace("\r", "")):
        lines = block.strip().split("\n")
        at = next((place for place, line in enumerate(lines) if _TIME.match(line.strip())), None)
        for line in lines[at + 1 :] if at is not None else []:
            plain = html.unescape(re.sub(r"<[^>]*>", "", line)).strip()
            if plain and (not spoken or spoken[-1] != plain):
                spoken.append(plain)
    return spoken
