"""Addresses below /bao-cao-vien/: requests of a unit (signed in) and the speaker's answer (signed link)."""

from django.urls import path

from .contests.urls import unit_urls as contests
from .events import unit_views
from .pledges import paper_views
from .views import requests

app_name = "activities"
urlpatterns = [
    path("", requests.index, name="requests"),
    path("moi/", requests.create, name="create"),
    path("tra-loi/<str:token>/", requests.speaker_answer, name="speaker_answer"),
    path("su-kien/<uuid:uuid>/", unit_views.registration, name="registration"),
    path("buc-tuong/", paper_views.paper, name="paper"),
    *contests,
    path("<uuid:uuid>/", requests.answer, name="answer"),
]
