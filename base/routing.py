"""Routing: finds the page of a URL with one query for the rows of its path and one per page type among them.

Wagtail needs one query per path segment, two for the specific type and one for restrictions. Here one query reads the
page and its ancestors, with their languages and whether a restriction applies, and one per type reads its own columns
(docs/adr/0001-page-model.md). `wagtail.views.serve` and its hooks serve the page.
"""

from __future__ import annotations

import itertools

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import JSONObject
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from wagtail.models import Page, PageViewRestriction, Site

from .sites import site_of

MAX_SEGMENTS = 12


class RoutedPageMixin:
    """Mixin for pages: values that `route()` has read already, else computed on demand."""

    #: Relations that `route()` reads together with the page (select_related).
    route_related: tuple[str, ...] = ()

    @classmethod
    def route_extras(cls) -> dict:
        """{name of a cached property: expression with which `route()` annotates it}."""
        return {}

    @cached_property
    def alternates(self) -> dict[str, str]:
        """{language code: path} of the live page in every language in which it exists, its own included."""
        rows = Page.objects.filter(translation_key=self.translation_key, live=True)
        return _alternates(
            [
                {"language": page.locale.language_code, "url_path": page.url_path}
                for page in rows.select_related("locale")
            ]
        )

    def get_view_restrictions(self):
        if self.__dict__.get("is_restricted") is False:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's catch-all view with our routing. Raises Http404."""
    from wagtail import views  # imports the Page model, which is not loaded yet when base.pages imports this module

    request._wagtail_site = site_of(request)
    try:
        request._wagtail_route_for_request = route(request, path)
    except Http404 as error:
        # Stored for the redirect middleware, which routes again; the message is for the 404 page.
        request._wagtail_route_for_request = None
        raise error
    return views.serve(request, path)


def route(request: HttpRequest, path: str):
    """Wagtail's RouteResult for `path`, relative to the front page of the active language.

    Raises Http404 where there is no live page.
    """
    site = request._wagtail_site
    root_path = root_of(site)
    components = [part for part in path.split("/") if part]
    if root_path is None or len(components) > MAX_SEGMENTS:
        raise Http404
    pages = fetch(root_path, components)
    if not pages:
        raise Http404
    for parent, page in itertools.pairwise(pages):
        page._cached_parent_obj = parent
    return pages[-1].route(request, components[len(pages) - 1 :])


def root_of(site: Site | None) -> str | None:
    """url_path of the front page of `site` in the active language, or None."""
    language = get_language()
    roots = (root for root in Site.get_site_root_paths() if site and root.site_id == site.pk)
    return next((root.root_path for root in roots if root.language_code == language), None)


def fetch(root_path: str, components: list[str]) -> list[Page]:
    """The front page and its descendants along `components`, as far as they exist, in their specific types."""
    url_paths = [root_path + "".join(f"{part}/" for part in components[:depth]) for depth in range(len(components) + 1)]
    slugs = {root_path.strip("/").rsplit("/", 1)[-1], *components}  # the slug is indexed, url_path is not
    rows = list(
        Page.objects.filter(slug__in=slugs, url_path__in=url_paths)
        .select_related("locale")
        .annotate(is_restricted=_restricted(), other_languages=_languages())
        .order_by("depth")
    )
    found = [row for row, url_path in zip(rows, url_paths, strict=False) if row.url_path == url_path]
    return _specific(found)


def _specific(rows: list[Page]) -> list[Page]:
    """`rows` as pages of their own types, in the same order: one query per type."""
    keys: dict[type[Page], list[int]] = {}
    for row in rows:
        keys.setdefault(row.specific_class or Page, []).append(row.pk)
    known = {
        page.pk: page
        for model, pks in keys.items()
        for page in model.objects.filter(pk__in=pks)
        .select_related(*getattr(model, "route_related", ()))
        .annotate(**_extras(model))
    }
    pages = [known[row.pk] for row in rows]
    for row, page in zip(rows, pages, strict=True):
        page.locale = row.locale
        page.__dict__["is_restricted"] = row.is_restricted
        page.__dict__["alternates"] = _alternates(row.other_languages)
    return pages


def _extras(model: type[Page]) -> dict:
    return model.route_extras() if issubclass(model, RoutedPageMixin) else {}


def _restricted() -> Exists:
    """Whether a view restriction may apply; Wagtail then decides."""
    restrictions = PageViewRestriction.objects.annotate(below=ExpressionWrapper(OuterRef("path"), CharField()))
    return Exists(restrictions.filter(Q(below__startswith=F("page__path")) | Q(page__aliases__isnull=False)))


def _languages() -> ArraySubquery:
    twins = Page.objects.filter(translation_key=OuterRef("translation_key"), live=True)
    return ArraySubquery(twins.values(json=JSONObject(language="locale__language_code", url_path="url_path")))


def _alternates(rows: list[dict[str, str]]) -> dict[str, str]:
    addresses = ((row["language"], address(row["url_path"], row["language"])) for row in rows)
    return {language: found for language, found in addresses if found}


def address(url_path: str, language: str) -> str:
    """Public path (/vi/…) of the page at `url_path` of the tree; empty outside of all sites."""
    for root in Site.get_site_root_paths():
        if root.language_code == language and url_path.startswith(root.root_path):
            return f"/{language}/{url_path[len(root.root_path) :]}"
    return ""


def path_of(url_path: str, language: str) -> str:
    """The same without looking up the site; for cards, of which a page shows dozens."""
    return f"/{language}/" + "/".join(url_path.split("/")[2:])
