"""What quizzes and scenarios share on paper and offline: help lines, typesetting, answers of files, pictures within."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from wagtail.images.models import SourceImageIOError

from articles.models import ArticlePage
from base import site_context
from base.errors import error_page
from files.storage.signed_urls import content_disposition
from media_library.print import typst

HERE = Path(__file__).resolve().parent
MAX_PICTURE_BYTES = 300_000  # one picture within the offline copy; larger ones are left out
HELP_LINES = 3


def help_lines(story: ArticlePage) -> list[list[str]]:
    """[[number, label]] of the first verified help lines in the story's language; 113 and 111 without any."""
    lines = site_context.data(story.locale.language_code).get("campaign", {}).get("help_lines", [])
    found = [line for line in lines if line.get("number")] or site_context.EMERGENCY_LINES
    return [[str(line["number"]), str(line.get("label", ""))] for line in found][:HELP_LINES]


def typeset(template: str, data: dict[str, Any]) -> bytes:
    """The PDF of a template of this app. May raise Busy."""
    return typst.pdf(template, data, folder=HERE / "typ")


def static_text(path: str) -> str:
    """A stylesheet or script of this app, to stand within an offline copy."""
    return (HERE / "static" / "activities" / path).read_text()


def pdf_response(make: Callable[[], bytes], name: str) -> HttpResponse:
    """What `make` typesets, as a file called `name`; 503 while all typesetting places are taken."""
    try:
        content = make()
    except typst.Busy:
        return error_page(503, _("Máy đang bận"), _("Nhiều người cùng tải bản in. Bạn thử lại sau một phút."))
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition(name)
    return response


def html_file(content: str, name: str) -> HttpResponse:
    """An offline copy as a file called `name`."""
    response = HttpResponse(content, content_type="text/html; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition(name)
    return response


def picture_data(image: Any) -> str:
    """A picture of at most MAX_PICTURE_BYTES as a data: address; "" without one."""
    if image is None:
        return ""
    try:
        drawn = image.get_rendition("width-720|format-jpeg")
        with drawn.file.open("rb") as file:
            content = file.read(MAX_PICTURE_BYTES + 1)
    except (SourceImageIOError, OSError):  # withdrawn, or the storage is away: the text stands without it
        return ""
    if len(content) > MAX_PICTURE_BYTES:
        return ""
    return "data:image/jpeg;base64," + base64.b64encode(content).decode()
