"""Small pieces the partner tests share."""

import re
from datetime import timedelta

from django.utils import timezone


def invitation_link(text: str) -> str:
    """The path of the invitation in a page or a letter."""
    return re.search(r"/doi-tac/loi-moi/[\w-]+/", text)[0]


def all_consents():
    from partners.consents import KEYS

    return list(KEYS)


def next_year() -> str:
    """A day a year from now, as phones send it."""
    return str(timezone.localdate() + timedelta(days=365))


def full_form(**changes):
    """A submission form with nothing missing."""
    return {
        "title": "Má kiểm hợp đồng",
        "text": "Hợp đồng có ba dòng lạ, má đọc một cái là thấy liền ngay.",
        "post_url": "",
        "credit": "Mây Miệt Vườn",
        "commercial": "",
        "ai_use": "",
        "has_minor": "khong",
        "is_paid": "khong",
        "uses_ai": "khong",
        "music": "none",
        "kind": "clip",
        "languages": ["vi"],
        "licence_until": next_year(),
        "ticked": all_consents(),
        "viec": "gui",
    } | changes


def announce(submission, name, size=10):
    """An upload in parts that is not finished, as the library's door would have made it. No object is begun."""
    import uuid

    from media_library.models import UploadSession

    return UploadSession.objects.create(
        owner=submission.created_by,
        door="partner",
        target=str(submission.uuid),
        name=name,
        size=size,
        part_bytes=8 * 1024 * 1024,
        key=f"arrivals/{uuid.uuid4()}.bin",
        upload_id="thu",
        expires_at=timezone.now() + timedelta(hours=1),
    )
