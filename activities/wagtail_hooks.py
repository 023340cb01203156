"""Registers the viewsets and the menu of this app in the administration."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from activities.admin import ARRANGE, EventViewSet, RequestViewSet, SpeakerViewSet


class PermissionItem(MenuItem):
    """Menu item shown to holders of `permission`."""

    def __init__(self, label: Any, url: str, permission: str, **kwargs: Any) -> None:
        self.permission = permission
        super().__init__(label, url, **kwargs)

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the account holds the permission."""
        return request.user.has_perm(self.permission)


@hooks.register("register_admin_viewset")
def viewsets() -> list[Any]:
    """Viewsets of requests, speakers and events."""
    return [RequestViewSet(), SpeakerViewSet(), EventViewSet()]


@hooks.register("register_admin_menu_item")
def menu() -> MenuItem:
    """Submenu “Báo cáo viên”, each item by its own permission."""
    items = [
        PermissionItem(
            _("Yêu cầu của đơn vị"), reverse("speaker_requests:index"), ARRANGE, icon_name="group", order=10
        ),
        PermissionItem(_("Danh bạ"), reverse("speakers:index"), "activities.view_speaker", icon_name="user", order=20),
        PermissionItem(
            _("Sự kiện"), reverse("campaign_events:index"), "activities.view_event", icon_name="date", order=30
        ),
    ]
    return SubmenuMenuItem(_("Báo cáo viên"), Menu(items=items), icon_name="date", name="events", order=264)
