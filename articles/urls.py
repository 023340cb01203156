"""Addresses of the newsroom without a language prefix."""

from django.urls import path, re_path

from articles.admin import ical, outside_preview
from articles.public import share_image_views, tip_image_views, views
from articles.public.captions import captions

urlpatterns = [
    path("phu-de/<int:page_id>/<lang:language>.vtt", captions, name="story_captions"),
    re_path(r"^dem/(?P<token>\d{1,12}-\d{1,9}:[\w-]{43})/$", views.reading_ticket, name="reading_ticket"),
    re_path(
        r"^dem/mot-lan/(?P<ticket>\d{1,12}-\d{1,12}-[0-9a-f]{16}:[\w-]{43})/$",
        views.count_reading,
        name="count_reading",
    ),
    path("anh-chia-se/<int:page_id>-<digest:digest>.jpg", share_image_views.share_image, name="share_image"),
    re_path(
        r"^meo/(?P<page_id>\d{1,12})-(?P<digest>[0-9a-f]{12})\.(?P<form>jpg|webp)$",
        tip_image_views.tip_image,
        name="tip_image",
    ),
    re_path(r"^lich-toa-soan/(?P<token>[\w-]{20,64})\.ics$", ical.feed, name="newsroom_ics"),
    re_path(r"^xem-truoc/(?P<token>[\w-]{20,64})/$", outside_preview.outside_preview, name="outside_preview"),
    re_path(
        r"^xem-truoc/(?P<token>[\w-]{20,64})/bai/$", outside_preview.outside_preview_page, name="outside_preview_page"
    ),
]
