"""Reports leave as PDF, too; the pipeline and the trends are pictures with their figures beside them."""

import io
from datetime import date

import pypdfium2
import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile

from base.charts import shapes
from media_library.admin import import_views
from media_library.catalogue import table_import
from media_library.models import Asset, DownloadDay
from tests.factories import asset_row, make_locale, make_user
from tests.media_library.small_library import make_library
from tests.worker import run_waiting_tasks

pytestmark = [pytest.mark.django_db, pytest.mark.world("assets"), pytest.mark.clock("2026-11-18 09:00")]


@pytest.fixture
def desk(client_for):
    make_library()
    user = make_user()
    names = ["access_admin", "change_asset", "add_asset", "view_downloadevent"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return client_for(user)


def test_a_report_is_a_pdf_with_the_rows_of_the_page(desk, client_for):
    asset = asset_row("P-01", name="Poster “Gọi ai khi cần?”")
    version = asset.current_version
    DownloadDay.objects.create(day=date(2026, 11, 10), asset=asset, version=version, language="vi", way="page", n=1234)
    address = "/admin/reports/kho/luot-tai/?tu=2026-11-01&export=pdf"
    response = desk.get(address)
    assert response["Content-Type"] == "application/pdf" and ".pdf" in response["Content-Disposition"]
    words = pypdfium2.PdfDocument(io.BytesIO(response.content))[0].get_textpage().get_text_bounded()
    for text in ("Lượt tải của kho", "P-01", "1.234", "Tên"):
        assert text in words, text
    assert "export=pdf" in desk.get("/admin/reports/kho/luot-tai/").content.decode()
    for report in ("khoang-trong", "thoi-han"):
        assert desk.get(f"/admin/reports/kho/{report}/?export=pdf").content.startswith(b"%PDF-"), report
    assert client_for(make_user()).get(address).status_code in {302, 403}


def test_pipeline_and_home_page_show_pictures_with_figures(desk):
    asset_row("P-01", released=False)
    page = desk.get("/admin/kho/duong-di/").content.decode()
    assert 'class="chart-steps"' in page and page.count("<svg viewBox") >= 11
    home = desk.get("/admin/trang-chu/so-lieu/").content.decode()
    assert "Kho tài liệu: tệp tải riêng từng tuần" in home and 'class="chart"' in home


def test_shapes_are_scaled_and_nothing_divides_by_zero():
    chart = shapes.weeks([("a", 10), ("b", 5)], [("a", 5), ("b", 5)], is_part=True)
    high, low = chart.columns
    assert (high.height, low.height) == (176.0, 88.0)
    assert {point.partition(",")[2] for point in chart.line.split()} == {str(low.y)}
    assert shapes.weeks([]).columns == [] and [box.share for box in shapes.steps([("x", 0, "#")])] == [0]
    assert [box.share for box in shapes.steps([("x", 1, "#"), ("y", 1000, "#")])] == [6, 100]


def test_a_table_with_faults_names_them_all_and_writes_the_good_rows_if_asked(desk, monkeypatch):
    make_locale("vi")
    good = [f"G-{number:04d},poster,Tờ số {number}" for number in range(60)]
    bad = [f"X-{number:04d},xe-tang,Tờ sai {number}" for number in range(30)]
    table = "\n".join(["code,kind,name", *good[:30], *bad, *good[30:]])
    response = desk.post("/admin/kho/nhap/", {"table": SimpleUploadedFile("bang.csv", table.encode())})
    html = response.content.decode()
    assert response.status_code == 422 and html.count("không có giá trị “xe-tang”") == 30
    assert "30 dòng còn lỗi" in html and "Chỉ ghi 60 dòng đúng" in html and not Asset.objects.exists()
    assert desk.post("/admin/kho/nhap/", {"lines": response.context["lines"][:-3]}).status_code == 400
    monkeypatch.setattr(import_views, "MOST_AT_ONCE", 10)
    page_text = desk.post("/admin/kho/nhap/", {"lines": response.context["lines"]}, follow=True).content.decode()
    assert "Đang ghi 60 dòng ở nền" in page_text
    run_waiting_tasks()
    assert Asset.objects.filter(code__startswith="G-").count() == 60 == Asset.objects.count()
    assert table_import.MAX_ROWS == 5000
