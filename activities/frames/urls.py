"""Addresses of the frame maker below /vi/, /en/ and /km/."""

from django.urls import path

from activities.frames import views

urlpatterns = [
    path("khung-anh/", views.maker, name="frames"),
    path("khung-anh/<uuid:uuid>.png", views.frame, name="frame"),
]
