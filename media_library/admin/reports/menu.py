"""Registers the reports: their addresses and their items in Wagtail's menu of reports."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from media_library.admin.reports.downloads import DownloadsReport
from media_library.admin.reports.gaps import GapsReport
from media_library.admin.reports.overview import overview
from media_library.admin.reports.report import LibraryReport
from media_library.admin.reports.rights import RightsReport

REPORTS = {"luot-tai": DownloadsReport, "khoang-trong": GapsReport, "thoi-han": RightsReport}


@hooks.register("register_admin_urls")
def report_urls() -> list[Any]:
    routes = [path("reports/kho/", overview, name="library_reports")]
    for word, view in REPORTS.items():
        routes.append(path(f"reports/kho/{word}/", view.as_view(), name=view.index_url_name))
        results = view.as_view(results_only=True)
        routes.append(path(f"reports/kho/{word}/results/", results, name=view.index_results_url_name))
    return routes


def reports_menu_item() -> MenuItem:
    """Item “Báo cáo” of the library's own menu: who may see reports need not see Wagtail's menu of them."""
    return ReportMenuItem(_("Báo cáo"), reverse("library_reports"), icon_name="order", order=90)


class ReportMenuItem(MenuItem):
    """Menu item for accounts that may see the reports."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("media_library.view_downloadevent"))


def _menu(view: type[LibraryReport], order: int) -> None:
    def item() -> MenuItem:
        address = f"/admin/reports/kho/{next(word for word, report_view in REPORTS.items() if report_view is view)}/"
        return ReportMenuItem(view.page_title, address, icon_name=view.header_icon, order=order)

    hooks.register("register_reports_menu_item", item)


for _order, _view in enumerate(REPORTS.values(), 711):
    _menu(_view, _order)
