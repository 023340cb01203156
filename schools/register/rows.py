"""Reads the cells of one row of the register into values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from base.fields.mail_address import MailAddressField
from base.text import fold, one_line
from schools.models import Kind, Level
from schools.models.units import code_validator
from schools.register.cells import Refusal, read_date, read_flag, read_number, read_phones, read_text

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


@dataclass
class Row:
    """One row of a file: values as JSON can hold them, without empty cells but the code; sentences about it."""

    values: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def read_row(cells: dict[str, Any]) -> Row:
    """The values of one row, with a sentence for each fault and each change that nobody asked for."""
    row = Row()
    faults = row.faults

    def of(read_cell: Callable[..., Any], *arguments: Any) -> Any:
        try:
            return read_cell(*arguments)
        except Refusal as refusal:
            faults.append(str(refusal))
            return None

    code = of(_code, cells.get("code"))
    values = {
        "name": of(_name, cells.get("name")),
        "kind": of(_word, cells, "kind", KINDS, _("Loại đơn vị")),
        "level": of(_word, cells, "level", LEVELS | {"": ""}, _("Cấp học")),
        "ward": of(read_text, cells.get("ward"), _("Tên xã, phường"), 80),
    }
    for name, label in (("students", _("Số học sinh")), ("staff", _("Số giáo viên"))):
        values[name] = of(read_number, cells.get(name), label)
    values["contact_name"] = of(read_text, cells.get("contact_name"), _("Tên người liên hệ"), 150)
    phones = of(read_phones, cells.get("contact_phone"))
    values["contact_phone"], row.remarks = phones or ("", [])
    values["contact_email"] = of(_email, cells.get("contact_email"))
    for name in ("has_led", "is_pioneer"):
        values[name] = of(read_flag, cells.get(name))
    begins, ends = (of(read_date, cells.get(name)) for name in ("active_from", "active_until"))
    values |= {"active_from": begins and begins.isoformat(), "active_until": ends and ends.isoformat()}
    filled = {name: value for name, value in values.items() if value is not None and value != ""}
    row.values = {"code": code} | filled
    return row


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
