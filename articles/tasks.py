"""Background work of the newsroom: pictures are ready before the first reader comes. Idempotent: done twice is once."""

from __future__ import annotations

import logging
from typing import Any

from django.db import transaction
from django.tasks import task
from wagtail.signals import page_published

from articles import card_views, cards
from articles.models import ArticlePage
from base.pictures import STORY_SHAPES, TEASER_SHAPES, specs

log = logging.getLogger(__name__)


def wanted(page: ArticlePage) -> list[tuple[Any, list[str]]]:
    """(image, filter specs) of every picture that readers of `page`, or of a list it stands in, will ask for."""
    plate = ("plate",) if page.genre == "emagazine" else ()
    found = [(page.lead_image, _all_specs(*TEASER_SHAPES, *STORY_SHAPES, *plate))] if page.lead_image else []
    found += [(image, _all_specs("body")) for image in page.body_images() if image]
    return found


def _all_specs(*shapes: str) -> list[str]:
    return [spec for shape in shapes for spec in (*specs(shape)[0], specs(shape)[1])]


@task(backend="db", queue_name="media")
def prepare_pictures(page_id: int) -> int:
    """Make the renditions and the share picture of a live story; returns how many renditions it has now.

    What exists is only looked up. A picture that cannot be read is left to the page, which shows none.
    Raises OSError or botocore errors while storage is away: the task is then FAILED and may be run again.
    """
    page = ArticlePage.objects.live().filter(pk=page_id).with_sections().select_related("lead_image").first()
    if page is None:
        return 0
    made = 0
    for image, rules in wanted(page.specific):
        made += len(image.get_renditions(*rules))
    digest = cards.card_of(page).digest
    if card_views.stored(page.pk, digest) is None:
        card_views.keep(page)
    return made


def when_published(sender: type, instance: Any, **kwargs: Any) -> None:
    """Receiver of page_published: hand the work to the worker once the publication is really there."""
    if isinstance(instance, ArticlePage):
        transaction.on_commit(lambda: prepare_pictures.enqueue(instance.pk))


def connect() -> None:
    """Called from AppConfig.ready()."""
    page_published.connect(when_published, dispatch_uid="prepare-pictures")
