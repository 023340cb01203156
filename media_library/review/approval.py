"""Approval of a version by a second person: submit → approve | send back → release.

Whoever may release may also approve; releasing approves a version that was never submitted. Four eyes: who added,
changed or removed a file of a version may neither approve nor release it, and who submitted it may not approve it
(docs/security.md, section 3 and rule 24). An outlet may give its people up to that with a written reason
(`Outlet.one_person_release`); each such decision is logged with it. `was` is the stage that a person's page showed (""
is not checked): of two steps at once the second raises DecidedMeanwhile.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from base.errors import DecidedMeanwhile
from campaign.models import Outlet
from media_library.catalogue.requirements import release_blockers, submit_blockers
from media_library.models import AssetVersion
from media_library.models.version import content
from media_library.review.mail import notify_approvers, notify_submitter
from users.models import RoleGroup

WAITS_FOR_FILES = gettext_lazy("Hệ thống còn đang chép các tệp của bản trước. Bạn đợi một lát rồi tải lại trang.")


def submit(version: AssetVersion, *, by: Any, was: str = "") -> None:
    """Submit the version for approval.

    Raises ValidationError for one that is empty, submitted or released, and for what submit_blockers() finds.
    """
    with transaction.atomic():
        row = _locked(version, was)
        if row.submitted_at:
            raise ValidationError(_("Phiên bản này đã được gửi duyệt."))
        if not row.files.exists():
            raise ValidationError(_("Phiên bản này chưa có tệp nào. Bạn thêm ít nhất một tệp rồi gửi duyệt."))
        if row.waits_for_files:
            raise ValidationError(WAITS_FOR_FILES)
        if blockers := submit_blockers(row.files.select_related("stored").prefetch_related("stored__consents")):
            raise ValidationError(blockers)
        row.submitted_at, row.submitted_by, row.returned_why = timezone.now(), by, ""
        row.save(update_fields=["submitted_at", "submitted_by", "returned_why"])
        notify_approvers(row, by=by)


def approve(version: AssetVersion, *, by: Any, was: str = "") -> None:
    """Approve the version as it is now. Raises ValidationError for one's own, and for what release_blockers() finds."""
    with transaction.atomic():
        row = _locked(version, was)
        if not row.submitted_at:
            raise ValidationError(_("Phiên bản này chưa được gửi duyệt."))
        if row.approved_at:
            raise moved_meanwhile(row)
        _refuse_own(row, by, submitted=True)
        files = row.files.select_related("stored", "version").prefetch_related("stored__consents")
        if blockers := release_blockers(row.asset, files):
            raise ValidationError(blockers)
        row.approved_at, row.approved_by, row.approved_content = timezone.now(), by, content(files)
        row.save(update_fields=["approved_at", "approved_by", "approved_content"])
        _note_alone(row, by)
        notify_submitter(row, row.submitted_by, "approved", by=by)


def send_back(version: AssetVersion, *, by: Any, why: str, was: str = "") -> None:
    """Return the version to its editor with a reason; also withdraws an approval."""
    with transaction.atomic():
        row = _locked(version, was)
        if not row.submitted_at:
            raise ValidationError(_("Phiên bản này chưa được gửi duyệt."))
        notify_submitter(row, row.submitted_by, "returned", by=by, why=why)
        row.submitted_at = row.submitted_by = row.approved_at = row.approved_by = None
        row.approved_content, row.returned_why = "", why
        row.release_requested_at = None  # the worker then finds no request
        row.save()


def refuse_release(version: AssetVersion, seen_content: str, *, by: Any) -> None:
    """Raise ValidationError when somebody else has to approve or release `version`, or approved other than `seen`.

    `seen` is content() of its files.
    """
    if version.approved_content and version.approved_content != seen_content and version.approved_at:
        raise ValidationError(_("Phiên bản này đã đổi sau khi duyệt. Người khác xem và duyệt lại đã."))
    if version.released_at is None:  # one that was released before may come back
        _refuse_own(version, by, submitted=not version.approved_at)


def approve_for_release(version: AssetVersion, seen_content: str, *, by: Any) -> None:
    """Set the approval on `version` unsaved. Called by release_version() under the lock; raises as refuse_release()."""
    refuse_release(version, seen_content, by=by)
    if version.released_at is None:
        _note_alone(version, by)
    if version.approved_at:
        return
    if version.submitted_at:
        notify_submitter(version, version.submitted_by, "released", by=by)
    version.approved_at, version.approved_by, version.approved_content = timezone.now(), by, seen_content


def _refuse_own(version: AssetVersion, by: Any, *, submitted: bool) -> None:
    """Raise ValidationError for who made `version`; with `submitted` also for who submitted it. Four eyes."""
    if by is None or outlet_of_one(by):
        return
    if has_made(version, by):
        raise ValidationError(
            _("Bạn đã tải lên hoặc sửa tệp của phiên bản này, nên một người khác duyệt và phát hành.")
        )
    if submitted and version.submitted_by_id == by.pk:
        raise ValidationError(_("Bạn đã gửi duyệt phiên bản này, nên một người khác duyệt."))


def has_made(version: AssetVersion, by: Any) -> bool:
    """Whether `by` added, changed or removed a file of `version`."""
    return version.contributors.filter(pk=by.pk).exists()


def outlet_of_one(by: Any) -> Outlet | None:
    """An outlet of `by` (a role there) that lets one person release, with its reason in `one_person_release`."""
    scopes = RoleGroup.objects.filter(group__user=by).exclude(scope="").values("scope")
    return Outlet.objects.filter(slug__in=scopes).exclude(one_person_release="").first()


def _note_alone(version: AssetVersion, by: Any) -> None:
    """Log that one person made and decided, with the outlet's reason; nothing where a second person decides."""
    if by is None or not (has_made(version, by) or version.submitted_by_id == by.pk):
        return
    if outlet := outlet_of_one(by):
        data = {"version": version.number, "outlet": outlet.short_name, "reason": outlet.one_person_release}
        log(instance=version.asset, action="media_library.one_person", user=by, data=data)


def check_stage(version: AssetVersion, was: str) -> None:
    """Raise DecidedMeanwhile when `version` is not in stage `was` ("": not checked), which a page showed."""
    if was and version.stage != was:
        raise moved_meanwhile(version)


def moved_meanwhile(version: AssetVersion) -> DecidedMeanwhile:
    """The conflict for an editor whose page shows an older stage; it names who took the last step, where known."""
    stage = version.Stage
    by, sentence = {
        stage.DRAFT: (None, _("%(who)s vừa trả lại phiên bản này để sửa. Bạn xem lại rồi quyết định.")),
        stage.IN_REVIEW: (version.submitted_by, _("%(who)s vừa gửi duyệt phiên bản này. Bạn xem lại rồi quyết định.")),
        stage.APPROVED: (version.approved_by, _("%(who)s vừa duyệt phiên bản này. Bạn xem lại rồi quyết định.")),
        stage.RELEASING: (
            version.release_requested_by,
            _("%(who)s vừa bấm phát hành phiên bản này, hệ thống đang chép tệp. Bạn đợi một lát rồi tải lại trang."),
        ),
        stage.PUBLISHED: (version.released_by, _("%(who)s vừa phát hành phiên bản này. Bạn xem lại rồi quyết định.")),
        stage.WITHDRAWN: (None, _("%(who)s vừa thu hồi phiên bản này. Bạn xem lý do thu hồi rồi quyết định.")),
    }[version.stage]
    return DecidedMeanwhile(by, sentence)


def _locked(version: AssetVersion, was: str) -> AssetVersion:
    row = type(version).objects.select_for_update(of=("self",)).select_related("asset").get(pk=version.pk)
    check_stage(row, was)
    if row.released_at:
        raise ValidationError(_("Phiên bản này đã phát hành rồi."))
    return row
