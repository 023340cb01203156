"""The public JSON API, version 1: read-only, cached at the edge, limited per address (docs/api.md).

It is a Django Ninja API of our own and not Wagtail's API v3, which also writes, knows accounts and
shows every page type.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import ValidationError

from articles.feeds.api import router as stories
from base.caching.headers import public_page
from media_library.public.sharing.api import router as assets
from users.signin.throttling import may_try

api = NinjaAPI(title="Không một mình", version="1", urls_namespace="public_api", docs_url=None, openapi_url=None)
api.add_router("/tai-lieu/", assets)
api.add_router("/bai/", stories)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: Any) -> HttpResponse:
    """400 with the names of the parameters that are not understood."""
    fields = sorted({str(item["loc"][-1]) for item in error.errors})
    sentence = _("Tham số chưa đúng: %(fields)s. Bạn xem giá trị được dùng ở /api/v1/openapi.json.")
    return api.create_response(
        request, {"error": sentence % {"fields": ", ".join(fields)}, "fields": fields}, status=400
    )


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Http404) -> HttpResponse:
    """404 with the sentence of the view."""
    return api.create_response(request, {"error": str(error) or _("Không có địa chỉ này.")}, status=404)


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The description of the API as OpenAPI 3.1."""
    return public_page(api.create_response(request, api.get_openapi_schema(path_prefix="/api/v1/"), status=200))


class ApiMiddleware:
    """Answers of /api/: limited per address of the network, cached at the edge when good, readable by every site."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """429 above ACCOUNT_RATE_LIMITS["api"], else the answer with its headers."""
        if not request.path_info.startswith("/api/"):
            response: HttpResponse = self.get_response(request)
            return response
        if not may_try(request, "api"):
            refused = api.create_response(
                request, {"error": _("Bạn hỏi quá nhiều lần. Bạn đợi một phút rồi hỏi tiếp.")}, status=429
            )
            refused["Retry-After"] = "60"
            refused["Cache-Control"] = "no-store"
            return refused
        response = self.get_response(request)
        if response.status_code == 200:
            public_page(response)
            response["Access-Control-Allow-Origin"] = "*"
        else:
            response["Cache-Control"] = "no-store"
        return response
