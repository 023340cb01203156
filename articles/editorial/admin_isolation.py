"""One newsroom's drafts do not exist for another: the last lock in front of every page address of the administration.

Wagtail refuses the deed but shows the headline first: explorer, bulk actions and the move within a section
name a page before they ask for rights. Here whoever has no right on a page gets 403 without its name.

Wagtail's own API of pages is for reading: its actions (publish, copy, move, revert, delete …) call Wagtail's action
classes, past `publish()` and `delete()` of our page classes and past the hooks of the editor, so no publish gate would
be asked. Nothing in the administration uses them.
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
#: Reports that name the newest page of every type, whoever's it is.
WHOLE_SITE = "page_types_usage"
#: Who did what, everywhere: for those who answer for it. Each thing's own history stays with its editors.
SITE_HISTORY = "site_history"
MAX_IDS = 1000


class ReadOnlyPages(PagesAdminAPIViewSet):
    actions = {}


class NewsroomWallMiddleware:
    """403 for page addresses of /admin/ that name a page outside the account's newsroom."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
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
    """Primary keys of the pages the address is about. Ids that are no numbers are left to the view."""
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
    """Whether `user` holds some right on each page that exists, or passes through it on the way to one of them."""
    there = Page.objects.filter(pk__in=pages)
    return not there.exclude(pk__in=page_permission_policy.explorable_instances(user).values("pk")).exists()
