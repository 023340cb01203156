"""Permissions of translators, derived from the page permissions in the tree of each language."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from wagtail.models import Locale, Page
from wagtail.permissions import page_permission_policy

from users.models import Account

#: Page permissions that open the translations pages.
_WORKING = {"change_page", "publish_page"}


def may_use_dashboard(user: Account) -> bool:
    """Whether `user` may open the translations pages: translators, and the newsroom's editors, secretaries and chiefs.

    Not reporters, who only add pages, nor library, KOL desk and authorities, who have no pages.
    """
    if not user.is_active or user.is_superuser:
        return user.is_active
    permissions = page_permission_policy.get_cached_permissions_for_user(user)
    return any(item.permission.codename in _WORKING for item in permissions)


def dashboard_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorator: raises PermissionDenied unless may_use_dashboard()."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_use_dashboard(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def home_of(language: str) -> Page | None:
    """The front page of `language`; None without one."""
    return Page.objects.filter(depth=2, locale__language_code=language).first()


def may_translate(user: Account, language: str) -> bool:
    """Whether `user` may change the front page or any other page in `language`."""
    if user.is_superuser:
        return True
    home = home_of(language)
    if home is None:
        return False
    return home.permissions_for_user(user).can_edit() or _may_edit_below(user, language)


def _may_edit_below(user: Account, language: str) -> bool:
    groups = user.groups.values("pk")
    return Page.objects.filter(
        locale__language_code=language,
        group_permissions__group__in=groups,
        group_permissions__permission__codename="change_page",
    ).exists()


def must_translate(user: Account, language: str) -> Locale:
    """The Locale of `language`. Raises PermissionDenied unless may_translate(), Http404 for an unknown language."""
    if not may_translate(user, language):
        raise PermissionDenied
    return get_object_or_404(Locale, language_code=language)
