"""Make the WebP preview of a file: the picture, the first PDF page or a frame of the clip. Runs in the sandbox."""

import io
import unicodedata
from pathlib import Path
from typing import Any

import dhash
from PIL import Image, ImageOps

from .. import ffmpeg
from ..errors import Rejected
from ..images import to_srgb
from ..limits import MAX_PIXELS, PREVIEW_BYTES, PREVIEW_QUALITIES, PREVIEW_SIDE, PREVIEW_SIDES, Profile
from ..pdf import cut_contour

_PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/avif": "AVIF", "image/gif": "GIF"}
MAX_WORDS, MAX_TEXT_PAGES = 6000, 20  # 6,000 characters are at most 36 kB in the sandbox's answer
_POSTER_SECONDS = 1.0  # the first frame is often black


def clean(source: Path, target: Path, profile: Profile | None, media_type: str) -> dict[str, Any]:
    """Write a WebP, longer side ≤ PREVIEW_SIDE px, never enlarged.

    Returns its width and height, "lookalike_hash", and "words", the text of a PDF.
    """
    if media_type == "application/pdf":
        picture = page_picture(source)
    elif media_type in {"video/mp4", "video/webm"}:
        picture = frame_picture(source, target, media_type)
    else:
        picture = upright_picture(source, media_type)
    picture.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE), Image.Resampling.LANCZOS)
    dhash.force_pil()
    hashed = dhash.format_hex(*dhash.dhash_row_col(picture))
    webp, (width, height) = light_webp(picture)
    target.write_bytes(webp)
    words = document_words(source) if media_type == "application/pdf" else ""
    return {"width": width, "height": height, "lookalike_hash": hashed, "words": words}


def document_words(source: Path) -> str:
    """The text of a PDF, line by line, at most MAX_WORDS characters of its first MAX_TEXT_PAGES pages."""
    import pypdfium2

    lines: list[str] = []
    with pypdfium2.PdfDocument(source) as document:
        for number in range(min(len(document), MAX_TEXT_PAGES)):
            page_text = document[number].get_textpage().get_text_bounded()[:MAX_WORDS]
            lines += [line for raw in page_text.splitlines() if (line := " ".join(raw.split()))]
    return unicodedata.normalize("NFC", "\n".join(lines))[:MAX_WORDS]


def light_webp(picture: Image.Image) -> tuple[bytes, tuple[int, int]]:
    """(WebP bytes, (width, height)): best quality within PREVIEW_BYTES, else the smallest tried. Shrinks `picture`."""
    for side in PREVIEW_SIDES:
        picture.thumbnail((side, side), Image.Resampling.LANCZOS)
        for quality in PREVIEW_QUALITIES:
            out = io.BytesIO()
            picture.save(out, "WEBP", quality=quality, method=4)
            if out.tell() <= PREVIEW_BYTES:
                return out.getvalue(), picture.size
    return out.getvalue(), picture.size


def upright_picture(source: Path, media_type: str) -> Image.Image:
    """The picture upright, in RGB or RGBA, with its ICC profile in `.info`. Raises Rejected above MAX_PIXELS."""
    with Image.open(source, formats=[_PICTURES[media_type]]) as opened:
        if opened.width * opened.height > MAX_PIXELS:
            raise Rejected("too_many_pixels", limit=MAX_PIXELS // 1_000_000)
        icc = opened.info.get("icc_profile")
        upright = ImageOps.exif_transpose(opened)
    if upright.mode == "CMYK":
        upright = to_srgb(upright, icc)
        icc = None
    if upright.mode.startswith("I"):  # 16 bits a pixel: Pillow would clip them to white
        upright = upright.convert("I").point(lambda value: value / 256).convert("L")
    has_alpha = "A" in upright.getbands() or "transparency" in upright.info
    plain = upright.convert("RGBA" if has_alpha else "RGB")
    plain.info = {"icc_profile": icc} if icc and upright.mode in {"RGB", "RGBA", "P"} else {}
    return plain


def page_picture(source: Path, side: int = PREVIEW_SIDE, number: int = 0) -> Image.Image:
    """Page `number` (from 0) as it is trimmed: without its bleed, transparent outside a die line.

    Longer side about `side` px; pages without a die line are RGB on white. pdfium is not thread-safe: call it in
    the sandbox child only, which does one job.
    """
    import pypdfium2

    box = cut_contour.trim_box_of(source, number)
    with pypdfium2.PdfDocument(source) as document:
        if box:
            document[number].set_cropbox(*box)
        page = document[number]  # read again, so that its size is that of the crop box
        width, height = page.get_size()
        scale = min(side / max(width, height, 1), 8)
        picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    return cut_contour.cut_out(picture, source, number)


def frame_picture(source: Path, target: Path, media_type: str) -> Image.Image:
    """The frame at _POSTER_SECONDS, or in the middle of a shorter clip. Raises Rejected("broken_clip")."""
    demuxer = "matroska" if media_type == "video/webm" else "mov"
    seconds = ffmpeg.probe(source, demuxer).seconds
    poster = target.with_suffix(".poster")
    ffmpeg.run(
        [
            "-v",
            "error",
            "-ss",
            str(min(_POSTER_SECONDS, seconds / 2)),
            *ffmpeg.inputs(source, demuxer),
            "-map",
            "0:v:0",
            "-frames:v",
            "1",
            "-c:v",
            "png",
            "-f",
            "image2pipe",
            f"file:{poster}",
        ]
    )
    if not poster.exists():
        raise Rejected("broken_clip")
    with Image.open(poster, formats=["PNG"]) as opened:
        return opened.convert("RGB")
