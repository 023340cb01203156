"""Approval of a version by a second person: submit → approve | send back → release.

Whoever may release may also approve; releasing approves a version that was never submitted. The person who submitted a
version may neither approve nor release it (docs/security.md, section 3 and rule 24).
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from media_library.catalogue.requirements import release_blockers
from media_library.models.asset import AssetVersion, content
from media_library.review.mail import tell_approvers, tell_submitter


def submit(version: AssetVersion, *, by: Any) -> None:
    """Submit the version for approval. Raises ValidationError for one that is empty, submitted or released."""
    with transaction.atomic():
        row = _locked(version)
        if row.submitted_at:
            raise ValidationError(_("Phiên bản này đã được gửi duyệt."))
        if not row.files.exists():
            raise ValidationError(_("Phiên bản này chưa có tệp nào. Bạn thêm ít nhất một tệp rồi gửi duyệt."))
        row.submitted_at, row.submitted_by, row.returned_why = timezone.now(), by, ""
        row.save(update_fields=["submitted_at", "submitted_by", "returned_why"])
        tell_approvers(row, by=by)


def approve(version: AssetVersion, *, by: Any) -> None:
    """Approve the version as it is now. Raises ValidationError for one's own, and for what release_blockers() finds."""
    with transaction.atomic():
        row = _locked(version)
        if not row.submitted_at:
            raise ValidationError(_("Phiên bản này chưa được gửi duyệt."))
        _refuse_own(row, by)
        files = row.files.select_related("stored", "version").prefetch_related("stored__consents")
        if blockers := release_blockers(row.asset, files):
            raise ValidationError(blockers)
        row.approved_at, row.approved_by, row.approved_content = timezone.now(), by, content(files)
        row.save(update_fields=["approved_at", "approved_by", "approved_content"])
        tell_submitter(row, row.submitted_by, "approved", by=by)


def send_back(version: AssetVersion, *, by: Any, why: str) -> None:
    """Return the version to its editor with a reason; also withdraws an approval."""
    with transaction.atomic():
        row = _locked(version)
        if not row.submitted_at:
            raise ValidationError(_("Phiên bản này chưa được gửi duyệt."))
        tell_submitter(row, row.submitted_by, "returned", by=by, why=why)
        row.submitted_at = row.submitted_by = row.approved_at = row.approved_by = None
        row.approved_content, row.returned_why = "", why
        row.release_requested_at = None  # the worker then finds no request
        row.save()


def refuse_release(version: AssetVersion, seen: str, *, by: Any) -> None:
    """Raise ValidationError when somebody else has to approve `version` first, or approved other content than `seen`.

    `seen` is content() of its files.
    """
    if version.approved_at:
        if version.approved_content and version.approved_content != seen:
            raise ValidationError(_("Phiên bản này đã đổi sau khi duyệt. Người khác xem và duyệt lại đã."))
    elif version.submitted_at:
        _refuse_own(version, by)


def approve_for_release(version: AssetVersion, seen: str, *, by: Any) -> None:
    """Set the approval on `version` unsaved. Called by release_version() under the lock; raises as refuse_release()."""
    refuse_release(version, seen, by=by)
    if version.approved_at:
        return
    if version.submitted_at:
        tell_submitter(version, version.submitted_by, "released", by=by)
    version.approved_at, version.approved_by, version.approved_content = timezone.now(), by, seen


def _refuse_own(version: AssetVersion, by: Any) -> None:
    if by is not None and version.submitted_by_id == by.pk:
        raise ValidationError(_("Bạn đã gửi duyệt phiên bản này, nên một người khác duyệt."))


def _locked(version: AssetVersion) -> AssetVersion:
    row = type(version).objects.select_for_update(of=("self",)).select_related("asset").get(pk=version.pk)
    if row.released_at:
        raise ValidationError(_("Phiên bản này đã phát hành rồi."))
    return row
