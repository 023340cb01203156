"""Vietnamese names of permissions, written to the database after every migration.

Django stores “Can add user” whatever the language of the site, and the groups' page of the administration shows that
name. Code uses codenames only.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.utils import translation
from django.utils.translation import gettext_lazy as _

DJANGOS = "Can "  # prefix of the names that Django makes
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
    """Receiver of post_migrate; permissions without a model or with an action not in ACTIONS keep their names."""
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
