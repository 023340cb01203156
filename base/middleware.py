"""Middleware that belongs to no single app."""

from __future__ import annotations

from urllib.parse import unquote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from .errors import bad_request


class HealthMiddleware:
    """Answer /healthz before anything else: it says that the process lives and touches no dependency.

    First in the list, because container engines ask by address and over plain HTTP, which host
    checks and the HTTPS redirect would refuse.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return HttpResponse("ok", content_type="text/plain", headers={"Cache-Control": "no-store"})
        return self.get_response(request)


class CleanInputMiddleware:
    """Refuse NUL bytes and broken UTF-8 in addresses and form fields before PostgreSQL turns them into a 500.

    Raises nothing; answers 400 with a Vietnamese sentence (security.md, rule 39).
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
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Look at form fields only once a view is chosen: reading them earlier would decide the upload handlers."""
        if request.method != "POST" or request.content_type not in {
            "application/x-www-form-urlencoded",
            "multipart/form-data",
        }:
            return None
        if any("\0" in value for values in request.POST.lists() for value in (values[0], *values[1])):
            return bad_request(request, _("Nội dung gửi lên có ký tự không hợp lệ (NUL). Bạn xóa ký tự đó rồi gửi lại."))
        return None


class AdminPolicyMiddleware:
    """Give /admin/ its looser, written browser policy: Wagtail needs inline parts (stack.md 10)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith("/admin/") and not hasattr(response, "_csp_config"):
            response._csp_config = settings.ADMIN_CSP
        return response


class PathLanguageMiddleware:
    """The address alone decides the language: /en/ and /km/ are what they say, everything else is Vietnamese.

    Django's LocaleMiddleware would look at cookies and Accept-Language, and every cached page would vary on them.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
