"""{% upload_box upload_target=… object_id=… %}: the box that sends large files in parts."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from files.uploads.sessions import PART_BYTES
from files.uploads.targets import UPLOAD_TARGETS

register = template.Library()


@register.inclusion_tag("files/upload_box.html", takes_context=True)
def upload_box(
    context: dict[str, Any], upload_target: str, object_id: Any, *, hint: str = "", tags: str = "", accept: str = ""
) -> dict[str, Any]:
    """The upload box of the target registered as `upload_target`, for the object `object_id`.

    `hint`: one sentence below the button (types and limit). `tags`: template with the fields of one row
    (plain form controls with `name`; saved by UploadTarget.tag while the file is sent). `accept`: the input's
    accept attribute. The page must load files/js/upload-box.js as a module and files/css/upload-box.css.
    """
    staff = UPLOAD_TARGETS[upload_target].staff
    return {
        "upload_target": upload_target,
        "object_id": object_id,
        "base": reverse("uploads_staff" if staff else "files:uploads"),
        "part_bytes": PART_BYTES,
        "hint": hint,
        "tags": tags,
        "accept": accept,
        "words": box_texts(),
        "words_id": f"upload-words-{upload_target}-{object_id}",
        "tag_context": context.get("tag_fields"),
    }


def box_texts() -> dict[str, str]:
    """Sentences of upload-box.js, which fills in the {braces}."""
    return {
        "preparing": _("Đang chuẩn bị…"),
        "starting": _("Đang tải lên…"),
        "resumed": _("Đang tải tiếp từ chỗ dừng…"),
        "progress": _("{done} / {all} ({percent} %)"),
        "minutes": _("còn khoảng {n} phút"),
        "seconds": _("còn khoảng {n} giây"),
        "pause": _("Tạm dừng"),
        "goOn": _("Tải tiếp"),
        "paused": _("Đã tạm dừng, phần đã gửi vẫn còn."),
        "cut": _("Mất kết nối. Phần đã gửi vẫn còn, bạn bấm Tải tiếp khi có mạng."),
        "cutRetry": _("Mất kết nối. Phần đã gửi vẫn còn, tự thử lại sau {n} giây."),
        "broken": _("Máy chủ chưa nhận được. Bạn bấm Tải tiếp."),
        "unfinished": _("Tải dở {percent} %. Bạn chọn lại đúng tệp này để tải tiếp."),
        "choose": _("Chọn lại tệp"),
        "again": _("Tải tiếp"),
        "checking": _("Đã gửi đủ, đang kiểm tra tệp…"),
        "saved": _("Đã ghi."),
        "anyway": _("Vẫn thêm vào đây"),
    }
