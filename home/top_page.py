"""The page above all languages and the collection above all pictures by Vietnamese names: Wagtail writes “Root”.

Editors meet them: whoever works in two languages starts there in the list of pages, and every path of pages begins
with it. Renamed after every migration, like the rights in users/permission_labels.py.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps as all_apps
from django.db.models.signals import post_migrate
from django.utils import translation
from django.utils.translation import gettext_lazy as _

WAGTAILS = "Root"
PAGES, COLLECTIONS = _("Mọi trang"), _("Mọi bộ sưu tập")


def name_top(using: str = "default", apps: Any = all_apps, **kwargs: Any) -> None:
    """Receiver of post_migrate; a name that somebody gave stays."""
    try:
        pages, collections = (apps.get_model("wagtailcore", name) for name in ("Page", "Collection"))
    except LookupError:  # migrated only in part: there is neither yet
        return
    page = pages._base_manager.using(using).filter(depth=1, title=WAGTAILS)
    collection = collections._base_manager.using(using).filter(depth=1, name=WAGTAILS)
    with translation.override("vi"):
        page.update(title=str(PAGES), draft_title=str(PAGES))
        collection.update(name=str(COLLECTIONS))


def connect() -> None:
    post_migrate.connect(name_top, dispatch_uid="top-page")
