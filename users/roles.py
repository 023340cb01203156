"""The table of roles and their permissions; everything that grants permissions reads it (see docs/permissions.md).

A newsroom role exists once per outlet (“Báo Cần Thơ – Phóng viên”), and its page permissions cover only the sections
of that outlet. Schools and KOL partners have no role: they have no permission in the administration
(docs/security.md, rule 1). Administrators are superusers, not a group.

This module names permissions and imports no model of pages, outlets or assets; `articles.editorial.permissions`
applies the page permissions to sections.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop as _

from .models import RoleGroup, User


class Role(StrEnum):
    """Keys of ROLES, stored in RoleGroup.role."""

    REPORTER = "reporter"
    EDITOR = "editor"
    SECRETARY = "secretary"
    CHIEF = "chief"
    LIBRARY_EDITOR = "library_editor"
    KOL_DESK = "kol_desk"
    EDUCATION = "education"
    STANDING_OFFICE = "standing_office"
    YOUTH_UNION = "youth_union"
    WOMENS_UNION = "womens_union"
    BODY = "body"
    TRANSLATOR_KM = "translator_km"
    TRANSLATOR_EN = "translator_en"


#: Roles of an outlet that may schedule, syndicate and read the fee report; they get letters about syndicated stories.
ARRANGERS = (Role.SECRETARY, Role.CHIEF)


@dataclass(frozen=True)
class Rights:
    """Permissions of one role.

    `pages`: page permissions on the sections of the role's outlet. `pictures`: permissions on images; choosing is for
    all images, the rest for those of the role's outlet (media_library/rights/pictures.py); with `own_pictures_only`
    choosing too, since pictures of unpublished stories are among all. `models`: permissions as
    "app_label.codename".
    """

    name: str
    per_outlet: bool = False
    pages: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    own_pictures_only: bool = False
    models: tuple[str, ...] = ()
    language: str = ""  # if set, `pages` applies to the whole page tree of this language


def _crud(app_label: str, *names: str, actions: str = "view add change") -> tuple[str, ...]:
    return tuple(f"{app_label}.{action}_{name}" for name in names for action in actions.split())


_ADMIN = ("wagtailadmin.access_admin",)
_REPORTS = ("reporting.report_task",)  # tasks of the own organisation: reporting/tasks/access.py
_BYLINES = _crud("articles", "person")
_EVENTS = (*_crud("activities", "speaker", "event"), "activities.arrange_speakers")
_CONTESTS = _crud("activities", "contest")  # those of the own people: Contest.objects.run_by
#: Limited to the kinds of units that a role reviews (schools/access.py); a unit in use is not deleted.
_REGISTER = (*_crud("schools", "unit", "printrun"), "schools.delete_unit")

ROLES: dict[Role, Rights] = {
    Role.REPORTER: Rights(
        _("Phóng viên"),
        per_outlet=True,
        pages=("add_page",),
        pictures=("add_image", "choose_image"),
        models=(*_ADMIN, "articles.view_person"),
    ),
    Role.EDITOR: Rights(
        _("Biên tập viên"),
        per_outlet=True,
        pages=("add_page", "change_page"),
        pictures=("add_image", "change_image", "choose_image"),
        models=(*_ADMIN, *_BYLINES),
    ),
    Role.SECRETARY: Rights(
        _("Thư ký tòa soạn"),
        per_outlet=True,
        pages=("add_page", "change_page", "lock_page", "unlock_page"),
        pictures=("add_image", "change_image", "choose_image"),
        models=(*_ADMIN, *_BYLINES, *_CONTESTS, "articles.pin_article", *_REPORTS),
    ),
    Role.CHIEF: Rights(
        _("Tổng Biên tập"),
        per_outlet=True,
        pages=("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
        pictures=("add_image", "change_image", "choose_image"),
        models=(*_ADMIN, *_BYLINES, *_CONTESTS, "articles.pin_article", *_REPORTS),
    ),
    Role.LIBRARY_EDITOR: Rights(
        _("Biên tập kho tài liệu"),
        pictures=("add_image", "change_image", "choose_image"),
        models=(
            *_ADMIN,
            *_crud("media_library", "asset", "kit"),
            *_crud("media_library", "downloadevent", actions="view"),
            *_crud("search", "synonymgroup"),
            *_crud("search", "missedquery", actions="view delete"),
            "media_library.release_asset",
        ),
    ),
    Role.KOL_DESK: Rights(
        _("Bàn KOL"),
        models=(
            *_ADMIN,
            *_crud("partners", "partner", "invitation", "brief"),
            "partners.publish_brief",
            "partners.view_reportedlink",
            *_crud("partners", "submission", actions="view change"),
            "partners.review_submission",
        ),
    ),
    Role.EDUCATION: Rights(
        _("Sở Giáo dục và Đào tạo"),
        pictures=("add_image", "choose_image"),  # photos of their events, in the library's collection
        own_pictures_only=True,
        models=(
            *_ADMIN,
            *_REGISTER,
            "schools.review_school",
            *_REPORTS,
            *_crud("schools", "checklistitem"),
            *_EVENTS,
            *_CONTESTS,
            "activities.run_every_contest",
            "media_library.view_downloadevent",
            "users.view_organisation",
        ),
    ),
    Role.STANDING_OFFICE: Rights(
        _("Cơ quan thường trực"),
        pictures=("add_image", "choose_image"),  # photos of their events, in the library's collection
        own_pictures_only=True,
        models=(
            *_ADMIN,
            *_REGISTER,
            *(f"schools.review_{kind}" for kind in ("school", "youth", "women", "police")),
            *_crud("schools", "checklistitem"),
            *_EVENTS,
            *_CONTESTS,
            "activities.run_every_contest",
            "schools.close_season",
            *_REPORTS,
            "reporting.assign_task",
            "notifications.read_letters",
            "media_library.view_downloadevent",
            *_crud("users", "organisation"),
            "campaign.view_season",
            "campaign.view_helpline",
            "campaign.change_helpline",
        ),
    ),
    Role.YOUTH_UNION: Rights(
        _("Thành đoàn"), models=(*_ADMIN, *_REPORTS, *_REGISTER, *_CONTESTS, "schools.review_youth")
    ),
    Role.WOMENS_UNION: Rights(
        _("Hội Liên hiệp Phụ nữ"), models=(*_ADMIN, *_REPORTS, *_REGISTER, *_CONTESTS, "schools.review_women")
    ),
    # Bodies without work of their own here: the departments of finance and culture, of the city police, other press.
    Role.BODY: Rights(_("Cơ quan được giao việc"), models=(*_ADMIN, *_REPORTS)),
    # Translators may edit pages of their language only, and not publish: a second person reviews the translation.
    # They may add images because an image that contains text has a file per language.
    Role.TRANSLATOR_KM: Rights(
        _("Người dịch tiếng Khmer"),
        language="km",
        pages=("add_page", "change_page"),
        pictures=("add_image", "choose_image"),
        models=_ADMIN,
    ),
    Role.TRANSLATOR_EN: Rights(
        _("Người dịch tiếng Anh"),
        language="en",
        pages=("add_page", "change_page"),
        pictures=("add_image", "choose_image"),
        models=_ADMIN,
    ),
}


def group_for(role: Role | str, scope: str = "", label: str = "", found: RoleGroup | None = None) -> Group:
    """The group of `role`, created where missing, renamed where `label` changed.

    `scope` is the outlet's slug for a newsroom role, else empty; `label` is the outlet's short name, used in the
    group's name; `found` is the RoleGroup of role and scope where the caller has it. Raises ValueError where scope and
    role do not fit or the role is unknown.
    """
    role = Role(role)
    if ROLES[role].per_outlet is not bool(scope):
        raise ValueError(f"{role}: {'an outlet is needed' if ROLES[role].per_outlet else 'it has no outlet'}")
    found = found or RoleGroup.objects.select_related("group").filter(role=role, scope=scope).first()
    name = f"{label or scope} – {ROLES[role].name}" if scope else ROLES[role].name
    if found is None:
        group = Group.objects.get_or_create(name=name)[0]
        RoleGroup.objects.create(role=role, scope=scope, group=group)
        return group
    if label and found.group.name != name:  # the outlet was renamed: the group keeps its members
        found.group.name = name
        found.group.save(update_fields=["name"])
    return found.group


def sync_roles(outlets: Iterable[tuple[str, str]] = ()) -> list[RoleGroup]:
    """Create the groups of all roles and set their model permissions; idempotent.

    `outlets`: (slug, short name) of each newsroom. `articles.editorial.permissions` adds page and image permissions.
    Raises LookupError where the table names a permission that does not exist.
    """
    outlets = list(outlets)
    groups_by_role = {(item.role, item.scope): item for item in RoleGroup.objects.select_related("group")}
    synced: list[int] = []
    wanted: set[tuple[int, int]] = set()  # (group, permission)
    named = {
        f"{app_label}.{codename}": pk
        for app_label, codename, pk in Permission.objects.values_list("content_type__app_label", "codename", "pk")
    }
    for role, rights in ROLES.items():
        if missing := set(rights.models) - named.keys():
            raise LookupError(f"No such permission: {', '.join(sorted(missing))}")
        permissions = [named[name] for name in rights.models]
        for scope, label in outlets if rights.per_outlet else [("", "")]:
            group = group_for(role, scope, label, groups_by_role.get((role, scope)))
            synced.append(group.pk)
            wanted |= {(group.pk, permission) for permission in permissions}
    rows = Group.permissions.through.objects
    held = {(row.group_id, row.permission_id): row.pk for row in rows.filter(group__in=synced)}
    rows.filter(pk__in=[pk for key, pk in held.items() if key not in wanted]).delete()
    rows.bulk_create(rows.model(group_id=group, permission_id=permission) for group, permission in wanted - held.keys())
    return list(RoleGroup.objects.select_related("group"))


def grant(user: User, role: Role | str, scope: str = "") -> None:
    """Add `user` to the group of the role. Raises RoleGroup.DoesNotExist before `sync_roles()` has made it."""
    user.groups.add(RoleGroup.objects.get(role=Role(role), scope=scope).group)


def roles_of(user: User) -> frozenset[tuple[str, str]]:
    """(role, scope) of every role that `user` holds; queried once a request: menu and home page need it often."""
    roles: frozenset[tuple[str, str]] | None = user.__dict__.get("known_roles")
    if roles is None:
        rows = RoleGroup.objects.filter(group__user=user).values_list("role", "scope")
        roles = user.__dict__["known_roles"] = frozenset(rows)
    return roles


def holders_of(permission: str) -> QuerySet[User]:
    """Open accounts that hold `permission` by a role or directly, by address; administrators are left out."""
    app_label, codename = permission.split(".")
    right = Permission.objects.filter(content_type__app_label=app_label, codename=codename)
    people = User.objects.filter(Q(groups__permissions__in=right) | Q(user_permissions__in=right), is_active=True)
    return people.distinct().order_by("email")


def holders_for(permission: str, bodies: Iterable[str]) -> QuerySet[User]:
    """Open accounts that hold `permission` by a role for one of `bodies` (see bodies_of), by address."""
    roles = [role for role, rights in ROLES.items() if permission in rights.models]
    of_bodies = Q(scope__in=bodies) & ~Q(scope="") | Q(scope="", role__in=bodies)
    groups = RoleGroup.objects.filter(of_bodies, role__in=roles).values("group")
    return User.objects.filter(groups__in=groups, is_active=True).distinct().order_by("email")


def bodies_of(user: User, permission: str) -> set[str]:
    """Keys of the bodies for which `user` holds `permission` by a role: the outlet's slug, else the role itself."""
    return {scope or role for role, scope in roles_of(user) if permission in ROLES[Role(role)].models}


def may_enter_admin(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether `user` may open the administration: newsrooms and authorities may, schools and partners may not."""
    return isinstance(user, User) and user.is_active and user.has_perm("wagtailadmin.access_admin")
