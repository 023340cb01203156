"""Numbers in forms and addresses: ASCII digits that a primary key can be, anything else is no number and no 500."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from base.text import MAX_KEY, whole_number
from tests.schools.register import make_member, make_season, make_unit

ODD = ("²", "٣", "៣", "-1", "1.0", "1e3", " 1", "", "9" * 5000, str(MAX_KEY + 1))
#: Files that ask for digits where no number comes of it: words, names of files, labels.
OF_TEXT = {
    "articles/models/mixins/editorial.py",
    "articles/templatetags/articles.py",
    "base/text/plain.py",
    "files/cleaners/filenames.py",
    "media_library/derivatives/specs.py",
    "schools/register/judging.py",
    "search/query/spelling.py",
    "translations/signals.py",
}


def test_only_plain_digits_within_the_limit_are_a_number():
    assert [whole_number(text) for text in ("0", "17", "007", str(MAX_KEY))] == [0, 17, 7, MAX_KEY]
    assert [whole_number(text) for text in (*ODD, None)] == [None] * (len(ODD) + 1)
    assert (whole_number("10", most=10), whole_number("11", most=10)) == (10, None)


@pytest.mark.django_db
@pytest.mark.clock("2026-11-18 09:00")
def test_odd_numbers_in_a_schools_form_lose_nothing(client_for):
    make_season()
    school = client_for(make_member(make_unit()))
    for version in ODD:
        response = school.post("/truong/viec/C04/", {"viec": "luu", "version": version})
        assert response.status_code < 500, version


def test_no_form_is_read_by_another_rule():
    root = Path(settings.BASE_DIR)
    product = [
        path for app in apps.get_app_configs() if Path(app.path).parent == root for path in Path(app.path).rglob("*.py")
    ]
    asking = {
        str(path.relative_to(root))
        for path in product
        if re.search(r"\.is(digit|decimal|numeric)\(", path.read_text(encoding="utf-8"))
    }
    assert len(product) > 300 and asking == OF_TEXT
