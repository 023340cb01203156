"""Addresses of the library that have no language: files, pictures, what is printed on paper."""

from django.urls import path, re_path

from media_library import views
from media_library.urls_uploads import upload_urls

app_name = "media_library"
urlpatterns = [
    path("tai/<uuid:uuid>/", views.download, name="download"),
    re_path(r"^t/(?P<code>[^/]{1,60})/?$", views.short_address, name="short_address"),
    *upload_urls(staff=False),
    re_path(r"^media/(?P<key>.{1,300})$", views.media, name="media"),
]
