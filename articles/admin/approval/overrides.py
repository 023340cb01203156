"""The decision to print details that may identify a child or a victim, by a chief who did not write; and its report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from articles.admin.base_views import OutletListView, StoryAdminView
from articles.admin.forms import OverrideForm
from articles.editorial.access import outlets_of
from articles.models import ArticlePage, DetailOverride
from articles.rules import gates
from articles.rules.four_eyes import reason_not_to_publish
from users.http import SignedInRequest
from users.models import User
from users.roles import Role

DECIDED = "newsroom.details"


def reason_not_to_decide(story: ArticlePage, user: User) -> str:
    """Why `user` may not decide to print the details of `story`; empty when allowed. Administrators are no chiefs."""
    section = story.get_parent().specific
    if user.is_superuser or not outlets_of(user, [Role.CHIEF]).filter(pk=section.outlet_id).exists():
        return _("Chỉ Tổng Biên tập của cơ quan quyết định nêu thông tin riêng, và không phải ở bài mình viết.")
    return reason_not_to_publish(story, user)


class OverrideView(StoryAdminView):
    """The details of the newest version, the decisions so far, and the form of a new one."""

    page_title = gettext_lazy("Nêu thông tin riêng")
    header_icon = "warning"
    template_name = "articles/admin/override.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.refusal = reason_not_to_decide(self.story, self.request.user)
        self.details = gates.telling_details(self.story.get_latest_revision_as_object())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", OverrideForm())
        rows = self.story.detail_overrides.select_related("decided_by")
        more = {"refusal": self.refusal, "pieces": gates.name_all(self.details), "rows": rows}
        return super().get_context_data(**kwargs) | more | {"version": self.story.latest_revision_id}

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Store the decision on the details that the form showed; those of a newer version are shown first."""
        form = OverrideForm(request.POST)
        if self.refusal:
            return self.render_to_response(self.get_context_data(form=form), status=403)
        if request.POST.get("version") != str(self.story.latest_revision_id):
            form.add_error(None, _("Bài vừa được sửa. Bạn đọc lại những chi tiết bên trên rồi quyết định."))
        if not self.details:
            form.add_error(None, _("Bài không có chi tiết nào cần quyết định."))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        override: DetailOverride = form.save(commit=False)
        override.page, override.decided_by = self.story, request.user
        override.details = [[detail.kind, detail.text] for detail in self.details]
        override.save()
        log(instance=self.story, action=DECIDED, user=request.user, data={"reason": override.reason})
        messages.success(request, _("Đã ghi quyết định. Người duyệt nào cũng thấy lý do này."))
        return redirect("wagtailadmin_pages:edit", self.story.pk)


class OverrideListView(OutletListView):
    """All such decisions at the chosen outlets, the newest first."""

    page_title = gettext_lazy("Quyết định nêu thông tin riêng")
    header_icon = "warning"
    template_name = "articles/admin/overrides.html"

    def rows_of(self, stories: QuerySet[ArticlePage]) -> QuerySet[DetailOverride]:
        rows = DetailOverride.objects.filter(page__in=stories.values("pk"))
        return rows.select_related("page__locale", "decided_by")
