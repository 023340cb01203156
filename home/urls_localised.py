"""URLs below /vi/, /en/ and /km/ that are not pages of the tree."""

from django.urls import include, path, re_path
from django.views.generic import RedirectView

from home.guide.views import public as public_guide
from home.password_page import enter_password

from . import archive
from .views import help_page, help_recording, not_found

MOST_SEGMENTS = 12  # path segments below the language; no page lies deeper

urlpatterns = [
    path("can-giup-do/", help_page, name="help"),
    path("can-giup-do/nghe/", help_recording, name="help_recording"),
    path("huong-dan/<slug:slug>/", public_guide, name="guide_public"),
    path("luu-tru/", archive.index, name="archive"),
    path("luu-tru/<int:year>/<int:month>/", archive.month, name="archive_month"),
    path("luu-tru/mua/<slug:slug>/", archive.season, name="archive_season"),
    path("", include("articles.urls_localised")),
    # Replaces Wagtail's view of the same path; must stand before the page tree.
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        enter_password,
    ),
    # Wagtail's sign-in page for closed pages knows no second factor: there is one sign-in page.
    path("_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    # Last, before Wagtail's page tree (cms/urls.py), which asks the database for every segment.
    re_path(rf"^(?:[\w-]+/){{{MOST_SEGMENTS + 1},}}$", not_found),
]
