"""Many tasks from a table that was pasted from a spreadsheet: all rows are judged first, then all or none are given."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from base.day import DateField
from base.text import fold, nfc, one_line
from campaign.models import Season
from reporting.models import Task
from users.models import Organisation

MAX_ROWS = 500
COLUMNS = ("owner", "title", "due_on", "paragraph", "detail")
LENGTHS = {"title": 200, "paragraph": 20, "detail": 1000}


@dataclass(frozen=True)
class Fault:
    """What is wrong with a line of the table; lines are counted from 1, as they were pasted."""

    line: int
    sentence: str


class Judge:
    """Judges the rows of one table; knows the active organisations and the season's tasks by two queries."""

    def __init__(self, season: Season) -> None:
        self.season = season
        self.bodies: dict[str, list[Organisation]] = defaultdict(list)
        for body in Organisation.objects.all():
            self.bodies[fold(body.name)].append(body)
        given = Task.objects.filter(season=season).values_list("owner", "title")
        self.lines = {(owner, fold(title)): 0 for owner, title in given}  # 0: given before this table
        self.faults: list[Fault] = []
        self.tasks: list[Task] = []

    def row(self, line: int, cells: list[str]) -> None:
        """Add the task of a row, or each of its faults."""
        if len(cells) > len(COLUMNS):
            sentence = _("có %(n)d cột, bảng chỉ có %(most)d. Bạn bỏ cột thừa, kể cả cột trống giữa bảng.")
            self.faults.append(Fault(line, sentence % {"n": len(cells), "most": len(COLUMNS)}))
            return
        values = dict(zip(COLUMNS, [*cells, *[""] * (len(COLUMNS) - len(cells))], strict=True))
        before = len(self.faults)
        checks = (self._owner(values["owner"]), self._due(values["due_on"]))
        problems = [*(problem for _value, problem in checks), *self._texts(values)]
        self.faults += [Fault(line, problem) for problem in problems if problem]
        owner, due_on = checks[0][0], checks[1][0]
        if owner is not None and values["title"]:
            key = (owner.pk, fold(values["title"]))
            if key in self.lines:
                self.faults.append(Fault(line, self._twice(owner, self.lines[key])))
            self.lines.setdefault(key, line)
        if len(self.faults) == before and owner is not None and due_on is not None:
            texts = {name: values[name] for name in LENGTHS}
            self.tasks.append(Task(owner=owner, season=self.season, due_on=due_on, **texts))

    def _owner(self, name: str) -> tuple[Organisation | None, str]:
        if not name:
            return None, _("thiếu tên cơ quan ở cột 1.")
        bodies = self.bodies.get(fold(name), [])
        exact = [body for body in bodies if body.name == name]
        active = [body for body in exact or bodies if body.is_active]
        if len(active) == 1:
            return active[0], ""
        if active:
            return None, _("có %(n)d cơ quan tên “%(name)s”; bạn giao việc này ở “Giao việc mới”.") % {
                "n": len(active),
                "name": name,
            }
        if bodies:
            return None, _("“%(name)s” đã nghỉ hoạt động.") % {"name": name}
        near = get_close_matches(fold(name), self.bodies, n=2)
        names = ", ".join(f"“{self.bodies[key][0]}”" for key in near)
        sentence = _("không có cơ quan “%(name)s”.") % {"name": one_line(name, 60)}
        return None, sentence + (" " + _("Gần giống: %(names)s.") % {"names": names} if names else "")

    @staticmethod
    def _due(text: str) -> tuple[date | None, str]:
        if not text:
            return None, _("thiếu hạn ở cột 3, ví dụ 30-11-2026.")
        try:
            return DateField().clean(text), ""
        except ValidationError:
            return None, _("hạn “%(text)s” chưa đúng, ví dụ 30-11-2026.") % {"text": one_line(text, 20)}

    @staticmethod
    def _texts(values: dict[str, str]) -> list[str]:
        problems = [] if values["title"] else [_("thiếu việc ở cột 2.")]
        labels = {"title": _("việc"), "paragraph": _("mục của kế hoạch"), "detail": _("yêu cầu")}
        sentence = _("%(label)s dài %(n)d ký tự, tối đa %(most)d.")
        return problems + [
            sentence % {"label": labels[name], "n": len(values[name]), "most": most}
            for name, most in LENGTHS.items()
            if len(values[name]) > most
        ]

    @staticmethod
    def _twice(owner: Organisation, line: int) -> str:
        if line:
            return _("trùng dòng %(line)d: cùng cơ quan, cùng việc.") % {"line": line}
        return _("%(owner)s đã được giao việc này trong mùa.") % {"owner": owner}


def judge(text: str, season: Season) -> tuple[list[Task], list[Fault]]:
    """The unsaved tasks of a pasted table, and the faults of its rows. Columns are separated by tabs.

    Empty lines and a heading (“Cơ quan …”) are left out. A table that is too long or empty has one fault.
    """
    rows = [
        (line, [" ".join(nfc(cell).split()) for cell in row.rstrip("\r").split("\t")])
        for line, row in enumerate(text.split("\n"), start=1)
    ]
    rows = [(line, cells) for line, cells in rows if any(cells)]
    if rows and fold(rows[0][1][0]) in {"co quan", "don vi"}:
        rows = rows[1:]
    if not rows:
        return [], [Fault(1, _("bảng chưa có việc nào. Bạn chép các ô từ bảng tính rồi dán vào đây."))]
    if len(rows) > MAX_ROWS:
        sentence = _("bảng có %(n)d việc, mỗi lần giao tối đa %(most)d. Bạn chia bảng rồi giao từng phần.")
        return [], [Fault(rows[MAX_ROWS][0], sentence % {"n": len(rows), "most": MAX_ROWS})]
    judged = Judge(season)
    for line, cells in rows:
        judged.row(line, cells)
    return judged.tasks, judged.faults
