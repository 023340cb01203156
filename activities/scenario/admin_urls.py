"""Addresses below /admin/nhap-vai/."""

from django.urls import path

from activities.models import ScenarioPage
from activities.playable import statistics

from . import admin

app_name = "scenarios"
urlpatterns = [
    path("<int:page_id>/ban-do/", admin.graph, name="graph"),
    path("<int:page_id>/twee/", admin.TweeView.as_view(), name="twee"),
    path("<int:page_id>/kich-ban.twee", admin.twee_file, name="twee_file"),
    path("<int:page_id>/so-lieu/", statistics.StatisticsView.as_view(model=ScenarioPage), name="statistics"),
    path("<int:page_id>/so-lieu.csv", statistics.statistics_file, {"model": ScenarioPage}, name="statistics_file"),
]
