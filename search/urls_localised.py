"""URLs of the search below /vi/, /en/ and /km/."""

from django.urls import path

from .views import search, suggest

urlpatterns = [
    path("tim-kiem/", search, name="search"),
    path("tim-kiem/goi-y/", suggest, name="suggest"),
]
