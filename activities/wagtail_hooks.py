"""Registers the viewsets and the menu of this app in the administration."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from activities.admin import EventViewSet, RequestViewSet, SpeakerViewSet
from activities.challenge import admin as challenge
from activities.contests.admin import desk
from activities.contests.admin.viewset import ContestViewSet
from activities.events import checkin_views
from activities.models import ARRANGE, ChallengePage, QuizPage, ScenarioPage
from activities.quiz import admin as quiz
from activities.scenario import admin as scenario
from users.models import User


class PermissionItem(MenuItem):
    """Menu item shown to holders of `permission`."""

    def __init__(self, label: Any, url: str, permission: str, **kwargs: Any) -> None:
        self.permission = permission
        super().__init__(label, url, **kwargs)

    def is_shown(self, request: HttpRequest) -> bool:
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
    """Addresses of quizzes, scenarios, challenges, check-in lists, and entries of contests."""
    return [
        path("do-vui/", include((quiz.urlpatterns, "quizzes"))),
        path("nhap-vai/", include((scenario.urlpatterns, "scenarios"))),
        path("thu-thach/", include((challenge.urlpatterns, "challenges"))),
        path("su-kien/", include((checkin_views.urlpatterns, "event_checkin"))),
        path("cuoc-thi/", include((desk.urlpatterns, "contest_desk"))),
    ]


#: Page type → (label, name of the address, icon) of its buttons.
PLAYED_BUTTONS: dict[type[Page], list[tuple[Any, str, str]]] = {
    QuizPage: [
        (_("Số lượt trả lời"), "quizzes:statistics", "table"),
        (_("Câu hỏi bằng bảng tính"), "quizzes:table", "upload"),
    ],
    ScenarioPage: [
        (_("Số lượt trả lời"), "scenarios:statistics", "table"),
        (_("Các cảnh từ Twine"), "scenarios:twee", "upload"),
    ],
    ChallengePage: [(_("Clip đã gửi"), "challenges:links", "media")],
}


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def played_buttons(
    page: Page, user: User, next_url: str | None = None, view_name: str | None = None
) -> Iterator[Button]:
    """Buttons of what readers play, for who may edit it: statistics, content as a file; clips of a challenge."""
    buttons = PLAYED_BUTTONS.get(page.specific_class or Page, [])
    if not buttons or page.alias_of_id or not page.pk:
        return
    tester = page.specific.permissions_for_user(user)
    if tester.can_publish() if page.specific_class is ChallengePage else tester.can_edit():
        for place, (label, name, icon) in enumerate(buttons):
            yield Button(label, reverse(name, args=[page.pk]), icon_name=icon, priority=65 + place)


@hooks.register("insert_editor_js")
def graph_script() -> str:
    """The script that draws a scenario's graph again after each save."""
    return format_html('<script type="module" src="{}"></script>', static("activities/admin/graph.js"))


@hooks.register("insert_global_admin_css")
def graph_style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("activities/admin/graph.css"))
