"""Views of the whole site: help page, service worker, 404 page."""

from __future__ import annotations

import json
import logging
import zlib
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.presentation.player import address_to_play, players_of
from base import site_context
from base.caching.headers import PERSONAL, shared_page
from base.errors import error_page
from base.text import one_line
from media_library.models import Asset

from .gone import is_gone
from .models import HomePage

log = logging.getLogger(__name__)
MESSAGE_LIMIT = 300  # characters of an Http404's message that the page shows
NO_ROW = "matches the given query."  # how the sentence of get_object_or_404() ends, in English and with a model's name


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """The help page “Cần giúp đỡ?”; without the database it shows EMERGENCY_LINES. sw.js keeps it for offline use."""
    try:
        campaign = site_context.data()["campaign"]
        recording = players_of(_recording())[0]
    except DatabaseError as error:
        log.error("help page: database is away: %s", error)
        campaign, recording = {}, None
    lines: Sequence[Mapping[str, Any]] = campaign.get("help_lines") or site_context.EMERGENCY_LINES
    context = {
        "recording": recording,
        "lines": site_context.with_ambulance(lines, first=False),
        "links": [
            {**line, "host": urlsplit(line["url"]).hostname}
            for line in lines
            if line.get("url") and not line.get("number")
        ],
        "checked_on": max((line["verified_on"] for line in lines if line.get("verified_on")), default=None),
        "in_all_languages": True,
    }
    return shared_page(render(request, "home/help.html", context))


def _recording() -> Asset | None:
    """The help page, read aloud by a person in the page's language; chosen in the form of the front page."""
    home = HomePage.objects.live().filter(locale__language_code=get_language(), help_recording__isnull=False)
    chosen = home.select_related("help_recording").first()
    return chosen.help_recording if chosen else None


@require_safe
def help_recording(request: HttpRequest) -> HttpResponse:
    """Redirect to the recording of the help page; 404 where there is none, or it was withdrawn."""
    address = address_to_play(_recording())
    if not address:
        raise Http404(_("Trang này chưa có bản ghi âm."))
    response = HttpResponseRedirect(address)
    response.headers["Cache-Control"] = PERSONAL
    return response


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """/sw.js: the service worker that keeps help and situation pages and their files (templates/home/sw.js).

    Its version follows from the addresses and the times of publication: a changed page is fetched again.
    """
    files = [
        static("base/css/help.css"),
        static("base/js/copying.js"),
        static("base/js/exit.js"),
        static("base/js/offline.js"),
        static("base/art/favicon.svg"),
    ]
    pages = [f"/{code}/can-giup-do/" for code, _name in settings.LANGUAGES]
    situations = _situations()
    cached_json = json.dumps({"pages": pages, "situations": list(situations), "files": files})
    context = {
        "kept_json": mark_safe(cached_json),  # noqa: S308 - our own addresses
        "version": zlib.crc32(f"{cached_json}{situations}".encode()),
    }
    script = render_to_string("home/sw.js", context)
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "public, max-age=0, s-maxage=60"
    return response


def _situations() -> dict[str, str]:
    """{address: time of publication} of the situation pages and their lists; {} while the database is away."""
    try:
        parts = [site_context.data(code).get("home", {}) for code, _name in settings.LANGUAGES]
    except DatabaseError as error:
        log.error("service worker: database is away: %s", error)
        return {}
    links = [link for part in parts for link in (part.get("index"), *part.get("situations", ())) if link]
    return {link["address"]: link["at"] for link in links}


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404, or 410 for a deleted page (gone.py), with the message of Http404 (handler404).

    If rendering fails, e.g. without the database, it answers 404 with the plain error page.
    """
    message = exception.args[0] if exception and exception.args and isinstance(exception.args[0], str) else ""
    message = "" if message.endswith(NO_ROW) else one_line(message, MESSAGE_LIMIT)
    try:
        status = 410 if is_gone(request.path) else 404
        response = render(request, f"base/error_{status}.html", {"message": message}, status=status)
    except Exception as error:
        log.error("404 page without shell: %s", error)
        return error_page(404, _("Không tìm thấy trang này"), message or _("Trang này đi lạc. Bạn thì không một mình."))
    # With a session the answer may depend on the user: do not share it.
    is_personal = settings.SESSION_COOKIE_NAME in request.COOKIES
    response["Cache-Control"] = PERSONAL if is_personal else "public, max-age=0, s-maxage=10"
    return response
