"""Add, describe and remove files of a version; used by the administration, the demo seed and tests.

version = asset.versions.create(number="1.0", changelog="Bản đầu.")
add_file(version, path, role="print", language="vi", label="Bản in A3", user=editor)
release_version(asset, version, by=editor)  # copies the objects to the released bucket, then opens it
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO, Any, Required, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from base.languages import VIETNAMESE
from files.intake.accept import AcceptedFile, UploadRejected, accept_upload
from files.models import StoredFile
from media_library.catalogue.duplicates import file_with_bytes, lock_bytes, place_of
from media_library.catalogue.file_names import label_after
from media_library.derivatives.queue import plan
from media_library.derivatives.tasks import make_preview_for
from media_library.models import AssetFile, AssetVersion

Source = str | Path | IO[bytes] | UploadedFile  # a path or an open binary file


class FileTags(TypedDict, total=False):
    """What is said of a file when it is added."""

    role: Required[str]  # a value of vocabulary.FileRole
    language: str  # a code of base.languages; Vietnamese without it
    label: Required[str]  # text of the download button, e.g. “Bản A4 đen trắng”
    order: int | None  # place in the list; without it the end
    shows_minor: bool | None  # whether somebody under 18 is recognisable; None is no answer, and not releasable


def add_file(
    version: AssetVersion,
    source: Source,
    *,
    user: Any = None,
    name: str | None = None,
    offer: bool = False,
    **tags: Unpack[FileTags],
) -> AssetFile:
    """Add `source` (a path or a binary file) to `version`, which must not be released yet.

    `name` replaces the file's own name; with `offer`, bytes that the library has already are refused, naming where they
    are.
    The file goes through accept_upload("library") into the quarantine bucket; the worker makes its preview after the
    commit. Raises UploadRejected for a file that is not accepted, ValidationError for a released version, OSError or
    botocore errors when storage is away.
    """
    _refuse_released(version)
    with (
        _opened(source) as stream,
        accept_upload("library", stream, name=name or _name_of(source)) as accepted,
        transaction.atomic(),
    ):
        if offer:
            _refuse_known(accepted)
        return add_accepted(version, accepted, user=user, **tags)


def _opened(source: Source) -> AbstractContextManager[IO[bytes] | UploadedFile]:
    """Context manager of the binary file; one that the caller opened stays open."""
    return Path(source).open("rb") if isinstance(source, str | Path) else nullcontext(source)


def _name_of(source: Source) -> str | None:
    """File name of a path; None for an open file, whose own name accept_upload() reads."""
    return Path(source).name if isinstance(source, str | Path) else None


def _refuse_known(accepted: AcceptedFile) -> None:
    """Raise UploadRejected, naming the place, when the library has these bytes. Call it in a transaction."""
    lock_bytes(accepted.sha256, accepted.original_sha256)
    if there := file_with_bytes(accepted.sha256, accepted.original_sha256):
        raise UploadRejected("duplicate", params=place_of(there))


def _refuse_released(version: AssetVersion) -> None:
    if version.release_requested_at and not version.released_at:
        raise ValidationError(
            _("Phiên bản %(number)s đang được phát hành nên không đổi tệp được. Bạn đợi phát hành xong.")
            % {"number": version.number}
        )
    if version.released_at:
        raise ValidationError(
            _("Phiên bản %(number)s đã phát hành nên không đổi tệp được. Bạn tạo phiên bản mới.")
            % {"number": version.number}
        )


def lock_open(version: AssetVersion) -> None:
    """Lock `version` in the running transaction, so that a release waits.

    Raises ValidationError for a version that was released or deleted meanwhile.
    """
    row = AssetVersion.objects.select_for_update().filter(pk=version.pk).first()
    if row is None:
        raise ValidationError(_("Phiên bản này vừa bị xóa. Bạn tải lại trang."))
    _refuse_released(row)


def add_accepted(
    version: AssetVersion,
    accepted: AcceptedFile,
    *,
    user: Any = None,
    **tags: Unpack[FileTags],
) -> AssetFile:
    """The second half of add_file(), for a caller that has the cleaned file already and closes it.

    Checks the version again under a lock, as it may have been released or deleted meanwhile. If so, no row stays;
    garbage collection deletes the object.
    """
    with transaction.atomic():
        shows_minor = tags.get("shows_minor")
        stored = StoredFile.objects.store(accepted, zone=StoredFile.Zone.QUARANTINE, user=user, shows_minor=shows_minor)
        lock_open(version)
        order = tags.get("order")
        file = AssetFile(
            version=version,
            role=tags["role"],
            language=tags.get("language", VIETNAMESE),
            label=tags["label"],
            stored=stored,
            order=version.files.count() if order is None else order,
        )
        file.full_clean(exclude=["version", "stored"])
        file.save()
        version.reopen(user)
        plan(stored, kind=version.asset.kind, owner=user)
        transaction.on_commit(lambda: make_preview_for.enqueue(str(stored.pk)))
    return file


def describe(
    file: AssetFile, *, role: str, language: str, label: str, shows_minor: bool | None, by: Any = None
) -> None:
    """Change the metadata of a file that is not released yet; enqueues the forms that are allowed now.

    Raises ValidationError for a file that was released or removed meanwhile.
    """
    with transaction.atomic():
        lock_open(file.version)
        there = AssetFile.objects.select_related("stored").filter(pk=file.pk).first()
        if there is None:
            raise ValidationError(_("Tệp này không còn trong tài liệu. Bạn tải lại trang."))
        file.stored = there.stored  # a redacted picture may have replaced it
        file.role, file.language, file.label = role, language, label
        file.stored.shows_minor = shows_minor
        file.save(update_fields=["role", "language", "label"])
        file.stored.save(update_fields=["shows_minor"])
        file.version.reopen(by)
        plan(file.stored, kind=file.version.asset.kind)


def remove_file(file: AssetFile, *, by: Any = None) -> None:
    """Remove a file from a version that is not released; garbage collection purges the stored file.

    Raises ValidationError for a version that was released meanwhile.
    """
    with transaction.atomic():
        lock_open(file.version)
        file.delete()
        file.version.reopen(by)


def replace_file(
    file: AssetFile, source: Source, *, user: Any, shows_minor: bool | None, name: str | None = None
) -> AssetFile:
    """Put `source` in the place of `file`, with its role, language and order; raises what add_file() raises.

    A label that somebody wrote stays; one that was the old file's name becomes the new file's. The answer about people
    under 18 is asked anew, because the picture is another one.
    """
    tags = FileTags(role=file.role, language=file.language, label=file.label, order=file.order, shows_minor=shows_minor)
    _refuse_released(file.version)
    with (
        _opened(source) as stream,
        accept_upload("library", stream, name=name or _name_of(source)) as accepted,
        transaction.atomic(),
    ):
        tags["label"] = label_after(file.label, file.stored.display_name, accepted.display_name)
        remove_file(file, by=user)
        return add_accepted(file.version, accepted, user=user, **tags)
