"""Parts of public pages kept for settings.KEPT_PARTS_SECONDS: the way to a page, and the HTML of its bands.

Below the page cache, which keeps whole answers for visitors, lies what all forms of an answer share, and readers of one
kind: `{% kept %}` (templatetags/kept.py) marks the bands of base.html, `served()` keeps them for a page. A page whose
parts are kept asks nothing of the page tree and runs no query of its own; what stands between the bands (breaking news)
is made each time. After a publication, and every KEPT_PARTS_SECONDS, the parts are stale: where the page's validator
(`BasePage.validator()`) is what it was, they are kept on, for site_context.SECONDS at most.

All parts are kept under a version of the site context, read before the page is made, and forgotten with it: those of
the library, and the way to a page that is no story, under the lasting one, so that a published story leaves them. Kept
are only answers of pages that Wagtail's own view serves, so no preview; none that a password or a group closes, and
none that read a session, except for a kind of readers of whom the page vouches that all get the same.
"""

from __future__ import annotations

import hashlib
import logging
import pickle
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse, TemplateResponse
from wagtail.models import Page

from base import site_context
from base.caching import pages_above
from base.caching.page_cache import LARGEST, place_of
from base.day import today
from base.http import PageRequest

BANDS = ("top", "main")  # of base.html
#: Position in Wagtail's page tree: the page, and the arguments of its serve().
Route = tuple[Page, list[Any], dict[str, Any]]

log = logging.getLogger(__name__)


class Basis(Enum):
    """What a page shows, and what its parts are forgotten with."""

    PAGES = "pages"
    LASTING = "lasting"  # the library, and the bars


class Validity(NamedTuple):
    """How long parts are good. Moments are seconds since the epoch."""

    lasting: str  # version under which they were made; with another one they are made anew
    digest: str  # of the page's validator()
    memo: Any  # of the page
    fresh_until: float  # when the validator is asked
    end: float  # when they are made anew in any case


Version = tuple[Basis, str]
FORM = 3  # of Kept: a server of yesterday's code may have kept another
#: Version, template and HTML of the bands; for visitors also the way, with its version: one value is kept and not two.
Kept = tuple[Version, str, dict[str, str], tuple[Version, bytes] | None, Validity | None]


@dataclass
class KeptParts:
    """What is kept for one request. `html`: band → HTML, complete or empty until the page is made."""

    place: str
    pages: str  # version of everything
    lasting: str  # version of what no published story changes
    way: bytes = b""  # pickled Route
    kind: str = ""  # of reader; "" for everybody whose session is not read
    template: str = ""
    html: dict[str, str] = field(default_factory=dict)
    asked_for: Route | None = None  # as Wagtail has found it for this request
    version: Version = (Basis.PAGES, "")  # under which keep() keeps
    validity: Validity | None = None  # which keep() keeps
    stale: tuple[Kept, Validity] | None = None  # what may be kept on

    def version_of(self, basis: Basis) -> str:
        """The version of now."""
        return self.pages if basis is Basis.PAGES else self.lasting

    @property
    def are_complete(self) -> bool:
        """Whether every band is there."""
        return set(self.html) == set(BANDS)

    @property
    def route(self) -> Route | None:
        """The page and the arguments of its serve(), as fresh objects; None where no way is kept."""
        return pickle.loads(self.way) if self.way else None  # noqa: S301 - from our own cache, as Django's cache does

    def found_for(self, kind: str) -> KeptParts:
        """These, with what is kept for readers of `kind`."""
        if kind != self.kind:
            self.kind, self.template, self.html = kind, "", {}
            self._take(_read([self._name(kind)]).get(self._name(kind)))
        return self

    def stale_route(self, request: HttpRequest) -> Route | None:
        """The way of stale parts, while the page itself is what it was; else None, and the parts are let go."""
        (kept, validity), self.stale = self.stale or (None, None), None
        if kept is None or validity is None or kept[3] is None:
            return None
        route: Route = pickle.loads(kept[3][1])  # noqa: S301 - as above
        route[0].memo = validity.memo
        if route[0].validator(request) is None:
            return None
        self.way, self.stale = kept[3][1], (kept, validity)
        return route

    def revalidate(self, page: Page, validator: str | None) -> None:
        """Take the stale parts where `validator` is what it was; else note it for the parts that are made next."""
        if validator is None:
            return
        now, digest = time.time(), hashlib.sha256(validator.encode()).hexdigest()
        fresh_until, end = now + settings.KEPT_PARTS_SECONDS, now + site_context.SECONDS
        self.validity = Validity(self.lasting, digest, getattr(page, "memo", None), fresh_until, end)
        if self.stale and self.stale[1].digest == digest:
            (_version, self.template, self.html, _way, _validity), before = self.stale
            self.validity = self.validity._replace(end=before.end)
            self._write()

    def keep(self, response: HttpResponse) -> None:
        """Keep what `response`, which has just been rendered, was made of."""
        if self.version[1] and self.are_complete and self.way and _may_be_kept(response):
            self._write()

    def _write(self) -> None:
        way = (self._version_of_way(), self.way)
        kept: Kept = (self.version, self.template, self.html, None if self.kind else way, self.validity)
        found: dict[str, Any] = {self._name(self.kind): kept}
        seconds = site_context.SECONDS if self.validity else settings.KEPT_PARTS_SECONDS
        _write(found | {f"way:{self.place}": way} if self.kind else found, seconds)

    def _version_of_way(self) -> Version:
        """A published story changes the way to itself, to no other page."""
        is_story = self.asked_for is not None and not getattr(self.asked_for[0], "stands_beyond_lists", True)
        basis = Basis.PAGES if is_story else Basis.LASTING
        return basis, self.version_of(basis)

    def _name(self, kind: str) -> str:
        return f"parts-{kind}:{FORM}:{self.place}"

    def _take(self, found: Kept | None) -> None:
        if found is None:
            return
        version, template, html, way, validity = found
        now = time.time()
        is_fresh = validity is None or now < validity.fresh_until
        if is_fresh or (way and way[0][0] is Basis.LASTING):
            self._take_way(way)
        if is_fresh and self._is_current(version):
            self.template, self.html = template, html
        elif validity and validity.lasting == self.lasting and now < validity.end:
            self.stale = found, validity

    def _take_way(self, kept: tuple[Version, bytes] | None) -> None:
        if kept and self._is_current(kept[0]):
            self.way = kept[1]

    def _is_current(self, version: Version) -> bool:
        return version == (version[0], self.version_of(version[0]))

    @classmethod
    def of(cls, request: HttpRequest) -> KeptParts | None:
        """What is kept for the request's address; None where nothing may be kept, or while the cache is away."""
        place = place_of(request) if settings.KEPT_PARTS_SECONDS else None
        if place is None:
            return None
        place = f"{today()}:{place}"
        way = f"way:{place}"
        found = _read([*site_context.VERSIONS, way, f"parts-:{FORM}:{place}"])
        site_context.note_versions(found)
        try:
            pages, lasting = map(site_context.known_version, site_context.VERSIONS)
        except Exception as error:
            log.warning("kept parts: cache is away: %s", error)
            return None
        parts = cls(place, pages, lasting)
        parts._take_way(found.get(way))
        parts._take(found.get(parts._name("")))
        return parts


def _read(names: list[str]) -> dict[str, Any]:
    try:
        return dict(cache.get_many(names))
    except Exception as error:
        log.warning("kept parts: cache is away: %s", error)
        return {}


def _write(values: dict[str, Any], seconds: int) -> None:
    try:
        if len(values) > 1:
            cache.set_many(values, seconds)
            return
        for name, value in values.items():  # half the work of a pipeline
            cache.set(name, value, seconds)
    except Exception as error:
        log.warning("kept parts: cache is away: %s", error)


def _may_be_kept(response: HttpResponse) -> bool:
    """Whether the answer is a whole page without a cookie or a form of one reader, and not closed: Wagtail says so."""
    return (
        response.status_code == 200
        and not response.cookies
        and "no-cache" not in response.headers.get("Cache-Control", "")
        and b"csrfmiddlewaretoken" not in response.content
        and len(response.content) <= LARGEST
    )


def served(
    page: Page,
    request: PageRequest,
    make: Callable[[], HttpResponse],
    kind: str = "",
    basis: Basis = Basis.PAGES,
    validator: Callable[[], str | None] = lambda: None,
) -> HttpResponse:
    """The page from its kept parts, else the answer of `make`, whose parts are then kept.

    `kind`: of the reader, where the page differs by kind; the caller vouches that all of a kind get the same, and that
    the page shows nothing but what `basis` says. `validator`: that of the page, for visitors and Basis.PAGES.
    """
    parts: KeptParts | None = getattr(request, "parts", None)
    if parts is None or parts.asked_for is None or parts.asked_for[0] is not page:
        return make()
    parts.found_for(kind)
    if not parts.are_complete:
        parts.version = basis, parts.version_of(basis)
        parts.way = parts.way or pickle.dumps(parts.asked_for)  # before the page is asked, which fills its caches
        parts.revalidate(page, validator())
    if parts.are_complete:
        response: HttpResponse = TemplateResponse(request, parts.template, {"page": page, "self": page})
    else:
        response = make()
    if isinstance(response, SimpleTemplateResponse) and isinstance(response.template_name, str):
        response.context_data = (response.context_data or {}) | {"kept_parts": parts}
        if not parts.are_complete:
            parts.template = response.template_name
            response.add_post_render_callback(partial(_keep, parts, request))
    return response


def _keep(parts: KeptParts, request: HttpRequest, response: HttpResponse) -> None:
    if request.method == "GET" and (parts.kind or not request.session.accessed):
        parts.keep(response)


def note_route(page: Page, request: PageRequest, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Hook before_serve_page: tell the request's parts which page it is."""
    parts: KeptParts | None = getattr(request, "parts", None)
    if parts is not None:
        parts.asked_for = (page, args, kwargs)


class KeptPartsMiddleware:
    """Serves a page of the tree whose way is kept without asking the tree, and others from the page above them on.

    Must stand last, so that what the other middlewares refuse stays refused. A page that Wagtail's view would refuse
    (closed, not live) has no way that is kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing of its own: process_view() does the work."""
        return self.get_response(request)

    def process_view(self, request: PageRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """The answer of the page that is known for the address; None where Wagtail's view has to find it."""
        if request.resolver_match is None or request.resolver_match.url_name != "wagtail_serve":
            return None
        request.parts = parts = KeptParts.of(request)
        if parts is None:
            return None
        if (route := parts.route or parts.stale_route(request)) is None:
            found = pages_above.find(request, args[0])
            return pages_above.serve(request, found) if found is not None else None
        parts.asked_for = route
        page, arguments, named = route
        response: HttpResponse = page.serve(request, *arguments, **named)
        return response
