"""Evidence photos of a claim: intake, storage in quarantine, removal, streaming."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from files.intake.accept import AcceptedFile, accept_upload
from files.intake.deadline import shared_deadline
from files.intake.messages import UploadRejected
from files.limits import PROFILES
from files.models import StoredFile
from files.storage.streaming import streamed
from schools.models import MAX_PHOTOS, Claim, EvidencePhoto
from users.models import User

PROFILE = "evidence"
#: Bytes; the form checks them before it is sent. The edge refuses requests above 30 MB (deploy/Caddyfile).
LIMITS = {"max_photo_bytes": PROFILES[PROFILE].sizes["picture"], "max_form_bytes": 28_000_000}


def key_of(text: str) -> UUID | None:
    """The client key of a photo as UUID; None when `text` is not one."""
    try:
        return UUID(text)
    except ValueError:
        return None


@contextmanager
def accepted(files: Iterable[UploadedFile], keys: Iterable[str]) -> Iterator[list[tuple[AcceptedFile, UUID | None]]]:
    """Run `files` through the intake before any row is locked: pictures only, metadata and location removed.

    `keys` are the client keys of the files, in the same order. At most MAX_PHOTOS + 1 files are read. Raises
    UploadRejected of files.intake.accept, which names the file where several were sent.
    """
    names, sent = list(keys), list(files)
    with ExitStack() as stack, shared_deadline():
        accepted_files = []
        for number, file in enumerate(sent[: MAX_PHOTOS + 1]):
            try:
                clean = stack.enter_context(accept_upload(PROFILE, file))
            except UploadRejected as refused:
                refused.file_name = file.name or "" if len(sent) > 1 else ""
                raise
            accepted_files.append((clean, key_of(names[number]) if number < len(names) else None))
        yield accepted_files


def add_photos(claim: Claim, photos: list[tuple[AcceptedFile, UUID | None]], *, by: User) -> int:
    """Store those of `photos` that the locked `claim` does not have yet; returns how many.

    A photo is known by its client key, or, without a script, by its bytes. Raises ValidationError when the claim would
    have more than MAX_PHOTOS.
    """
    keys = set(claim.photos.exclude(client_key=None).values_list("client_key", flat=True))
    live = claim.photos.filter(removed_at=None)
    there = set(live.values_list("stored__original_sha256", flat=True))
    new = [(clean, key) for clean, key in photos if (key or clean.original_sha256) not in (keys if key else there)]
    if live.count() + len(new) > MAX_PHOTOS:
        raise ValidationError(
            _("Mỗi việc tối đa %(n)d ảnh. Bạn bỏ bớt ảnh cũ rồi thêm ảnh mới; chữ đã gõ vẫn còn.") % {"n": MAX_PHOTOS}
        )
    for clean, key in new:
        stored = StoredFile.objects.store(clean, zone=StoredFile.Zone.QUARANTINE, user=by, kind="evidence")
        EvidencePhoto.objects.create(claim=claim, stored=stored, client_key=key, added_by=by)
    return len(new)


def remove_photo(photo: EvidencePhoto) -> None:
    """Mark the photo as removed; `manage.py tidy_evidence` deletes its object a day later."""
    photo.removed_at = timezone.now()
    photo.save(update_fields=["removed_at"])


def stream(photo: EvidencePhoto) -> HttpResponseBase:
    """Response with the photo's bytes; the caller has checked access (`access.photo_for`) and marks it private."""
    return streamed(photo.stored.storage, photo.stored.key, photo.stored.media_type)
