"""Short addresses without a language, as printed and in old links; they redirect to the Vietnamese page."""

from django.urls import path
from django.views.generic import RedirectView

app_name = "schools_short"
urlpatterns = [
    path("do-phu/", RedirectView.as_view(pattern_name="schools_public:coverage", permanent=True), name="coverage"),
    path(
        "chung-nhan/<slug:code>/",
        RedirectView.as_view(pattern_name="schools_public:proof", permanent=True),
        name="proof",
    ),
]
