"""Rights by Vietnamese names: Django writes “Can add user” into the database, whatever the language of the site.

Renamed after every migration, for people who set rights on the groups' page; code asks for codenames only.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.utils import translation
from django.utils.translation import gettext_lazy as _

DJANGOS = "Can "  # how the names it makes begin
ACTIONS = {
    "add": _("Được thêm"),
    "change": _("Được sửa"),
    "delete": _("Được xóa"),
    "view": _("Được xem"),
    "choose": _("Được chọn"),
    "publish": _("Được xuất bản"),
    "bulk": _("Được xóa hàng loạt"),
    "lock": _("Được khóa"),
    "unlock": _("Được mở khóa"),
    "submit": _("Được gửi dịch"),
    "access": _("Được vào"),
}


def rename(using: str = "default", **kwargs: Any) -> None:
    """Receiver of post_migrate; what has no model or no word of ours keeps its name."""
    renamed = []
    for right in Permission.objects.using(using).filter(name__startswith=DJANGOS).select_related("content_type"):
        action, _separator, rest = right.codename.partition("_")
        model = right.content_type.model_class()
        if action not in ACTIONS or model is None:
            continue
        with translation.override("vi"):
            noun = "Wagtail" if rest == "admin" else str(model._meta.verbose_name)
            right.name = f"{ACTIONS[action]} {noun}"[: Permission._meta.get_field("name").max_length]
        renamed.append(right)
    Permission.objects.using(using).bulk_update(renamed, ["name"])
