"""URLs of the site in two lists: `personal` (never cached) and `public` (shared by all readers)."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access

from articles.editorial.admin_isolation import tag_names
from articles.editorial.people_filters import LockedPages, WorkflowReport
from articles.editorial.site_history import SiteHistory
from files.uploads.urls import upload_urls
from home.redirect_import import import_redirects
from home.views import not_found
from media_library.public.downloads.views import document
from users.viewsets import AccountView, admin_words

from .api import api, openapi

handler400 = "base.errors.bad_request"
handler403 = "base.errors.permission_denied"
handler404 = "home.views.not_found"
handler429 = "users.signin.throttling.too_many_attempts"  # used by allauth's rate limits
handler500 = "base.errors.server_error"

personal = [
    # One sign-in page (docs/security.md, rule 29): Wagtail's login and password reset redirect to it.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    re_path(r"^admin/password_reset/", RedirectView.as_view(pattern_name="account_reset_password")),
    path("admin/account/", require_admin_access(AccountView.as_view())),  # replaces Wagtail's; links reverse its name
    path("admin/jsi18n/", admin_words),
    path("admin/tag-autocomplete/", require_admin_access(tag_names)),
    path("admin/tag-autocomplete/<slug:app_name>/<slug:model_name>/", require_admin_access(tag_names)),
    path("admin/reports/site-history/", require_admin_access(SiteHistory.as_view()), name="site_history"),
    path(
        "admin/reports/site-history/results/",
        require_admin_access(SiteHistory.as_view(results_only=True)),
        name="site_history_results",
    ),
    path("admin/reports/locked/", require_admin_access(LockedPages.as_view())),
    path("admin/reports/locked/results/", require_admin_access(LockedPages.as_view(results_only=True))),
    path("admin/reports/workflow/", require_admin_access(WorkflowReport.as_view())),
    path("admin/reports/workflow/results/", require_admin_access(WorkflowReport.as_view(results_only=True))),
    path("admin/redirects/import/", require_admin_access(import_redirects)),
    path("admin/failwhale/", not_found),  # Wagtail's view there fails on purpose, for every account
    path("admin/", include(wagtailadmin_urls)),
    path("tai-khoan/", include("users.urls")),
    path("", include((upload_urls(staff=False), "files"))),
    path("truong/giao-viec/", include("reporting.urls")),
    path("truong/", include("schools.urls")),
    path("doi-tac/", include("partners.urls")),
    path("bao-cao-vien/", include("activities.urls")),
    path("van-thu/<int:document_id>/<path:document_filename>", document, name="wagtaildocs_serve"),
]

public = [
    path("", RedirectView.as_view(url="/vi/")),
    path("", include("home.urls")),
    path("api/v1/openapi.json", openapi, name="openapi"),
    path("api/v1/", api.urls),
    path("", include("media_library.urls")),
    path("", include("articles.urls")),
    path("", include("schools.urls_public")),
    path("", include("activities.urls_public")),
    path("", include("reporting.urls_public")),
]

own_views = [
    path("", include("search.urls_localised")),
    path("", include("schools.urls_localised")),
    path("", include("activities.urls_localised")),
    path("", include("translations.urls_localised")),
    path("", include("home.urls_localised")),
]

urlpatterns = [
    *i18n_patterns(*own_views),  # first, since trying all others takes 0.1 ms
    *personal,
    *public,
    *i18n_patterns(path("", include(wagtail_urls))),
]

if getattr(settings, "STYLEGUIDE", False):
    urlpatterns.insert(0, path("styleguide/", include("home.styleguide.urls")))
if "debug_toolbar" in settings.INSTALLED_APPS:  # cms/settings/debug.py
    urlpatterns.insert(0, path("__debug__/", include("debug_toolbar.urls")))
