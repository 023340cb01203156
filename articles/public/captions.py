"""Captions of a story's clip from this site's origin, because a <track> does not follow a redirect to storage."""

from __future__ import annotations

from botocore.exceptions import BotoCoreError, ClientError
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.models import ArticlePage
from articles.presentation.player import captions_of
from base.caching.headers import public_page
from base.errors import error_page
from files.storage.backends import storage_for
from media_library.public.viewing.media import MAX_BYTES, as_vtt


@require_safe
def captions(request: HttpRequest, page_id: int, language: str) -> HttpResponse:
    """/phu-de/<page>/<language>.vtt. Raises Http404 when the clip has none in that language."""
    page = ArticlePage.objects.readable().select_related("video").filter(pk=page_id).first()
    stored = captions_of(page.video).get(language) if page is not None else None
    if stored is None or stored.size > MAX_BYTES:
        raise Http404
    store = storage_for("released")
    try:
        raw = store.client.get_object(Bucket=store.bucket_name, Key=stored.key)["Body"].read()
    except (ClientError, BotoCoreError, OSError):
        return error_page(503, "", "")
    return public_page(HttpResponse(as_vtt(raw), content_type="text/vtt; charset=utf-8"))
