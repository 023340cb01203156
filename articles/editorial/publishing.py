"""What happens at publication, whichever path leads there: form, workflow, bulk action, schedule, translation, command.

`refuse()` is asked by ArticlePage.publish() and, for the editor's own button, by the hook before_publish_page:
Wagtail's form publishes without asking the model.
"""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import PagePermissionTester

from articles.editorial import gates
from articles.editorial.content_hash import story_hash
from articles.editorial.four_eyes import reason_not_to_publish
from articles.editorial.translations import original_of, translators_of

logger = logging.getLogger(__name__)
REFUSED, OVERRIDDEN = "newsroom.refuse", "newsroom.override"


def reasons_against(story: Any) -> list[str]:
    """Everything that forbids showing `story` (a draft object) to readers, in Vietnamese."""
    found = [str(finding) for finding in gates.stops(story)]
    if missing := safety_missing(story):
        found.append(missing)
    if story.kept_off:
        found.append(str(story.kept_off))
    return found


def safety_missing(story: Any) -> str:
    """Why the child-safety step speaks against publication; empty when it does not."""
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
    """A translation that is kept in step needs no check of its own: `text`, which it was made from, was checked."""
    approved = original.approved_safety()
    if approved is None or approved.text_hash != story_hash(text):
        return _(
            "Bản gốc của bản dịch này chưa qua bước “Kiểm tra an toàn trẻ em”, hoặc đã đổi sau khi kiểm. "
            "Bạn cho kiểm bản gốc trước."
        )
    return ""


def actor_problem(page: Any, revision: Any, user: Any) -> str:
    """Why nobody who may do so stands behind this publication; empty when somebody does.

    A schedule carries the approval of who set it. Without an account only wagtail-localize publishes: there the
    person who pressed the button is the one who saved the revision, and must not have translated a word of it.
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
    return reason_not_to_publish(page, presser)


def refuse(page: Any, revision: Any, user: Any, has_right: bool = False) -> list[str]:
    """Reasons against publishing `revision` as `user`, logged when there are any.

    With `has_right` the caller has already asked the rule of four eyes, before `user` saved the revision.
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


def stay_out(page: Any, revision: Any, user: Any, reasons: list[str]) -> None:
    """A person gets the reasons; a program goes on with its other pages, and the schedule is taken off.

    Raises PermissionDenied for a person.
    """
    if user is not None:
        raise PermissionDenied("\n".join(reasons))
    page.revisions.filter(pk=revision.pk).update(approved_go_live_at=None)


def freeze_corrections(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Receiver of page_published: pending corrections appear with the mended text, and nobody changes them again."""
    corrections = getattr(instance, "corrections", None)
    if not hasattr(corrections, "pending") or not instance.live or kwargs.get("alias"):  # the index page lists them
        return
    last = corrections.aggregate(last=Max("number"))["last"] or 0
    for number, correction in enumerate(corrections.pending().order_by("pk"), start=last + 1):
        correction.number, correction.frozen_at = number, timezone.now()
        correction.save()
