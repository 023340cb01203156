"""Imprint: a school's name, checked and typeset by Typst, laid over the pages of a released PDF as vectors."""

from __future__ import annotations

import io
import re
import tempfile
import unicodedata
from typing import IO, Any, BinaryIO

import pikepdf
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image

from files.storage.backends import storage_for
from files.storage.objects import CHUNK_BYTES
from media_library.models import AssetFile, NameZone
from media_library.print import typst

MAX_NAME = 80  # characters
MAX_SOURCE = 60_000_000  # bytes of the PDF, because it is read into this process
CREST_PIXELS = 600  # longer side of a crest after scaling
POINTS = 72 / 25.4  # in a millimetre
#: cyan, magenta, yellow, black in per cent
INKS = {
    NameZone.Ink.DARK: (86, 72, 56, 62),
    NameZone.Ink.WHITE: (0, 0, 0, 0),
    NameZone.Ink.RIVER: (96, 56, 48, 38),
    NameZone.Ink.PAPER: (86, 72, 56, 62),
}
# Vietnamese and Khmer letters, digits and punctuation in names of schools; our fonts have all of them.
_LETTERS = re.compile(r"^[A-Za-zÀ-ÖØ-öø-ýĂăĐđĨĩŨũƠơƯưẠ-ỹ\u1780-\u17d3\u17e0-\u17e9\u200b0-9 .,:;()&/+'’“”\"–-]+$")


class TooHeavy(ValidationError):
    """The PDF is larger than MAX_SOURCE."""


def clean_name(given: str) -> str:
    """`given` as it will be printed: NFC, one line. Raises ValidationError with the limit and what to do.

    Control characters, line breaks, emoji and letters of other scripts are refused, not dropped, so that nothing
    else is printed than what the school wrote.
    """
    name = unicodedata.normalize("NFC", given).strip()
    if not name:
        raise ValidationError(_("Bạn gõ tên trường vào ô này."))
    if len(name) > MAX_NAME:
        raise ValidationError(
            _("Tên có %(n)d ký tự, tối đa %(limit)d. Bạn viết gọn, ví dụ “THCS” thay cho “Trung học cơ sở”.")
            % {"n": len(name), "limit": MAX_NAME}
        )
    strange = sorted({character for character in name if not _LETTERS.match(character)})
    if strange:
        characters = " ".join(
            character if character.isprintable() else f"U+{ord(character):04X}" for character in strange[:5]
        )
        raise ValidationError(
            _("Tên có ký tự không in được: %(shown)s. Bạn xóa ký tự đó rồi thử lại.") % {"shown": characters}
        )
    return " ".join(name.split(" "))


def clean_crest(picture: IO[bytes]) -> bytes:
    """A PNG of at most CREST_PIXELS a side from a file that accept_upload() has cleaned; transparency stays."""
    with Image.open(picture) as image:
        image.thumbnail((CREST_PIXELS, CREST_PIXELS))
        target = io.BytesIO()
        image.convert("RGBA").save(target, "PNG")
    return target.getvalue()


def imprinted_copy(file: AssetFile, name: str, crest: bytes | None = None) -> bytes:
    """The PDF of `file` with `name` (from clean_name) in its zone on every page; everything else is unchanged.

    Raises ValidationError when the name does not fit even at the smallest size, TooHeavy above MAX_SOURCE, typst.Busy,
    and OSError or botocore errors when storage is away.
    """
    zone: NameZone = file.zone
    if file.stored.size > MAX_SOURCE:
        raise TooHeavy(_("Tệp này quá lớn để thêm tên trường ở đây. Bạn tải bản gốc rồi nhờ nhà in thêm."))
    with _source(file) as source, pikepdf.open(source) as sheet:
        for page in sheet.pages:
            box = _trim(page)
            overlay = _overlay(zone, box, name, crest)
            with pikepdf.open(io.BytesIO(overlay)) as layer:
                page.add_overlay(layer.pages[0], pikepdf.Rectangle(*map(float, page.mediabox)))
        target = io.BytesIO()
        sheet.save(target, deterministic_id=True)
    return target.getvalue()


def _source(file: AssetFile) -> BinaryIO:
    store = storage_for(file.stored.zone)
    # Any: pikepdf wants BinaryIO, which adds nothing to the IO[bytes] that typeshed says.
    copy: Any = tempfile.SpooledTemporaryFile(max_size=8_000_000)  # noqa: SIM115 - the caller closes it
    for chunk in store.client.get_object(Bucket=store.bucket_name, Key=file.stored.key)["Body"].iter_chunks(
        CHUNK_BYTES
    ):
        copy.write(chunk)
    copy.seek(0)
    return copy


def _trim(page: pikepdf.Page) -> tuple[float, float, float, float]:
    """(sheet width, sheet height, left of the trim box, top of the trim box) in mm from the upper left corner."""
    left, bottom, right, top = (float(value) for value in page.mediabox)
    trim = [float(value) for value in page.trimbox]
    return (right - left) / POINTS, (top - bottom) / POINTS, (trim[0] - left) / POINTS, (top - trim[3]) / POINTS


def _overlay(zone: NameZone, box: tuple[float, float, float, float], name: str, crest: bytes | None) -> bytes:
    width, height, left, top = box
    data: dict[str, Any] = {
        "sheet_width": width,
        "sheet_height": height,
        "x": left + float(zone.x),
        "y": top + float(zone.y),
        "width": float(zone.width),
        "height": float(zone.height),
        "name": name,
        "ink": INKS[NameZone.Ink(zone.ink)],
        "paper": zone.ink == NameZone.Ink.PAPER,
        "align": zone.align,
        "largest": zone.largest,
        "smallest": zone.smallest,
        "crest": list(crest) if crest and zone.takes_crest else None,
    }
    try:
        return typst.pdf("name_zone", data)
    except typst.Unset as error:
        raise ValidationError(
            _("Tên dài quá chỗ chừa sẵn (%(width)s × %(height)s mm). Bạn viết gọn lại rồi thử lần nữa.")
            % {"width": zone.width, "height": zone.height}
        ) from error
