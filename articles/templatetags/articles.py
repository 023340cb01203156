"""Filters of article pages: picture credits, numbered subheads, the best file of a library card."""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from articles.blocks.media import post_platform

register = template.Library()

#: Credits that already say what kind of picture it is.
_SAID = ("ảnh:", "minh họa:", "đồ họa:", "tranh:", "nguồn:", "photo:", "illustration:")


@register.filter
def picture_credit(credit: str) -> str:
    """“Hải Đăng” → “Ảnh: Hải Đăng”; a credit that begins with “Minh họa:” stays."""
    credit = (credit or "").strip()
    if not credit or credit.lower().startswith(_SAID):
        return credit
    return format_html("{} {}", _("Ảnh:"), credit)


@register.filter
def platform(url: str) -> str:
    """Name of the network a post link leads to."""
    return post_platform(url)


@register.filter
def numbered(body) -> list[tuple[int, object]]:
    """(number, block) pairs: subheads count 1, 2, 3 … when there are at least two, all else is 0.

    Subheads that bring a number (“1. Dọa cho sợ”, “113: nguy hiểm ngay trước mắt”) get no second one beside it.
    """
    blocks = list(body)
    heads = [block for block in blocks if block.block_type == "heading"]
    is_counted = len(heads) > 1 and not any(str(block.value)[:1].isdigit() for block in heads)
    pairs, number = [], 0
    for block in blocks:
        if block.block_type == "heading" and is_counted:
            number += 1
            pairs.append((number, block))
        else:
            pairs.append((0, block))
    return pairs


@register.filter
def lower_first(text: str) -> str:
    """“Bản in A3” → “bản in A3” inside a sentence; an abbreviation (“PDF nhẹ”) keeps its capitals."""
    text = str(text)
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
