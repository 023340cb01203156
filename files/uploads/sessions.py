"""Sessions of uploads in parts: sent straight to quarantine, resumed after a cut connection, reload or login.

start() → the browser asks signed_part() for each part and sends it to storage → complete() hands the file
to the worker (tasks.check_upload), which calls accept_upload(). No byte passes through the web process.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from base.templatetags.vi import filesize_vi
from files.cleaners.filenames import declared_extension, display_name
from files.intake.messages import limit_text
from files.models import UploadSession
from files.storage import multipart
from files.storage.objects import new_key
from files.uploads.targets import UPLOAD_TARGETS, Quota, UploadNotAllowed, UploadTarget
from files.uploads.tasks import check_upload
from users.models import User

PART_BYTES = 8 * 1024 * 1024  # the most that a lost connection costs; 2 GB are 239 parts
MAX_OPEN = 50  # unfinished uploads of one person
LIFE = timedelta(hours=24)  # since the last part was asked for
State = UploadSession.State


def upload_target_of(name: str, *, staff: bool) -> UploadTarget:
    """The upload target called `name`; Http404 when there is none, or when it belongs to the other side of `staff`."""
    upload_target = UPLOAD_TARGETS.get(name)
    if upload_target is None or upload_target.staff != staff:
        raise Http404(_("Không có nơi nhận tệp này."))
    return upload_target


def start(
    user: User, upload_target: UploadTarget, object_id: str, *, name: str, size: int, fingerprint: str = ""
) -> tuple[UploadSession, bool]:
    """Announce a file of `size` bytes; returns (session, whether an unfinished one is resumed).

    `fingerprint` (64 hexadecimal digits, or "") is the SHA-256 of the file's first and last MiB: the same
    person choosing the same file again resumes its session. Raises UploadNotAllowed, Http404 or
    PermissionDenied, and botocore's errors when storage is away; nothing is left behind then.
    """
    upload_target.check(user, object_id)
    ending = declared_extension(name)[:10]
    safe_name = display_name(name, ending if ending.isascii() and ending.isalnum() else "bin")
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)  # one announcement at a time, so that quotas hold
        unfinished = _unfinished(user, upload_target, object_id, safe_name, size, fingerprint)
        if unfinished:
            return unfinished, True
        _check_size(size, upload_target.limit(name, object_id))
        _check_quota(user, upload_target, object_id, size)
        session = UploadSession(
            owner=user,
            upload_target=upload_target.name,
            object_id=object_id,
            name=safe_name,
            size=size,
            fingerprint=fingerprint,
            part_bytes=PART_BYTES,
            key=new_key(multipart.PREFIX, "bin"),
            expires_at=timezone.now() + LIFE,
        )
        session.upload_id = multipart.begin(session.key)
        session.save(force_insert=True)
    return session, False


def _check_size(size: int, limit: int) -> None:
    if size <= 0:
        raise UploadNotAllowed(400, _("Tệp rỗng (0 byte). Bạn mở thử tệp trên máy rồi chọn lại."))
    if size > limit:
        sentence = _("Tệp lớn hơn %(limit)s. Bạn thử nén lại hoặc xuất với chất lượng thấp hơn.")
        raise UploadNotAllowed(413, sentence % {"limit": limit_text(limit)})


def _unfinished(
    user: User, upload_target: UploadTarget, object_id: str, name: str, size: int, fingerprint: str
) -> UploadSession | None:
    if not fingerprint:
        return None
    mine = UploadSession.objects.filter(
        owner=user, upload_target=upload_target.name, object_id=object_id, state=State.OPEN
    )
    session = mine.filter(name=name, size=size, fingerprint=fingerprint, expires_at__gt=timezone.now()).first()
    if session:
        _extend_expiry(session)
    return session


def _check_quota(user: User, upload_target: UploadTarget, object_id: str, size: int) -> None:
    if UploadSession.objects.filter(owner=user, state=State.OPEN).count() >= MAX_OPEN:
        raise UploadNotAllowed(
            409,
            _("Bạn đang có %(number)d tệp tải dở. Bạn tải tiếp hoặc bỏ bớt rồi thêm tệp mới.") % {"number": MAX_OPEN},
        )
    quota = upload_target.quota(user, object_id)
    if size > quota.remaining:
        sentence = (
            _("Hôm nay bạn còn gửi được %(remaining)s mà tệp nặng %(size)s. Bạn nén nhỏ lại hoặc gửi từ ngày mai nhé.")
            if quota.daily
            else _("Chỗ chứa còn %(remaining)s mà tệp nặng %(size)s. Bạn bỏ bớt tệp cũ hoặc báo Ban tổ chức.")
        )
        raise UploadNotAllowed(413, sentence % {"remaining": _size(quota.remaining), "size": _size(size)})


def undecided_bytes(user: User, upload_target: UploadTarget) -> int:
    """Bytes of `user`'s undecided uploads at `upload_target`; the usual `used` of a quota."""
    mine = UploadSession.objects.filter(owner=user, upload_target=upload_target.name, state__in=UploadSession.UNDECIDED)
    return int(mine.aggregate(total=Sum("size"))["total"] or 0)


def own(user: User, uuid: UUID, *, staff: bool, lock: bool = False) -> UploadSession:
    """`user`'s session `uuid`; Http404 for those of others. `lock` needs a transaction."""
    sessions = UploadSession.objects.select_for_update() if lock else UploadSession.objects
    session = sessions.filter(uuid=uuid, owner=user).first()
    if (
        session is None
        or session.upload_target not in UPLOAD_TARGETS
        or UPLOAD_TARGETS[session.upload_target].staff != staff
    ):
        raise Http404(_("Không có tệp tải dở này. Bạn chọn lại tệp từ đầu."))
    return session


def unfinished_of(user: User, upload_target: UploadTarget, object_id: str) -> list[UploadSession]:
    """`user`'s undecided sessions at `object_id`, oldest first; a page shows them after a reload."""
    mine = UploadSession.objects.filter(
        owner=user, upload_target=upload_target.name, object_id=object_id, state__in=UploadSession.UNDECIDED
    )
    return list(mine.order_by("created_at")[:MAX_OPEN])


def signed_part(session: UploadSession, number: int) -> str:
    """URL for part `number`. Raises UploadNotAllowed when the file has no such part or the session is not open."""
    if session.state != State.OPEN:
        raise UploadNotAllowed(409, _("Tệp này không còn nhận phần nào nữa. Bạn tải lại trang để xem bản mới nhất."))
    if not 1 <= number <= session.part_count:
        raise UploadNotAllowed(400, _("Tệp này không có phần đó. Bạn chọn lại tệp từ đầu."))
    _extend_expiry(session)
    return multipart.signed_part(session.key, session.upload_id, number, session.part_length(number))


def _extend_expiry(session: UploadSession) -> None:
    """Extend `expires_at` while parts are asked for; written at most once in ten minutes."""
    until = timezone.now() + LIFE
    if until - session.expires_at > timedelta(minutes=10):
        UploadSession.objects.filter(pk=session.pk, state=State.OPEN).update(expires_at=until)


def parts(session: UploadSession) -> list[multipart.Part]:
    """Parts that arrived whole; all of them when storage has completed the object but the session was not saved."""
    if session.state != State.OPEN:
        return [] if session.state in {State.ABORTED, State.EXPIRED} else _all_parts(session)
    try:
        stored_parts = multipart.parts(session.key, session.upload_id)
    except multipart.UploadGone:
        return _all_parts(session) if multipart.size_of(session.key) == session.size else []
    return [part for part in stored_parts if 1 <= part.number <= session.part_count and _is_whole(session, part)]


def _is_whole(session: UploadSession, part: multipart.Part) -> bool:
    return part.size == session.part_length(part.number)


def _all_parts(session: UploadSession) -> list[multipart.Part]:
    return [multipart.Part(number, session.part_length(number), "done") for number in range(1, session.part_count + 1)]


def complete(session: UploadSession) -> None:
    """Make one object of the parts and hand it to the worker. Call with the session locked; safe to repeat.

    Raises UploadNotAllowed (409) while parts are missing, and botocore's errors when storage is away.
    """
    if session.state != State.OPEN:
        if session.state in {State.ABORTED, State.EXPIRED}:
            raise UploadNotAllowed(409, _("Tệp này đã bị bỏ. Bạn chọn lại tệp từ đầu."))
        return
    if multipart.size_of(session.key) != session.size:
        stored_parts = parts(session)
        if len(stored_parts) != session.part_count:
            raise UploadNotAllowed(409, _("Tệp chưa tải lên hết. Bạn kiểm tra mạng rồi bấm Tải tiếp."))
        multipart.complete(session.key, session.upload_id, stored_parts)
        if multipart.size_of(session.key) != session.size:
            raise UploadNotAllowed(409, _("Kho lưu trữ chưa nhận đủ tệp. Bạn bấm Tải tiếp để gửi lại."))
    session.state, session.received_at = State.RECEIVED, timezone.now()
    session.save(update_fields=["state", "received_at"])
    transaction.on_commit(lambda: _enqueue_check(session))


def keep_duplicate(session: UploadSession) -> None:
    """Send a duplicate to the worker again, because the sender wants it anyway. Call with the session locked.

    Raises UploadNotAllowed (409) when it is not a duplicate.
    """
    if session.state != State.DUPLICATE:
        raise UploadNotAllowed(409, _("Tệp này không chờ quyết định. Bạn tải lại trang để xem bản mới nhất."))
    session.answers |= {"again": True}
    session.state, session.refused = State.RECEIVED, {}
    session.save(update_fields=["answers", "state", "refused"])
    transaction.on_commit(lambda: _enqueue_check(session))


def _enqueue_check(session: UploadSession) -> None:
    """Enqueue check_upload. The more files of the sender wait, the lower the priority.

    So everybody's first file is checked before anybody's second.
    """
    others = UPLOAD_TARGETS[session.upload_target].queue(session).filter(state__in=[State.RECEIVED, State.CHECKING])
    check_upload.using(priority=-min(others.exclude(pk=session.pk).count(), 100)).enqueue(str(session.pk))


def give_up(session: UploadSession, state: str = State.ABORTED) -> None:
    """End an open upload and delete its parts; one that is decided or being checked stays as it is.

    A duplicate is ended too; garbage collection deletes its object.
    """
    if session.state not in {State.OPEN, State.DUPLICATE}:
        return
    was_open = session.state == State.OPEN
    session.state, session.decided_at = state, timezone.now()
    session.save(update_fields=["state", "decided_at"])
    if was_open:
        multipart.abort(session.key, session.upload_id)


def quota_text(quota: Quota) -> str:
    """What is left of a quota, as the sentence beside the upload box."""
    sentence = (
        _("Hôm nay còn gửi được %(remaining)s trong %(limit)s.")
        if quota.daily
        else _("Còn trống %(remaining)s trong %(limit)s.")
    )
    return sentence % {"remaining": _size(quota.remaining), "limit": limit_text(quota.limit)}


def _size(size: int) -> str:
    return str(filesize_vi(size))
