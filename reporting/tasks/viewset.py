"""Addresses of the tasks in the administration, below /admin/giao-viec/."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet

from reporting.tasks import many, views


class TasksViewSet(ViewSet):
    """Registers the pages under the namespace `tasks`; each view checks what the account may see."""

    name = "tasks"
    url_prefix = "giao-viec"
    icon = "tasks"
    menu_label = _("Giao việc")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", views.index, name="index"),
            path("no/", views.owed, name="owed"),
            path("moi/", views.new, name="new"),
            path("bang/", many.table, name="table"),
            path("doi-han/", many.move, name="move"),
            path("<uuid:uuid>/", views.task, name="task"),
        ]
