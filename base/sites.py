"""Finds the site of a host and its roots in all languages with one query, which also reads the site context.

With an empty cache Wagtail needs three queries (sites, translations of each root, site of the host). Here one query
reads every site with its root in every language. The result also fills Wagtail's cached list of roots, which
`Page.url` and `Site.get_site_root_paths()` use; Wagtail's signals clear both.
"""

from __future__ import annotations

import itertools
from zlib import crc32

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.core.cache import cache
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.translation import get_language
from wagtail.models import Page, Site
from wagtail.models.sites import SITE_ROOT_PATHS_CACHE_KEY, SITE_ROOT_PATHS_CACHE_VERSION, SiteRootPath

from base import site_context

SECONDS = 3600  # as long as Wagtail caches its roots


def site_of(request: HttpRequest) -> Site | None:
    """The site of the request's host with its root page, or None.

    The cache key contains a hash of Wagtail's list of roots, so a changed host name, root or language has effect at
    once.
    """
    roots = cache.get(SITE_ROOT_PATHS_CACHE_KEY, version=SITE_ROOT_PATHS_CACHE_VERSION)
    sites = cache.get(_key(roots)) if roots else None
    if sites is None:
        sites, roots = _read()
        cache.set(SITE_ROOT_PATHS_CACHE_KEY, roots, SECONDS, version=SITE_ROOT_PATHS_CACHE_VERSION)
        cache.set(_key(roots), sites, SECONDS)
    return _best(sites, split_domain_port(request.get_host())[0], int(request.get_port()))


def _key(roots: list[SiteRootPath]) -> str:
    return f"sites:{crc32(repr([tuple(root) for root in roots]).encode()):08x}"


def _read() -> tuple[list[Site], list[SiteRootPath]]:
    """All sites, and all roots in all languages, in Wagtail's order."""
    columns, receive = site_context.join_query(get_language() or settings.LANGUAGE_CODE)
    twins = Page.objects.filter(translation_key=OuterRef("root_page__translation_key")).order_by("pk")
    sites = list(
        Site.objects.select_related("root_page", "root_page__locale")
        .annotate(twins=ArraySubquery(twins.values(json=JSONObject(path="url_path", code="locale__language_code"))))
        .annotate(**columns)
        .order_by("-root_page__url_path", "-is_default_site", "hostname")
    )
    if sites:
        receive(vars(sites[0]))
    for site, name in itertools.product(sites, columns):
        del site.__dict__[name]
    roots = [SiteRootPath(site.id, twin["path"], site.root_url, twin["code"]) for site in sites for twin in site.twins]
    return sites, roots


def _best(sites: list[Site], host: str, port: int) -> Site | None:
    """As Wagtail's `get_site_for_hostname`: by host and port, host and default, the only site of the host, default."""
    own = [site for site in sites if site.hostname == host]
    default = next((site for site in sites if site.is_default_site), None)
    exact = next((site for site in own if site.port == port), None)
    if exact is not None or default in own:
        return exact or default
    return own[0] if len(own) == 1 else default
