"""Middleware that hides other newsrooms' pages in the administration.

Wagtail refuses actions on a page without rights, but explorer, bulk actions and the move dialogue show its title
before they check. This middleware answers 403, without the title, for pages on which the account has no right.

ReadOnlyPages replaces Wagtail's own API of pages by one for reading: that API's actions (publish, copy, move, revert,
delete …) call Wagtail's action classes, without `publish()` and `delete()` of our page classes and without the editor's
hooks, so they would bypass the publish gates. Nothing in the administration uses them.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from base.errors import permission_denied
from base.text import whole_number

PAGES = "wagtailadmin_pages"
EXPLORER = {"wagtailadmin_explore", "wagtailadmin_explore_results"}
#: Reports that name the newest page of every type, of any outlet.
WHOLE_SITE = "page_types_usage"
#: History of the whole site: only for accounts that may publish. The history of one page stays open to its editors.
SITE_HISTORY = "site_history"
MAX_IDS = 1000  # of one bulk action


class ReadOnlyPages(PagesAdminAPIViewSet):
    """Wagtail's API of pages without its actions."""

    actions = {}


class NewsroomWallMiddleware:
    """403 for addresses of /admin/ that name a page outside the account's newsroom."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Check the pages that the address names; None lets the request pass."""
        if not request.path_info.startswith("/admin/") or not request.user.is_authenticated:
            return None
        if request.user.is_superuser:
            return None
        match = request.resolver_match
        name = match.url_name or ""
        if WHOLE_SITE in name or (SITE_HISTORY in name and not _publishes(request.user)):
            return permission_denied(request)
        named = _pages_named(request, match, args, kwargs)
        if named and not _works_on_all(request.user, named):
            return permission_denied(request)
        return None


def _pages_named(request: HttpRequest, match, args: tuple, kwargs: dict) -> set[int]:
    """Primary keys of the pages that the address names; ids that are no numbers are left to the view."""
    if PAGES in match.namespaces or match.url_name in EXPLORER:
        values = [kwargs.get("page_id"), kwargs.get("page_to_move_id"), kwargs.get("pk"), kwargs.get("parent_page_id")]
    elif match.url_name == "wagtail_bulk_action" and kwargs.get("model_name") == "page":
        values = request.GET.getlist("id")[:MAX_IDS]
    else:
        return set()
    return {number for value in values if (number := whole_number(value)) is not None}


def _publishes(user) -> bool:
    return page_permission_policy.user_has_permission(user, "publish")


def _works_on_all(user, pages: set[int]) -> bool:
    """Whether Wagtail's explorer shows `user` every existing one of `pages`: own pages and their ancestors."""
    there = Page.objects.filter(pk__in=pages)
    return not there.exclude(pk__in=page_permission_policy.explorable_instances(user).values("pk")).exists()
