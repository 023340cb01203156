"""Vietnamese names of Wagtail's root page and root collection, which Wagtail calls “Root”.

Editors see them in lists and breadcrumbs. They are renamed after every migration, as the permissions in
users/permission_labels.py.
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
    """Receiver of post_migrate; only the name “Root” is replaced."""
    try:
        pages, collections = (apps.get_model("wagtailcore", name) for name in ("Page", "Collection"))
    except LookupError:  # after a partial migration the models do not exist yet
        return
    page = pages._base_manager.using(using).filter(depth=1, title=WAGTAILS)
    collection = collections._base_manager.using(using).filter(depth=1, name=WAGTAILS)
    with translation.override("vi"):
        page.update(title=str(PAGES), draft_title=str(PAGES))
        collection.update(name=str(COLLECTIONS))


def connect() -> None:
    """Connect the receiver. Called from AppConfig.ready()."""
    post_migrate.connect(name_top, dispatch_uid="top-page")
