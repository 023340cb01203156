"""Every CSV that leaves the site: no cell is calculated by a spreadsheet program, Wagtail's own reports included."""

import csv
import io

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from base.spreadsheets.formulas import DANGEROUS, SafeTableMiddleware, plain_cell, safe_cell
from tests.articles.newsroom_forms import write
from tests.factories import make_user
from tests.two_outlets_world import things

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db]
LINK = '=HYPERLINK("https://xau.example","bấm")'


def test_what_would_be_calculated_becomes_text_and_numbers_stay():
    for sign in DANGEROUS:
        for text in (f"{sign}1+1", f"  {sign}cmd"):
            assert safe_cell(text) == f"'{text}" and plain_cell(safe_cell(text)) == text
    for text in ("", "Bài 1", "12", "-5", "-1.5", "0912 345 678", "'nháy"):
        assert safe_cell(text) == text and plain_cell(text) == text


def test_wagtails_own_reports_pass_the_same_rule(client_for):
    newsroom = things()
    write(client_for(newsroom["reporter"]), newsroom["section"], title=LINK, **{"action-submit": "1"})
    boss = client_for(make_user(is_superuser=True, is_staff=True))
    link_count = 0
    for report in ("workflow", "workflow_tasks", "site-history"):
        response = boss.get(f"/admin/reports/{report}/?export=csv")
        assert response.headers["Content-Type"].startswith("text/csv"), report
        cells = [cell for row in csv.reader(io.StringIO(response.getvalue().decode())) for cell in row]
        assert not [cell for cell in cells if cell.startswith("=")], report
        link_count += sum(LINK in cell for cell in cells)
    assert link_count >= 3


@pytest.mark.parametrize("streams", [True, False])
def test_an_answer_of_any_kind_is_passed_on_whole(streams):
    lines = ["\ufeff", "Tên,Số\r\n", f'"{LINK.replace(chr(34), chr(34) * 2)}",-5\r\n"hai\ndòng",1\r\n']

    def view(request):
        kind = "text/csv; charset=utf-8"
        response = StreamingHttpResponse(iter(lines), content_type=kind)
        return response if streams else HttpResponse("".join(lines), content_type=kind, headers={"Content-Length": "7"})

    response = SafeTableMiddleware(view)(RequestFactory().get("/"))
    content = response.getvalue()
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows == [["Tên", "Số"], [f"'{LINK}", "-5"], ["hai\ndòng", "1"]]
    assert streams or response.headers["Content-Length"] == str(len(content))
