"""Whole pages kept for visitors: what they cost, when they are forgotten, what is never kept."""

import gzip

import pytest
from django.core.cache import cache

from articles.models import ArticlePage
from tests.factories import make_article, make_asset, make_user
from tests.media_library.small_library import make_library

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(settings):
    settings.PAGE_CACHE_SECONDS = 60
    cache.clear()
    return make_article(
        title="Cúp máy trước, nghĩ sau", sapo="Tiếng nói thật. " * 10, has_minor=False, has_victim=False
    )


def kept_pages():
    return [key for key in cache._cache if ":page:" in key]


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
    assert all("Cúp máy trước" in client.get(place).content.decode() for place in places)
    page = ArticlePage.objects.get(pk=article.pk)
    page.title = "Kể với một người lớn"
    revision = page.save_revision()
    chief = make_user(is_superuser=True)
    assert all("Cúp máy trước" in client.get(place).content.decode() for place in places)  # a draft is no news
    revision.publish(user=chief)
    assert all("Kể với một người lớn" in client.get(place).content.decode() for place in places)
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
    assert not kept_pages()
    client.get(article.address)
    assert kept_pages()


def test_the_signed_in_neither_get_nor_leave_a_kept_page(client, client_for, article, django_assert_num_queries):
    visitor = client.get(article.address)
    signed_in = client_for(make_user("ai@demo.example"))
    theirs = signed_in.get(article.address)
    assert "no-store" in theirs.headers["Cache-Control"] and "s-maxage" in visitor.headers["Cache-Control"]
    assert kept_pages()
    cache.clear()
    signed_in.get(article.address)
    assert not kept_pages()


def test_without_a_cache_pages_are_simply_made(client, article, settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    assert client.get("/healthz").status_code == 200
    assert client.get("/vi/can-giup-do/").status_code == 200
