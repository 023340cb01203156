"""“Báo cáo kỳ”: counts equal to those by hand, sentences that are edited, freezing, documents, rights."""

import io
import re
from datetime import date

import docx
import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from activities.models import Event
from campaign.models import Season
from media_library.models import Asset, DownloadDay
from reporting.models import Report
from reporting.reports import sections, steps
from schools.coverage import rollups
from tests.factories import make_user
from tests.meanwhile import before_the_lock
from tests.school_world import POSTER, authority
from tests.schools.register import make_unit
from tests.schools.test_school_admin import declare
from tests.worker import run_waiting_tasks
from users.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00"), pytest.mark.world("school")]

NEW = {"declared_on": date(2026, 11, 16), "confirmed_on": date(2026, 11, 16)}
OLD = {"declared_on": date(2026, 10, 28), "confirmed_on": date(2026, 11, 2)}
LATER = {"declared_on": date(2026, 11, 17), "confirmed_on": date(2026, 11, 18)}


@pytest.fixture
def season():
    """Of three schools two have declared by 16-11; one confirmation lies in 09–16-11, one before, one after it."""
    season = Season.objects.get(is_current=True)
    declare(make_unit("Trường một", ward="Phường Một", level="thcs"), "C13", state="confirmed", number=7, **OLD)
    declare(make_unit("Trường hai", ward="Phường Hai", level="thpt"), "C13", state="confirmed", number=5, **NEW)
    declare(make_unit("Trường ba", ward="Phường Hai", level="thpt"), "C13", state="confirmed", number=90, **LATER)
    rollups.rebuild(season)
    poster = Asset.objects.get(code=POSTER)
    for day, number in ((date(2026, 11, 8), 77), (date(2026, 11, 9), 1234), (date(2026, 11, 16), 66)):
        DownloadDay.objects.create(
            day=day, asset=poster, version=poster.versions.first(), language="km", way="page", n=number
        )
    return season


def values(season, **changed):
    return {
        "season": season.pk,
        "starts_on": "2026-11-09",
        "ends_on": "2026-11-16",
        "kinds": ["school"],
        "issuer": "Cơ quan minh họa",
        "parent": "Ủy ban minh họa",
        "recipient": "Ủy ban nhân dân thành phố",
        "signer_title": "Trưởng phòng",
        "signer": "Người ký minh họa",
    } | changed


def made(desk, season, **changed):
    """The report that `desk` begins by the form, with its figures."""
    response = desk.post(reverse("report_new"), values(season, **changed))
    assert response.status_code == 302, response.context["form"].errors
    run_waiting_tasks()
    return Report.objects.first()


def words(content):
    return re.sub(r"\s+", " ", content)


def table(report, key, title):
    section = next(section for section in report.sections() if section["key"] == key)
    return next(item["rows"] for item in section["tables"] if item["title"] == title)


def test_the_figures_are_those_counted_by_hand(season, client_for):
    report = made(client_for(authority(Role.STANDING_OFFICE)), season)
    units = table(report, "do-phu", "Theo cấp học, loại đơn vị")
    assert sum(row[2] for row in units) == 2, "the school that declared on 17-11 is not in a report until 16-11"
    items = {row[0]: row for row in table(report, "do-phu", "Từng việc của kế hoạch")}
    assert items["C13"][3:6] == [2, 2, 1]
    sums = {row[0]: row[2:] for row in table(report, "so-don-vi-khai", "Cộng các số được xác nhận")}
    assert sums["C13"] == [5, 7, 12, 2]
    text = {section["key"]: section["text"] for section in report.sections()}
    assert "trong kỳ xác nhận 1 việc, bằng kỳ trước" in text["do-phu"]
    assert "1.300 lượt tải tệp riêng (tăng 1.223 so với kỳ trước)" in text["tai-lieu"]
    assert table(report, "tai-lieu", "Theo ngôn ngữ")[0][1] == 1300
    wards = {row[0]: row for row in table(report, "do-phu", "Theo xã, phường")}
    assert wards["Phường Hai"][1:3] == [2, 1]
    assert "Trường ba" in [row[0] for row in table(report, "con-thieu", "Đơn vị chưa khai việc nào")]


def test_sentences_are_edited_and_come_back_from_the_figures(season, client_for):
    desk = client_for(authority(Role.STANDING_OFFICE))
    report = made(desk, season)
    address = reverse("report_edit", args=[report.uuid, "do-phu"])
    by_rules = report.sections()[0]["text"]
    assert desk.post(address, {"chu": "Chữ của tôi.", "ban": 0}).status_code == 302
    late = desk.post(address, {"chu": "Chữ của người chậm.", "ban": 0})
    assert late.status_code == 422 and "Chữ của người chậm." in late.text, "nothing typed is lost"
    long = desk.post(address, {"chu": "a" * 4001, "ban": 1})
    assert long.status_code == 422 and "4001" in long.text
    assert desk.post(reverse("report_collect", args=[report.uuid])).status_code == 302
    run_waiting_tasks()
    report.refresh_from_db()
    assert report.sections()[0]["text"] == "Chữ của tôi.", "new figures leave what a person wrote"
    assert desk.post(address, {"chu": "", "ban": report.version}).status_code == 302
    report.refresh_from_db()
    assert report.sections()[0]["text"] == by_rules
    assert desk.post(reverse("report_edit", args=[report.uuid, "khong-co"]), {"chu": "x"}).status_code == 404


def test_a_frozen_report_never_changes_and_is_replaced_by_a_new_one(season, client_for, client):
    office = authority(Role.STANDING_OFFICE)
    desk = client_for(office)
    report = made(desk, season)
    freeze = reverse("report_freeze", args=[report.uuid])
    assert desk.post(freeze, {"ban": 9}).status_code == 409, "another version than the page showed"
    assert desk.post(freeze, {"ban": report.version}).status_code == 302
    assert desk.post(freeze, {"ban": report.version}).status_code == 409, "two people freeze at once: one counts"
    report.refresh_from_db()
    assert (report.number, report.frozen_by, len(report.sha256)) == (1, office, 64)
    assert desk.post(reverse("report_edit", args=[report.uuid, "do-phu"]), {"chu": "x", "ban": 0}).status_code == 422
    assert desk.post(reverse("report_collect", args=[report.uuid])).status_code == 409
    assert steps.fingerprint(report) == report.sha256
    declare(make_unit("Trường bốn"), "C13", state="confirmed", number=1, **NEW)
    report.refresh_from_db()
    assert steps.fingerprint(report) == report.sha256
    page = client.get(reverse("report_proof", args=[1]))
    assert page.status_code == 200 and report.sha256[:32] in page.text and "1.300" not in page.text
    assert client.get(reverse("report_proof", args=[2])).status_code == 404
    response = desk.post(f"{reverse('report_new')}?thay=1", values(season))
    assert response.status_code == 302
    run_waiting_tasks()
    newer = Report.objects.first()
    assert newer.replaces == report
    assert desk.get(f"{reverse('report_new')}?thay=1").status_code == 409
    assert desk.post(reverse("report_freeze", args=[newer.uuid]), {"ban": newer.version}).status_code == 302
    assert reverse("report_proof", args=[2]) in client.get(reverse("report_proof", args=[1])).text


def test_of_two_who_freeze_the_same_report_one_counts(season, client_for, monkeypatch):
    first, second = authority(Role.STANDING_OFFICE), authority(Role.STANDING_OFFICE)
    report = made(client_for(first), season)
    before_the_lock(monkeypatch, steps, lambda: steps.freeze(report, first, report.version))
    response = client_for(second).post(reverse("report_freeze", args=[report.uuid]), {"ban": report.version})
    assert response.status_code == 409 and f"{first} đã chốt" in response.text
    report.refresh_from_db()
    assert (report.frozen_by, report.number) == (first, 1)


def test_pdf_word_and_workbook_say_the_same(season, client_for):
    desk = client_for(authority(Role.STANDING_OFFICE))
    Event.objects.create(title="Ngày hội minh họa", place="Nhà văn hóa", starts_at="2026-11-10T02:00Z", size=200)
    report = made(desk, season)
    draft = desk.get(reverse("report_document", args=[report.uuid, "pdf"]))
    assert "NHÁP" in pdf_words(draft.content)
    desk.post(reverse("report_freeze", args=[report.uuid]), {"ban": report.version})
    report.refresh_from_db()
    files = {form: desk.get(reverse("report_document", args=[report.uuid, form])) for form in ("pdf", "docx", "xlsx")}
    paper = pdf_words(files["pdf"].content)
    typed = docx.Document(io.BytesIO(files["docx"].content))
    letters = words(
        " ".join(item.text for item in typed.paragraphs)
        + " ".join(cell.text for grid in typed.tables for row in grid.rows for cell in row.cells)
    )
    for text in ("Số: 1/BC", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CƠ QUAN MINH HỌA", "Ngày hội minh họa", "NHÁP"):
        assert (text in paper) is (text in letters) is (text != "NHÁP"), text
    book = load_workbook(io.BytesIO(files["xlsx"].getvalue()))
    sheet = book["Từng việc của kế hoạch"]
    assert next(row for row in sheet.values if row[0] == "C13")[3:6] == (2, 2, 1)
    assert sum(len(section["tables"]) for section in report.sections()) == len(book.sheetnames) - 1
    assert desk.get(reverse("report_document", args=[report.uuid, "exe"])).status_code == 404


def pdf_words(content):
    return words(" ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)))


def test_each_authority_reads_reports_on_its_own_units(season, client_for, client):
    office, women = client_for(authority(Role.STANDING_OFFICE)), client_for(authority(Role.WOMENS_UNION))
    report = made(office, season)
    assert women.post(reverse("report_new"), values(season)).status_code == 422, "schools are not hers"
    hers = made(women, season, kinds=["women"])
    assert "tai-lieu" not in {section["key"] for section in hers.sections()}, "downloads need their own permission"
    assert office.get(reverse("report", args=[hers.uuid])).status_code == 200
    addresses = [
        reverse("report", args=[report.uuid]),
        reverse("report_document", args=[report.uuid, "xlsx"]),
    ]
    forms = [reverse(name, args=[report.uuid]) for name in ("report_freeze", "report_collect")]
    forms.append(reverse("report_edit", args=[report.uuid, "do-phu"]))
    for address in addresses:
        assert office.get(address).status_code == 200 and women.get(address).status_code == 404
        assert client_for(make_user()).get(address).status_code in {302, 403, 404}
        assert client.get(address).status_code == 302
    for address in forms:
        assert women.post(address, {"ban": 0}).status_code == 404
    assert [row.pk for row in women.get(reverse("reports")).context["rows"]] == [hers.pk]


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"ends_on": "2026-11-19"}, "ends_on", "hôm nay (18-11-2026)"),
        ({"starts_on": "2026-11-17"}, "ends_on", "từ ngày đầu"),
        ({"starts_on": "2025-01-01", "ends_on": "2026-11-16"}, "ends_on", "400 ngày"),
        ({"starts_on": "2024-01-01", "ends_on": "2024-01-31"}, "starts_on", "nằm ngoài mùa"),
        ({"kinds": []}, "kinds", ""),
        ({"starts_on": "hôm qua"}, "starts_on", ""),
    ],
)
def test_a_wrong_form_says_what_to_do(season, client_for, changed, field, message):
    response = client_for(authority(Role.STANDING_OFFICE)).post(reverse("report_new"), values(season, **changed))
    assert response.status_code == 422
    assert message in str(response.context["form"].errors[field])
    assert "Người ký minh họa" in response.text and not Report.objects.exists()


def test_a_collection_that_fails_is_said_and_can_be_repeated(season, client_for, monkeypatch):
    desk = client_for(authority(Role.STANDING_OFFICE))
    with monkeypatch.context() as patch:
        patch.setattr(steps, "SECTIONS", (lambda subject: 1 // 0,))
        report = made(desk, season)
    page = desk.get(reverse("report", args=[report.uuid]))
    assert report.state == "failed" and "Chưa lấy được số liệu" in page.text
    assert desk.get(reverse("report_document", args=[report.uuid, "pdf"])).status_code == 404
    desk.post(reverse("report_collect", args=[report.uuid]))
    run_waiting_tasks()
    report.refresh_from_db()
    assert report.is_draft


def test_many_units_cost_no_more_queries(season, client_for):
    made(client_for(authority(Role.STANDING_OFFICE)), season)
    report = Report.objects.first()

    def queries():
        Report.objects.filter(pk=report.pk).update(state="collecting")
        with CaptureQueriesContext(connection) as captured:
            steps.collect.call(report.pk)
        return len(captured)

    few = queries()
    for number in range(30):
        declare(make_unit(f"Trường thêm {number}", ward=f"Phường {number}"), "C13", state="confirmed", number=1, **NEW)
    rollups.rebuild(season)
    assert queries() == few
    assert sections.percent(1, 0) is None
