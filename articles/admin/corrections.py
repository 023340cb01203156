"""Pages for published stories: corrections, and taking a story down."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log

from articles import closing
from articles.admin.base_views import StoryAdminView
from articles.admin.forms import CorrectionForm, TakeDownForm
from articles.models import ArticlePage, Correction, TakeDown
from base.caching.cdn_purge import purge_later
from base.errors import DecidedMeanwhile
from base.text import whole_number
from media_library.recall import pictures
from users.http import SignedInRequest
from users.models import User

TAKEN_DOWN = "newsroom.takedown"


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

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the corrections of the story, and whether one waits for publication."""
        kwargs.setdefault("form", CorrectionForm())
        rows = self.story.corrections.select_related("created_by")
        return super().get_context_data(**kwargs) | {"rows": rows, "pending": rows.pending().exists()}

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write a correction, or withdraw one that was not published yet."""
        if "withdraw" in request.POST:
            self.story.corrections.pending().filter(pk=whole_number(request.POST["withdraw"])).delete()
            messages.success(request, _("Đã bỏ đính chính chưa đăng."))
            return redirect(request.path)
        form = CorrectionForm(request.POST)
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


@transaction.atomic
def take_down(page: ArticlePage, entry: TakeDown, user: User, close_too: Collection[int] = ()) -> None:
    """Unpublish `page` at once, with its translations and the copies at other outlets; `entry` keeps the reason.

    Each language has its own row and log entry; a translation that waits for its hour loses it. Links with which people
    outside read it end too. What only the pages used is closed by articles/closing.py; `close_too`: ids of pictures
    that leave every other page as well. Raises DecidedMeanwhile when somebody has taken it down and it was not
    published again since.
    """
    ArticlePage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    standing = TakeDown.objects.filter(page=page.pk, lifted_at=None).select_related("taken_by").first()
    if standing:
        raise DecidedMeanwhile(standing.taken_by, _("%(who)s vừa gỡ bài này. Bạn mở lại bài để xem lý do."))
    # Read first: a partner's story takes its translations off the site itself (partners/signals.py).
    shown = set(page.get_translations().live().values_list("pk", flat=True))
    _close(page, entry, user, close_too, was_live=page.live)
    for translation in page.get_translations().specific():
        facts = {name: getattr(entry, name) for name in ("reason", "note", "answers_410")}
        _close(translation, TakeDown(**facts), user, close_too, was_live=translation.pk in shown)
    pictures.withdraw(close_too)
    purge_later(use.address for uses in closing.shown_elsewhere(close_too).values() for use in uses if use.address)


def _close(page: ArticlePage, entry: TakeDown, user: User, close_too: Collection[int], *, was_live: bool) -> None:
    """Unpublish one language version, or take the hour of its draft, and write down why; the row when it `was_live`."""
    entry.page, entry.taken_by = page, user
    if was_live:
        entry.save()
    # The view has checked `can_take_down`, which ignores locks: they prevent edits, not a take-down.
    UnpublishPageAction(page, user=user).execute(skip_permission_checks=True)
    page.revisions.exclude(approved_go_live_at=None).update(approved_go_live_at=None)
    page.preview_links.filter(revoked_at=None).update(revoked_at=timezone.now())
    log(
        instance=page,
        action=TAKEN_DOWN,
        user=user,
        data={
            "reason": entry.reason,
            "note": entry.note,
            "answers_410": entry.answers_410,
            "withdrawn_pictures": sorted(close_too),
        },
    )


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
        standing = TakeDown.objects.filter(page=self.story.pk, lifted_at=None).select_related("taken_by").first()
        words = {"who": (standing and standing.taken_by) or _("Tòa soạn")}
        taken = _("%(who)s đã gỡ bài này; bạn đọc không còn thấy bài.") % words
        messages.info(request, taken if standing else _("Bài này không ở trên trang nên không cần gỡ."))
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
        kept = {"copies": self.copies, "translations": self.translations, "assets": closing.assets_of(self.story)}
        return super().get_context_data(**kwargs) | kept

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the story down and name the pictures that stay on other pages."""
        form = TakeDownForm(request.POST, shared=self.shared)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        close_too = form.cleaned_data.get("close_too", [])
        take_down(self.story, form.save(commit=False), request.user, close_too)
        messages.success(request, _("Đã gỡ bài. Bạn đọc không còn thấy ở đâu trên trang."))
        closing.say_shared(request, [row for row in self.shared if row[0] not in close_too])
        return redirect("wagtailadmin_pages:edit", self.story.pk)
