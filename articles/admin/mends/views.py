"""Sửa nhỏ: the words before and after, with one button for the chief who asks and two for the second person."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.models import Page

from articles.admin.approval.answers import APPROVE, sentence
from articles.admin.base_views import StoryAdminView
from articles.editorial import small_mends, workflow
from articles.editorial.access import outlets_of
from articles.models import ArticlePage
from articles.rules.small_mend import LIMIT, NEW, OLD, SAME, Change
from users.http import SignedInRequest

TAGS = {SAME: "span", OLD: "del", NEW: "ins"}


class SmallMendView(StoryAdminView):
    """The mend of one story; for the people of its outlet. Without a small mend the page says what one is."""

    page_title = gettext_lazy("Sửa nhỏ sau khi duyệt")
    header_icon = "edit"
    template_name = "articles/admin/small_mend.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the mend. Raises PermissionDenied for people of other outlets."""
        super().setup(request, *args, **kwargs)
        outlet = getattr(self.story.get_parent().specific, "outlet", None)
        if outlet not in outlets_of(self.request.user):
            raise PermissionDenied
        self.mend = small_mends.mend_of(self.story)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mend, user = self.mend, self.request.user
        return super().get_context_data(**kwargs) | {
            "mend": mend,
            "limit": LIMIT,
            "changes": [self._shown(change) for change in mend.changes] if mend else [],
            "may_ask": mend is not None and mend.asked_by is None and user.pk in mend.writers,
            "reason": small_mends.reason_not_to_confirm(self.story, mend, user) if mend else "",
        }

    def _shown(self, change: Change) -> tuple[Any, str]:
        """(name of the field, its words with <del> and <ins>)."""
        pieces = [(TAGS[kind], text) for kind, text in change.pieces]
        label = _("Tít") if change.field == "title" else ArticlePage._meta.get_field(change.field).verbose_name
        return label, format_html_join("", "<{0}>{1}</{0}>", pieces)

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask, confirm or decline (`do`); a refusal is shown above the difference, with 422."""
        acts = {"ask": self._ask, "confirm": self._confirm, "decline": self._decline}
        act = acts.get(request.POST.get("do", ""))
        try:
            if act is None:
                raise ValidationError(_("Bạn bấm một trong các nút dưới đây."))
            return act(request.POST.get("words", ""))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return self.render_to_response(self.get_context_data(), status=422)

    def _ask(self, words: str) -> HttpResponse:
        small_mends.ask(self.story, self.request.user)
        messages.success(self.request, _("Đã xin xác nhận. Ai xác nhận trước thì bài đăng ngay."))
        return redirect("newsroom:small_mend", self.story.pk)

    def _confirm(self, words: str) -> HttpResponse:
        story = small_mends.confirm(self.story, words, self.request.user)
        buttons = [messages.button(story.full_url or story.url, _("Xem bài"))] if story.live else []
        messages.success(self.request, sentence(story, APPROVE, None), buttons=buttons)
        return redirect("newsroom:board")

    def _decline(self, words: str) -> HttpResponse:
        story = small_mends.decline(self.story, words, self.request.user)
        moved = workflow.reroute(story, self.request.user)
        messages.success(self.request, _("Đã báo Tổng Biên tập: bản sửa này đi đủ quy trình."))
        if moved:
            messages.warning(self.request, moved)
        return redirect("newsroom:board")


def offer(request: SignedInRequest, page: Page) -> None:
    """Hook before_edit_page: tell the chief who mended, and the second person, of the short way."""
    if request.method != "GET" or not isinstance(page, ArticlePage) or not page.has_unpublished_changes:
        return
    mend = small_mends.mend_of(page)
    if mend is None or mend.is_declined or (mend.asked_by is None and request.user.pk not in mend.writers):
        return
    words = {"number": mend.characters}
    if mend.asked_by is None:
        message = _("Bạn sửa %(number)d ký tự sau khi bài đã duyệt: một người thứ hai xác nhận là đăng được.") % words
    else:
        message = _("Sửa nhỏ %(number)d ký tự đang chờ một người xác nhận.") % words
    place = reverse("newsroom:small_mend", args=[page.pk])
    messages.info(request, message, buttons=[messages.button(place, _("Xem chỗ sửa"))])
