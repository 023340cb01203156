"""Gates that base.publishing.check() asks: of every page who publishes it, of stories also their text and state."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, PagePermissionTester, Revision, WorkflowState

from articles.rules import gates
from articles.rules.content_hash import story_hash
from articles.rules.four_eyes import reason_not_to_publish, wrote_correction
from articles.rules.publish_gates import personal_details
from articles.rules.reader_text import reader_text
from articles.rules.translations import original_of, translators_of, untranslated_segments
from base.publishing import Way
from users.models import User

OVERRIDDEN = "newsroom.override"


def reasons_against(story: Page, *, before_safety: bool = False) -> list[str]:
    """Everything that forbids publishing `story` (a draft object), in Vietnamese.

    `before_safety`: leave out a child-safety step that is still to come, and a take-down: the text is mended meanwhile.
    """
    reasons = [str(finding) for finding in gates.stops(story)]
    if not before_safety and (missing := safety_missing(story)):
        reasons.append(missing)
    if story.reason_against_publishing:
        reasons.append(str(story.reason_against_publishing))
    if not before_safety and (taken_down := story.reason_of_take_down):
        reasons.insert(0, taken_down)
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


def person_gate(page: Page, revision: Revision, user: User | None, way: Way) -> list[str]:
    """The gate of every page: its state, and four eyes on the text that goes live.

    A confirmed small mend, a copy of a live text and a trusted caller are not asked for a second person.
    """
    if way is Way.TRUSTED:
        return []
    if is_returned(page):
        return [_("Bài đã trả để sửa. Bạn gửi duyệt lại; đăng được khi người duyệt cho qua.")]
    problem = "" if way in {Way.CONFIRMED, Way.COPY} else actor_problem(page, revision, user)
    return [problem] if problem else []


def is_returned(page: Page) -> bool:
    """Whether the newest round of `page` was returned for changes and not submitted again."""
    state = page.current_workflow_state
    return state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES


def actor_problem(page: Page, revision: Revision, user: User | None) -> str:
    """Why no authorised account is responsible for this publication; empty when one is.

    A schedule has the approval of who set it. Without an account only wagtail-localize publishes: then the account that
    saved the revision counts, and must not have translated any part of it. wagtail-localize would also publish a
    translation with sentences of the original in it.
    """
    if user is not None:
        return reason_not_to_publish(page, user, revision)
    if revision.approved_go_live_at is not None:
        return ""
    presser = revision.user
    if presser is None or not translators_of(page):
        return _("Không có ai duyệt lần đăng này.")
    if not PagePermissionTester(presser, page).can_publish():
        return _("Tài khoản này không có quyền đăng.")
    if missing := untranslated_segments(page):
        return _("Bản dịch còn %(number)d câu chưa dịch. Bạn dịch nốt rồi xuất bản lại.") % {"number": missing}
    return reason_not_to_publish(page, presser, revision)


def correction_problem(page: Page, revision: Revision, user: User | None) -> str:
    """Why the corrections that this publication would show were seen by one person alone; empty when by two.

    A schedule was approved with the corrections that were older than its version.
    """
    pending = page.corrections.pending()
    if user is None and revision.approved_go_live_at is not None:
        is_late = pending.filter(created_at__gt=revision.created_at).exists()
        return _("Có đính chính viết sau khi hẹn giờ. Bạn lưu bài, để người khác đọc và hẹn lại.") if is_late else ""
    return wrote_correction(page, user or revision.user)


def page_text_gate(page: Page, revision: Revision, user: User | None, way: Way) -> list[str]:
    """The gate of what readers see of pages that are no stories: it names no child.

    These pages answer no question about children, so a venue or a speaker may be named.
    """
    if way is Way.TRUSTED or hasattr(page, "detail_override"):  # stories: story_gate()
        return []
    texts = [item.text for item in reader_text(revision.as_object()) if not item.is_of_maker]
    details = personal_details.of_named_child(personal_details.find(texts))
    if not details:
        return []
    problem = _("Trang có thể làm lộ một em là ai: %(pieces)s. Bạn bỏ hoặc thay tên, lớp, nơi ở.")
    return [problem % {"pieces": gates.name_pieces(details)}]


def story_gate(page: Page, revision: Revision, user: User | None, way: Way) -> list[str]:
    """The gate of stories. A way that is TRUSTED is stopped only by the type of the story and a take-down."""
    if way is Way.TRUSTED:
        return [str(reason) for reason in (page.reason_of_take_down, page.reason_against_publishing) if reason]
    story = revision.as_object()
    reasons = reasons_against(story)
    if way is not Way.COPY and (problem := correction_problem(page, revision, user)):
        reasons.append(problem)
    if not reasons and gates.telling_details(story) and (override := story.detail_override()):
        data = {"reason": override.reason, "note": str(override.decided_by or "")}
        log(instance=page, action=OVERRIDDEN, user=user or revision.user, data=data, revision=revision)
    return reasons
