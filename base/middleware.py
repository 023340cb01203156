"""Middleware for all apps: health check, input checks, compression, policies for browsers, language of the URL."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, ObjectNotUpdated
from django.core.signing import BadSignature
from django.db import Error, IntegrityError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from psycopg.errors import ForeignKeyViolation, StringDataRightTruncation, UniqueViolation

from .errors import WrongState, bad_request, permission_denied, wrong_method, wrong_state
from .requests.malformed import (
    counts_what_it_looks_for,
    holds_json_object,
    holds_nul,
    is_odd_form,
    is_odd_query,
    quotes_what_was_sent,
)

log = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponse]
CAN_RENDER = "/healthz/pages"  # what deploy/varnish.vcl asks before it chooses between a fresh and a stale copy


class HealthMiddleware:
    """Answers /healthz with 200 while the process runs, without database, cache or storage.

    CAN_RENDER is 503 while the database does not answer. Container engines must not ask it: a restart of our processes
    mends nothing then.

    Must be first in the list: container engines and the edge ask by IP address or name and over plain HTTP, which the
    host check and the HTTPS redirect would refuse.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """200 “ok” for /healthz; 200 or 503 for CAN_RENDER."""
        if request.path not in {"/healthz", CAN_RENDER}:
            return self.get_response(request)
        text, status = ("ok", 200) if request.path == "/healthz" or _database_answers() else ("no database", 503)
        return HttpResponse(text, status=status, content_type="text/plain", headers={"Cache-Control": "no-store"})


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


class BrowserPolicyMiddleware:
    """Adds Permissions-Policy to every response, and Cross-Origin-Resource-Policy to pages and personal answers.

    Pictures and feeds have no Cross-Origin-Resource-Policy, because feed readers show them in pages of their own.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The view's answer with the header; one that the view has set stays."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if is_page or "private" in response.headers.get("Cache-Control", ""):
            response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class CountedRequest(HttpRequest):
    """A request of which CleanInputMiddleware counts how many bytes of the body have been read."""

    bytes_read: int


class CleanInputMiddleware:
    """Refuses malformed requests with an error page that says what to do (docs/security.md, rule 39).

    400 for NUL bytes and broken UTF-8, on which PostgreSQL raises an error, and for forms that arrived incomplete,
    whose missing fields would be saved as empty. 405 with a page instead of Django's empty answer.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: CountedRequest) -> HttpResponse:
        """Answer 400 for a malformed address, else what the view answers; empty answers of 405 get a page."""
        try:
            path = unquote(request.META.get("PATH_INFO", "") + request.META.get("QUERY_STRING", ""), errors="strict")
        except UnicodeDecodeError:
            return bad_request(request, _("Địa chỉ có ký tự không đọc được. Bạn thử gõ lại địa chỉ."))
        if "\0" in path or "\ufffd" in request.path:
            return bad_request(request, _("Địa chỉ có ký tự không hợp lệ. Bạn thử gõ lại địa chỉ."))
        _count_bytes(request)
        response = self.get_response(request)
        if response.status_code == 405 and not response.streaming and not response.content:
            return wrong_method(request, response.headers.get("Allow", ""))
        if _is_bare_refusal(response):
            if response.status_code == 403:
                return permission_denied(request)
            return bad_request(request, _("Bạn chưa chọn tệp.") if response.content == _NO_FILE else "")
        return response

    def process_view(
        self, request: CountedRequest, view: View, args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Check form fields. Not earlier: reading them before the view is chosen would fix the upload handlers."""
        in_admin = request.path.startswith("/admin/")
        if in_admin and is_odd_query(request.GET):
            return bad_request(request)
        if in_admin and counts_what_it_looks_for(request.GET):
            return bad_request(
                request, _("Danh sách này chưa lọc được số lần dùng trong lúc tìm chữ. Bạn bỏ một trong hai.")
            )
        if in_admin and request.method == "PATCH" and not _holds_json_object(request):
            return bad_request(request)  # Wagtail expects an object, and breaks on a bare number or a wrong encoding
        if request.method != "POST" or request.content_type not in {
            "application/x-www-form-urlencoded",
            "multipart/form-data",
        }:
            return None
        try:
            whole = _arrived_whole(request)
        except UnreadablePostError:
            whole = False
        if not whole:
            return _refuse(
                request, view, _("Mạng bị ngắt nên biểu mẫu chưa lên hết và chưa lưu gì. Bạn gửi lại giúp nhé.")
            )
        if in_admin and is_odd_form(request.POST):
            return bad_request(request)
        if holds_nul(request.POST):
            return _refuse(
                request, view, _("Nội dung gửi lên có ký tự không hợp lệ (NUL). Bạn xóa ký tự đó rồi gửi lại.")
            )
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """400 if a view of Wagtail's failed on sent data that it expected to be a number, signed, or short."""
        if not request.path.startswith("/admin/"):
            return None
        is_long = isinstance(exception.__cause__, StringDataRightTruncation)
        if not (is_long or quotes_what_was_sent(request, exception) or isinstance(exception.__context__, BadSignature)):
            return None
        log.warning("malformed request: %s", request.path, exc_info=exception)
        return bad_request(
            request, _("Một ô có nhiều chữ hơn mức cho phép. Bạn viết ngắn lại rồi gửi lần nữa.") if is_long else ""
        )


#: Wagtail's plain English answer to a file with an empty name, which Django's parser drops.
_NO_FILE = b"Must upload a file"


def _is_bare_refusal(response: HttpResponse) -> bool:
    """Whether an answer 400 or 403 is empty or a bare English sentence, as some of Wagtail's views send it."""
    if response.status_code not in {400, 403} or response.streaming or b"<" in response.content:
        return False
    return response.headers.get("Content-Type", "").startswith(("text/html", "text/plain"))


def _refuse(request: HttpRequest, view: View, sentence: str | Promise) -> HttpResponse:
    """Answer 400: as JSON {"error": sentence} where the view has the attribute `answers_json`, else as a page."""
    if getattr(view, "answers_json", False):
        return JsonResponse({"error": sentence}, status=400, headers={"Cache-Control": "no-store"})
    return bad_request(request, sentence)


def _holds_json_object(request: HttpRequest) -> bool:
    """Whether the body has arrived and is a JSON object."""
    try:
        return holds_json_object(request.body)
    except UnreadablePostError:
        return False


def _count_bytes(request: CountedRequest) -> None:
    """Count in `request.bytes_read` what is read of the body. Django's parsers use the request's public methods."""
    request.bytes_read = 0

    def counted(read: Callable[..., bytes]) -> Callable[..., bytes]:
        def take(*args: int) -> bytes:
            data = read(*args)
            request.bytes_read += len(data)
            return data

        return take

    # On this request only: Django has no hook between the server's stream and its parsers.
    request.read = counted(request.read)  # type: ignore[method-assign]
    request.readline = counted(request.readline)  # type: ignore[method-assign]


def _arrived_whole(request: CountedRequest) -> bool:
    """Whether as many bytes arrived as Content-Length announces; reads the form. Django does not check this.

    Raises UnreadablePostError where the connection broke off.
    """
    announced, _form = int(request.META.get("CONTENT_LENGTH") or 0), request.POST
    return request.bytes_read >= announced


class TextGZipMiddleware(GZipMiddleware):
    """Compresses text and feeds only: images, clips and downloads are compressed already and need length and ranges."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """`response`, compressed where the browser accepts it and the kind of content gains by it."""
        kind = response.headers.get("Content-Type", "")
        if response.streaming or not kind.startswith(
            ("text/", "application/json", "application/xml", "application/rss")
        ):
            return response
        return super().process_response(request, response)


#: Personal pages, never cached, with one URL for all languages: the reader's choice of language applies, by cookie.
SPEAKING = ("/tai-khoan/", "/doi-tac/")
ASKED = (*SPEAKING, "/tai/", "/tai-tep/")  # where `?tieng=` applies; downloads and uploads set no cookie
CHOICE = "tieng"  # name of the query parameter and of the cookie with the chosen language
CHOICE_SECONDS = 180 * 24 * 3600


class WrongStateMiddleware:
    """Answers 409 where a view raises WrongState: the object's state does not allow the step any more.

    Also where two people saved rows of one name or address at the same moment, past the check of their forms, and where
    somebody deleted a row after the view had read it and before it locked, saved or referred to it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; process_exception() does the work."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """409 for WrongState and for a row that somebody else has just written or deleted, None for everything else."""
        if isinstance(exception, IntegrityError) and isinstance(exception.__cause__, UniqueViolation):
            log.error("two rows of one key", exc_info=exception)
            exception = WrongState(
                _("Người khác vừa lưu một mục cùng tên hoặc cùng địa chỉ. Bạn quay lại rồi lưu lại.")
            )
        elif request.method not in {"GET", "HEAD"} and _misses_a_row(exception):
            log.error("a row is gone", exc_info=exception)
            exception = WrongState(_("Người khác vừa xóa một mục ở đây, nên chưa làm được. Bạn tải lại trang."))
        return wrong_state(request, exception) if isinstance(exception, WrongState) else None


def _misses_a_row(exception: Exception) -> bool:
    """Whether a row was not there to be locked, to be saved, or to be referred to."""
    if isinstance(exception, IntegrityError):
        return isinstance(exception.__cause__, ForeignKeyViolation)
    return isinstance(exception, (ObjectDoesNotExist, ObjectNotUpdated))


class SpokenRequest(HttpRequest):
    """A request after PathLanguageMiddleware."""

    LANGUAGE_CODE: str
    language_is_chosen: bool  # by the reader, not the default


class PathLanguageMiddleware:
    """Chooses the language by the URL: /en/ and /km/ are English and Khmer, everything else is Vietnamese.

    Django's LocaleMiddleware also reads cookies and Accept-Language, so that every cached page would vary on them.
    Account and partner pages have one URL each: `?tieng=km` chooses there, and a cookie keeps it for these pages only.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: SpokenRequest) -> HttpResponse:
        """Activate the language, and keep the reader's choice in a cookie on pages that have one address."""
        chosen = _chosen(request) if request.path_info.startswith(ASKED) else ""
        cookie = request.COOKIES.get(CHOICE, "") if request.path_info.startswith(SPEAKING) else ""
        language = translation.get_language_from_path(request.path_info) or chosen or _known(cookie)
        request.language_is_chosen = bool(chosen or _known(cookie))
        language = language or settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if chosen and chosen != cookie and request.path_info.startswith(SPEAKING):
            response.set_cookie(
                CHOICE, chosen, CHOICE_SECONDS, secure=request.is_secure(), httponly=True, samesite="Lax"
            )
        return response


def _chosen(request: HttpRequest) -> str:
    return _known(request.GET.get(CHOICE, ""))


def _known(code: str) -> str:
    return code if code in dict(settings.LANGUAGES) else ""
