"""A public page neither names nor links a page behind a password; pages behind the same password do."""

import pytest
from wagtail.models import PageViewRestriction

from articles.models import AuthorIndexPage, Person, SpecialPage, StorylinePage
from articles.syndication.closed import is_readable
from tests.factories import make_article, make_home, make_section

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]
SECRET, BUTTON = "Chỉ nhóm kín đọc", "Bấm vào đây"


@pytest.fixture
def places():
    """An open section, a section to close, and in each a story and a special page that link into the latter."""
    home = make_home()
    home.add_child(instance=AuthorIndexPage(title="Tác giả", slug="tac-gia", locale=home.locale))
    outer, inner = make_section(slug="nhan-dien"), make_section("Tập huấn", slug="tap-huan")
    line = StorylinePage(title=f"{SECRET}: dòng", slug="dong-kin", locale=home.locale)
    inner.add_child(instance=line)
    target = make_article(SECRET, section=inner, slug="kin", author="Trần Đạt")
    writer = Person.objects.create(full_name="Minh Thư")
    pages = {"target": target, "inner": inner}
    for name, section in (("open", outer), ("closed", inner)):
        story = make_article(f"Bài {name}", section=section, storyline=line)
        story.body = [("link", {"story": target})]
        story.bylines.create(person=writer)
        story.save_revision().publish(skip_permission_checks=True)
        pages[name] = story
        special = SpecialPage(title=f"Chuyên trang {name}", slug=f"chuyen-{name}", locale=home.locale)
        special.body = [("call", {"text": "Mời.", "button": BUTTON, "page": target})]
        section.add_child(instance=special)
        pages[f"{name} special"] = special
    return pages


def said(client, places, name):
    """Links of the story of that name to its storyline and to the closed story, and whether the special page has one.

    None of them where the page says a closed title anywhere else.
    """
    story, special = (client.get(places[which].address).text for which in (name, f"{name} special"))
    links = story.count('class="inline-rel"')
    assert links or SECRET not in story
    return links, BUTTON in special


def let_in(client, lock, page):
    form = {"password": "x", "return_url": page.address}
    return client.post(f"/vi/_util/authenticate_with_password/{lock.pk}/{page.pk}/", form, follow=True)


def test_links_into_what_is_closed_stand_behind_the_same_password_alone(client, client_for, places):
    expected = said(client, places, "open")
    assert expected == (2, True), "while everything is open"
    lock = PageViewRestriction.objects.create(page=places["inner"], restriction_type="password", password="x")
    assert said(client, places, "open") == (0, False)
    reader = client_for(None)
    let_in(reader, lock, places["closed"])
    assert said(reader, places, "closed") == expected and said(reader, places, "open") == (0, False)
    PageViewRestriction.objects.create(page=places["target"], restriction_type="login")
    assert said(reader, places, "closed")[1] is False, "it asks for more than its section"
    lock.delete()
    assert said(client, places, "open")[1] is False and not is_readable(places["target"])
    PageViewRestriction.objects.all().delete()
    assert said(client, places, "open") == expected


def test_an_author_without_a_page_is_named_without_a_link(client, places):
    lock = PageViewRestriction.objects.create(page=places["inner"], restriction_type="password", password="x")
    for page, author, has_page in ((places["target"], "tran-dat", False), (places["closed"], "minh-thu", True)):
        text = let_in(client, lock, page).text
        assert client.get(f"/vi/tac-gia/{author}/").status_code == (200 if has_page else 404)
        assert (f"/vi/tac-gia/{author}/" in text) is has_page, author
        assert ("Trần Đạt" if author == "tran-dat" else "Minh Thư") in text
    lock.delete()
    assert "/vi/tac-gia/tran-dat/" in client.get(places["target"].address).text
