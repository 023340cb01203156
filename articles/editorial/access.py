"""Outlets and sections in which an account works, by its roles (users/roles.py)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from articles.models import SectionPage
from campaign.models import Outlet
from users.models import RoleGroup, User
from users.roles import Role

NEWSROOM = (Role.REPORTER, Role.EDITOR, Role.SECRETARY, Role.CHIEF)


def outlets_of(user: User, roles: Iterable[str] = NEWSROOM) -> QuerySet[Outlet]:
    """Outlets in which `user` holds one of `roles`; all outlets for an administrator."""
    if user.is_superuser:
        return Outlet.objects.order_by("name")
    scopes = RoleGroup.objects.filter(group__user=user, role__in=[str(role) for role in roles]).values("scope")
    return Outlet.objects.filter(slug__in=scopes).order_by("name")


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
