"""Turn the table of `users.roles` into page and picture rights: each newsroom in its own sections only."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models.signals import post_save
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from articles.models import SectionPage
from articles.workflow import sync_workflows
from campaign.models import Outlet
from users.models import RoleGroup
from users.roles import ROLES, Role, sync_roles


def sections_of(outlet_slug: str):
    """Sections, in every language, of the outlet with this slug."""
    return SectionPage.objects.filter(outlet__slug=outlet_slug)


def _set_page_rights(group: Group, names: tuple[str, ...], pages: list[int]) -> None:
    """Give `group` exactly the permissions `names` on exactly the pages with these primary keys."""
    permissions = Permission.objects.filter(
        content_type__app_label="wagtailcore", content_type__model="page", codename__in=names
    )
    wanted = {(page, permission.pk) for page in pages for permission in permissions}
    held = {(item.page_id, item.permission_id): item for item in GroupPagePermission.objects.filter(group=group)}
    GroupPagePermission.objects.filter(pk__in=[item.pk for key, item in held.items() if key not in wanted]).delete()
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page_id=page, permission_id=permission)
        for page, permission in wanted - held.keys()
    )


def _set_picture_rights(group: Group, names: tuple[str, ...]) -> None:
    """Pictures lie in one shared collection; its root is the collection."""
    root = Collection.get_first_root_node()
    permissions = Permission.objects.filter(content_type__app_label="wagtailimages", codename__in=names)
    GroupCollectionPermission.objects.filter(group=group).exclude(permission__in=permissions).delete()
    for permission in permissions:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


@transaction.atomic
def sync_page_rights() -> None:
    """Page and picture rights of every group that carries a role; the groups come from `sync_roles()`."""
    for item in RoleGroup.objects.select_related("group"):
        rights = ROLES[Role(item.role)]
        pages = list(sections_of(item.scope).values_list("pk", flat=True)) if item.scope else []
        if rights.language:
            pages = list(
                Page.objects.filter(depth=2, locale__language_code=rights.language).values_list("pk", flat=True)
            )
        _set_page_rights(item.group, rights.pages, pages)
        _set_picture_rights(item.group, rights.pictures)


@transaction.atomic
def sync_newsrooms() -> None:
    """Groups, rights and workflows of every outlet and of the whole site; run it as often as you like.

    Called by `manage.py sync_roles` and when an outlet or a section is saved.
    """
    sync_roles(Outlet.objects.values_list("slug", "short_name"))
    sync_page_rights()
    sync_workflows()


def outlet_saved(sender, instance, raw=False, **kwargs) -> None:
    """Receiver of post_save: a new newsroom gets its groups at once."""
    if not raw:
        sync_newsrooms()


def section_saved(sender, instance, raw=False, created=False, update_fields=None, **kwargs) -> None:
    """Receiver of post_save: a section gets the rights of the outlet that the database, not a draft, names."""
    if raw or (update_fields is not None and "outlet" not in update_fields and "outlet_id" not in update_fields):
        return
    sync_newsrooms()


def connect() -> None:
    post_save.connect(outlet_saved, sender=Outlet, dispatch_uid="newsroom-of-outlet")
    post_save.connect(section_saved, sender=SectionPage, dispatch_uid="rights-of-section")
