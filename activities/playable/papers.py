"""What quizzes and scenarios share on paper and offline: help lines, typesetting, pictures within."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from wagtail.images.models import SourceImageIOError

from articles.models import ArticlePage
from base import site_context
from media_library.print import typst

HERE = Path(__file__).resolve().parent.parent
MAX_PICTURE_BYTES = 300_000  # one picture within the offline copy; larger ones are left out
HELP_LINES = 3


def help_lines(story: ArticlePage) -> list[list[str]]:
    """[[number, label]] of the first verified help lines in the story's language; 113 and 111 without any."""
    lines = site_context.data(story.locale.language_code).get("campaign", {}).get("help_lines", [])
    lines = [line for line in lines if line.get("number")] or site_context.EMERGENCY_LINES
    return [[str(line["number"]), str(line.get("label", ""))] for line in lines][:HELP_LINES]


def data_of(story: ArticlePage) -> dict[str, Any]:
    """What every sheet shows of the page."""
    return {
        "lang": story.locale.language_code,
        "title": story.title,
        "intro": story.sapo,
        "help": help_lines(story),
        "address": settings.SITE_URL + story.address,
    }


def offline_copy(story: ArticlePage, kind: str, **context: Any) -> str:
    """The text of the file: activities/<kind>/offline/page.html with the style of css/<kind>-offline.css."""
    context |= {
        "page": story,
        "style": static_text(f"css/{kind}-offline.css"),
        "help_lines": help_lines(story),
        "language": story.locale.language_code,
        "address": settings.SITE_URL + story.address,
    }
    return render_to_string(f"activities/{kind}/offline/page.html", context)


def typeset(template: str, data: dict[str, Any]) -> bytes:
    """The PDF of a template of this app. May raise Busy."""
    return typst.pdf(template, data, folder=HERE / "typ")


def static_text(path: str) -> str:
    """A stylesheet or script of this app, to stand within an offline copy."""
    return (HERE / "static" / "activities" / path).read_text()


def picture_data(image: Any) -> str:
    """A picture of at most MAX_PICTURE_BYTES as a data: address; "" without one."""
    if image is None:
        return ""
    try:
        rendition = image.get_rendition("width-720|format-jpeg")
        with rendition.file.open("rb") as file:
            content = file.read(MAX_PICTURE_BYTES + 1)
    except (SourceImageIOError, OSError):  # withdrawn, or the storage is away: the text stands without it
        return ""
    if len(content) > MAX_PICTURE_BYTES:
        return ""
    return "data:image/jpeg;base64," + base64.b64encode(content).decode()
