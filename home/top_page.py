"""Vietnamese names of Wagtail's root page and root collection, which Wagtail calls “Root”.

Editors see them in lists and breadcrumbs. `manage.py sync_site` writes them.
"""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, Page

WAGTAILS = "Root"
PAGES, COLLECTIONS = _("Mọi trang"), _("Mọi bộ sưu tập")


def rename() -> None:
    """Replace the name “Root”; another name was given by a person and stays."""
    with translation.override("vi"):
        Page.objects.filter(depth=1, title=WAGTAILS).update(title=str(PAGES), draft_title=str(PAGES))
        Collection.objects.filter(depth=1, name=WAGTAILS).update(name=str(COLLECTIONS))
