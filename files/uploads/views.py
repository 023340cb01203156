"""Views of uploads in parts: JSON with sentences for upload-box.js, XML as S3 answers it for Uppy.

Mounted twice: below /admin/ for the targets of the staff (the second factor is required there), at /tai-tep/
for the portals. Only the signed URLs of parts point to storage; everything else is answered here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID
from xml.sax.saxutils import escape

from botocore.exceptions import BotoCoreError, ClientError
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from base.caching.headers import private
from base.text import whole_number
from files.models import UploadSession
from files.uploads import sessions
from files.uploads.targets import UPLOAD_TARGETS, UploadNotAllowed
from users.http import SignedInRequest

MAX_BYTES, MAX_PARTS = 10**15, 10_000  # largest numbers read from a request; S3 allows 10,000 parts
_FINGERPRINT = re.compile(r"[0-9a-f]{64}|")
View = Callable[..., HttpResponse]


def refuse(status: int, sentence: str) -> JsonResponse:
    """A JSON answer with the sentence under "error"."""
    return JsonResponse({"error": sentence}, status=status)


def answers_errors_as_json(view: View) -> View:
    """Answer every refusal as JSON with a sentence: 401 signed out, 403, 404, a target's 4xx, 503 without storage."""

    @private
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return refuse(401, _("Phiên đăng nhập đã hết. Bạn đăng nhập ở thẻ khác rồi bấm Tải tiếp."))
        try:
            return view(request, *args, **kwargs)
        except UploadNotAllowed as refused:
            return refuse(refused.status, str(refused))
        except Http404 as missing:
            return refuse(404, str(missing))
        except PermissionDenied as denied:
            return refuse(403, str(denied) or _("Tài khoản này không gửi tệp vào đây được."))
        except (BotoCoreError, ClientError):
            return refuse(503, _("Kho lưu trữ chưa trả lời. Tệp vẫn còn, bạn bấm Tải tiếp sau ít phút."))

    answer.answers_json = True  # type: ignore[attr-defined]  # read by base.middleware.CleanInputMiddleware
    return answer


@answers_errors_as_json
@require_http_methods(["GET", "POST"])
def index(request: SignedInRequest, staff: bool) -> HttpResponse:
    """GET ?upload_target&object_id: unfinished uploads and quota. POST also name, size, fingerprint: announce."""
    parameters = request.POST if request.method == "POST" else request.GET
    upload_target = sessions.upload_target_of(parameters.get("upload_target", ""), staff=staff)
    object_id = parameters.get("object_id", "")[:64]
    if request.method == "GET":
        upload_target.check(request.user, object_id)
        rows = [
            _state(session, with_parts=True)
            for session in sessions.unfinished_of(request.user, upload_target, object_id)
        ]
        return JsonResponse(
            {"uploads": rows, "quota": sessions.quota_text(upload_target.quota(request.user, object_id))}
        )
    size, fingerprint = whole_number(parameters.get("size", ""), most=MAX_BYTES), parameters.get("fingerprint", "")
    if size is None or not _FINGERPRINT.fullmatch(fingerprint):
        return refuse(400, _("Trình duyệt không báo đúng dung lượng tệp. Bạn chọn lại tệp."))
    name = parameters.get("name", "")
    session, resumed = sessions.start(
        request.user, upload_target, object_id, name=name, size=size, fingerprint=fingerprint
    )
    quota = sessions.quota_text(upload_target.quota(request.user, object_id))
    payload = _state(session) | {"part_bytes": session.part_bytes, "resumed": resumed, "quota": quota}
    return JsonResponse(payload, status=200 if resumed else 201)


@answers_errors_as_json
@require_GET
def state(request: SignedInRequest, uuid: UUID, staff: bool) -> HttpResponse:
    """The session's state: {"id", "name", "size", "state", "words", "pending", "refusal", …the target's values}."""
    return JsonResponse(_state(sessions.own(request.user, uuid, staff=staff)))


@answers_errors_as_json
@require_POST
def part(request: SignedInRequest, uuid: UUID, staff: bool) -> HttpResponse:
    """POST part=<number> → {"url"}: where to PUT it, for an hour."""
    session = sessions.own(request.user, uuid, staff=staff)
    _check_again(request, session)
    number = whole_number(request.POST.get("part", ""), most=MAX_PARTS)
    if number is None:
        return refuse(400, _("Tệp này không có phần đó. Bạn chọn lại tệp từ đầu."))
    return JsonResponse({"url": sessions.signed_part(session, number)})


@answers_errors_as_json
@require_GET
def parts(request: SignedInRequest, uuid: UUID, staff: bool) -> HttpResponse:
    """The parts that arrived, as S3's ListPartsResult; Uppy sends the others."""
    stored_parts = sessions.parts(sessions.own(request.user, uuid, staff=staff))
    rows = "".join(
        f"<Part><PartNumber>{item.number}</PartNumber><ETag>{escape(item.etag)}</ETag></Part>" for item in stored_parts
    )
    return _xml(f"<ListPartsResult>{rows}</ListPartsResult>")


@answers_errors_as_json
@require_POST
def complete(request: SignedInRequest, uuid: UUID, staff: bool) -> HttpResponse:
    """All parts are sent: S3's CompleteMultipartUploadResult, which names the session, not the object."""
    with transaction.atomic():
        session = sessions.own(request.user, uuid, staff=staff, lock=True)
        _check_again(request, session)
        sessions.complete(session)
    return _xml(
        f"<CompleteMultipartUploadResult><Location>{session.pk}</Location><Key>{session.pk}</Key>"
        "</CompleteMultipartUploadResult>"
    )


@answers_errors_as_json
@require_http_methods(["POST", "DELETE"])
def give_up(request: SignedInRequest, uuid: UUID, staff: bool) -> HttpResponse:
    """End an unfinished upload; one that is decided stays."""
    with transaction.atomic():
        session = sessions.own(request.user, uuid, staff=staff, lock=True)
        sessions.give_up(session)
    return JsonResponse(_state(session)) if request.method == "POST" else HttpResponse(status=204)


@answers_errors_as_json
@require_POST
def keep_duplicate(request: SignedInRequest, uuid: UUID, staff: bool) -> HttpResponse:
    """The sender wants the file here although the library has the same bytes already."""
    with transaction.atomic():
        session = sessions.own(request.user, uuid, staff=staff, lock=True)
        sessions.keep_duplicate(session)
    return JsonResponse(_state(session))


@answers_errors_as_json
@require_POST
def tag(request: SignedInRequest, uuid: UUID, staff: bool) -> HttpResponse:
    """Save the sender's answers about the file while it is sent; 400 {"errors": {field: sentence}} keeps valid ones."""
    with transaction.atomic():
        session = sessions.own(request.user, uuid, staff=staff, lock=True)
        errors = UPLOAD_TARGETS[session.upload_target].tag(session, request.POST)
    if errors:
        return JsonResponse({"error": " ".join(errors.values()), "errors": errors}, status=400)
    return JsonResponse(_state(session))


def _check_again(request: SignedInRequest, session: UploadSession) -> None:
    """Check the target again: the right, or the object the file belongs to, may be gone since start(), an hour ago."""
    if session.state == UploadSession.State.OPEN:
        UPLOAD_TARGETS[session.upload_target].check(request.user, session.object_id)


def _state(session: UploadSession, *, with_parts: bool = False) -> dict[str, Any]:
    words = str(session.get_state_display())
    if session.stored and session.state == UploadSession.State.ACCEPTED:
        words = _("đã nhận, %(scan)s") % {"scan": session.stored.get_state_display()}
    row: dict[str, Any] = {
        "id": str(session.pk),
        "name": session.name,
        "size": session.size,
        "state": session.state,
        "words": words,
        "pending": session.is_pending,
        "refusal": session.refusal,
        "answers": session.answers,
    }
    if with_parts and session.state == UploadSession.State.OPEN:
        row["sent"] = sum(item.size for item in sessions.parts(session))
    return row | UPLOAD_TARGETS[session.upload_target].row_values(session)


def _xml(body: str) -> HttpResponse:
    return HttpResponse(f'<?xml version="1.0" encoding="UTF-8"?>{body}', content_type="application/xml")
