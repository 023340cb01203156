"""URLs of the styleguide."""

from django.urls import path

from home.styleguide.views import error_sample, styleguide

urlpatterns = [
    path("", styleguide, name="styleguide"),
    path("loi/<int:status>/", error_sample, name="styleguide_error"),
]
