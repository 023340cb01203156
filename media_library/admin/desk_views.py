"""Pages beside an asset's files: private pictures, two versions side by side, papers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.log_actions import log

from base.caching.headers import private
from base.errors import permission_denied
from files.models import StoredFile
from files.storage.backends import storage_for
from files.storage.objects import CHUNK_BYTES
from files.storage.signed_urls import signed_download_url
from media_library.catalogue import labels
from media_library.models import Asset, AssetFile, AssetVersion, ShownConsent
from media_library.vocabulary import FileRole, Language


def may_edit(request: HttpRequest) -> bool:
    return bool(request.user.has_perm("media_library.change_asset"))


@require_safe
@private
def picture(request: HttpRequest, stored: UUID, size: str = "") -> HttpResponse:
    """The preview of a file that is not public yet; of an unblurred original for the named role only, and logged."""
    if not may_edit(request):
        return permission_denied(request)
    row, asset = _of_the_library(stored, Http404(_("Không có hình này.")))
    if row.is_blurred_away:
        if not request.user.has_perm("files.view_unblurred"):
            raise Http404(_("Không có hình này."))
        _log_look(request, row, asset, "media_library.view_unblurred")
    small = row.derivatives.filter(form="xem-nho", state="done").first() if size == "nho" else None
    key = small.key if small else row.preview_key
    if not key:
        raise Http404(_("Hình xem trước chưa vẽ xong."))
    store = storage_for(row.zone)
    body = store.client.get_object(Bucket=store.bucket_name, Key=key)["Body"]
    return StreamingHttpResponse(body.iter_chunks(CHUNK_BYTES), content_type="image/webp")


@require_safe
@private
def original(request: HttpRequest, stored: UUID) -> HttpResponse:
    """The file itself, for the desk, signed for a minute; an unblurred one for the named role. Each look is logged."""
    unknown = Http404(_("Không có tệp này."))
    row, asset = _of_the_library(stored, unknown)
    needed = "files.view_unblurred" if row.is_blurred_away else "media_library.change_asset"
    if not request.user.has_perm(needed) or not may_edit(request):
        raise unknown
    action = "media_library.view_unblurred" if row.is_blurred_away else "media_library.view_original"
    _log_look(request, row, asset, action)
    return HttpResponseRedirect(
        signed_download_url(row.key, filename=row.display_name, media_type=row.media_type, storage=row.storage)
    )


@require_safe
@private
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """A consent's paper: its own right, each look logged."""
    consent = get_object_or_404(ShownConsent.objects.select_related("paper"), pk=pk)
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
    """Two versions side by side, cell by cell; `?cu=` and `?moi=` name them, by default the last two."""
    if not may_edit(request):
        return permission_denied(request)
    asset = get_object_or_404(Asset, pk=pk)
    versions = list(asset.versions.prefetch_related("files__stored"))
    chosen = {str(version.pk): version for version in versions}
    new = chosen.get(request.GET.get("moi", ""), versions[0] if versions else None)
    old = chosen.get(request.GET.get("cu", ""), versions[1] if len(versions) > 1 else new)
    rows = _side_by_side(old, new) if old and new else []
    context = {"asset": asset, "versions": versions, "old": old, "new": new, "rows": rows}
    return render(request, "media_library/admin/compare.html", context)


def _side_by_side(old: AssetVersion, new: AssetVersion) -> list[dict[str, Any]]:
    """One row for each pair of files of the same language and purpose, one of each version; either may be missing."""
    rows = []
    cells = {version.pk: _by_cell(version) for version in (old, new)}
    keys = sorted({*cells[old.pk], *cells[new.pk]}, key=lambda key: (Language.values.index(key[0]), key[1]))
    for key in keys:
        heading = f"{FileRole(key[1]).label} · {Language(key[0]).label}"
        for pair in _pairs(cells[old.pk].get(key, []), cells[new.pk].get(key, [])):
            left, right = pair
            same = bool(left and right and left.stored.sha256 == right.stored.sha256)
            sides = [(file, labels.file_line(file) if file else "") for file in pair]
            rows.append({"heading": heading, "sides": sides, "same": same})
    return rows


def _by_cell(version: AssetVersion) -> dict[tuple[str, str], list[AssetFile]]:
    cells: dict[tuple[str, str], list[AssetFile]] = {}
    for file in version.files.all():
        cells.setdefault((file.language, file.role), []).append(file)
    return cells


def _pairs(old: list[AssetFile], new: list[AssetFile]) -> list[tuple[AssetFile | None, AssetFile | None]]:
    """Which follows which: the same name, then the same bytes, then the order they stand in."""
    left, right = list(old), list(new)
    pairs: list[tuple[AssetFile | None, AssetFile | None]] = []
    for likeness in (lambda file: file.label, lambda file: file.stored.sha256, lambda _file: None):
        for file in list(left):
            twin = next((one for one in right if likeness(one) == likeness(file)), None)
            if twin is not None:
                pairs.append((file, twin))
                left.remove(file)
                right.remove(twin)
    return [*pairs, *((file, None) for file in left), *((None, file) for file in right)]


@require_http_methods(["GET", "POST"])
def cover(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Draw over the faces in a picture of a version that is not released."""
    if not may_edit(request):
        return permission_denied(request)
    row = get_object_or_404(AssetFile.objects.select_related("stored", "version__asset"), pk=file, version__asset=pk)
    if row.stored.is_blurred_away and not request.user.has_perm("files.view_unblurred"):
        messages.info(request, _("Ảnh này đang được che nên đã đóng. Bạn chờ bản đã che."))
        return redirect("asset_files", pk)
    return render(request, "media_library/admin/blur.html", {"asset": row.version.asset, "file": row})


def _of_the_library(stored: UUID, unknown: Http404) -> tuple[StoredFile, Asset | None]:
    """A file of the library and the asset it belongs, or belonged, to; raises `unknown` for any other stored file.

    Consent papers, evidence and partners' files have doors, rights and logs of their own. A covered picture leads
    from one to the next, however often it was covered; the asset is None once the last of them was taken out.
    """
    row = StoredFile.objects.filter(pk=stored).first()
    if row is None or not (row.is_blurred_away or row.blurred_from_id or hasattr(row, "asset_file")):
        raise unknown
    last = row
    while hasattr(last, "blurred"):
        last = last.blurred
    return row, last.asset_file.version.asset if hasattr(last, "asset_file") else None


def _log_look(request: HttpRequest, row: StoredFile, asset: Asset | None, action: str) -> None:
    """In the asset's history; of a picture that is in no version any more in its own."""
    log(instance=asset or row, action=action, user=request.user, data={"stored": str(row.pk)})
