"""Hooks of Wagtail about stories that were taken down: banner in the editor, button, history, menu."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter
from wagtail.models import Page

from articles.admin.takedowns import returns
from articles.models import ArticlePage, TakeDown
from articles.publication import REDACTED, TAKEN_DOWN
from users.http import SignedInRequest
from users.models import User


class ReasonFormatter(LogFormatter):
    """An entry of the history with reason, note and who asked."""

    def format_message(self, log_entry: Any) -> str:
        data = log_entry.data
        reason = data.get("reason", "")
        parts = [dict(TakeDown.Reason.choices).get(reason, reason), data.get("note", "")]
        if data.get("asked_by"):
            parts.append(_("người xin: %(who)s") % {"who": data["asked_by"]})
        return ": ".join(filter(None, [str(self.label), "; ".join(str(part) for part in parts if part)]))


LABELS = {
    REDACTED: gettext_lazy("Bỏ chữ đính chính"),
    TAKEN_DOWN: gettext_lazy("Gỡ gấp"),
    returns.ASKED: gettext_lazy("Xin đăng lại bài đã gỡ"),
    returns.RETURNED: gettext_lazy("Đăng lại bài đã gỡ"),
}


@hooks.register("register_log_actions")
def take_down_log_actions(actions: Any) -> None:
    register_with_reason(actions, LABELS)


def register_with_reason(actions: Any, labels: dict[str, Any]) -> None:
    """Register entries of the history that show the reason in their data; `labels`: action → label."""
    for action, label in labels.items():
        actions.register_action(action)(type("LabelledFormatter", (ReasonFormatter,), {"label": label}))


@hooks.register("before_edit_page")
def show_take_down(request: SignedInRequest, page: Page) -> None:
    """Say in the editor of each language, and of each copy, who took the story down, when and why."""
    if request.method != "GET" or not isinstance(page, ArticlePage):
        return
    entry = page.standing_take_down
    if entry is None:
        return
    words = [entry.summary]
    if page.take_down_of_source is not None:
        words.append(_("Bản này khóa cho đến khi bản gốc được đăng lại."))
    elif entry.return_asked_at:
        words.append(_("%(who)s đã xin đăng lại; chờ người thứ hai duyệt.") % {"who": entry.return_asked_by or "?"})
    messages.error(request, " ".join(words))


@hooks.register("register_page_header_buttons")
def return_button(
    page: Page, user: User, next_url: str | None = None, view_name: str | None = None
) -> Iterator[Button]:
    """“Đăng lại” of a story, or copy, that is taken down itself."""
    if not issubclass(page.specific_class or type(page), ArticlePage) or not page.pk or page.live:
        return
    if TakeDown.objects.open().filter(page=page.pk).exists() and page.specific.permissions_for_user(user).can_edit():
        yield Button(_("Đăng lại"), reverse("newsroom:return", args=[page.pk]), icon_name="rotate", priority=59)
