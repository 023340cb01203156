"""Texts that describe a file: “A3 · PDF in · 5,0 MB · VI, KM · v1.2”; CSS classes by size and kind.

All values are those that the upload gate read from the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Case, When
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from base.languages import language_name
from base.templatetags.vi import filesize_vi
from files.models import StoredFile
from media_library.catalogue.paper_sizes import paper_size
from media_library.models import Asset, AssetFile
from media_library.vocabulary import FileRole, Kind, SchoolLevel

#: Kind → CSS class of the preview on a shelf, drawn in true proportion.
_SHELF = {
    Kind.BOOKMARK: "o-bm",
    Kind.STICKER: "o-sticker",
    Kind.VIDEO: "o-screen",
    Kind.SLIDE: "o-screen",
    Kind.TEACHING_PROP: "o-card",
    Kind.POST_TEXT: "o-text",
}
_TALL, _LARGE = {"o-s80", "o-s60", "o-bn"}, {"o-a1", "o-a2"}
_SCREENS = {Kind.VIDEO, Kind.SLIDE, Kind.WALLPAPER}
_CUT = {Kind.STICKER, Kind.DECAL}
SUBTITLES = ("vtt", "srt")


def dimensions(stored: StoredFile) -> str:
    """Paper size, measure or pixels: “A3”, “60 × 160 cm”, “3 × 1 m”, “1080 × 1350”; "" for sound and text."""
    if sheet := paper_size(stored):
        return sheet
    if stored.trim_width_mm and stored.trim_height_mm:
        return _measure(stored.trim_width_mm, stored.trim_height_mm)
    if stored.width and stored.height:
        return f"{stored.width} × {stored.height}"
    return ""


def _measure(width: Decimal, height: Decimal) -> str:
    divisor, unit = (
        (1000, "m") if max(width, height) >= 2000 else (10, "cm") if max(width, height) >= 100 else (1, "mm")
    )
    return f"{number(width / divisor)} × {number(height / divisor)} {unit}"


def number(value: Decimal) -> str:
    """A decimal in the active language, e.g. 297 or 2,5."""
    return number_format(value.quantize(Decimal("0.1")).normalize() if value % 1 else int(value), use_l10n=True)


def length(stored: StoredFile) -> str:
    """Playing time as “0:30”, "" for files without one."""
    if not stored.duration_ms:
        return ""
    minutes, seconds = divmod(round(stored.duration_ms / 1000), 60)
    return f"{minutes}:{seconds:02d}"


def format_text(file: AssetFile) -> str:
    """“PDF in” for a print file, else the format alone: “MP4”."""
    return _("%(format)s in") % {"format": file.format_label} if file.role == FileRole.PRINT else file.format_label


def file_line(file: AssetFile) -> str:
    """“PDF · A3 · có xén 3 mm · CMYK · 2 trang · 14,2 MB”: one row of the list of files."""
    stored = file.stored
    parts = [file.format_label, dimensions(stored), length(stored)]
    if file.role == FileRole.PRINT:
        bleed = _("có xén %(mm)s mm") % {"mm": number(stored.bleed_mm)} if stored.bleed_mm else ""
        parts += [bleed, stored.colour_space]
    if stored.pages and stored.pages > 1:
        parts.append(page_count(stored.pages))
    return " · ".join(part for part in [*parts, filesize_vi(stored.size)] if part)


def admin_labels(file: AssetFile) -> list[str]:
    """Facts of the file for editors that file_line() leaves out."""
    stored = file.stored
    fonts = {None: "", True: _("phông đã nhúng"), False: _("phông chưa nhúng hết")}[stored.fonts_embedded]
    tracks = stored.caption_tracks or 0
    facts = [
        page_count(stored.pages) if stored.pages == 1 else "",
        "" if file.role == FileRole.PRINT else stored.colour_space,
        stored.output_condition,
        fonts,
        f"{stored.dpi} dpi" if stored.dpi else "",
        stored.video_codec.upper(),
        f"{number_format(stored.frame_rate.normalize(), use_l10n=True)} fps" if stored.frame_rate else "",
        f"{number(stored.loudness_lufs)} LUFS" if stored.loudness_lufs is not None else "",
        ngettext("%(n)d phụ đề kèm", "%(n)d phụ đề kèm", tracks) % {"n": tracks} if tracks else "",
    ]
    return [fact for fact in facts if fact]


def page_count(pages: int) -> str:
    """“2 trang”."""
    return ngettext("%(n)d trang", "%(n)d trang", pages) % {"n": pages}


def numbered(files: list[AssetFile]) -> list[AssetFile]:
    """`files` of one version with `position` among those of the same language and role; 0 for a single one."""
    groups: dict[tuple[str, str], list[AssetFile]] = {}
    for file in files:
        groups.setdefault((file.language, file.role), []).append(file)
    for group in groups.values():
        for position, file in enumerate(group, 1):
            file.position = position if len(group) > 1 else 0
    return files


def best_file(files: Iterable[AssetFile], languages: Sequence[str] | str | None = None) -> AssetFile | None:
    """The first file in the editor's order, in the best of the reader's `languages`, else in any.

    `languages` (default: the active one) may be one or several, best first; then Vietnamese, then any other.
    Captions come last, because they are of no use without the clip.
    """
    wanted_languages = [languages] if isinstance(languages, str) else list(languages or [get_language() or "vi"])
    rank = {code: place for place, code in reversed(list(enumerate([*wanted_languages, "vi"])))}
    return min(
        files, key=lambda file: (is_subtitle(file), rank.get(file.language, 9), file.order, file.pk), default=None
    )


def best_first(language: str) -> tuple[Any, ...]:
    """The order of best_file(), for a query of files."""
    captions = Case(When(stored__extension__in=SUBTITLES, then=1), default=0)
    rank = Case(When(language=language, then=0), When(language="vi", then=1), default=9)
    return captions, rank, "order", "pk"


def is_subtitle(file: AssetFile) -> bool:
    """Whether it is captions of a clip (VTT, SRT)."""
    return file.stored.extension in SUBTITLES


def preview_of(files: Iterable[AssetFile], languages: Sequence[str] | str | None = None) -> StoredFile | None:
    """The file whose preview represents the asset; None while there is no preview.

    For files of with_pictures() it has the small preview too.
    """
    preview_file = best_file([file for file in files if file.stored.preview_url], languages)
    return picture_of(preview_file) if preview_file else None


def picture_of(file: AssetFile) -> StoredFile:
    """The stored file of `file` with the smaller previews that with_pictures() or with_stage_pictures() annotated."""
    for name in ("small_preview_key", "middle_preview_key"):
        setattr(file.stored, name, getattr(file, name, None) or "")
    return file.stored


def spec_line(asset: Asset, file: AssetFile | None, version: str) -> str:
    """“A3 · PDF in · 5,0 MB · VI, KM · v1.2”: size, format and weight of `file`, languages of the asset, version."""
    parts = (
        [dimensions(file.stored), length(file.stored), format_text(file), filesize_vi(file.stored.size)] if file else []
    )
    return " · ".join(part for part in (*parts, ", ".join(asset.languages).upper(), f"v{version}") if part)


def sheet_rows(stored: StoredFile) -> list[tuple[str, str]]:
    """(heading, value): sheet, bleed, pixels, colours, pages; what a print shop needs to know."""
    rows: list[tuple[str, str]] = []
    if stored.trim_width_mm and stored.trim_height_mm:
        millimetres = f"{number(stored.trim_width_mm)} × {number(stored.trim_height_mm)} mm"
        rows.append((_("Khổ thành phẩm"), ", ".join(part for part in (paper_size(stored), millimetres) if part)))
        if stored.bleed_mm:
            rows.append((_("Tràn lề"), _("%(mm)s mm mỗi cạnh") % {"mm": number(stored.bleed_mm)}))
    elif stored.width and stored.height:
        rows.append((_("Kích thước"), f"{stored.width} × {stored.height} px"))
    if stored.colour_space:
        rows.append((_("Hệ màu"), stored.colour_space))
    if stored.output_condition:
        rows.append((_("Điều kiện in"), stored.output_condition))
    if stored.pages:
        rows.append((_("Số trang"), page_count(stored.pages)))
    return rows


def spec_rows(asset: Asset, file: AssetFile) -> list[tuple[str, str]]:
    """(heading, value) for the table of the asset's page, from the facts of its best file (best_file())."""
    stored = file.stored
    rows = sheet_rows(stored)
    if stored.duration_ms:
        rows.append((_("Thời lượng"), length(stored)))
        rows.append((_("Âm thanh"), _("có tiếng") if stored.has_audio else _("không có tiếng")))
    rows.append((_("Ngôn ngữ"), ", ".join(language_name(code) for code in asset.languages)))
    if asset.levels:
        rows.append((_("Cấp học"), ", ".join(str(SchoolLevel(level).label) for level in asset.levels)))
    if asset.moments:
        rows.append((_("Dịp và nơi dùng"), ", ".join(str(label) for label in asset.moment_labels)))
    return rows


def object_class(asset: Asset, stored: StoredFile | None) -> str:
    """CSS class of the preview on a shelf: hung sheet, standee, screen …."""
    width = stored.trim_width_mm if stored else None
    if asset.kind == Kind.STANDEE:
        return "o-s80" if width and width > 700 else "o-s60"
    if asset.kind == Kind.BANNER and width:
        return "o-bn"
    if asset.kind in _SHELF:
        return _SHELF[Kind(asset.kind)]
    sheet = paper_size(stored) if stored else ""
    return {"A0": "o-a1", "A1": "o-a1", "A2": "o-a2", "A3": "o-a3", "A4": "o-a4"}.get(sheet, "o-frame")


def is_cut(asset: Asset) -> bool:
    """Whether the asset is cut along a die line, so that its picture may have other than four corners."""
    return asset.kind in _CUT


def shelf_class(shapes: Iterable[str]) -> str:
    """CSS class for the scale of a shelf with these shapes: "tall" for a standee, "large" for a big sheet, else ""."""
    there = set(shapes)
    return "tall" if there & _TALL else "large" if there & _LARGE else ""


def stage_class(asset: Asset, picture: StoredFile | None) -> str:
    """CSS classes of the preview on the asset's page: sheet, standee, screen, flat, cut, or without a picture."""
    if picture is None:
        return "note" if asset.kind == Kind.POST_TEXT else "plain"
    if asset.kind == Kind.STANDEE:
        return "standee"
    if asset.kind in _SCREENS:
        return "screen"
    if is_cut(asset):
        return "flat cut"
    return "paper" if picture.trim_width_mm and asset.kind != Kind.BOOKMARK else "flat"
