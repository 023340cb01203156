"""Whole pages cached for visitors: what they cost, what invalidates them, what is never cached."""

import gzip
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from articles.models import ArticlePage
from base.caching.headers import shared_page
from base.caching.page_cache import PageCacheMiddleware
from tests.factories import make_article, make_asset, make_image, make_section, make_user, story_row
from tests.media_library.small_library import make_library
from tests.schools.register import make_member, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(settings):
    settings.PAGE_CACHE_SECONDS = 60
    cache.clear()
    return make_article(
        title="Gác máy trước, nghĩ sau", sapo="Tiếng nói thật. " * 10, has_minor=False, has_victim=False
    )


def kept_pages():
    return [key for key in cache._cache if ":page:" in key]


def asks_the_database(client, path):
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return bool(queries.captured_queries)


def test_the_second_reader_costs_no_query_and_gets_the_same_answer(client, article, django_assert_num_queries):
    first = client.get(article.address)
    with django_assert_num_queries(0):
        second = client.get(article.address)
        head = client.head(article.address)
    assert second.content == first.content and dict(second.headers) == dict(first.headers)
    assert head.status_code == 200 and head.content == b""
    assert "Content-Security-Policy" in second.headers and not second.cookies


def test_readers_get_what_their_browser_can_unpack(client, article):
    plain = client.get(article.address)
    for _again in range(2):
        packed = client.get(article.address, headers={"accept-encoding": "gzip, br"})
        assert packed.headers["Content-Encoding"] == "gzip" and len(packed.content) < len(plain.content) / 2
        assert gzip.decompress(packed.content) == plain.content
        assert "Content-Encoding" not in client.get(article.address).headers


def test_a_new_headline_shows_at_once_on_page_section_and_front(client, article):
    section = article.get_parent()
    places = [article.address, f"/vi/{section.slug}/", "/vi/"]
    assert all("Gác máy trước" in client.get(place).content.decode() for place in places)
    page = ArticlePage.objects.get(pk=article.pk)
    page.title = "Kể với một cô chú"
    revision = page.save_revision()
    chief = make_user(is_superuser=True)
    assert all("Gác máy trước" in client.get(place).content.decode() for place in places)  # a draft is no news
    revision.publish(user=chief)
    assert all("Kể với một cô chú" in client.get(place).content.decode() for place in places)
    page.unpublish()
    assert client.get(article.address).status_code in (404, 410)


def test_the_library_shows_its_change_at_once(client, article, django_assert_num_queries):
    make_library()
    asset = make_asset("P-01")
    path = f"/vi/kho-tai-lieu/{asset.slug}/"
    client.get(path)
    with django_assert_num_queries(0):
        assert client.get(path).status_code == 200
    text = asset.texts.first()
    text.name = "Tên mới của tờ áp phích"
    text.save()
    assert "Tên mới của tờ áp phích" in client.get(path).content.decode()


@pytest.mark.parametrize(
    "path", ["/vi/tim-kiem/?q=lua", "/vi/?loai=bai", "/vi/khong-co-trang-nay/", "/tai-khoan/dang-nhap/"]
)
def test_searches_other_queries_errors_and_forms_are_never_kept(client, article, path):
    client.get(path)
    for head in ({"authorization": "Basic eDp5"}, {"range": "bytes=0-9"}):
        client.get(article.address, headers=head)
    assert not kept_pages()
    client.get(article.address)
    assert len(kept_pages()) == 1
    client.get(article.address, headers={"host": "localhost"})
    client.get(article.address, secure=True)
    assert len(kept_pages()) == 3, "by the host and the scheme that stand in its own addresses"


def test_each_page_of_a_list_at_a_long_address_with_marks_is_kept_as_itself(client, settings):
    settings.PAGE_CACHE_SECONDS = 60
    cache.clear()
    section = make_section(slug="ệạếộữ" * 23 + "-ểở")  # 119 letters, each six characters of a key
    for number in range(14):
        story_row(f"Tin {number}", section=section)
    places = [section.address, f"{section.address}?trang=2"]
    first, again = ([client.get(place).text for place in places] for _round in range(2))
    assert first == again
    assert ["Tin 13<" in text for text in first] == [True, False] == ["Tin 0<" not in text for text in first]
    assert client.get(f"{section.address}?trang=7").status_code == 404


def test_a_signed_in_reader_gets_the_kept_page_as_a_private_answer(
    client, client_for, article, django_assert_num_queries
):
    """Whoever reads first leaves the page for all; only the policy of the answer differs."""
    signed_in = client_for(make_user("ai@demo.example"))
    theirs = signed_in.get(article.address)
    with django_assert_num_queries(0):
        visitor, again = client.get(article.address), signed_in.get(article.address)
    assert theirs.content == visitor.content == again.content and len(kept_pages()) == 1
    assert "no-store" in theirs.headers["Cache-Control"] and "no-store" in again.headers["Cache-Control"]
    assert "s-maxage" in visitor.headers["Cache-Control"] and "ookie" not in visitor.headers.get("Vary", "")


def test_a_new_picture_leaves_the_pages_and_a_change_of_it_does_not(client, article, django_assert_num_queries):
    client.get(article.address)
    image = make_image()
    with django_assert_num_queries(0):
        client.get(article.address)
    image.save()
    assert asks_the_database(client, article.address)
    image.delete()
    assert asks_the_database(client, article.address)


def test_what_belongs_to_one_person_is_kept_for_nobody(client, client_for, article):
    unit = make_unit()
    teacher, other = client_for(make_member(unit)), client_for(make_user("ai@demo.example"))
    for _round in range(2):
        for path in ("/truong/", "/tai-khoan/cua-toi/"):
            assert teacher.get(path).status_code == 200
            assert unit.name not in other.get(path, follow=True).text
            assert unit.name not in client.get(path, follow=True).text
    assert not kept_pages()


def test_without_a_cache_pages_are_simply_made(client, article, settings):
    settings.CACHES = {
        "default": {"BACKEND": "base.caching.backends.ForgivingRedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    assert client.get("/healthz").status_code == 200
    assert client.get("/vi/can-giup-do/").status_code == 200


def answers_to(readers, view, path="/vi/"):
    """What `readers` who come together get of `view` behind the page cache, and how often it was called."""
    calls, together, second = [], threading.Barrier(readers), threading.Event()

    def called(request):
        calls.append(request)
        if len(calls) > 1:
            second.set()
        second.wait(0.5)  # so long that readers who do not wait for the first come in
        return view(request)

    cached = PageCacheMiddleware(called)

    def read(_number):
        together.wait()
        return cached(RequestFactory().get(path))

    with ThreadPoolExecutor(readers) as pool:
        return [response.content for response in pool.map(read, range(readers))], len(calls)


def test_two_hundred_readers_of_a_purged_page_cost_one_rendering(settings):
    """A form is made for each, and so is a page that may not be kept: nobody gets another's."""
    settings.PAGE_CACHE_SECONDS = 60
    cache.clear()
    bodies, render_count = answers_to(200, lambda request: shared_page(HttpResponse("trang chủ")))
    assert render_count == 1 and set(bodies) == {"trang chủ".encode()}
    number = iter(range(100))
    own, render_count = answers_to(20, lambda request: HttpResponse(str(next(number))), "/tai-khoan/dang-nhap/")
    assert render_count == 20 and len(set(own)) == 20
    unkept, render_count = answers_to(5, lambda request: HttpResponse(str(next(number))), "/vi/tu-khoa/")
    assert render_count == 5 and len(set(unkept)) == 5


def test_an_answer_that_sets_a_cookie_is_kept_for_nobody(settings):
    settings.PAGE_CACHE_SECONDS = 60
    cache.clear()

    def made_for_two(cookie):
        requests_made = []

        def view(request):
            requests_made.append(request)
            response = shared_page(HttpResponse("trang chủ"))
            if cookie:
                response.set_cookie("cua", "một người")
            return response

        for _reader in range(2):
            PageCacheMiddleware(view)(RequestFactory().get(f"/vi/{'co' if cookie else 'khong'}/"))
        return len(requests_made)

    assert (made_for_two(cookie=True), made_for_two(cookie=False)) == (2, 1)


def test_a_maker_that_fails_leaves_the_page_to_the_next(settings):
    settings.PAGE_CACHE_SECONDS = 60
    cache.clear()

    def broken(request):
        raise ValueError("mẫu hỏng")

    with pytest.raises(ValueError, match="mẫu hỏng"):
        PageCacheMiddleware(broken)(RequestFactory().get("/vi/"))
    bodies, render_count = answers_to(3, lambda request: shared_page(HttpResponse("trang chủ")))
    assert render_count == 1 and len(bodies) == 3


def test_what_a_process_remembers_does_not_outlive_a_cache_that_was_emptied(client, article):
    """The cache's server starts anew with nothing; menus of before must not come back under the version of nothing."""
    section = article.get_parent()
    cache.clear()
    assert section.title in client.get("/vi/").text
    Page.objects.filter(pk=section.pk).update(title="Mục đã đổi tên")
    cache.clear()
    page = client.get("/vi/").text
    assert "Mục đã đổi tên" in page and f">{section.title}<" not in page
