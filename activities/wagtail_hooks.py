"""Registers the viewsets and the menu of this app in the administration."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from activities.admin import ARRANGE, EventViewSet, RequestViewSet, SpeakerViewSet
from activities.contests.admin import desk
from activities.contests.admin.viewset import ContestViewSet
from activities.events import checkin_views
from activities.models import QuizPage
from users.models import User


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
    """Viewsets of requests, speakers, events and contests."""
    return [RequestViewSet(), SpeakerViewSet(), EventViewSet(), ContestViewSet()]


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
        PermissionItem(
            _("Cuộc thi"), reverse("contests:index"), "activities.change_contest", icon_name="pick", order=40
        ),
    ]
    return SubmenuMenuItem(_("Báo cáo viên"), Menu(items=items), icon_name="date", name="events", order=264)


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    """Addresses of the statistics and tables of quizzes, check-in lists, and entries of contests."""
    return [
        path("do-vui/", include("activities.quiz.admin_urls")),
        path("su-kien/", include((checkin_views.urlpatterns, "event_checkin"))),
        path("cuoc-thi/", include((desk.urlpatterns, "contest_desk"))),
    ]


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def quiz_buttons(page: Page, user: User, next_url: str | None = None, view_name: str | None = None) -> Iterator[Button]:
    """Buttons of a quiz for who may edit it: statistics, questions as a table."""
    if page.specific_class is not QuizPage or page.alias_of_id or not page.pk:
        return
    if page.specific.permissions_for_user(user).can_edit():
        for label, name, icon, priority in (
            (_("Số lượt trả lời"), "statistics", "table", 65),
            (_("Câu hỏi bằng bảng tính"), "table", "upload", 66),
        ):
            yield Button(label, reverse(f"quizzes:{name}", args=[page.pk]), icon_name=icon, priority=priority)
