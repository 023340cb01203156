"""URLs of the app below /vi/, /en/ and /km/."""

from django.urls import path

from .public import not_translated

urlpatterns = [
    path("chua-dich/", not_translated, name="not_translated"),
]
