"""Says by row what a file of the register would change. Rows are matched by code; an empty cell changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from base.text import fold, one_line, vn_slugify
from files.intake.contents import FORMULA_ERRORS
from schools.models import Kind, Level, Unit
from schools.register.cells import Refusal
from schools.register.rows import Row, read_row
from schools.register.wards import Reading, official, read_ward, unlisted
from users.models import Organisation

UNIT_FIELDS = (
    *("level", "ward", "students", "staff", "contact_name", "contact_phone", "contact_email", "has_led"),
    "is_pioneer",
)
DATES = ("active_from", "active_until")  # of the organisation
FIELDS = (*UNIT_FIELDS, *DATES)


def judge(
    rows: Iterable[dict[str, Any]], kinds: Iterable[str], wards: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """Judge each row: {line, code, name, action, reason, remarks, values, changes, ward, nearest}. One query.

    `action`: add, change, same or refuse. `ward`: a spelling that is not in the official list, with the `nearest`
    names; `wards` says what a person has chosen for such spellings ("": nothing).
    """
    rows = list(rows)
    judging = _Judging(rows, set(kinds), wards or {})
    return [judging.verdict(row) for row in rows]


class _Judging:
    """The rows of one file against the register as it is now."""

    def __init__(self, rows: list[dict[str, Any]], kinds: set[str], wards: Mapping[str, str]) -> None:
        self.kinds, self.chosen_wards = kinds, wards
        self.units = {unit.code: unit for unit in Unit.objects.named()}
        self.spellings = {unit.ward_key: unit.ward for unit in self.units.values()}
        self.twins = {(unit.ward_key, fold(unit.name)): code for code, unit in self.units.items()}
        self.lines_by_code: dict[str, int] = {}
        self.readings: dict[str, Reading] = {}  # by spelling: looking for the nearest names takes milliseconds
        self._compare_codes([str(row["cells"].get("code") or "").strip() for row in rows])

    def _compare_codes(self, codes: list[str]) -> None:
        """Note by what a number without its zeros in front is recognised."""
        self.by_number: dict[str, list[str]] = {}
        for known in filter(str.isdigit, self.units):
            self.by_number.setdefault(known.lstrip("0"), []).append(known)
        numbers = [code for code in (*self.units, *codes) if code.isdigit()]
        self.digits = max(map(len, numbers), default=0)
        self.has_zeros = any(number.startswith("0") for number in numbers)
        self.short = sum(code.isdigit() and len(code) < self.digits for code in codes)

    def verdict(self, row: dict[str, Any]) -> dict[str, Any]:
        blank = {"values": {}, "changes": [], "remarks": [], "ward": "", "nearest": [], "reason": ""}
        verdict: dict[str, Any] = {"line": row["line"], "action": "refuse"} | blank
        try:
            self._fill(verdict, row)
        except Refusal as refusal:
            verdict["action"], verdict["reason"] = "refuse", str(refusal)
            verdict["code"] = one_line(str(row["cells"].get("code") or ""), 40)
            verdict["name"] = one_line(str(row["cells"].get("name") or ""), 200)
        return verdict

    def _fill(self, verdict: dict[str, Any], row: dict[str, Any]) -> None:
        if row["merged"]:
            raise Refusal(_("Dòng này có ô gộp. Bạn bỏ gộp ô và điền đủ từng dòng."))
        if wrong := [str(cell) for cell in row["cells"].values() if str(cell) in FORMULA_ERRORS]:
            raise Refusal(
                _("Công thức trong dòng này báo lỗi %(error)s. Bạn sửa trong Excel rồi gửi lại.") % {"error": wrong[0]}
            )
        read = read_row(row["cells"])
        self._match_code(read)
        code = read.values["code"]
        if code in self.lines_by_code:
            line = self.lines_by_code[code]
            read.faults.append(_("Mã %(code)s trùng với dòng %(line)d.") % {"code": code, "line": line})
        unit = self.units.get(code)
        self._match_ward(read, unit, verdict)
        if read.faults:
            raise Refusal(" ".join(read.faults))
        self.lines_by_code[code] = row["line"]
        if reason := misfit(read.values, unit, self.kinds):
            raise Refusal(reason)
        changes = changes_of(unit, read.values) if unit else []
        verdict |= {"code": code, "name": read.values["name"], "values": read.values, "changes": changes}
        verdict["action"] = "add" if unit is None else "change" if changes else "same"
        verdict["remarks"] = read.remarks + ([] if unit else self._twin(read.values))

    def _match_code(self, read: Row) -> None:
        """Give a numeric code the zeros in front back that a spreadsheet has dropped."""
        code = read.values["code"]
        if not code or not code.isdigit() or code in self.units:
            return
        same = self.by_number.get(code, [])
        if len(same) == 1:
            read.values["code"] = same[0]
            sentence = _("Mã %(code)s thiếu số 0 ở đầu: hiểu là mã %(known)s trong danh sách.")
            read.remarks.append(sentence % {"code": code, "known": same[0]})
        elif len(code) < self.digits and self.has_zeros:
            sentence = _("Mã %(code)s ngắn hơn các mã khác: số 0 ở đầu có bị mất trong Excel không?")
            read.remarks.append(sentence % {"code": code})
        elif len(code) < self.digits and self.short:
            sentence = _("%(n)d mã trong tệp, như %(code)s, ngắn hơn mã khác: số 0 ở đầu có bị mất trong Excel không?")
            read.remarks.append(sentence % {"n": self.short, "code": code})
            self.short = 0  # said once: such lists may as well count from 10 to 1500

    def _match_ward(self, read: Row, unit: Unit | None, verdict: dict[str, Any]) -> None:
        """Take the official name; a spelling that is none is a fault, with the nearest names."""
        text = read.values.get("ward")
        if not text:
            return
        key = vn_slugify(text)
        if not official():
            read.values["ward"] = self.spellings.setdefault(key, text[:1].lower() + text[1:])
            return
        reading = self.readings.get(text) or self.readings.setdefault(text, read_ward(text))
        name = reading.name or self.chosen_wards.get(text, "")
        if not name and unit is not None and unit.ward_key == key:
            name = unit.ward  # somebody has taken it before
        elif not reading.name:
            verdict["ward"], verdict["nearest"] = text, list(reading.nearest)
        if not name:
            read.faults.append(unlisted(text, reading))
            return
        read.values["ward"] = name
        if vn_slugify(name) != key:
            read.remarks.append(_("“%(text)s” được hiểu là “%(name)s”.") % {"text": text, "name": name})

    def _twin(self, values: dict[str, Any]) -> list[str]:
        """A remark on a new unit that stands under another code already: one half would stay without any work done."""
        twin = self.twins.setdefault((vn_slugify(values["ward"]), fold(values["name"])), values["code"])
        if twin == values["code"]:
            return []
        return [_("Cùng tên, cùng xã, phường với mã %(code)s: có phải một đơn vị?") % {"code": twin}]


def misfit(values: dict[str, Any], unit: Unit | None, kinds: set[str]) -> str:
    """Why the register cannot take `values` for `unit` (None: as a new one), which keeps what they lack; else ""."""
    if values["kind"] not in kinds:
        return _("Loại đơn vị này ngoài phạm vi của bạn.")
    if unit is not None and unit.kind != values["kind"]:
        return _("Không dùng được mã này cho loại đơn vị này. Bạn kiểm tra lại mã.")
    if unit is None and not values.get("ward"):
        return _("Thiếu xã, phường.")
    if unit is None and values["kind"] == Kind.SCHOOL and not values.get("level"):
        return _("Thiếu cấp học: THCS, THPT, Cao đẳng, Đại học hoặc Liên cấp.")
    begins, ends = (
        date.fromisoformat(values[field]) if field in values else getattr(unit, field, None)
        for field in ("active_from", "active_until")
    )
    return _("Ngày kết thúc đứng trước ngày bắt đầu.") if begins and ends and begins > ends else ""


def changes_of(unit: Unit, values: dict[str, Any]) -> list[list[str]]:
    """[[field label, old, new]] of what `values` would change in `unit`."""
    changes = [[_("Tên"), unit.name, values["name"]]] if values["name"] != unit.name else []
    labels = _labels()
    for field in FIELDS:
        if field not in values:
            continue
        old = getattr(unit, field)
        old_value = old.isoformat() if isinstance(old, date) else old
        if values[field] != old_value:
            changes.append([labels[field], shown(field, old_value), shown(field, values[field])])
    return changes


def facts_of(values: dict[str, Any]) -> list[tuple[str, str]]:
    """(field label, value) of everything that `values` would write for a new unit, but its code and name."""
    labels = _labels()
    facts = [(labels["kind"], str(Kind(values["kind"]).label))] if values.get("kind") else []
    return facts + [(labels[field], shown(field, values[field])) for field in FIELDS if field in values]


def shown(field: str, value: Any) -> str:
    """A value of `field` for display."""
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if field == "level" and value:
        return str(Level(value).label)
    return "" if value is None else str(value)


def _labels() -> dict[str, str]:
    columns = (*Organisation._meta.concrete_fields, *Unit._meta.concrete_fields)
    return {field.name: capfirst(str(field.verbose_name)) for field in columns}
