"""The page of one asset's files: what it shows of versions, files, consents and jobs."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from base.languages import language_choices
from base.templatetags.vi import stamp
from files.models import StoredFile
from media_library.admin.consent_register import consents_of
from media_library.admin.files.file_actions import key_of
from media_library.admin.files.forms import (
    ConsentForm,
    FileForm,
    FileTagsForm,
    MarkForm,
    ReplaceForm,
    VersionForm,
    WithdrawForm,
    consent_ids,
    renewed,
)
from media_library.admin.forms import people_of_the_library
from media_library.admin.missing_files import grid
from media_library.catalogue import labels
from media_library.catalogue.duplicates import similar_pictures
from media_library.catalogue.requirements import file_blockers, gaps, takes_mark
from media_library.derivatives.tasks import may_be_drawn_again
from media_library.models import Asset, AssetFile, AssetVersion, Derivative, SubjectConsent
from media_library.recall.withdrawal import may_undo
from media_library.review.approval import outlet_of_one
from media_library.review.changes import compare
from media_library.review.inheritance import next_number
from media_library.vocabulary import FileRole

Twins = dict[int, list[AssetFile]]  # key of a file → other files whose picture looks the same


def _versions(request: HttpRequest, asset: Asset) -> list[dict[str, Any]]:
    """Versions, newest first, each with its files and everything the page shows of them; ten queries in all."""
    parts = ("files__stored__derivatives", "files__stored__consents", "files__stored__redacted", "files__stored__words")
    people = asset.versions.select_related("submitted_by", "approved_by", "released_by", "based_on").annotate(
        is_own=Exists(
            AssetVersion.contributors.through.objects.filter(assetversion=OuterRef("pk"), user=request.user.pk)
        )
    )
    versions = list(people.prefetch_related("files__stored", "files__stored__redacted_from", *parts))
    files = [file for version in versions if not version.released_at for file in version.files.all()]
    twins = similar_pictures(files)
    current = next((version for version in versions if version.pk == asset.current_version_id), None)
    rows = []
    for version in versions:
        row: dict[str, Any] = {"version": version, "is_current": version.pk == asset.current_version_id}
        row["history"] = _history(version)
        row["waits_for_another"] = _waits_for_another(request, version)
        if version.is_open and current and version.files.all():
            row["changes"] = compare(current, version)
        if version.release_requested_at:
            row["copied"] = sum(file.stored.zone == StoredFile.Zone.RELEASED for file in version.files.all())
        row["files"] = [_file_row(request, asset, version, file, twins) for file in version.files.all()]
        rows.append(row)
    return rows


def _waits_for_another(request: HttpRequest, version: Any) -> bool:
    """Whether somebody else has to approve or release it (review/approval.py); False where an outlet allows one."""
    submitted = version.submitted_by_id == request.user.pk and version.stage == version.Stage.IN_REVIEW
    if version.released_at or not (version.is_own or submitted):
        return False
    return outlet_of_one(request.user) is None


def _history(version: AssetVersion) -> list[str]:
    """Who submitted, approved and released it, and when; “hệ thống” without an account."""
    done = (
        (version.submitted_at, version.submitted_by, _("%(who)s gửi duyệt lúc %(at)s")),
        (version.approved_at, version.approved_by, _("%(who)s duyệt lúc %(at)s")),
        (version.released_at, version.released_by, _("%(who)s phát hành lúc %(at)s")),
    )
    names = [(at, (who.get_full_name() or who.email) if who else _("hệ thống"), words) for at, who, words in done]
    return [words % {"who": who, "at": stamp(at)} for at, who, words in names if at]


def _file_row(
    request: HttpRequest, asset: Asset, version: AssetVersion, file: AssetFile, twins: Twins
) -> dict[str, Any]:
    """What the page shows of one file; the caller has prefetched derivatives, consents and redactions."""
    shows_minor = {None: "", True: "yes", False: "no"}[file.stored.shows_minor]
    jobs = list(file.stored.derivatives.all())
    lacks = gaps(asset.kind, file)
    tags = {"role": file.role, "language": file.language, "label": file.label, "shows_minor": shows_minor}
    return {
        "file": file,
        "line": labels.file_line(file),
        "more": labels.admin_labels(file),
        "gaps": lacks,
        # sentences that `gaps` shows already are left out
        "blockers": [] if version.released_at else [text for text in file_blockers(asset, file) if text not in lacks],
        "twins": twins.get(file.pk, []),
        "jobs": [job for job in jobs if job.form != Derivative.Form.REDACTED],
        "has_failed": any(job.state == Derivative.State.FAILED for job in jobs),
        "may_draw": may_be_drawn_again(file.stored),
        "redaction": next((job for job in jobs if job.form == Derivative.Form.REDACTED), None),
        "replace_form": ReplaceForm(auto_id=f"id_replace_{file.pk}_%s"),
        "mark_form": MarkForm(initial={"corner": file.mark_corner}, auto_id=f"id_mark_{file.pk}_%s")
        if takes_mark(file)
        else None,
        "tags": FileTagsForm(initial=tags, auto_id=f"id_{file.pk}_%s"),
        "consents": [row | {"may_undo": may_undo(row["consent"], request.user)} for row in consents_of(file.stored)],
        "consent_form": ConsentForm(auto_id=consent_ids(file.pk)),
    }


def asset_page(request: HttpRequest, asset: Asset, *, status: int = 200, **forms: object) -> HttpResponse:
    """The page; `forms` replace the empty ones of its context, by name, e.g. by one with errors."""
    versions = _versions(request, asset)
    number = next_number([row["version"].number for row in versions])
    context = {
        "asset": asset,
        "versions": versions,
        "open_version": next((row["version"] for row in versions if row["version"].is_open), None),
        "grid": grid(asset, versions[0]["version"] if versions else None),
        "people": people_of_the_library(),
        "open_consent": _renewal(request, asset),
        "tag_fields": {"roles": FileRole.choices, "languages": language_choices()},
        "may_release": request.user.has_perm("media_library.release_asset"),
        "version_form": VersionForm(instance=AssetVersion(asset=asset), initial={"number": number}),
        "file_form": FileForm(asset=asset),
        "withdraw_form": WithdrawForm(asset=asset),
    }
    return render(request, "media_library/admin/files.html", context | forms, status=status)


def _renewal(request: HttpRequest, asset: Asset) -> dict[str, object] | None:
    """`?gia-han=<consent>&tep=<file>`: the file's consent form, open and filled from that consent."""
    consent, file = (key_of(request.GET.get(name, "")) for name in ("gia-han", "tep"))
    is_known = AssetFile.objects.filter(pk=file, version__asset=asset, stored__consents=consent).exists()
    return {"file": file, "form": renewed(SubjectConsent.objects.get(pk=consent), file)} if is_known else None
