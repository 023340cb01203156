"""Links of a story, in blocks at any depth and in rich text: to pages that readers cannot open, and to other sites."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Page

FIELDS = ("body", "transcript")  # fields with links


def linked_pages(story: Any) -> set[int]:
    """Keys of the pages that the fields of `story` link to; no query."""
    page_ids: set[int] = set()
    for name in FIELDS:
        value = getattr(story, name, None)
        if value:
            field = story._meta.get_field(name)
            page_ids |= {int(key) for model, key, *_path in field.extract_references(value) if issubclass(model, Page)}
    return page_ids


def broken(story: Any) -> list[str]:
    """Titles of linked pages that are not published or gone; one query where there are links."""
    keys = linked_pages(story)
    if not keys:
        return []
    titles = dict(Page.objects.filter(pk__in=keys).values_list("pk", "title"))
    live = set(Page.objects.live().filter(pk__in=keys).values_list("pk", flat=True))
    return [titles.get(key) or _("một trang đã xóa") for key in sorted(keys - live)]


_HREF = re.compile(r'<a\b[^>]*\bhref="(https?://[^"]+)"')


def outside(story: Any, longest: int) -> set[str]:
    """Addresses on other sites, at most `longest` characters each, without what stands behind “#”; no query."""
    addresses = {html.unescape(address).partition("#")[0] for text in _texts(story) for address in _addresses(text)}
    own = urlsplit(settings.SITE_URL).netloc
    return {address for address in addresses if len(address) <= longest and _host(address) not in {"", own}}


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:  # “http://[”
        return ""


def _texts(story: Any) -> Iterator[str]:
    """Every text of the fields with links."""
    yield from (getattr(story, name, "") or "" for name in ("transcript", "source_url"))
    for stream in story.streams():
        yield from _strings(stream.get_prep_value())


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def _addresses(text: str) -> Iterator[str]:
    """The text itself where it is an address, else the links in it."""
    if re.fullmatch(r"https?://\S+", text):
        yield text
    else:
        yield from _HREF.findall(text)
