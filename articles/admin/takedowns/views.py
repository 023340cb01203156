"""Đăng lại: the return of a story that was taken down; and the list of all take-downs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base_views import OutletListView, StoryAdminView
from articles.admin.forms import ReturnForm
from articles.admin.takedowns import returns
from articles.models import ArticlePage, TakeDown
from users.http import SignedInRequest

ASK, APPROVE, TAKE_BACK = "xin", "duyet", "lay-lai"  # values of the button `viec`


class ReturnView(StoryAdminView):
    """Asks for the return of a story, approves it, or takes the copy of one that came back."""

    page_title = gettext_lazy("Đăng lại")
    header_icon = "rotate"
    template_name = "articles/admin/return.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead to the editor where the story itself is not taken down."""
        rows = TakeDown.objects.open().select_related("taken_by", "return_asked_by")
        entry = rows.filter(page=self.story.pk).first()
        if entry is None:
            messages.info(request, self.story.reason_of_take_down or _("Bài này không bị gỡ, hoặc đã được đăng lại."))
            return redirect("wagtailadmin_pages:edit", self.story.pk)
        self.entry = entry
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the take-down and why this account may not ask or approve."""
        kwargs.setdefault("form", ReturnForm(instance=self.entry))
        user = self.request.user
        is_copy = bool(self.story.alias_of_id)
        return super().get_context_data(**kwargs) | {
            "entry": self.entry,
            "is_return": True,
            "is_copy": is_copy,
            "is_original_back": is_copy and self.story.alias_of.live,
            "not_to_ask": returns.reason_not_to_ask(self.story, user),
            "not_to_approve": returns.reason_not_to_approve(self.story, self.entry, user),
        }

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what the pressed button says; a refusal is shown with the form."""
        action = request.POST.get("viec", "")
        form = ReturnForm(request.POST if action == ASK else None, instance=self.entry)
        try:
            if action == APPROVE:
                returns.approve(self.story, request.user)
                messages.success(request, _("Đã đăng lại bài. Người viết và các cơ quan từng lấy bài nhận thư."))
            elif action == TAKE_BACK:
                returns.take_copy_back(self.story, request.user)
                messages.success(request, _("Bản ở chuyên mục của bạn đã trở lại trang."))
            else:
                returns.ask(self.story, request.POST.get("return_reason", ""), request.user)
                messages.success(request, _("Đã xin đăng lại. Tổng Biên tập khác nhận thư để xem và duyệt."))
        except ValidationError as error:
            if hasattr(error, "error_dict"):
                form.is_valid()
                form.add_error(None, error)
            else:
                messages.error(request, " ".join(error.messages))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        except PermissionDenied as error:
            messages.error(request, str(error))
            return self.render_to_response(self.get_context_data(form=form), status=403)
        return redirect("wagtailadmin_pages:edit", self.story.pk)


class TakeDownListView(OutletListView):
    """All take-downs of the chosen outlets, those that stand first."""

    page_title = gettext_lazy("Bài đã gỡ")
    header_icon = "no-view"
    template_name = "articles/admin/takedowns.html"

    def rows_of(self, stories: QuerySet[ArticlePage]) -> QuerySet[TakeDown]:
        self.take_downs = TakeDown.objects.filter(page__in=stories.values("pk"))
        rows = self.take_downs.select_related("page__locale", "taken_by", "return_asked_by", "lifted_by")
        return rows.order_by(F("lifted_at").desc(nulls_first=True), "-taken_at", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how many stand."""
        context = super().get_context_data(**kwargs)
        return context | {"standing": self.take_downs.open().count()}
