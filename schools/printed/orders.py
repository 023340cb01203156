"""Steps of an order of printed copies: ask, cancel, agree, refuse, hand over.

Each runs in one transaction, with the run locked before the order, because both change. Copies leave the store when an
order is agreed, and return when it ends otherwise. Raises WrongState where the present state does not allow the step.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q, QuerySet, Sum
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.errors import DecidedMeanwhile, WrongState
from base.text import one_line
from media_library.models import AssetVersion
from schools.access import current_season
from schools.mail import mail_print_asked
from schools.models import PrintOrder, PrintRun, Unit
from users.models import User

State = PrintOrder.State


def holders(versions: QuerySet[AssetVersion]) -> Iterable[tuple[int, int]]:
    """(organisation, version) of units that have, or wait for, copies of `versions`: a recall tells them too."""
    orders = PrintOrder.objects.filter(run__version__in=versions, state__in=[*PrintOrder.OPEN, State.HANDED_OVER])
    return orders.order_by("created_at").values_list("unit__organisation", "run__version")


def printed(versions: QuerySet[AssetVersion]) -> tuple[int, int]:
    """(open orders, copies in store) of `versions`, which a recall stops."""
    runs = PrintRun.objects.filter(version__in=versions)
    orders = PrintOrder.objects.filter(run__in=runs, state__in=PrintOrder.OPEN)
    return orders.count(), runs.aggregate(total=Sum("stock", default=0))["total"]


def printed_for(unit: Unit) -> dict[str, int] | None:
    """{"offered": runs that `unit` may order, "agreed": its orders to be fetched}; None with no offer and no order."""
    own = PrintOrder.objects.filter(unit=unit).aggregate(
        all=Count("pk"),
        agreed=Count("pk", filter=Q(state=State.AGREED, run__version__withdrawn_at=None)),
    )
    left = left_in_season(unit, list(PrintRun.objects.to_order(unit)))
    offered = sum(1 for copies in left.values() if copies)
    return {"offered": offered, "agreed": own["agreed"]} if offered or own["all"] else None


def left_in_season(unit: Unit, runs: Collection[PrintRun]) -> dict[int, int]:
    """{key of the run: copies that `unit` may still ask for in this season}; what waits or was agreed counts."""
    if not runs:
        return {}
    season = current_season()
    own = PrintOrder.objects.filter(unit=unit, run__in=runs)
    if season is not None:
        own = own.filter(created_at__date__gte=season.starts_on)
    asked = Sum("copies", filter=Q(state=State.ASKED), default=0)
    totals = own.order_by().values("run").annotate(total=asked + Sum("agreed_copies"))
    ordered = dict(totals.values_list("run", "total"))
    return {run.pk: max(0, run.limit - ordered.get(run.pk, 0)) for run in runs}


@transaction.atomic
def ask(unit: Unit, run: PrintRun, copies: int, *, note: str, by: User | None) -> PrintOrder:
    """Order `copies` of `run`, and tell who keeps it; the same order sent twice is made once.

    Raises ValidationError for more copies than the run has, or gives a unit in a season; WrongState when it is not
    offered any more, or when the unit has an open order of it.
    """
    locked = PrintRun.objects.select_for_update().filter(pk=run.pk).first()
    if locked is None:
        raise Http404
    earlier = PrintOrder.objects.filter(run=locked, unit=unit, state__in=PrintOrder.OPEN).first()
    if earlier is not None:
        if (earlier.state, earlier.copies) == (State.ASKED, copies):
            return earlier
        raise WrongState(_("Đơn vị đang có một đơn xin tài liệu này. Muốn đổi số bản thì thôi đơn cũ rồi xin lại."))
    if not PrintRun.objects.offered_to(unit).filter(pk=locked.pk).exists():
        raise WrongState(_("Tài liệu này vừa hết hoặc không còn nhận đăng ký. Bạn vẫn tải tệp để tự in được."))
    left = left_in_season(unit, [locked])[locked.pk]
    if not left:
        raise WrongState(_("Đơn vị đã xin đủ %(limit)d bản của mùa này.") % {"limit": locked.limit})
    most = min(left, locked.stock)
    if not 1 <= copies <= most:
        raise ValidationError({"copies": _("Bạn xin được từ 1 đến %(most)d bản.") % {"most": most}})
    note = one_line(note, 300)
    order = PrintOrder.objects.create(run=locked, unit=unit, copies=copies, note=note, asked_by=by)
    mail_print_asked(order)
    return order


@transaction.atomic
def cancel(unit: Unit, uuid: UUID, *, by: User | None) -> PrintOrder:
    """End the unit's own open order; agreed copies return to the store. Raises Http404 for one of another unit."""
    order = _locked(PrintOrder.objects.filter(unit=unit), uuid)
    if order.state == State.CANCELLED:
        return order
    if not order.is_open:
        raise WrongState(_("Đơn này đã xong nên không thôi được nữa."))
    _give_back(order)
    return _ended(order, State.CANCELLED, by)


@transaction.atomic
def agree(orders: QuerySet[PrintOrder], uuid: UUID, copies: int, *, remark: str, by: User) -> PrintOrder:
    """Promise `copies` of a waiting order of `orders`, which then leave the store.

    Raises Http404 for another order, ValidationError for a number that the store does not have, WrongState after a
    recall.
    """
    order = _locked(orders, uuid)
    _still(order, State.ASKED)
    _not_recalled(order)
    stock = order.run.stock
    if not 1 <= copies <= stock:
        if not stock:
            raise ValidationError(_("Trong kho đã hết bản này. Bạn thêm bản ở “Kho bản in”, hoặc từ chối kèm lý do."))
        message = ngettext(
            "Trong kho còn %(n)d bản. Bạn ghi số từ 1 đến %(n)d.",
            "Trong kho còn %(n)d bản. Bạn ghi số từ 1 đến %(n)d.",
            stock,
        )
        raise ValidationError(message % {"n": stock})
    order.run.stock = stock - copies
    order.run.save(update_fields=["stock"])
    order.agreed_copies = copies
    return _decided(order, State.AGREED, remark, by)


@transaction.atomic
def refuse(orders: QuerySet[PrintOrder], uuid: UUID, *, remark: str, by: User) -> PrintOrder:
    """End an open order of `orders`, also one that was agreed: its copies return to the store.

    Raises Http404 for another order, ValidationError without a remark, which the unit reads.
    """
    order = _locked(orders, uuid)
    _still(order, *PrintOrder.OPEN)
    if not one_line(remark, 300):
        raise ValidationError(_("Bạn ghi một câu lý do; đơn vị sẽ đọc câu này."))
    _give_back(order)
    return _decided(order, State.REFUSED, remark, by)


@transaction.atomic
def hand_over(orders: QuerySet[PrintOrder], uuid: UUID, *, by: User) -> PrintOrder:
    """Record that the agreed copies were handed over. Raises Http404 for another order, WrongState after a recall."""
    order = _locked(orders, uuid)
    _still(order, State.AGREED)
    _not_recalled(order)
    return _ended(order, State.HANDED_OVER, by)


def _locked(orders: QuerySet[PrintOrder], uuid: UUID) -> PrintOrder:
    """The order, locked after its run; raises Http404 when it is not among `orders`."""
    runs = PrintRun.objects.select_for_update(of=("self",)).select_related("version__asset")
    locked = runs.filter(pk__in=orders.filter(uuid=uuid).values("run")).first()
    order = PrintOrder.objects.select_for_update(of=("self",)).filter(uuid=uuid).first()
    if locked is None or order is None:
        raise Http404(_("Không có đơn này trong phạm vi của bạn."))
    order.run = locked
    return order


def _still(order: PrintOrder, *states: str) -> None:
    if order.state not in states:
        sentence = _("%(who)s vừa xử lý đơn này, nay là “%(now)s”. Bạn tải lại trang.")
        raise DecidedMeanwhile(order.last_step[0], sentence % {"who": "%(who)s", "now": order.get_state_display()})


def _not_recalled(order: PrintOrder) -> None:
    if order.is_recalled:
        raise WrongState(_("Tài liệu này đã thu hồi nên không giao bản in nữa. Bạn từ chối kèm lý do."))


def _give_back(order: PrintOrder) -> None:
    """Return the copies of an agreed order to the store; the caller saves the order."""
    order.run.stock += order.agreed_copies
    order.run.save(update_fields=["stock"])
    order.agreed_copies = 0


def _decided(order: PrintOrder, state: str, remark: str, by: User) -> PrintOrder:
    order.state, order.remark, order.decided_by, order.decided_at = state, one_line(remark, 300), by, timezone.now()
    order.save(update_fields=["state", "agreed_copies", "remark", "decided_by", "decided_at"])
    return order


def _ended(order: PrintOrder, state: str, by: User | None) -> PrintOrder:
    order.state, order.ended_by, order.ended_at = state, by, timezone.now()
    order.save(update_fields=["state", "agreed_copies", "ended_by", "ended_at"])
    return order
