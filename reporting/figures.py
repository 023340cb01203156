"""The figures of the campaign: name, definition, unit, source and who confirms them, each in one place.

A figure's `read` calls the query that its own app uses on its pages; nothing is computed a second time here. To add a
figure, add a Figure to FIGURES.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from base.day import today
from campaign.models import Season
from media_library.models import DownloadDay
from media_library.statistics.figures import FILES, ORGANISATIONS, PACKAGES, totals
from reporting.tasks.access import body_of, may_assign, tasks_of
from schools.admin.shared import waiting_in
from schools.coverage import queries
from schools.coverage.public import MIN_GROUP
from schools.coverage.typed_numbers import TypedNumber, typed_numbers
from schools.models import Claim, Coverage
from users.models import User

CHANGE_DAYS = 7
Text = str | Promise


@dataclass(frozen=True)
class Value:
    """A number, its denominator where it has one, and what the last CHANGE_DAYS days added (None: unknown)."""

    number: int
    out_of: int | None = None
    added: int | None = None

    @property
    def percent(self) -> int | None:
        """Rounded down, as on the board: 100 only when nothing is missing."""
        return self.number * 100 // self.out_of if self.out_of else None


class Reading:
    """What figures are read for: an account, and a season with kinds and level. Keeps what several figures share."""

    def __init__(self, user: User | AnonymousUser, scope: queries.Scope, scope_query: str = "") -> None:
        self.user = user
        self.scope = scope
        self.scope_query = scope_query  # “loai=youth&”, for links

    @cached_property
    def total(self) -> queries.Bar:
        return queries.total_of(self.scope)

    @property
    def last_day(self) -> date:
        """Today, or the last day of a season that is over."""
        return min(today(), self.scope.season.ends_on)

    @property
    def week_before(self) -> date:
        return self.last_day - timedelta(days=CHANGE_DAYS)

    @cached_property
    def downloads(self) -> dict[str, int]:
        return totals(self._days(self.last_day))

    @cached_property
    def downloads_before(self) -> dict[str, int]:
        return totals(self._days(self.week_before))

    def _days(self, last: date) -> queries.QuerySet[DownloadDay]:
        return DownloadDay.objects.filter(day__gte=self.scope.season.starts_on, day__lte=last)

    def units_address(self, state: str = "") -> str:
        more = f"trang-thai={state}" if state else ""
        return f"{reverse('units_admin:units')}?{self.scope_query}{more}"

    def downloads_address(self, group: str) -> str:
        """The report of downloads of the same days."""
        days = {"theo": group, "tu": self.scope.season.starts_on.isoformat(), "den": self.last_day.isoformat()}
        return f"{reverse('library_downloads')}?{urlencode(days)}"


@dataclass(frozen=True)
class Figure:
    """Definition of a figure. `rows` is the address of what was counted; `is_for` is asked besides reviewing.

    `read` and `rows` take what the figure is read for: a Reading, or a NewsroomReading (newsroom.py).

    `public_from`: the least number that everybody may read; smaller ones, and what the week added to them, stay
    inside. None: a figure for staff.
    """

    key: str
    name: Text
    definition: Text
    unit: Text
    confirmed_by: Text
    read: Callable[[Any], Value]
    rows: Callable[[Any], str]
    is_for: Callable[[Any], bool] = lambda user: True
    public_from: int | None = None


@dataclass(frozen=True)
class Row:
    """A figure with its value, and a sentence that belongs to the value."""

    figure: Figure
    value: Value
    address: str
    note: str = ""


def _started(reading: Reading) -> Value:
    """Added: units without a declaration older than the week."""
    older = Claim.objects.submitted().filter(
        item__season=reading.scope.season, item__is_active=True, declared_on__lte=reading.week_before
    )
    started = queries.units_in(reading.scope).filter(declared__gt=0)
    added = started.exclude(unit__in=older.values("unit")).count()
    return Value(reading.total.started, reading.total.units, added)


def _confirmed(reading: Reading) -> Value:
    days = reading.scope.cells(Coverage.Dimension.DAY).filter(key__gt=reading.week_before.isoformat())
    added = days.aggregate(n=Sum("confirmed", default=0))["n"]
    return Value(reading.total.confirmed, reading.total.total, added)


def _complete(reading: Reading) -> Value:
    """Added: complete units of which something was confirmed within the week."""
    fresh = Claim.objects.filter(
        item__season=reading.scope.season,
        item__is_active=True,
        state=Claim.State.CONFIRMED,
        confirmed_on__gt=reading.week_before,
    )
    complete = queries.units_in(reading.scope, state="du")
    return Value(reading.total.complete, reading.total.units, complete.filter(unit__in=fresh.values("unit")).count())


def _waiting(reading: Reading) -> Value:
    """Added: those that were handed in within the week."""
    waiting = waiting_in(reading.user, reading.scope).order_by()
    fresh = Q(declared_on__gt=today() - timedelta(days=CHANGE_DAYS))
    counts = waiting.aggregate(number=Count("pk"), added=Count("pk", filter=fresh))
    return Value(counts["number"], added=counts["added"])


def _late_tasks(reading: Reading) -> Value:
    """Added: those whose due date lies within the week."""
    tasks = tasks_of(reading.user).filter(season=reading.scope.season).overdue().order_by()
    fresh = Q(due_on__gte=today() - timedelta(days=CHANGE_DAYS))
    counts = tasks.aggregate(number=Count("pk"), added=Count("pk", filter=fresh))
    return Value(counts["number"], added=counts["added"])


def _downloads(name: str) -> Callable[[Reading], Value]:
    """Read one of the totals of downloads. Added: today's less that of a week ago, so that no unit counts twice."""

    def read(reading: Reading) -> Value:
        return Value(reading.downloads[name], added=reading.downloads[name] - reading.downloads_before[name])

    return read


_REVIEWER = _("Cơ quan phụ trách đơn vị")
_COUNTED = _("Hệ thống tự đếm")


def _sees_downloads(user: User) -> bool:
    return user.has_perm("media_library.view_downloadevent")


def _sees_tasks(user: User) -> bool:
    return may_assign(user) or body_of(user) is not None


FIGURES = (
    Figure(
        "units-started",
        _("Đơn vị đã tham gia"),
        _("Đơn vị đã khai ít nhất một việc, trên số đơn vị có trong danh sách của mùa."),
        _("đơn vị"),
        _COUNTED,
        _started,
        lambda reading: reading.units_address(),
    ),
    Figure(
        "units-complete",
        _("Đơn vị đã đủ việc"),
        _("Đơn vị có mọi việc được xác nhận, trên số đơn vị có trong danh sách của mùa."),
        _("đơn vị"),
        _REVIEWER,
        _complete,
        lambda reading: reading.units_address("du"),
    ),
    Figure(
        "items-confirmed",
        _("Việc được xác nhận"),
        _("Việc của từng đơn vị đã được xác nhận, trên mọi việc mà các đơn vị phải làm."),
        _("việc"),
        _REVIEWER,
        _confirmed,
        lambda reading: f"{reverse('units_admin:board')}?{reading.scope_query}",
    ),
    Figure(
        "items-waiting",
        _("Việc chờ xác nhận"),
        _("Việc đơn vị đã khai mà cơ quan phụ trách chưa trả lời."),
        _("việc"),
        _COUNTED,
        _waiting,
        lambda reading: f"{reverse('units_admin:queue')}?{reading.scope_query}",
    ),
    Figure(
        "tasks-late",
        _("Việc được giao quá hạn"),
        _("Việc ở “Giao việc” đã qua hạn mà chưa báo xong: cơ quan thường trực thấy của mọi nơi."),
        _("việc"),
        _COUNTED,
        _late_tasks,
        lambda reading: f"{reverse('tasks:index')}?trang_thai=qua-han",
        _sees_tasks,
    ),
    Figure(
        "downloads-files",
        _("Tệp được tải riêng"),
        _("Lượt tải tệp trong mùa của mọi người trên toàn trang; tệp nằm trong bộ không tính."),
        _("lượt"),
        _COUNTED,
        _downloads(FILES),
        lambda reading: reading.downloads_address("tai-lieu"),
        _sees_downloads,
        public_from=0,
    ),
    Figure(
        "downloads-kits",
        _("Bộ tài liệu được tải"),
        _("Lượt tải bộ ZIP trong mùa của mọi người trên toàn trang; một bộ là một lượt."),
        _("lượt"),
        _COUNTED,
        _downloads(PACKAGES),
        lambda reading: reading.downloads_address("bo"),
        _sees_downloads,
        public_from=0,
    ),
    Figure(
        "downloads-units",
        _("Đơn vị đã tải tài liệu"),
        _("Đơn vị khác nhau có tài khoản tải ít nhất một tệp trong mùa, trên toàn trang."),
        _("đơn vị"),
        _COUNTED,
        _downloads(ORGANISATIONS),
        lambda reading: reading.downloads_address("truong"),
        _sees_downloads,
        public_from=MIN_GROUP,
    ),
)

#: Keys of the figures on the first page of the administration, at most six.
FIRST = ("items-waiting", "tasks-late", "units-started", "units-complete", "items-confirmed", "downloads-units")


def _typed(number: TypedNumber, reading: Reading) -> Row:
    """The figure of an item that asks for a number: the sum of what was confirmed."""
    item = number.item
    figure = Figure(
        f"typed-{item.code}",
        f"{item.code}: {item.number_label}",
        _now("Tổng số các đơn vị điền ở việc “%(item)s”, chỉ tính lời khai đã được xác nhận.") % {"item": item.label},
        "",
        _REVIEWER,
        lambda reading: Value(number.confirmed, added=number.added),
        lambda reading: f"{reverse('typed_number', args=[item.code])}?{reading.scope_query}",
    )
    note = _now("%(units)s trên %(applicable)s đơn vị đã có số được xác nhận; còn chờ xác nhận: %(waiting)s.") % {
        "units": number.units,
        "applicable": number.applicable,
        "waiting": number.waiting,
    }
    return Row(figure, figure.read(reading), figure.rows(reading), note)


def rows_for(reading: Reading) -> list[Row]:
    """All figures that the account may see, with their values; those of the checklist come last."""
    rows = [_row(figure, reading) for figure in FIGURES if figure.is_for(reading.user)]
    return rows + [_typed(number, reading) for number in typed_numbers(reading.scope, reading.week_before)]


def first_rows(reading: Reading) -> list[Row]:
    """The figures of the first page of the administration (FIRST) that the account may see."""
    by_key = {figure.key: figure for figure in FIGURES}
    return [_row(by_key[key], reading) for key in FIRST if by_key[key].is_for(reading.user)]


def public_reading(season: Season) -> Reading:
    """What everybody reads: the whole season, without an account."""
    return Reading(AnonymousUser(), queries.Scope(season, ()))


def public_rows(reading: Reading) -> list[Row]:
    """The figures that everybody may read; of units, what the week added only where it is a group as well."""
    rows = [_row(figure, reading) for figure in FIGURES if figure.public_from is not None]
    return [_for_everybody(row) for row in rows if row.value.number >= (row.figure.public_from or 0)]


def _for_everybody(row: Row) -> Row:
    least, value = row.figure.public_from or 0, row.value
    return row if (value.added or 0) >= least else replace(row, value=replace(value, added=None))


def _row(figure: Figure, reading: Reading) -> Row:
    return Row(figure, figure.read(reading), figure.rows(reading))
