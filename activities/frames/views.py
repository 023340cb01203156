"""The page of the frame maker, whose policy forbids every connection, and the frames as pictures of this site."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.csp import CSP
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from base.caching.headers import PICTURE, render_public
from base.errors import error_page
from files.storage.backends import storage_for
from media_library.models import AssetFile
from media_library.rights.permissions import downloadable_file
from media_library.vocabulary import Access, Kind

SHOWN = 6  # frames
#: Sliders: name, label, least, most, value at first, step of the buttons, what the two buttons do, and their signs.
DIALS = (
    ("zoom", gettext_lazy("Cỡ"), 50, 400, 100, 5, gettext_lazy("Thu nhỏ"), gettext_lazy("Phóng to"), "−", "+"),
    ("turn", gettext_lazy("Xoay"), -180, 180, 0, 5, gettext_lazy("Xoay trái"), gettext_lazy("Xoay phải"), "↺", "↻"),
    ("x", gettext_lazy("Ngang"), -100, 100, 0, 2, gettext_lazy("Sang trái"), gettext_lazy("Sang phải"), "←", "→"),
    ("y", gettext_lazy("Dọc"), -100, 100, 0, 2, gettext_lazy("Lên"), gettext_lazy("Xuống"), "↑", "↓"),
)
LARGEST = 2 * 1024 * 1024  # bytes of a frame; larger ones are for downloading, not for this page
SIDE = 1080  # px of the square frames that the page can lay over a photo
CHUNK_BYTES = 64 * 1024
_PUBLIC: dict[str, Any] = settings.SECURE_CSP  # lists of sources; the settings say only "object"
#: No script of the page may open a connection or send a form; blob: shows the photo that was chosen.
POLICY = _PUBLIC | {
    "connect-src": [CSP.NONE],
    "form-action": [CSP.NONE],
    "media-src": [CSP.NONE],
    "img-src": [CSP.SELF, "data:", "blob:"],
}


def open_frames(language: str) -> list[AssetFile]:
    """The frames to choose from: open, released, square PNG files, those of `language` before Vietnamese ones.

    One query. Frames of the language take the places of as many Vietnamese ones.
    """
    files = (
        AssetFile.objects.visible_to(AnonymousUser())
        .filter(
            version__asset__kind=Kind.AVATAR_FRAME,
            version__asset__access=Access.OPEN,
            version__asset__current_version=F("version"),
            stored__media_type="image/png",
            stored__width=SIDE,
            stored__height=SIDE,
            stored__size__lte=LARGEST,
            language__in={language, "vi"},
        )
        .order_by("version__asset__code", "order", "pk")
    )
    own = [file for file in files if file.language == language]
    others = [file for file in files if file.language != language]
    return [*own, *others[len(own) :]][:SHOWN] if language != "vi" else own[:SHOWN]


@require_safe
@csp_override(POLICY)
def maker(request: HttpRequest) -> HttpResponse:
    """The frame maker. Everything it needs is on the page and in its pictures, so it works offline once it is open."""
    context = {"frames": open_frames(get_language() or "vi"), "side": SIDE, "dials": DIALS, "no_forms": True}
    return render_public(request, "activities/frames/maker.html", context)


@require_safe
def frame(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """A frame from the library as a picture of this site: a canvas with another site's picture cannot be saved.

    It is no download and is not counted. Raises Http404 for everything that `open_frames` would not offer.
    """
    try:
        file = downloadable_file(user=AnonymousUser(), uuid=uuid)
    except PermissionDenied as error:
        raise Http404(_("Không có khung ảnh này.")) from error
    if file.version.asset.kind != Kind.AVATAR_FRAME or file.stored.media_type != "image/png":
        raise Http404(_("Không có khung ảnh này."))
    store = storage_for("released")
    try:
        stored_object = store.client.get_object(Bucket=store.bucket_name, Key=file.stored.key)
    except (BotoCoreError, ClientError, OSError):
        return error_page(503, _("Kho ảnh đang bận"), _("Khung ảnh chưa mở được. Bạn thử lại sau một phút."))
    response = StreamingHttpResponse(stored_object["Body"].iter_chunks(CHUNK_BYTES), content_type="image/png")
    response.headers["Content-Length"] = str(stored_object["ContentLength"])
    response.headers["Cache-Control"] = PICTURE
    return response
