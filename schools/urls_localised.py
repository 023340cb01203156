"""Public addresses below /vi/, /en/ and /km/: coverage figures, and the proof of a certificate."""

from django.urls import path

from schools.views import documents

app_name = "schools_public"
urlpatterns = [
    path("do-phu/", documents.coverage, name="coverage"),
    path("chung-nhan/<slug:code>/", documents.proof, name="proof"),
]
