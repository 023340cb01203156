"""Small pieces the partner tests share."""

import re


def invitation_link(text: str) -> str:
    """The path of the invitation in a page or a letter."""
    return re.search(r"/doi-tac/loi-moi/[\w-]+/", text)[0]


def all_consents():
    from partners.consents import KEYS

    return list(KEYS)


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
        "ticked": all_consents(),
        "viec": "gui",
    } | changes
