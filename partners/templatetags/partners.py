"""Words for states."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def file_state(row) -> str:
    """What has happened to a file of a submission, in one sentence."""
    if row.refusal:
        return row.refusal
    if row.stored_id:
        return _("Đã nhận và kiểm tra xong")
    return _("Chưa tải lên xong") if row.is_arriving else _("Đã nhận đủ, đang kiểm tra")


@register.filter
def state_tone(state: str) -> str:
    """Class of the label: bad needs the partner, ok is done, wait is on its way."""
    return {
        "changes": "bad",
        "rejected": "bad",
        "published": "ok",
        "accepted": "ok",
        "sent": "wait",
        "in_review": "wait",
    }.get(state, "")


@register.filter
def item(mapping, key):
    """Value of `key` in a dict, None when it is not there."""
    return mapping.get(key) if mapping else None
