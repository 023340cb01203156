"""Registers the pages of the figures and of the bodies, and their items in the menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.base import ViewSet

from articles.editorial.access import works_as
from reporting import admin
from reporting.bodies import BodyViewSet
from reporting.first_page import FiguresPanel, NewsroomFiguresPanel
from reporting.posts.viewset import PostsViewSet
from reporting.reports import views
from reporting.tasks.access import body_of, may_assign
from reporting.tasks.viewset import TasksViewSet
from schools.access import reviewed_kinds
from users.models import User
from users.roles import ARRANGERS


@hooks.register("register_admin_urls")
def figure_urls() -> list[URLPattern]:
    """URLs below /admin/so-lieu/; each view checks what the account reviews."""
    return [
        path("so-lieu/", admin.figures, name="figures"),
        path("so-lieu/toa-soan/", admin.newsroom_figures, name="newsroom_figures"),
        path("so-lieu/viec/<slug:code>/", admin.typed_number, name="typed_number"),
    ]


@hooks.register("register_admin_urls")
def report_urls() -> list[URLPattern]:
    """URLs below /admin/bao-cao/; each view checks what the account reviews."""
    return [
        path("bao-cao/", views.index, name="reports"),
        path("bao-cao/moi/", views.new, name="report_new"),
        path("bao-cao/<uuid:uuid>/", views.show, name="report"),
        path("bao-cao/<uuid:uuid>/doan/<slug:section>/", views.edit, name="report_edit"),
        path("bao-cao/<uuid:uuid>/lay-lai/", views.collect_again, name="report_collect"),
        path("bao-cao/<uuid:uuid>/chot/", views.freeze, name="report_freeze"),
        path("bao-cao/<uuid:uuid>/tai/<slug:form>/", views.document, name="report_document"),
    ]


class ReviewersItem(MenuItem):
    """Menu item for accounts that review units."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(reviewed_kinds(request.user))


@hooks.register("register_admin_menu_item")
def figures_item() -> MenuItem:
    """In the group “Việc, báo cáo” (home/menu.py): accounts that cannot publish have no menu of reports."""
    return ReviewersItem(_("Số liệu"), reverse("figures"), name="figures", icon_name="list-ol", order=8990)


@hooks.register("register_admin_menu_item")
def reports_item() -> MenuItem:
    """Directly above the figures."""
    return ReviewersItem(_("Báo cáo kỳ"), reverse("reports"), name="period-reports", icon_name="order", order=8980)


@hooks.register("register_admin_viewset")
def viewsets() -> list[ViewSet]:
    """The list of bodies, the tasks and the posts."""
    return [BodyViewSet(), TasksViewSet(), PostsViewSet()]


class TasksItem(MenuItem):
    """Menu item of tasks and of posts for the standing office and for accounts that report for a body."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_assign(request.user) or body_of(request.user) is not None


@hooks.register("register_admin_menu_item")
def tasks_item() -> MenuItem:
    """In the group “Việc, báo cáo” (home/menu.py)."""
    return TasksItem(TasksViewSet.menu_label, reverse("tasks:index"), name="giao-viec", icon_name="tasks", order=261)


@hooks.register("register_admin_menu_item")
def posts_item() -> MenuItem:
    """In the group “Việc, báo cáo” (home/menu.py)."""
    return TasksItem(PostsViewSet.menu_label, reverse("posts:index"), name="bai-dang", icon_name="calendar", order=263)


class BodiesItem(MenuItem):
    """Menu item for accounts that may change bodies."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("users.change_organisation")


@hooks.register("register_admin_menu_item")
def bodies_item() -> MenuItem:
    """In the group “Việc, báo cáo” (home/menu.py)."""
    return BodiesItem(BodyViewSet.menu_label, reverse("bodies:index"), name="bodies", icon_name="group", order=262)


@hooks.register("construct_homepage_panels")
def figures_first(request: HttpRequest, panels: list[Component]) -> None:
    """Begin the first page with the figures of the account's work."""
    if not isinstance(request.user, User):
        return
    if reviewed_kinds(request.user):
        panels.append(FiguresPanel(request.user))
    if works_as(request.user, ARRANGERS):
        panels.append(NewsroomFiguresPanel(request.user))
