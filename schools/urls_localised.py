"""Public addresses below /vi/, /en/ and /km/: coverage figures, and the proof of a certificate."""

from django.urls import path

from schools.views import paper

app_name = "schools_public"
urlpatterns = [
    path("do-phu/", paper.coverage, name="coverage"),
    path("chung-nhan/<slug:code>/", paper.proof, name="proof"),
]
