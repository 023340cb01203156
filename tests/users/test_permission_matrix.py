"""docs/permissions.md: every cell of “Ai mở được gì” and “Ai làm được gì” is asked of the running site."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Page

from articles.models import ArticlePage, Person
from campaign.models import Outlet, Topic
from media_library.models import Asset
from tests.articles.desk_forms import SAPO, form
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


def table(heading: str) -> dict[str, dict[str, str]]:
    """The table below `heading` of the document: {row: {column: cell}}."""
    text = (Path(settings.BASE_DIR) / "docs" / "permissions.md").read_text(encoding="utf-8")
    part = text.split(f"## {heading}", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    return {row[0]: dict(zip(cells[0][1:], row[1:], strict=True)) for row in cells[2:]}


def clients():
    """(column, client) of everybody in PEOPLE."""
    for column, (role, outlet) in PEOPLE.items():
        client = Client()
        if role is not None:
            account = make_user()
            if role:
                grant(account, role, outlet)
            client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        yield column, client


def seen() -> dict[str, dict[str, str]]:
    """“Ai mở được gì” as the site answers: “x” where the page opens."""
    rows = places()
    found: dict[str, dict[str, str]] = {name: {} for name in rows}
    for column, client in clients():
        for name, address in rows.items():
            status = client.get(address).status_code
            assert status in {200, 302, 403, 404}, (column, name, status)
            found[name][column] = "x" if status == 200 else ""
    return found


def deeds():
    """Row of the table → (what is sent, whether it has happened). The stories were written by somebody else."""
    papers = {slug: Outlet.objects.create(slug=slug, name=slug, short_name=slug) for slug in ("bao", "khac")}
    section, theirs = (make_section(f"Mục {slug}", outlet=paper) for slug, paper in papers.items())
    place = make_section("Mục hai", outlet=papers["bao"])
    writer = make_user()
    draft, live, foreign = (
        make_article(title, section=where, live=is_live, sapo=SAPO, owner=writer)
        for title, where, is_live in (("Một", section, False), ("Hai", section, True), ("Ba", theirs, True))
    )
    image, person = make_image(), Person.objects.create(full_name="Trần Thị Hạnh", outlet=papers["bao"])
    pages, desk, bulk = "/admin/pages", "/admin/toa-soan", "/admin/bulk"
    of_pages = f"{bulk}/wagtailcore/page"

    def post(address, **data):
        return lambda client: client.post(address, data)

    def is_live(page):
        return lambda: Page.objects.filter(pk=page.pk, live=True).exists()

    def written(**extra):
        return lambda client: client.post(f"{pages}/{draft.pk}/edit/", form("Một", kicker="Mới", **extra))

    return {
        "Viết bài mới": (
            lambda client: client.post(f"{pages}/add/articles/articlepage/{section.pk}/", form("Bốn")),
            lambda: ArticlePage.objects.filter(title="Bốn").exists(),
        ),
        "Lưu bản nháp": (written(), lambda: draft.revisions.filter(content__kicker="Mới").exists()),
        "Đăng bằng nút trong bài": (written(**{"action-publish": "1"}), is_live(draft)),
        "Đăng hàng loạt": (post(f"{of_pages}/publish/?id={draft.pk}&next=/admin/"), is_live(draft)),
        "Gỡ hàng loạt": (post(f"{of_pages}/unpublish/?id={live.pk}&next=/admin/"), lambda: not is_live(live)()),
        "Xóa hàng loạt bản nháp": (
            post(f"{of_pages}/delete/?id={draft.pk}&next=/admin/"),
            lambda: not ArticlePage.objects.filter(pk=draft.pk).exists(),
        ),
        "Xóa hàng loạt bài đã đăng": (
            post(f"{of_pages}/delete/?id={live.pk}&next=/admin/"),
            lambda: not ArticlePage.objects.filter(pk=live.pk).exists(),
        ),
        "Chuyển hàng loạt sang cơ quan khác": (
            post(f"{of_pages}/move/?id={draft.pk}&next=/admin/", chooser=theirs.pk),
            lambda: Page.objects.get(pk=draft.pk).get_parent().pk == theirs.pk,
        ),
        "Sao chép bài": (
            post(f"{pages}/{draft.pk}/copy/", new_title="Bản sao", new_slug="ban-sao", new_parent_page=place.pk),
            lambda: Page.objects.filter(slug="ban-sao").exists(),
        ),
        "Khóa bài": (
            post(f"{pages}/{draft.pk}/lock/"),
            lambda: Page.objects.filter(pk=draft.pk, locked=True).exists(),
        ),
        "Ghi đính chính": (
            post(f"{desk}/bai/{live.pk}/dinh-chinh/", kind="dinh-chinh", text="Đúng là 14."),
            lambda: live.corrections.exists(),
        ),
        "Gỡ gấp": (
            post(f"{desk}/bai/{live.pk}/go/", reason="sai", note="Sai số.", leaves_stone="on"),
            lambda: not is_live(live)(),
        ),
        "Lấy bài của cơ quan khác": (
            post(f"{desk}/lay-bai/", story=foreign.pk, section=section.pk),
            lambda: ArticlePage.objects.filter(alias_of=foreign.pk).exists(),
        ),
        "Gửi bản xem trước ra ngoài": (
            post(f"{desk}/bai/{draft.pk}/xem-truoc/", reader="An", expires_at=f"{soon():%Y-%m-%d %H:%M}"),
            lambda: draft.preview_links.exists(),
        ),
        "Xóa ảnh": (
            post(f"/admin/images/{image.pk}/delete/"),
            lambda: not type(image).objects.filter(pk=image.pk).exists(),
        ),
        "Xóa ảnh hàng loạt": (
            post(f"{bulk}/media_library/siteimage/delete/?id={image.pk}&next=/admin/"),
            lambda: not type(image).objects.filter(pk=image.pk).exists(),
        ),
        "Đưa tệp Wagtail lên": (
            post("/admin/documents/add/", title="Tệp", file=SimpleUploadedFile("a.pdf", b"%PDF-1.7")),
            lambda: get_document_model().objects.exists(),
        ),
        "Xóa tác giả": (
            post(f"/admin/snippets/articles/person/delete/{person.pk}/"),
            lambda: not Person.objects.filter(pk=person.pk).exists(),
        ),
        "Xóa tác giả hàng loạt": (
            post(f"{bulk}/articles/person/delete/?id={person.pk}&next=/admin/"),
            lambda: not Person.objects.filter(pk=person.pk).exists(),
        ),
    }


def soon():
    return timezone.localtime() + timedelta(days=2)


def done() -> dict[str, dict[str, str]]:
    """“Ai làm được gì” as the site answers: “x” where the deed has happened; each is undone again."""
    rows = deeds()
    found: dict[str, dict[str, str]] = {name: {} for name in rows}
    for column, client in clients():
        for name, (send, has_happened) in rows.items():
            with transaction.atomic():
                assert not has_happened(), name
                status = send(client).status_code
                assert status in {200, 302, 403, 404, 405}, (column, name, status)
                found[name][column] = "x" if has_happened() else ""
                transaction.set_rollback(True)
    return found


@pytest.mark.parametrize(("heading", "ask"), [("Ai mở được gì", seen), ("Ai làm được gì", done)])
def test_every_cell_of_the_tables_is_what_the_site_answers(heading, ask):
    cache.clear()
    told, real = table(heading), ask()
    wrong = [
        f"{row} / {column}: document “{told.get(row, {}).get(column)}”, site “{cell}”"
        for row, cells in real.items()
        for column, cell in cells.items()
        if told.get(row, {}).get(column) != cell
    ]
    assert not wrong, "\n".join(wrong)
    assert told.keys() == real.keys()
