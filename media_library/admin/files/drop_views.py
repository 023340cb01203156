"""“Thả tệp”: drop many files, then describe the assets they became, all on one page; /admin/kho/tha-tep/."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from wagtail.log_actions import log

from base.errors import WrongState, permission_denied
from media_library.admin.files.drop_forms import FileLineForm, GroupForm, initial_of
from media_library.admin.files.drop_target import NEW, DropTarget, new_draft
from media_library.catalogue import labels
from media_library.catalogue.file_names import read_name
from media_library.catalogue.requirements import file_blockers
from media_library.models import AssetFile, AssetVersion
from media_library.review import approval
from media_library.review.files import lock_open
from users.http import SignedInRequest
from users.models import User

SHOWN_DAYS = 14  # drafts older than that are found in the list of assets
MOST_GROUPS = 30


@dataclass
class Group:
    """A dropped asset: its open version, the form for all of it, a form per file, what still blocks its release."""

    version: AssetVersion
    form: GroupForm
    files: list[tuple[FileLineForm, str, list[str]]]

    @property
    def is_valid(self) -> bool:
        return all([self.form.is_valid(), *(form.is_valid() for form, _line, _gaps in self.files)])


@require_http_methods(["GET", "POST"])
def drop_files(request: SignedInRequest) -> HttpResponse:
    """The box and the groups; POST saves all groups, `action=submit` sends those without faults for approval."""
    if not request.user.has_perms(["media_library.add_asset", "media_library.change_asset"]):
        return permission_denied(request)
    if request.method == "GET":
        return _page(request, _groups(request))
    groups = _groups(request, request.POST)
    bad = [group for group in groups if not group.is_valid]
    if bad:
        messages.error(request, _("Chưa lưu gì: %(n)d nhóm có ô chưa đúng, ghi ngay ở nhóm đó.") % {"n": len(bad)})
        return _page(request, groups, status=400)
    try:
        _save(groups, request.user)
    except (ValidationError, WrongState) as error:
        messages.error(request, " ".join(getattr(error, "messages", [str(error)])))
        return _page(request, _groups(request), status=409)
    if request.POST.get("action") == "submit":
        _submit(request, groups)
    else:
        messages.success(request, _("Đã lưu."))
    return redirect("drop_files")


def _groups(request: SignedInRequest, data: Any = None) -> list[Group]:
    """The sender's open versions with files that nobody submitted yet, newest first."""
    since = timezone.now() - timedelta(days=SHOWN_DAYS)
    mine = Q(asset__created_by=request.user) | Q(files__stored__uploaded_by=request.user)
    unsent = AssetVersion.objects.filter(released_at=None, release_requested_at=None, submitted_at=None)
    versions = list(
        unsent.filter(mine, created_at__gte=since, files__isnull=False)
        .distinct()
        .select_related("asset")
        .prefetch_related("files__stored__consents", "files__stored__words", "asset__texts__locale", "asset__topics")
        .order_by("-created_at", "-pk")[:MOST_GROUPS]
    )
    if data is not None:  # what was dropped after the page was shown is not in the form
        versions = [version for version in versions if f"g{version.pk}-name" in data]
    return [_group(version, versions, data) for version in versions]


def _group(version: AssetVersion, versions: list[AssetVersion], data: Any) -> Group:
    lines = []
    for file in version.files.all():
        if data is not None and f"f{file.pk}-role" not in data:
            continue
        initial = {"role": file.role, "language": file.language, "label": file.label}
        form = FileLineForm(data, file=file, groups=versions, initial=initial)
        lines.append((form, str(labels.file_line(file)), file_blockers(version.asset, file)))
    return Group(version, GroupForm(data, version=version, initial=initial_of(version)), lines)


@transaction.atomic
def _save(groups: list[Group], by: User) -> None:
    """Save all groups, apply answers to groups of the same kind, then move files."""
    for group in groups:
        group.form.save()
        for form, _line, _gaps in group.files:
            form.save(group.form.cleaned_data["shows_minor"], by)
    for group in groups:
        if group.form.cleaned_data["same_kind"]:
            _apply(group, [other for other in groups if other is not group])
    versions = {str(group.version.pk): group.version for group in groups}
    for group in groups:
        for form, _line, _gaps in group.files:
            if target := form.cleaned_data["move"]:
                _move(form.file, versions.get(target), by)


def _apply(group: Group, others: list[Group]) -> None:
    """Moments, topics and licence of `group` for those of `others` that are of its kind."""
    data = group.form.cleaned_data
    for other in others:
        asset = other.version.asset
        if asset.kind == data["kind"]:
            asset.moments, asset.licence = data["moments"], data["licence"]
            asset.save(update_fields=["moments", "licence", "updated_at"])
            asset.topics.set(data["topics"])


def _move(file: AssetFile, version: AssetVersion | None, by: User) -> None:
    """Move a file to `version`, or to a new draft; an asset that nothing is left of is deleted."""
    old_version = file.version
    if version is None:
        version = new_draft(read_name(f"{file.label}.{file.stored.extension}"), by).versions.create(number="1.0")
    for changed_version in (old_version, version):
        lock_open(changed_version)
    file.version, file.order = version, AssetFile.objects.filter(version=version).count()
    file.save(update_fields=["version", "order"])
    version.reopen(by)
    if (
        not AssetFile.objects.filter(version=old_version).exists()
        and old_version.asset.released_at is None
        and old_version.asset.versions.count() == 1
    ):
        old_version.asset.delete()


def _submit(request: SignedInRequest, groups: list[Group]) -> None:
    """Send for approval what is complete as to people under 18; name the others. Who approves sees all other gaps."""
    sent, unsent_names, reasons = 0, [], []
    for group in groups:
        version = AssetVersion.objects.filter(pk=group.version.pk).select_related("asset").first()
        if version is None:  # its last file moved away
            continue
        if version.files.filter(stored__shows_minor=None).exists():
            unsent_names.append(version.asset.name)
            continue
        try:
            approval.submit(version, by=request.user)
        except (ValidationError, WrongState) as error:
            why = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            reasons.append(_("%(name)s: %(why)s") % {"name": version.asset.name, "why": why})
            continue
        log(instance=version.asset, action="media_library.submit", user=request.user, data={"version": version.number})
        sent += 1
    if sent:
        words = ngettext("Đã gửi duyệt %(n)d tài liệu.", "Đã gửi duyệt %(n)d tài liệu.", sent)
        messages.success(request, words % {"n": sent})
    if unsent_names:
        messages.warning(
            request,
            _("Chưa gửi, vì chưa trả lời có ai dưới 18 tuổi nhận ra được không: %(names)s")
            % {"names": ", ".join(unsent_names)},
        )
    if reasons:
        messages.warning(request, _("Chưa gửi. %(reasons)s") % {"reasons": " ".join(reasons)})


def _page(request: SignedInRequest, groups: list[Group], *, status: int = 200) -> HttpResponse:
    files = sum(len(group.files) for group in groups)
    context = {"groups": groups, "files": files, "target": DropTarget.name, "object_id": NEW}
    return render(request, "media_library/admin/drop.html", context, status=status)
