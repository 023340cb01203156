"""Redaction: a version of a picture with unrecognisable parts replaces the file.

`request_redaction()` closes the original at once for everybody without `view_unredacted` (`StoredFile.is_redacted`),
and every file with the same bytes, also in released versions. The worker makes the redaction as a derivative job, so it
has its turn, a reason when it fails, and a button to run it again.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from files.intake import sandbox
from files.intake.accept import AcceptedFile, accept_upload
from files.models import StoredFile
from files.storage.objects import fetched
from media_library.derivatives import queue, specs
from media_library.derivatives.tasks import make_preview_for
from media_library.models import Asset, AssetFile, AssetVersion, Derivative
from media_library.recall.withdrawal import recall_files

MAX_PARTS = 50
REDACTED, State = Derivative.Form.REDACTED, Derivative.State


def areas_of(text: str) -> list[list[float]]:
    """“10,20,30,40; …” → x, y, width, height in per cent of the picture's sides. Raises ValidationError."""
    try:
        parts = [[float(number) for number in part.split(",")] for part in text.split(";") if part.strip()]
    except ValueError:
        parts = []
    inside = all(len(part) == 4 and all(0 <= number <= 100 for number in part) for part in parts)
    if not parts or not inside or len(parts) > MAX_PARTS:
        raise ValidationError(_("Bạn khoanh ít nhất một chỗ cần che (tối đa 50 chỗ) trong ảnh."))
    return parts


def request_redaction(given: AssetFile, text: str, *, by: Any) -> int:
    """Close the picture of a file that is not released yet and enqueue its redaction; returns the number of parts.

    The version is locked meanwhile: a release either comes first, and this raises ValidationError, or finds the picture
    closed. Raises ValidationError with a sentence.
    """
    parts = areas_of(text)
    with transaction.atomic():
        Asset.objects.select_for_update().get(
            pk=given.version.asset_id
        )  # lock order as in release_version(): asset, then version
        version = AssetVersion.objects.select_for_update().get(pk=given.version_id)
        file = AssetFile.objects.select_for_update().filter(pk=given.pk).first()
        if file is None:
            raise ValidationError(_("Tệp này không còn trong tài liệu. Bạn tải lại trang."))
        if version.released_at:
            raise ValidationError(_("Phiên bản đã phát hành nên không đổi tệp được. Bạn tạo phiên bản mới."))
        stored = StoredFile.objects.select_for_update().get(pk=file.stored_id)
        _refuse_other_kinds(stored.media_type)
        job, is_new = Derivative.objects.get_or_create(stored=stored, form=REDACTED, page=0, defaults={"owner": by})
        if not is_new and job.state != State.FAILED:
            raise ValidationError(_("Ảnh này đang được che. Bạn chờ bản đã che rồi che thêm nếu cần."))
        stored.redaction_areas = "; ".join(",".join(f"{number:g}" for number in part) for part in parts)
        stored.save(update_fields=["redaction_areas"])
        _close_twins(stored, by)
        if is_new:
            transaction.on_commit(lambda: queue.issue_tickets([REDACTED]))
        else:
            queue.again(job)
    return len(parts)


def _close_twins(stored: StoredFile, by: Any) -> None:
    """Close every other file with the same bytes. Released versions are recalled; in others the file is redacted too.

    A release in progress either comes first or is refused.
    """
    twins = StoredFile.objects.filter(sha256=stored.sha256, redaction_areas="").exclude(pk=stored.pk)
    keys = list(twins.values_list("pk", flat=True)) if stored.sha256 else []
    if not keys:
        return
    list(AssetVersion.objects.filter(files__stored__in=keys).order_by("pk").select_for_update(of=("self",)))
    StoredFile.objects.filter(pk__in=keys).update(redaction_areas=stored.redaction_areas)
    reason = _("Ảnh trong bản này nay được che mặt để giữ kín cho người trong ảnh. Bạn dùng bản mới.")
    recall_files(StoredFile.objects.filter(pk__in=keys), reason=reason, by=by)
    for file in AssetFile.objects.filter(stored__in=keys, version__released_at=None):
        Derivative.objects.get_or_create(stored_id=file.stored_id, form=REDACTED, page=0, defaults={"owner": by})
        transaction.on_commit(lambda: queue.issue_tickets([REDACTED]))


def _refuse_other_kinds(media_type: str) -> None:
    if not media_type.startswith("image/"):
        raise ValidationError(_("Chỉ che mặt được trong ảnh. Với clip và PDF, bạn che trước rồi tải bản mới lên."))
    if media_type == "image/gif":
        raise ValidationError(_("Ảnh động không che mặt được ở đây. Bạn che trước rồi tải bản mới lên."))


def redact(job: Derivative) -> None:
    """Make the redacted picture of `job` and put it in the original's place; the original stays closed.

    Raises Rejected, UploadRejected, ToolFailed, FileNotFoundError and storage's errors; specs.work() records them.
    """
    stored = StoredFile.objects.get(pk=job.stored_id)
    with tempfile.TemporaryDirectory(prefix="redact-") as name:
        source, target = Path(name) / "in", Path(name) / "out"
        with fetched(stored.key, stored.zone) as file, source.open("wb") as copy:
            shutil.copyfileobj(file, copy, 1024 * 1024)
        options = {"media_type": stored.media_type, "parts": areas_of(stored.redaction_areas)}
        sandbox.run("redact", source, target, options)
        with (
            target.open("rb") as redacted_file,
            accept_upload("library", redacted_file, name=stored.display_name, patient=True) as accepted,
        ):
            _replace(job, accepted)


def _replace(job: Derivative, accepted: AcceptedFile) -> None:
    """In one transaction: a worker killed in it leaves an object for garbage collection, and the job runs again."""
    with transaction.atomic():
        files = AssetFile.objects.select_for_update(of=("self",)).select_related("version__asset")
        file = files.filter(stored_id=job.stored_id).first()
        if file is None:  # removed from its version meanwhile, or redacted by another run of this job
            raise specs.Unwanted
        original, asset = StoredFile.objects.select_for_update().get(pk=job.stored_id), file.version.asset
        new = StoredFile.objects.store(
            accepted, zone=StoredFile.Zone.QUARANTINE, user=job.owner, redacted_from=original
        )
        file.stored = new
        file.save(update_fields=["stored"])
        file.version.reopen(job.owner)
        Derivative.objects.filter(pk=job.pk).update(state=State.DONE, progress=100, finished_at=timezone.now())
        queue.plan(new, kind=asset.kind, owner=job.owner)
        log(
            instance=asset,
            action="media_library.redact",
            user=job.owner,
            data={"file": file.label, "stored": str(original.pk), "redacted": str(new.pk)},
        )
        transaction.on_commit(lambda: make_preview_for.enqueue(str(new.pk)))


specs.MAKERS[REDACTED] = redact
