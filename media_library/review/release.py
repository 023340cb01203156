"""Release a version: the request is checked and queued, a worker copies the files, then the rows change at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.core.exceptions import ValidationError
from django.db import transaction
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from base.errors import WrongState
from files.promotion import promote
from jobs.queue import FORGOTTEN, queued, tasks_that_killed_workers
from media_library.catalogue.computed_fields import refresh_computed_fields
from media_library.catalogue.requirements import is_unread, release_blockers
from media_library.models import Asset, AssetFile, AssetVersion
from media_library.models.version import content
from media_library.review.after_release import follow_up
from media_library.review.approval import (
    WAITS_FOR_FILES,
    approve_for_release,
    check_stage,
    moved_meanwhile,
    refuse_release,
)
from media_library.review.mail import notify_submitter


@dataclass(frozen=True)
class Seen:
    """What the page of the person who releases showed: the version's stage, and the asset's newest version."""

    stage: str
    current_version_id: int | None


class ReleaseCancelled(Exception):
    """The request of this release was withdrawn, or replaced by another, before the version was opened."""


def request_release(asset: Asset, version: AssetVersion, *, by: Any, seen: Seen | None = None) -> None:
    """Queue the release of `version`; `by` is the account that decided. The worker calls release_version().

    Raises whatever release_version() would raise now, and WrongState when somebody released, reviewed or requested
    since `seen` was shown.
    """
    with transaction.atomic():
        there, locked = _locked(asset, version)
        if seen:
            check_stage(locked, seen.stage)
            if there.current_version_id != seen.current_version_id and there.current_version:
                raise moved_meanwhile(there.current_version)
        if locked.release_requested_at:
            raise moved_meanwhile(locked)
        files = _files_of(locked)
        _refuse(asset, locked, files)
        if any(is_unread(file) for file in files):
            raise ValidationError(_("Mã QR trên tờ in đang được đọc. Bạn bấm lại sau ít phút."))
        requested_content = content(files)
        refuse_release(locked, requested_content, by=by)
        locked.release_requested_at, locked.release_requested_by = timezone.now(), by
        locked.release_requested_content, locked.release_error = requested_content, ""
        locked.save()
        release_requested.enqueue(locked.pk)


@task(backend="db", queue_name="media", priority=10)
def release_requested(version_pk: int) -> str:
    """Release the version as it was requested; returns “released”, “refused” or “cancelled”.

    A refusal ends the request, is shown on the asset's page and sent to who pressed the button. Raises OSError or
    botocore errors when storage is away: the request stays, and requeue_releases() queues it again.
    """
    waiting = AssetVersion.objects.exclude(release_requested_at=None)
    version = waiting.select_related("asset", "release_requested_by").filter(pk=version_pk).first()
    if version is None:
        return "cancelled"
    by = version.release_requested_by
    try:
        release_version(version.asset, version, by=by, requested_at=version.release_requested_at)
    except ReleaseCancelled:
        return "cancelled"
    except (ValidationError, WrongState) as error:
        _end_request(version, " ".join(getattr(error, "messages", [str(error)])))
        return "refused"
    except (OSError, BotoCoreError, ClientError):
        AssetVersion.objects.filter(pk=version.pk).update(
            release_error=_("Kho lưu trữ chưa trả lời. Hệ thống tự thử lại sau ít phút.")
        )
        raise
    log(instance=version.asset, action="media_library.release", user=by, data={"version": version.number})
    return "released"


def _end_request(version: AssetVersion, why: str) -> None:
    """Clear the request of `version` and tell its requester why nothing was released."""
    with transaction.atomic():
        same = AssetVersion.objects.filter(pk=version.pk, release_requested_at=version.release_requested_at)
        if same.update(release_requested_at=None, release_error=why[:300]):
            notify_submitter(version, version.release_requested_by, "not_released", by=None, why=why)


def requeue_releases() -> tuple[int, int]:
    """(requests ended because they killed their workers, requests queued again that had lost their task)."""
    due = AssetVersion.objects.filter(release_requested_at__lt=timezone.now() - FORGOTTEN)
    waiting = set(due.values_list("pk", flat=True)) - queued(release_requested)
    deadly = waiting & tasks_that_killed_workers(release_requested)
    for version in AssetVersion.objects.filter(pk__in=deadly).select_related("asset", "release_requested_by"):
        _end_request(version, _("Tiến trình nền dừng giữa chừng nhiều lần. Bạn báo quản trị rồi phát hành lại."))
    for pk in waiting - deadly:
        release_requested.enqueue(pk)
    return len(deadly), len(waiting - deadly)


def release_version(
    asset: Asset, version: AssetVersion, *, by: Any = None, requested_at: datetime | None = None
) -> None:
    """Make `version` the one that readers of `asset` get; `by` is the account that decided. Not for requests.

    The objects are copied first, so a reader never gets a version whose bytes are missing. With `requested_at` only
    while that request of request_release() stands, and for the content it named. Raises ReleaseCancelled when it does
    not; ValidationError for a version without files or with release_blockers(), one that was recalled, an asset without
    a Vietnamese name, and for content that changed meanwhile; WrongState when somebody recalled or deleted since
    `asset` was read; OSError or botocore errors when storage is away.
    """
    files = _files_of(version)
    requested_content = version.release_requested_content if requested_at else content(files)
    _refuse(asset, version, files)
    for file in files:
        promote(file.stored)
    with transaction.atomic():
        there, locked = _locked(asset, version)
        if requested_at and locked.release_requested_at != requested_at:
            raise ReleaseCancelled
        now = _files_of(locked)
        if any(file.stored.redaction_areas for file in now):  # a redaction was requested while the bytes were copied
            raise ValidationError(_("Có ảnh đang được che mặt. Bạn chờ bản đã che rồi phát hành."))
        if content(now) != requested_content:  # files or answers changed meanwhile
            raise ValidationError(_("Tệp của phiên bản vừa đổi trong lúc phát hành. Bạn xem lại rồi phát hành."))
        _refuse(there, locked, now)
        approve_for_release(locked, requested_content, by=by)
        locked.released_at, locked.released_by = locked.released_at or timezone.now(), by
        locked.release_requested_at, locked.release_error = None, ""
        locked.save()
        version.refresh_from_db()
        asset.current_version = version
        asset.status = Asset.Status.RELEASED
        asset.released_at = version.released_at
        asset.save(update_fields=["current_version", "status", "released_at", "updated_at"])
        refresh_computed_fields(asset)
    transaction.on_commit(lambda: follow_up(asset, version))


def _files_of(version: AssetVersion) -> list[AssetFile]:
    return list(version.files.select_related("stored", "version").prefetch_related("stored__consents"))


def _refuse(asset: Asset, version: AssetVersion, files: Iterable[AssetFile]) -> None:
    """Raise ValidationError when these files may not be released as `version` of `asset`."""
    if version.asset_id != asset.pk or not files:
        raise ValidationError(_("Phiên bản này chưa có tệp nào. Bạn thêm ít nhất một tệp rồi phát hành."))
    if version.waits_for_files:
        raise ValidationError(WAITS_FOR_FILES)
    if blockers := release_blockers(asset, files):
        raise ValidationError(blockers)
    if not asset.texts.filter(locale__language_code="vi").exists():
        raise ValidationError(_("Tài liệu chưa có tên tiếng Việt. Bạn điền phần chữ rồi phát hành."))


def _locked(read_asset: Asset, version: AssetVersion) -> tuple[Asset, AssetVersion]:
    """Lock the asset, then the version, the same order as in recall(), to avoid a deadlock.

    Raises WrongState when one is gone or the asset was withdrawn since `read` was read, ValidationError for a recalled
    version.
    """
    there = Asset.objects.select_for_update().filter(pk=read_asset.pk).first()
    locked = AssetVersion.objects.select_for_update().filter(pk=version.pk).first()
    if there is None or locked is None:
        raise WrongState(_("Tài liệu hoặc phiên bản này vừa bị xóa. Bạn tải lại trang."))
    if locked.withdrawn_at:
        raise ValidationError(_("Phiên bản này đã thu hồi nên không phát hành lại được. Bạn tạo phiên bản mới."))
    if there.status == Asset.Status.WITHDRAWN != read_asset.status:
        raise WrongState(_("Tài liệu vừa được thu hồi. Bạn xem lý do thu hồi rồi hãy phát hành bản mới."))
    return there, locked
