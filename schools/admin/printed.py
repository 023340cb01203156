"""Administration pages of orders of printed copies: answer them, record what was handed over, export them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from base.errors import bad_request
from base.pagination import page_of
from base.spreadsheets.writer import xlsx_response
from base.templatetags.vi import so
from base.text import whole_number
from media_library.models import AssetText
from schools.access import ReviewerRequest, reviewed_orders, reviewer_only
from schools.admin.shared import WIDTHS, page
from schools.mail import mail_printed
from schools.models import PrintOrder
from schools.models.printed import PrintOrderQuerySet
from schools.printed import orders

PER_PAGE = 25
STEPS = {"nhan", "tu-choi", "giao"}  # agree, refuse, handed over
State = PrintOrder.State
HEAD = ["Xin lúc", "Mã đơn vị", "Đơn vị", "Xã, phường", "Mã tài liệu", "Khổ, giấy", "Số bản xin", "Ghi chú"]
HEAD += ["Trạng thái", "Số bản được nhận", "Lời nhắn", "Trả lời lúc", "Người trả lời"]
HEAD += ["Giao hoặc thôi lúc", "Người giao hoặc thôi"]


def listed(request: ReviewerRequest) -> PrintOrderQuerySet:
    """Orders of the list `?xem=`: waiting (without it), agreed and not handed over yet (`giao`), or all (`het`)."""
    queryset = reviewed_orders(request.user)
    if request.GET.get("xem") == "het":
        return queryset
    if request.GET.get("xem") == "giao":
        return queryset.filter(state=State.AGREED).order_by("decided_at", "pk")
    return queryset.waiting()


@require_http_methods(["GET", "HEAD", "POST"])
@reviewer_only
def index(request: ReviewerRequest) -> HttpResponse:
    """List orders; POST takes the step `quyet` (nhan, tu-choi, giao) on the order `don`, 400 for any other word.

    What cannot be done is said beside the order, whose fields keep what was typed (422).
    """
    problem = ""
    if request.method == "POST":
        if request.POST.get("quyet") not in STEPS:
            return bad_request(request)
        try:
            _step(request)
        except ValidationError as wrong:
            problem = " ".join(wrong.messages)
        else:
            query = request.GET.urlencode()
            return redirect(reverse("units_admin:print_orders") + (f"?{query}" if query else ""))
    texts = Prefetch("run__version__asset__texts", AssetText.objects.select_related("locale"))
    rows = page_of(Paginator(listed(request).prefetch_related(texts), PER_PAGE), request)
    context = {
        "rows": rows,
        "shown": request.GET.get("xem", ""),
        "problem": problem,
        "failed": next((row for row in rows if str(row.uuid) == request.POST.get("don")), None) if problem else None,
        "typed": {"copies": request.POST.get("so", ""), "remark": request.POST.get("note", "")},
    }
    return page(request, "print_orders", _("Đơn xin bản in"), context, status=422 if problem else 200)


def _step(request: ReviewerRequest) -> None:
    """Take the step; raises Http404 for an order out of scope, ValidationError for what was typed."""
    try:
        uuid = UUID(request.POST.get("don", ""))
    except ValueError:
        raise Http404(_("Không có đơn này trong phạm vi của bạn.")) from None
    queryset, remark, step = reviewed_orders(request.user), request.POST.get("note", ""), request.POST["quyet"]
    if step == "giao":
        order = orders.hand_over(queryset, uuid, by=request.user)
        message = _("Đã ghi: giao %(copies)s bản cho %(unit)s.")
        messages.success(request, message % {"copies": so(order.agreed_copies), "unit": order.unit.name})
        return
    with transaction.atomic():
        if step == "tu-choi":
            order = orders.refuse(queryset, uuid, remark=remark, by=request.user)
            message = _("Đã từ chối đơn của %(unit)s. Đơn vị đọc trên trang của mình và qua thư.")
        else:
            copies = whole_number(request.POST.get("so", "")) or 0
            order = orders.agree(queryset, uuid, copies, remark=remark, by=request.user)
            message = _("Đã đồng ý %(copies)s bản cho %(unit)s. Đơn vị đọc trên trang của mình và qua thư.")
        mail_printed(order)
    messages.success(request, message % {"copies": so(order.agreed_copies), "unit": order.unit.name})


@require_safe
@reviewer_only
def export(request: ReviewerRequest) -> HttpResponseBase:
    """Download every order of the scope as XLSX."""
    name = f"ban-in_{timezone.localdate():%Y-%m-%d}.xlsx"
    return xlsx_response(name, HEAD, rows_of(reviewed_orders(request.user)), widths=WIDTHS)


def rows_of(queryset: PrintOrderQuerySet) -> Iterator[list[Any]]:
    """Yield a row per order, newest first."""
    for order in queryset.iterator(chunk_size=500):
        run, unit = order.run, order.unit
        yield [
            order.created_at,
            unit.code,
            unit.name,
            unit.ward,
            run.version.asset.code,
            run.label,
            order.copies,
            order.note,
            order.get_state_display(),
            order.agreed_copies or "",
            order.remark,
            order.decided_at or "",
            order.decided_by or "",
            order.ended_at or "",
            order.ended_by or "",
        ]
