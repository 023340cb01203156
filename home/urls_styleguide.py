from django.urls import path

from .styleguide import error_sample, styleguide

urlpatterns = [
    path("", styleguide, name="styleguide"),
    path("loi/<int:status>/", error_sample, name="styleguide_error"),
]
