"""Put the mark of its version on a printed sheet of a version that is not released, and keep it up to date."""

from __future__ import annotations

import io
import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from files.cleaners.errors import Rejected
from files.intake.accept import accept_upload
from files.intake.sandbox import ToolFailed
from files.models import StoredFile
from media_library.derivatives.queue import plan
from media_library.derivatives.tasks import make_preview_for
from media_library.models import AssetFile, AssetVersion
from media_library.print import typst
from media_library.print.mark import marked_copy
from media_library.review.files import lock_open

log = logging.getLogger(__name__)


def put_mark(file: AssetFile, corner: str, *, user: Any = None, patient: bool = False) -> None:
    """Put the marked PDF in the place of the file's own; what was said of the file stays, an approval does not.

    Raises ValidationError with a sentence, and OSError or botocore errors when storage is away.
    """
    try:
        copy = marked_copy(file, corner)
    except typst.Busy as busy:
        raise ValidationError(_("Máy chủ đang bận dàn trang. Bạn bấm lại sau ít giây.")) from busy
    except (Rejected, ToolFailed) as failure:
        raise ValidationError(
            _("Không đóng được mã lên tệp này. Bạn đặt mã vào bản thiết kế rồi thay tệp.")
        ) from failure
    name = file.stored.display_name
    with (
        accept_upload("library", io.BytesIO(copy), name=name, patient=patient) as accepted,
        transaction.atomic(),
    ):
        lock_open(file.version)
        if not AssetFile.objects.filter(pk=file.pk, stored=file.stored).exists():
            raise ValidationError(_("Tệp này vừa được thay. Bạn tải lại trang."))
        old = file.stored
        new = StoredFile.objects.store(
            accepted, zone=StoredFile.Zone.QUARANTINE, user=user, shows_minor=old.shows_minor
        )
        new.consents.set(old.consents.all())
        file.stored, file.mark_corner = new, corner
        file.save(update_fields=["stored", "mark_corner"])
        file.version.reopen(user)
        plan(new, kind=file.version.asset.kind, owner=user)
        transaction.on_commit(lambda: make_preview_for.enqueue(str(new.pk)))


def renew_marks(version: AssetVersion) -> None:
    """Put the mark of `version` on the sheets that it inherited; one that cannot be marked is left to its editors."""
    for file in version.files.exclude(mark_corner="").select_related("stored", "version__asset"):
        try:
            put_mark(file, file.mark_corner, patient=True)
        except ValidationError as error:
            log.warning("no new mark on file %s: %s", file.pk, error.messages)
