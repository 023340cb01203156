"""Addresses of the newsroom without a language prefix."""

from django.urls import re_path

from . import card_views, tip_views, views

urlpatterns = [
    re_path(r"^dem/(?P<page_id>\d{1,12})/$", views.count_reading, name="count_reading"),
    re_path(
        r"^anh-chia-se/(?P<page_id>\d{1,12})-(?P<digest>[0-9a-f]{12})\.jpg$", card_views.share_card, name="share_card"
    ),
    re_path(r"^meo/(?P<page_id>\d{1,12})-(?P<digest>[0-9a-f]{12})\.jpg$", tip_views.tip_card, name="tip_card"),
]
