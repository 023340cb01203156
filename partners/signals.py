"""Receivers that tell the workflow what became of a story page; they decide nothing and write no state themselves.

The pages are Wagtail's and the calendar is the newsroom's: both publish, plan and take down from many places (editor,
workflow, bulk actions, schedule, API, calendar), and they do not know partners. Their signals are the only place
through which all of these pass. Each receiver calls one service of workflow/publication.py by name.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.models import Page, Revision
from wagtail.signals import published

from articles import publication as site_publication
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
    """Connect the receivers and register the steps; called by AppConfig.ready()."""
    make_ahead(Partner, "portrait", "portrait", "face", "square")
    watch_portraits(Partner)
    pictures.register_barrier(unpublish.hides)
    site_publication.register(site_publication.SUBMISSIONS, publish=story_published, unpublish=story_unpublished)
    published.connect(on_brief_published, sender=Brief, dispatch_uid="partners.brief_published")
    schedule_changed.connect(on_schedule_changed, dispatch_uid="partners.schedule_changed")


def story_published(page: Page, revision: Revision | None) -> None:
    """Step of a publication: a partner's story was published, or only scheduled, which `live` tells apart."""
    if not isinstance(page, KolStoryPage):
        return
    user = revision.user if revision else None
    if not page.live:
        publication.scheduled(page, by=user)
        return
    publication.published(page, by=user)
    if page.clip_id or page.captions_id:
        transaction.on_commit(lambda: release_clip.enqueue(page.pk))
    if piece := page.own_piece:
        transaction.on_commit(lambda: export_to_library.enqueue(piece.pk))


def on_brief_published(sender: type, instance: Brief, revision: Revision, **kwargs: Any) -> None:
    """A new version of a brief that partners have read already; Brief.publish() counts it afterwards."""
    fresh = Brief.objects.get(pk=instance.pk)
    if fresh.version and fresh.live_revision_id == revision.pk and fresh.is_open:
        tell_of_version(fresh, fresh.version + 1)


def story_unpublished(page: Page) -> None:
    """Step after a partner's story has left the site; its translations are unpublished too.

    Wagtail unpublishes a live page before it deletes it, also with its section: the piece still has its story here.
    """
    if isinstance(page, KolStoryPage):
        publication.unpublished(page)
        if page.own_piece:
            unpublish.unpublish(page.own_piece)


def on_schedule_changed(sender: type, page: Page, user: User, **kwargs: Any) -> None:
    """Hour moved or cancelled in the newsroom's calendar.

    Wagtail's own button “cancel the schedule” tells nobody; manage.py maintain_partners finds it within five minutes.
    """
    story = KolStoryPage.objects.filter(pk=page.pk).first()
    if story and story.own_piece:
        publication.follow_schedule(story.own_piece, by=user)
