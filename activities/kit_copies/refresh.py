"""Kits with a quiz or scenario get a new version when it is published or taken off."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from wagtail.signals import page_published, page_unpublished

from activities.models import QuizPage, ScenarioPage
from media_library.kits.publishing import update_kits_with


def _changed(sender: type, instance: Any, **kwargs: Any) -> None:
    """Receiver of page_published and page_unpublished: number the kits anew after the commit, a query each."""
    if isinstance(instance, (QuizPage, ScenarioPage)):
        transaction.on_commit(partial(update_kits_with, str(instance.translation_key), instance.title))


def connect() -> None:
    """Connect the receivers; called by AppConfig.ready()."""
    page_published.connect(_changed, dispatch_uid="kit-copies-published")
    page_unpublished.connect(_changed, dispatch_uid="kit-copies-unpublished")
