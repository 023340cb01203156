"""Who may work in which language.

The page tree of a language decides: whoever may add or change pages below its front page works in it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from wagtail.models import Locale, Page
from wagtail.permissions import page_permission_policy

#: Rights on pages that make a person one of the translations desk: who edits, translates or publishes.
_WORKING = {"change_page", "publish_page"}


def may_use_desk(user) -> bool:
    """True for translators and for the newsroom's editors, secretaries and chiefs, whose texts are translated.

    Reporters only add what others edit; library, KOL desk and authorities have no page to translate.
    """
    if not user.is_active or user.is_superuser:
        return user.is_active
    held = page_permission_policy.get_cached_permissions_for_user(user)
    return any(one.permission.codename in _WORKING for one in held)


def of_the_desk(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """`view` for those who may use the translations desk; raises PermissionDenied for others."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not may_use_desk(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def home_of(language: str) -> Page | None:
    return Page.objects.filter(depth=2, locale__language_code=language).first()


def may_translate(user, language: str) -> bool:
    """True for translators of `language` and for those who may change pages anywhere in it."""
    if user.is_superuser:
        return True
    home = home_of(language)
    return bool(home) and (home.permissions_for_user(user).can_edit() or _may_edit_below(user, language))


def _may_edit_below(user, language: str) -> bool:
    groups = user.groups.values("pk")
    return Page.objects.filter(
        locale__language_code=language,
        group_permissions__group__in=groups,
        group_permissions__permission__codename="change_page",
    ).exists()


def must_translate(user, language: str) -> Locale:
    """The locale; raises PermissionDenied for one who does not work in it."""
    if not may_translate(user, language):
        raise PermissionDenied
    return Locale.objects.get(language_code=language)
