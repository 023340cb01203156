"""A translation has the view restrictions of its Vietnamese source and of the pages above that."""

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from wagtail.models import PageViewRestriction

from tests.factories import make_article, make_home, make_section, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]
OPEN, TITLE = "មនុស្សទាំងអស់អាន", "រឿង Karimata"
LISTS = (
    "/km/",
    "/km/rss.xml",
    "/km/feed.json",
    "/km/luu-tru/2026/11/",
    "/sitemap/tin-moi.xml",
    "/sitemap/trang-1.xml",
)


def translated(page, parent, title):
    """The published page in the language of `parent`."""
    translation = page.copy_for_translation(parent.locale)
    assert translation.get_parent().pk == parent.pk
    translation.title = title
    translation.save_revision().publish(skip_permission_checks=True)
    return type(translation).objects.get(pk=translation.pk)


@pytest.fixture
def places(settings):
    """A Vietnamese section with a story, both in Khmer too, and beside them what everybody reads."""
    settings.PAGE_CACHE_SECONDS = 60
    khmer = make_home("km")
    section, other = make_section("Tập huấn", slug="tap-huan"), make_section(slug="nhan-dien")
    pages = {"home": section.get_parent(), "section": section, "story": make_article("Chuyện của em", section=section)}
    pages["km section"] = translated(section, khmer, "បណ្តុះបណ្តាល")
    beside = translated(make_article("Ai cũng đọc", section=other), translated(other, khmer, "សញ្ញា"), OPEN)
    pages["km story"] = translated(pages["story"], pages["km section"], TITLE)
    assert pages["km story"].alias_of_id is None and beside.live
    return pages


def close(page, kind="password"):
    lock = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x")
    lock.groups.set(Group.objects.all()[:1] if kind == "groups" else ())
    return lock


def is_in(text):
    return "Karimata" in text


def is_shown(reader, page):
    """Whether `reader` reads the page; every list and way to it has to agree."""
    response = reader.get(page.address)
    is_visible = response.status_code == 200 and is_in(response.text)
    lists = {path: reader.get(path) for path in LISTS}
    assert {response.status_code for response in lists.values()} == {200}
    named = {path: is_in(response.text) or page.address in response.text for path, response in lists.items()}
    assert named == dict.fromkeys(LISTS, is_visible)
    ways = (f"/km/chia-se-zalo/{page.pk}/", f"/api/v1/bai/{page.pk}/")
    assert {reader.get(path).status_code for path in ways} == {200 if is_visible else 404}
    assert is_visible or "public" not in response.get("Cache-Control", "")
    return is_visible


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["password", "login", "groups"])
@pytest.mark.parametrize("place", ["section", "story"])
def test_a_translation_is_closed_and_opened_with_its_source(client_for, places, place, kind):
    reader, story = client_for(None), places["km story"]
    assert is_shown(reader, story)
    lock = close(places[place], kind)
    assert not is_shown(reader, story) and OPEN in reader.get("/km/rss.xml").text
    assert not is_in(reader.get(places["km section"].address).text)
    story.save_revision().publish(skip_permission_checks=True)
    assert not is_shown(reader, story), "a mend of the translation opens it to nobody"
    lock.delete()
    assert is_shown(reader, story)


def test_a_translation_of_what_is_closed_already_is_closed_from_its_publication_on(client_for, places):
    reader = client_for(None)
    close(places["story"])
    english = make_home("en")
    section = translated(places["section"], english, "Training")
    assert reader.get("/en/rss.xml").status_code == 200
    story = translated(places["story"], section, "A child's story")
    assert "A child" not in reader.get(story.address).text
    for path in ("/en/", "/en/rss.xml", section.address):
        assert "A child" not in reader.get(path).text, path
    cache.clear()
    assert "A child" not in reader.get("/en/rss.xml").text


def test_who_has_the_password_reads_the_translation_and_its_section_lists_it(client_for, places):
    lock, reader, story = close(places["section"]), client_for(None), places["km story"]
    response = reader.get(story.address)
    assert "<form" in response.text and not is_in(response.text)
    form = {"password": "x", "return_url": story.address}
    let_in = reader.post(f"/km/_util/authenticate_with_password/{lock.pk}/{story.pk}/", form, follow=True)
    assert is_in(let_in.text) and "private" in let_in["Cache-Control"]
    assert is_in(reader.get(places["km section"].address).text)
    assert not is_in(client_for(None).get(story.address).text)
    close(places["story"], "login")
    assert not is_in(reader.get(places["km section"].address).text), "it asks for more than its section"
    assert not is_in(reader.get(story.address, follow=True).text)
    reader.force_login(make_user())
    assert is_in(reader.get(story.address).text)


def test_a_closed_translation_leaves_its_source_open(client_for, places):
    reader = client_for(None)
    close(places["km story"])
    assert not is_shown(reader, places["km story"])
    assert "Chuyện của em" in reader.get(places["story"].address).text
    assert "Chuyện của em" in reader.get("/vi/rss.xml").text


def test_a_copy_of_a_translation_is_closed_with_the_source(client_for, places):
    shelf = make_section("កន្លែងផ្សេង", home=make_home("km"), slug="noi-khac")
    copy = places["km story"].create_alias(parent=shelf)
    reader = client_for(None)
    for is_open in (True, False):
        assert is_in(reader.get(copy.address).text) is is_open
        assert is_in(reader.get(shelf.address).text) is is_open
        if is_open:
            close(places["section"])


def test_a_text_that_began_in_khmer_closes_its_translations(client_for):
    khmer, english = make_home("km"), make_home("en")
    section = make_section("ព័ត៌មាន", home=khmer, slug="tin")
    story = make_article(TITLE, section=section)
    other = translated(story, translated(section, english, "News"), "A child's story")
    reader = client_for(None)
    assert "A child" in reader.get(other.address).text and "A child" in reader.get("/en/rss.xml").text
    close(section)
    assert "A child" not in reader.get(other.address).text and "A child" not in reader.get("/en/rss.xml").text
