"""State transitions of a submission, for both sides. Views call these; each writes its event and letters."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from base.errors import DecidedMeanwhile, WrongState
from base.http import TWICE
from base.text import nfc
from partners.consents import BY_KEY, VERSION
from partners.mail.newsroom import notify_of_question
from partners.mail.partners import tell
from partners.media.tasks import make_viewing_copy, turn_of
from partners.models import Consent, PartnerDay, Remark, Submission, SubmissionEvent, SubmissionFile
from partners.models.submission import SENT_WORDS
from partners.publishing import unpublish
from partners.workflow import removal
from partners.workflow.checks import Problems, problems_before_sending, reasons_against
from partners.workflow.statements import about, held
from partners.workflow.steps import move
from users.models import User

State = Submission.State
Desk = SubmissionEvent.Desk
ASKS_A_DAY = 10  # questions about one piece
REMARK_SAYS = ("file", "second", "spot_x", "spot_y", "spot_w", "spot_h", "paragraph", "text", "by")
WORDS = 1000  # characters of a question or an answer
REMARKED = (State.SENT, State.IN_REVIEW, State.ACCEPTED)  # states in which the newsroom may add remarks
__all__ = ["Problems", "answer", "ask", "decide", "problems_before_sending", "reasons_against", "send", "withdraw"]


@transaction.atomic
def send(submission: Submission, ticked: list[str], *, by: User) -> SubmissionEvent:
    """Send the piece to the newsroom: ticked statements become records with their exact text.

    Raises ValidationError with what problems_before_sending() names, OverQuota, WrongState.
    """
    problems = problems_before_sending(submission, ticked)
    if problems:
        raise ValidationError([sentence for sentences in problems.values() for sentence in sentences])
    PartnerDay.objects.use_quota(submission.partner, sends=1)
    event = move(submission, State.SENT, by=by, steps=Submission.PARTNER_STEPS, note=submission.partner_note)
    _record(submission, ticked, by)
    submission.remarks.filter(answered_at=None).update(answered_at=timezone.now())
    submission.ticked, submission.partner_note = [], ""
    submission.brief_version = submission.brief.version if submission.brief else 0
    submission.sent_words = {name: getattr(submission, name) for name in SENT_WORDS}
    submission.save(update_fields=["ticked", "partner_note", "brief_version", "sent_words"])
    # The answer about minors may have changed since the copy was made: make a blurred one if needed.
    for row in submission.files.select_related("stored"):
        if row.can_be_played:
            copy = make_viewing_copy.using(priority=turn_of(row))
            transaction.on_commit(partial(copy.enqueue, str(row.uuid)))
    tell(submission, event)
    return event


def _record(submission: Submission, ticked: list[str], by: User) -> None:
    """Write one record per statement; those of an earlier sending are marked as replaced, unless they still hold."""
    still = held(submission)
    submission.consents.live().exclude(key__in=still).update(replaced_at=timezone.now())
    for key in ticked:
        if key in BY_KEY and key not in still:
            Consent.objects.create(
                submission=submission,
                key=key,
                version=VERSION,
                text=BY_KEY[key].text,
                about=about(submission, key),
                given_by=by,
                expires_on=submission.licence_until if key == "cap-phep" else None,
            )


@transaction.atomic
def withdraw(submission: Submission, *, by: User) -> SubmissionEvent:
    """Withdraw an unpublished piece: all consents end, a planned publication is cancelled."""
    event = move(submission, State.WITHDRAWN, by=by, steps=Submission.PARTNER_STEPS)
    removal.end_consents(submission, by=by)
    tell(submission, event)
    return event


@transaction.atomic
def decide(
    submission: Submission,
    to: str,
    *,
    by: User,
    note: str = "",
    was: str = "",
    seen: str | None = None,
    declined: list[str] | None = None,
    took_unscanned: bool = False,
) -> SubmissionEvent:
    """Take a decision: IN_REVIEW (claims the piece), CHANGES and REJECTED (with a note), ACCEPTED.

    `was` is the state and `seen` the fingerprint of what the reviewer's page showed ("" and None: not checked),
    `declined` the UUIDs of files that are not used. Raises ValidationError naming what is missing, DecidedMeanwhile
    when the state is not `was` any more, WrongState when it does not allow the step.
    """
    locked = _locked(submission)
    if was and locked.state != was:
        raise _moved_meanwhile(locked)
    if locked.state == State.PUBLISHED:
        raise ValidationError(_("Bài đang ở trên trang. Bạn gỡ bài đăng trước rồi mới đổi trạng thái."))
    has_remarks = locked.remarks.filter(answered_at=None).exists()
    if to in {State.CHANGES, State.REJECTED} and not note.strip() and not (to == State.CHANGES and has_remarks):
        raise ValidationError(_("Bạn viết lời nhắn cho đối tác: cần sửa chỗ nào, hoặc vì sao không nhận."))
    if to == State.ACCEPTED and locked.state in {State.SENT, State.IN_REVIEW}:
        _approve(locked, by=by, seen=seen, declined=declined or [], took_unscanned=took_unscanned)
    event = move(submission, to, by=by, steps=Submission.NEWSROOM_STEPS, note=note.strip())
    _after(submission, locked, to, by)
    event.sign(Desk.KOL, submission.outlet)
    if to == State.CHANGES:
        unpublish.cancel_schedule(submission)
    elif to == State.ACCEPTED:
        removal.allow_again(submission, by=by)
    elif to == State.REJECTED:
        with translation.override(settings.LANGUAGE_CODE):  # schools read the reason in Vietnamese
            removal.take_off_site(submission, by=by, why=str(removal.NOT_USED))
    tell(submission, event)
    return event


def _approve(locked: Submission, *, by: User, seen: str | None, declined: list[str], took_unscanned: bool) -> None:
    """Check everything and write the verdict on each file. Raises ValidationError.

    Accepting an unscanned file is logged in the site history, which only the newsroom sees, not in the piece's history.
    """
    now = locked.fingerprint()
    if seen is not None and seen != now:
        raise ValidationError(
            _("Bài đã đổi từ lúc bạn mở trang này (chữ, tệp hoặc lời đồng ý). Bạn xem lại rồi mới duyệt.")
        )
    files = list(locked.files.select_related("stored"))
    accepted_files = [row for row in files if str(row.uuid) not in declined]
    if files and not accepted_files and not (locked.text or locked.post_url):
        raise ValidationError(_("Bạn không nhận tệp nào, bài lại không có chữ hay liên kết: không còn gì để đăng."))
    reasons = reasons_against(locked, by=by, took_unscanned=took_unscanned, declined=declined)
    if reasons:
        raise ValidationError(reasons)
    for row in files:
        row.verdict = SubmissionFile.Verdict.TAKEN if row in accepted_files else SubmissionFile.Verdict.DECLINED
        row.save(update_fields=["verdict"])
        if row not in accepted_files:
            removal.take_file_back(row, by=by, why=removal.NOT_USED)
    if unscanned := [row.declared_name for row in accepted_files if row.is_unscanned]:
        log(instance=locked, action="partners.took_unscanned", user=by, data={"file": ", ".join(unscanned)})


def _after(submission: Submission, locked: Submission, to: str, by: User) -> None:
    """Set the claim, and on acceptance the fingerprint that the approval holds for."""
    if to == State.IN_REVIEW or (submission.claimed_by_id is None and to != State.SENT):
        submission.claimed_by, submission.claimed_at = by, timezone.now()
    if to == State.ACCEPTED:
        submission.approved_print, submission.approved_by = locked.fingerprint(), by
    submission.asked_at = None  # a decision answers an open question
    submission.save(update_fields=["claimed_by", "claimed_at", "approved_print", "approved_by", "asked_at"])


def _locked(submission: Submission) -> Submission:
    return Submission.objects.select_for_update(of=("self",)).select_related("partner").get(pk=submission.pk)


def _moved_meanwhile(locked: Submission) -> DecidedMeanwhile:
    """The conflict for a reviewer whose page shows an older state; it names who took the last step."""
    step = locked.events.exclude(before=F("after")).select_related("by").last()
    sentence = _("%(who)s vừa chuyển bài này sang “%(now)s”. Bạn xem lại rồi quyết định; chữ bạn gõ vẫn còn.") % {
        "who": "%(who)s",
        "now": locked.get_state_display(),
    }
    return DecidedMeanwhile(step.by if step else None, sentence)


@transaction.atomic
def claim(submission: Submission, *, by: User, was: int | None = None) -> None:
    """Take a piece over from another reviewer; the first claim of a sent piece is decide(IN_REVIEW).

    `was` is the primary key of who holds it according to the reviewer's page (0: nobody; None: not checked). Raises
    DecidedMeanwhile when somebody else holds it by now, WrongState when nobody reviews it any more.
    """
    locked = _locked(submission)
    if locked.state not in {State.SENT, State.IN_REVIEW}:
        raise _moved_meanwhile(locked)
    if was is not None and (locked.claimed_by_id or 0) != was:
        raise DecidedMeanwhile(
            locked.claimed_by, _("%(who)s vừa nhận bài này hoặc trả bài về hàng chờ. Bạn xem lại rồi nhận.")
        )
    locked.claimed_by, locked.claimed_at = by, timezone.now()
    locked.save(update_fields=["claimed_by", "claimed_at"])


@transaction.atomic
def release(submission: Submission, *, by: User) -> None:
    """Give a claimed piece back; its state and its place in the list stay."""
    Submission.objects.filter(pk=submission.pk, claimed_by=by).update(claimed_by=None, claimed_at=None)


@transaction.atomic
def remark(added: Remark) -> None:
    """Save a remark on a piece in review, once within TWICE. Raises WrongState when it is decided on by now."""
    if _locked(added.submission).state not in REMARKED:
        raise WrongState(_("Bài không còn ở bước xem nên không thêm nhận xét được."))
    place = {name: getattr(added, name) for name in REMARK_SAYS}
    if not added.submission.remarks.filter(at__gt=timezone.now() - TWICE, **place).exists():
        added.save()


@transaction.atomic
def ask(submission: Submission, text: str, *, by: User) -> SubmissionEvent:
    """Ask the newsroom about a sent piece; state and due date stay. The same question within TWICE is asked once.

    Raises ValidationError for an empty text, a draft, and more than ASKS_A_DAY questions a day.
    """
    locked = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    if locked.sent_at is None:
        raise ValidationError(_("Bài chưa gửi nên tòa soạn chưa thấy. Bạn gửi bài rồi hỏi nhé."))
    if same := _said_already(locked, text, by=by, voice=SubmissionEvent.Voice.PARTNER):
        return same
    today = locked.events.filter(voice=SubmissionEvent.Voice.PARTNER, at__date=timezone.localdate())
    if today.count() >= ASKS_A_DAY:
        raise ValidationError(
            _("Hôm nay bạn đã hỏi %(limit)d lần về bài này. Bạn hỏi tiếp từ ngày mai nhé.") % {"limit": ASKS_A_DAY}
        )
    event = _say(locked, text, by=by, voice=SubmissionEvent.Voice.PARTNER)
    Submission.objects.filter(pk=locked.pk).update(asked_at=event.at)
    notify_of_question(submission, event)
    return event


@transaction.atomic
def answer(submission: Submission, text: str, *, by: User) -> SubmissionEvent:
    """Send the newsroom's words, once within TWICE; the state stays. Raises ValidationError for an empty text."""
    Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    if same := _said_already(submission, text, by=by, voice=SubmissionEvent.Voice.NEWSROOM):
        return same
    event = _say(submission, text, by=by, voice=SubmissionEvent.Voice.NEWSROOM)
    event.sign(Desk.KOL, submission.outlet)
    Submission.objects.filter(pk=submission.pk).update(asked_at=None)
    tell(submission, event)
    return event


def _words(text: str) -> str:
    return nfc(text).strip()[:WORDS]


def _said_already(submission: Submission, text: str, *, by: User, voice: str) -> SubmissionEvent | None:
    since = timezone.now() - TWICE
    return submission.events.filter(by=by, voice=voice, note=_words(text), at__gt=since).first()


def _say(submission: Submission, text: str, *, by: User, voice: str) -> SubmissionEvent:
    words = _words(text)
    if not words:
        raise ValidationError(_("Bạn viết câu hỏi hoặc lời nhắn rồi mới gửi."))
    here = submission.state
    return SubmissionEvent.objects.create(
        submission=submission, before=here, after=here, by=by, note=words, voice=voice
    )
