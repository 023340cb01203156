"""Addresses below /admin/do-vui/."""

from django.urls import path

from activities.models import QuizPage
from activities.playable import statistics

from . import admin

app_name = "quizzes"
urlpatterns = [
    path("<int:page_id>/so-lieu/", statistics.StatisticsView.as_view(model=QuizPage), name="statistics"),
    path("<int:page_id>/bang/", admin.TableView.as_view(), name="table"),
    path("<int:page_id>/cau-hoi.csv", admin.table_file, name="table_file"),
    path("<int:page_id>/so-lieu.csv", statistics.statistics_file, {"model": QuizPage}, name="statistics_file"),
]
