"""Protects revisions that something refers to: autosave does not overwrite them, purging does not delete them.

Wagtail's autosave overwrites its own last version as long as the editor's window is open. Without this a named version,
the version that an outside reader agreed to, or the published one would change.

`manage.py purge_revisions` also keeps every version since the last publication: the rule of four eyes reads from them
who wrote (rules/four_eyes.py). Without them a writer could publish the text after a purge.
"""

from typing import Any

from django.db.models import ProtectedError
from wagtail.models import Page, Revision, TaskState

from articles.models.editorial import NamedVersion, PreviewVerdict
from articles.rules.four_eyes import last_published_id

from .corrections import Correction


def protecting_rows(revision: Revision) -> list[Any]:
    """Named versions and corrections that need `revision`."""
    named = NamedVersion.objects.filter(revision=revision)
    return [*named, *Correction.objects.filter(older_revision=revision)]


def is_protected(page: Page, revision: Revision) -> bool:
    """Whether `revision` is live, named, or needed by a correction, an outside answer or a finished workflow step."""
    decided = TaskState.objects.filter(revision=revision).exclude(status=TaskState.STATUS_IN_PROGRESS)
    return bool(
        page.live_revision_id == revision.pk
        or protecting_rows(revision)
        or PreviewVerdict.objects.filter(revision=revision).exists()
        or decided.exists()
    )


def refuse_to_delete(sender: Any, instance: Revision, origin: Any = None, **kwargs: Any) -> None:
    """Receiver of pre_delete. Raises ProtectedError, which Wagtail's purge_revisions skips.

    When a page is deleted, `origin` is the page, and its revisions may go.
    """
    if not isinstance(origin, Revision):
        return
    rows = protecting_rows(instance)
    page = None if rows else instance.content_object
    if isinstance(page, Page) and (instance.pk >= last_published_id(page) or is_protected(page, instance)):
        rows = [instance]
    if rows:
        raise ProtectedError("A version that somebody holds on to is not tidied away.", set(rows))
