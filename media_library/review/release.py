"""Release a version: copy its files to the released bucket, then change the rows in one transaction."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from media_library.catalogue.computed_fields import refresh_derived
from media_library.catalogue.requirements import release_blockers
from media_library.models.asset import Asset, AssetVersion, content
from media_library.review.approval import approve_for_release
from media_library.signals import version_released


def release_version(asset: Asset, version: AssetVersion, *, by: Any = None) -> None:
    """Make `version` the one that readers of `asset` get; `by` is the account that decided.

    The objects are copied first, so a reader never gets a version whose bytes are missing. Raises ValidationError for a
    version without files or with release_blockers(), one that was recalled, an asset without a Vietnamese name, and for
    what somebody else changed since `asset` was read; OSError or botocore errors when storage is away.
    """
    files = list(version.files.select_related("stored", "version").prefetch_related("stored__consents"))
    if version.asset_id != asset.pk or not files:
        raise ValidationError(_("Phiên bản này chưa có tệp nào. Bạn thêm ít nhất một tệp rồi phát hành."))
    if blockers := release_blockers(asset, files):
        raise ValidationError(blockers)
    if not asset.texts.filter(locale__language_code="vi").exists():
        raise ValidationError(_("Tài liệu chưa có tên tiếng Việt. Bạn điền phần chữ rồi phát hành."))
    for file in files:
        file.stored.move_to_released()
    with transaction.atomic():
        # Lock order: the asset, then the version, the same as in recall(), to avoid a deadlock.
        there = Asset.objects.select_for_update().filter(pk=asset.pk).first()
        locked = AssetVersion.objects.select_for_update().filter(pk=version.pk).first()
        _refuse_what_was_decided_meanwhile(asset, there, locked)
        if version.files.exclude(
            stored__cover_parts=""
        ).exists():  # a redaction was requested while the bytes were copied
            raise ValidationError(_("Có ảnh đang được che mặt. Bạn chờ bản đã che rồi phát hành."))
        now = version.files.select_related("stored", "version").prefetch_related("stored__consents")
        if content(now) != content(files):  # files or answers changed meanwhile
            raise ValidationError(_("Tệp của phiên bản vừa đổi trong lúc phát hành. Bạn xem lại rồi phát hành."))
        if blockers := release_blockers(asset, now):
            raise ValidationError(blockers)
        approve_for_release(locked, content(now), by=by)
        locked.released_at, locked.released_by = locked.released_at or timezone.now(), by
        locked.save()
        version.refresh_from_db()
        asset.current_version = version
        asset.status = Asset.Status.RELEASED
        asset.released_at = version.released_at
        asset.save(update_fields=["current_version", "status", "released_at", "updated_at"])
        refresh_derived(asset)
    transaction.on_commit(lambda: version_released.send(Asset, asset=asset, version=version, by=by))


def _refuse_what_was_decided_meanwhile(read: Asset, there: Asset | None, version: AssetVersion | None) -> None:
    """Raise ValidationError when asset or version are gone, or were withdrawn (the asset: since `read` was read)."""
    if there is None or version is None:
        raise ValidationError(_("Tài liệu hoặc phiên bản này vừa bị xóa. Bạn tải lại trang."))
    if version.withdrawn_at:
        raise ValidationError(_("Phiên bản này đã thu hồi nên không phát hành lại được. Bạn tạo phiên bản mới."))
    if there.status == Asset.Status.WITHDRAWN != read.status:
        raise ValidationError(_("Tài liệu vừa được thu hồi. Bạn xem lý do thu hồi rồi hãy phát hành bản mới."))
