"""Wagtail registrations of the library: menu, snippets, URLs, admin API, log actions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.components import Component
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry
from wagtail.snippets.models import register_snippet

from files.intake.wagtail_api import PermittedDocuments, PermittedImages
from files.uploads.urls import upload_urls
from media_library.admin import consent_register, kits, missing_files, pipeline, recalls
from media_library.admin.bulk_edit import BulkEdit
from media_library.admin.dashboard import DownloadsTrend, WaitingVersions
from media_library.admin.files import name_zones, private_files
from media_library.admin.files.asset_views import asset_files
from media_library.admin.files.consent_withdrawal import consent_withdrawal
from media_library.admin.files.draft_links import draft_links
from media_library.admin.files.drop_views import drop_files
from media_library.admin.history import register_lines
from media_library.admin.import_views import import_table
from media_library.admin.reports import menu as report_menu  # noqa: F401  (its hooks)
from media_library.admin.viewsets import AssetTextViewSet, KitTextViewSet, LibraryGroup, LibraryMenuItem
from media_library.derivatives import image_filter  # noqa: F401  (its hooks)
from media_library.models import Asset, Kit, Lease

register_snippet(LibraryGroup)
register_snippet(AssetTextViewSet)
register_snippet(KitTextViewSet)


def admin_urls() -> list[URLPattern]:
    """URLs of an asset's files and of the pages beside them."""
    return [
        path("kho/tha-tep/", drop_files, name="drop_files"),
        path("kho/<int:pk>/", asset_files, name="asset_files"),
        path("kho/<int:pk>/gui-xem/", draft_links, name="asset_draft_links"),
        path("kho/<int:pk>/so-sanh/", private_files.compare, name="asset_compare"),
        path("kho/<int:pk>/che-mat/<int:file>/", private_files.redact, name="asset_redact"),
        path("kho/hinh/<uuid:stored>/", private_files.picture, name="asset_picture"),
        path("kho/goc/<uuid:stored>/", private_files.original, name="asset_original"),
        path("kho/giay/<int:pk>/", private_files.consent_paper, name="consent_paper"),
        path("kho/duong-di/", pipeline.pipeline_report, name="pipeline_report"),
        path("kho/<int:pk>/dong-y/<int:consent>/", consent_withdrawal, name="consent_withdrawal"),
        path("kho/dong-y/", consent_register.register, name="consent_register"),
        path("kho/con-thieu/", missing_files.missing_files_list, name="asset_missing"),
        path("kho/nhap/", import_table, name="asset_import"),
        path("thu-hoi/", recalls.recalls, name="recalls"),
        path("thu-hoi/<int:pk>/", recalls.recall_holders, name="recall"),
        path("bo-tai-lieu/<int:pk>/", kits.kit_versions, name="kit_versions"),
        path("o-ten-truong/<int:pk>/", name_zones.name_zone, name="name_zone"),
    ]


hooks.register("register_bulk_action", BulkEdit)
hooks.register("after_create_snippet", kits.publish_kit)
hooks.register("after_edit_snippet", kits.publish_kit)


@hooks.register("register_admin_menu_item")
def import_menu_item() -> MenuItem:
    return LibraryMenuItem(_("Nhập bảng tính"), reverse("asset_import"), icon_name="table", order=260)


@hooks.register("register_admin_urls")
def library_urls() -> list[URLPattern]:
    """URLs of the library's administration and of its uploads in parts."""
    return [*admin_urls(), *upload_urls(staff=True)]


@hooks.register("construct_admin_api", order=10)
def register_permitted_media(router: WagtailAPIRouter) -> None:
    """Replace Wagtail's endpoints, which are registered before these, by those limited by permission."""
    router.register_endpoint("images", PermittedImages)
    router.register_endpoint("documents", PermittedDocuments)


@hooks.register("before_delete_snippet")
def refuse_to_delete_printed(request: HttpRequest, instances: Any) -> HttpResponse | None:
    """Refuse to delete released assets and published kits, whose codes are printed: recall them or switch them off.

    `instances`: one row or a list of rows, as Wagtail sends it.
    """
    rows = instances if isinstance(instances, (list, tuple)) else [instances]
    printed_codes = [
        row.code
        for row in rows
        if (isinstance(row, Asset) and row.released_at) or (isinstance(row, Kit) and row.versions.exists())
    ]
    if not printed_codes:
        return None
    sentence = _("%(codes)s đã phát hành nên không xóa được, vì mã đã in trên giấy. Bạn thu hồi tài liệu hoặc tắt bộ.")
    messages.error(request, sentence % {"codes": ", ".join(printed_codes)})
    return redirect(rows[0].snippet_viewset.get_url_name("list"))


@hooks.register("after_create_snippet")
def redirect_to_files(request: HttpRequest, instance: Model) -> HttpResponse | None:
    """After creating an asset, go to its files page."""
    return redirect("asset_files", instance.pk) if isinstance(instance, Asset) else None


class LeaseLine(LogFormatter):
    """Text of a lease's log entry."""

    label = _("Thời hạn sử dụng")

    def format_message(self, log_entry: ModelLogEntry) -> str:
        """Effect, dates and note, as they were when logged."""
        effect = Lease.Effect(log_entry.data["effect"]).label
        return f"{effect} {log_entry.data['days']}: {log_entry.data['note']}"


@hooks.register("register_log_actions")
def library_log_actions(actions: LogActionRegistry) -> None:
    register_lines(actions)
    actions.register_action("media_library.start_version", _("Tạo phiên bản"), _("Đã tạo một phiên bản"))
    actions.register_action("media_library.release", _("Phát hành"), _("Đã phát hành một phiên bản"))
    for name, label, message in (
        ("submit", _("Gửi duyệt"), _("Đã gửi duyệt một phiên bản")),
        ("approve", _("Duyệt"), _("Đã duyệt một phiên bản")),
        ("return", _("Trả lại"), _("Đã trả lại một phiên bản")),
        ("share_draft", _("Gửi xem bản nháp"), _("Đã gửi liên kết xem bản nháp")),
        ("revoke_draft", _("Thu hồi liên kết xem"), _("Đã thu hồi liên kết xem bản nháp")),
        ("decide_scan", _("Quyết định dùng tệp chưa quét"), _("Đã quyết định dùng tệp chưa quét vi-rút")),
        ("override_requirements", _("Phát hành dù chưa đúng chuẩn"), _("Đã ghi lý do phát hành tệp chưa đúng chuẩn")),
        ("add_consent", _("Ghi sự đồng ý"), _("Đã ghi sự đồng ý của người trong hình")),
        ("withdraw_consent", _("Rút lại đồng ý"), _("Đã ghi việc rút lại đồng ý")),
        ("undo_withdrawal", _("Hoàn tác rút lại đồng ý"), _("Đã hoàn tác việc rút lại đồng ý")),
        ("request_redaction", _("Yêu cầu che mặt"), _("Đã yêu cầu che mặt, ảnh gốc đã đóng")),
        ("redact", _("Che mặt"), _("Đã thay bằng bản che mặt")),
        ("view_unredacted", _("Xem ảnh chưa che"), _("Đã xem ảnh gốc chưa che mặt")),
        ("view_original", _("Mở tệp gốc"), _("Đã mở tệp gốc")),
        ("view_paper", _("Mở giấy đồng ý"), _("Đã mở giấy đồng ý")),
        ("required_file", _("Bản còn thiếu"), _("Đã ghi bản còn thiếu")),
        ("import", _("Nhập từ bảng tính"), _("Đã sửa theo bảng tính")),
    ):
        actions.register_action(f"media_library.{name}", label, message)
    actions.register_action("media_library.lease")(LeaseLine)


@hooks.register("construct_homepage_summary_items")
def waiting_versions(request: HttpRequest, items: list[SummaryItem]) -> None:
    """Add the panel of versions that wait to the dashboard."""
    items.append(WaitingVersions(request))


@hooks.register("construct_homepage_panels")
def show_downloads_trend(request: HttpRequest, panels: list[Component]) -> None:
    """Add DownloadsTrend to the home page of accounts that may see the reports."""
    if request.user.has_perm("media_library.view_downloadevent"):
        panels.append(DownloadsTrend())
