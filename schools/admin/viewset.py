"""Addresses of this package's pages, below /admin/truong-hoc/."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet

from schools.admin import accounts, board, exports, imports, letters, printed, queue, seasons


class SchoolsAdminViewSet(ViewSet):
    """Registers the pages under the namespace `units_admin`."""

    name = "units_admin"
    url_prefix = "truong-hoc"
    icon = "group"
    menu_label = _("Độ phủ")

    def get_urlpatterns(self) -> list[URLPattern]:
        """Every address of the pages; each view checks what the account reviews."""
        return [
            path("", board.board, name="board"),
            path("in/", board.printed, name="printed"),
            path("don-vi/", board.units, name="units"),
            path("don-vi/nhac/", letters.remind, name="remind"),
            path("don-vi/<uuid:uuid>/", board.unit, name="unit"),
            path("don-vi/<uuid:uuid>/tong-ket/", board.unit_wrap_up, name="wrap_up"),
            path("don-vi/<uuid:uuid>/giay-xac-nhan/", seasons.certificate, name="certificate"),
            path("don-vi/<uuid:uuid>/ma-moi/", accounts.new_lead, name="new_lead"),
            path("don-vi/<uuid:uuid>/nguoi/<int:pk>/thoi/", accounts.end, name="end_member"),
            path("don-vi/<uuid:uuid>/loi-moi/<uuid:invitation>/thu-hoi/", accounts.revoke, name="revoke"),
            path("anh/<uuid:uuid>/", board.photo, name="photo"),
            path("cho-xac-nhan/", queue.queue, name="queue"),
            path("cho-xac-nhan/quyet/", queue.decide, name="decide"),
            path("cho-xac-nhan/hoan-tac/", queue.undo, name="undo"),
            path("cho-xac-nhan/mau/", queue.sample, name="sample"),
            path("khai/<uuid:uuid>/", queue.claim, name="claim"),
            path("khai/<uuid:uuid>/mo-lai/", queue.reopen, name="reopen"),
            path("khai/<uuid:uuid>/kiem-lai/", queue.recheck, name="recheck"),
            path("nhap/", imports.upload, name="upload"),
            path("nhap/mau.xlsx", imports.template, name="import_template"),
            path("nhap/<uuid:uuid>/", imports.preview, name="import"),
            path("nhap/<uuid:uuid>/ap-dung/", imports.apply, name="import_apply"),
            path("nhap/<uuid:uuid>/xa-phuong/", imports.choose_wards, name="import_wards"),
            path("nhap/<uuid:uuid>/hoan-tac/", imports.undo, name="import_undo"),
            path("nhap/<uuid:uuid>/dong-loi.csv", imports.refused, name="import_refused"),
            path("tai-khoan/", accounts.index, name="accounts"),
            path("tai-khoan/thu/", accounts.by_mail, name="invite_by_mail"),
            path("tai-khoan/phieu/", accounts.on_paper, name="invite_on_paper"),
            path("xuat/", exports.export, name="export"),
            path("loi-nhan/", letters.index, name="letters"),
            path("ban-in/", printed.index, name="print_orders"),
            path("ban-in/xuat/", printed.export, name="print_orders_export"),
            path("mua/", seasons.index, name="seasons"),
            path("mua/<slug:slug>/chot/", seasons.close, name="close_season"),
            path("mua/<slug:slug>/ky/", seasons.sign, name="sign_season"),
            path("mua/<slug:slug>/danh-sach/", seasons.fill_list, name="fill_list"),
            path("mua/<slug:slug>/xuat/", seasons.archive_export, name="archive_export"),
            path("mua/<slug:slug>/", seasons.archive, name="archive"),
        ]
