"""Vietnamese names of permissions; `manage.py sync_site` writes them to the database.

Django stores “Can add user” whatever the language of the site, and the groups' page of the administration shows that
name. Code uses codenames only.
"""

from __future__ import annotations

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


def rename() -> None:
    """Rename what has Django's name; permissions without a model or with an action not in ACTIONS keep it."""
    renamed = []
    for right in Permission.objects.filter(name__startswith=DJANGOS).select_related("content_type"):
        action, _separator, rest = right.codename.partition("_")
        model = right.content_type.model_class()
        if action not in ACTIONS or model is None:
            continue
        with translation.override("vi"):
            noun = "Wagtail" if rest == "admin" else str(model._meta.verbose_name)
            right.name = f"{ACTIONS[action]} {noun}"[: Permission._meta.get_field("name").max_length]
        renamed.append(right)
    Permission.objects.bulk_update(renamed, ["name"])
