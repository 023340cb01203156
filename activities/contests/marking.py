"""The jury: which entries a juror marks, marks by criterion, recusal. Jurors see neither sender nor each other."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import MD5, Cast, Concat
from django.http import Http404
from django.utils.translation import gettext as _

from activities.contests.entries import locked
from activities.contests.seats import organised_by
from activities.models import HIGHEST, MARKS_NEEDED, Contest, Criterion, Entry, Juror, Mark
from activities.models.entry import EntryQuerySet
from base.errors import WrongState
from campaign import units
from users.models import User


class OwnWork(Exception):
    """A juror opened an entry of the own school, or one that the own account handed in. Answered with 403.

    The own school is also one that the juror has left since the contest took entries.
    """


class Organises(Exception):
    """Somebody who runs the contest opened its jury's pages. Answered with 403: who organises judges nothing."""


def seats_of(user: User) -> QuerySet[Juror]:
    """The juries on which `user` sits, of contests with a public page."""
    seats = Juror.objects.filter(user=user, contest__state__in=Contest.ON_PAGE)
    return seats.select_related("contest").order_by("-contest__closes_at")


def seat_or_404(user: User, slug: str) -> Juror:
    """The seat of `user` on the jury of the contest; raises Http404 without one, Organises for who runs the contest."""
    seat = seats_of(user).filter(contest__slug=slug).first()
    if seat is None:
        raise Http404(_("Bạn không ở trong ban giám khảo của cuộc thi này."))
    if organised_by(user).filter(pk=seat.contest_id).exists():
        raise Organises
    return seat


def _schools_of(juror: Juror) -> set[int | None]:
    """Keys of the organisations whose entries are the juror's own."""
    return ({juror.user.organisation_id} | units.acted_for(juror.user_id, juror.contest.opens_at)) - {None}


def is_own(entry: Entry, juror: Juror) -> bool:
    """Whether the entry comes from an organisation of the juror, or from the own account."""
    return entry.submitted_by_id == juror.user_id or entry.organisation_id in _schools_of(juror)


def left_for(juror: Juror) -> EntryQuerySet:
    """Entries that still need a mark, which this juror may give; each juror has an order of their own."""
    mark_count = Count("marks", filter=Q(marks__total__isnull=False))
    needed = Case(
        When(third_mark=True, then=Value(MARKS_NEEDED + 1)), default=Value(MARKS_NEEDED), output_field=IntegerField()
    )
    mine = Mark.objects.filter(juror=juror).values("entry")
    waiting = Entry.objects.in_contest().filter(contest=juror.contest_id).exclude(pk__in=mine)
    own = Q(submitted_by=juror.user_id) | Q(organisation__in=_schools_of(juror))
    waiting = waiting.exclude(own).annotate(given=mark_count).filter(given__lt=needed)
    own_order = MD5(Concat(Cast("uuid", TextField()), Value(str(juror.pk), output_field=TextField())))
    return waiting.annotate(order=own_order).order_by(F("given").desc(), "order")


def entry_for(juror: Juror, code: str) -> Entry:
    """The entry `code` of the juror's contest. Raises Http404, and OwnWork for the own school's."""
    entry = Entry.objects.in_contest().filter(contest=juror.contest_id, code=code).with_pictures().first()
    if entry is None:
        raise Http404(_("Không có bài này trong cuộc thi."))
    if is_own(entry, juror):
        raise OwnWork
    return entry


def total_of(scores: Mapping[str, int], criteria: list[Criterion]) -> Decimal:
    """Points of 100: each criterion from 0 to HIGHEST, by weight."""
    return sum((Decimal(scores[str(criterion.pk)] * criterion.weight) / HIGHEST for criterion in criteria), Decimal())


def give(juror: Juror, entry: Entry, scores: Mapping[str, int], comment: str) -> Mark:
    """Save the juror's mark, or change it while marking is open.

    Raises WrongState when marking is over or other jurors have given all marks that the entry needs, OwnWork for an
    entry of the own school.
    """
    criteria = list(juror.contest.criteria.all())
    return _save(juror, entry, scores=dict(scores), total=total_of(scores, criteria), comment=comment, recusal="")


def recuse(juror: Juror, entry: Entry, reason: str) -> Mark:
    """Record that the juror does not mark the entry and why; another juror gets it. Raises as give()."""
    return _save(juror, entry, scores={}, total=None, comment="", recusal=reason)


@transaction.atomic
def _save(juror: Juror, entry: Entry, **values: Any) -> Mark:
    row = locked(entry)
    if is_own(row, juror):
        raise OwnWork
    if not row.contest.is_being_marked or row.state not in Entry.IN_CONTEST:
        raise WrongState(_("Bài này không chấm lúc này: còn nhận bài, hoặc vòng chấm đã kết thúc."))
    others = row.marks.filter(total__isnull=False).exclude(juror=juror).count()
    if values["total"] is not None and others >= row.marks_needed:
        raise WrongState(_("Bài này đã đủ %(n)d phiếu của giám khảo khác.") % {"n": row.marks_needed})
    mark, _created = Mark.objects.update_or_create(entry=row, juror=juror, defaults=values)
    return mark
