"""Addresses below /admin/do-vui/."""

from django.urls import path

from . import admin

app_name = "quizzes"
urlpatterns = [
    path("<int:page_id>/so-lieu/", admin.StatisticsView.as_view(), name="statistics"),
    path("<int:page_id>/bang/", admin.TableView.as_view(), name="table"),
    path("<int:page_id>/cau-hoi.csv", admin.table_file, name="table_file"),
    path("<int:page_id>/so-lieu.csv", admin.statistics_file, name="statistics_file"),
]
