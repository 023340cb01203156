"""Kits with a quiz or scenario get a new version when it is published or taken off."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from wagtail.models import Page, Revision

from activities.models import QuizPage, ScenarioPage
from articles import publication
from media_library.kits.publishing import update_kits_with


def update_kits(page: Page, revision: Revision | None = None) -> None:
    """Step of publishing and unpublishing: number the kits anew after the commit, a query each."""
    if isinstance(page, (QuizPage, ScenarioPage)):
        transaction.on_commit(partial(update_kits_with, str(page.translation_key), page.title))


def connect() -> None:
    """Register the step; called by AppConfig.ready()."""
    publication.register(publication.KITS, publish=update_kits, unpublish=update_kits)
