"""Error pages that need neither database, cache nor storage (docs/security.md, rule 40)."""

from __future__ import annotations

import errno
import logging
import secrets
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.paginator import InvalidPage
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from psycopg.errors import IdleInTransactionSessionTimeout

log = logging.getLogger(__name__)


def in_language_of_address[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Run `view` in the language of the URL, also where the request ends before PathLanguageMiddleware ran."""

    @wraps(view)
    def spoken(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        with _language_of(request):
            return view(request, *args, **kwargs)

    return spoken


def _language_of(request: HttpRequest) -> translation.override:
    return translation.override(translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE)


class WrongState(Exception):
    """A step that the present state of an object does not allow. Its text is for the user; answered with 409."""


class DecidedMeanwhile(WrongState):
    """Somebody has taken a step on the object since its page was opened, so that this one is not taken.

    `by`: the account, None where it is unknown or not named to the reader. `sentence` has %(who)s for it.
    """

    def __init__(self, by: Any, sentence: str) -> None:
        self.by = by
        super().__init__(sentence % {"who": by or _("Người khác")})


def error_page(status: int, title: str, message: str | Promise, back: str = "") -> HttpResponse:
    """Render the plain error page: `status` is the HTTP code, `message` tells the reader what to do.

    `back`: address of a page of this site that the reader can open again.
    """
    html = render_to_string("base/error.html", {"status": status, "title": title, "message": message, "back": back})
    response = HttpResponse(html, status=status)
    response["Cache-Control"] = "no-store"
    if status == 503:
        response["Retry-After"] = "30"
    return response


@in_language_of_address
def bad_request(request: HttpRequest, message: str | Promise = "", exception: Exception | None = None) -> HttpResponse:
    """Answer 400, or 413 for a form that is too large. `message` is for the reader; Django passes `exception`.

    503 where the database or storage is behind it: Django takes a session that cannot be saved for one that was ended.
    """
    behind: BaseException | None = exception
    while behind is not None:
        if _something_is_away(behind):
            return _away()
        behind = behind.__context__
    if isinstance(exception, RequestDataTooBig):
        limit = filesizeformat(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        sentence = _("Phần chữ gửi lên lớn hơn %(limit)s. Bạn chia nội dung thành nhiều phần rồi gửi lại.")
        return error_page(413, _("Biểu mẫu quá lớn"), sentence % {"limit": limit})
    if isinstance(exception, (TooManyFieldsSent, TooManyFilesSent)):
        sentence = _("Biểu mẫu có quá nhiều ô hoặc quá nhiều tệp. Bạn chia nội dung thành nhiều phần rồi gửi lại.")
        return error_page(413, _("Biểu mẫu quá lớn"), sentence)
    return error_page(
        400,
        _("Yêu cầu chưa đúng"),
        message or _("Trình duyệt gửi một yêu cầu mà trang không hiểu. Bạn quay lại và thử lần nữa."),
    )


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403 (Django's handler403): a page of the administration to who works there, else a page of the site."""
    in_admin = request.path.startswith("/admin/") and "text/html" in request.headers.get("Accept", "")
    if in_admin and hasattr(request, "user") and request.user.has_perm("wagtailadmin.access_admin"):
        return _admin_page(request, 403, *_not_allowed())
    with _language_of(request):
        return error_page(403, *_not_allowed())


def _not_allowed() -> tuple[str, str]:
    sentence = _("Tài khoản của bạn không có quyền này. Nếu cần, hãy nhờ người phụ trách cấp quyền.")
    return _("Bạn chưa được phép mở trang này"), sentence


def wrong_state(request: HttpRequest, exception: WrongState) -> HttpResponse:
    """Answer 409 to a step that came too late: JSON for a script, a page of the administration there, else a page."""
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"error": str(exception)}, status=409, headers={"Cache-Control": "no-store"})
    title = _("Trạng thái vừa thay đổi")
    if request.path.startswith("/admin/"):
        return _admin_page(request, 409, title, str(exception))
    return error_page(409, title, str(exception), _page_before(request))


def _admin_page(request: HttpRequest, status: int, title: str, message: str) -> HttpResponse:
    """Render the administration's page for a request that was refused, with the way back."""
    context = {"page_title": title, "message": message, "back": _page_before(request) or reverse("wagtailadmin_home")}
    response = render(request, "base/admin/refused.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _page_before(request: HttpRequest) -> str:
    """Address of this site's page whose form was sent; "" where the browser does not say."""
    address = request.headers.get("Referer", "")
    same = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if same else ""


@in_language_of_address
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form whose CSRF check failed (settings.CSRF_FAILURE_VIEW)."""
    return error_page(
        403,
        _("Phiên làm việc đã cũ"),
        _("Để an toàn, trang không nhận biểu mẫu này. Bạn tải lại trang rồi gửi lần nữa; trình duyệt cần bật cookie."),
    )


@in_language_of_address
def wrong_method(request: HttpRequest, allowed: str = "") -> HttpResponse:
    """Answer 405 with a page; `allowed` is the value of the Allow header."""
    response = error_page(
        405,
        _("Trang này không mở theo cách đó"),
        _("Địa chỉ này chỉ dùng bên trong một trang khác. Bạn quay lại trang trước rồi thử lần nữa."),
    )
    response["Allow"] = allowed
    return response


@in_language_of_address
def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 503 (with Retry-After) while the database or storage cannot be reached or take too long, else 500.

    400 where Wagtail's editor raised MultiValueDictKeyError (the sender left out a form field), or a list of Wagtail's
    InvalidPage (it has no such page). 507 for a full disk. A 500 shows a code that the log has beside the traceback.
    """
    if isinstance(sys.exc_info()[1], (MultiValueDictKeyError, InvalidPage)):
        return bad_request(request)
    if disk_is_full(sys.exc_info()[1]):
        return error_page(
            507,
            _("Máy chủ hết chỗ trống"),
            _("Ổ đĩa của máy chủ đang đầy nên chưa nhận được tệp. Bạn quay lại trang trước rồi gửi lại sau ít phút."),
        )
    if _something_is_away(sys.exc_info()[1]):
        return _away()
    code = secrets.token_hex(4)
    log.error("error %s: %s %s", code, request.method, request.path)
    sentence = _(
        "Lỗi ở phía chúng tôi, không phải ở bạn. Bạn thử lại sau ít phút nhé. Còn lỗi thì báo kèm mã %(code)s."
    )
    return error_page(500, _("Trang đang gặp trục trặc"), sentence % {"code": code})


def _away() -> HttpResponse:
    return error_page(
        503,
        _("Trang đang tạm nghỉ"),
        _("Máy chủ dữ liệu đang bận hoặc khởi động lại. Bạn mở lại trang sau nửa phút nhé."),
    )


def disk_is_full(error: BaseException | None) -> bool:
    """Whether `error` says that a disk, or this user's share of it, is full."""
    return isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}


def picture_away() -> HttpResponse:
    """Answer 503 with a drawn placeholder, in place of a picture that storage does not hand out now."""
    words = _("Chưa lấy được hình")
    drawing = render_to_string("base/picture_away.svg", {"words": words})
    headers = {"Cache-Control": "no-store", "Retry-After": "30", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(drawing, status=503, content_type="image/svg+xml", headers=headers)


def _something_is_away(error: BaseException | None) -> bool:
    """Whether `error` says that the database or storage is unreachable, took too long or fails (5xx).

    403 of the storage to our own signature: the clock or the key of this machine is wrong. Nobody who asks can mend it.
    """
    if isinstance(error, ClientError):
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        return status >= 500 or status == 403
    if getattr(error, "is_temporary", False):  # a picture whose storage is silent
        return True
    if isinstance(error, InternalError):  # PostgreSQL closed a transaction that did nothing for too long
        return isinstance(error.__cause__, IdleInTransactionSessionTimeout)
    return isinstance(error, (OperationalError, InterfaceError, BotoCoreError))
