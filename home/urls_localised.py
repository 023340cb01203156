"""Addresses below /vi/, /en/ and /km/ that are not pages of the tree."""

from django.urls import path, re_path
from wagtail.urls import serve_pattern

from base import routing

from .search.pages import search, suggest
from .views import help_page

urlpatterns = [
    path("can-giup-do/", help_page, name="help"),
    path("tim-kiem/", search, name="search"),
    path("tim-kiem/goi-y/", suggest, name="suggest"),
    # Last: every page of the tree, found in one query. Wagtail's own pattern stays behind it for reverse().
    re_path(serve_pattern, routing.serve),
]
