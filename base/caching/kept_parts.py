"""Cache of parts of public pages for settings.KEPT_PARTS_SECONDS: the route to a page, and the HTML of its areas.

The page cache (page_cache.py) stores whole answers for visitors. This cache stores what several answers of one address
have in common: gzipped and plain ones, and those to all readers of one kind. An area is a part of base.html inside
`{% kept %}` (templatetags/kept.py); `served()` caches the areas of a page. A page with cached parts sends no query,
neither for the page tree nor for its content. What base.html has outside its areas (breaking news) is rendered each
time.

Parts are stored under a version of the site context that is read before the page is rendered; with another version they
are no longer used. Parts of the library, and the route to a page that is no story, use the lasting version, which a
published story does not change. Other parts become stale after a publication, and after KEPT_PARTS_SECONDS: if the
page's validator (`BasePage.validator()`) has not changed, they are used again, for site_context.SECONDS at most.

Only answers of Wagtail's own page view are cached, so no preview; no page that a password or a group closes; and no
answer that read a session, except where the caller of served() says that all readers of a kind get the same.
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

AREAS = ("top", "main")  # of base.html
#: Position in Wagtail's page tree: the page, and the arguments of its serve().
Route = tuple[Page, list[Any], dict[str, Any]]

log = logging.getLogger(__name__)


class Basis(Enum):
    """What a page shows, and so which version of the site context invalidates its parts."""

    PAGES = "pages"  # stories: site_context.VERSION_KEY
    LASTING = "lasting"  # only the library, header and footer: site_context.LASTING_KEY


class Validity(NamedTuple):
    """How long parts may be used. Moments are seconds since the epoch."""

    lasting: str  # lasting version under which they were rendered; with another one they are rendered again
    digest: str  # SHA-256 of the page's validator()
    memo: Any  # BasePage.memo of the page
    fresh_until: float  # from then on the validator is compared
    end: float  # from then on they are rendered again in any case


Version = tuple[Basis, str]
FORM = 4  # of Kept, part of the cache key: a process with older code may have stored another form


class Kept(NamedTuple):
    """The cached value for one page and kind of reader."""

    version: Version
    template: str
    html: dict[str, str]  # area → HTML
    #: Pickled Route; for visitors stored here, so that one value is read instead of two; for other kinds separately.
    route: tuple[Version, bytes] | None
    validity: Validity | None


@dataclass
class KeptParts:
    """The cached parts that apply to one request. `html`: area → HTML, either complete or empty."""

    place: str  # day and page_cache.place_of() of the request
    pages: str  # current version of everything
    lasting: str  # current version of what no published story changes
    pickled_route: bytes = b""  # pickled Route; empty where none is cached
    kind: str = ""  # of reader; "" for everybody whose session is not read
    template: str = ""
    html: dict[str, str] = field(default_factory=dict)
    found_route: Route | None = None  # of this request: from the cache, or as Wagtail found it
    version: Version = (Basis.PAGES, "")  # under which keep() stores
    validity: Validity | None = None  # which keep() stores
    stale: tuple[Kept, Validity] | None = None  # parts that may be used again if the validator has not changed

    def version_of(self, basis: Basis) -> str:
        return self.pages if basis is Basis.PAGES else self.lasting

    @property
    def are_complete(self) -> bool:
        """Whether every area is there."""
        return set(self.html) == set(AREAS)

    @property
    def route(self) -> Route | None:
        """The page and the arguments of its serve(), as fresh objects; None where no route is cached."""
        if not self.pickled_route:
            return None
        return pickle.loads(self.pickled_route)  # noqa: S301 - from our own cache, as Django's cache does

    def for_kind(self, kind: str) -> KeptParts:
        """The same object, with the parts cached for readers of `kind`."""
        if kind != self.kind:
            self.kind, self.template, self.html = kind, "", {}
            self._take(_read([self._name(kind)]).get(self._name(kind)))
        return self

    def stale_route(self, request: HttpRequest) -> Route | None:
        """The route of the stale parts if the page itself has not changed; else None, and the parts are dropped."""
        (kept, validity), self.stale = self.stale or (None, None), None
        if kept is None or validity is None or kept.route is None:
            return None
        pickled = kept.route[1]
        route: Route = pickle.loads(pickled)  # noqa: S301 - as above
        route[0].memo = validity.memo
        if route[0].validator(request) is None:
            return None
        self.pickled_route, self.stale = pickled, (kept, validity)
        return route

    def revalidate(self, page: Page, validator: str | None) -> None:
        """Use the stale parts again if `validator` has not changed; in any case store it with the parts that follow."""
        if validator is None:
            return
        now, digest = time.time(), hashlib.sha256(validator.encode()).hexdigest()
        fresh_until, end = now + settings.KEPT_PARTS_SECONDS, now + site_context.SECONDS
        self.validity = Validity(self.lasting, digest, getattr(page, "memo", None), fresh_until, end)
        if self.stale and self.stale[1].digest == digest:
            kept, before = self.stale
            self.template, self.html = kept.template, kept.html
            self.validity = self.validity._replace(end=before.end)
            self._write()

    def keep(self, response: HttpResponse) -> None:
        """Store the parts of `response`, which has just been rendered, if it may be cached."""
        if self.version[1] and self.are_complete and self.pickled_route and _may_be_kept(response):
            self._write()

    def _write(self) -> None:
        route = (self._version_of_route(), self.pickled_route)
        kept = Kept(self.version, self.template, self.html, None if self.kind else route, self.validity)
        found: dict[str, Any] = {self._name(self.kind): kept}
        seconds = site_context.SECONDS if self.validity else settings.KEPT_PARTS_SECONDS
        _write(found | {f"route:{self.place}": route} if self.kind else found, seconds)

    def _version_of_route(self) -> Version:
        """Version for the route: a published story changes the route to itself and to no other page."""
        is_story = self.found_route is not None and not getattr(self.found_route[0], "stands_beyond_lists", True)
        basis = Basis.PAGES if is_story else Basis.LASTING
        return basis, self.version_of(basis)

    def _name(self, kind: str) -> str:
        return f"parts-{kind}:{FORM}:{self.place}"

    def _take(self, found: Kept | None) -> None:
        if found is None:
            return
        version, template, html, route, validity = found
        now = time.time()
        is_fresh = validity is None or now < validity.fresh_until
        if is_fresh or (route and route[0][0] is Basis.LASTING):
            self._take_route(route)
        if is_fresh and self._is_current(version):
            self.template, self.html = template, html
        elif validity and validity.lasting == self.lasting and now < validity.end:
            self.stale = found, validity

    def _take_route(self, kept: tuple[Version, bytes] | None) -> None:
        if kept and self._is_current(kept[0]):
            self.pickled_route = kept[1]

    def _is_current(self, version: Version) -> bool:
        return version == (version[0], self.version_of(version[0]))

    @classmethod
    def of(cls, request: HttpRequest) -> KeptParts | None:
        """The parts cached for the request's address; None where nothing may be cached, or while the cache is away."""
        place = place_of(request) if settings.KEPT_PARTS_SECONDS else None
        if place is None:
            return None
        place = f"{today()}:{place}"
        route = f"route:{place}"
        found = _read([*site_context.VERSIONS, route, f"parts-:{FORM}:{place}"])
        site_context.note_versions(found)
        try:
            pages, lasting = map(site_context.known_version, site_context.VERSIONS)
        except Exception as error:
            log.warning("kept parts: cache is away: %s", error)
            return None
        parts = cls(place, pages, lasting)
        parts._take_route(found.get(route))
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
        for name, value in values.items():  # one value: set() takes half the time of set_many(), which is a pipeline
            cache.set(name, value, seconds)
    except Exception as error:
        log.warning("kept parts: cache is away: %s", error)


def _may_be_kept(response: HttpResponse) -> bool:
    """Whether the answer is a whole page without a cookie or a reader's form; Wagtail marks closed pages `no-cache`."""
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
    """The page rendered from its cached parts, else the answer of `make()`, whose parts are then cached.

    `kind`: kind of reader, where the page differs by kind. The caller guarantees that all readers of a kind get the
    same, and that the page shows only what `basis` names. `validator`: the page's, for visitors and Basis.PAGES.
    """
    parts: KeptParts | None = getattr(request, "parts", None)
    if parts is None or parts.found_route is None or parts.found_route[0] is not page:
        return make()
    parts.for_kind(kind)
    if not parts.are_complete:
        parts.version = basis, parts.version_of(basis)
        # Pickled before validator() and make() fill the page's cached properties.
        parts.pickled_route = parts.pickled_route or pickle.dumps(parts.found_route)
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
    """Hook before_serve_page: store the route that Wagtail found in the request's parts."""
    parts: KeptParts | None = getattr(request, "parts", None)
    if parts is not None:
        parts.found_route = (page, args, kwargs)


class KeptPartsMiddleware:
    """Serves a page with a cached route without a query of the page tree; routes others from the page above them.

    Must be the last middleware, so that requests which the others refuse stay refused. A page that Wagtail's view would
    refuse (closed, not live) never has a cached route.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; process_view() does the work."""
        return self.get_response(request)

    def process_view(self, request: PageRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """The answer of the page whose route is known; None where Wagtail's view has to find the page."""
        if request.resolver_match is None or request.resolver_match.url_name != "wagtail_serve":
            return None
        request.parts = parts = KeptParts.of(request)
        if parts is None:
            return None
        if (route := parts.route or parts.stale_route(request)) is None:
            found = pages_above.find(request, args[0])
            return pages_above.serve(request, found) if found is not None else None
        parts.found_route = route
        page, arguments, named = route
        response: HttpResponse = page.serve(request, *arguments, **named)
        return response
