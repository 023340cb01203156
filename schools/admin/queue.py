"""Administration pages of the review queue: decide in bulk, undo, recheck a random sample."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.log_actions import log

from base.errors import bad_request
from base.pagination import page_of
from base.text import whole_number
from schools.access import ReviewerRequest, claim_or_404, is_closed, reviewed_claims, reviewer_only
from schools.admin.shared import page, scope_of, waiting_in
from schools.claims import transitions
from schools.coverage.queries import Scope
from schools.mail import mail_confirmed, mail_returned
from schools.models import Claim, ReviewBatch
from schools.models.checklist import ClaimQuerySet
from users.models import Account

PER_PAGE = 25
MAX_BULK = 200  # claims in one decision
ALL = "xac-nhan-het"  # answer of the button that confirms every claim on the page, with a reason
MAX_SAMPLE = 50  # claims in one drawn sample
State = Claim.State


@require_safe
@reviewer_only
def queue(request: ReviewerRequest) -> HttpResponse:
    """List waiting claims of the scope, oldest first; `?kiem-lai` lists the drawn sample instead."""
    scope = scope_of(request)
    rechecking = "kiem-lai" in request.GET
    claims = drawn_in(request.user, scope) if rechecking else waiting_in(request.user, scope)
    if item := request.GET.get("viec", ""):
        claims = claims.filter(item__code=item)
    if ward := request.GET.get("xa", ""):
        claims = claims.filter(unit__ward_key=ward)
    rows = page_of(Paginator(claims.prefetch_related("photos__stored"), PER_PAGE), request)
    context = {
        "scope": scope,
        "rows": rows,
        "rechecking": rechecking,
        "items": scope.items(),
        "item": item,
        "query": request.GET.urlencode(),
        "max_sample": MAX_SAMPLE,
        "draw": uuid4(),
    }
    title = _("Kiểm lại mẫu") if rechecking else _("Chờ xác nhận")
    return page(request, "queue", title, context)


def drawn_in(user: Account, scope: Scope) -> ClaimQuerySet:
    """Claims of the drawn sample that are not rechecked yet."""
    claims = reviewed_claims(user).filter(item__season=scope.season, unit__in=scope.units().values("pk"))
    return claims.filter(recheck=Claim.Recheck.DUE, state=State.CONFIRMED).order_by("pk")


@require_safe
@reviewer_only
def claim(request: ReviewerRequest, uuid: UUID) -> HttpResponse:
    """Show one claim with its evidence and history; the view is logged."""
    record = claim_or_404(request.user, uuid)
    log(instance=record, action="schools.view_evidence", user=request.user)
    return _claim_page(request, record)


def _claim_page(request: ReviewerRequest, record: Claim, problem: str = "") -> HttpResponse:
    history = list(record.events.select_related("by", "batch"))
    last = history[-1] if history else None
    can_undo = last and last.batch and last.after == record.state and transitions.can_undo(last.batch, by=request.user)
    context = {
        "claim": record,
        "item": record.item,
        "photos": record.live_photos,
        "history": history,
        "undo": last.batch.uuid if last and last.batch and can_undo else "",
        "season_closed": is_closed(record.item.season),
        "problem": problem,
        "note": request.POST.get("note", ""),
    }
    title = f"{record.item.code} · {record.unit.name}"
    return page(request, "claim", title, context, status=422 if problem else 200)


@require_POST
@reviewer_only
def reopen(request: ReviewerRequest, uuid: UUID) -> HttpResponse:
    """Send a confirmed claim back to its unit, which gets a letter with the reason."""
    record = claim_or_404(request.user, uuid)
    note = request.POST.get("note", "").strip()
    try:
        with transaction.atomic():
            transitions.reopen(record, by=request.user, note=note)
            mail_returned([record], note)
    except ValidationError as wrong:
        return _claim_page(request, record, " ".join(wrong.messages))
    messages.success(request, _("Đã mở lại việc này và báo cho đơn vị."))
    return redirect("units_admin:claim", uuid=uuid)


def _back(request: ReviewerRequest) -> HttpResponse:
    query = request.POST.get("query", "")[:500]
    return redirect(reverse("units_admin:queue") + (f"?{query}" if query else ""))


@require_POST
@reviewer_only
def decide(request: ReviewerRequest) -> HttpResponse:
    """Confirm the chosen claims, or all shown, or return the chosen ones with one note; others' claims are ignored.

    A note is mailed to the schools. `ALL` needs one.

    Those that somebody decided or withdrew meanwhile are named; raises WrongState when that is all of them.
    """
    decision = request.POST.get("quyet")
    keys = [key for key in request.POST.getlist("hien" if decision == ALL else "khai")[:MAX_BULK] if _is_uuid(key)]
    to = State.RETURNED if decision in {"tra", "tra-da-chon"} else State.CONFIRMED
    note = request.POST.get(f"note-{keys[0]}", "") if len(keys) == 1 else ""
    note = note or request.POST.get("note", "")
    if decision == ALL and not note.strip():
        messages.error(request, _("Xác nhận cả trang thì bạn ghi một câu lý do; câu này gửi tới trường."))
        return _back(request)
    claims = list(reviewed_claims(request.user).filter(uuid__in=keys))
    if not claims:
        messages.error(request, _("Bạn chọn ít nhất một lời khai đang chờ."))
        return _back(request)
    try:
        with transaction.atomic():
            batch, decided = transitions.decide(claims, to, by=request.user, note=note)
            if to == State.RETURNED:
                mail_returned(decided, note.strip())
            elif note.strip():
                mail_confirmed(decided, note.strip())
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
        return _back(request)
    _tell(request, batch, len(decided), to, missed=len(claims) - len(decided))
    return _back(request)


def _tell(request: ReviewerRequest, batch: ReviewBatch, number: int, to: str, *, missed: int) -> None:
    if number:
        if to == State.CONFIRMED:
            text = ngettext("Đã xác nhận %(n)d việc.", "Đã xác nhận %(n)d việc.", number)
        else:
            text = ngettext("Đã trả lại %(n)d việc.", "Đã trả lại %(n)d việc.", number)
        undo = format_html(
            '{} <button type="submit" form="hoan-tac" name="luot" value="{}" class="button button-small '
            'button-secondary">{}</button>',
            text % {"n": number},
            batch.uuid,
            _("Hoàn tác"),
        )
        messages.success(request, undo)
    if missed:
        messages.warning(
            request,
            ngettext(
                "%(n)d việc đã được người khác xử lý hoặc trường đã rút, nên giữ nguyên.",
                "%(n)d việc đã được người khác xử lý hoặc trường đã rút, nên giữ nguyên.",
                missed,
            )
            % {"n": missed},
        )


def _is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


@require_POST
@reviewer_only
def undo(request: ReviewerRequest) -> HttpResponse:
    """Undo a decision of this account; `luot` is the UUID of its ReviewBatch. Raises WrongState when it is too late."""
    key = request.POST.get("luot", "")
    batch = ReviewBatch.objects.filter(uuid=key, by=request.user).first() if _is_uuid(key) else None
    if batch is None:
        messages.error(request, _("Không có lượt này để hoàn tác."))
        return _back(request)
    number = transitions.undo(batch, by=request.user)
    messages.success(
        request, ngettext("Đã đưa %(n)d việc về chờ xem.", "Đã đưa %(n)d việc về chờ xem.", number) % {"n": number}
    )
    return _back(request)


@require_POST
@reviewer_only
def sample(request: ReviewerRequest) -> HttpResponse:
    """Draw confirmed claims at random for a recheck; `luot` identifies the form, which draws only once."""
    scope, key = scope_of(request), request.POST.get("luot", "")
    number = min(whole_number(request.POST.get("so", "")) or 0, MAX_SAMPLE)
    claims = reviewed_claims(request.user).filter(item__season=scope.season, state=State.CONFIRMED, recheck="")
    keys, is_first = [], True
    with transaction.atomic():
        if number and _is_uuid(key):
            # A second request with the same key waits here until the first one commits.
            _batch, is_first = ReviewBatch.objects.get_or_create(uuid=key, defaults={"by": request.user})
            if is_first:
                candidates = claims.filter(item__season__close=None).order_by("?")
                keys = list(candidates.values_list("pk", flat=True)[:number])
                Claim.objects.filter(pk__in=keys).update(recheck=Claim.Recheck.DUE)
    if not is_first:
        messages.info(request, _("Mẫu này đã rút rồi, xem ở dưới. Muốn rút thêm thì bấm lần nữa."))
    elif keys:
        messages.success(request, ngettext("Đã rút %(n)d việc.", "Đã rút %(n)d việc.", len(keys)) % {"n": len(keys)})
    else:
        messages.error(request, _("Không có việc đã xác nhận nào để rút, hoặc số chưa đúng (1–50)."))
    return redirect(reverse("units_admin:queue") + "?kiem-lai")


@require_POST
@reviewer_only
def recheck(request: ReviewerRequest, uuid: UUID) -> HttpResponse:
    """Record a second person's result on a drawn claim. Raises WrongState when it waits for no recheck any more."""
    claim = claim_or_404(request.user, uuid)
    if request.POST.get("quyet") not in {"dat", "tra"}:
        return bad_request(request)
    passed = request.POST["quyet"] == "dat"
    note = request.POST.get("note", "")
    try:
        with transaction.atomic():
            transitions.recheck(claim, passed=passed, by=request.user, note=note)
            if not passed:
                mail_returned([claim], note.strip())
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
    else:
        messages.success(request, _("Đã ghi kết quả kiểm lại."))
    return redirect(reverse("units_admin:queue") + "?kiem-lai")
