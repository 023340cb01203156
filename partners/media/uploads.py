"""Files of a submission: uploads in parts into quarantine, files of the plain form, consent papers.

Protocol, intake and clean-up of uploads in parts are those of files/uploads/sessions.py.
"""

from __future__ import annotations

from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, ProtectedError, Q, QuerySet, Sum
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from files.cleaners.filenames import declared_extension
from files.intake.accept import AcceptedFile, UploadRejected, accept_upload
from files.intake.messages import limit_text
from files.limits import FORM_MAX_BYTES, PROFILES
from files.models import StoredFile, UploadSession
from files.uploads.targets import Quota, UploadNotAllowed, UploadTarget
from partners.media.tasks import draw
from partners.models import DepictedPerson, OverQuota, PartnerDay, Submission, SubmissionFile
from partners.models.quota import DAY_BYTES, DAY_FILES, day_is_full
from users.models import User

MAX_FILES = 6  # per submission: a clip with captions or a few pictures, and a second version
KINDS = {
    "clip": {"mp4", "m4v", "mov", "webm"},
    "audio": {"m4a", "mp3"},
    "text": {"vtt"},
    "picture": {"jpg", "jpeg", "png", "webp", "avif", "heic", "heif"},
}
UPLOAD_TARGET = "partner"
PROFILE = "partner"  # of files.limits.PROFILES, for whatever comes: a refusal names all that is taken here


class PartnerUploadTarget(UploadTarget):
    """Upload target of partners; `object_id` is the UUID of a submission."""

    name = UPLOAD_TARGET

    def check(self, user: User, object_id: str) -> None:
        """Raise Http404 for others' pieces, UploadNotAllowed (409) for one that cannot be edited."""
        if not _own(user, object_id).is_editable:
            raise UploadNotAllowed(409, _("Bài đã gửi nên không thêm tệp được nữa."))

    def limit(self, name: str, object_id: str) -> int:
        """By the extension, which only chooses the limit; the content decides what the file is.

        Raises UploadNotAllowed: 415 for other types, 409 when the submission is full, 429 when the day is.
        """
        kind = kind_of(name)
        submission = _by_target(object_id)
        _room(submission)
        if _announced_today(submission)[0] + _day(submission).files >= DAY_FILES:
            raise UploadNotAllowed(429, str(day_is_full()))
        return PROFILES[PROFILE].sizes[kind]

    def quota(self, user: User, object_id: str) -> Quota:
        """Bytes that the partner may still send today, all its accounts together."""
        submission = _own(user, object_id)
        return Quota(limit=DAY_BYTES, used=_announced_today(submission)[1] + _day(submission).size, daily=True)

    def queue(self, session: UploadSession) -> QuerySet[UploadSession]:
        """Uploads of the same partner, by whichever account: they share one place in the queue."""
        targets = Submission.objects.filter(partner__submissions__uuid=session.object_id).values_list("uuid", flat=True)
        return UploadSession.objects.filter(upload_target=UPLOAD_TARGET, object_id__in=[str(uuid) for uuid in targets])

    def profile(self, session: UploadSession, file: IO[bytes]) -> str:
        return PROFILE

    def keep(self, session: UploadSession, accepted: AcceptedFile) -> StoredFile:
        """Attach the file. Raises UploadRejected for a piece that was sent, withdrawn or filled meanwhile."""
        pieces = Submission.objects.select_for_update(of=("self",)).select_related("partner")
        piece = pieces.filter(uuid=session.object_id).first()
        if piece is None or not piece.is_editable or piece.files.filter(refused={}).count() >= MAX_FILES:
            raise UploadRejected("piece_closed")
        _row, stored = _attach(piece, accepted, user=session.owner, name=session.name, size=session.size)
        return stored

    def refused(self, session: UploadSession) -> None:
        """Keep the refused file as a row with its reason, which the partner reads."""
        submission = Submission.objects.filter(uuid=session.object_id).first()
        if submission is not None:
            SubmissionFile.objects.create(
                submission=submission,
                declared_name=session.name,
                declared_size=session.size,
                refused=session.refused,
            )


def _by_target(object_id: str) -> Submission:
    """The submission with the UUID `object_id`; raises Http404 for everything else."""
    try:
        submission = Submission.objects.select_related("partner").filter(uuid=object_id).first()
    except (ValidationError, ValueError):
        submission = None
    if submission is None:
        raise Http404(_("Không có bài này trong góc cộng tác của bạn."))
    return submission


def _own(user: User, object_id: str) -> Submission:
    submission = _by_target(object_id)
    if not submission.partner.members.filter(user=user).exists():
        raise Http404(_("Không có bài này trong góc cộng tác của bạn."))
    return submission


def kind_of(name: str) -> str:
    """Kind of a file by its extension, as intake profiles name it. Raises UploadNotAllowed (415)."""
    ending = declared_extension(name)
    kind = next((kind for kind, endings in KINDS.items() if ending in endings), "")
    if not kind:
        raise UploadNotAllowed(
            415,
            _(
                "Ở đây nhận video MP4, MOV, WebM, âm thanh M4A, MP3, ảnh JPEG, PNG, WebP, AVIF, HEIC và phụ đề VTT. "
                "Bạn xuất tệp ở một trong các dạng đó rồi chọn lại."
            ),
        )
    return kind


def waiting_uploads(submission: Submission) -> list[UploadSession]:
    """Uploads in parts that are not finished or not checked yet, oldest first."""
    rows = UploadSession.objects.filter(
        upload_target=UPLOAD_TARGET, object_id=str(submission.uuid), state__in=UploadSession.UNDECIDED
    )
    return list(rows.order_by("created_at"))


def take(submission: Submission, file: UploadedFile, *, user: User) -> SubmissionFile:
    """Take a file of the plain form, at most FORM_MAX_BYTES (20 MB).

    Raises UploadNotAllowed or intake.accept.UploadRejected; nothing is stored then.
    """
    _room(submission)
    if (file.size or 0) > FORM_MAX_BYTES:
        raise UploadNotAllowed(
            413,
            _(
                "Tệp lớn hơn %(limit)s nên không gửi qua biểu mẫu này được. Bạn mở trang bằng trình duyệt "
                "của máy (không phải trong Zalo) để tải tệp lớn, hoặc dán liên kết bài đăng."
            )
            % {"limit": limit_text(FORM_MAX_BYTES)},
        )
    use_quota(submission, file.size or 0)
    with accept_upload(PROFILE, file) as accepted:
        size = file.size or accepted.size
        row, _stored = _attach(submission, accepted, user=user, name=accepted.display_name, size=size)
        return row


def _attach(
    submission: Submission, accepted: AcceptedFile, *, user: User | None, name: str, size: int
) -> tuple[SubmissionFile, StoredFile]:
    """Store the object, then the row: after a lost commit an object has no owner, but no row lacks its object."""
    stored = StoredFile.objects.store(accepted, zone=StoredFile.Zone.QUARANTINE, user=user, kind="partners")
    row = SubmissionFile.objects.create(submission=submission, declared_name=name, declared_size=size, stored=stored)
    transaction.on_commit(lambda: draw(row))
    return row, stored


def save_consent_paper(person: DepictedPerson, file: UploadedFile, *, user: User) -> None:
    """Store the signed consent of a representative, picture or PDF, as a private file; opening it is logged.

    Raises UploadNotAllowed or intake.accept.UploadRejected; the former paper stays then.
    """
    if (file.size or 0) > FORM_MAX_BYTES:
        sentence = _("Giấy đồng ý tối đa %(limit)s. Bạn chụp lại ở cỡ nhỏ hơn.")
        raise UploadNotAllowed(413, sentence % {"limit": limit_text(FORM_MAX_BYTES)})
    use_quota(person.submission, file.size or 0)
    former = person.paper
    with accept_upload("consent_paper", file) as accepted:
        person.paper = StoredFile.objects.store(accepted, zone=StoredFile.Zone.QUARANTINE, user=user, kind="consents")
    person.save(update_fields=["paper"])
    if former is not None:
        _delete_unless_held(former)


def remove(row: SubmissionFile) -> None:
    """Remove a file from its submission. Its object has no owner then and is swept later, not in the request."""
    stored = row.stored
    row.delete()
    if stored is None:
        return
    UploadSession.objects.filter(stored=stored).update(stored=None)
    _delete_unless_held(stored)  # workflow.removal.clear() finds what is held


def forget_person(submission: Submission, uuid: str) -> None:
    """Remove a depicted person and the signed paper; unknown UUIDs change nothing."""
    for person in submission.people.select_related("paper"):
        if str(person.uuid) == uuid:
            paper = person.paper
            person.delete()
            if paper is not None:
                _delete_unless_held(paper)


def _delete_unless_held(stored: StoredFile) -> None:
    """Delete the row, whose object is swept later, unless a story or a consent of the library holds it."""
    try:
        with transaction.atomic():
            stored.delete()
    except ProtectedError:
        pass


def use_quota(submission: Submission, size: int) -> None:
    """Count a file of `size` bytes to the partner's day; raises UploadNotAllowed (429) when the quota is used up."""
    try:
        PartnerDay.objects.use_quota(submission.partner, files=1, size=size, in_parts=_announced_today(submission))
    except OverQuota as over:
        raise UploadNotAllowed(429, str(over)) from None


def _room(submission: Submission) -> None:
    """Raise UploadNotAllowed (409) when the submission is full. Refused files do not count."""
    if submission.files.filter(refused={}).count() + len(waiting_uploads(submission)) >= MAX_FILES:
        raise UploadNotAllowed(
            409, _("Mỗi bài nhận tối đa %(limit)d tệp. Bạn bỏ bớt một tệp rồi thêm tệp mới.") % {"limit": MAX_FILES}
        )


def _announced_today(submission: Submission) -> tuple[int, int]:
    """(number, bytes) of uploads in parts that the partner's accounts announced today, for any of its submissions.

    Bytes of those that ended without a file do not count.
    """
    targets = [str(uuid) for uuid in submission.partner.submissions.values_list("uuid", flat=True)]
    ended = Q(state__in=(UploadSession.State.ABORTED, UploadSession.State.EXPIRED))
    totals = UploadSession.objects.filter(
        upload_target=UPLOAD_TARGET, object_id__in=targets, created_at__date=timezone.localdate()
    ).aggregate(number=Count("pk"), size=Sum("size", filter=~ended, default=0))
    return totals["number"], totals["size"]


def _day(submission: Submission) -> PartnerDay:
    partner_day = PartnerDay.objects.filter(partner=submission.partner_id, day=timezone.localdate()).first()
    return partner_day or PartnerDay(partner=submission.partner)
