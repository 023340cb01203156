"""Views of downloads: a file, a kit's ZIP, a Wagtail document, a picture under /media/."""

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
    HttpResponseBase,
    HttpResponseNotModified,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe
from wagtail.documents import get_document_model
from wagtail.permissions import policy_registry

from base.caching.headers import PICTURE, private
from base.errors import error_page, picture_away
from files.models import StoredFile
from files.storage.backends import storage_for
from files.storage.objects import CHUNK_BYTES
from files.storage.pause import answering
from files.storage.signed_urls import signed_download_url
from media_library.models import Asset, AssetFile
from media_library.public.verification import closed, tombstone
from media_library.recall.pictures import is_withdrawn
from media_library.recall.service import is_taken_back
from media_library.rights.consents import is_closed_picture
from media_library.rights.permissions import BeingRebuilt, downloadable_archive, downloadable_file
from media_library.statistics.tracking import place_of, record, record_archive, starts_a_download
from media_library.vocabulary import Access
from users.roles import may_enter_admin

#: Keys that /media/ serves: previews and renditions, under random names.
_PUBLIC_KEY = re.compile(r"^(renditions|previews)(/[A-Za-z0-9_][A-Za-z0-9_.-]*)+\.(webp|jpg|jpeg|png|avif|gif)$")
_PICTURE_TYPES = {
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "avif": "image/avif",
    "gif": "image/gif",
}


@require_safe
@private
def download(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Check permissions, count, redirect to a signed URL. No byte of the file passes through this process.

    A request with Range is redirected too, to the same bytes with the same ETag, and is not counted again.
    """
    try:
        file = downloadable_file(user=request.user, uuid=uuid)
    except PermissionDenied as refusal:
        return for_schools(request, str(refusal))
    except Http404:
        return gone(request, uuid)
    if starts_a_download(request):
        record([file], whom=file, place=place_of(request))
    return _to_storage(file.stored, file.download_name, is_open=file.version.asset.access == Access.OPEN)


@require_safe
@private
def kit_download(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The same for a kit's ZIP; every member is counted."""
    try:
        archive = downloadable_archive(user=request.user, uuid=uuid)
    except PermissionDenied as refusal:
        return for_schools(request, str(refusal))
    except BeingRebuilt:
        return error_page(
            410,
            _("Bộ này đang được đóng gói lại"),
            _("Một tài liệu trong bộ vừa ngừng dùng. Bạn mở lại trang của bộ sau ít phút để lấy gói mới."),
        )
    if archive.stored is None:  # purged since the kit was published anew
        raise Http404(_("Bộ này không còn ở địa chỉ này."))
    if starts_a_download(request):
        record_archive(archive, place=place_of(request))
    return _to_storage(archive.stored, archive.download_name, is_open=not archive.is_closed)


def _to_storage(stored: StoredFile, name: str, *, is_open: bool) -> HttpResponse:
    """Redirect to storage. Where `is_open` to everybody, the address lives for hours: browsers resume there."""
    address = signed_download_url(stored.key, filename=name, media_type=stored.media_type, resumable=is_open)
    return HttpResponseRedirect(address)


def for_schools(request: HttpRequest, refusal: str) -> HttpResponse:
    """The login for visitors, the reason for accounts that are of no school."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return error_page(403, _("Tệp dành cho trường"), refusal)


def gone(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """410 with the replacement or the reason for a file that was public. Raises Http404 otherwise."""
    file = (
        AssetFile.objects.select_related("version__asset__replaced_by")
        .filter(uuid=uuid, version__released_at__isnull=False)
        .exclude(version__asset__access=Access.STAFF)
        .exclude(version__asset__status=Asset.Status.DRAFT)
        .first()
    )
    if file is None:
        raise Http404(_("Tệp này không còn trong kho tài liệu."))
    asset = file.version.asset
    if asset.status == Asset.Status.WITHDRAWN:
        return tombstone(request, asset)
    if file.version.withdrawn_at:
        return tombstone(request, asset, file.version)
    return closed(request, asset)


@require_safe
@private
def document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponse:
    """A Wagtail document, for accounts that may choose, change or delete it; readers get files of assets.

    Wagtail's list, editor and chooser link every document to this URL and fail without it.
    """
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    instance = get_document_model().objects.filter(pk=document_id).first()
    policy = policy_registry.get_by_type(get_document_model())
    if (
        instance is None
        or not may_enter_admin(request.user)
        or not policy.user_has_any_permission_for_instance(request.user, ["choose", "change", "delete"], instance)
    ):
        raise Http404
    address = signed_download_url(
        instance.file.name, filename=instance.filename, media_type=instance.content_type, storage=instance.file.storage
    )
    return HttpResponseRedirect(address)


@require_safe
@csp_override({"default-src": [CSP.NONE]})
def media(request: HttpRequest, key: str) -> HttpResponseBase:
    """Stream a preview or rendition of the released bucket; 404 for every other key, whether it exists or not."""
    match = _PUBLIC_KEY.match(key)
    if not match or is_withdrawn(key) or (match[1] == "previews" and (is_taken_back(key) or is_closed_picture(key))):
        raise Http404
    store = storage_for("released")
    known_etag = request.headers.get("If-None-Match", "")
    conditions = {"IfNoneMatch": known_etag} if known_etag else {}
    try:
        with answering(store):
            s3_object = store.client.get_object(Bucket=store.bucket_name, Key=key, **conditions)
    except ClientError as error:
        return _without_picture(error, known_etag)
    except (BotoCoreError, OSError):
        return picture_away()
    response = StreamingHttpResponse(s3_object["Body"].iter_chunks(CHUNK_BYTES), content_type=_PICTURE_TYPES[match[3]])
    response.headers["Content-Length"] = str(s3_object["ContentLength"])
    response.headers["ETag"] = s3_object["ETag"]
    response.headers["Cache-Control"] = PICTURE
    return response


def _without_picture(error: ClientError, known_etag: str) -> HttpResponse:
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    if status == 304:
        response: HttpResponse = HttpResponseNotModified()
        response.headers["ETag"] = known_etag
        response.headers["Cache-Control"] = PICTURE
        return response
    if status == 404:
        raise Http404
    return picture_away()
