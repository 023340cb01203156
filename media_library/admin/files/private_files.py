"""Pages beside an asset's files: private pictures and originals, consent papers, version comparison, redaction."""

from __future__ import annotations

from uuid import UUID

from botocore.exceptions import BotoCoreError, ClientError
from django.contrib import messages
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.log_actions import log

from base.caching.headers import private
from base.errors import permission_denied, picture_away
from files.models import StoredFile
from files.storage.backends import storage_for
from files.storage.objects import CHUNK_BYTES
from files.storage.pause import answering
from files.storage.signed_urls import signed_download_url
from media_library.catalogue import labels
from media_library.models import Asset, AssetFile, SubjectConsent
from media_library.review.changes import compare as compare_versions


def may_edit(request: HttpRequest) -> bool:
    """Whether the account may change the library."""
    return bool(request.user.has_perm("media_library.change_asset"))


@require_safe
@private
def picture(request: HttpRequest, stored: UUID, size: str = "") -> HttpResponseBase:
    """The preview of a file that is not public; of an unredacted original only with `view_unredacted`, and logged."""
    if not may_edit(request):
        return permission_denied(request)
    row, asset = _of_the_library(stored, Http404(_("Không có hình này.")))
    if row.is_redacted:
        if not request.user.has_perm("files.view_unredacted"):
            raise Http404(_("Không có hình này."))
        _log_look(request, row, asset, "media_library.view_unredacted")
    small = row.derivatives.filter(form="xem-nho", state="done").first() if size == "nho" else None
    key = small.key if small else row.preview_key
    if not key:
        raise Http404(_("Hình xem trước chưa vẽ xong."))
    store = storage_for(row.zone)
    try:
        with answering(store):
            body = store.client.get_object(Bucket=store.bucket_name, Key=key)["Body"]
    except (BotoCoreError, ClientError, OSError):
        return picture_away()
    return StreamingHttpResponse(body.iter_chunks(CHUNK_BYTES), content_type="image/webp")


@require_safe
@private
def original(request: HttpRequest, stored: UUID) -> HttpResponse:
    """Redirect editors to the file itself, signed for a minute; an unredacted one needs `view_unredacted`. Logged."""
    unknown = Http404(_("Không có tệp này."))
    row, asset = _of_the_library(stored, unknown)
    needed = "files.view_unredacted" if row.is_redacted else "media_library.change_asset"
    if not request.user.has_perm(needed) or not may_edit(request):
        raise unknown
    action = "media_library.view_unredacted" if row.is_redacted else "media_library.view_original"
    _log_look(request, row, asset, action)
    return HttpResponseRedirect(
        signed_download_url(row.key, filename=row.display_name, media_type=row.media_type, storage=row.storage)
    )


@require_safe
@private
def consent_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Redirect to a consent's paper; needs `view_consent_paper`. Logged."""
    consent = get_object_or_404(SubjectConsent.objects.select_related("paper"), pk=pk)
    if not request.user.has_perm("media_library.view_consent_paper") or consent.paper is None:
        raise Http404(_("Không có giấy này."))
    log(instance=consent, action="media_library.view_paper", user=request.user, data={"sha256": consent.paper_sha256})
    stored = consent.paper
    return HttpResponseRedirect(
        signed_download_url(
            stored.key, filename=stored.display_name, media_type=stored.media_type, storage=stored.storage
        )
    )


@require_safe
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two versions side by side; `?cu=` and `?moi=` are their keys, by default the last two."""
    if not may_edit(request):
        return permission_denied(request)
    asset = get_object_or_404(Asset, pk=pk)
    versions = list(asset.versions.prefetch_related("files__stored__words"))
    versions_by_key = {str(version.pk): version for version in versions}
    new = versions_by_key.get(request.GET.get("moi", ""), versions[0] if versions else None)
    old = versions_by_key.get(request.GET.get("cu", ""), versions[1] if len(versions) > 1 else new)
    changes = compare_versions(old, new) if old and new else None
    rows = [
        {
            "change": change,
            "sides": [(file, labels.file_line(file) if file else "") for file in (change.old, change.new)],
        }
        for change in (changes.rows if changes else [])
    ]
    context = {"asset": asset, "versions": versions, "old": old, "new": new, "changes": changes, "rows": rows}
    return render(request, "media_library/admin/compare.html", context)


@require_http_methods(["GET", "POST"])
def redact(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """The page on which an editor marks the parts to redact in a picture of a version that is not released."""
    if not may_edit(request):
        return permission_denied(request)
    row = get_object_or_404(AssetFile.objects.select_related("stored", "version__asset"), pk=file, version__asset=pk)
    if row.stored.is_redacted and not request.user.has_perm("files.view_unredacted"):
        messages.info(request, _("Ảnh này đang được che nên đã đóng. Bạn chờ bản đã che."))
        return redirect("asset_files", pk)
    return render(request, "media_library/admin/redact.html", {"asset": row.version.asset, "file": row})


def _of_the_library(stored: UUID, unknown: Http404) -> tuple[StoredFile, Asset | None]:
    """A file of the library and its asset; raises `unknown` for every other stored file.

    Consent papers, evidence and partners' files have views, permissions and logs of their own. From a redacted original
    the chain of redactions is followed to the asset; None when the last file of the chain is in no version.
    """
    row = StoredFile.objects.filter(pk=stored).first()
    if row is None or not (row.is_redacted or row.redacted_from_id or hasattr(row, "asset_file")):
        raise unknown
    last = row
    while hasattr(last, "redacted"):
        last = last.redacted
    return row, last.asset_file.version.asset if hasattr(last, "asset_file") else None


def _log_look(request: HttpRequest, row: StoredFile, asset: Asset | None, action: str) -> None:
    """Log the access in the asset's history, or in the file's own when it is in no version."""
    log(instance=asset or row, action=action, user=request.user, data={"stored": str(row.pk)})
