"""Who may work in which language.

The page tree of a language decides: whoever may add or change pages below its front page works in it.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from wagtail.models import Locale, Page


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
