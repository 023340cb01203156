"""HTTP of the library: a download, a picture, an address on paper."""

from __future__ import annotations

import re
from uuid import UUID

from botocore.exceptions import BotoCoreError, ClientError
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe
from wagtail.documents import get_document_model

from base.cache import IMMUTABLE, private
from base.errors import error_page
from media_library.access import downloadable_file
from media_library.library import reader
from media_library.models import Asset, AssetFile, DownloadEvent, Kit
from media_library.storage import CHUNK_BYTES, signed_download_url, storage_for

DOWNLOAD_SECONDS = 60  # the longest a signed address may be used to start a download
#: What /media/ shows: small pictures of released files, under names nobody can guess.
_PUBLIC_KEY = re.compile(r"^(renditions|previews)(/[A-Za-z0-9_][A-Za-z0-9_.-]*)+\.(webp|jpg|jpeg|png|avif|gif)$")
_PICTURE_TYPES = {
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "avif": "image/avif",
    "gif": "image/gif",
}
#: Programs that look at a link before a person does: link previews of Zalo, Facebook and others, crawlers, monitors.
_PROGRAMS = re.compile(
    r"bot\b|bot/|crawl|spider|preview|facebookexternalhit|facebookcatalog|whatsapp|zalo.*(?:share|link)|slurp|monitor",
    re.IGNORECASE,
)


@require_safe
@private
def download(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Check rights, count, send to a signed address of at most a minute. No byte of the file passes through here."""
    try:
        file = downloadable_file(user=request.user, uuid=uuid)
    except PermissionDenied as refusal:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return error_page(403, _("Tệp dành cho trường"), str(refusal))
    if _starts_a_download(request):
        _record(file)
    address = signed_download_url(
        file.stored.key, filename=file.download_name, media_type=file.stored.media_type, seconds=DOWNLOAD_SECONDS
    )
    return HttpResponseRedirect(address)


@require_safe
@private
def document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponse:
    """A Wagtail document, for people of the administration only: what readers and schools get is an asset's file.

    Wagtail's list, editor and chooser ask every document for this address and are a 500 without it.
    """
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    found = get_document_model().objects.filter(pk=document_id).first()
    if found is None or not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    address = signed_download_url(
        found.file.name, filename=found.filename, media_type=found.content_type, storage=found.file.storage
    )
    return HttpResponseRedirect(address)


def _starts_a_download(request: HttpRequest) -> bool:
    """Whether a person begins to take the file: no HEAD, prefetch, link preview or rest of a torn download."""
    purpose = (
        request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "") + request.headers.get("X-Moz", "")
    )
    agent = request.headers.get("User-Agent", "")
    resumed = re.match(r"bytes=[1-9]", request.headers.get("Range", ""))
    return request.method == "GET" and "prefetch" not in purpose and not resumed and not _PROGRAMS.search(agent)


def _record(file: AssetFile) -> None:
    """One row with the unit and nothing personal: no account, no address, no cookie (domain.md C.4)."""
    DownloadEvent.objects.create(
        organisation_id=file.reader_organisation,  # annotated in access.py
        asset_id=file.version.asset_id,
        version_id=file.version_id,
        file=file,
        language=file.language,
    )


@require_safe
@csp_override({"default-src": [CSP.NONE]})
def media(request: HttpRequest, key: str) -> HttpResponse:
    """Stream a preview or rendition of the released bucket; any other key is not found, whether it exists or not."""
    match = _PUBLIC_KEY.match(key)
    if not match:
        raise Http404
    store = storage_for("released")
    known = request.headers.get("If-None-Match", "")
    try:
        found = store.client.get_object(Bucket=store.bucket_name, Key=key, **({"IfNoneMatch": known} if known else {}))
    except ClientError as error:
        return _without_picture(error, known)
    except (BotoCoreError, OSError):
        return _storage_away()
    response = StreamingHttpResponse(found["Body"].iter_chunks(CHUNK_BYTES), content_type=_PICTURE_TYPES[match[3]])
    response.headers["Content-Length"] = str(found["ContentLength"])
    response.headers["ETag"] = found["ETag"]
    response.headers["Cache-Control"] = IMMUTABLE
    return response


def _without_picture(error: ClientError, known: str) -> HttpResponse:
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    if status == 304:
        response: HttpResponse = HttpResponseNotModified()
        response.headers["ETag"] = known
        response.headers["Cache-Control"] = IMMUTABLE
        return response
    if status == 404:
        raise Http404
    return _storage_away()


def _storage_away() -> HttpResponse:
    return error_page(503, _("Chưa lấy được hình"), _("Kho lưu trữ đang bận. Bạn tải lại trang sau ít phút."))


@require_safe
def short_address(request: HttpRequest, code: str) -> HttpResponse:
    """/t/<code>/ stands on paper: it leads to the newest version, explains a withdrawal, and never dies silently."""
    with override("vi"):
        asset = (
            Asset.objects.select_related("replaced_by")
            .filter(code=code.upper())
            .exclude(status=Asset.Status.DRAFT)
            .first()
        )
        if asset is None:
            return _other_code(request, code)
        if asset.status == Asset.Status.WITHDRAWN:
            return _uncached(render(request, "media_library/withdrawn.html", {"asset": asset}, status=410))
        if not Asset.objects.visible_to(reader(request)).filter(pk=asset.pk).exists():
            return _unknown(request, code)
        return _uncached(redirect(asset))


def _other_code(request: HttpRequest, code: str) -> HttpResponse:
    kit = Kit.objects.released().filter(code=code.upper()).first()
    return _uncached(redirect(kit)) if kit else _unknown(request, code)


def _unknown(request: HttpRequest, code: str) -> HttpResponse:
    return _uncached(render(request, "media_library/short_unknown.html", {"code": code[:40]}, status=404))


def _uncached(response: HttpResponse) -> HttpResponse:
    """A withdrawal must be seen by the next visitor."""
    response.headers["Cache-Control"] = "no-cache"
    return response
