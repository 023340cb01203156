"""Receivers that tell the workflow what became of a story page; they decide nothing and write no state themselves.

The pages are Wagtail's and the calendar is the newsroom's: both publish, plan and take down from many places (editor,
workflow, bulk actions, schedule, API, calendar), and they do not know partners. Their signals are the only place
through which all of these pass. Each receiver calls one service of workflow/publication.py by name.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.models import Page, Revision
from wagtail.signals import page_published, page_unpublished, published

from articles.admin.scheduling import schedule_changed
from articles.closing import watch_portraits
from media_library.derivatives.prewarm import make_ahead
from media_library.recall import pictures
from partners.mail.partners import tell_of_version
from partners.publishing import unpublish
from partners.publishing.library_export import export_to_library
from partners.workflow import publication
from users.models import User

from .media.tasks import release_clip
from .models import Brief, KolStoryPage, Partner


def connect() -> None:
    """Connect the receivers; called by AppConfig.ready()."""
    make_ahead(Partner, "portrait", "portrait", "face", "square")
    watch_portraits(Partner)
    pictures.register_barrier(unpublish.hides)
    page_published.connect(on_published, sender=KolStoryPage, dispatch_uid="partners.published")
    published.connect(on_brief_published, sender=Brief, dispatch_uid="partners.brief_published")
    page_unpublished.connect(on_unpublished, sender=KolStoryPage, dispatch_uid="partners.unpublished")
    schedule_changed.connect(on_schedule_changed, dispatch_uid="partners.schedule_changed")


def on_published(sender: type, instance: KolStoryPage, revision: Revision | None = None, **kwargs: Any) -> None:
    """Page published, or only scheduled: Wagtail sends this signal for both, and `live` tells them apart.

    KolStoryPage.publish() is no other place for it: it runs before the gates have answered, and the model may not
    import the workflow.
    """
    user = revision.user if revision else None
    if not instance.live:
        publication.scheduled(instance, by=user)
        return
    publication.published(instance, by=user)
    if instance.clip_id or instance.captions_id:
        transaction.on_commit(lambda: release_clip.enqueue(instance.pk))
    if piece := instance.own_piece:
        transaction.on_commit(lambda: export_to_library.enqueue(piece.pk))


def on_brief_published(sender: type, instance: Brief, revision: Revision, **kwargs: Any) -> None:
    """A new version of a brief that partners have read already; Brief.publish() counts it afterwards."""
    fresh = Brief.objects.get(pk=instance.pk)
    if fresh.version and fresh.live_revision_id == revision.pk and fresh.is_open:
        tell_of_version(fresh, fresh.version + 1)


def on_unpublished(sender: type, instance: KolStoryPage, **kwargs: Any) -> None:
    """Page unpublished, in the editor, in bulk, by its expiry or a take-down; its translations are unpublished too.

    Wagtail unpublishes a live page before it deletes it, also with its section: the piece still has its story here.
    """
    publication.unpublished(instance)
    if instance.own_piece:
        unpublish.unpublish(instance.own_piece)


def on_schedule_changed(sender: type, page: Page, user: User, **kwargs: Any) -> None:
    """Hour moved or cancelled in the newsroom's calendar.

    Wagtail's own button “cancel the schedule” tells nobody; manage.py maintain_partners finds it within five minutes.
    """
    story = KolStoryPage.objects.filter(pk=page.pk).first()
    if story and story.own_piece:
        publication.follow_schedule(story.own_piece, by=user)
