"""The public agenda and its calendar files, below /vi/, /en/ and /km/."""

from django.urls import path

from .views import agenda

app_name = "activities_public"
urlpatterns = [
    path("lich-su-kien/", agenda.agenda, name="agenda"),
    path("lich-su-kien/<uuid:uuid>.ics", agenda.calendar, name="calendar"),
]
