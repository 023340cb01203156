"""Imports the register from a file: says by row what would change, and applies it once.

Rows are matched by code. An empty cell keeps the present value; a new name renames the unit, which keeps its history.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from base.errors import WrongState
from base.fields.mail_address import MailAddressField
from base.text import fold, one_line, vn_slugify
from files.intake.contents import FORMULA_ERRORS
from schools import locks
from schools.models import ORGANISATION_KINDS, Coverage, ImportRun, Kind, Level, Progress, Unit
from schools.models.units import code_validator
from schools.register.cells import Refusal, read_date, read_flag, read_number
from schools.register.reader import Unreadable, read
from users.models import Organisation

KINDS = {
    "": Kind.SCHOOL,
    "truong": Kind.SCHOOL,
    "truong hoc": Kind.SCHOOL,
    "co so doan": Kind.YOUTH,
    "doan": Kind.YOUTH,
    "co so hoi phu nu": Kind.WOMEN,
    "hoi phu nu": Kind.WOMEN,
    "co so hoi": Kind.WOMEN,
    "cong an cap xa": Kind.POLICE,
    "cong an": Kind.POLICE,
}
LEVELS = {
    "thcs": Level.LOWER,
    "trung hoc co so": Level.LOWER,
    "thpt": Level.UPPER,
    "trung hoc pho thong": Level.UPPER,
    "cao dang": Level.COLLEGE,
    "dai hoc": Level.UNIVERSITY,
    "lien cap": Level.MULTI,
    "thcs va thpt": Level.MULTI,
}
UNIT_FIELDS = (
    *("level", "ward", "students", "staff", "contact_name", "contact_phone", "contact_email", "has_led"),
    "is_pioneer",
)
DATES = ("active_from", "active_until")  # of the organisation
FIELDS = (*UNIT_FIELDS, *DATES)


__all__ = ["Unreadable", "apply", "judge", "read", "update_sizes"]

# --- judging --------------------------------------------------------------------------------


def judge(rows: Iterable[dict[str, Any]], kinds: Iterable[str]) -> list[dict[str, Any]]:
    """Judge each row: {line, code, name, action, reason, remarks, values, changes}. One query.

    `action`: add, change, same or refuse.
    """
    rows, kinds = list(rows), set(kinds)
    units = {unit.code: unit for unit in Unit.objects.named()}
    wards = {unit.ward_key: unit.ward for unit in units.values()}
    known_wards = set(wards)
    twins = {(unit.ward_key, fold(unit.name)): code for code, unit in units.items()}
    lines_by_code: dict[str, int] = {}
    verdicts = []
    for row in rows:
        verdict = {"line": row["line"], "code": "", "name": "", "action": "refuse", "reason": ""}
        verdict |= {"values": {}, "changes": [], "remarks": []}
        try:
            verdict |= _judge(row, units, wards, kinds, lines_by_code)
            if verdict["action"] == "add":
                verdict["remarks"] = _remarks(verdict, known_wards, twins)
        except Refusal as refusal:
            verdict["code"] = one_line(str(row["cells"].get("code") or ""), 40)
            verdict["name"] = one_line(str(row["cells"].get("name") or ""), 200)
            verdict["reason"] = str(refusal)
        verdicts.append(verdict)
    return verdicts


def _judge(
    row: dict[str, Any], units: dict[str, Unit], wards: dict[str, str], kinds: set[str], lines_by_code: dict[str, int]
) -> dict[str, Any]:
    if row["merged"]:
        raise Refusal(_("Dòng này có ô gộp. Bạn bỏ gộp ô và điền đủ từng dòng."))
    if wrong := [str(cell) for cell in row["cells"].values() if str(cell) in FORMULA_ERRORS]:
        raise Refusal(
            _("Công thức trong dòng này báo lỗi %(error)s. Bạn sửa trong Excel rồi gửi lại.") % {"error": wrong[0]}
        )
    values, faults = clean(row["cells"], wards)
    code = values["code"]
    if code in lines_by_code:
        faults.append(_("Mã %(code)s trùng với dòng %(line)d.") % {"code": code, "line": lines_by_code[code]})
    if faults:
        raise Refusal(" ".join(faults))
    lines_by_code[code] = row["line"]
    unit = units.get(code)
    if reason := _misfit(values, unit, kinds):
        raise Refusal(reason)
    verdict = {"code": code, "name": values["name"], "values": values, "reason": ""}
    if unit is None:
        return verdict | {"action": "add"}
    changes = changes_of(unit, values)
    return verdict | {"action": "change" if changes else "same", "changes": changes}


def _misfit(values: dict[str, Any], unit: Unit | None, kinds: set[str]) -> str:
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


def _remarks(verdict: dict[str, Any], wards: set[str], twins: dict[tuple[str, str], str]) -> list[str]:
    """What is odd about a unit that would be new: of one unit under two codes, one half stays without any work done."""
    ward = vn_slugify(verdict["values"]["ward"])
    remarks = []
    twin = twins.setdefault((ward, fold(verdict["name"])), verdict["code"])
    if twin != verdict["code"]:
        remarks.append(_("Cùng tên, cùng xã, phường với mã %(code)s: có phải một đơn vị?") % {"code": twin})
    if wards and ward not in wards:
        remarks.append(
            _("Chưa đơn vị nào ở “%(ward)s”: bạn xem lại tên xã, phường.") % {"ward": verdict["values"]["ward"]}
        )
    return remarks


def clean(cells: dict[str, Any], wards: dict[str, str]) -> tuple[dict[str, Any], list[str]]:
    """Values of one row as JSON can hold them, empty cells but the code left out, and a sentence for each fault."""
    faults: list[str] = []

    def of(read_cell: Callable[..., Any], *given: Any) -> Any:
        try:
            return read_cell(*given)
        except Refusal as refusal:
            faults.append(str(refusal))
            return None

    code = of(_code, cells.get("code"))
    values = {
        "name": of(_name, cells.get("name")),
        "kind": of(_word, cells, "kind", KINDS, _("Loại đơn vị")),
        "level": of(_word, cells, "level", LEVELS | {"": ""}, _("Cấp học")),
        "ward": _ward(one_line(str(cells.get("ward") or ""), 80), wards),
    }
    for field, label in (("students", _("Số học sinh")), ("staff", _("Số giáo viên"))):
        values[field] = of(read_number, cells.get(field), label)
    for field, limit in (("contact_name", 150), ("contact_phone", 20)):
        values[field] = one_line(str(cells.get(field) or ""), limit)
    values["contact_email"] = of(_email, cells.get("contact_email"))
    for field in ("has_led", "is_pioneer"):
        values[field] = of(read_flag, cells.get(field))
    begins, ends = (of(read_date, cells.get(field)) for field in ("active_from", "active_until"))
    values |= {"active_from": begins and begins.isoformat(), "active_until": ends and ends.isoformat()}
    given = {field: value for field, value in values.items() if value is not None and value != ""}
    return {"code": code} | given, faults


def _name(cell: Any) -> str:
    name = one_line(str(cell or ""), 201)
    if not 3 <= len(name) <= 200:
        raise Refusal(_("Thiếu tên, hoặc tên không dài từ 3 đến 200 ký tự."))
    return name


def _code(cell: Any) -> str:
    code = one_line(str(cell if cell is not None else ""), 40).upper().removesuffix(".0")
    try:
        code_validator(code)
    except ValidationError:
        raise Refusal(
            _("Mã “%(code)s” không dùng được: 2–20 chữ in hoa không dấu, số, - . / _") % {"code": code}
        ) from None
    return code


def _ward(name: str, wards: dict[str, str]) -> str:
    """The ward's name as `wards` has it under its slug; the first spelling of a file is kept."""
    return wards.setdefault(vn_slugify(name), name[:1].lower() + name[1:]) if name else ""


def _email(cell: Any) -> str:
    email = one_line(str(cell or ""), 254)
    try:
        return MailAddressField(required=False).clean(email)
    except ValidationError:
        raise Refusal(_("Thư điện tử “%(email)s” chưa đúng.") % {"email": email}) from None


def _word(cells: dict[str, Any], field: str, words: dict[str, Any], label: str) -> str:
    text = " ".join(fold(str(cells.get(field) or "")).split())
    if text not in words:
        raise Refusal(_("%(label)s “%(text)s” không có trong danh sách.") % {"label": label, "text": cells[field]})
    return str(words[text])


def changes_of(unit: Unit, values: dict[str, Any]) -> list[list[str]]:
    """[[field label, old, new]] of what `values` would change in `unit`."""
    changes = [[_("Tên"), unit.name, values["name"]]] if values["name"] != unit.name else []
    columns = (*Unit._meta.concrete_fields, *Organisation._meta.concrete_fields)
    labels = {field.name: capfirst(str(field.verbose_name)) for field in columns}
    for field in FIELDS:
        if field not in values:
            continue
        old = getattr(unit, field)
        old_value = old.isoformat() if isinstance(old, date) else old
        if values[field] != old_value:
            changes.append([labels[field], _shown(old_value), _shown(values[field])])
    return changes


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("có") if value else _("không")
    return "" if value is None else str(value)


# --- applying -------------------------------------------------------------------------------


@transaction.atomic
def apply(run: ImportRun, kinds: Iterable[str]) -> dict[str, int]:
    """Write the rows of `run`, compared with the register as it is now; returns {added, changed, same, refused}.

    Raises WrongState when the run was applied already.
    """
    locks.register_alone()
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.applied_at:
        raise WrongState(_("Danh sách này đã được áp dụng lúc %(at)s.") % {"at": _at(run.applied_at)})
    kinds = set(kinds)
    units = {unit.code: unit for unit in Unit.objects.select_for_update(of=("self",)).named()}
    counts = {"added": 0, "changed": 0, "same": 0, "refused": 0}
    new: list[dict[str, Any]] = []
    for row in run.rows:
        values, unit = row["values"], units.get(row["code"])
        if row["action"] == "refuse" or _misfit(values, unit, kinds):
            counts["refused"] += 1
        elif unit is None:
            new.append(values)
        elif changes_of(unit, values):
            _change(unit, values)
            counts["changed"] += 1
        else:
            counts["same"] += 1
    counts["added"] = _add(new)
    run.applied_at = timezone.now()
    run.save(update_fields=["applied_at"])
    return counts


def update_sizes() -> None:
    """Run ANALYZE on the tables that an import filled; to be called after the commit.

    PostgreSQL's own analysis follows about a minute later. Until then the planner uses the old sizes: it plans the
    list of units for five rows instead of 1,500.
    """
    tables = (Organisation, Unit, Progress, Coverage)
    names = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {names}")


def _at(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M %d-%m-%Y}"


def _change(unit: Unit, values: dict[str, Any]) -> None:
    unit.rename(values["name"])
    for row, fields in ((unit, UNIT_FIELDS), (unit.organisation, DATES)):
        for field in fields:
            if field in values:
                setattr(row, field, values[field])
        row.save()


def _add(rows: list[dict[str, Any]]) -> int:
    """Create the organisations, then their units, in bulk; returns how many."""
    organisations = Organisation.objects.bulk_create(
        (
            Organisation(
                name=values["name"],
                kind=ORGANISATION_KINDS[Kind(values["kind"])],
                **{field: values[field] for field in DATES if field in values},
            )
            for values in rows
        ),
        batch_size=500,
    )
    Unit.objects.bulk_create(
        (
            Unit(
                organisation=organisation,
                code=values["code"],
                kind=values["kind"],
                ward_key=vn_slugify(values["ward"]),
                **{field: values[field] for field in UNIT_FIELDS if field in values},
            )
            for organisation, values in zip(organisations, rows, strict=True)
        ),
        batch_size=500,
    )
    return len(rows)
