"""Outlets and sections in which an account works, by its roles (users/roles.py)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from articles.models import ArticlePage, SectionPage
from base.caching.headers import PERSONAL
from campaign.models import Outlet
from users.models import RoleGroup
from users.roles import Role

NEWSROOM = (Role.REPORTER, Role.EDITOR, Role.SECRETARY, Role.CHIEF)
ARRANGERS = (Role.SECRETARY, Role.CHIEF)  # may schedule, syndicate, read the fee report


def outlets_of(user: Any, roles: Iterable[str] = NEWSROOM) -> QuerySet[Outlet]:
    """Outlets in which `user` holds one of `roles`; all outlets for an administrator."""
    if user.is_superuser:
        return Outlet.objects.order_by("name")
    scopes = RoleGroup.objects.filter(group__user=user, role__in=[str(role) for role in roles]).values("scope")
    return Outlet.objects.filter(slug__in=scopes).order_by("name")


def chosen_outlet(request: HttpRequest, roles: Iterable[str] = NEWSROOM) -> tuple[list[Outlet], list[Outlet]]:
    """(outlets the account may see, those that `?co-quan=` asks for). Raises PermissionDenied without any."""
    mine = list(outlets_of(request.user, roles))
    if not mine:
        raise PermissionDenied(_("Trang này dành cho người của tòa soạn."))
    slug = request.GET.get("co-quan", "")
    chosen = [outlet for outlet in mine if outlet.slug == slug] if slug else mine
    return mine, chosen or mine


def sections_of(outlets: Iterable[Outlet]) -> list[SectionPage]:
    """Sections of `outlets`, in all languages."""
    return list(
        SectionPage.objects.filter(outlet__in=list(outlets)).select_related("locale", "outlet").order_by("path")
    )


def within(sections: Iterable[SectionPage]) -> Q:
    """Condition on a page: directly below one of `sections`."""
    condition = Q(pk__in=[])
    for section in sections:
        condition |= Q(path__startswith=section.path, depth=section.depth + 1)
    return condition


def private_address(response: HttpResponse) -> HttpResponse:
    """Set the headers of a page at a secret address: not cached, not indexed, not sent as referrer to other sites."""
    response.headers["Cache-Control"] = PERSONAL
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin"  # "no-referrer" would send Origin: null and fail CSRF
    return response


def story_or_404(request: HttpRequest, page_id: int, right: str = "can_edit") -> ArticlePage:
    """The story with this id. Raises Http404, or PermissionDenied when the permission tester denies `right`."""
    page = get_object_or_404(ArticlePage.objects.select_related("locale"), pk=page_id).specific
    if not getattr(page.permissions_for_user(request.user), right)():
        raise PermissionDenied
    return page
