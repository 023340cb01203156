"""Template filters of article pages: credits, numbered headings, tables, transcripts."""

import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from articles.blocks.media import post_platform
from articles.models import Person
from articles.presentation import structured_data
from articles.public import most_read
from articles.syndication.closed import is_readable
from base.images.image_specs import made_renditions
from base.templatetags.vi import in_vietnamese
from media_library.print.qr import inline_svg

register = template.Library()

LEAST_CONTENTS = 3  # headings

#: Beginnings of credits that already name the kind of picture.
_SAID = ("ảnh:", "minh họa:", "đồ họa:", "tranh:", "nguồn:", "photo:", "illustration:")


@register.filter
def counting_address(page_id: int) -> str:
    """Signed address to which the page reports a reading."""
    return most_read.page_address(page_id)


@register.simple_tag(takes_context=True)
def readable(context: Context, page: Page | None) -> Page | None:
    """`page` where a link to it leads on for readers of the context's page, if it has one (closed.is_readable())."""
    current_page = context.get("page")
    return page if page and is_readable(page, current_page if isinstance(current_page, Page) else None) else None


@register.filter
def picture_credit(credit: str) -> str:
    """“Hải Đăng” → “Ảnh: Hải Đăng”; credits that begin as in _SAID stay."""
    credit = (credit or "").strip()
    if not credit or credit.lower().startswith(_SAID):
        return in_vietnamese(credit)
    return format_html("{} {}", _("Ảnh:"), in_vietnamese(credit))


@register.filter
def platform(url: str) -> str:
    """Name of the network of a post's address."""
    return post_platform(url)


@register.filter
def numbered(body: Iterable[Any]) -> list[tuple[int, object]]:
    """(number, block) pairs: headings count 1, 2, 3 … when there are at least two, everything else is 0.

    Headings are not counted when one of them begins with a digit (“1. Dọa cho sợ”, “113: nguy hiểm ngay trước mắt”).
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
def until_subhead(pairs: list[tuple[int, Any]]) -> list[tuple[int, Any]]:
    """What of `numbered` stands above the first subheading, or the first block of a text without one."""
    return pairs[: _opening(pairs)]


@register.filter
def from_subhead(pairs: list[tuple[int, Any]]) -> list[tuple[int, Any]]:
    """What follows `until_subhead`."""
    return pairs[_opening(pairs) :]


def _opening(pairs: list[tuple[int, Any]]) -> int:
    heads = (index for index, (_number, block) in enumerate(pairs) if index and block.block_type == "heading")
    return next(heads, 1)


@register.simple_tag(takes_context=True)
def blocks(context: Context, pairs: Iterable[tuple[int, Any]]) -> str:
    """HTML of the pairs of `numbered`, as `{% include_block block with number=number %}` gives it for each.

    The context, which that copies for each of forty paragraphs, is read once. A block copies it before it adds to it.
    """
    shared = context.flatten()
    return format_html_join("", "{}", ((block.render(shared | {"number": number}),) for number, block in pairs))


@register.filter
def contents(body: Iterable[Any]) -> tuple[str, ...]:
    """The headings of a body, for its table of contents; none where there are fewer than LEAST_CONTENTS."""
    heads = tuple(str(block.value) for block in body if block.block_type == "heading")
    return heads if len(heads) >= LEAST_CONTENTS else ()


@register.filter
def qr_code(address: str) -> str:
    """Inline SVG of a code that opens a site-relative address."""
    return inline_svg(address, 2)


@register.filter
def lower_first(text: str) -> str:
    """“Bản in A3” → “bản in A3” within a sentence; an abbreviation (“PDF nhẹ”) keeps its capitals."""
    text = str(text)
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


@register.filter
def labelled_rows(table: Any) -> list[list[tuple[str, object]]]:
    """Rows of a TypedTable as (column heading, cell) pairs, because on a phone each cell shows its heading."""
    headings = [column["heading"] for column in table.columns]
    return [list(zip(headings, row, strict=False)) for row in table.rows]


@register.filter
def tip_tone(tone: str) -> str:
    """CSS class of a tip's background; "" for the default, “dien”."""
    return "" if tone == "dien" else (tone or "phusa")


#: “0:31” or “1:02:05” at the beginning of a paragraph of a transcript.
_TIMED = re.compile(r"<p([^>]*)>\s*(?:<b>)?((?:\d{1,2}:)?\d{1,2}:\d{2})(?:</b>)?\s*")


@register.filter
def still(image: Any) -> str:
    """Address of an existing 16:9 rendition of `image`, as poster of a player; "" without one.

    A poster has no srcset: the widest of the light ones (docs/performance.md P7), else the narrowest.
    """
    renditions = made_renditions(image)
    wide = [rendition for rendition in renditions if abs(rendition.width * 9 - rendition.height * 16) < 32]
    light = [rendition for rendition in wide if "weblight" in rendition.filter_spec]
    if light:
        return max(light, key=lambda rendition: rendition.width).url
    return min(wide, key=lambda rendition: rendition.width).url if wide else ""


@register.filter
def timed(transcript: str) -> str:
    """A transcript in which times at the start of a paragraph are links for the player."""

    def link(found: re.Match[str]) -> str:
        seconds = 0
        for part in found[2].split(":"):
            seconds = seconds * 60 + int(part)
        play = f'<span class="vh">{escape(_("Phát từ"))} </span>'  # for screen readers, beside “0:08”
        return f'<p{found[1]}><a href="#t={seconds}" data-seek="{seconds}">{play}<time>{found[2]}</time></a> '

    return mark_safe(_TIMED.sub(link, expand_db_html(transcript)))  # noqa: S308 - Wagtail's own rich text


@register.filter
def person_ld(person: Person) -> str:
    """JSON-LD of an author's page."""
    return structured_data.profile(
        get_language() or "vi",
        name=person.display_name,
        path=person.address,
        about=person.bio,
        job=person.honorific,
        outlet=person.outlet,
        same_as=person.link_lines,
    )
