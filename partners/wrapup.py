"""Figures of partners' work in a period: pieces, answers in time, publications, reported posts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from base.templatetags.vi import ngay_ngan
from campaign.models import Outlet
from partners.sla import answer_due

from .models import Partner, ReportedLink, Submission, SubmissionEvent

State = Submission.State
ANSWERS = {State.CHANGES, State.ACCEPTED, State.REJECTED}


@dataclass
class Line:
    """Figures of one partner in the period, or of all. Counts are of pieces; `links` counts posts by network."""

    name: str
    sent: int = 0
    answered: int = 0
    in_time: int = 0  # answered by the due date
    published: int = 0
    removed: int = 0
    links: Counter = field(default_factory=Counter)

    @property
    def posts(self) -> int:
        return self.links.total()

    @property
    def networks(self) -> str:
        """Posts by network, most first: “TikTok 3, YouTube 1”."""
        return ", ".join(f"{network} {count}" for network, count in self.links.most_common())

    @property
    def in_time_share(self) -> int | None:
        """Per cent of answers that were in time; None without an answer."""
        return round(100 * self.in_time / self.answered) if self.answered else None

    def add(self, other: Line) -> None:
        """Add the figures of `other`."""
        for name in ("sent", "answered", "in_time", "published", "removed"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.links.update(other.links)


def lines(first: date, last: date, outlet: Outlet | None = None) -> list[Line]:
    """Figures of partners with any event from `first` to `last` (both included), by name. Three queries."""
    links = ReportedLink.objects.between(first, last).select_related("submission")
    events = SubmissionEvent.objects.filter(at__range=_span(first, last)).select_related("submission")
    if outlet is not None:
        links, events = links.filter(submission__outlet=outlet), events.filter(submission__outlet=outlet)
    lines_by_partner: dict[int, Line] = {}
    names = dict(Partner.objects.values_list("pk", "display_name"))

    def line(piece: Submission) -> Line:
        return lines_by_partner.setdefault(piece.partner_id, Line(names[piece.partner_id]))

    history: dict[int, list[SubmissionEvent]] = {}
    for event in events.order_by("at", "pk"):
        history.setdefault(event.submission_id, []).append(event)
    for steps in history.values():
        _count(line(steps[0].submission), steps)
    for link in links:
        line(link.submission).links[link.platform] += 1
    return sorted(lines_by_partner.values(), key=lambda item: item.name.casefold())


def _count(line: Line, steps: list[SubmissionEvent]) -> None:
    """Add one piece's events to `line`: each sending counts one answer, whatever the decision."""
    after = {step.after for step in steps}
    line.sent += State.SENT in after
    line.published += State.PUBLISHED in after
    line.removed += State.REMOVED in after
    waiting: datetime | None = None
    for step in steps:
        if step.after == State.SENT:
            waiting = step.at
        elif waiting and step.after in ANSWERS:
            line.answered += 1
            line.in_time += step.at <= answer_due(waiting)
            waiting = None


def _span(first: date, last: date) -> tuple[datetime, datetime]:
    return timezone.make_aware(datetime.combine(first, time.min)), timezone.make_aware(datetime.combine(last, time.max))


def total(rows: list[Line]) -> Line:
    whole = Line(str(_("Cộng")))
    for row in rows:
        whole.add(row)
    return whole


def paragraph(first: date, last: date, rows: list[Line]) -> str:
    """The figures as a paragraph for the city's report."""
    whole = total(rows)
    sentences = [
        _("Từ %(first)s đến %(last)s, %(partners)d đối tác gửi %(sent)d bài; tòa soạn đăng %(published)d bài.")
        % {
            "first": ngay_ngan(first),
            "last": ngay_ngan(last),
            "partners": sum(row.sent > 0 for row in rows),
            "sent": whole.sent,
            "published": whole.published,
        }
    ]
    if whole.answered:
        sentences.append(_("%(share)d%% lần gửi được trả lời trong ba ngày làm việc.") % {"share": whole.in_time_share})
    if whole.posts:
        sentences.append(
            _("Đối tác báo đã đăng %(posts)d lần trên kênh của mình (%(networks)s).")
            % {"posts": whole.posts, "networks": whole.networks}
        )
    return " ".join(sentences)
