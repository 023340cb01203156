"""The print sheet “Gửi cho nhà in”: one page for the print shop, which a teacher forwards with the file."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from base.templatetags.vi import filesize_vi
from files.models import StoredFile
from files.storage.backends import storage_for
from media_library.catalogue import labels
from media_library.models import AssetFile
from media_library.print import qr, typst
from media_library.vocabulary import FileRole, Kind

#: Kind → paper proposed to the print shop
PAPER_STOCK = {
    Kind.POSTER: "Couché 150 g/m²",
    Kind.BANNER: "Hiflex 340 g/m²",
    Kind.STANDEE: "PP cán mờ",
    Kind.STICKER: "Decal giấy, cán màng",
    Kind.DECAL: "Decal nhựa, cán màng",
    Kind.BOOKMARK: "Couché 300 g/m²",
    Kind.TEACHING_PROP: "Couché 250 g/m²",
    Kind.INFOGRAPHIC: "Couché 150 g/m²",
}


def print_sheet(file: AssetFile) -> bytes:
    """An A4 PDF about `file` (a file of `AssetFile.objects.released()`), always in Vietnamese.

    Raises typst.Busy; without a preview its place stays empty.
    """
    with override("vi"):
        return typst.pdf("print_sheet", _data(file))


def sheet_name(file: AssetFile) -> str:
    """File name of the sheet: “phieu-in_p-a3-03_ban-in-a3_v1.2_vi.pdf”."""
    return f"phieu-in_{file.download_name.rpartition('.')[0]}.pdf"


def _data(file: AssetFile) -> dict[str, Any]:
    asset, stored = file.version.asset, file.stored
    address = qr.address_of(file.version)
    return {
        "lang": "vi",
        "kicker": _("PHIẾU GỬI NHÀ IN · mã %(code)s · v%(number)s")
        % {"code": asset.code, "number": file.version.number},
        "title": asset.name,
        "subtitle": f"{file.label} · {file.get_language_display()} · {file.download_name}",
        "qr": qr.svg(address, qr.smallest(file.version, stored).width).decode(),
        "picture": _picture(stored),
        "caption": _("Hình thu nhỏ để nhận ra tệp, không dùng để in."),
        "groups": [
            {"heading": _("Tờ in"), "rows": _sheet_rows(file)},
            {
                "heading": _("Trường điền"),
                "rows": [[_("Số lượng"), "…………"], [_("Ngày lấy"), "…………"], [_("Người nhận"), "…………"]],
            },
        ],
        "must_heading": _("Nhờ nhà in"),
        "must": _must(file),
        "check": _("SHA-256 của tệp, để so khi tải từ nơi khác:"),
        "sha": " ".join(stored.sha256[at : at + 8] for at in range(0, 64, 8)),
        "foot": _("Phiếu lập cho v%(number)s, phát hành %(day)s. Bản này còn đúng không: xem %(address)s.")
        % {
            "address": address,
            "number": file.version.number,
            "day": date_format(localtime(file.version.released_at), "d-m-Y"),
        },
    }


def _sheet_rows(file: AssetFile) -> list[list[str]]:
    stored, kind = file.stored, file.version.asset.kind
    rows = [list(map(str, row)) for row in labels.sheet_rows(stored)]
    if kind in PAPER_STOCK and file.role == FileRole.PRINT:
        rows.append([_("Giấy nên dùng"), PAPER_STOCK[Kind(kind)]])
    if file.role == FileRole.SCHOOL_PRINT:
        rows.append([_("Cách in"), _("Máy photocopy, đen trắng, không co giãn")])
    rows.append([_("Tệp"), f"{file.format_label}, {filesize_vi(stored.size)}"])
    return rows


def _must(file: AssetFile) -> list[str]:
    stored = file.stored
    wishes = [_("In đúng 100%, không co giãn, không “vừa trang”.")]
    if stored.bleed_mm:
        wishes.append(
            _("Tệp đã có tràn lề %(mm)s mm mỗi cạnh, xén theo khung thành phẩm.")
            % {"mm": labels.number(stored.bleed_mm)}
        )
    if stored.colour_space == "CMYK":
        wishes.append(_("Tệp ở hệ CMYK, không chuyển qua RGB."))
    wishes.append(_("Không sửa chữ, số điện thoại và mã QR. Quét thử mã QR trên bản in thử bằng hai điện thoại."))
    return wishes


def _picture(stored: StoredFile) -> list[int] | None:
    if not stored.preview_key:
        return None
    store = storage_for(stored.zone)
    read_object = partial(store.client.get_object, Bucket=store.bucket_name)
    return list(read_object(Key=stored.preview_key)["Body"].read())
