"""Checks at publication, on every way to it: form, workflow, bulk action, schedule, translation, command.

ArticlePage.publish() calls `refuse()`, and so does the hook before_publish_page for the editor's button, because
Wagtail's form publishes without asking the model.
"""

from __future__ import annotations

import logging
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


def reasons_against(story: Page, *, before_safety: bool = False) -> list[str]:
    """Everything that forbids publishing `story` (a draft object), in Vietnamese.

    `before_safety`: leave out a child-safety step that is still to come.
    """
    found = [str(finding) for finding in gates.stops(story)]
    if not before_safety and (missing := safety_missing(story)):
        found.append(missing)
    if story.reason_against_publishing:
        found.append(str(story.reason_against_publishing))
    return found


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


def refuse(page: Page, revision: Revision, user: User | None, has_right: bool = False) -> list[str]:
    """Reasons against publishing `revision` as `user`; they are logged.

    `has_right`: the caller has checked four eyes already, before `user` saved the revision.
    """
    story = revision.as_object()
    problem = "" if has_right else actor_problem(page, revision, user)
    reasons = [*([problem] if problem else []), *reasons_against(story)]
    if reasons:
        log(instance=page, action=REFUSED, user=user or revision.user, data={"reasons": reasons}, revision=revision)
        logger.warning("page %s is not published: %s", page.pk, " | ".join(reasons))
    elif story.override_reason.strip():
        log(
            instance=page,
            action=OVERRIDDEN,
            user=user or revision.user,
            data={"reason": story.override_reason.strip()},
            revision=revision,
        )
    return reasons
