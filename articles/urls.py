"""Addresses of the newsroom without a language prefix."""

from django.urls import re_path

from . import card_views, tip_views, views
from .captions import captions
from .desk import ics, previews

urlpatterns = [
    re_path(r"^phu-de/(?P<page_id>\d{1,12})/(?P<language>vi|en|km)\.vtt$", captions, name="story_captions"),
    re_path(r"^dem/(?P<page_id>\d{1,12})/$", views.count_reading, name="count_reading"),
    re_path(
        r"^anh-chia-se/(?P<page_id>\d{1,12})-(?P<digest>[0-9a-f]{12})\.jpg$", card_views.share_card, name="share_card"
    ),
    re_path(
        r"^meo/(?P<page_id>\d{1,12})-(?P<digest>[0-9a-f]{12})\.(?P<form>jpg|webp)$", tip_views.tip_card, name="tip_card"
    ),
    re_path(r"^lich-toa-soan/(?P<token>[\w-]{20,64})\.ics$", ics.feed, name="newsroom_ics"),
    re_path(r"^xem-truoc/(?P<token>[\w-]{20,64})/$", previews.outside_preview, name="outside_preview"),
    re_path(r"^xem-truoc/(?P<token>[\w-]{20,64})/bai/$", previews.outside_preview_page, name="outside_preview_page"),
]
