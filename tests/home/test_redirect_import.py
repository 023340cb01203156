"""Tables of redirects are read in the web process by Wagtail: only small ones of text come that far."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from files.intake.messages import UploadRejected
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def workbook():
    book, file = Workbook(), io.BytesIO()
    book.active.append(["from", "to"])
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("bang.xlsx", workbook(), "Ở đây nhận CSV hoặc TSV"),
        ("bang.csv", b"from,to\n" * 130_000, "Tệp lớn hơn 1 MB"),
    ],
)
def test_other_tables_are_refused_before_they_are_read(client_for, name, content, said):
    desk, address = client_for(make_user(is_superuser=True, is_staff=True)), reverse("wagtailredirects:start_import")
    response = desk.post(address, {"import_file": SimpleUploadedFile(name, content)}, follow=True)
    assert response.redirect_chain == [(address, 302)] and said in response.text


def test_a_small_csv_is_read_unless_many_files_are_checked(client_for, monkeypatch):
    desk, address = client_for(make_user(is_superuser=True, is_staff=True)), reverse("wagtailredirects:start_import")
    table = b"from,to\n/cu/,/vi/\n"
    page = desk.post(address, {"import_file": SimpleUploadedFile("bang.csv", table)})
    assert page.context["dataset"] == [["/cu/", "/vi/"]]

    def busy():
        raise UploadRejected("busy")

    monkeypatch.setattr("home.redirect_import.take_slot", busy)
    response = desk.post(address, {"import_file": SimpleUploadedFile("bang.csv", table)}, follow=True)
    assert "đang kiểm tra nhiều tệp" in response.text
