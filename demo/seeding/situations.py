"""Seeds the pages of situations: nine in Vietnamese, three in English and Khmer that wait for a native reader."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.models import Locale

from home.first_day import publish
from home.models import HomePage, SituationIndexPage, SituationPage

from . import Row, content

SLUG = "tinh-huong"
CHECKED = {"checked_source": "Đã mở từng địa chỉ, gọi thử từng số (minh họa)", "checked_by": "Ban nội dung (minh họa)"}


def seed_situations() -> None:
    """Create the lists and pages of situations.json below the front pages."""
    rows = content("situations")
    originals: dict[str, SituationPage] = {}
    index = None
    for language, (title, intro) in rows["index"].items():
        locale = Locale.objects.get(language_code=language)
        home = HomePage.objects.get(locale=locale)
        key = {"translation_key": index.translation_key} if index else {}
        own = SituationIndexPage(title=title, intro=intro, slug=SLUG, locale=locale, **key)
        publish(own, home)
        index = index or own
        for row in rows[language]:
            original = originals.get(row["situation"])
            page = SituationPage(locale=locale, slug=original.slug if original else row["slug"], **_fields(row))
            if original:
                page.translation_key, page.awaits_native_reader = original.translation_key, True
            publish(page, own)
            originals.setdefault(row["situation"], page)


def _fields(row: Row) -> dict[str, Any]:
    """Field values of a page; a step is [title, text, comfort], a message [to, text], a place [title, text, url]."""
    plain = ("situation", "title", "lead", "from_eighteen", "evidence_warning", "places_note", "to_say")
    return {
        **{name: row[name] for name in plain},
        "steps": _stream("step", ("title", "text", "comfort"), row["steps"]),
        "messages": _stream("message", ("to", "text"), row["messages"]),
        "after_call": _stream("step", ("title", "text", "comfort"), row["after_call"]),
        "places": _stream("place", ("title", "text", "url"), row["places"]),
        "evidence": [("line", text) for text in row["evidence"]],
        "not_to_say": [("line", text) for text in row["not_to_say"]],
        "numbers": "113, 111" if row["situation"] == "meeting" else "111, 113",
        "checked_on": timezone.localdate(),
        **CHECKED,
    }


def _stream(block: str, names: tuple[str, ...], rows: list[list[str]]) -> list[tuple[str, dict[str, str]]]:
    return [(block, dict(zip(names, [*row, ""][: len(names)], strict=True))) for row in rows]
