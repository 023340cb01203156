"""Each step of Wagtail's page editor is one transaction.

Wagtail saves page, revision and log one by one and then sends the signals by which pictures are closed, copies leave
and search follows. BasePage.publish() and unpublish() are transactions, but the buttons of the editor, “create” and
“unpublish” do not call them: a database that stopped in between left a page that was neither.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

PAGES = "/admin/pages/"


class WholeStepMiddleware:
    """Keeps what a POST below PAGES did only if all of it was done: an answer from 400 on takes it back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, a POST of the page editor in a transaction."""
        if request.method != "POST" or not request.path_info.startswith(PAGES):
            return self.get_response(request)
        with transaction.atomic():
            response = self.get_response(request)
            if response.status_code >= 400:
                transaction.set_rollback(True)
        return response
