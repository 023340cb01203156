"""Addresses of the posts in the administration, below /admin/bai-dang/."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet

from reporting.posts import views


class PostsViewSet(ViewSet):
    """Registers the pages under the namespace `posts`; each view checks what the account may see."""

    name = "posts"
    url_prefix = "bai-dang"
    icon = "calendar"
    menu_label = _("Bài đăng")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", views.index, name="index"),
            path("co-quan/", views.bodies, name="bodies"),
            path("moi/", views.new, name="new"),
            path("loi/", views.texts, name="texts"),
            path("<uuid:uuid>/", views.post, name="post"),
        ]
