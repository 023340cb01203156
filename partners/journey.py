"""The steps of a submission as both sides take them. Views call these; each writes the event and its letter."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from media_library.models import StoredFile

from .consents import BY_KEY, unticked
from .mail import mail_state
from .models import Consent, KolStoryPage, Submission, SubmissionEvent

State = Submission.State
Problems = dict[str, list[str]]


def problems_before_sending(submission: Submission, ticked: list[str]) -> Problems:
    """What still keeps the partner from sending: field name → sentences. Empty when nothing does.

    Fields are those of the form; "tep" stands for the files and "dong-y" for the statements.
    """
    found: Problems = {}
    files = list(submission.files.all())
    if not submission.title:
        found["title"] = [_("Bạn đặt tên cho nội dung giúp tòa soạn.")]
    if not (submission.post_url or submission.text or any(not file.refusal for file in files)):
        found["tep"] = [_("Bạn đưa một tệp, dán một liên kết hoặc viết vài dòng: có một trong ba là gửi được.")]
    broken = [file.declared_name for file in files if file.refusal]
    if broken:
        found["tep"] = [
            _("Tệp “%(name)s” không nhận được. Bạn bỏ tệp đó, hoặc thay tệp khác.") % {"name": name} for name in broken
        ]
    arriving = [file.declared_name for file in files if file.is_arriving]
    if arriving:
        found.setdefault("tep", []).extend(
            _("Tệp “%(name)s” chưa tải lên xong. Bạn chờ tải xong, hoặc bỏ tệp đó.") % {"name": name}
            for name in arriving
        )
    if submission.has_minor is None:
        found["has_minor"] = [_("Bạn chọn “Có” hoặc “Không”: trong nội dung có người dưới 18 tuổi không?")]
    missing = unticked(ticked)
    if missing:
        found["dong-y"] = [_("Còn thiếu điều “%(title)s”.") % {"title": statement.title} for statement in missing]
    return found


@transaction.atomic
def send(submission: Submission, ticked: list[str], *, by: Any) -> SubmissionEvent:
    """The partner sends: statements become records with their exact text.

    Raises ValidationError with `.problems` (see problems_before_sending), WrongState.
    """
    problems = problems_before_sending(submission, ticked)
    if problems:
        error = ValidationError([sentence for sentences in problems.values() for sentence in sentences])
        error.problems = problems  # type: ignore[attr-defined]
        raise error
    event = submission.move(State.SENT, by=by, steps=Submission.PARTNER_STEPS)
    now = timezone.now()
    submission.consents.live().update(replaced_at=now)
    for key in ticked:
        if key in BY_KEY:
            Consent.objects.create(submission=submission, key=key, text=BY_KEY[key].text, given_by=by)
    submission.ticked = []
    submission.save(update_fields=["ticked"])
    mail_state(submission, event)
    return event


@transaction.atomic
def withdraw(submission: Submission, *, by: Any) -> SubmissionEvent:
    """The partner takes it back before publication: its statements end, a planned publication is called off."""
    event = submission.move(State.WITHDRAWN, by=by, steps=Submission.PARTNER_STEPS)
    submission.consents.live().update(withdrawn_at=timezone.now())
    for story in KolStoryPage.objects.filter(submission=submission):
        Revision.page_revisions.filter(object_id=str(story.pk), approved_go_live_at__isnull=False).update(
            approved_go_live_at=None
        )
    mail_state(submission, event)
    return event


@transaction.atomic
def decide(
    submission: Submission, to: str, *, by: Any, note: str = "", took_unscanned: bool = False
) -> SubmissionEvent:
    """A step of the desk: IN_REVIEW, CHANGES and REJECTED (with a note), ACCEPTED.

    Raises ValidationError naming what is missing, WrongState when somebody was faster.
    """
    locked = Submission.objects.select_for_update(of=("self",)).select_related("partner").get(pk=submission.pk)
    if locked.state == State.PUBLISHED:
        raise ValidationError(_("Bài đang ở trên trang. Bạn gỡ bài đăng trước rồi mới đổi trạng thái."))
    if to in {State.CHANGES, State.REJECTED} and not note.strip():
        raise ValidationError(_("Bạn viết lời nhắn cho đối tác: cần sửa chỗ nào, hoặc vì sao không nhận."))
    if to == State.ACCEPTED and locked.state in {State.SENT, State.IN_REVIEW}:
        reasons = reasons_against(locked, by=by, took_unscanned=took_unscanned)
        if reasons:
            raise ValidationError(reasons)
        if any(file.is_unscanned for file in locked.files.select_related("stored")):
            note = "\n".join(filter(None, [note, _("Tệp chưa quét vi-rút; người duyệt đã xem và nhận trách nhiệm.")]))
    event = submission.move(to, by=by, steps=Submission.DESK_STEPS, note=note.strip())
    mail_state(submission, event)
    return event


def reasons_against(submission: Submission, *, by: Any, took_unscanned: bool = False) -> list[str]:
    """Sentences that keep the desk from accepting; an empty list when nothing does."""
    reasons = []
    if by.pk == submission.created_by_id or submission.partner.members.filter(user=by).exists():
        reasons.append(_("Người gửi bài không tự duyệt được: cần một người khác của tòa soạn."))
    for file in submission.files.select_related("stored"):
        if file.refusal:
            reasons.append(
                _("Tệp “%(name)s” bị từ chối: %(reason)s") % {"name": file.declared_name, "reason": file.refusal}
            )
        elif file.is_pending:
            reasons.append(
                _("Tệp “%(name)s” chưa kiểm tra xong. Bạn chờ ít phút rồi tải lại trang.")
                % {"name": file.declared_name}
            )
        elif file.stored.state not in {StoredFile.State.CLEAN, StoredFile.State.NOT_SCANNED}:
            reasons.append(_("Tệp “%(name)s” không ở trạng thái sạch.") % {"name": file.declared_name})
        elif file.is_unscanned and not took_unscanned:
            reasons.append(
                _("Tệp “%(name)s” chưa được quét vi-rút. Bạn xem tệp rồi đánh dấu ô nhận trách nhiệm.")
                % {"name": file.declared_name}
            )
    live = {consent.key for consent in submission.consents.live()}
    reasons += [
        _("Thiếu lời đồng ý còn hiệu lực: “%(title)s”.") % {"title": statement.title}
        for statement in unticked(list(live))
    ]
    if submission.has_minor is None:
        reasons.append(_("Đối tác chưa trả lời có người dưới 18 tuổi hay không."))
    return reasons


def published(story: KolStoryPage, *, by: Any) -> None:
    """The story went live: its submission is published. Publishing again changes nothing."""
    submission = story.submission
    if submission and submission.state == State.ACCEPTED:
        mail_state(submission, submission.move(State.PUBLISHED, by=by, steps=Submission.DESK_STEPS))


def unpublished(story: KolStoryPage, *, by: Any = None) -> None:
    """The story left the site: its submission is accepted again, not published."""
    submission = story.submission
    if submission and submission.state == State.PUBLISHED:
        mail_state(submission, submission.move(State.ACCEPTED, by=by, steps=Submission.DESK_STEPS))
