"""Each step of the page editor, and of “Viết nhanh”, is one transaction.

Wagtail saves page, revision and log one by one and then sends the signals by which pictures are closed, copies leave
and search follows. BasePage.publish() and unpublish() are transactions, but the buttons of the editor, “create” and
“unpublish” do not call them: a database that stopped in between left a page that was neither.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

PLACES = ("/admin/pages/", "/admin/toa-soan/viet-nhanh/")


class WholeStepMiddleware:
    """Keeps what a POST below PLACES did only if all of it was done: an answer from 400 on takes it back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, a step of the editor in a transaction."""
        if request.method != "POST" or not request.path_info.startswith(PLACES) or _publishes_translation(request):
            return self.get_response(request)
        with transaction.atomic():
            response = self.get_response(request)
            if response.status_code >= 400:
                transaction.set_rollback(True)
        return response


def _publishes_translation(request: HttpRequest) -> bool:
    """Whether the form is wagtail-localize's, which publishes (by Page.publish()) when its own transaction is over."""
    return request.POST.get("action") == "publish"
