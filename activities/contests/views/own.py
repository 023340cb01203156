"""“Trường tự tổ chức”: templates, the unit's own contests, closed or public after a look of the desk."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activities.contests import copies
from activities.contests.forms import OwnContestForm
from activities.models import Contest
from activities.views.requests import UnitRequest, unit_only
from base.errors import WrongState
from base.http import first_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@unit_only
def index(request: UnitRequest) -> HttpResponse:
    """Templates to copy (POST `mau`) and the unit's own contests."""
    if request.method == "POST":
        template = first_or_404(copies.templates().filter(slug=request.POST.get("mau", "")), _("Không có mẫu này."))
        contest = copies.copy(template, request.unit)
        return redirect("activities:own_contest", contest.uuid)
    context = {"templates": copies.templates(), "contests": copies.own_of(request.unit)}
    return render(request, "activities/contests/own/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@unit_only
def contest(request: UnitRequest, uuid: UUID) -> HttpResponse:
    """Change one of the unit's own contests; POST `viec` asks for a public page, closes it or deletes it."""
    contest = copies.own_or_404(request.unit, uuid)
    step = STEPS.get(request.POST.get("viec", "")) if request.method == "POST" else None
    if step is not None:
        return step(request, contest)
    form = OwnContestForm(request.POST if request.method == "POST" else None, instance=contest)
    if form.is_bound:
        if contest.state != Contest.State.DRAFT:
            raise WrongState(_("Cuộc thi đang hiện công khai hoặc chờ duyệt. Bạn đóng trang trước khi sửa."))
        if form.is_valid():
            copies.change(form)
            messages.success(request, _("Đã ghi."))
            return redirect("activities:own_contest", uuid)
    context = {"contest": contest, "form": form}
    return render(request, "activities/contests/own/contest.html", context, status=422 if form.is_bound else 200)


def _ask(request: UnitRequest, contest: Contest) -> HttpResponse:
    copies.ask(contest)
    messages.success(request, _("Đã gửi. Ban tổ chức xem rồi mới hiện công khai."))
    return redirect("activities:own_contest", contest.uuid)


def _close(request: UnitRequest, contest: Contest) -> HttpResponse:
    copies.close(contest)
    messages.success(request, _("Trang đã đóng, chỉ đơn vị thấy."))
    return redirect("activities:own_contest", contest.uuid)


def _delete(request: UnitRequest, contest: Contest) -> HttpResponse:
    copies.delete(contest)
    messages.success(request, _("Đã xóa cuộc thi."))
    return redirect("activities:own_contests")


STEPS: dict[str, Callable[[UnitRequest, Contest], HttpResponse]] = {
    "xin-hien": _ask,
    "dong": _close,
    "xoa": _delete,
}
