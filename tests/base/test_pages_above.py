"""Routing from a cached page above finds what Wagtail finds from the root; a change above shows at once."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction, Site

from articles.models import ArticlePage, SectionPage
from base.caching import pages_above
from home.models import HomePage
from media_library.models import LibraryIndexPage
from partners.models import KolIndexPage
from tests.factories import make_article, make_asset, make_home, make_locale, make_section
from tests.media_library.small_library import make_library

pytestmark = pytest.mark.django_db


@pytest.fixture
def answers(client, settings):
    """answers(path, …) → status of each path from the page above, which stays kept, after the same from the root."""

    def ask(*paths, **headers):
        settings.KEPT_PARTS_SECONDS = 0
        plain = [client.get(path, headers=headers) for path in paths]
        settings.KEPT_PARTS_SECONDS = 60
        for _twice in range(2):
            found = [client.get(path, headers=headers) for path in paths]
            assert [one.status_code for one in found] == [one.status_code for one in plain]
            assert [one.content for one in found] == [one.content for one in plain]
            assert [dict(one.headers) for one in found] == [dict(one.headers) for one in plain]
        return [one.status_code for one in found]

    cache.clear()
    return ask


def queries(client, path):
    with CaptureQueriesContext(connection) as counted:
        assert client.get(path).status_code == 200
    return len(counted)


def test_the_next_story_of_a_section_does_not_ask_for_site_language_and_what_is_above(client, settings):
    section = make_section()
    stories = [make_article(f"Bài {number}", section=section) for number in range(3)]
    later = make_article("Bài chưa ai hỏi", section=section)
    counts = []
    for seconds in (0, 60):
        settings.KEPT_PARTS_SECONDS = seconds
        cache.clear()
        counts.append([queries(client, story.address) for story in stories])
    (_first, plain, again), (first, second, third) = counts
    assert plain == again and second == third == plain - 8
    assert first <= counts[0][0], "the first one costs no query more"
    stories[0].save_revision().publish(skip_permission_checks=True)
    assert queries(client, later.address) == second, "a published story leaves it"


def test_the_first_form_of_a_page_below_the_front_page_asks_for_nothing_above_it(client, settings):
    settings.KEPT_PARTS_SECONDS = 60
    section, other = make_section(), make_section("Kể với cô chú")
    for page in (section, other):
        make_article("Bài", section=page)
    cache.clear()
    for path in ("/vi/", section.address, other.address):
        client.get(path)
        with CaptureQueriesContext(connection) as counted:
            assert client.get(f"{path}?trang=1").status_code == 200
        asked = " ".join(query["sql"] for query in counted.captured_queries)
        assert asked and not any(table in asked for table in ("wagtailcore_site", "wagtailcore_pageviewrestriction"))
        assert '"slug" = ' not in asked, "looked for in the tree again"


def test_a_closed_page_is_refused_from_its_first_request_on(client, settings):
    """No query looks for restrictions only while the whole site has none."""
    settings.KEPT_PARTS_SECONDS = 60
    story, other = make_article("Gác máy trước"), make_article("Bài khác", section=make_section("Kể với cô chú"))
    assert client.get(story.address).status_code == client.get(other.address).status_code == 200
    closed = PageViewRestriction.objects.create(page=story.section, restriction_type="login")
    assert client.get(other.address).status_code == 200
    assert [client.get(path).status_code for path in (story.section.address, story.address)] == [302, 302]
    closed.page = Page.objects.get(pk=other.pk)
    closed.save()
    assert client.get(story.address).status_code == 200 and client.get(other.address).status_code == 302


def test_the_same_answers_as_from_the_root(answers):
    story = make_article("Gác máy trước")
    make_library()
    asset = make_asset("P-01")
    hidden = make_article("Chưa đăng", section=story.section)
    ArticlePage.objects.get(pk=hidden.pk).unpublish()
    make_home().add_child(instance=KolIndexPage(title="KOL", slug="kol"))
    below, section = story.address, story.section.address
    assert answers(
        "/vi/", section, below, asset.get_absolute_url(), "/vi/kho-tai-lieu/", "/vi/kho-tai-lieu/?trang=2", "/vi/kol/"
    ) == [200, 200, 200, 200, 200, 404, 200]
    away = (hidden.address, *(below + more for more in ("xem/", "phien-ban/1/", "a/")), f"{section}a/b/", "/vi/a/b/")
    assert set(answers(*away, "/vi/kho-tai-lieu/khong-co/", "/vi/kol/khong-co/", f"/en{below[3:]}")) == {404, 410}
    assert answers(f"{below}?v=1", f"{below}?q={'a' * 60}") == [200, 200]


def test_a_story_below_a_section_that_is_away_is_answered_as_wagtail_does(answers):
    story = make_article("Gác máy trước")
    assert answers(story.address, story.section.address) == [200, 200]
    SectionPage.objects.get(pk=story.section.pk).unpublish()
    assert answers(story.address, story.section.address) == [200, 404]


def test_what_is_renamed_moved_or_closed_above_shows_at_once(client, answers):
    story, other = make_article("Gác máy trước"), make_section("Kể với cô chú")
    make_article("Bài của mục khác", section=other)
    assert answers(story.address) == [200]
    section = SectionPage.objects.get(pk=story.section.pk)
    section.title, section.slug = "Tên mới", "ten-moi"
    section.save_revision().publish()
    renamed = ArticlePage.objects.get(pk=story.pk).address
    assert "/ten-moi/" in renamed and answers(renamed) == [200] and "Tên mới" in client.get(renamed).text
    assert client.get(story.address).status_code != 200
    ArticlePage.objects.get(pk=story.pk).move(SectionPage.objects.get(pk=other.pk), pos="last-child")
    moved = ArticlePage.objects.get(pk=story.pk).address
    assert answers(moved) == [200] and client.get(renamed).status_code != 200
    PageViewRestriction.objects.create(page=other, restriction_type="password", password="mật khẩu")
    assert 'type="password"' in client.get(moved).text
    PageViewRestriction.objects.all().delete()
    assert answers(moved) == [200]
    Page.objects.get(pk=other.pk).delete()
    assert client.get(moved).status_code == 410


def test_what_lies_below_a_story_closes_with_it_at_once(rf, client, settings):
    settings.KEPT_PARTS_SECONDS = 60
    story = make_article("Gác máy trước")
    client.get(story.address)
    path = f"{story.address[4:]}xem/"  # its clip
    for _twice in range(2):
        found = pages_above.find(rf.get(story.address), path)
        assert found is not None and found.page.pk == story.pk
    ArticlePage.objects.get(pk=story.pk).unpublish()
    assert pages_above.find(rf.get(story.address), path) is None


def test_a_closed_library_closes_what_is_found_below_it(client, answers):
    make_library()
    asset = make_asset("P-01")
    assert answers(asset.get_absolute_url()) == [200]
    PageViewRestriction.objects.create(page=LibraryIndexPage.objects.get(), restriction_type="login")
    assert client.get(asset.get_absolute_url()).status_code == 302


def test_each_host_and_each_language_has_its_own(client, answers, settings):
    settings.ALLOWED_HOSTS = ["*"]
    story = make_article("Gác máy trước")
    english = make_home("en", title="Not alone")
    twin = story.copy_for_translation(make_locale("en"), copy_parents=True, alias=True)
    other = Page.get_first_root_node().add_child(
        instance=HomePage(title="Hai", seo_title="Trang thứ hai", slug="hai", locale=make_locale())
    )
    Site.objects.create(hostname="hai.example", port=80, root_page=other)
    assert answers(story.address, twin.address) == [200, 200]
    assert answers(story.address, host="hai.example") == [404]
    HomePage.objects.get(pk=english.pk).unpublish()
    assert answers(story.address) == [200]
    answers(twin.address)
