"""Updates a page's entry in Wagtail's search index only when an indexed text has changed, that is the title.

Wagtail rewrites the entry whenever the row is saved, and computes an average over all entries for it. An autosave saves
the row too, but changes none of the indexed texts, which are the published ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page
from wagtail.search import index


def write(page: Model) -> None:
    """Write the entry of a saved page."""
    index.insert_or_update_object(page)


def _saved(instance: Page, raw: bool = False, update_fields: Iterable[str] | None = None, **_said: Any) -> None:
    texts = {field.field_name for field in instance.search_fields if not isinstance(field, index.FilterField)}
    if not raw and (update_fields is None or texts & set(update_fields)):
        write(instance)


def _deleted(instance: Page, **_said: Any) -> None:
    index.remove_object(instance)


def connect(base: type[Page]) -> None:
    """Connect the receivers for all types made of `base`, which Wagtail leaves alone (`search_auto_update`)."""
    for model in apps.get_models():
        if issubclass(model, base):
            post_save.connect(_saved, sender=model, dispatch_uid=f"title-saved-{model._meta.label}")
            post_delete.connect(_deleted, sender=model, dispatch_uid=f"title-deleted-{model._meta.label}")
