"""One small WebP of a file: the picture, the first PDF page, a frame of the clip. Runs in the sandbox child."""

import io
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from media_library.cleaning import ffmpeg
from media_library.cleaning.images import _to_srgb
from media_library.cleaning.rejection import Rejected
from media_library.limits import MAX_PIXELS, PREVIEW_QUALITY, PREVIEW_SIDE, Profile

_PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/avif": "AVIF", "image/gif": "GIF"}
_POSTER_SECONDS = 1.0  # the first frame is often black


def clean(source: Path, target: Path, profile: Profile | None, media_type: str) -> dict[str, Any]:
    """Write a WebP, longer side ≤ PREVIEW_SIDE px, never enlarged; {"width": px, "height": px}."""
    if media_type == "application/pdf":
        picture = _page(source)
    elif media_type in {"video/mp4", "video/webm"}:
        picture = _frame(source, target, media_type)
    else:
        picture = _picture(source, _PICTURES[media_type])
    picture.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=PREVIEW_QUALITY, method=4)
    target.write_bytes(out.getvalue())
    return {"width": picture.width, "height": picture.height}


def _picture(source: Path, kind: str) -> Image.Image:
    with Image.open(source, formats=[kind]) as opened:
        if opened.width * opened.height > MAX_PIXELS:
            raise Rejected("too_many_pixels", limit=MAX_PIXELS // 1_000_000)
        icc = opened.info.get("icc_profile")
        upright = ImageOps.exif_transpose(opened)
    if upright.mode == "CMYK":
        upright = _to_srgb(upright, icc)
        icc = None
    if upright.mode.startswith("I"):  # 16 bits a pixel: Pillow would cut them off at white
        upright = upright.convert("I").point(lambda value: value / 256).convert("L")
    has_alpha = "A" in upright.getbands() or "transparency" in upright.info
    plain = upright.convert("RGBA" if has_alpha else "RGB")
    plain.info = {"icc_profile": icc} if icc and upright.mode in {"RGB", "RGBA", "P"} else {}
    return plain


def _page(source: Path) -> Image.Image:
    """pdfium is not thread-safe; it has this process for itself. A page is drawn on white."""
    import pypdfium2

    with pypdfium2.PdfDocument(source) as document:
        page = document[0]
        width, height = page.get_size()
        scale = min(PREVIEW_SIDE / max(width, height, 1), 8)
        return page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")


def _frame(source: Path, target: Path, media_type: str) -> Image.Image:
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
