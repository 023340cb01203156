"""Addresses of quizzes, below /vi/, /en/ and /km/."""

from django.urls import re_path

from activities.classes.views import open_class
from activities.models import QuizPage
from activities.playable.documents import offline, printed

from . import documents, play

ONE = r"^do-vui/(?P<pk>[1-9][0-9]{0,8})/"

urlpatterns = [
    re_path(rf"{ONE}$", play.answer, name="quiz_answer"),
    re_path(rf"{ONE}ban-in\.pdf$", printed, {"model": QuizPage, "make": documents.sheet}, name="quiz_print"),
    re_path(
        rf"{ONE}ngoai-tuyen\.html$",
        offline,
        {"model": QuizPage, "make": documents.offline_copy},
        name="quiz_offline",
    ),
    re_path(rf"{ONE}lop/$", open_class, {"model": QuizPage}, name="class_open"),
    re_path(rf"{ONE}(?P<given>[a-d]{{1,20}})/$", play.reason, name="quiz_reason"),
    re_path(rf"{ONE}(?P<given>[a-d]{{1,20}})/tiep/$", play.following, name="quiz_next"),
]
