"""What PDF and DOCX print around the sections, in the form of decree 30/2020/NĐ-CP, annexes I and III."""

from __future__ import annotations

from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from base.templatetags.vi import ngay_ngan, so
from reporting.models import Report

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
NARROW = 10  # characters of a column that needs no more room than its words
PRINTED_ROWS = 120  # of one table; the workbook has all


def words(report: Report, proof: str) -> dict[str, Any]:
    """Head, sections and foot of a report, all as text. `proof` is the address where a frozen one can be checked."""
    with translation.override("vi"):
        day = timezone.localtime(report.frozen_at or report.collected_at or report.created_at)
        return {
            "parent": report.parent.upper(),
            "issuer": report.issuer.upper(),
            "number": _("Số: %(n)s/BC") % {"n": report.number or "…"},
            "state": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "motto": "Độc lập - Tự do - Hạnh phúc",
            "place": _("Cần Thơ, ngày %(d)s tháng %(m)s năm %(y)s")
            % {"d": f"{day.day:02}", "m": f"{day.month:02}" if day.month < 3 else day.month, "y": day.year},
            "kind": "BÁO CÁO",
            "title": _("Kết quả thực hiện chiến dịch “Không một mình – Cùng nhau an toàn trực tuyến”, %(season)s")
            % {"season": report.season.name},
            "recipient": _("Kính gửi: %(name)s") % {"name": report.recipient},
            "opening": _opening(report),
            "sections": [_section(number, section) for number, section in zip(ROMAN, report.sections(), strict=False)],
            "signer_title": report.signer_title.upper(),
            "signer": report.signer,
            "copies": [_("Nơi nhận:"), _("- Như trên;"), _("- Lưu: VT.")],
            "foot": _foot(report, proof),
            "draft": "" if report.is_frozen else _("NHÁP – số liệu chưa chốt"),
        }


def _opening(report: Report) -> str:
    season, period = report.season, {"first": ngay_ngan(report.starts_on), "last": ngay_ngan(report.ends_on)}
    plan = ""
    if season.plan_number:
        plan = _("Thực hiện Kế hoạch số %(number)s, ") % {"number": season.plan_number}
    result = plan + _("%(issuer)s báo cáo kết quả từ ngày %(first)s đến hết ngày %(last)s như sau:") % (
        period | {"issuer": report.issuer}
    )
    if report.replaces:
        result += " " + _("Báo cáo này thay cho báo cáo số %(number)s.") % {"number": report.replaces.number}
    return result


def _section(number: str, section: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": f"{number}. {section['title'].upper()}",
        "text": section["text"],
        "tables": [_table(table) for table in section["tables"]],
    }


def _table(table: dict[str, Any]) -> dict[str, Any]:
    rows, cut = table["rows"][:PRINTED_ROWS], len(table["rows"]) - PRINTED_ROWS
    columns = list(zip(*rows, strict=True))
    return {
        "title": table["title"],
        "head": table["head"],
        "numeric": [all(isinstance(value, int | None) for value in column) for column in columns],
        "narrow": [max(len(str(value)) for value in column) <= NARROW for column in columns],
        "rows": [[cell(value) for value in row] for row in rows],
        "bars": [[str(row[0]), row[-1] or 0] for row in rows] if table["chart"] else [],
        "rest": _("… và %(n)s dòng nữa trong bảng tính XLSX.") % {"n": so(cut)} if cut > 0 else "",
    }


def cell(value: Any) -> str:
    """A cell as people read it; None is “–”."""
    if value is None:
        return "–"
    return so(value) if isinstance(value, int) else str(value)


def _foot(report: Report, proof: str) -> str:
    if not report.is_frozen:
        return _("Lấy số lúc %(at)s") % {
            "at": f"{timezone.localtime(report.collected_at or report.created_at):%H:%M %d-%m-%Y}"
        }
    return _("Kiểm báo cáo: %(address)s · SHA-256 %(hash)s") % {"address": proof, "hash": report.sha256[:16]}
