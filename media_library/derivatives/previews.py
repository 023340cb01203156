"""Previews: the WebP picture that lists and reviewers see instead of the file."""

import logging
import tempfile
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from files.cleaners.errors import Rejected
from files.intake import sandbox

MEDIA_TYPE = "image/webp"
PREVIEWED = frozenset(
    {"image/jpeg", "image/png", "image/webp", "image/avif", "image/gif", "application/pdf", "video/mp4", "video/webm"}
)
#: First part of the key of files that get a preview; consent papers and evidence get none.
DRAWN_FOLDERS = ("files", "partners", "portraits", "contests")
NOT_DRAWN = _("Không vẽ được hình xem trước cho loại tệp này.")
DRAWING_FAILED = _("Chưa vẽ được hình xem trước. Bạn thử vẽ lại, hoặc xuất lại tệp gốc.")
TAKEN_BACK = _("Đã gỡ hình xem trước vì người trong hình rút lại sự đồng ý.")

log = logging.getLogger(__name__)


class Preview(NamedTuple):
    """WebP bytes, size in pixels, the hash of catalogue/duplicates.py; of a PDF its text and its QR codes too."""

    picture: bytes
    width: int
    height: int
    lookalike_hash: str
    words: str = ""
    codes: list[str] | None = None


def make_preview(path: str | Path, media_type: str, *, in_library: bool = False) -> Preview | None:
    """The preview of a file that accept_upload() has cleaned; longer side ≤ 1200 px, never enlarged.

    Picture: itself, uncropped. PDF: its first page, trimmed. Clip: the frame at one second.
    The QR codes are read of files of the library alone, which may be printed.
    None when the type has no preview (ZIP, text, sound, Office) or the file cannot be drawn.
    """
    if media_type not in PREVIEWED:
        return None
    with tempfile.TemporaryDirectory(prefix="preview-") as folder:
        target = Path(folder) / "out"
        try:
            facts = sandbox.run("preview", Path(path).resolve(), target, {"media_type": media_type})
        except (Rejected, sandbox.ToolFailed) as failure:
            log.warning("no preview of a %s: %s", media_type, failure)
            return None
        size = int(facts["width"]), int(facts["height"])
        has_codes = media_type == "application/pdf" or media_type.startswith("image/")
        codes = read_codes(Path(path).resolve(), folder, media_type) if in_library and has_codes else None
        return Preview(target.read_bytes(), *size, str(facts["lookalike_hash"]), str(facts.get("words", "")), codes)


def read_codes(source: Path, folder: str, media_type: str) -> list[str] | None:
    """What the QR codes of a PDF or a picture hold; None where it cannot be drawn large enough."""
    try:
        facts = sandbox.run("codes", source, Path(folder) / "codes", {"media_type": media_type})
    except (Rejected, sandbox.ToolFailed) as failure:
        log.warning("no codes of a %s: %s", media_type, failure)
        return None
    return [str(code) for code in facts["codes"]]
