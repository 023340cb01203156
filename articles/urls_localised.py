"""Addresses of the newsroom below /vi/, /en/ and /km/ that are no pages of the tree."""

from django.urls import path

from articles.feeds import views as feed_views
from articles.public import tags, views

#: (path before the file name, kind of feed)
_FEEDS = (
    ("", "all"),
    ("co-quan/<slug:slug>/", "outlet"),
    ("<slug:place>/<str:slug>/", "gathering"),
    ("<slug:slug>/", "section"),
)

urlpatterns = [
    path("tu-khoa/<str:slug>/", tags.tag, name="tag"),
    path("chia-se-zalo/<int:page_id>/", views.share_on_zalo, name="share_on_zalo"),
    *(
        route
        for place, kind in _FEEDS
        for route in (
            path(f"{place}rss.xml", feed_views.rss, {"kind": kind}, name=f"rss_{kind}"),
            path(f"{place}feed.json", feed_views.json, {"kind": kind}, name=f"json_feed_{kind}"),
        )
    ),
]
