"""Views of screens: the player, its playlist as JSON and M3U, its service worker, and the clips."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from base.caching.headers import private, public_page
from base.errors import error_page
from files.storage.signed_urls import signed_view_url
from media_library.public.screens.playlists import Playlist, playlist
from media_library.rights.permissions import downloadable_file
from media_library.statistics.tracking import record, starts_a_download
from media_library.vocabulary import SLIDE_SHOW, Place, Way

#: blob: for clips that the player has stored
_PUBLIC: dict[str, Any] = settings.SECURE_CSP  # lists of sources; the settings say only "object"
_POLICY = _PUBLIC | {"media-src": [*_PUBLIC["media-src"], "blob:"]}


def _list(code: str, language: str) -> Playlist:
    screen_playlist = playlist(code, language)
    if screen_playlist is None:
        raise Http404(
            _("Không có danh sách phát “%(code)s”. Bạn chọn lại dịp dùng trong kho tài liệu.") % {"code": code[:40]}
        )
    return screen_playlist


@require_safe
@csp_override(_POLICY)
def player(request: HttpRequest, language: str, code: str) -> HttpResponse:
    """The player: full screen, in a loop, also offline; it takes up changes of the playlist by itself."""
    screen_playlist = _list(code, language)
    context = {
        "list": screen_playlist,
        "pieces": [_piece(piece) for piece in screen_playlist.pieces],
        "language": language,
        "other": _other(code, language),
        "is_pictures": code.endswith(SLIDE_SHOW),
    }
    return public_page(render(request, "media_library/player.html", context))


def _other(code: str, language: str) -> str:
    """Code of the moment's other playlist, clips or posters, if it has pieces; "" for kits, whose playlist has both."""
    other = code.removesuffix(SLIDE_SHOW) if code.endswith(SLIDE_SHOW) else code + SLIDE_SHOW
    screen_playlist = playlist(other, language)
    return other if screen_playlist and screen_playlist.pieces else ""


@require_safe
def player_list(request: HttpRequest, language: str, code: str) -> HttpResponse:
    """The playlist as JSON, which the player reads every 50 s; recalled pieces are gone from it at once."""
    screen_playlist = _list(code, language)
    response = JsonResponse({"code": code, "pieces": [_piece(piece) for piece in screen_playlist.pieces]})
    response.headers["Cache-Control"] = "no-cache"
    return response


def _piece(piece: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {"id": str(piece.file.uuid), "title": piece.asset.name, "seconds": piece.seconds}
    if piece.is_clip:
        return facts | {"clip": reverse("media_library:clip", args=[piece.file.uuid]), "size": piece.file.stored.size}
    return facts | {"picture": piece.picture}


@require_safe
def player_m3u(request: HttpRequest, language: str, code: str) -> HttpResponse:
    """The playlist for VLC and television sets; the address of a clip redirects to a signed URL."""
    lines = ["#EXTM3U"]
    for piece in _list(code, language).pieces:
        name = " ".join(piece.asset.name.split())
        address = reverse("media_library:clip", args=[piece.file.uuid]) if piece.is_clip else piece.picture
        lines += [f"#EXTINF:{piece.seconds},{name}", urljoin(settings.SITE_URL, address)]
    response = HttpResponse("\n".join(lines) + "\n", content_type="audio/x-mpegurl; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{code}.m3u"'
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
@private
def clip(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Redirect a player to an open clip or recording; `?luu=1`: the screen stores it, which counts as a download."""
    try:
        file = downloadable_file(user=AnonymousUser(), uuid=uuid)
    except PermissionDenied as refusal:
        return error_page(403, _("Tệp dành cho trường"), str(refusal))
    if not file.stored.media_type.startswith(("video/", "audio/")):
        raise Http404
    if request.GET.get("luu") == "1" and starts_a_download(request):
        record([file], whom=file, place=Place.SCREEN, way=Way.SCREEN)
    return HttpResponseRedirect(signed_view_url(file.stored.key, media_type=file.stored.media_type))


@require_safe
def player_worker(request: HttpRequest, language: str) -> HttpResponse:
    """The service worker of /<language>/phat/: stores the player, so that it starts offline."""
    files = [static(f"media_library/{name}") for name in ("js/player.js", "css/player.css")]
    if language == "km":
        files.append(static("base/fonts/noto-sans-khmer-khmer-wght-normal.woff2"))  # player.css
    script = render_to_string("media_library/player_worker.js", {"files": files})
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response
