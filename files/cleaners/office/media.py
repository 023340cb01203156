"""Remove metadata (location, device) from pictures, clips and sounds inside an Office document."""

import io
import struct
import tempfile
from pathlib import Path

from .. import audio, ffmpeg
from ..errors import Rejected
from ..limits import MAX_PIXELS
from ..metadata import strip, strip_jpeg

BROKEN = "broken_office"
_PICTURES = {b"\xff\xd8\xff": "JPEG", b"\x89PN": "PNG", b"GIF": "GIF"}
_TIFF = (b"II*\x00", b"MM\x00*")
_MUXERS = {"mov": "mov", "m4a": "ipod"}  # the part keeps its name, so its container stays; all others are MP4


def clean(data: bytes, suffix: str) -> bytes:
    """`data` without metadata; drawings and fonts stay as they are. Raises Rejected("broken_office")."""
    kind = _PICTURES.get(data[:3]) or ("WEBP" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else "")
    try:
        if kind == "JPEG":
            return strip_jpeg(data, _orientation(data))
        if kind:
            return strip(data, kind)
        if data.startswith(_TIFF):
            return _bare_tiff(data)
        if suffix == "mp3":
            return audio.mp3_frames(data)
        if suffix == "wav":
            return audio.wav_samples(data)
    except (Rejected, IndexError, ValueError, OSError, struct.error):
        raise Rejected(BROKEN) from None
    return _bare_clip(data, suffix) if data[4:8] == b"ftyp" or suffix in {"mp4", "mov", "m4a"} else data


def _orientation(data: bytes) -> int:
    """EXIF orientation of a JPEG; 1 when the EXIF block is missing or broken."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=["JPEG", "MPO"]) as picture:
            value = int(picture.getexif().get(0x0112, 1))
    except Exception:
        return 1
    return value if value in range(1, 9) else 1


def _bare_tiff(data: bytes) -> bytes:
    """The first picture of a TIFF, upright, with only the tags that are needed to draw it."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data), formats=["TIFF"]) as opened:
        if opened.width * opened.height > MAX_PIXELS:
            raise Rejected(BROKEN)
        upright = ImageOps.exif_transpose(opened)
    bare = Image.frombytes(upright.mode, upright.size, upright.tobytes())
    if upright.palette:
        bare.putpalette(upright.palette)
    out = io.BytesIO()
    bare.save(out, "TIFF", compression="tiff_lzw")
    return out.getvalue()


def _bare_clip(data: bytes, suffix: str) -> bytes:
    """The video and audio streams of `data`, copied without metadata and other streams."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in", Path(folder) / "out"
        source.write_bytes(data)
        streams = ["-map", "0:v?", "-map", "0:a?", "-c", "copy", "-write_tmcd", "0"]
        output = [*streams, "-f", _MUXERS.get(suffix, "mp4"), f"file:{target}"]
        result = ffmpeg.run(["-v", "error", *ffmpeg.inputs(source, "mov"), *ffmpeg.BARE, *output])
        if result.returncode or not target.exists():
            raise Rejected(BROKEN)
        return target.read_bytes()
