"""Wagtail tells when a story goes live or leaves; the submission follows."""

from django.db import transaction
from django.db.models.signals import post_delete
from wagtail.signals import page_published, page_unpublished

from . import journey
from .models import KolStoryPage
from .tasks import release_clip


def connect():
    page_published.connect(on_published, sender=KolStoryPage, dispatch_uid="partners.published")
    page_unpublished.connect(on_unpublished, sender=KolStoryPage, dispatch_uid="partners.unpublished")
    post_delete.connect(on_deleted, sender=KolStoryPage, dispatch_uid="partners.deleted")


def on_published(sender, instance, revision=None, **kwargs):
    journey.published(instance, by=revision.user if revision else None)
    if instance.clip_id:
        transaction.on_commit(lambda: release_clip.enqueue(instance.pk))


def on_unpublished(sender, instance, **kwargs):
    journey.unpublished(instance)


def on_deleted(sender, instance, **kwargs):
    journey.unpublished(instance)
