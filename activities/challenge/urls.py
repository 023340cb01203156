"""Addresses of challenges, below /vi/, /en/ and /km/."""

from django.urls import re_path

from . import views

ONE = r"^thu-thach/(?P<pk>[1-9][0-9]{0,8})/"

urlpatterns = [
    re_path(rf"{ONE}buc-tuong/$", views.wall, name="challenge_wall"),
    re_path(rf"{ONE}tong-ket/$", views.recap, name="challenge_recap"),
]
