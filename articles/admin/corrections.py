"""Pages for published stories: corrections, and taking a story down."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import closing, publication
from articles.admin.base_views import StoryAdminView
from articles.admin.forms import CorrectionForm, RedactionForm, TakeDownForm
from articles.models import ArticlePage, Correction, TakeDown
from base.text import whole_number
from users.http import SignedInRequest


class CorrectionView(StoryAdminView):
    """Write a correction. The next publication of the story shows it and freezes it."""

    page_title = gettext_lazy("Đính chính")
    header_icon = "warning"
    template_name = "articles/admin/corrections.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Raises PermissionDenied for a copy: its corrections belong to the original."""
        super().setup(request, *args, **kwargs)
        if self.story.alias_of_id:
            raise PermissionDenied(_("Đính chính viết ở bài gốc; bản lấy về tự theo."))

    @property
    def may_redact(self) -> bool:
        return bool(self.story.permissions_for_user(self.request.user).takes_down())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the corrections of the story, and whether one waits for publication."""
        kwargs.setdefault("form", CorrectionForm(story=self.story))
        rows = self.story.corrections.select_related("created_by", "redacted_by")
        more = {"rows": rows, "pending": rows.pending().exists(), "may_redact": self.may_redact}
        return super().get_context_data(**kwargs) | more

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write a correction, or withdraw one that was not published yet."""
        if "withdraw" in request.POST:
            self.story.corrections.pending().filter(pk=whole_number(request.POST["withdraw"])).delete()
            messages.success(request, _("Đã bỏ đính chính chưa đăng."))
            return redirect(request.path)
        form = CorrectionForm(request.POST, story=self.story.get_latest_revision_as_object())
        if not self.story.live:
            form.add_error(None, _("Bài chưa đăng thì sửa thẳng trong bài, không cần đính chính."))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        correction: Correction = form.save(commit=False)
        correction.page, correction.created_by = self.story, request.user
        correction.older_revision_id = self.story.live_revision_id
        correction.save()
        messages.success(request, _("Đã ghi đính chính. Bạn sửa bài rồi gửi duyệt: đính chính hiện cùng bản sửa."))
        return redirect("wagtailadmin_pages:edit", self.story.pk)


class RedactionView(StoryAdminView):
    """Form that takes the text of a published correction away; its number, kind and dates stay."""

    page_title = gettext_lazy("Bỏ chữ đính chính")
    header_icon = "warning"
    right = "takes_down"
    template_name = "articles/admin/redact_correction.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Raises Http404 for a correction that is not published, or was redacted."""
        super().setup(request, *args, **kwargs)
        self.correction = get_object_or_404(self.story.corrections.open_to_redaction(), pk=kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", RedactionForm())
        return super().get_context_data(**kwargs) | {"correction": self.correction}

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = RedactionForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        publication.redact_correction(self.correction, form.cleaned_data["reason"], request.user)
        messages.success(request, _("Đã bỏ chữ của đính chính; bản cũ của bài cũng không còn đọc được."))
        return redirect("newsroom:corrections", self.story.pk)


class TakeDownView(StoryAdminView):
    """Form that takes a story down, with the list of its copies."""

    page_title = gettext_lazy("Gỡ gấp")
    header_icon = "no-view"
    right = "takes_down"
    template_name = "articles/admin/takedown.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Raises PermissionDenied for a copy: it leaves with its original."""
        super().setup(request, *args, **kwargs)
        if self.story.alias_of_id:
            raise PermissionDenied(_("Gỡ ở bài gốc; bản lấy về tự theo."))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Say of a story that is not on the site who took it down, and lead to its editor."""
        if self.story.live:
            return super().dispatch(request, *args, **kwargs)
        standing = TakeDown.objects.open().filter(page=self.story.pk).select_related("taken_by").first()
        words = {"who": (standing and standing.taken_by) or _("Tòa soạn")}
        message = _("%(who)s đã gỡ bài này; bạn đọc không còn thấy bài.") % words
        messages.info(request, message if standing else _("Bài này không ở trên trang nên không cần gỡ."))
        return redirect("wagtailadmin_pages:edit", self.story.pk)

    @cached_property
    def copies(self) -> list[ArticlePage]:
        """Live copies at other outlets; they leave with the story."""
        return list(ArticlePage.objects.filter(alias_of=self.story.pk, live=True).with_sections())

    @cached_property
    def translations(self) -> list[ArticlePage]:
        """Live versions in other languages, the original too; they leave with the story."""
        return list(self.story.get_translations().live().select_related("locale"))

    @cached_property
    def shared(self) -> list[tuple[int, str]]:
        """(id, title and uses) of each picture that something else shows."""
        leaving = [page.pk for page in (self.story, *self.copies, *self.translations)]
        uses = closing.shown_elsewhere(closing.pictures_of(self.story), without=leaving)
        return closing.named(uses)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what leaves too (copies, translations) and the assets that stay in the library."""
        if "form" not in kwargs:
            kwargs["form"] = TakeDownForm(shared=self.shared)
        extra = {"copies": self.copies, "translations": self.translations, "assets": closing.assets_of(self.story)}
        return super().get_context_data(**kwargs) | extra

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the story down and name the pictures that stay on other pages."""
        form = TakeDownForm(request.POST, shared=self.shared)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        close_too = form.cleaned_data.get("close_too", [])
        publication.take_down(self.story, form.save(commit=False), request.user, close_too)
        messages.success(request, _("Đã gỡ bài. Bạn đọc không còn thấy ở đâu trên trang."))
        closing.say_shared(request, [row for row in self.shared if row[0] not in close_too])
        return redirect("wagtailadmin_pages:edit", self.story.pk)
