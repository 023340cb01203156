"""Every CSV that leaves the site: no cell is calculated by a spreadsheet program, Wagtail's own reports included."""

import csv
import io

import pytest

from base.spreadsheets.formulas import DANGEROUS, plain_cell, safe_cell
from tests.articles.desk_forms import write
from tests.desk_world import things
from tests.factories import make_user

pytestmark = [pytest.mark.world("desk"), pytest.mark.django_db]
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
    found = 0
    for report in ("workflow", "workflow_tasks", "site-history"):
        answer = boss.get(f"/admin/reports/{report}/?export=csv")
        assert answer.headers["Content-Type"].startswith("text/csv"), report
        cells = [cell for row in csv.reader(io.StringIO(answer.getvalue().decode())) for cell in row]
        assert not [cell for cell in cells if cell.startswith("=")], report
        found += sum(LINK in cell for cell in cells)
    assert found >= 3
