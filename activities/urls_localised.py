"""The public agenda, its calendar files, contests, the pledge wall and the frame maker, below /vi/, /en/ and /km/."""

from django.urls import path

from .contests.urls import public_urls as contests
from .events import views as events
from .frames.urls import urlpatterns as frames
from .pledges.urls import urlpatterns as pledges
from .quiz.urls import quiz_urls
from .views import agenda

app_name = "activities_public"
urlpatterns = [
    *quiz_urls,
    path("lich-su-kien/", agenda.agenda, name="agenda"),
    path("lich-su-kien/thang/<int:year>/<int:number>/", agenda.month_page, name="month"),
    path("lich-su-kien/da-qua/", agenda.archive, name="archive"),
    path("lich-su-kien/lich.ics", events.subscription, name="subscription"),
    path("lich-su-kien/<uuid:uuid>.ics", events.calendar, name="calendar"),
    path("lich-su-kien/<uuid:uuid>/", events.event, name="event"),
    *contests,
    *pledges,
    *frames,
]
