"""The agenda speaks the reader's language; the short address on paper still leads there."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "heading"), [("vi", "Lịch sự kiện"), ("en", "Calendar of events"), ("km", "ប្រតិទិនព្រឹត្តិការណ៍")]
)
def test_each_language_has_its_agenda_and_names_the_others(client_for, language, heading):
    page = client_for().get(f"/{language}/lich-su-kien/").content.decode()
    assert f'<html lang="{language}"' in page and heading in page
    assert all(f'hreflang="{other}"' in page and f"/{other}/lich-su-kien/" in page for other in ("vi", "en", "km"))


def test_the_short_address_leads_to_the_vietnamese_agenda_for_good(client_for):
    answer = client_for().get("/lich-su-kien/")
    assert answer.status_code == 301 and answer["Location"] == "/vi/lich-su-kien/"
    assert client_for().get("/fr/lich-su-kien/").status_code == 404
