"""Captions of a story's clip from this site's origin, because a <track> does not follow a redirect to storage."""

from __future__ import annotations

import re

from botocore.exceptions import BotoCoreError, ClientError
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.models import ArticlePage
from articles.presentation.player import captions_of
from base.caching.headers import public_page
from base.errors import error_page
from files.storage.backends import storage_for

MAX_BYTES = 2 * 1024 * 1024  # an hour of speech is about 100 KB
_SRT_TIME = re.compile(r"(\d{2}:\d{2}:\d{2}),(\d{3})")


@require_safe
def captions(request: HttpRequest, page_id: str, language: str) -> HttpResponse:
    """/phu-de/<page>/<language>.vtt. Raises Http404 when the clip has none in that language."""
    page = ArticlePage.objects.live().public().select_related("video").filter(pk=int(page_id)).first()
    stored = captions_of(page.video).get(language) if page is not None else None
    if stored is None or stored.size > MAX_BYTES:
        raise Http404
    store = storage_for("released")
    try:
        raw = store.client.get_object(Bucket=store.bucket_name, Key=stored.key)["Body"].read()
    except (ClientError, BotoCoreError, OSError):
        return error_page(503, "", "")
    return public_page(HttpResponse(as_vtt(raw), content_type="text/vtt; charset=utf-8"))


def as_vtt(raw: bytes) -> str:
    """WebVTT of a VTT or SRT file; bytes that are no UTF-8 are replaced."""
    text = raw.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    if text.startswith("WEBVTT"):
        return text
    return "WEBVTT\n\n" + _SRT_TIME.sub(r"\1.\2", text)
