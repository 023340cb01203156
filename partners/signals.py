"""Moves a submission's state when Wagtail publishes, schedules, unpublishes or deletes its story page."""

from django.db import transaction
from django.db.models.signals import post_save, pre_delete
from wagtail.models import PageLogEntry
from wagtail.signals import page_published, page_unpublished

from articles.admin.scheduling import MOVED
from media_library.derivatives.prewarm import make_ahead
from media_library.recall import pictures
from partners.publishing import unpublish
from partners.publishing.library_export import export_to_library
from partners.workflow import transitions

from .media.tasks import release_clip
from .models import KolStoryPage, Partner


def connect():
    """Connect the handlers; called by AppConfig.ready()."""
    make_ahead(Partner, "portrait", "portrait", "face", "square")
    pictures.register_barrier(unpublish.hides)
    page_published.connect(on_published, sender=KolStoryPage, dispatch_uid="partners.published")
    page_unpublished.connect(on_unpublished, sender=KolStoryPage, dispatch_uid="partners.unpublished")
    pre_delete.connect(on_deleted, sender=KolStoryPage, dispatch_uid="partners.deleted")
    post_save.connect(on_logged, sender=PageLogEntry, dispatch_uid="partners.unscheduled")


def on_published(sender, instance, revision=None, **kwargs):
    """Page published, or only scheduled: Wagtail sends this signal for both, and `live` tells them apart."""
    user = revision.user if revision else None
    if not instance.live:
        transitions.scheduled(instance, by=user)
        return
    transitions.published(instance, by=user)
    if instance.clip_id or instance.captions_id:
        transaction.on_commit(lambda: release_clip.enqueue(instance.pk))
    if instance.own_piece:
        transaction.on_commit(lambda: export_to_library.enqueue(instance.own_piece.pk))


def on_unpublished(sender, instance, **kwargs):
    """Page unpublished: the state follows, and its translations are unpublished too."""
    transitions.unpublished(instance)
    if instance.own_piece:
        unpublish.unpublish(instance.own_piece)


def on_deleted(sender, instance, **kwargs):
    """As on_unpublished; before the deletion, because afterwards the submission has no story."""
    on_unpublished(sender, instance)


def on_logged(sender, instance, created=False, **kwargs):
    """Schedule cancelled or moved: Wagtail has no signal for it, only a log entry."""
    if not created or instance.action not in {"wagtail.schedule.cancel", MOVED}:
        return
    story = KolStoryPage.objects.filter(pk=instance.page_id).first()
    if story is None or not story.own_piece:
        return
    if instance.action == MOVED:
        transitions.rescheduled(story)
    else:
        transitions.unscheduled(story.own_piece, by=instance.user)
