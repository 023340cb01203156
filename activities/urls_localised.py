"""The public agenda with its calendar files, and all that readers play, sign and make, below /vi/, /en/ and /km/."""

from django.urls import path

from .challenge.urls import urlpatterns as challenges
from .classes.urls import urlpatterns as classes
from .contests.urls import public_urls as contests
from .events import views as events
from .frames.urls import urlpatterns as frames
from .pledges.urls import urlpatterns as pledges
from .quiz.urls import urlpatterns as quizzes
from .scenario.urls import urlpatterns as scenarios
from .views import agenda

app_name = "activities_public"
urlpatterns = [
    *quizzes,
    *scenarios,
    *classes,
    *challenges,
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
