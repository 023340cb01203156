"""Import of assets from CSV and XLSX by their code, and safe cells for the export."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Field, Model
from django.tasks import task
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Locale

from base.spreadsheets.formulas import plain_cell
from base.text import vn_slugify
from files.intake.accept import AcceptedFile
from files.intake.contents import FORMULA_ERRORS, Line, NoTable, table
from media_library.catalogue.computed_fields import refresh_computed_fields
from media_library.models import Asset, AssetText
from media_library.vocabulary import Access, Kind, Licence, Moment

COLUMNS = ("code", "kind", "access", "licence", "moments", "plan_ref", "name", "summary", "placement", "alt")
LINE = "line"  # key of a line's number in the file, which has blank lines too
#: Columns of an exported table with the current state; an import ignores them.
STANDING = ("status", "languages", "released_at")
_WORDS = ("name", "summary", "placement", "alt")
_CHOICES = {"kind": Kind, "access": Access, "licence": Licence}


def _field(model: type[Model], column: str) -> Field:
    """The model's own field; TypeError for a relation, which no column is."""
    field = model._meta.get_field(column)
    if not isinstance(field, Field):
        raise TypeError(column)
    return field


#: Longest value of a column in characters, checked per line before anything is written.
_LENGTHS: dict[str, int] = {name: _field(AssetText, name).max_length or 0 for name in _WORDS} | {
    "plan_ref": _field(Asset, "plan_ref").max_length or 0
}
MAX_ROWS = 5000
MAX_CELL = 2000  # characters


def columns_explained() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """(column, its name, [(value to write, its meaning)]) for people who fill in a table; no values = free text."""
    choices = {**_CHOICES, "moments": Moment}
    columns = []
    for column in COLUMNS:
        model: type[Model] = AssetText if column in _WORDS else Asset
        name = str(_field(model, column).verbose_name)
        words = choices[column].choices if column in choices else []
        columns.append((column, name, [(str(word), str(label)) for word, label in words]))
    return columns


@dataclass
class Row:
    """One line of a table: what it would change, or why it cannot be imported."""

    number: int
    code: str
    values: dict[str, str]
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    asset: Asset | None = None


def read(accepted: AcceptedFile) -> list[dict[str, str]]:
    """Lines of a cleaned CSV or XLSX as {column: text}, and their numbers as LINE.

    Raises ValueError with a sentence for anything else.
    """
    try:
        entries, _others = table(accepted, max_columns=len(COLUMNS) + 5, max_lines=MAX_ROWS + 2)
    except NoTable as error:
        raise ValueError(
            _("Không đọc được bảng này. Bạn mở trong Excel, lưu lại dạng XLSX hoặc CSV rồi gửi.")
        ) from error
    cells = [_texts(line) for line in entries]
    if not cells or "code" not in cells[0]:
        raise ValueError(_("Dòng đầu của bảng phải là tên cột và có cột “code”. Bạn xuất bảng mẫu rồi điền vào."))
    heading = [name.lower() for name in cells[0]]
    unknown = sorted(set(heading) - {*COLUMNS, *STANDING, ""})
    if unknown:
        raise ValueError(
            _("Không có cột “%(column)s”. Các cột nhận được: %(known)s.")
            % {"column": unknown[0][:40], "known": ", ".join(COLUMNS)}
        )
    if len(cells) - 1 > MAX_ROWS:
        raise ValueError(_("Bảng có hơn %(limit)d dòng. Bạn chia thành nhiều bảng.") % {"limit": MAX_ROWS})
    rows = [(line.number, dict(zip(heading, texts, strict=False))) for line, texts in zip(entries, cells, strict=True)]
    return [
        {key: value for key, value in row.items() if key in COLUMNS} | {LINE: str(number)}
        for number, row in rows[1:]
        if any(row.values())
    ]


def _texts(line: Line) -> list[str]:
    """The cells as text of at most MAX_CELL characters, without the apostrophe that an export put before one."""
    return [plain_cell("" if value is None else str(value).strip()[:MAX_CELL]) for value in line.cells]


def judge(records: list[dict[str, str]]) -> list[Row]:
    """What each line would change; three queries in all. Unknown codes become drafts."""
    codes = [line.get("code", "").upper() for line in records]
    assets = {asset.code: asset for asset in Asset.objects.filter(code__in=codes).prefetch_related("texts__locale")}
    rows, seen_keys = [], set()
    for place, line in enumerate(records, start=2):
        code = line.get("code", "").upper()
        values = {name: value for name, value in line.items() if name in COLUMNS}
        row = Row(int(line.get(LINE, place)), code, values, asset=assets.get(code))
        address = row.asset.slug if row.asset else vn_slugify(code)  # “A--1” and “A-1” are one address
        if code in seen_keys or address in seen_keys:
            row.errors.append(_("Mã %(code)s có hai dòng.") % {"code": code})
        seen_keys |= {code, address}
        _judge(row)
        rows.append(row)
    return rows


def _judge(row: Row) -> None:
    for name, cell in row.values.items():
        if cell in FORMULA_ERRORS:
            row.errors.append(_("Cột %(column)s: công thức báo lỗi %(value)s.") % {"column": name, "value": cell})
    for name, vocabulary in _CHOICES.items():
        if (value := row.values.get(name)) and value not in vocabulary.values:
            row.errors.append(_unknown(name, value))
    for name, limit in _LENGTHS.items():
        if len(row.values.get(name, "")) > limit:
            row.errors.append(_("Cột %(column)s: dài hơn %(limit)d ký tự.") % {"column": name, "limit": limit})
    moments = _moments(row.values.get("moments", ""))
    if unknown := [moment for moment in moments if moment not in Moment.values]:
        row.errors.append(_unknown("moments", unknown[0]))
    if row.asset is None:
        _judge_new(row)
    else:
        row.changes = _changes(row.asset, row.values)


def _judge_new(row: Row) -> None:
    draft = Asset(code=row.code, kind=row.values.get("kind", ""))
    try:
        draft.clean()
        draft.full_clean(exclude=["season", "created_by"])
    except ValidationError as error:
        row.errors += error.messages[:3]
    if not row.values.get("name"):
        row.errors.append(_("Tài liệu mới phải có tên (cột name)."))
    row.changes = {name: ("", value) for name, value in row.values.items() if value}


def _changes(asset: Asset, values: dict[str, str]) -> dict[str, tuple[str, str]]:
    """{column: (old, new)} of the cells that differ; an empty cell changes nothing."""
    text, changes = asset.text("vi"), {}
    for name, value in values.items():
        if name == "code" or not value:
            continue
        old = getattr(text, name, "") if name in _WORDS else _plain(asset, name)
        new = " ".join(_moments(value)) if name == "moments" else value
        if str(old) != new:
            changes[name] = (str(old), new)
    return changes


def _unknown(column: str, value: str) -> str:
    return _("Cột %(column)s: không có giá trị “%(value)s”.") % {"column": column, "value": value[:40]}


def _plain(asset: Asset, name: str) -> str:
    return " ".join(asset.moments) if name == "moments" else str(getattr(asset, name))


def _moments(text: str) -> list[str]:
    return [word for word in text.replace(",", " ").split() if word]


def keep_good(lines: list[dict[str, str]], rows: list[Row]) -> list[dict[str, str]]:
    """Those of `lines` whose row has no error."""
    return [line for line, row in zip(lines, rows, strict=True) if not row.errors]


@task(backend="db", queue_name="media")
def apply_lines(lines: list[dict[str, str]], by: int) -> int:
    """apply() in the worker, for tables that no request waits for; what has become faulty meanwhile is left out."""
    rows = [row for row in judge(lines) if not row.errors]
    return apply(rows, by=get_user_model().objects.filter(pk=by).first())


def apply(rows: list[Row], *, by: Any) -> int:
    """Write and log every change in one transaction; returns how many assets changed. Only for rows without errors."""
    locale, changed = Locale.objects.get(language_code="vi"), 0
    with transaction.atomic():
        for row in rows:
            if not row.changes:
                continue
            asset = row.asset or Asset(code=row.code, created_by=by)
            names = [name for name in row.changes if name not in (*_WORDS, "code")]
            for name in names:
                new = row.changes[name][1]
                setattr(asset, name, _moments(new) if name == "moments" else new)
            asset.clean()
            # Only the changed columns: a recall since the table was read must not be overwritten.
            asset.save(update_fields=[*names, "updated_at"] if row.asset else None)
            words = {name: new for name, (_old, new) in row.changes.items() if name in _WORDS}
            if words:
                AssetText.objects.update_or_create(
                    asset=asset, locale=locale, defaults=words, create_defaults=words | {"translation_key": asset.uuid}
                )
            refresh_computed_fields(Asset.objects.get(pk=asset.pk))
            if row.asset:
                log(instance=asset, action="media_library.import", user=by, data={"columns": list(row.changes)})
            changed += 1
    return changed
