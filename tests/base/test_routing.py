"""Addresses of the page tree: each language shows its own pages only, a host its own site, deep paths are cheap."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from articles.models import ArticlePage, TipPage
from home.models import ContentPage, HomePage
from home.urls_localised import MOST_SEGMENTS
from tests.factories import make_article, make_home, make_locale, make_section

pytestmark = pytest.mark.django_db


def test_a_language_without_a_live_front_page_answers_404_and_shows_no_other_language(client):
    section = make_section("Nhận diện chiêu trò")
    assert client.get("/vi/").status_code == 200 and client.get(section.address).status_code == 200
    assert client.get("/km/").status_code == 404 and client.get(f"/km/{section.slug}/").status_code == 404
    khmer = make_home("km", title="មិននៅម្នាក់ឯង")
    assert client.get("/km/").status_code == 200
    assert client.get(f"/km/{section.slug}/").status_code == 404, "a Vietnamese page has no Khmer address"
    khmer.unpublish()
    assert client.get("/km/").status_code == 404


def test_a_host_leads_to_its_own_site(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    make_home()
    other = Page.get_first_root_node().add_child(
        instance=HomePage(title="Hai", seo_title="Trang thứ hai", slug="hai", locale=make_locale())
    )
    Site.objects.create(hostname="hai.example", port=80, root_page=other)
    assert "<title>Trang thứ hai" in client.get("/vi/", headers={"host": "hai.example"}).text
    assert "<title>Trang thứ hai" not in client.get("/vi/", headers={"host": "khac.example"}).text


def test_a_path_deeper_than_any_page_is_a_404_that_reads_no_page(client):
    make_home()
    path = "/vi/" + "a/" * (MOST_SEGMENTS + 1)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 404
    assert not [query["sql"] for query in queries.captured_queries if '"wagtailcore_page"."slug" =' in query["sql"]]
    assert client.get("/vi/" + "a/" * MOST_SEGMENTS).status_code == 404


def test_a_page_knows_its_live_translations_in_one_query(django_assert_num_queries):
    article = make_article("Bài gốc", section=make_section())
    make_home("en", title="Not alone")
    english = article.copy_for_translation(make_locale("en"), copy_parents=True, alias=True)
    draft = article.copy_for_translation(make_locale("km"), copy_parents=True)
    assert english.live and not draft.live
    expected = {"vi": article.get_url(), "en": english.get_url()}
    page = ArticlePage.objects.get(pk=article.pk)
    with django_assert_num_queries(1):
        assert page.alternates == expected
        assert page.alternates["en"].startswith("/en/")


def test_a_page_that_wagtail_has_routed_knows_section_and_language_without_a_query(rf, django_assert_num_queries):
    article = make_article("Bài", section=make_section())
    page = Page.find_for_request(rf.get(article.address), "/".join(article.address.split("/")[2:]))
    with django_assert_num_queries(0):
        assert page.section.title == "Nhận diện chiêu trò"
        assert page.address == article.address and page.section.address


def test_a_story_is_read_once_and_every_type_as_what_it_is(rf, django_assert_num_queries):
    section = make_section()
    article, tip = (
        make_article("Bài", section=section),
        make_article("Mẹo", section=section, model=TipPage, do_this="Gác máy", not_this="Nghe tiếp"),
    )
    ContentType.objects.get_for_models(ArticlePage, TipPage)
    section = HomePage.objects.get().route(rf.get(section.address), [section.slug])[0]
    for story, queries in ((article, 2), (tip, 2)):
        request = rf.get(story.address)
        with django_assert_num_queries(queries):
            page = section.route(request, [story.slug])[0]
            assert type(page) is type(story) and page == story and page.get_parent() is section
    assert page.get_parent(update=True) is not section
    with pytest.raises(Http404):
        section.route(rf.get(section.address), ["khong-co"])


def test_the_slug_is_made_by_our_rule_and_does_not_repeat_a_siblings():
    home = make_home()
    first, second = (home.add_child(instance=ContentPage(title="Đừng giữ bí mật")) for _number in range(2))
    draft = home.add_child(instance=ContentPage(title="Đừng giữ bí mật", live=False))
    assert [page.slug for page in (first, second, draft)] == [
        "dung-giu-bi-mat",
        "dung-giu-bi-mat-2",
        "dung-giu-bi-mat-3",
    ]
    first.save()
    assert first.slug == "dung-giu-bi-mat"
    unplaced = ContentPage(title="Đường dây")
    unplaced.minimal_clean()  # as Wagtail's API does before it has a parent
    assert unplaced.slug == "duong-day"


def test_roots_cached_while_the_database_was_empty_are_forgotten_by_sync_site(
    client, django_capture_on_commit_callbacks
):
    """A reader who comes during a restore has it cached for an hour that there is no site."""
    home = make_home()
    sites = list(Site.objects.all())
    Site.objects.all().delete()
    cache.clear()
    assert Site.get_site_root_paths() == []
    Site.objects.bulk_create(sites)  # as a restore writes them: no signal
    assert client.get("/vi/").status_code == 200, "routing asks the database"
    assert HomePage.objects.get(pk=home.pk).get_url() is None, "links still say that there is no site"
    with django_capture_on_commit_callbacks(execute=True):
        call_command("sync_site", verbosity=0)
    assert HomePage.objects.get(pk=home.pk).get_url() == "/vi/"
