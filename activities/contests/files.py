"""Files of entries: plain form and uploads in parts through the gate, previews, removal, who may open them."""

from __future__ import annotations

from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import ProtectedError
from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from activities.models import MAX_FILES, Entry, EntryFile
from base.caching.headers import PICTURE
from files.cleaners.filenames import declared_extension
from files.intake.accept import AcceptedFile, UploadRejected, accept_upload
from files.intake.messages import limit_text
from files.limits import FORM_MAX_BYTES, PROFILES
from files.models import StoredFile, UploadSession
from files.models.stored_file import PREVIEW_TYPE
from files.storage.signed_urls import signed_download_url
from files.storage.streaming import streamed
from files.uploads.sessions import undecided_bytes
from files.uploads.targets import Quota, UploadNotAllowed, UploadTarget
from media_library.derivatives.tasks import make_preview_for
from media_library.models import SubjectConsent
from users.models import User

PROFILE = "contest"
UPLOAD_TARGET = "contest"
QUOTA_BYTES = 4_000_000_000  # of one account's undecided uploads
KINDS = {
    "picture": {"jpg", "jpeg", "png", "webp", "avif", "heic", "heif"},
    "pdf": {"pdf"},
    "clip": {"mp4", "m4v", "mov", "webm"},
    "audio": {"m4a", "mp3"},
}


class ContestUploadTarget(UploadTarget):
    """Upload target of contests; `object_id` is the UUID of an entry."""

    name = UPLOAD_TARGET

    def check(self, user: User, object_id: str) -> None:
        """Raise Http404 for others' entries, UploadNotAllowed (409) for one that is no draft or is full."""
        entry = _own(user, object_id)
        if not entry.takes_files:
            raise UploadNotAllowed(409, _("Bài đã nộp, đã chấm hoặc cuộc thi đã đóng, nên không đổi tệp được nữa."))

    def limit(self, name: str, object_id: str) -> int:
        """By the extension, which only chooses the limit. Raises UploadNotAllowed: 415 other types, 409 full."""
        _check_room(_by_uuid(object_id))
        return PROFILES[PROFILE].sizes[kind_of(name)]

    def quota(self, user: User, object_id: str) -> Quota:
        """QUOTA_BYTES for all undecided uploads of `user`."""
        return Quota(QUOTA_BYTES, undecided_bytes(user, self))

    def profile(self, session: UploadSession, file: IO[bytes]) -> str:
        """Always “contest”."""
        return PROFILE

    def keep(self, session: UploadSession, accepted: AcceptedFile) -> StoredFile:
        """Attach the file. Raises UploadRejected for an entry that takes none any more."""
        entry = Entry.objects.filter(uuid=session.object_id).first()
        if entry is None:
            raise UploadRejected("piece_closed")
        return attach(entry, accepted, user=session.owner, name=session.name)

    def refused(self, session: UploadSession) -> None:
        """Keep the refused file as a row with its reason, which the sender reads; nothing of a withdrawn entry."""
        entries = Entry.objects.select_for_update().exclude(state=Entry.State.WITHDRAWN)
        entry = entries.filter(uuid=session.object_id).first()
        if entry is not None:
            EntryFile.objects.create(entry=entry, declared_name=session.name, refused=session.refused)


def kind_of(name: str) -> str:
    """Kind of a file by its extension. Raises UploadNotAllowed (415)."""
    ending = declared_extension(name)
    kind = next((kind for kind, endings in KINDS.items() if ending in endings), "")
    if not kind:
        sentence = _("Bài thi là ảnh, PDF, video MP4, MOV, WebM hoặc âm thanh M4A, MP3. Bạn xuất tệp rồi chọn lại.")
        raise UploadNotAllowed(415, sentence)
    return kind


def _by_uuid(object_id: str) -> Entry:
    try:
        entry = Entry.objects.select_related("contest").filter(uuid=object_id).first()
    except (ValidationError, ValueError):
        entry = None
    if entry is None:
        raise Http404(_("Không có bài dự thi này."))
    return entry


def _own(user: User, object_id: str) -> Entry:
    entry = _by_uuid(object_id)
    if not Entry.objects.sent_by(user).filter(pk=entry.pk).exists():
        raise Http404(_("Không có bài dự thi này."))
    return entry


def waiting(entry: Entry) -> list[UploadSession]:
    """Uploads in parts that are not finished or not checked yet."""
    rows = UploadSession.objects.filter(upload_target=UPLOAD_TARGET, object_id=str(entry.uuid))
    return list(rows.filter(state__in=UploadSession.UNDECIDED).order_by("created_at"))


def _check_room(entry: Entry) -> None:
    if entry.files.filter(stored__isnull=False).count() + len(waiting(entry)) >= MAX_FILES:
        raise UploadNotAllowed(409, _("Mỗi bài tối đa %(n)d tệp. Bạn bỏ bớt một tệp.") % {"n": MAX_FILES})


def take(entry: Entry, file: UploadedFile, *, user: User) -> StoredFile:
    """Take a file of the plain form, or find the same one. Raises UploadNotAllowed or UploadRejected; nothing is stored
    then.

    Also where the entry was handed in, withdrawn or filled while the file was checked, which takes seconds.
    """
    _check_room(entry)
    if (file.size or 0) > FORM_MAX_BYTES:
        sentence = _("Tệp lớn hơn %(limit)s. Bạn dùng ô tải tệp lớn, hoặc xuất tệp nhỏ hơn.")
        raise UploadNotAllowed(413, sentence % {"limit": limit_text(FORM_MAX_BYTES)})
    with accept_upload(PROFILE, file) as accepted:
        return attach(entry, accepted, user=user, name=accepted.display_name, once=True)


@transaction.atomic
def attach(entry: Entry, accepted: AcceptedFile, *, user: User | None, name: str, once: bool = False) -> StoredFile:
    """store(), for a sender. Raises UploadRejected unless the entry takes files now and has room for it.

    `once`: a file that the entry has already is returned instead.
    """
    row = Entry.objects.select_for_update(of=("self",)).select_related("contest").filter(pk=entry.pk).first()
    if row is None or not row.takes_files or row.files.filter(stored__isnull=False).count() >= MAX_FILES:
        raise UploadRejected("piece_closed")
    same = StoredFile.objects.filter(entry_file__entry=row, original_sha256=accepted.original_sha256)
    if once and (existing_file := same.first()):
        return existing_file
    return store(entry, accepted, user=user, name=name)


@transaction.atomic
def store(entry: Entry, accepted: AcceptedFile, *, user: User | None, name: str) -> StoredFile:
    """Store the object, then the row; the authors' consents name the file, and its preview is queued."""
    stored = StoredFile.objects.store(accepted, zone=StoredFile.Zone.QUARANTINE, user=user, kind="contests")
    EntryFile.objects.create(entry=entry, declared_name=name, stored=stored)
    for consent in SubjectConsent.objects.filter(authorship__entry=entry):
        consent.files.add(stored)
    transaction.on_commit(lambda: make_preview_for.enqueue(str(stored.pk)))
    return stored


def remove(file: EntryFile) -> None:
    """Remove a file. Its object has no owner then and is collected later, not in the request."""
    stored = file.stored
    file.delete()
    if stored is None:
        return
    UploadSession.objects.filter(stored=stored).update(stored=None)
    try:
        with transaction.atomic():
            stored.delete()
    except ProtectedError:  # the library has taken the work over; recall() takes it out there
        stored.display_name = stored.key.rpartition("/")[2]  # the sender's name of the file goes
        stored.save(update_fields=["display_name"])


def picture(file: EntryFile, *, is_public: bool = False) -> HttpResponseBase:
    """The preview of `file`; the caller has checked who asks. Raises Http404 while it is not drawn."""
    if file.stored is None or not file.stored.preview_key:
        raise Http404(_("Hình xem trước chưa vẽ xong."))
    response = streamed(file.stored.storage, file.stored.preview_key, PREVIEW_TYPE)
    if is_public and response.status_code == 200:
        response.headers["Cache-Control"] = PICTURE
    return response


def download(file: EntryFile, number: int) -> HttpResponseBase:
    """Redirect to the file under the entry's code, signed for a minute; the sender's file name is not told."""
    if file.stored is None or file.stored.state in StoredFile.GONE:
        raise Http404(_("Không có tệp này."))
    stored = file.stored
    name = f"{file.entry.code}-{number}.{stored.extension}"
    return HttpResponseRedirect(
        signed_download_url(stored.key, filename=name, media_type=stored.media_type, storage=stored.storage)
    )
