"""Addresses of quizzes and their class mode, below /vi/, /en/ and /km/."""

from django.urls import path, re_path

from . import class_views, documents, play

ONE = r"^do-vui/(?P<pk>[1-9][0-9]{0,8})/"

quiz_urls = [
    re_path(rf"{ONE}$", play.answer, name="quiz_answer"),
    re_path(rf"{ONE}ban-in\.pdf$", documents.printed, name="quiz_print"),
    re_path(rf"{ONE}ngoai-tuyen\.html$", documents.offline, name="quiz_offline"),
    re_path(rf"{ONE}lop/$", class_views.open_class, name="class_open"),
    re_path(rf"{ONE}(?P<given>[a-d]{{1,20}})/$", play.reason, name="quiz_reason"),
    re_path(rf"{ONE}(?P<given>[a-d]{{1,20}})/tiep/$", play.following, name="quiz_next"),
    path("lop/", class_views.join, name="class_join"),
    path("lop/man-hinh/<str:key>/", class_views.projector, name="class_projector"),
    path("lop/man-hinh/<str:key>/so/", class_views.projector_poll, name="class_projector_poll"),
    path("lop/may/<str:key>/", class_views.phone, name="class_phone"),
    path("lop/may/<str:key>/so/", class_views.phone_poll, name="class_phone_poll"),
]
