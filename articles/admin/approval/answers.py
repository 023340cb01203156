"""What the administration says after a step of the workflow: what happened, when, who has the text, where to look."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.messages import add_message, constants, get_messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from articles.admin.breaking.rules import may_break
from articles.editorial.access import outlets_of
from articles.editorial.workflow import CHIEF, EDITING, SAFETY, SECRETARY
from articles.models import ArticlePage
from users.http import SignedInRequest

APPROVE, REJECT, PUBLISH, SUBMIT = "approve", "reject", "publish", "submit"


def action_of(request: SignedInRequest) -> str:
    """What the editor's form asked for: one of the four; "" for a save."""
    if request.POST.get("action-workflow-action"):
        return request.POST.get("workflow-action-name", "")
    if request.POST.get("action-publish"):
        return PUBLISH
    return SUBMIT if {"action-submit", "action-restart-workflow"} & request.POST.keys() else ""


def _step_names() -> dict[str, str]:
    return {
        EDITING: _("biên tập"),
        SAFETY: _("kiểm tra an toàn trẻ em"),
        SECRETARY: _("thư ký tòa soạn"),
        CHIEF: _("Tổng Biên tập duyệt đăng"),
    }


def _hour(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M}"


def sentence(story: ArticlePage, action: str, step: Any) -> str:
    """What happened to `story`, whose `action` at `step` (a task, None outside the workflow) has just been done."""
    words: dict[str, Any] = {"title": story.get_admin_display_title(), "now": _hour(timezone.now())}
    waiting = story.current_workflow_task
    names = _step_names()
    words["next"] = names.get(getattr(waiting, "step", ""), str(waiting or ""))
    words["done"] = names.get(getattr(step, "step", ""), str(step or ""))
    if action == REJECT:
        words["author"] = story.owner or _("người viết")
        return _("Đã trả “%(title)s” cho %(author)s lúc %(now)s, kèm lời nhắn.") % words
    if action == SUBMIT and waiting:
        return _("Đã gửi “%(title)s” lúc %(now)s. Bài đang chờ bước %(next)s.") % words
    if waiting:
        return _("Đã xong bước %(done)s lúc %(now)s. “%(title)s” đang chờ bước %(next)s.") % words
    planned = story.scheduled_revision
    if planned is not None:
        words["moment"] = f"{timezone.localtime(planned.approved_go_live_at):%H:%M, %d-%m-%Y}"
        return _("“%(title)s” sẽ đăng lúc %(moment)s.") % words
    if story.live and not story.has_unpublished_changes:  # else it was refused, and another message says why
        return _("Đã đăng “%(title)s” lúc %(now)s.") % words
    return ""


def answer(request: SignedInRequest, page: ArticlePage, action: str, step: Any) -> str:
    """Say in one message what happened, instead of Wagtail's general ones; the address to go to, "" for Wagtail's own.

    `step` is the task at which the text was before. Only people of a newsroom are led to the board.
    """
    story = ArticlePage.objects.get(pk=page.pk).specific
    text = sentence(story, action, step) if action in {APPROVE, REJECT, PUBLISH, SUBMIT} else ""
    if not text or not outlets_of(request.user).exists():
        return ""
    warnings = [message for message in get_messages(request) if message.level >= constants.WARNING]
    for message in warnings:
        add_message(request, message.level, message.message, message.extra_tags)
    if story.live and action in {APPROVE, PUBLISH}:
        buttons = [messages.button(story.full_url or story.url, _("Xem bài"))]
        if may_break(story, request.user):
            buttons.append(messages.button(reverse("newsroom:breaking", args=[story.pk]), _("Tin nóng")))
    else:
        buttons = [messages.button(reverse("wagtailadmin_pages:edit", args=[story.pk]), _("Mở lại bài"))]
    messages.success(request, text, buttons=buttons)
    return next_place(request, story)


def next_place(request: SignedInRequest, story: ArticlePage) -> str:
    """The board; the story itself where its next step waits for the same person."""
    waiting = story.current_workflow_task
    if waiting is not None and APPROVE in {name for name, *_ in waiting.get_actions(story, request.user)}:
        return reverse("wagtailadmin_pages:edit", args=[story.pk])
    return reverse("newsroom:board")


def answer_form(request: SignedInRequest, page: ArticlePage, step: Any) -> HttpResponse | None:
    """The redirect after the editor's form, or None where Wagtail's answer stands."""
    place = answer(request, page, action_of(request), step)
    return redirect(place) if place else None
