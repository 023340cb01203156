"""Background task that makes the pictures of a story before readers request them. Safe to repeat."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from django.db import transaction
from django.tasks import task
from wagtail.models import Page

from articles.models import ArticlePage, Person, TipPage
from articles.models.collections import CollectionPage
from articles.presentation import share_images
from articles.presentation.tip_images import FORMS
from articles.public import share_image_views, tip_image_views
from base.images.image_specs import STORY_SHAPES, TEASER_SHAPES
from media_library.derivatives.prewarm import all_specs, make_ahead, prepare, register_repair, rows_lacking

log = logging.getLogger(__name__)


def wanted(page: ArticlePage) -> list[tuple[Any, list[str]]]:
    """(image, filter specs) of every picture that the page and lists of it show; withdrawn ones are left out."""
    plate = ("plate",) if page.genre == "emagazine" else ()
    pictures = [(page.lead_image, all_specs(*TEASER_SHAPES, *STORY_SHAPES, *plate))] if page.lead_image else []
    pictures += [(image, all_specs("body")) for image in page.body_images() if image]
    return [(image, rules) for image, rules in pictures if not image.is_withdrawn]


@task(backend="db", queue_name="media")
def prepare_pictures(page_id: int) -> int:
    """Make the renditions and drawn pictures of a live story; returns how many renditions it has now.

    Existing ones are only looked up; an unreadable picture is skipped. Raises OSError or botocore errors while storage
    is away: the task is then FAILED and may be run again.
    """
    page = ArticlePage.objects.live().filter(pk=page_id).with_sections().select_related("lead_image").first()
    if page is None:
        return 0
    count, own = 0, page.specific
    for image, rules in wanted(own):
        count += len(image.get_renditions(*rules))
    digest = share_images.share_image_of(page).digest
    if share_image_views.stored(page.pk, digest) is None:
        share_image_views.keep(page)
    if isinstance(own, TipPage) and any(
        tip_image_views.stored(own.pk, own.tip_image.digest, form) is None for form in FORMS
    ):
        tip_image_views.keep(own)
    return count


def queue_pictures(page: Page) -> None:
    """After the commit, queue the pictures of a published page."""
    if isinstance(page, ArticlePage):
        transaction.on_commit(lambda: prepare_pictures.enqueue(page.pk))
    elif isinstance(page, CollectionPage) and page.live:
        for image_id, shape in _shown_by(page):
            transaction.on_commit(partial(prepare.enqueue, image_id, [shape]))


def _shown_by(page: CollectionPage) -> list[tuple[int, str]]:
    """(image id, shape) of the pictures of a page that lists stories; the stories have their own tasks."""
    lead = [(page.lead_image_id, "lead")] if page.lead_image_id else []
    return lead + [(image.pk, "body") for image in page.body_images()]


def requeue_story_pictures(limit: int) -> int:
    """Queue live stories whose picture was never made, such as after a restore; at most `limit`. Returns how many."""
    stories = rows_lacking(ArticlePage.objects.live(), "lead_image", TEASER_SHAPES[0]).order_by("-pk")
    ids = list(stories.values_list("pk", flat=True)[:limit])
    for page_id in ids:
        prepare_pictures.enqueue(page_id)
    return len(ids)


def connect() -> None:
    """Register what is made ahead and repaired; called by AppConfig.ready()."""
    make_ahead(Person, "portrait", "square")
    register_repair(requeue_story_pictures)
