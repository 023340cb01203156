"""The list of authors stands as a Vietnamese reader looks a name up: by given name, Đ after D, Ơ after O."""

import pytest
from django.core.cache import cache
from wagtail.models import PageViewRestriction

from articles.models import AuthorIndexPage
from base.text import vn_slugify
from tests.factories import make_article, make_home, make_section, story_row

pytestmark = pytest.mark.django_db


def test_authors_stand_by_given_name_in_the_vietnamese_alphabet(client):
    cache.clear()
    home, section = make_home(), make_section()
    home.add_child(instance=AuthorIndexPage(title="Tác giả", slug="tac-gia", locale=home.locale))
    for name in ("Lê Thị Yến", "Trần Đạt", "Phạm An", "Võ Dũng", "Hồ Ánh", "Lý Én", "Ngô Đạt"):
        story_row(f"Bài của {name}", section=section, author=name)
    shown = [person.full_name for person in client.get("/vi/tac-gia/").context["page_obj"].object_list]
    assert shown == ["Phạm An", "Hồ Ánh", "Võ Dũng", "Ngô Đạt", "Trần Đạt", "Lý Én", "Lê Thị Yến"]


def test_who_wrote_only_behind_a_password_is_not_named(client):
    cache.clear()
    home, section, closed = make_home(), make_section(), make_section("Tập huấn", slug="tap-huan")
    home.add_child(instance=AuthorIndexPage(title="Tác giả", slug="tac-gia", locale=home.locale))
    for name, place in (("Phạm An", section), ("Trần Đạt", closed), ("Lê Thị Yến", closed)):
        story = make_article(f"Bài của {name}", section=place, author=name)
    story.create_alias(parent=section)
    make_article("Bài nháp", section=section, author="Võ Dũng", live=False)
    everybody = {"Phạm An", "Trần Đạt", "Lê Thị Yến", "Võ Dũng"}
    english = AuthorIndexPage(title="Authors", slug="tac-gia", locale=make_home("en").locale)
    make_home("en").add_child(instance=english)
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    for names in ({"Phạm An"}, {"Phạm An", "Trần Đạt", "Lê Thị Yến"}):
        assert {person.full_name for person in client.get("/vi/tac-gia/").context["page_obj"].object_list} == names
        for place in ("/vi/tac-gia/{}/", "/en/tac-gia/{}/", "/vi/tac-gia/{}/rss.xml"):
            paths = {name: place.format(vn_slugify(name)) for name in everybody}
            assert {name for name, path in paths.items() if client.get(path).status_code == 200} == names, place
            assert {client.get(paths[name]).status_code for name in everybody - names} == {404}, place
        PageViewRestriction.objects.all().delete()
