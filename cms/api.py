"""The public JSON API, version 1: read-only, cached at the edge, limited per address (docs/api.md).

It is a Django Ninja API of our own and not Wagtail's API v3, which also writes, knows accounts and
shows every page type.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe
from ninja import NinjaAPI
from ninja.errors import ValidationError

from activities.events.api import router as events
from articles.feeds.api import router as stories
from base.caching.headers import public_page
from media_library.public.sharing.api import router as assets
from reporting.api import router as figures
from schools.coverage.api import router as coverage
from users.signin.throttling import may_try

Run = Callable[..., HttpResponse]


def public_api(run: Run) -> Run:
    """Limit an operation per address of the network, cache good responses at the edge, let every site read them.

    Answers carry an ETag; 304 for `If-None-Match` with it. 429 above ACCOUNT_RATE_LIMITS["api"].
    """

    @conditional_page
    @wraps(run)
    def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if may_try(request, "api"):
            response = run(request, *args, **kwargs)
        else:
            sentence = _("Bạn hỏi quá nhiều lần. Bạn đợi một phút rồi hỏi tiếp.")
            response = api.create_response(request, {"error": sentence}, status=429)
            response["Retry-After"] = "60"
        if response.status_code == 200:
            response["Access-Control-Allow-Origin"] = "*"
            return public_page(response)
        response["Cache-Control"] = "no-store"
        return response

    return limited


api = NinjaAPI(title="Không một mình", version="1", urls_namespace="public_api", docs_url=None, openapi_url=None)
api.add_decorator(public_api, mode="view")
api.add_router("/tai-lieu/", assets)
api.add_router("/bai/", stories)
api.add_router("/do-phu/", coverage)
api.add_router("/su-kien/", events)
api.add_router("/so-lieu/", figures)


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
@public_api
def openapi(request: HttpRequest) -> HttpResponse:
    """The description of the API as OpenAPI 3.1."""
    return api.create_response(request, api.get_openapi_schema(path_prefix="/api/v1/"), status=200)
