"""Outlets and sections in which an account works, by its roles (users/roles.py)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, F, Func, Q, QuerySet
from wagtail.models import Page

from articles.models import SectionPage
from campaign.models import Outlet
from users.models import RoleGroup, User
from users.roles import Role, roles_of

NEWSROOM = (Role.REPORTER, Role.EDITOR, Role.SECRETARY, Role.CHIEF)


def outlets_of(user: User, roles: Iterable[str] = NEWSROOM) -> QuerySet[Outlet]:
    """Outlets in which `user` holds one of `roles`; all outlets for an administrator."""
    if user.is_superuser:
        return Outlet.objects.order_by("name")
    scopes = RoleGroup.objects.filter(group__user=user, role__in=[str(role) for role in roles]).values("scope")
    return Outlet.objects.filter(slug__in=scopes).order_by("name")


def works_as(user: User, roles: Iterable[str] = NEWSROOM) -> bool:
    """Whether `user` holds one of `roles` in any outlet; an administrator where there is one. One query a request."""
    if "known_outlets" not in user.__dict__:
        scopes = {scope for _role, scope in roles_of(user)} if not user.is_superuser else set()
        user_outlets = Outlet.objects.all() if user.is_superuser else Outlet.objects.filter(slug__in=scopes)
        user.__dict__["known_outlets"] = set(user_outlets.values_list("slug", flat=True))
    outlets: set[str] = user.__dict__["known_outlets"]
    if user.is_superuser:
        return bool(outlets)
    role_names = {str(role) for role in roles}
    return any(role in role_names and scope in outlets for role, scope in roles_of(user))


def works_on(user: User | None, page: Page) -> bool:
    """Whether `user` has an account that is open, with a right on pages of the section of `page`, or on the section."""
    if user is None or not user.is_active:
        return False
    return user.is_superuser or bool(page.permissions_for_user(user).permissions)


def sections_of(outlets: Iterable[Outlet]) -> list[SectionPage]:
    """Sections of `outlets`, in all languages."""
    return list(
        SectionPage.objects.filter(outlet__in=list(outlets)).select_related("locale", "outlet").order_by("path")
    )


class BeginsWithOneOf(Func):
    """Condition that a path of the page tree begins with one of `paths`; uses the index of the path.

    One expression, because Django needs as long to compile each lookup of a long OR as a small query.
    """

    output_field = BooleanField()
    arity = 1

    def __init__(self, expression: Any, paths: Iterable[str] = ()) -> None:
        super().__init__(expression)
        self.paths = tuple(paths)

    def as_sql(self, compiler: Any, connection: Any, *_more: Any, **_extra: Any) -> tuple[str, tuple[Any, ...]]:
        """One LIKE for each path; paths need no escaping, they have only letters and digits."""
        path, of_path = compiler.compile(self.get_source_expressions()[0])
        params = tuple(param for begin in self.paths for param in (*of_path, f"{begin}%"))
        return "(" + " OR ".join([f"{path} LIKE %s"] * len(self.paths)) + ")", params


def within(sections: Iterable[SectionPage]) -> Q:
    """Condition on a page: directly below one of `sections`."""
    by_depth: dict[int, list[str]] = {}
    for section in sections:
        by_depth.setdefault(section.depth + 1, []).append(section.path)
    condition = Q(pk__in=[])
    for depth, paths in by_depth.items():
        condition |= Q(BeginsWithOneOf(F("path"), paths), depth=depth)
    return condition
