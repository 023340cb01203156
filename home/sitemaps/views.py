"""Views of robots.txt, security.txt and the sitemaps."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.presentation.structured_data import absolute
from base.caching.headers import public_page
from home.sitemaps import generators

XML = "application/xml; charset=utf-8"
SECURITY_VALID = timedelta(days=180)  # RFC 9116 recommends less than a year
CLOSED = ("/admin/", "/tai-khoan/", "/truong/", "/doi-tac/", "/tai/", "/dem/", "/styleguide/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """/robots.txt: paths that crawlers should not visit, and the sitemaps."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in CLOSED),
        *(f"Disallow: /{code}/tim-kiem/" for code, _name in settings.LANGUAGES),
        f"Sitemap: {absolute('/sitemap.xml')}",
        f"Sitemap: {absolute('/sitemap/tin-moi.xml')}",
    ]
    return public_page(HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8"))


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """/.well-known/security.txt (RFC 9116); 404 without settings.SECURITY_CONTACT."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {timezone.now() + SECURITY_VALID:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: vi, en",
        f"Canonical: {absolute('/.well-known/security.txt')}",
    ]
    return public_page(HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8"))


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """/sitemap.xml: the index."""
    return public_page(render(request, "home/sitemap_index.xml", {"files": generators.files()}, content_type=XML))


@require_safe
def pages(request: HttpRequest, number: int) -> HttpResponse:
    """/sitemap/trang-<n>.xml, from 1: pages. Raises Http404 after the last file."""
    entries = generators.pages(number) if 1 <= number <= generators.LIMIT else None
    if entries is None:
        raise Http404
    return public_page(render(request, "home/sitemap.xml", {"entries": entries}, content_type=XML))


@require_safe
def assets(request: HttpRequest) -> HttpResponse:
    """/sitemap/tai-lieu.xml: the library."""
    return public_page(render(request, "home/sitemap.xml", {"entries": generators.assets()}, content_type=XML))


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """/sitemap/hoat-dong.xml: help page, wall, frames, agenda."""
    return public_page(render(request, "home/sitemap.xml", {"entries": generators.places()}, content_type=XML))


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """/sitemap/tin-moi.xml: Google's news sitemap, two days."""
    stories = [(absolute(story.address), story) for story in generators.news()]
    return public_page(render(request, "home/sitemap_news.xml", {"stories": stories}, content_type=XML))
