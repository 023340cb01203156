"""Lịch tòa soạn: the month, the form that moves one entry, addresses for calendar apps."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.admin import calendar_entries, scheduling
from articles.admin.base_views import NewsroomAdminView, chosen_outlet
from articles.admin.forms import ArrangeForm, KeyForm
from articles.editorial.access import outlets_of, sections_of, works_as
from articles.models import ArticlePage, CalendarKey, PlannedStory
from base.day import refuse_odd_year
from base.errors import WrongState
from base.text import whole_number
from users.http import SignedInRequest
from users.models import User
from users.roles import ARRANGERS


class CalendarView(NewsroomAdminView):
    """The month, with drafts that have no hour beside it."""

    page_title = gettext_lazy("Lịch tòa soạn")
    header_icon = "date"
    template_name = "articles/admin/calendar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the month of `?thang=` by weeks, its neighbours, and the drafts without an hour."""
        mine, chosen = chosen_outlet(self.request)
        sections = sections_of(chosen)
        month = calendar_entries.month_asked(self.request.GET.get("thang", ""))
        items = calendar_entries.items(sections, *calendar_entries.span(month), self.request.user)
        without_hour = calendar_entries.without_hour(sections, self.request.user)
        return super().get_context_data(**kwargs) | {
            "outlets": mine,
            "chosen": chosen[0].slug if len(chosen) == 1 and len(mine) > 1 else "",
            "month": month,
            "previous": (month - timedelta(days=1)).replace(day=1),
            "next": (month + timedelta(days=32)).replace(day=1),
            "weeks": calendar_entries.weeks(month, items),
            "kinds": calendar_entries.KINDS.items(),
            "without_hour": without_hour[: calendar_entries.MOST_WITHOUT_HOUR],
            "has_older_drafts": len(without_hour) > calendar_entries.MOST_WITHOUT_HOUR,
            "arranges": works_as(self.request.user, ARRANGERS),
        }


def _target(request: SignedInRequest, kind: str, pk: int) -> PlannedStory | ArticlePage:
    """The plan or story, if it belongs to an outlet of this account; raises Http404 otherwise."""
    sections = sections_of(outlets_of(request.user))
    if kind == "plan":
        return get_object_or_404(PlannedStory.objects.select_related("section"), pk=pk, section__in=sections)
    page = get_object_or_404(ArticlePage, pk=pk, alias_of=None)
    if not any(page.path[: -page.steplen] == section.path for section in sections):
        raise Http404
    return page.specific


def _reason(error: Exception) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)


@require_POST
def drag(request: SignedInRequest, kind: str, pk: int) -> JsonResponse:
    """Move an entry to another day (`day=2026-11-24`), same hour, or to the drafts without an hour (`day=`).

    200 {"moved", "hour", "kind", "label"}; 400, 403, 404 or 409 {"error"} with the reason.
    """
    try:
        target = _target(request, kind, pk)
        moment = _dropped(target, request.POST.get("day", "?"), request.user)
    except Http404:
        return JsonResponse({"error": _("Bài này không có trong lịch của cơ quan bạn. Bạn tải lại trang.")}, status=404)
    except WrongState as wrong:
        return JsonResponse({"error": str(wrong)}, status=409)
    except (ValidationError, PermissionDenied) as error:
        return JsonResponse({"error": _reason(error)}, status=403 if isinstance(error, PermissionDenied) else 400)
    if moment is None:
        text = _("Đã bỏ giờ của “%(title)s”: bài là nháp chưa có giờ.") % {"title": target}
        return JsonResponse(
            {"moved": text, "hour": "", "kind": calendar_entries.WISHED, "label": str(calendar_entries.WITHOUT_HOUR)}
        )
    text = _("Đã dời “%(title)s” sang %(moment)s.") % {"title": target, "moment": f"{moment:%H:%M, %d-%m-%Y}"}
    entry_kind = calendar_entries.kind_of(target)
    return JsonResponse(
        {"moved": text, "hour": f"{moment:%H:%M}", "kind": entry_kind, "label": str(calendar_entries.KINDS[entry_kind])}
    )


def _dropped(target: PlannedStory | ArticlePage, day: str, user: User) -> datetime | None:
    """Move `target` to `day`, or remove its hour; returns the new moment, None without one.

    Raises ValidationError, PermissionDenied.
    """
    if day == "":
        if isinstance(target, PlannedStory):
            raise ValidationError(_("Đề tài luôn có ngày dự kiến: chỉ bài đã viết mới nằm ở đây."))
        scheduling.unschedule(target, user)
        return None
    try:
        date = datetime.strptime(day, "%Y-%m-%d").date()
    except ValueError as error:
        raise ValidationError(_("Ngày không đúng dạng năm-tháng-ngày.")) from error
    refuse_odd_year(date)
    moment = timezone.localtime(_hour_of(target)).replace(year=date.year, month=date.month, day=date.day)
    _move(target, moment, user)
    return moment


def _move(target: PlannedStory | ArticlePage, moment: datetime, user: User) -> None:
    if isinstance(target, PlannedStory):
        scheduling.move_plan(target, moment, user)
    else:
        scheduling.move_story(target, moment, user)


def _hour_of(target: PlannedStory | ArticlePage) -> datetime:
    """When it is planned or scheduled; now for a draft without an hour."""
    if isinstance(target, PlannedStory):
        return target.planned_for
    scheduled = target.revisions.filter(approved_go_live_at__isnull=False).values_list("approved_go_live_at", flat=True)
    return scheduled.first() or target.go_live_at or timezone.now()


class ArrangeView(NewsroomAdminView):
    """The form for moving an entry and for every change of state, usable without a mouse."""

    page_title = gettext_lazy("Dời, đổi trạng thái")
    header_icon = "date"
    template_name = "articles/admin/arrange.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read plan or story of the address, and the form. Raises Http404."""
        super().setup(request, *args, **kwargs)
        self.kind = kwargs["kind"]
        self.target = _target(self.request, self.kind, kwargs["pk"])
        self.form = ArrangeForm(request.POST or None, initial={"moment": _hour_of(self.target)})

    def get_page_subtitle(self) -> str:
        return str(self.target)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form, what the account may do, and why not the rest, by the rules of scheduling.py."""
        of_kind = self._of_plan(self.target) if isinstance(self.target, PlannedStory) else self._of_story(self.target)
        context = {"form": self.form, "kind": self.kind, "target": self.target}
        return super().get_context_data(**kwargs) | context | of_kind

    def _of_plan(self, plan: PlannedStory) -> dict[str, Any]:
        """Whether the plan may be begun; once that is done, nothing else may be."""
        if plan.state != PlannedStory.State.PLANNED:
            return {"reason": _("Đề tài này đã bỏ hoặc đã có bài. Bạn mở bài, hoặc thêm đề tài mới.")}
        return {
            "reason": scheduling.reason_against_plan(plan, self.request.user),
            "can_begin": plan.section.permissions_for_user(self.request.user).can_add_subpage(),
        }

    def _of_story(self, page: ArticlePage) -> dict[str, Any]:
        """Whether the story has an hour, and may be submitted and opened."""
        wished = not page.live and page.go_live_at is not None
        rights = page.permissions_for_user(self.request.user)
        return {
            "reason": scheduling.reason_against_hour(page, self.request.user),
            "has_hour": wished or page.revisions.exclude(approved_go_live_at=None).exists(),
            "can_submit": rights.can_submit_for_moderation(),
            "can_open": rights.can_edit(),
        }

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Perform `do`; a refusal is shown above the form, with 422 or 403."""
        try:
            address = self._do(request.POST.get("do", ""))
        except (ValidationError, PermissionDenied) as error:
            messages.error(request, _reason(error))
            status = 403 if isinstance(error, PermissionDenied) else 422
            return self.render_to_response(self.get_context_data(), status=status)
        return self.render_to_response(self.get_context_data(), status=422) if address is None else redirect(address)

    def _do(self, action: str) -> str | None:
        """Perform `action`; returns where to go, None when the form must be shown again."""
        user, target = self.request.user, self.target
        words = {"title": str(target)}
        if isinstance(target, PlannedStory) and action == "begin":
            return reverse("wagtailadmin_pages:edit", args=[scheduling.start_story(target, user).pk])
        address = reverse("newsroom:calendar")
        if isinstance(target, PlannedStory) and action == "drop":
            scheduling.drop(target, user)
            message = _("Đã bỏ đề tài “%(title)s”.")
        elif isinstance(target, ArticlePage) and action == "unschedule":
            scheduling.unschedule(target, user)
            message = _("Đã hủy giờ hẹn của “%(title)s”.")
        elif isinstance(target, ArticlePage) and action == "submit":
            scheduling.submit(target, user)
            message = _("Đã gửi duyệt “%(title)s”.")
        elif not self.form.is_valid():
            return None
        else:
            moment = self.form.cleaned_data["moment"]
            _move(target, moment, user)
            address += f"?thang={timezone.localtime(moment):%Y-%m}"
            words["moment"] = f"{timezone.localtime(moment):%H:%M, %d-%m-%Y}"
            message = _("Đã dời “%(title)s” sang %(moment)s.")
        messages.success(self.request, message % words)
        return address


class KeysView(NewsroomAdminView):
    """Secret addresses of the calendar for phones: create, list, revoke."""

    page_title = gettext_lazy("Lịch trên điện thoại")
    header_icon = "key"
    template_name = "articles/admin/keys.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the account's addresses in use (an administrator sees all) and the form."""
        mine, _chosen = chosen_outlet(self.request)
        keys = CalendarKey.objects.filter(outlet__in=mine, revoked_at=None).select_related("outlet", "created_by")
        if not self.request.user.is_superuser:
            keys = keys.filter(created_by=self.request.user)
        kwargs.setdefault("form", KeyForm(outlets=mine))
        return super().get_context_data(**kwargs) | {
            "keys": [(key, self.request.build_absolute_uri(reverse("newsroom_ics", args=[key.token]))) for key in keys]
        }

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        mine, _chosen = chosen_outlet(request)
        if "revoke" in request.POST:
            keys = CalendarKey.objects.filter(outlet__in=mine, revoked_at=None)
            if not request.user.is_superuser:
                keys = keys.filter(created_by=request.user)
            key = get_object_or_404(keys, pk=whole_number(request.POST["revoke"]))
            key.revoked_at = timezone.now()
            key.save(update_fields=["revoked_at"])
            messages.success(request, _("Đã thu hồi địa chỉ của “%(name)s”.") % {"name": key.name})
            return redirect("newsroom:keys")
        form = KeyForm(request.POST, outlets=mine)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        key = form.save(commit=False)
        key.created_by = request.user
        key.save()
        return redirect("newsroom:keys")
