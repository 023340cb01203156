"""Addresses below /admin/thu-thach/."""

from django.urls import path

from . import admin

app_name = "challenges"
urlpatterns = [
    path("<int:page_id>/", admin.LinksView.as_view(), name="links"),
    path("<int:page_id>/<int:link_id>/", admin.LinkView.as_view(), name="link"),
]
