"""“Ghép hai bản”: merges an account's unsaved changes with a version that somebody else has saved meanwhile.

The browser sends the form as it is and as it was when the changes began. Both are validated by the editor's own form,
so that nothing is stored that the editor would not store. Where both changed the same thing, the account chooses. Its
own text is first saved as a version of the history, then the merged one.
"""

from __future__ import annotations

import json
from typing import Any

from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.models import Page, PageSubscription

from articles.admin.base_views import StoryAdminView
from articles.admin.quick.form import PANELS
from articles.admin.together.three_way import BOTH, MINE, THEIRS, Conflict, Merged, merge
from articles.models import ArticlePage
from articles.page_editor.session import AUTOSAVE
from base.errors import bad_request
from base.requests.malformed import holds_nul, is_odd_form

SALT = "articles.admin.together"
HOUR = 3600  # seconds for which the question may wait for its answer
QUICK = "viet-nhanh"


class MergeView(StoryAdminView):
    """POST of the two states of a form, then of the answers."""

    page_title = gettext_lazy("Ghép hai bản")
    header_icon = "copy"
    template_name = "articles/admin/together/merge.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """There is nothing to see without two versions."""
        return redirect("wagtailadmin_pages:edit", self.story.pk)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask what is to be decided, or store the merged version and open the editor. 400 for what no editor sends."""
        lock = self.story.get_lock()
        if lock is not None and lock.for_user(self.request.user):
            messages.error(request, _("Bài đang khóa, nên chưa ghép được. Chữ của bạn vẫn giữ trên máy này."))
            return redirect("wagtailadmin_pages:edit", self.story.pk)
        sent = self._sent(request.POST)
        if sent is None:
            return bad_request(request)
        with transaction.atomic():
            Page.objects.select_for_update().get(pk=self.story.pk)
            theirs = self.story.get_latest_revision()
            choices = {name[2:]: str(value) for name, value in request.POST.items() if name.startswith("c-")}
            merged = merge(sent["base"], sent["mine"], theirs.content, choices)
            if not merged.conflicts:
                self._store(sent["mine"], merged)
        if merged.conflicts:
            return self.render_to_response(self.get_context_data(**self._question(sent, merged, theirs)), status=409)
        messages.success(request, _("Đã ghép hai bản. Bản riêng của mỗi người còn trong Lịch sử."))
        name = "newsroom:quick_edit" if sent["is_quick"] else "wagtailadmin_pages:edit"
        return redirect(f"{reverse(name, args=[self.story.pk])}?da-ghep={','.join(sent['left'])}")

    def _sent(self, data: QueryDict) -> dict[str, Any] | None:
        """{"base", "mine", "left", "is_quick"}: contents, read from two forms or from the question's own signed copy.

        "left": what had a mistake and so stayed out of "mine"; the browser still has it.
        """
        if "sealed" in data:
            try:
                sent: dict[str, Any] = signing.loads(str(data["sealed"]), salt=SALT, max_age=HOUR)
            except signing.BadSignature:
                return None
            return sent if sent["page"] == self.story.pk else None
        is_quick = data.get("form") == QUICK
        mine, base = (self._content(QueryDict(str(data.get(name, ""))), is_quick) for name in ("mine", "base"))
        if mine is None or base is None:
            return None
        return {"base": base[0], "mine": mine[0], "left": mine[1], "is_quick": is_quick, "page": self.story.pk}

    def _content(self, data: QueryDict, is_quick: bool) -> tuple[dict[str, Any], list[str]] | None:
        """(the content that the editor would store of a form, what it would leave out), as left_out.py names it."""
        if "title" not in data or is_odd_form(data) or holds_nul(data):  # the middleware has not looked inside
            return None
        page = self.story.get_latest_revision_as_object()
        handler = PANELS if is_quick else type(page).get_edit_handler()
        data = data.copy()
        data[AUTOSAVE] = "1"
        for count in ("TOTAL", "INITIAL"):
            data.setdefault(f"comments-{count}_FORMS", "0")  # comments are saved as they are written
        subscription = PageSubscription(page=page, user=self.request.user)
        form = handler.get_form_class()(
            data, instance=page, subscription=subscription, parent_page=page.get_parent(), for_user=self.request.user
        )
        form.defer_required_fields()
        try:
            is_valid = form.is_valid()
        except ValueError:  # a count of blocks that is no number
            return None
        if not is_valid:
            return None
        content = form.save(commit=False).serializable_data()
        stored_content: dict[str, Any] = json.loads(json.dumps(content, cls=DjangoJSONEncoder))  # as revisions store it
        return stored_content, list(form.left_out or ())

    def _store(self, mine: dict[str, Any], merged: Merged) -> None:
        """Two versions: what was written here, then what came out."""
        for content in (mine, merged.content):
            page = self.story.with_content_json(content)
            page.save_revision(user=self.request.user, log_action=True, clean=False)

    def _question(self, sent: dict[str, Any], merged: Merged, theirs: Any) -> dict[str, Any]:
        story = self.story.get_latest_revision_as_object()
        return {
            "conflicts": [_shown(story, conflict) for conflict in merged.conflicts],
            "sealed": signing.dumps(sent, salt=SALT, compress=True),
            "other": theirs.user or _("người khác"),
            "saved_at": theirs.created_at,
            "choices": {MINE: _("Giữ của tôi"), THEIRS: _("Giữ của người kia")},
            "both": BOTH,
        }


def _shown(story: ArticlePage, conflict: Conflict) -> dict[str, Any]:
    if conflict.is_block:
        where = _("Khối %(number)d") % {"number": conflict.number}
        return {
            "name": conflict.name,
            "where": where,
            "mine": _block_words(story, conflict.mine),
            "theirs": _block_words(story, conflict.theirs),
            "is_block": True,
        }
    column = story._meta.get_field(conflict.name)
    label = getattr(column, "verbose_name", None) or conflict.name
    return {
        "name": conflict.name,
        "where": str(label),
        "mine": _words(story, conflict.name, conflict.mine),
        "theirs": _words(story, conflict.name, conflict.theirs),
        "is_block": False,
    }


def _block_words(story: ArticlePage, block: dict[str, Any]) -> str:
    value = story.body.stream_block.to_python([block])
    return " ".join(strip_tags(render_to_string("articles/admin/together/block.html", {"value": value})).split())


def _words(story: ArticlePage, name: str, value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return {True: _("Có"), False: _("Không"), None: _("chưa trả lời")}[value]
    if isinstance(value, list):
        return _("%(number)d dòng") % {"number": len(value)}
    column = story._meta.get_field(name)
    if column.is_relation and column.many_to_one:
        instance = column.related_model._default_manager.filter(pk=value).first()
        return str(instance or _("không chọn"))
    return strip_tags(str(value)) or _("để trống")
