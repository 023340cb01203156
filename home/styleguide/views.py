"""Views of /styleguide/: all components with their states, a long text and Khmer, and the error pages.

The samples are in samples/, by app; tests/home/test_styleguide.py fails for a component without one.
base/js/styleguide.js adds the states :hover and :focus-visible.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from base import errors
from base.caching.headers import private
from home.styleguide.samples import articles, basics, library, partners, schools
from home.styleguide.samples.sample import KHMER, Sample
from media_library.models import SiteImage
from users.signin.throttling import too_many_attempts

#: Stylesheets that only some pages load; the styleguide loads all of them.
SHEETS = (
    "base/css/components/trail.css",
    "base/css/components/piece.css",
    "base/css/components/pin.css",
    "base/css/components/brief.css",
    "base/css/components/upload.css",
    "base/css/components/wizard.css",
    "base/css/components/bars.css",
    "base/css/components/kitpage.css",
    "base/css/components/longform.css",
    "base/css/components/lost.css",
    "base/css/components/player.css",
    "base/css/components/results.css",
    "media_library/css/library.css",
    "files/css/upload-box.css",
    "partners/css/kol.css",
    "schools/css/schools.css",
    "articles/css/story.css",
)
SWATCHES = ("ink", "song", "song7", "song1", "dien", "dien7", "phusa", "sen", "tim", "cream", "mist", "night")
ICONS = [
    "menu",
    "tim",
    "dong",
    "tin",
    "meo",
    "kho",
    "giup",
    "goi",
    "cup",
    "thoat",
    "tai",
    "in",
    "chiase",
    "saochep",
    "lienket",
    "nghe",
    "phat",
    "nen",
    "khong",
    "canhbao",
    "truong",
    "lich",
    "ban",
    "maychieu",
    "loc",
    "mui",
    "muixuong",
    "dongho",
    "khoa",
    "anh",
    "qr",
    "phienban",
    "me",
]
#: HTTP statuses whose error page is shown below /styleguide/loi/.
ERRORS = (400, 403, 404, 410, 413, 429, 500, 503)


@private
def error_sample(request: HttpRequest, status: int) -> HttpResponse:
    """The error page of `status` (one of ERRORS), answered with that status. Raises Http404 for any other."""
    pages: dict[int, Callable[[], HttpResponse]] = {
        400: lambda: errors.bad_request(request),
        403: lambda: errors.permission_denied(request),
        404: lambda: render(request, "base/error_404.html", status=404),
        410: lambda: render(request, "base/error_410.html", status=410),
        413: lambda: errors.bad_request(request, exception=RequestDataTooBig()),
        429: lambda: too_many_attempts(request),
        500: lambda: errors.server_error(request),
        503: lambda: _away(request),
    }
    if status not in pages:
        raise Http404
    return pages[status]()


def _away(request: HttpRequest) -> HttpResponse:
    try:
        raise OperationalError
    except OperationalError:
        return errors.server_error(request)


@private
def styleguide(request: HttpRequest) -> HttpResponse:
    """All components, rendered by the templates that the pages use."""
    groups = [
        {"name": name, "components": [_drawn(request, sample) for sample in samples]} for name, samples in _groups()
    ]
    facts = {"groups": groups, "swatches": SWATCHES, "icons": ICONS, "khmer": KHMER, "sheets": SHEETS, "errors": ERRORS}
    return render(request, "home/styleguide.html", facts)


def _groups() -> list[tuple[str, tuple[Sample, ...]]]:
    """[(group, samples)] of all components."""
    image = SiteImage.objects.prefetch_related("renditions").first()
    return [
        *basics.samples(image),
        ("Trong bài", articles.samples(image)),
        ("Kho tài liệu", library.samples()),
        ("Trường học và lịch", schools.samples()),
        ("Đối tác", partners.samples(basics.SampleForm()["address"])),
    ]


def _drawn(request: HttpRequest, sample: Sample) -> dict[str, Any]:
    """What the page shows of one sample: its template's name, and its states as HTML."""
    return {
        "component": sample.template.removeprefix("components/").removesuffix(".html"),
        "path": sample.template,
        "title": sample.title,
        "drawn": [render_to_string(sample.template, context, request) for context in sample.contexts],
        "wrap": sample.wrap,
        "tag": sample.tag,
    }
