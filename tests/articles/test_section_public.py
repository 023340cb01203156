"""A section front: real page links, its own 404, the same effort however many stories."""

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache

from tests.factories import make_article, make_image, make_section, story_row
from tests.home.test_front import NO_STORIES

pytestmark = pytest.mark.django_db
ADDRESS = "/vi/nhan-dien-chieu-tro/"


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


def _add(section, number):
    for index in range(number):
        story_row(f"Tin {index}", section=section)


def test_page_links_are_real_and_wrong_pages_are_404(client):
    section = make_section()
    _add(section, 14)
    first = client.get(ADDRESS)
    assert 'href="?trang=2"' in first.content.decode()
    second = client.get(ADDRESS, {"trang": 2})
    assert len(second.context["rest"]) == 2 and not second.context["top"]
    keys = [story.pk for story in (*first.context["top"], *first.context["rest"], *second.context["rest"])]
    assert len(keys) == len(set(keys)) == 14
    assert 'rel="canonical" href="' in second.content.decode() and "?trang=2" in second.context["canonical"]
    for wrong in ("3", "0", "abc"):
        response = client.get(ADDRESS, {"trang": wrong})
        assert response.status_code == 404


def test_an_empty_section_says_so(client):
    make_section()
    assert NO_STORIES in client.get(ADDRESS).content.decode()


def test_section_needs_the_same_queries_however_many_stories(client, django_assert_max_num_queries):
    section = make_section()
    for number in range(3):
        story_row(f"Có ảnh {number}", section=section, lead_image=make_image(width=320, height=180))
    client.get(ADDRESS)
    cache.clear()
    with django_assert_max_num_queries(18) as counted:
        assert client.get(ADDRESS).status_code == 200
    few = len(counted)  # at once: Django empties the log with the next request
    _add(section, 60)
    cache.clear()  # as before the few: what is kept of the library is read anew both times
    with django_assert_max_num_queries(few):
        client.get(ADDRESS, {"trang": 2})


def test_a_section_with_little_of_its_own_shows_the_original_as_such(client, django_assert_max_num_queries):
    """Khmer readers meet Vietnamese stories under their name, never an empty page, never unmarked."""
    from tests.factories import make_home, make_locale

    section = make_section()
    first, second = (make_article(title, section=section) for title in ("Bài đã dịch", "Bài chưa dịch"))
    make_home("km")
    theirs = type(section).objects.get(pk=section.pk).copy_for_translation(make_locale("km"))
    theirs.title = "ស្គាល់ល្បិច"
    theirs.save_revision().publish(skip_permission_checks=True)
    cache.clear()
    address = theirs.get_url()
    assert [story.title for story in client.get(address).context["untranslated"]] == ["Bài chưa dịch", "Bài đã dịch"]
    listed = BeautifulSoup(client.get(address).text, "html.parser").select_one("section.untranslated")
    around = {name for parent in listed.parents for name in parent.get("class", ())}
    assert listed.select_one("#chua-dich") and around == {"wrap", "seclist"}, "no column of one letter a line"
    twin = first.copy_for_translation(make_locale("km"))
    twin.title = "បានបកប្រែ"
    twin.save()
    twin.tags.add("giả danh")
    twin.save_revision().publish(skip_permission_checks=True)
    cache.clear()
    with django_assert_max_num_queries(25):
        response = client.get(address)
    assert [story.title for story in response.context["untranslated"]] == [second.title]
    assert 'lang="vi"' in response.text and "បានបកប្រែ" in response.text
    assert '<span lang="vi">giả danh</span>' in response.text, "keywords are Vietnamese on every page"
    assert not client.get(ADDRESS).context["untranslated"], "the original has nothing to add"
