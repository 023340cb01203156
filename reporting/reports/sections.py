"""Sections of a report: each reads the figures of a period and returns its sentences and tables.

The number of queries is fixed. Figures of units are counted from their claims by the day of declaration and
confirmation, so that a report of a past period has the state of its last day; a claim that was sent back since counts
as it stands now. Denominators are those of the board.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from activities.models import Brick, Entry, Event
from articles.models import ArticlePage, Correction, SectionPage, TakeDown
from base.languages import language_choices
from base.templatetags.vi import so
from campaign.models import HelpLine
from media_library.models import DownloadDay, HolderNotice, Recall
from media_library.statistics.figures import FILES, ORGANISATIONS, PACKAGES, figures, totals
from partners import wrapup
from reporting.models import Post, Task
from reporting.posts.queries import per_body
from reporting.reports.period import Period
from schools.coverage import queries
from schools.coverage.queries import Scope
from schools.coverage.typed_numbers import claims_with_number, numbered_items
from schools.models import Claim, Kind, Level, PrintOrder
from schools.models.checklist import ClaimQuerySet

TOP = 10  # assets in the table of downloads


@dataclass
class Table:
    """Title, headings and rows; a None in a row is shown as “–”."""

    title: str
    head: list[str]
    rows: list[list[Any]]
    chart: bool = False  # the last column is drawn as bars, in per cent


@dataclass
class Section:
    """One part of the report: `text` is written by rules from its figures."""

    key: str
    title: str
    text: str
    tables: list[Table] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tables = [table for table in self.tables if table.rows]


@dataclass(frozen=True)
class Subject:
    """What a report is about: units in a season, and the days."""

    scope: Scope
    period: Period

    def claims(self) -> ClaimQuerySet:
        """Claims of active items of the units in scope that were handed in by the last day."""
        return Claim.objects.submitted().filter(
            item__season=self.scope.season,
            item__is_active=True,
            unit__in=self.scope.units().values("pk"),
            declared_on__lte=self.period.last,
        )


def percent(part: int, whole: int) -> int | None:
    """Rounded down, as on the board: 100 only when nothing is missing; None without a whole."""
    return part * 100 // whole if whole else None


def _compared(now: int, before: int) -> str:
    if now == before:
        return _("bằng kỳ trước")
    if now > before:
        return _("tăng %(n)s so với kỳ trước") % {"n": so(now - before)}
    return _("giảm %(n)s so với kỳ trước") % {"n": so(before - now)}


def _confirmed_in(period: Period) -> Q:
    return Q(state=Claim.State.CONFIRMED, confirmed_on__range=(period.first, period.last))


def _confirmed_by(period: Period) -> Q:
    return Q(state=Claim.State.CONFIRMED, confirmed_on__lte=period.last)


def coverage(subject: Subject) -> Section:
    scope, period = subject.scope, subject.period
    claims = subject.claims().order_by()
    units, pairs = scope.units().count(), queries.total_of(scope).total
    sums = claims.aggregate(
        started=Count("unit", distinct=True),
        confirmed=Count("pk", filter=_confirmed_by(period)),
        new=Count("pk", filter=_confirmed_in(period)),
        before=Count("pk", filter=_confirmed_in(period.before)),
    )
    text = _(
        "Tính đến hết ngày %(day)s, %(started)s trên %(units)s đơn vị đã khai ít nhất một việc. %(confirmed)s trên "
        "%(pairs)s việc của các đơn vị đã được xác nhận; trong kỳ xác nhận %(new)s việc, %(change)s."
    ) % {
        "day": f"{period.last:%d-%m-%Y}",
        "started": so(sums["started"]),
        "units": so(units),
        "confirmed": so(sums["confirmed"]),
        "pairs": so(pairs),
        "new": so(sums["new"]),
        "change": _compared(sums["new"], sums["before"]),
    }
    tables = [_by_item(subject, claims), _by_level(subject, claims), _by_ward(subject, claims)]
    return Section("do-phu", _("Độ phủ tại các đơn vị"), text, tables)


def _counts(period: Period) -> dict[str, Count]:
    return {
        "declared": Count("pk"),
        "confirmed": Count("pk", filter=_confirmed_by(period)),
        "new": Count("pk", filter=_confirmed_in(period)),
        "started": Count("unit", distinct=True),
    }


def _grouped(subject: Subject, claims: ClaimQuerySet, *columns: str) -> dict[str, dict[str, int]]:
    """{first of `columns` that is not empty: counts}; a key without claims has zeros."""
    rows: Any = claims.values(*columns).annotate(**_counts(subject.period))
    groups = {next(filter(None, (row[column] for column in columns)), ""): row for row in rows}
    return defaultdict(lambda: dict.fromkeys(_counts(subject.period), 0), groups)


def _by_item(subject: Subject, claims: ClaimQuerySet) -> Table:
    rows = _grouped(subject, claims, "item__code")
    bars = sorted(queries.by_item(subject.scope), key=lambda bar: bar.key)
    return Table(
        _("Từng việc của kế hoạch"),
        [_("Mã"), _("Việc"), _("Số đơn vị"), _("Đã khai"), _("Được xác nhận"), _("Xác nhận trong kỳ"), _("Tỷ lệ (%)")],
        [
            [
                bar.key,
                bar.label,
                bar.total,
                *(rows[bar.key][name] for name in ("declared", "confirmed", "new")),
                percent(rows[bar.key]["declared"], bar.total),
            ]
            for bar in bars
        ],
    )


def _by_level(subject: Subject, claims: ClaimQuerySet) -> Table:
    rows = _grouped(subject, claims, "unit__level", "unit__kind")
    table = Table(
        _("Theo cấp học, loại đơn vị"),
        [_("Nhóm"), _("Số đơn vị"), _("Đơn vị đã khai"), _("Việc"), _("Việc được xác nhận"), _("Đơn vị đã khai (%)")],
        [],
        chart=True,
    )
    for bar in queries.by_level(subject.scope):
        started, confirmed = rows[bar.key]["started"], rows[bar.key]["confirmed"]
        table.rows.append([bar.label, bar.units, started, bar.total, confirmed, percent(started, bar.units)])
    return table


def _by_ward(subject: Subject, claims: ClaimQuerySet) -> Table:
    rows = _grouped(subject, claims, "unit__ward_key")
    table = Table(
        _("Theo xã, phường"),
        [_("Xã, phường"), _("Số đơn vị"), _("Đơn vị đã khai"), _("Việc được xác nhận"), _("Đơn vị đã khai (%)")],
        [],
    )
    for bar in sorted(queries.by_ward(subject.scope, None), key=lambda bar: bar.label):
        started, confirmed = rows[bar.key]["started"], rows[bar.key]["confirmed"]
        table.rows.append([bar.label, bar.units, started, confirmed, percent(started, bar.units)])
    return table


def typed(subject: Subject) -> Section:
    """Sums of the numbers that units type: lessons, households."""
    period = subject.period
    sums = {
        row["item"]: row
        for row in claims_with_number(subject.scope)
        .order_by()
        .values("item")
        .annotate(
            all=Sum("number", filter=_confirmed_by(period), default=0),
            new=Sum("number", filter=_confirmed_in(period), default=0),
            before=Sum("number", filter=_confirmed_in(period.before), default=0),
            units=Count("pk", filter=_confirmed_by(period)),
        )
    }
    zero = {"all": 0, "new": 0, "before": 0, "units": 0}
    rows = [
        [item.code, item.number_label, row["new"], row["before"], row["all"], row["units"]]
        for item in numbered_items(subject.scope)
        for row in [sums.get(item.pk, zero)]
    ]
    parts = [_("%(name)s: %(n)s") % {"name": row[1], "n": so(row[4])} for row in rows if row[4]]
    text = _("Số do các đơn vị khai, đã được xác nhận từ đầu mùa: %(list)s.") % {"list": "; ".join(parts)}
    head = [_("Mã"), _("Số liệu"), _("Trong kỳ"), _("Kỳ trước"), _("Từ đầu mùa"), _("Số đơn vị đã khai")]
    return Section(
        "so-don-vi-khai",
        _("Số do các đơn vị khai"),
        text if parts else _("Chưa đơn vị nào có số được xác nhận."),
        [Table(_("Cộng các số được xác nhận"), head, rows)],
    )


def stories(subject: Subject) -> Section:
    """Stories that are live and came out in the period; translations count in their language, copies of others not."""
    live = ArticlePage.objects.filter(live=True, alias_of=None).annotate(
        out=Coalesce("published_at", "first_published_at"), language=F("locale__language_code")
    )
    before = live.filter(out__range=subject.period.before.span).count()
    rows = list(live.filter(out__range=subject.period.span).order_by().values_list("genre", "listed_in", "language"))
    outlets = dict(SectionPage.objects.values_list("pk", "outlet__name"))
    genres: Counter[tuple[str, str]] = Counter()
    of_outlets: Counter[tuple[str, str]] = Counter()
    for genre, section, language in rows:
        genres[genre, language] += 1
        of_outlets[outlets.get(section) or _("Trang chung"), language] += 1
    by_language = Counter(language for _genre, _section, language in rows)
    text = _("Trong kỳ đã đăng %(n)s bài, %(change)s: %(list)s.") % {
        "n": so(len(rows)),
        "change": _compared(len(rows), before),
        "list": "; ".join(f"{name} {so(by_language[code])}" for code, name in language_choices()),
    }
    return Section(
        "bao-chi",
        _("Báo chí, truyền thông"),
        text,
        [
            _crossed(_("Theo thể loại"), _("Thể loại"), genres, dict(ArticlePage.Genre.choices)),
            _crossed(_("Theo cơ quan"), _("Cơ quan"), of_outlets, {}),
        ],
    )


def _crossed(title: str, heading: str, counts: Counter, names: dict[str, Any]) -> Table:
    """A table of counts by (key, language), the largest row first."""
    languages = language_choices()
    keys = {key for key, _language in counts}
    rows: list[list[Any]] = []
    for key in keys:
        numbers = [counts[key, code] for code, _name in languages]
        rows.append([str(names.get(key, key)), *numbers, sum(numbers)])
    rows.sort(key=lambda row: (-row[-1], row[0]))
    return Table(title, [heading, *(str(name) for _code, name in languages), _("Cộng")], rows)


def downloads(subject: Subject) -> Section:
    days = DownloadDay.objects.filter(day__range=(subject.period.first, subject.period.last))
    previous = subject.period.before
    now, before = totals(days), totals(DownloadDay.objects.filter(day__range=(previous.first, previous.last)))
    text = _(
        "Kho tài liệu có %(kits)s lượt tải bộ và %(files)s lượt tải tệp riêng (%(change)s) của %(units)s đơn vị khác "
        "nhau."
    ) % {
        "kits": so(now[PACKAGES]),
        "files": so(now[FILES]),
        "change": _compared(now[FILES], before[FILES]),
        "units": so(now[ORGANISATIONS]),
    }
    counted = [_("Tệp riêng"), _("Bộ"), _("Đơn vị khác nhau")]
    names = (FILES, PACKAGES, ORGANISATIONS)
    languages: Any = days.order_by().values("language").annotate(**figures())
    assets: Any = (
        days.order_by().values("asset__code", "asset__pk").annotate(**figures()).order_by(f"-{FILES}", "asset__code")
    )
    return Section(
        "tai-lieu",
        _("Tài liệu, ấn phẩm"),
        text,
        [
            Table(
                _("Theo ngôn ngữ"),
                [_("Ngôn ngữ"), *counted],
                [
                    [str(name), *(row[key] for key in names)]
                    for code, name in language_choices()
                    for row in languages
                    if row["language"] == code
                ],
            ),
            Table(
                _("Tài liệu được tải nhiều nhất"),
                [_("Mã"), *counted],
                [[row["asset__code"], *(row[key] for key in names)] for row in assets[:TOP]],
            ),
        ],
    )


def printed(subject: Subject) -> Section:
    """Copies that were handed over to units in scope."""
    orders = PrintOrder.objects.filter(
        state=PrintOrder.State.HANDED_OVER,
        ended_at__range=subject.period.span,
        unit__in=subject.scope.units().values("pk"),
    ).order_by()
    runs = orders.values("run__version__asset__code", "run__label").annotate(
        copies=Sum("agreed_copies"), units=Count("unit", distinct=True)
    )
    rows = sorted(runs, key=lambda row: -row["copies"])
    text = _("Đã giao %(copies)s bản in cho %(units)s đơn vị.") % {
        "copies": so(sum(row["copies"] for row in rows)),
        "units": so(orders.aggregate(n=Count("unit", distinct=True))["n"]),
    }
    table = Table(
        _("Bản in đã giao"),
        [_("Mã"), _("Khổ, giấy, ngôn ngữ"), _("Số bản"), _("Số đơn vị")],
        [[row["run__version__asset__code"], row["run__label"], row["copies"], row["units"]] for row in rows],
    )
    return Section("ban-in", _("Bản in"), text, [table])


def events(subject: Subject) -> Section:
    held = Event.objects.filter(starts_at__range=subject.period.span).order_by("starts_at", "pk")
    rows = held.annotate(arrived=Sum("registrations__arrived"), seats=Sum("registrations__seats"))
    table = Table(
        _("Sự kiện trong kỳ"),
        [_("Ngày"), _("Sự kiện"), _("Nơi"), _("Dự kiến (người)"), _("Đã đăng ký"), _("Đã đến"), _("Ghi chú")],
        [
            [
                f"{row.held_on or row.starts_at:%d-%m-%Y}",
                row.title,
                row.place,
                row.size,
                row.seats or 0,
                row.arrived,
                _("đã hủy") if row.cancelled_at else "",
            ]
            for row in rows
        ],
    )
    cancelled = sum(1 for row in table.rows if row[-1])
    text = _("%(n)s sự kiện theo lịch trong kỳ, %(cancelled)s bị hủy; %(arrived)s lượt người đến đã được ghi.") % {
        "n": so(len(table.rows)),
        "cancelled": so(cancelled),
        "arrived": so(sum(row[5] or 0 for row in table.rows)),
    }
    return Section("su-kien", _("Sự kiện, người dự"), text, [table])


def participation(subject: Subject) -> Section:
    """Signs on the wall and entries of contests."""
    period = subject.period
    bricks = Brick.objects.filter(laid_on__range=(period.first, period.last)).order_by()
    before = Brick.objects.filter(laid_on__range=(period.before.first, period.before.last)).count()
    entries = Entry.objects.in_contest().filter(submitted_at__range=period.span).order_by()
    number = bricks.count()
    wards = bricks.exclude(ward="").aggregate(n=Count("ward", distinct=True))["n"]
    rows = entries.values("contest__title").annotate(n=Count("pk"), units=Count("organisation", distinct=True))
    text = _(
        "“Bức tường An toàn số” thêm %(n)s viên gạch (%(change)s) từ %(wards)s xã, phường. %(entries)s bài dự thi được "
        "gửi."
    ) % {"n": so(number), "change": _compared(number, before), "wards": so(wards), "entries": so(entries.count())}
    table = Table(
        _("Bài dự thi theo cuộc thi"),
        [_("Cuộc thi"), _("Số bài"), _("Số đơn vị")],
        [[row["contest__title"], row["n"], row["units"]] for row in rows.order_by("contest__title")],
    )
    return Section("tham-gia", _("Cam kết, cuộc thi"), text, [table])


def partners(subject: Subject) -> Section:
    lines = wrapup.lines(subject.period.first, subject.period.last)
    text = _(
        "Đối tác KOL gửi %(sent)s bài, tòa soạn đăng %(published)s bài; đối tác báo %(posts)s bài đăng trên kênh riêng."
    ) % {
        "sent": so(sum(line.sent for line in lines)),
        "published": so(sum(line.published for line in lines)),
        "posts": so(sum(line.posts for line in lines)),
    }
    table = Table(
        _("Theo đối tác"),
        [_("Đối tác"), _("Đã gửi"), _("Đã đăng"), _("Bài trên kênh riêng"), _("Kênh")],
        [[line.name, line.sent, line.published, line.posts, line.networks] for line in lines],
    )
    return Section("kol", _("Đối tác KOL"), text, [table])


def mends(subject: Subject) -> Section:
    """Recalls with what holders answered, corrections, take-downs, and checks of help lines."""
    span = subject.period.span
    recalls = Recall.objects.filter(created_at__range=span, undone_at=None).order_by("created_at")
    rows = recalls.annotate(
        told=Count("notices", filter=Q(notices__kind=HolderNotice.Kind.RECALL)),
        removed=Count(
            "notices", filter=Q(notices__kind=HolderNotice.Kind.RECALL, notices__acknowledged_at__isnull=False)
        ),
    ).select_related("asset")
    corrections = Correction.objects.frozen().filter(frozen_at__range=span).count()
    take_downs = TakeDown.objects.filter(taken_at__range=span).count()
    checked = HelpLine.objects.filter(verified_on__range=(subject.period.first, subject.period.last)).count()
    due = sum(1 for line in HelpLine.objects.shown() if line.review_due)
    text = _(
        "%(recalls)s tài liệu bị thu hồi; %(corrections)s đính chính; %(downs)s bài bị gỡ. %(checked)s đường dây trợ "
        "giúp được kiểm lại trong kỳ, %(due)s đường dây đến hạn kiểm."
    ) % {
        "recalls": so(len(rows)),
        "corrections": so(corrections),
        "downs": so(take_downs),
        "checked": so(checked),
        "due": so(due),
    }
    table = Table(
        _("Thu hồi"),
        [_("Ngày"), _("Mã"), _("Lý do"), _("Đơn vị được báo"), _("Đơn vị đã xác nhận gỡ")],
        [[f"{row.created_at:%d-%m-%Y}", row.asset.code, row.reason, row.told, row.removed] for row in rows],
    )
    return Section("thu-hoi", _("Thu hồi, đính chính, đường dây trợ giúp"), text, [table])


def missing(subject: Subject) -> Section:
    """Units in scope that had declared nothing by the last day."""
    idle = subject.scope.units().exclude(pk__in=subject.claims().values("unit")).named()
    rows = [
        [unit.name, str(Level(unit.level).label if unit.level else Kind(unit.kind).label), unit.ward]
        for unit in idle.order_by("ward", "organisation__name", "pk")
    ]
    text = _("Còn %(n)s đơn vị chưa khai việc nào.") % {"n": so(len(rows))}
    if not rows:
        text = _("Mọi đơn vị đều đã khai ít nhất một việc.")
    table = Table(_("Đơn vị chưa khai việc nào"), [_("Đơn vị"), _("Nhóm"), _("Xã, phường")], rows)
    return Section("con-thieu", _("Còn thiếu"), text, [table])


def tasks(subject: Subject) -> Section:
    """Tasks of the season that were due by the last day, with their state today; the table has those still owed."""
    due = Task.objects.filter(season=subject.scope.season, due_on__lte=subject.period.last)
    counts = due.order_by().aggregate(
        all=Count("pk"),
        confirmed=Count("pk", filter=Q(state=Task.State.CONFIRMED)),
        owed=Count("pk", filter=Q(state__in=Task.OWED)),
    )
    text = _(
        "%(all)s việc được giao đến hạn: %(confirmed)s việc đã xác nhận, %(owed)s việc còn nợ của %(bodies)s cơ quan."
    )
    rows = due.owed().select_related("owner").order_by("owner__name", "due_on", "pk")
    late = [
        [task.owner.name, task.title, task.paragraph, f"{task.due_on:%d-%m-%Y}", str(task.get_state_display())]
        for task in rows
    ]
    values = {name: so(number) for name, number in counts.items()} | {"bodies": so(len({row[0] for row in late}))}
    head = [_("Cơ quan"), _("Việc"), _("Mục"), _("Hạn"), _("Trạng thái")]
    return Section("viec-duoc-giao", _("Việc được giao"), text % values, [Table(_("Việc còn nợ"), head, late)])


def posts(subject: Subject) -> Section:
    """What the bodies published on their channels in the period, with the reach that they typed."""
    period = subject.period
    published = Post.objects.filter(season=subject.scope.season).published()
    rows = list(per_body(published.filter(posted_on__range=(period.first, period.last))))
    before = published.filter(posted_on__range=(period.before.first, period.before.last)).count()
    total = sum(row["total"] for row in rows)
    text = _("%(bodies)s cơ quan đăng %(n)s bài trên các kênh của mình, %(change)s; lượt tiếp cận đã ghi: %(reach)s.")
    values = {
        "bodies": so(len(rows)),
        "n": so(total),
        "change": _compared(total, before),
        "reach": so(sum(row["reached"] for row in rows)),
    }
    channels = [channel for channel in Post.Channel if any(row[channel.value] for row in rows)]
    head = [_("Cơ quan"), *(str(channel.label) for channel in channels), _("Bài"), _("Tiếp cận")]
    table = [
        [row["body__name"], *(row[channel.value] for channel in channels), row["total"], row["reached"]] for row in rows
    ]
    return Section("bai-dang", _("Bài đăng của các cơ quan"), text % values, [Table(_("Theo cơ quan"), head, table)])


SECTIONS: tuple[Callable[[Subject], Section], ...] = (
    coverage, typed, stories, downloads, printed, events, participation, partners, posts, mends, tasks, missing,
)  # fmt: skip
