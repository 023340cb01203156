"""Addresses below /bao-cao-vien/: what units do (signed in), and the speaker's answer (signed link)."""

from django.urls import path

from .challenge import unit_views as challenges
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
    path("thu-thach/", challenges.index, name="challenges"),
    path("thu-thach/<int:pk>/", challenges.send, name="challenge_send"),
    path("buc-tuong/", paper_views.paper, name="paper"),
    *contests,
    path("<uuid:uuid>/", requests.answer, name="answer"),
]
