"""Checks at publication, on every way to it: form, workflow, bulk action, schedule, translation, command.

Each way calls `check()`: Page.publish() of the page types that have a gate, and the hooks before_publish_page and
before_bulk_action, because Wagtail's form publishes without asking the model, and a bulk action is refused as a whole.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from enum import Enum
from typing import Any

from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, PagePermissionTester, Revision

from articles.rules import gates
from articles.rules.content_hash import story_hash
from articles.rules.four_eyes import reason_not_to_publish
from articles.rules.translations import original_of, translators_of, untranslated_segments
from users.models import User

logger = logging.getLogger(__name__)
REFUSED, OVERRIDDEN = "newsroom.refuse", "newsroom.override"


class Way(Enum):
    """How a publication reaches check()."""

    EDITOR = "editor"  # the editor's button: four eyes were checked before the account saved the revision
    BULK = "bulk"  # a bulk action as a whole; each page then passes again as MODEL
    MODEL = "model"  # Page.publish(): workflow, schedule, translation, shell, a new page
    TRUSTED = "trusted"  # Page.publish(skip_permission_checks=True): the caller is responsible (demo, tests)


type Gate = Callable[[Page, Revision, User | None, Way], list[str]]

_gates: dict[type[Page], Gate] = {}


def register_gate(model: type[Page], gate: Gate) -> None:
    """Let check() ask `gate` about pages of `model`; called by AppConfig.ready()."""
    _gates[model] = gate


def check(page: Page, revision: Revision, user: User | None, way: Way) -> list[str]:
    """Reasons against publishing `revision` of `page` as `user` (None: a program), in Vietnamese; [] when it may."""
    gates_of_page = [gate for model, gate in _gates.items() if isinstance(page, model)]
    return [reason for gate in gates_of_page for reason in gate(page, revision, user, way)]


def reasons_against(story: Page, *, before_safety: bool = False) -> list[str]:
    """Everything that forbids publishing `story` (a draft object), in Vietnamese.

    `before_safety`: leave out a child-safety step that is still to come.
    """
    reasons = [str(finding) for finding in gates.stops(story)]
    if not before_safety and (missing := safety_missing(story)):
        reasons.append(missing)
    if story.reason_against_publishing:
        reasons.append(str(story.reason_against_publishing))
    return reasons


def safety_missing(story: Page) -> str:
    """Why the child-safety step forbids publication; empty when it does not."""
    if not story.needs_safety_check:
        return ""
    approved = story.approved_safety()
    if approved is not None and approved.text_hash == story_hash(story):
        return ""
    original, text = original_of(story)
    if original is not None:
        return _safety_missing_in_original(original, text)
    if approved is None:
        return _(
            "Bài có trẻ em hoặc vụ việc mà chưa qua bước “Kiểm tra an toàn trẻ em”. Bạn gửi bài theo quy trình ấy."
        )
    return _("Chữ hoặc ảnh đã đổi sau khi kiểm an toàn trẻ em. Bạn gửi bài kiểm lại.")


def _safety_missing_in_original(original: Any, text: Any) -> str:
    """As safety_missing, for a synchronised translation: `text`, which it was made from, must have been checked."""
    approved = original.approved_safety()
    if approved is None or approved.text_hash != story_hash(text):
        return _(
            "Bản gốc của bản dịch này chưa qua bước “Kiểm tra an toàn trẻ em”, hoặc đã đổi sau khi kiểm. "
            "Bạn cho kiểm bản gốc trước."
        )
    return ""


def actor_problem(page: Page, revision: Revision, user: User | None) -> str:
    """Why no authorised account is responsible for this publication; empty when one is.

    A schedule has the approval of who set it. Without an account only wagtail-localize publishes: then the account that
    saved the revision counts, and must not have translated any part of it. wagtail-localize would also publish a
    translation with sentences of the original in it.
    """
    if user is not None:
        return reason_not_to_publish(page, user)
    if revision.approved_go_live_at is not None:
        return ""
    presser = revision.user
    if presser is None or not translators_of(page):
        return _("Không có ai duyệt lần đăng này.")
    if not PagePermissionTester(presser, page).can_publish():
        return _("Tài khoản này không có quyền đăng.")
    if missing := untranslated_segments(page):
        return _("Bản dịch còn %(number)d câu chưa dịch. Bạn dịch nốt rồi xuất bản lại.") % {"number": missing}
    return reason_not_to_publish(page, presser)


def story_gate(page: Page, revision: Revision, user: User | None, way: Way) -> list[str]:
    """The gate of stories; what it says is logged.

    A way that is TRUSTED is stopped only by what the type of the story forbids.
    """
    if way is Way.TRUSTED:
        reasons = [page.reason_against_publishing] if page.reason_against_publishing else []
        override_reason = ""
    else:
        story = revision.as_object()
        problem = "" if way is Way.EDITOR else actor_problem(page, revision, user)
        reasons = [*([problem] if problem else []), *reasons_against(story)]
        override_reason = story.override_reason.strip()
    actor = user or revision.user
    if reasons:
        log(instance=page, action=REFUSED, user=actor, data={"reasons": reasons}, revision=revision)
        logger.warning("page %s is not published: %s", page.pk, " | ".join(reasons))
    elif override_reason:
        log(instance=page, action=OVERRIDDEN, user=actor, data={"reason": override_reason}, revision=revision)
    return reasons
