"""The page above all languages by a Vietnamese name: Wagtail writes “Root” into the database.

Editors meet it: whoever works in two languages starts there in the list of pages, and every path of pages begins with
it. Renamed after every migration, like the rights in users/right_names.py.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps as all_apps
from django.db.models.signals import post_migrate
from django.utils import translation
from django.utils.translation import gettext_lazy as _

WAGTAILS = "Root"
NAME = _("Mọi trang")


def name_top(using: str = "default", apps: Any = all_apps, **kwargs: Any) -> None:
    """Receiver of post_migrate; a name that somebody gave it stays."""
    try:
        page = apps.get_model("wagtailcore", "Page")
    except LookupError:  # migrated only in part: there are no pages yet
        return
    with translation.override("vi"):
        page._base_manager.using(using).filter(depth=1, title=WAGTAILS).update(title=str(NAME), draft_title=str(NAME))


def connect() -> None:
    post_migrate.connect(name_top, dispatch_uid="top-page")
