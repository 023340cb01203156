"""Clean pictures: decode every pixel, apply the EXIF orientation, drop all metadata, keep the colour profile."""

import io
import warnings
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageFile, PngImagePlugin

from . import picture_words
from .errors import Rejected
from .limits import AVIF_QUALITY, JPEG_QUALITY, MAX_FRAMES, MAX_ICC_BYTES, MAX_PIXELS, WEBP_QUALITY, Profile
from .metadata import BROKEN, is_profile, strip

ImageFile.LOAD_TRUNCATED_IMAGES = False
Image.MAX_IMAGE_PIXELS = None  # _check_pixels() counts frames too, and refuses instead of warning
PngImagePlugin.MAX_TEXT_CHUNK = MAX_ICC_BYTES
PngImagePlugin.MAX_TEXT_MEMORY = MAX_ICC_BYTES

TYPES = {
    "JPEG": ("image/jpeg", "jpg"),
    "PNG": ("image/png", "png"),
    "WEBP": ("image/webp", "webp"),
    "AVIF": ("image/avif", "avif"),
    "GIF": ("image/gif", "gif"),
}
_ORIENTATION = 0x0112
#: EXIF orientation → what turns the picture upright.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SPACES = {"CMYK": "CMYK", "L": "GRAY", "LA": "GRAY", "1": "GRAY", "I;16": "GRAY", "I": "GRAY"}


def clean(source: Path, target: Path, profile: Profile, found: str, declared: str = "") -> dict[str, Any]:
    """See the package. HEIC becomes JPEG; AVIF is always re-encoded, because its boxes can hold any data."""
    original = source.read_bytes()
    data = strip(original, found) if found in {"JPEG", "PNG", "GIF", "WEBP"} else original
    try:
        picture, orientation = _decode(original, data, found)
    except Rejected:
        raise
    except Exception as error:
        raise Rejected(BROKEN) from error
    frames = 1 if found == "HEIF" else getattr(picture, "n_frames", 1)  # HEIF bursts: only the primary picture is read
    if frames > 1 and not profile.animated:
        raise Rejected("animated")
    exact = profile.exact and orientation == 1 and found not in {"AVIF", "HEIF"}
    if exact or frames > 1:
        if found == "AVIF":
            raise Rejected("animated")
        space, (width, height) = _SPACES.get(picture.mode, "RGB"), picture.size
        if data != original:
            target.write_bytes(data)
    else:
        encoded, upright = encode(picture, found, keep_cmyk=profile.exact)
        target.write_bytes(encoded)
        space, (width, height) = _SPACES.get(upright.mode, "RGB"), upright.size
    media_type, extension = TYPES["JPEG" if found == "HEIF" else found]
    return {
        "media_type": media_type,
        "extension": extension,
        "width": width,
        "height": height,
        "colour_space": space,
        "frames": frames,
        **(picture_words.read(original, found) if profile.words else {}),
    }


def _decode(original: bytes, data: bytes, kind: str) -> tuple[Image.Image, int]:
    """The fully loaded picture and its EXIF orientation (1 where the decoder has applied it already)."""
    if kind == "HEIF":
        import pi_heif

        pi_heif.register_heif_opener(thumbnails=False)
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        picture = Image.open(io.BytesIO(data), formats=[kind])
    _check_pixels(picture.width * picture.height, 1)
    frames = 1 if kind == "HEIF" else getattr(picture, "n_frames", 1)
    _check_pixels(picture.width * picture.height, frames)
    for frame in range(frames if frames > 1 else 0):
        picture.seek(frame)
        _check_pixels(picture.width * picture.height, frames)  # a GIF grows when a frame exceeds its logical screen
        picture.load()
    if frames > 1:
        picture.seek(0)
    picture.load()
    _check_pixels(picture.width * picture.height, frames)
    orientation = _orientation(original, kind) if data != original else picture.getexif().get(_ORIENTATION, 1)
    if orientation not in _TURNS:
        return picture, 1
    return picture.transpose(_TURNS[orientation]), orientation


def _check_pixels(pixels: int, frames: int) -> None:
    if frames > MAX_FRAMES or pixels * frames > MAX_PIXELS or pixels == 0:
        raise Rejected("too_many_pixels", limit=MAX_PIXELS // 1_000_000)


def _orientation(original: bytes, kind: str) -> int:
    """EXIF orientation of the file as it arrived; 1 when the EXIF block is missing or broken."""
    try:
        with Image.open(io.BytesIO(original), formats=[kind, "MPO"] if kind == "JPEG" else [kind]) as picture:
            return int(picture.getexif().get(_ORIENTATION, 1))
    except Exception:
        return 1


def encode(picture: Image.Image, found: str, *, keep_cmyk: bool) -> tuple[bytes, Image.Image]:
    """(file, picture): `picture` in its own format (HEIF → JPEG) with pixels, transparency and ICC profile only."""
    icc = picture.info.get("icc_profile")
    if icc and not is_profile(icc):
        icc = None
    transparency = picture.info.get("transparency")
    lossless = found == "WEBP" and bool(picture.info.get("lossless"))
    bare = picture.copy()
    bare.info = {}
    if bare.mode == "CMYK" and not (keep_cmyk and found == "JPEG"):
        bare, icc = to_srgb(bare, icc), None
    options: dict[str, Any] = {"icc_profile": icc}
    if found in {"JPEG", "HEIF"}:
        if bare.mode not in {"L", "RGB", "CMYK"}:
            bare = bare.convert("RGB")
        options |= {"quality": JPEG_QUALITY, "subsampling": "4:4:4", "optimize": bare.width * bare.height < 12_000_000}
    elif found == "PNG":
        options |= {"compress_level": 6 if bare.width * bare.height < 8_000_000 else 2}
        if transparency is not None:
            options["transparency"] = transparency
    elif found == "WEBP":
        options |= {
            "quality": WEBP_QUALITY,
            "lossless": lossless,
            "method": 4 if bare.width * bare.height < 8_000_000 else 1,
        }
    elif found == "AVIF":
        options |= {
            "quality": AVIF_QUALITY,
            "speed": 8 if bare.width * bare.height < 8_000_000 else 10,
            "max_threads": 2,
        }
    elif found == "GIF" and transparency is not None:
        options["transparency"] = transparency
    out = io.BytesIO()
    bare.save(out, "JPEG" if found == "HEIF" else found, **options)
    return out.getvalue(), bare


def to_srgb(picture: Image.Image, icc: bytes | None) -> Image.Image:
    """CMYK as sRGB, because browsers show CMYK wrongly: through the picture's ICC profile, else Pillow's formula."""
    if icc:
        try:
            profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
            converted = ImageCms.profileToProfile(picture, profile, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            converted = None
        if converted is not None:
            converted.info = {}
            return converted
    return picture.convert("RGB")
