"""docs/permissions.md, “Ai mở được gì”: every cell of the table is asked of the running site."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from campaign.models import Outlet, Topic
from media_library.models import Asset
from tests.factories import make_article, make_asset, make_image, make_section, make_user
from users.roles import Role, grant

pytestmark = pytest.mark.django_db

#: column of the table → (role, outlet); None = nobody signed in, "" = an account without any role
PEOPLE = {
    "Phóng viên": (Role.REPORTER, "bao"),
    "Biên tập viên": (Role.EDITOR, "bao"),
    "Thư ký": (Role.SECRETARY, "bao"),
    "Tổng Biên tập": (Role.CHIEF, "bao"),
    "Cơ quan khác": (Role.CHIEF, "khac"),
    "Kho": (Role.LIBRARY_EDITOR, ""),
    "Sở GD&ĐT": (Role.EDUCATION, ""),
    "Trường, KOL": ("", ""),
    "Bạn đọc": (None, ""),
}


def places():
    """Row of the table → address on a newsroom with one draft and one live story of the paper “bao”."""
    papers = {slug: Outlet.objects.create(slug=slug, name=slug, short_name=slug) for slug in ("bao", "khac")}
    section = make_section("Thời sự", outlet=papers["bao"])
    make_section("Văn hóa", outlet=papers["khac"])
    draft, live = (make_article(title, section=section, live=title == "Hai") for title in ("Một", "Hai"))
    make_asset()
    revision, image, topic = live.latest_revision_id, make_image(), Topic.objects.create(slug="t", name="t")
    pages, desk = "/admin/pages", "/admin/toa-soan"
    bulk = "/admin/bulk/wagtailcore/page"
    return {
        "Xem danh sách bài trong chuyên mục": f"{pages}/{section.pk}/",
        "Thêm bài": f"{pages}/add/articles/articlepage/{section.pk}/",
        "Sửa bản nháp": f"{pages}/{draft.pk}/edit/",
        "Sửa bài đang đăng": f"{pages}/{live.pk}/edit/",
        "Xem trước bản nháp": f"{pages}/{draft.pk}/view_draft/",
        "Lịch sử bài": f"{pages}/{live.pk}/history/",
        "Xem bản cũ": f"{pages}/{live.pk}/revisions/{revision}/view/",
        "So sánh hai bản": f"{pages}/{live.pk}/revisions/compare/live...latest/",
        "Sao chép bài": f"{pages}/{live.pk}/copy/",
        "Chuyển bài": f"{pages}/{live.pk}/move/",
        "Gỡ bài thường": f"{pages}/{live.pk}/unpublish/",
        "Xóa bài đã đăng": f"{pages}/{live.pk}/delete/",
        "Đăng hàng loạt": f"{bulk}/publish/?id={draft.pk}&next=/admin/",
        "Gỡ hàng loạt": f"{bulk}/unpublish/?id={live.pk}&next=/admin/",
        "Sửa trang chuyên mục": f"{pages}/{section.pk}/edit/",
        "Bàn tòa soạn": f"{desk}/",
        "Lịch tòa soạn": f"{desk}/lich/",
        "Đính chính": f"{desk}/bai/{live.pk}/dinh-chinh/",
        "Gỡ gấp": f"{desk}/bai/{live.pk}/go/",
        "Xem trước cho người ngoài": f"{desk}/bai/{draft.pk}/xem-truoc/",
        "Lấy bài của cơ quan khác": f"{desk}/lay-bai/",
        "Bảng nhuận bút": f"{desk}/nhuan-but/",
        "Kho ảnh": "/admin/images/",
        "Sửa ảnh": f"/admin/images/{image.pk}/",
        "Tệp Wagtail": "/admin/documents/",
        "Tài liệu của kho": reverse(Asset.snippet_viewset.get_url_name("list")),
        "Tác giả": "/admin/snippets/articles/person/",
        "Cơ quan xuất bản": "/admin/snippets/campaign/outlet/",
        "Chủ đề": f"/admin/snippets/campaign/topic/edit/{topic.pk}/",
        "Nhóm và quyền": "/admin/groups/",
    }


def table() -> dict[str, dict[str, str]]:
    """The table below “Ai mở được gì” of the document: {row: {column: cell}}."""
    text = (Path(settings.BASE_DIR) / "docs" / "permissions.md").read_text(encoding="utf-8")
    lines = [line for line in text.split("## Ai mở được gì", 1)[1].splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    return {row[0]: dict(zip(cells[0][1:], row[1:], strict=True)) for row in cells[2:]}


def seen() -> dict[str, dict[str, str]]:
    """The same, as the site answers: “x” where the page opens."""
    rows = places()
    found: dict[str, dict[str, str]] = {name: {} for name in rows}
    for column, (role, outlet) in PEOPLE.items():
        client = Client()
        if role is not None:
            account = make_user()
            if role:
                grant(account, role, outlet)
            client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        for name, address in rows.items():
            status = client.get(address).status_code
            assert status in {200, 302, 403, 404}, (column, name, status)
            found[name][column] = "x" if status == 200 else ""
    return found


def test_every_cell_of_the_table_is_what_the_site_answers():
    cache.clear()
    told, real = table(), seen()
    wrong = [
        f"{row} / {column}: document “{told.get(row, {}).get(column)}”, site “{cell}”"
        for row, cells in real.items()
        for column, cell in cells.items()
        if told.get(row, {}).get(column) != cell
    ]
    assert not wrong, "\n".join(wrong)
    assert told.keys() == real.keys()
