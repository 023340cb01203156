"""Versions that somebody holds on to: autosave begins another one instead of writing over them, tidying passes by.

Wagtail's autosave writes over its own last version for as long as the editor's window is open. Without this, “bản gửi
luật sư”, the version an outside reader has agreed to, or the one that readers have before them would change its words.

Tidying (`manage.py purge_revisions`) also leaves every version since readers got the last one: from them the rule of
four eyes knows who wrote (editorial/four_eyes.py). Without them the writer could let the text out after a tidy-up.
"""

from typing import Any

from django.db.models import ProtectedError
from wagtail.models import Page, Revision, TaskState

from articles.editorial.four_eyes import last_published_id
from articles.models.editorial import NamedVersion, PreviewVerdict

from .corrections import Correction


def kept_rows(revision: Revision) -> list[Any]:
    """Names and corrections for which `revision` must stay readable."""
    named = NamedVersion.objects.filter(revision=revision)
    return [*named, *Correction.objects.filter(older_revision=revision)]


def is_held(page: Any, revision: Revision) -> bool:
    """Whether a name, a correction, an answer from outside, a decision of the desk or readers stand on its words."""
    decided = TaskState.objects.filter(revision=revision).exclude(status=TaskState.STATUS_IN_PROGRESS)
    return bool(
        page.live_revision_id == revision.pk
        or kept_rows(revision)
        or PreviewVerdict.objects.filter(revision=revision).exists()
        or decided.exists()
    )


def keep(sender: Any, instance: Revision, origin: Any = None, **kwargs: Any) -> None:
    """Receiver of pre_delete. Raises ProtectedError, which Wagtail's purge_revisions passes by.

    A page that is deleted takes its versions along: then the page is the origin.
    """
    if not isinstance(origin, Revision):
        return
    rows = kept_rows(instance)
    page = None if rows else instance.content_object
    if isinstance(page, Page) and (instance.pk >= last_published_id(page) or is_held(page, instance)):
        rows = [instance]
    if rows:
        raise ProtectedError("A version that somebody holds on to is not tidied away.", rows)
