"""Answers a request with the bytes of an object; the caller has checked who may have them."""

from __future__ import annotations

from botocore.exceptions import ClientError
from django.http import Http404, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from base.errors import picture_away
from files.storage.backends import ZoneStorage
from files.storage.objects import CHUNK_BYTES
from files.storage.pause import StorageSilent, answering


def streamed(storage: ZoneStorage, key: str, media_type: str) -> HttpResponseBase:
    """The object `key` of a picture, to be shown in the page.

    A placeholder with 503 while storage is silent. Raises Http404 when the object is gone.
    """
    try:
        with answering(storage):
            stored_object = storage.client.get_object(Bucket=storage.bucket_name, Key=key)
    except StorageSilent:
        return picture_away()
    except ClientError as error:
        if error.response["Error"]["Code"] in {"NoSuchKey", "404"}:
            raise Http404(_("Ảnh này không còn trong kho.")) from error
        raise
    response = StreamingHttpResponse(stored_object["Body"].iter_chunks(CHUNK_BYTES), content_type=media_type)
    response.headers["Content-Length"] = str(stored_object["ContentLength"])
    response.headers["Content-Disposition"] = "inline"
    return response
