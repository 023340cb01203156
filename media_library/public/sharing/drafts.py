"""A version that is not released, shown to one person by a link with an end: pictures and facts, no file to download.

What depicted people block (catalogue/requirements.py) is not shown: an outsider is no reader of consents.
"""

from __future__ import annotations

from botocore.exceptions import BotoCoreError, ClientError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base.caching.headers import private
from base.errors import picture_away
from files.models import StoredFile
from files.storage.backends import storage_for
from files.storage.objects import CHUNK_BYTES
from files.storage.pause import answering
from media_library.catalogue import labels
from media_library.catalogue.requirements import people_blockers
from media_library.models import AssetFile, DraftLink
from media_library.models.querysets import edits_library


def _open_link(token: str) -> DraftLink:
    """The link of `token`; raises Http404, the same for unknown, revoked, expired and released ones.

    And for one whose sender edits the library no longer: who has left still knows the address.
    """
    link = DraftLink.objects.select_related("version__asset", "created_by").filter(token=token).first()
    if link is None or not link.is_open or link.created_by is None or not edits_library(link.created_by):
        raise Http404(_("Liên kết này không còn mở. Bạn hỏi lại người đã gửi."))
    return link


def _shown(link: DraftLink) -> list[AssetFile]:
    files = link.version.files.select_related("stored").prefetch_related("stored__consents")
    return [file for file in files if file.stored.state not in StoredFile.GONE and not people_blockers(file.stored)]


@require_safe
@private
def draft(request: HttpRequest, token: str) -> HttpResponse:
    """The version with the pictures of its files. Raises Http404 unless the link is open."""
    link = _open_link(token)
    asset = link.version.asset
    files = _shown(link)
    context = {
        "link": link,
        "asset": asset,
        "text": asset.text(),
        "files": [(file, labels.file_line(file)) for file in files],
        "hidden": link.version.files.count() - len(files),
    }
    response = render(request, "media_library/draft.html", context)
    response["Referrer-Policy"] = "no-referrer"  # the address is the key
    return response


@require_safe
@private
def picture(request: HttpRequest, token: str, file: str) -> HttpResponseBase:
    """The preview of one file of the version. Raises Http404 unless the link is open and the file is shown."""
    files_by_key = {row.pk: row.stored for row in _shown(_open_link(token))}
    stored = files_by_key.get(int(file))
    if stored is None or not stored.preview_key:
        raise Http404(_("Không có hình này."))
    store = storage_for(stored.zone)
    try:
        with answering(store):
            body = store.client.get_object(Bucket=store.bucket_name, Key=stored.preview_key)["Body"]
    except (BotoCoreError, ClientError, OSError):
        return picture_away()
    return StreamingHttpResponse(body.iter_chunks(CHUNK_BYTES), content_type="image/webp")
