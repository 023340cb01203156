"""Requirements per kind of asset (docs/domain.md C.3): what a file lacks, and what blocks a release.

Files are judged by the facts that the upload gate read from them, never by what somebody typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from base.languages import VIETNAMESE
from files.models import StoredFile
from media_library.models import Asset, AssetFile
from media_library.vocabulary import FileRole, Kind

TOLERANCE_MM = 1  # largest difference of each side of a trim box


@dataclass(frozen=True)
class PrintRule:
    """What a print shop needs. `sheets`: trimmed sizes in mm, upright or lying; empty = any. `dpi`: the least."""

    sheets: tuple[tuple[int, int], ...] = ()
    bleed_mm: float = 0
    dpi: int = 0
    colours: tuple[str, ...] = ("CMYK", "GRAY")


@dataclass(frozen=True)
class ClipRule:
    """Pixels, frame rates and length that players in schools accept. `seconds`: longest; 0 = any."""

    sizes: tuple[tuple[int, int], ...] = ((1920, 1080), (1080, 1920), (1280, 720), (1080, 1080))
    frame_rates: tuple[int, ...] = (25, 30, 50)
    seconds: int = 0
    loudness: tuple[float, float] = (-25.0, -12.0)  # LUFS; EBU R 128 asks for −23, social networks for −14


@dataclass(frozen=True)
class KindRequirements:
    """Requirements of a kind. `roles`: files that every asset of the kind needs in Vietnamese; columns of its grid."""

    roles: tuple[str, ...]
    print: PrintRule | None = None
    pictures: tuple[tuple[int, int], ...] = ()  # pixels of its screen files; empty = any
    clip: ClipRule | None = None
    derivative_forms: tuple[str, ...] = ()  # further values of Derivative.Form


_A = ((297, 420), (420, 594), (594, 841))
_SHEET = PrintRule(_A, bleed_mm=3, dpi=200)
_ANY_SHEET = PrintRule(bleed_mm=2, dpi=150)  # for print files of kinds that are not usually printed
REQUIREMENTS: dict[str, KindRequirements] = {
    Kind.POSTER: KindRequirements((FileRole.PRINT, FileRole.SCHOOL_PRINT, FileRole.SCREEN), _SHEET),
    Kind.INFOGRAPHIC: KindRequirements((FileRole.PRINT, FileRole.SCREEN, FileRole.TEXT), _SHEET),
    Kind.BANNER: KindRequirements((FileRole.PRINT,), PrintRule(((3000, 1000), (4000, 1000)), bleed_mm=20, dpi=100)),
    Kind.STANDEE: KindRequirements(
        (FileRole.PRINT,), PrintRule(((600, 1600), (800, 1800), (800, 2000)), bleed_mm=10, dpi=150)
    ),
    Kind.BOOKMARK: KindRequirements(
        (FileRole.PRINT, FileRole.SCHOOL_PRINT), PrintRule(((50, 150),), bleed_mm=2, dpi=300)
    ),
    Kind.STICKER: KindRequirements((FileRole.PRINT,), PrintRule(((60, 60), (200, 200)), bleed_mm=2, dpi=300)),
    Kind.DECAL: KindRequirements((FileRole.PRINT,), PrintRule((), bleed_mm=2, dpi=150)),
    Kind.TEACHING_PROP: KindRequirements((FileRole.PRINT, FileRole.SCHOOL_PRINT), PrintRule((), bleed_mm=0, dpi=200)),
    Kind.VIDEO: KindRequirements(
        (FileRole.SCREEN, FileRole.LIGHT, FileRole.TEXT), clip=ClipRule(), derivative_forms=("doc-9-16", "vuong-1-1")
    ),
    Kind.AUDIO: KindRequirements((FileRole.AUDIO, FileRole.TEXT)),
    Kind.WALLPAPER: KindRequirements(
        (FileRole.SCREEN,), pictures=((1080, 2400), (1170, 2532), (1366, 768), (1920, 1080), (2560, 1440))
    ),
    Kind.SLIDE: KindRequirements((FileRole.EDITABLE, FileRole.SCREEN)),
    Kind.AVATAR_FRAME: KindRequirements((FileRole.SOCIAL,), pictures=((1080, 1080),)),
    Kind.COVER: KindRequirements((FileRole.SOCIAL,), pictures=((1640, 720), (1640, 856), (2560, 1440))),
    Kind.BRAND_KIT: KindRequirements((FileRole.SOURCE,)),
    Kind.POST_TEXT: KindRequirements((FileRole.TEXT,)),
}
#: Roles whose files are checked against the requirements; other roles may have any format.
JUDGED = {FileRole.PRINT, FileRole.SCREEN, FileRole.SOCIAL}
#: Roles whose PDFs and pictures are printed: each sheet names its version by a QR code and by words.
PRINTED = {FileRole.PRINT, FileRole.SCHOOL_PRINT}
#: Types that can depict a person; for them the question whether somebody under 18 is recognisable must be answered.
MAY_SHOW_PEOPLE = ("image/", "video/", "audio/", "application/pdf", "application/zip", "application/vnd.")


def gaps(kind: str, file: AssetFile) -> list[str]:
    """What `file` lacks of the requirements of `kind`, in sentences; [] when it meets them or is not checked."""
    return [*_profile_gaps(kind, file), *_condition_gaps(file), *_mark_gaps(file)]


def _profile_gaps(kind: str, file: AssetFile) -> Iterable[str]:
    required, stored = REQUIREMENTS.get(Kind(kind)), file.stored
    if required is None or file.role not in JUDGED:
        return []
    if file.role == FileRole.PRINT and required.print:
        return _print_gaps(required.print, stored)
    if stored.duration_ms and stored.width and required.clip:
        return _clip_gaps(required.clip, stored)
    if stored.media_type.startswith("image/") and required.pictures:
        return _picture_gaps(required.pictures, stored)
    return []


def _condition_gaps(file: AssetFile) -> Iterable[str]:
    """Values of inks mean nothing without the paper and press that they are for."""
    stored = file.stored
    if file.role == FileRole.PRINT and stored.colour_space == "CMYK" and not stored.output_condition:
        yield _("PDF không ghi điều kiện in (output intent của PDF/X), ví dụ FOGRA39.")


def is_printed(file: AssetFile) -> bool:
    """Whether it is a PDF or a picture for a print shop or a school's printer."""
    return file.role in PRINTED and file.stored.media_type.startswith(("application/pdf", "image/"))


def takes_mark(file: AssetFile) -> bool:
    """Whether review/marks.py can put the mark on it."""
    return is_printed(file) and file.stored.media_type == "application/pdf"


def is_unread(file: AssetFile) -> bool:
    """Whether the worker has still to read the codes of a printed sheet; it does so with the preview."""
    stored = file.stored
    return is_printed(file) and not (stored.preview_key or stored.preview_error or file.override)


def _mark_gaps(file: AssetFile) -> Iterable[str]:
    """What a printed sheet lacks to be recognised: the QR code of its version, and code and version as words.

    Words that were turned into outlines cannot be read; who approves sees them.
    """
    if not is_printed(file) or is_unread(file) or not hasattr(file.stored, "words"):
        return
    read, version = file.stored.words, file.version
    if read.codes is None:
        yield _("Không đọc được mã QR trên tờ này.")
        return
    sheets = f"{settings.SITE_URL}{version.asset.short_address}"
    ours = [code for code in read.codes if code.lower().startswith(sheets.lower())]
    # the address of this version, or of one form of it: /t/p-a3-03/v1.2-print-km/
    own = [
        code for code in ours if code[len(sheets) :].lower().startswith((f"v{version.number}/", f"v{version.number}-"))
    ]
    if not own:
        yield _("Tờ in chưa mang mã QR của bản v%(number)s.") % {"number": version.number}
    if others := [code for code in ours if code not in own]:
        yield _("Tờ in còn mang mã QR khác: %(address)s.") % {"address": others[0]}
    words = "".join(read.words.split()).casefold()
    if words and not (version.asset.code.casefold() in words and f"v{version.number}" in words):
        yield _("Chữ trên tờ in thiếu mã %(code)s hoặc số bản v%(number)s.") % {
            "code": version.asset.code,
            "number": version.number,
        }


def is_print_ready(file: AssetFile) -> bool:
    """Whether a print shop can take the file as it is, whatever its size: the facts alone, no written override."""
    if file.role != FileRole.PRINT:
        return False
    required = REQUIREMENTS.get(Kind(file.version.asset.kind))
    rule = (required and required.print) or _ANY_SHEET
    return not list(_print_gaps(replace(rule, sheets=()), file.stored))


def _print_gaps(rule: PrintRule, stored: StoredFile) -> Iterable[str]:
    if stored.media_type != "application/pdf" or not stored.trim_width_mm or not stored.trim_height_mm:
        yield _("Bản in ấn phải là PDF có khổ thành phẩm.")
        return
    size = (stored.trim_width_mm, stored.trim_height_mm)
    if rule.sheets and not any(_is_near(size, sheet) for sheet in rule.sheets):
        yield _("Khổ %(found)s mm không thuộc loại này (%(wanted)s mm).") % {
            "found": _measure(size),
            "wanted": "; ".join(_measure(sheet) for sheet in rule.sheets),
        }
    if (stored.bleed_mm or 0) < Decimal(str(rule.bleed_mm)) - Decimal("0.1"):
        yield _("Xén %(found)s mm, nhà in cần %(wanted)s mm mỗi cạnh.") % {
            "found": _number(stored.bleed_mm or 0),
            "wanted": _number(rule.bleed_mm),
        }
    if stored.colour_space not in rule.colours:
        yield _("Hệ màu %(found)s, nhà in cần CMYK.") % {"found": stored.colour_space or _("không rõ")}
    if stored.dpi and stored.dpi < rule.dpi:
        yield _("Ảnh trong trang chỉ %(found)s dpi, cần từ %(wanted)s dpi.") % {"found": stored.dpi, "wanted": rule.dpi}
    if stored.fonts_embedded is False:
        yield _("Có phông chữ chưa nhúng, máy nhà in sẽ thay bằng phông khác.")


def _clip_gaps(rule: ClipRule, stored: StoredFile) -> Iterable[str]:
    size = (stored.width or 0, stored.height or 0)
    if size not in rule.sizes:
        yield _("Khung hình %(found)s, màn hình ở trường nhận %(wanted)s.") % {
            "found": _measure(size),
            "wanted": "; ".join(_measure(dimensions) for dimensions in rule.sizes),
        }
    if stored.frame_rate and not any(abs(float(stored.frame_rate) - rate) < 0.1 for rate in rule.frame_rates):
        yield _("%(found)s hình mỗi giây, màn hình LED cần 25 hoặc 30.") % {"found": _number(stored.frame_rate)}
    if rule.seconds and (stored.duration_ms or 0) > rule.seconds * 1000:
        yield _("Clip dài hơn %(wanted)s giây.") % {"wanted": rule.seconds}
    if stored.loudness_lufs is not None and not rule.loudness[0] <= float(stored.loudness_lufs) <= rule.loudness[1]:
        yield _("Tiếng %(found)s LUFS, nên trong khoảng %(low)s đến %(high)s LUFS.") % {
            "found": _number(stored.loudness_lufs),
            "low": _number(rule.loudness[0]),
            "high": _number(rule.loudness[1]),
        }


def _picture_gaps(sizes: Sequence[tuple[int, int]], stored: StoredFile) -> Iterable[str]:
    if (stored.width, stored.height) not in sizes:
        yield _("Ảnh %(found)s px, loại này dùng %(wanted)s px.") % {
            "found": _measure((stored.width or 0, stored.height or 0)),
            "wanted": "; ".join(_measure(size) for size in sizes),
        }


def release_blockers(asset: Asset, files: Iterable[AssetFile]) -> list[str]:
    """Why these files may not be released, one sentence each; [] when they may. Checked by release_version()."""
    return [_of_file(file, reason) for file in files for reason in file_blockers(asset, file)]


def submit_blockers(files: Iterable[AssetFile]) -> list[str]:
    """Why these files may not be sent for approval: what their editor, and nobody after, has to answer or to add.

    Scans and exceptions for print files are decided by who approves.
    """
    return [_of_file(file, reason) for file in files for reason in _people_blockers(file.stored)]


def _of_file(file: AssetFile, reason: str) -> str:
    return _("“%(label)s”: %(reason)s") % {"label": file.label, "reason": reason}


def file_blockers(asset: Asset, file: AssetFile) -> list[str]:
    """The same for one file: scan, depicted people, and for print files the requirements without a written override."""
    blockers = [*_scan_blockers(file.stored), *_people_blockers(file.stored)]
    if file.role in PRINTED and not file.override:
        blockers += gaps(asset.kind, file)
    return blockers


def _scan_blockers(stored: StoredFile) -> Iterable[str]:
    state = stored.State
    if stored.state in {state.RECEIVED, state.SCANNING}:
        yield _("đang chờ kiểm tra vi-rút, sẽ tự xong khi trình quét trả lời.")
    elif stored.state in {state.INFECTED, state.REFUSED, state.PURGED}:
        yield _("không dùng được (%(state)s).") % {"state": stored.get_state_display()}
    elif stored.state == state.NOT_SCANNED and settings.CLAMD_URL and not stored.decision:
        yield _("chưa quét được vi-rút; cần một người ghi quyết định dùng tệp này.")


#: Consents that another app keeps (e.g. of a submission): sentences of what is missing, None for a file not its own.
ConsentSource = Callable[["StoredFile"], list[str] | None]
_sources: list[ConsentSource] = []


def register_consents(source: ConsentSource) -> None:
    """Register a source of consents; called from AppConfig.ready()."""
    _sources.append(source)


def _consent_gaps(stored: StoredFile) -> list[str]:
    """What is missing in the consents for a file that shows somebody under 18; [] when they are valid.

    Those of the library count for the files of other apps, too: they may be withdrawn here.
    """
    consents = list(stored.consents.all())
    gap_messages = [gap for consent in consents if not consent.was_given_anew(consents) for gap in consent.gaps()]
    for source in _sources:
        if (source_gaps := source(stored)) is not None:
            return [*source_gaps, *gap_messages]
    return gap_messages if consents else [_("có người dưới 18 tuổi nhưng chưa có giấy đồng ý nào.")]


def people_blockers(stored: StoredFile) -> list[str]:
    """Why depicted people block the file: question unanswered, consent missing, or a redacted version replaces it."""
    return list(_people_blockers(stored))


def _people_blockers(stored: StoredFile) -> Iterable[str]:
    if not stored.media_type.startswith(MAY_SHOW_PEOPLE):
        return
    if stored.redaction_areas:
        yield _("đang che mặt hoặc đã có bản che mặt thay thế, bản gốc không phát hành nữa.")
    elif stored.is_redacted:
        yield _("đã có bản che mặt thay thế, bản gốc không phát hành nữa.")
    elif stored.shows_minor is None:
        yield _("chưa trả lời câu “có người dưới 18 tuổi nhận ra được không?”.")
    elif stored.shows_minor:
        yield from _consent_gaps(stored)


def expected_cells(kind: str) -> list[tuple[str, str]]:
    """(language, role) of each required file of an asset of `kind`: every role of its profile, in Vietnamese."""
    required = REQUIREMENTS.get(Kind(kind))
    return [(VIETNAMESE, role) for role in required.roles] if required else []


def _is_near(size: tuple[Decimal, Decimal], sheet: tuple[int, int]) -> bool:
    return any(
        abs(size[0] - width) <= TOLERANCE_MM and abs(size[1] - height) <= TOLERANCE_MM
        for width, height in (sheet, sheet[::-1])
    )


def _measure(size: Sequence[Decimal | int]) -> str:
    return f"{_number(size[0])} × {_number(size[1])}"


def _number(value: Decimal | float) -> str:
    number = Decimal(str(value)).quantize(Decimal("0.1"))
    return str(number_format(int(number) if number == int(number) else number, use_l10n=True))
