"""The figures of the campaign: name, definition, unit, source and who confirms them, each in one place.

A figure's `read` calls the query that its own app uses on its pages; nothing is computed a second time here. To add a
figure, add a Figure to FIGURES.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Sum
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from base.day import today
from media_library.models import DownloadDay
from media_library.statistics.figures import FILES, ORGANISATIONS, PACKAGES, totals
from schools.admin.shared import waiting_in
from schools.coverage import queries
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

    def __init__(self, user: User, scope: queries.Scope, scope_query: str = "") -> None:
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
        return totals(self._days(self.scope.season.starts_on))

    @cached_property
    def downloads_added(self) -> dict[str, int]:
        return totals(self._days(max(self.scope.season.starts_on, self.week_before + timedelta(days=1))))

    def _days(self, first: date) -> queries.QuerySet[DownloadDay]:
        return DownloadDay.objects.filter(day__gte=first, day__lte=self.last_day)

    def units_address(self, state: str = "") -> str:
        more = f"trang-thai={state}" if state else ""
        return f"{reverse('units_admin:units')}?{self.scope_query}{more}"

    def downloads_address(self, group: str) -> str:
        """The report of downloads of the same days."""
        days = {"theo": group, "tu": self.scope.season.starts_on.isoformat(), "den": self.last_day.isoformat()}
        return f"{reverse('library_downloads')}?{urlencode(days)}"


@dataclass(frozen=True)
class Figure:
    """Definition of a figure. `rows` is the address of what was counted; `permission` is needed besides reviewing."""

    key: str
    name: Text
    definition: Text
    unit: Text
    confirmed_by: Text
    read: Callable[[Reading], Value]
    rows: Callable[[Reading], str]
    permission: str = ""


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


def _waiting(reading: Reading) -> Value:
    return Value(waiting_in(reading.user, reading.scope).order_by().count())


def _downloads(name: str, *, adds_up: bool = True) -> Callable[[Reading], Value]:
    """Read one of the totals of downloads; distinct organisations do not add up over weeks, so they have no change."""

    def read(reading: Reading) -> Value:
        return Value(reading.downloads[name], added=reading.downloads_added[name] if adds_up else None)

    return read


_REVIEWER = _("Cơ quan phụ trách đơn vị")
_COUNTED = _("Hệ thống tự đếm")
_DOWNLOADS = "media_library.view_downloadevent"

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
        lambda reading: Value(reading.total.complete, reading.total.units),
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
        "downloads-files",
        _("Tệp được tải riêng"),
        _("Lượt tải tệp trong mùa của mọi người trên toàn trang; tệp nằm trong bộ không tính."),
        _("lượt"),
        _COUNTED,
        _downloads(FILES),
        lambda reading: reading.downloads_address("tai-lieu"),
        _DOWNLOADS,
    ),
    Figure(
        "downloads-kits",
        _("Bộ tài liệu được tải"),
        _("Lượt tải bộ ZIP trong mùa của mọi người trên toàn trang; một bộ là một lượt."),
        _("lượt"),
        _COUNTED,
        _downloads(PACKAGES),
        lambda reading: reading.downloads_address("bo"),
        _DOWNLOADS,
    ),
    Figure(
        "downloads-units",
        _("Đơn vị đã tải tài liệu"),
        _("Đơn vị khác nhau có tài khoản tải ít nhất một tệp trong mùa, trên toàn trang."),
        _("đơn vị"),
        _COUNTED,
        _downloads(ORGANISATIONS, adds_up=False),
        lambda reading: reading.downloads_address("truong"),
        _DOWNLOADS,
    ),
)


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
    figures = [figure for figure in FIGURES if not figure.permission or reading.user.has_perm(figure.permission)]
    rows = [Row(figure, figure.read(reading), figure.rows(reading)) for figure in figures]
    return rows + [_typed(number, reading) for number in typed_numbers(reading.scope, reading.week_before)]
