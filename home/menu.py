"""The main menu of the administration in at most nine groups; each account sees the groups in which it has an item.

Apps register their own items; this app, which knows all of them, puts them into groups. A group with a single item for
the account is shown as that item alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem


@dataclass(frozen=True)
class Group:
    """A group of the menu; `members` are names of items, those of submenus among them are unfolded into it."""

    name: str
    label: str | Promise
    icon: str
    order: int
    members: tuple[str, ...]


GROUPS = (
    Group("newsroom", _("Tòa soạn"), "doc-full-inverse", 90, ("newsroom", "authors", "languages")),
    Group(
        "library",
        _("Kho tài liệu"),
        "folder-open-inverse",
        250,
        ("kho-tai-lieu", "nhap-bang-tinh", "images", "tim-kiem"),
    ),
    Group(
        "kol",
        _("KOL"),
        "group",
        252,
        ("kol-admin", "kol-briefs", "kol-invitations", "ho-so-kol", "kol-wrap-up"),
    ),
    Group("units", _("Trường và sự kiện"), "site", 262, ("units-admin", "events")),
    Group(
        "reports-and-letters",
        _("Việc, báo cáo"),
        "order",
        9000,
        ("giao-viec", "bai-dang", "bodies", "period-reports", "figures", "reports", "letters"),
    ),
    # Wagtail makes a name of a label: “Đường” becomes “u0110uong”.
    Group("arranged", _("Cài đặt"), "cogs", 10000, ("settings", "snippets", "u0110uong-day-tro-giup")),
)


@hooks.register("construct_main_menu", order=500)
def gather(request: HttpRequest, items: list[MenuItem]) -> None:
    """Put the items into GROUPS; what belongs to none stays as it is."""
    for group in GROUPS:
        members = [item for name in group.members for item in items if item.name == name]
        if not members:
            continue
        items[:] = [item for item in items if item not in members]
        unfolded = list(_unfolded(members, request))
        items.append(unfolded[0] if len(unfolded) == 1 else _submenu(group, unfolded))


def _unfolded(members: Iterable[MenuItem], request: HttpRequest) -> Iterable[MenuItem]:
    for item in members:
        menu: Menu | None = getattr(item, "menu", None)
        if menu is None:
            yield item
        else:
            yield from sorted(menu.menu_items_for_request(request), key=lambda entry: entry.order)


class OrderedMenu(Menu):
    """A menu that keeps the order in which it was given its items."""

    def render_component(self, request: HttpRequest) -> list[Any]:
        """The items, not sorted by their own order."""
        return [item.render_component(request) for item in self.menu_items_for_request(request)]


def _submenu(group: Group, members: list[MenuItem]) -> MenuItem:
    options: dict[str, Any] = {"name": group.name, "icon_name": group.icon, "order": group.order}
    return SubmenuMenuItem(group.label, OrderedMenu(items=members), **options)
