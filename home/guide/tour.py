"""The tour: five steps on a role's own screens, offered at the first sign-in and again from the help menu.

What an account has seen is kept in Wagtail's profile of that account, where Wagtail keeps its own dismissed notes.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from wagtail.users.models import UserProfile

from home.guide import content, markup
from home.guide.models import Group
from users.models import User
from users.roles import Role, roles_of

DISMISSED = "tour"  # key in UserProfile.dismissibles

#: Role → group of the guide, the first that fits; officers are all who are left.
GROUPS = {
    Role.CHIEF: Group.CHIEF,
    Role.SECRETARY: Group.SECRETARY,
    Role.EDITOR: Group.DESK,
    Role.LIBRARY_EDITOR: Group.LIBRARY,
    Role.KOL_DESK: Group.KOL_DESK,
    Role.REPORTER: Group.REPORTER,
    Role.TRANSLATOR_KM: Group.TRANSLATOR,
    Role.TRANSLATOR_EN: Group.TRANSLATOR,
    Role.EDUCATION: Group.OFFICER,
    Role.STANDING_OFFICE: Group.OFFICER,
    Role.YOUTH_UNION: Group.OFFICER,
    Role.WOMENS_UNION: Group.OFFICER,
    Role.BODY: Group.BODY,
}


def groups_of(user: User) -> list[Group]:
    """The guide's groups of an account, the most responsible first."""
    if user.is_superuser:
        return [Group.ADMIN]
    roles = {role for role, _scope in roles_of(user)}
    return list(dict.fromkeys(group for role, group in GROUPS.items() if role in roles))


def steps_of(user: User) -> list[dict[str, Any]]:
    """The five steps of the account's first group: number, title, html, path; [] for an account without one."""
    groups = groups_of(user)
    rows = content.tours().get(groups[0], []) if groups else []
    return [
        {"number": number, "title": row["title"], "html": markup.shown(row["text"]), "path": row["path"]}
        for number, row in enumerate(rows, start=1)
    ]


def is_offered(user: AbstractBaseUser) -> bool:
    """Whether the account has not yet said that it needs no tour."""
    profile = getattr(user, "wagtail_userprofile", None)  # made by the first change, not by a look at a page
    return not (profile and profile.dismissibles.get(DISMISSED))


def set_offered(user: AbstractBaseUser, offered: bool) -> None:
    """Offer the tour again, or never again by itself."""
    profile = UserProfile.get_for_user(user)
    profile.dismissibles[DISMISSED] = not offered
    profile.save(update_fields=["dismissibles"])
