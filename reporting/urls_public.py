"""Public address without a language: the proof of a report, as its PDF prints it."""

from django.urls import path

from reporting.reports import views

urlpatterns = [path("bao-cao/<int:number>/", views.proof, name="report_proof")]
