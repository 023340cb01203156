"""A file is called by what its editor wrote, or, on a page of another language, by what it is for."""

import re

import pytest
from django.core.cache import cache

from media_library.models import LibraryIndexPage
from tests.factories import make_asset, make_home

pytestmark = pytest.mark.django_db
VIETNAMESE = re.compile("[ăâđêôơưạảấầẩậắằặẹẻẽếềệịọỏốồộớờợụủứừựỳỹ]")


@pytest.fixture
def asset():
    """Three designs for the screen, a file with a Khmer name, in a library of every language."""
    cache.clear()
    for language in ("vi", "km", "en"):
        home = make_home(language)
        home.add_child(instance=LibraryIndexPage(title="Kho", slug="kho-tai-lieu", locale=home.locale))
    designs = [{"label": f"Mẫu {number}, màn hình lớn", "role": "screen"} for number in (1, 2)]
    km = {"label": "អត្ថបទខ្មែរ", "role": "text", "language": "km"}
    return make_asset("WP-DT-18", files=[*designs, {"label": "Bản nhẹ cho mạng yếu", "role": "light"}, km])


def names(client, asset, language):
    page = client.get(f"/{language}/kho-tai-lieu/{asset.slug}/")
    assert page.status_code == 200
    return re.findall(r"<li>\s*<div>\s*<b>(.*?)</b>", page.text)


def test_files_keep_their_own_names_in_vietnamese_and_say_what_they_are_for_in_english(client, asset):
    assert names(client, asset, "vi") == [
        "Mẫu 1, màn hình lớn",
        "Mẫu 2, màn hình lớn",
        "Bản nhẹ cho mạng yếu",
        "អត្ថបទខ្មែរ",
    ]
    shown_names = names(client, asset, "en")
    assert len(set(shown_names)) == 4, "told apart"
    assert not any(map(VIETNAMESE.search, shown_names)), shown_names


def test_khmer_keeps_what_an_editor_wrote_in_khmer(client, asset):
    shown_names = names(client, asset, "km")
    assert shown_names[-1] == "អត្ថបទខ្មែរ" and len(set(shown_names)) == 4
    assert not any(map(VIETNAMESE.search, shown_names)), shown_names
