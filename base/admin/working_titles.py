"""Who reads the headline of a draft: in the administration who works on its page; others read the live one.

Choosers, dashboards and the front desk name live pages of all newsrooms. Their drafts are shown to their newsroom only
(docs/permissions.md), so also a headline that is not published yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

EXPLORED = {"add", "change", "publish", "lock", "unlock", "bulk_delete"}  # the explorer shows what one may do any of
_request: ContextVar[HttpRequest | None] = ContextVar("request of the administration", default=None)


@contextmanager
def shown_to(request: HttpRequest) -> Iterator[None]:
    """Context manager in which titles are shown to the account of `request`."""
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)


def may_read(page: Page) -> bool:
    """Whether the account works on `page`; True outside of a request of the administration: in jobs, in letters."""
    request = _request.get()
    if request is None:
        return True
    return bool(page_permission_policy.user_has_any_permission_for_instance(request.user, EXPLORED, page))
