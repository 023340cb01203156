"""The school's own page."""

from django.urls import path

from schools import views

app_name = "schools"
urlpatterns = [path("", views.school_home, name="home")]
