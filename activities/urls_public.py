"""Addresses in letters and old links: short, without a language; they lead to the Vietnamese page."""

from django.urls import path
from django.views.generic import RedirectView

app_name = "activities_short"
urlpatterns = [
    path("lich-su-kien/", RedirectView.as_view(pattern_name="activities_public:agenda", permanent=True), name="agenda"),
    path(
        "lich-su-kien/<uuid:uuid>.ics",
        RedirectView.as_view(pattern_name="activities_public:calendar", permanent=True),
        name="calendar",
    ),
]
