"""The list of authors stands as a Vietnamese reader looks a name up: by given name, Đ after D, Ơ after O."""

import pytest
from django.core.cache import cache

from articles.models import AuthorIndexPage
from tests.factories import make_home, make_section, story_row

pytestmark = pytest.mark.django_db


def test_authors_stand_by_given_name_in_the_vietnamese_alphabet(client):
    cache.clear()
    home, section = make_home(), make_section()
    home.add_child(instance=AuthorIndexPage(title="Tác giả", slug="tac-gia", locale=home.locale))
    for name in ("Lê Thị Yến", "Trần Đạt", "Phạm An", "Võ Dũng", "Hồ Ánh", "Lý Én", "Ngô Đạt"):
        story_row(f"Bài của {name}", section=section, author=name)
    shown = [person.full_name for person in client.get("/vi/tac-gia/").context["page_obj"].object_list]
    assert shown == ["Phạm An", "Hồ Ánh", "Võ Dũng", "Ngô Đạt", "Trần Đạt", "Lý Én", "Lê Thị Yến"]
