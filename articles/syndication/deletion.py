"""Deletes the copies at other outlets together with a page; their addresses then answer 410.

Every deletion (editor, bulk action, API, `page.delete()`) ends in Wagtail's delete action, which deletes a page through
the manager of its own type: CopiedPageQuerySet.delete() calls delete_copies(). A deletion that bypasses those managers,
such as `delete()` of a queryset of plain pages, is refused by refuse_to_orphan() while copies exist.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.db.models.signals import post_save, pre_delete
from wagtail.actions.delete_page import DeletePageAction
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet

from articles.syndication.copies import copies_at_other_outlets, copies_of_branch, is_syndicated
from articles.syndication.letters import notify, tell_of_closing
from users.models import User


@transaction.atomic
def delete_copies(page: Page, user: User | None = None) -> None:
    """Delete the copies of `page` and of the pages below it at other outlets, and write to those outlets.

    Call it in the transaction that deletes `page`; the site history names the account `user`, where it is known.
    """
    for copy in copies_of_branch(page):
        notify(copy, "deleted")
        DeletePageAction(copy, user=user).execute(skip_permission_checks=True)  # the right to delete the original


class CopiedPageQuerySet(PageQuerySet):
    """Queries of page types that are copied to other outlets, or contain such pages."""

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Delete the pages, the pages below them, and before both their copies at other outlets."""
        for page in self:
            delete_copies(page)
        return super().delete(*args, **kwargs)

    delete.alters_data = True  # type: ignore[attr-defined]  # Django's marks: not for templates,
    delete.queryset_only = True  # type: ignore[attr-defined]  # not for the manager


CopiedPageManager = PageManager.from_queryset(CopiedPageQuerySet)


def refuse_to_orphan(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Receiver of pre_delete; it changes nothing. Raises ProtectedError while another outlet shows a copy."""
    if copies := copies_at_other_outlets(instance):
        raise ProtectedError("Copies at other outlets have to be deleted first (delete_copies).", set(copies))


def tell_of_departure(page: Page) -> None:
    """Write about an unpublished copy that left with its original, not about one that was given back."""
    source = page.alias_of
    if source is not None and not source.live and is_syndicated(page):
        notify(page, "off")


def connect() -> None:
    """Connect the receivers; called by AppConfig.ready()."""
    post_save.connect(tell_of_closing, sender=PageViewRestriction, dispatch_uid="syndication-closed")
    pre_delete.connect(refuse_to_orphan, sender=Page, dispatch_uid="syndication-deleted")
