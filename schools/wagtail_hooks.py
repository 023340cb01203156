"""Registers the pages of the school area, its menu, dashboard item and log action in the administration."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogFormatter

from schools.access import current_season, reviewed_kinds, reviewed_orders
from schools.admin.print_runs import PrintRunViewSet
from schools.admin.progress_panel import SeasonProgress
from schools.admin.registry import ItemViewSet, UnitViewSet
from schools.admin.shared import waiting_in
from schools.admin.viewset import SchoolsAdminViewSet
from schools.coverage.queries import Scope


class ReviewerItem(MenuItem):
    """Menu item shown to accounts that review units and hold `permission`, where one is given."""

    def __init__(self, label: Any, url: str, *, permission: str = "", **kwargs: Any) -> None:
        self.permission = permission
        super().__init__(label, url, **kwargs)

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the account reviews some kind and holds the permission."""
        return bool(reviewed_kinds(request.user)) and (not self.permission or request.user.has_perm(self.permission))


@hooks.register("register_admin_viewset")
def viewsets() -> list[ViewSet]:
    """Viewsets of the administration pages, the register, the checklist and the printed copies."""
    return [SchoolsAdminViewSet(), UnitViewSet(), ItemViewSet(), PrintRunViewSet()]


@hooks.register("register_admin_menu_item")
def schools_menu() -> MenuItem:
    """Submenu “Trường, đơn vị”."""
    names = [
        ("board", _("Độ phủ"), "view", ""),
        ("queue", _("Chờ xác nhận"), "tasks", ""),
        ("units", _("Các đơn vị"), "list-ul", ""),
        ("letters", _("Lời nhắn"), "mail", ""),
        ("accounts", _("Tài khoản của đơn vị"), "key", "schools.change_unit"),
        ("upload", _("Nhập danh sách"), "upload", "schools.add_unit"),
        ("seasons", _("Mùa, kết thúc mùa"), "date", ""),
        ("print_orders", _("Đơn xin bản in"), "doc-full", ""),
    ]
    items = [
        ReviewerItem(
            label,
            reverse(f"units_admin:{name}"),
            permission=permission,
            name=f"units-{name}",
            icon_name=icon,
            order=10 * place,
        )
        for place, (name, label, icon, permission) in enumerate(names, start=1)
    ]
    lists = (
        (75, UnitViewSet, "schools.change_unit"),
        (85, PrintRunViewSet, "schools.change_printrun"),
        (95, ItemViewSet, "schools.change_checklistitem"),
    )
    for place, viewset, permission in lists:
        items.append(
            ReviewerItem(
                viewset.menu_label,
                reverse(f"{viewset.name}:index"),
                permission=permission,
                name=f"units-{viewset.name}",
                icon_name=viewset.icon,
                order=place,
            )
        )
    return SubmenuMenuItem(_("Trường, đơn vị"), Menu(items=items), icon_name="group", name="units-admin", order=262)


class WaitingClaims(SummaryItem):
    """Dashboard item: how many claims wait, with a link to the queue."""

    order = 160
    template_name = "schools/admin/summary.html"

    def is_shown(self) -> bool:
        return bool(reviewed_kinds(self.request.user))

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The number of waiting claims of the running season in the scope of the account."""
        season = current_season()
        scope = Scope(season, tuple(reviewed_kinds(self.request.user))) if season else None
        return {"waiting": waiting_in(self.request.user, scope).order_by().count() if scope else 0}


class WaitingPrintOrders(SummaryItem):
    """Dashboard item: how many orders of printed copies wait; shown while some do."""

    order = 165
    template_name = "schools/admin/print_summary.html"

    def is_shown(self) -> bool:
        """Whether an order waits for the account's answer."""
        kinds = reviewed_kinds(self.request.user)
        self.waiting = reviewed_orders(self.request.user).waiting().count() if kinds else 0
        return bool(self.waiting)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"waiting": self.waiting}


@hooks.register("construct_homepage_summary_items")
def waiting_items(request: HttpRequest, items: list[SummaryItem]) -> None:
    items += [WaitingClaims(request), WaitingPrintOrders(request)]


@hooks.register("construct_homepage_panels")
def season_progress(request: HttpRequest, panels: list[Component]) -> None:
    """Add the season's progress to the home page of accounts that review units."""
    if reviewed_kinds(request.user):
        panels.append(SeasonProgress(request.user))


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Register the log entries for viewed evidence and for signatures added to certificates."""

    @actions.register_action("schools.view_evidence")
    class ViewEvidence(LogFormatter):
        label = _("Xem minh chứng")
        message = _("Xem minh chứng của đơn vị")

    @actions.register_action("schools.sign_season")
    class SignSeason(LogFormatter):
        label = _("Ký giấy xác nhận")
        message = _("Đã thêm người ký hoặc con dấu vào giấy xác nhận của mùa")
