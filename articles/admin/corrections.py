"""Pages for published stories: corrections, and taking a story down."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log

from articles.admin.forms import CorrectionForm, TakeDownForm
from articles.admin.page_furniture import StoryDeskPage
from articles.models import ArticlePage, Correction, TakeDown
from base.text import whole_number

TAKEN_DOWN = "newsroom.takedown"


class CorrectionView(StoryDeskPage):
    """Write a correction. The next publication of the story shows it and freezes it."""

    page_title = gettext_lazy("Đính chính")
    header_icon = "warning"
    template_name = "articles/admin/corrections.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if self.story.alias_of_id:
            raise PermissionDenied(_("Đính chính viết ở bài gốc; bản lấy về tự theo."))

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", CorrectionForm())
        rows = self.story.corrections.select_related("created_by")
        return super().get_context_data(**kwargs) | {"rows": rows, "pending": rows.pending().exists()}

    def post(self, request, *args, **kwargs):
        if "withdraw" in request.POST:
            self.story.corrections.pending().filter(pk=whole_number(request.POST["withdraw"])).delete()
            messages.success(request, _("Đã bỏ đính chính chưa đăng."))
            return redirect(request.path)
        form = CorrectionForm(request.POST)
        if not self.story.live:
            form.add_error(None, _("Bài chưa đăng thì sửa thẳng trong bài, không cần đính chính."))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        correction: Correction = form.save(commit=False)
        correction.page, correction.created_by = self.story, request.user
        correction.older_revision_id = self.story.live_revision_id
        correction.save()
        messages.success(request, _("Đã ghi đính chính. Bạn sửa bài rồi gửi duyệt: đính chính hiện cùng bản sửa."))
        return redirect("wagtailadmin_pages:edit", self.story.pk)


@transaction.atomic
def take_down(page: ArticlePage, entry: TakeDown, user) -> None:
    """Unpublish `page` at once, with its copies at other outlets; `entry` keeps the reason, which is also logged."""
    entry.page, entry.taken_by = page, user
    entry.save()
    # The view has checked `can_take_down`, which ignores locks: they prevent edits, not a take-down.
    UnpublishPageAction(page, user=user).execute(skip_permission_checks=True)
    log(
        instance=page,
        action=TAKEN_DOWN,
        user=user,
        data={"reason": entry.reason, "note": entry.note, "stone": entry.leaves_stone},
    )


class TakeDownView(StoryDeskPage):
    """Form that takes a story down, with the list of its copies."""

    page_title = gettext_lazy("Gỡ gấp")
    header_icon = "no-view"
    right = "can_take_down"
    template_name = "articles/admin/takedown.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if self.story.alias_of_id:
            raise PermissionDenied(_("Gỡ ở bài gốc; bản lấy về tự theo."))

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", TakeDownForm())
        copies = ArticlePage.objects.filter(alias_of=self.story.pk, live=True).with_sections()
        return super().get_context_data(**kwargs) | {"copies": copies}

    def post(self, request, *args, **kwargs):
        form = TakeDownForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        take_down(self.story, form.save(commit=False), request.user)
        messages.success(request, _("Đã gỡ bài. Bạn đọc không còn thấy ở đâu trên trang."))
        return redirect("wagtailadmin_pages:edit", self.story.pk)
