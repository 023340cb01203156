"""Short addresses without a language, as in letters and old links; they redirect to the Vietnamese page."""

from django.urls import path
from django.views.generic import RedirectView

from .contests.urls import short_urls as contests

app_name = "activities_short"
urlpatterns = [
    *contests,
    path(
        "lop/", RedirectView.as_view(pattern_name="activities_public:class_join", query_string=True), name="class_join"
    ),
    path("lich-su-kien/", RedirectView.as_view(pattern_name="activities_public:agenda", permanent=True), name="agenda"),
    path(
        "lich-su-kien/<uuid:uuid>.ics",
        RedirectView.as_view(pattern_name="activities_public:calendar", permanent=True),
        name="calendar",
    ),
    path("tuong/", RedirectView.as_view(pattern_name="activities_public:pledge_sign", permanent=True), name="sign"),
    path(
        "tuong/<path:code>/",
        RedirectView.as_view(pattern_name="activities_public:pledge_unit_sign", permanent=True),
        name="sign_unit",
    ),
    path("khung-anh/", RedirectView.as_view(pattern_name="activities_public:frames", permanent=True), name="frames"),
]
