"""Base views of the newsroom's pages in the administration: outlet and story of the address, breadcrumbs, headers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from articles.editorial.access import NEWSROOM, outlets_of, sections_of, within
from articles.models import ArticlePage
from base.caching.headers import PERSONAL
from base.pagination import page_of
from campaign.models import Outlet
from users.http import SignedInRequest


def chosen_outlet(request: SignedInRequest, roles: Iterable[str] = NEWSROOM) -> tuple[list[Outlet], list[Outlet]]:
    """(outlets the account may see, those that `?co-quan=` asks for). Raises PermissionDenied without any."""
    mine = list(outlets_of(request.user, roles))
    if not mine:
        raise PermissionDenied(_("Trang này dành cho người của tòa soạn."))
    slug = request.GET.get("co-quan", "")
    chosen = [outlet for outlet in mine if outlet.slug == slug] if slug else mine
    return mine, chosen or mine


def private_address(response: HttpResponse) -> HttpResponse:
    """Set the headers of a page at a secret address: not cached, not indexed, not sent as referrer to other sites."""
    response.headers["Cache-Control"] = PERSONAL
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin"  # "no-referrer" would send Origin: null and fail CSRF
    return response


def story_or_404(request: SignedInRequest, page_id: int, right: str = "can_edit") -> ArticlePage:
    """The story with this id. Raises Http404, or PermissionDenied when the permission tester denies `right`."""
    page = get_object_or_404(ArticlePage.objects.select_related("locale"), pk=page_id).specific
    if not getattr(page.permissions_for_user(request.user), right)():
        raise PermissionDenied
    return page


class NewsroomAdminView(WagtailAdminTemplateMixin, TemplateView):
    """A page below “Tòa soạn”."""

    request: SignedInRequest
    header_icon = "doc-full-inverse"
    parent: tuple[str, Any] | None = None

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Wagtail's items, the board, and this page without a link."""
        here = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, {"url": reverse("newsroom:board"), "label": _("Tòa soạn")}, here]


class StoryAdminView(NewsroomAdminView):
    """A page about one story; setup() sets `story` and raises PermissionDenied without `right`."""

    right = "can_edit"
    page_title = gettext_lazy("Bài")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the story of the address. Raises Http404, PermissionDenied."""
        super().setup(request, *args, **kwargs)
        self.story = story_or_404(self.request, kwargs["page_id"], self.right)

    def get_page_subtitle(self) -> str:
        """The title of the newest draft."""
        return self.story.get_admin_display_title()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "story": self.story,
            "take_down": self.story.standing_take_down,
            "edit_address": reverse("wagtailadmin_pages:edit", args=[self.story.pk]),
        }


class OutletListView(NewsroomAdminView):
    """Rows about stories of the outlets that `?co-quan=` chooses, page by page."""

    per_page = 50

    def rows_of(self, stories: QuerySet[ArticlePage]) -> QuerySet[Any]:
        """The rows about `stories`, in the order of the list."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine, chosen = chosen_outlet(self.request)
        rows = self.rows_of(ArticlePage.objects.filter(within(sections_of(chosen))))
        return super().get_context_data(**kwargs) | {
            "outlets": mine,
            "chosen": chosen[0].slug if len(chosen) == 1 and len(mine) > 1 else "",
            "page_obj": page_of(Paginator(rows, self.per_page), self.request),
        }
