"""Page and picture rights of role groups (users/roles.py), each newsroom in its own; pages that one may refer to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser, Permission
from django.db import transaction
from django.db.models import Model, QuerySet
from django.db.models.signals import post_save
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page
from wagtail.permissions import page_permission_policy

from articles.editorial.workflow import assign_workflow, sync_workflows
from articles.models import SectionPage
from campaign.models import Outlet
from media_library.rights.pictures import sync_collections
from users.models import RoleGroup, User
from users.roles import ROLES, Role, sync_roles


def worked_on(user: User | AnonymousUser) -> QuerySet[Page]:
    """Pages that Wagtail's explorer shows `user`: own ones and their ancestors."""
    return page_permission_policy.explorable_instances(user)


def choosable_pages(pages: QuerySet[Page], user: User | AnonymousUser) -> QuerySet[Page]:
    """Those of `pages` that choosers show `user`: live ones, and drafts that the explorer shows, too."""
    return pages.filter(live=True) | pages.filter(pk__in=worked_on(user).values("pk"))


def referable_pages(pages: QuerySet[Page], user: User | AnonymousUser) -> QuerySet[Page]:
    """Those of `pages` to which a page that `user` saves may add a reference; also pages unpublished a moment ago."""
    return choosable_pages(pages, user) | pages.filter(first_published_at__isnull=False)


def sections_of(outlet_slug: str) -> QuerySet[SectionPage]:
    """Sections, in every language, of the outlet with this slug."""
    return SectionPage.objects.filter(outlet__slug=outlet_slug)


def _picture_rights(groups: list[RoleGroup]) -> None:
    """Give every group the picture rights of its role: to choose all pictures, to add and change in its own place.

    A role with `own_pictures_only` chooses in its own place too.

    A newsroom's place is the collection of its outlet, a translator's those of all outlets (a picture with words
    belongs to the outlet whose page it is on), the place of other roles is the library's. With "add" Wagtail also gives
    the right to change what one has added.
    """
    named = dict(Permission.objects.filter(content_type__app_label="wagtailimages").values_list("codename", "pk"))
    places, root = sync_collections(), Collection.get_first_root_node().pk
    outlets = [place for slug, place in places.items() if slug]
    wanted = set()
    for item in groups:
        rights = ROLES[Role(item.role)]
        own = outlets if rights.language else [places[item.scope]] if item.scope in places else []
        for name in rights.pictures:
            reach = [root] if name == "choose_image" and not rights.own_pictures_only else own
            wanted |= {(item.group_id, place, named[name]) for place in reach}
    rows = GroupCollectionPermission.objects.filter(
        group__in=[item.group_id for item in groups], permission__in=named.values()
    )
    held_rights = {(row.group_id, row.collection_id, row.permission_id): row.pk for row in rows}
    rows.filter(pk__in=[pk for key, pk in held_rights.items() if key not in wanted]).delete()
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group_id=group, collection_id=place, permission_id=permission)
        for group, place, permission in wanted - held_rights.keys()
    )


def _page_rights(groups: list[RoleGroup], only: Iterable[int] | None = None) -> None:
    """Give every group exactly the rights of its role, on all pages or on those with the primary keys `only`."""
    sections, roots = SectionPage.objects.filter(outlet__isnull=False), Page.objects.filter(depth=2)
    rows = GroupPagePermission.objects.filter(group__in=[item.group_id for item in groups])
    if only is not None:
        sections, roots, rows = sections.filter(pk__in=only), roots.filter(pk__in=only), rows.filter(page__in=only)
    pages: dict[str, set[int]] = {}
    for scope, pk in sections.values_list("outlet__slug", "pk"):
        pages.setdefault(scope, set()).add(pk)
    for language, pk in roots.values_list("locale__language_code", "pk"):
        pages.setdefault(f"language:{language}", set()).add(pk)
    named = dict(
        Permission.objects.filter(content_type__app_label="wagtailcore", content_type__model="page").values_list(
            "codename", "pk"
        )
    )
    wanted = set()
    for item in groups:
        rights = ROLES[Role(item.role)]
        reach = pages.get(f"language:{rights.language}" if rights.language else item.scope, set())
        wanted |= {(item.group_id, page, named[name]) for page in reach for name in rights.pages}
    held_rights = {(row.group_id, row.page_id, row.permission_id): row.pk for row in rows}
    GroupPagePermission.objects.filter(pk__in=[pk for key, pk in held_rights.items() if key not in wanted]).delete()
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group_id=group, page_id=page, permission_id=permission)
        for group, page, permission in wanted - held_rights.keys()
    )


def sync_page_rights() -> None:
    """Set page and picture rights of every group with a role; `sync_roles()` makes the groups."""
    groups = list(RoleGroup.objects.all())
    _page_rights(groups)
    _picture_rights(groups)


@transaction.atomic
def sync_newsrooms() -> None:
    """Create or correct groups, rights and workflows of all outlets; `sync_site` calls it. Safe to repeat."""
    outlets = list(Outlet.objects.all())
    sync_roles([(outlet.slug, outlet.short_name) for outlet in outlets])
    sync_page_rights()
    sync_workflows(outlets)


@transaction.atomic
def open_newsroom(outlet: Outlet) -> None:
    """Create groups, rights, picture collection and workflows of a new outlet, or rename them after it."""
    sync_roles([(outlet.slug, outlet.short_name)])
    sync_page_rights()
    sync_workflows([outlet])


@transaction.atomic
def index_section(section: SectionPage) -> None:
    """Write the rows derived from the column `outlet` of the saved section: page permissions, assigned workflow.

    Another outlet in a draft counts once it is published. An outlet without a newsroom has neither groups nor
    workflows, so nothing is written until open_newsroom(). Saving costs the same with one outlet and with fifty.
    """
    saved = SectionPage.objects.only("path", "outlet_id").get(pk=section.pk)
    assign_workflow(saved)
    home = Page.objects.filter(path=saved.path[: 2 * Page.steplen]).values_list("pk", flat=True)
    _page_rights(list(RoleGroup.objects.all()), only=[saved.pk, *home])


def section_saved(
    sender: type[Model],
    instance: SectionPage,
    raw: bool = False,
    update_fields: Iterable[str] | None = None,
    **kwargs: Any,
) -> None:
    """Receiver of post_save: index_section().

    A signal, because sections are saved in many places (editor, publication, schedule, copy for a translation,
    commands), and the rows are only an index of a column, in the form in which Wagtail reads permissions. It creates no
    group, role or workflow; `sync_site` writes the same rows.
    """
    if not raw and (update_fields is None or {"outlet", "outlet_id"} & set(update_fields)):
        index_section(instance)


def connect() -> None:
    """Connect the receiver; called by AppConfig.ready()."""
    post_save.connect(section_saved, sender=SectionPage, dispatch_uid="rights-of-section")
