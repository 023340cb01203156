"""Middleware for all apps: health check, input checks, compression, policy of /admin/, language of the URL."""

from __future__ import annotations

from urllib.parse import unquote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.middleware.gzip import GZipMiddleware
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csp import csp_override

from .errors import WrongState, bad_request, wrong_method, wrong_state


class HealthMiddleware:
    """Answers /healthz with 200 while the process runs; uses neither database, cache nor storage.

    Must be first in the list: container engines ask by IP address and over plain HTTP, which the host check and the
    HTTPS redirect would refuse.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return HttpResponse("ok", content_type="text/plain", headers={"Cache-Control": "no-store"})
        return self.get_response(request)


class PermissionsPolicyMiddleware:
    """Adds the header Permissions-Policy (settings.PERMISSIONS_POLICY) to every response."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response


class CleanInputMiddleware:
    """Refuses malformed requests with an error page that says what to do (docs/security.md, rule 39).

    400 for NUL bytes and broken UTF-8, on which PostgreSQL raises an error, and for forms that arrived incomplete,
    whose missing fields would be saved as empty. 405 with a page instead of Django's empty answer.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            path = unquote(request.META.get("PATH_INFO", "") + request.META.get("QUERY_STRING", ""), errors="strict")
        except UnicodeDecodeError:
            return bad_request(request, _("Địa chỉ có ký tự không đọc được. Bạn thử gõ lại địa chỉ."))
        if "\0" in path or "\ufffd" in request.path:
            return bad_request(request, _("Địa chỉ có ký tự không hợp lệ. Bạn thử gõ lại địa chỉ."))
        response = self.get_response(request)
        if response.status_code == 405 and not response.streaming and not response.content:
            return wrong_method(request, response.headers.get("Allow", ""))
        if response.status_code == 400 and not response.streaming and response.content in _WAGTAILS_OWN:
            return bad_request(request, _("Bạn chưa chọn tệp."))
        return response

    def process_view(self, request, view, args, kwargs):
        """Check form fields. Not earlier: reading them before the view is chosen would fix the upload handlers."""
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
        if any("\0" in value for values in request.POST.lists() for value in (values[0], *values[1])):
            return _refuse(
                request, view, _("Nội dung gửi lên có ký tự không hợp lệ (NUL). Bạn xóa ký tự đó rồi gửi lại.")
            )
        return None


#: Wagtail's plain English answer to a file with an empty name, which Django's parser drops.
_WAGTAILS_OWN = {b"Must upload a file"}


def _refuse(request: HttpRequest, view, sentence: str) -> HttpResponse:
    """Answer 400: as JSON {"error": sentence} where the view has the attribute `answers_json`, else as a page."""
    if getattr(view, "answers_json", False):
        return JsonResponse({"error": sentence}, status=400, headers={"Cache-Control": "no-store"})
    return bad_request(request, sentence)


def _arrived_whole(request: HttpRequest) -> bool:
    """Whether as many bytes arrived as Content-Length announces; reads the form. Django does not check this."""
    request.POST  # noqa: B018 - reading it fills the stream's position
    announced = int(request.META.get("CONTENT_LENGTH") or 0)
    came = len(request._body) if hasattr(request, "_body") else getattr(request._stream, "_pos", announced)
    return came >= announced


class TextGZipMiddleware(GZipMiddleware):
    """Compresses text and feeds only: images, clips and downloads are compressed already and need length and ranges."""

    def process_response(self, request, response):
        kind = response.headers.get("Content-Type", "")
        if response.streaming or not kind.startswith(
            ("text/", "application/json", "application/xml", "application/rss")
        ):
            return response
        return super().process_response(request, response)


class AdminPolicyMiddleware:
    """Sets settings.ADMIN_CSP on /admin/, which allows the inline scripts and styles that Wagtail needs."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not request.path.startswith("/admin/") or getattr(request, "has_own_policy", False):
            return response
        return csp_override(settings.ADMIN_CSP)(lambda _request: response)(request)


#: Personal pages, never cached, with one URL for all languages: the reader's choice of language applies, by cookie.
SPEAKING = ("/tai-khoan/", "/doi-tac/")
ASKED = (*SPEAKING, "/tai/", "/tai-tep/")  # where `?tieng=` applies; downloads and uploads set no cookie
CHOICE = "tieng"  # name of the query parameter and of the cookie with the chosen language
CHOICE_SECONDS = 180 * 24 * 3600


class WrongStateMiddleware:
    """Answers 409 where a view raises WrongState: the object's state does not allow the step any more."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return wrong_state(request, exception) if isinstance(exception, WrongState) else None


class PathLanguageMiddleware:
    """Chooses the language by the URL: /en/ and /km/ are English and Khmer, everything else is Vietnamese.

    Django's LocaleMiddleware also reads cookies and Accept-Language, so that every cached page would vary on them.
    Account and partner pages have one URL each: `?tieng=km` chooses there, and a cookie keeps it for these pages only.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = _chosen(request) if request.path_info.startswith(ASKED) else ""
        kept = request.COOKIES.get(CHOICE, "") if request.path_info.startswith(SPEAKING) else ""
        language = translation.get_language_from_path(request.path_info) or chosen or _known(kept)
        request.language_is_chosen = bool(chosen or _known(kept))  # by the reader, not the default
        language = language or settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if chosen and chosen != kept and request.path_info.startswith(SPEAKING):
            response.set_cookie(
                CHOICE, chosen, CHOICE_SECONDS, secure=request.is_secure(), httponly=True, samesite="Lax"
            )
        return response


def _chosen(request: HttpRequest) -> str:
    return _known(request.GET.get(CHOICE, ""))


def _known(code: str) -> str:
    return code if code in dict(settings.LANGUAGES) else ""
