"""Addresses of a unit's tasks, below /truong/giao-viec/."""

from django.urls import path

from reporting.tasks import unit_views

app_name = "unit_tasks"
urlpatterns = [
    path("", unit_views.index, name="index"),
    path("<uuid:uuid>/", unit_views.task, name="task"),
]
