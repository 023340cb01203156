"""Addresses of class mode, below /vi/, /en/ and /km/."""

from django.urls import path

from . import views

urlpatterns = [
    path("lop/", views.join, name="class_join"),
    path("lop/man-hinh/<str:key>/", views.projector, name="class_projector"),
    path("lop/man-hinh/<str:key>/so/", views.projector_poll, name="class_projector_poll"),
    path("lop/may/<str:key>/", views.phone, name="class_phone"),
    path("lop/may/<str:key>/so/", views.phone_poll, name="class_phone_poll"),
]
