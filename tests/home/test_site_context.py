"""Header, footer, help, errors: the same for every signed-out reader, without cookies, without needless queries."""

import re

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404

from base import errors, site_context
from campaign.models import Outlet, SiteIdentity
from home.models import GoneAddress
from home.styleguide.views import ERRORS, error_sample
from home.views import not_found
from tests.factories import make_article, make_help_line, make_home, make_section, make_user

pytestmark = [pytest.mark.django_db]
#: The cache of production with nobody behind its address.
GONE_CACHE = {
    "default": {
        "BACKEND": "base.caching.backends.ForgivingRedisCache",
        "LOCATION": "redis://127.0.0.1:1/0",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
}


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def site_with_lines():
    home = make_home()
    make_help_line("113", label="Nguy hiểm ngay trước mắt")
    make_help_line("111")
    make_help_line("156", label="Chưa kiểm", verified=False)
    return home


@pytest.mark.parametrize(
    "path",
    [
        "/vi/",
        "/vi/nhan-dien-chieu-tro/",
        "/vi/can-giup-do/",
        "/vi/khong-co/",
        "/robots.txt",
        "/sitemap.xml",
        "/sw.js",
        "/healthz",
    ],
)
def test_public_pages_set_no_cookie_and_do_not_vary_on_it(client, site_with_lines, path):
    make_section()
    response = client.get(path)
    assert "Set-Cookie" not in response.headers
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert "csrfmiddlewaretoken" not in response.text


def test_shell_is_cached_and_forgotten_when_something_changes(client, site_with_lines, django_assert_num_queries):
    make_section("Nhận diện chiêu trò")
    with django_assert_num_queries(1):
        site_context.data("vi")
    with django_assert_num_queries(0):
        site_context.data("vi")
    make_section("Mẹo nhanh")
    assert "Mẹo nhanh" in client.get("/vi/").text


def test_only_verified_lines_are_shown(client, site_with_lines):
    page = client.get("/vi/").text
    assert "tel:113" in page and "tel:111" in page
    assert "tel:156" not in page


def test_other_languages_fall_back_to_vietnamese_lines_until_they_have_their_own(client, site_with_lines):
    make_home("km")
    assert "tel:113" in client.get("/km/can-giup-do/").text
    make_help_line("111", label="ការពារកុមារ", language="km")
    cache.clear()
    page = client.get("/km/can-giup-do/").text
    assert "ការពារកុមារ" in page and "tel:113" not in page


def test_page_survives_a_broken_cache(client, site_with_lines, settings):
    settings.CACHES = GONE_CACHE
    page = client.get("/vi/can-giup-do/")
    assert page.status_code == 200
    assert "tel:111" in page.text


def test_help_page_is_light_and_can_be_left(client, site_with_lines):
    page = client.get("/vi/can-giup-do/")
    assert len(page.content) < 12_000
    assert re.search(r'<a class="exit"\s+href="https://[^"]+"\s+rel="nofollow noreferrer" data-exit>', page.text)
    assert "<img" not in page.text and "site.css" not in page.text
    worker = client.get("/sw.js")
    assert worker.headers["Content-Type"].startswith("text/javascript")
    assert "/vi/can-giup-do/" in worker.text


def test_exit_leads_where_the_site_says(client, site_with_lines):
    identity = SiteIdentity.for_site(site_with_lines.get_site())
    identity.exit_url = "https://thoitiet.example.vn/"
    identity.outlet = Outlet.objects.create(slug="bao", name="Báo Thử Nghiệm", short_name="Báo", licence_number="12/GP")
    identity.save()
    assert 'href="https://thoitiet.example.vn/"' in client.get("/vi/can-giup-do/").text
    front = client.get("/vi/").text
    assert "Báo Thử Nghiệm" in front and "12/GP" in front


def test_sensitive_pages_have_an_exit_on_every_screen(client, site_with_lines):
    section = make_section("Góc tham vấn", is_sensitive=True)
    make_article("Chuyện khó nói", section=section)
    assert client.get("/vi/goc-tham-van/chuyen-kho-noi/").text.count("data-exit") == 2
    assert "data-exit" not in client.get("/vi/").text


def test_language_links_lead_to_the_same_thing(client, site_with_lines):
    make_home("en")
    page = client.get("/vi/can-giup-do/").text
    assert 'href="/en/can-giup-do/"' in page
    article = make_article("Chỉ có tiếng Việt")
    text = client.get(article.url).text
    # No translation: a page of that language which says so and leads back.
    assert f'<a href="/en/chua-dich/?trang={article.get_url()}" lang="en"' in text.replace("http://localhost", "")
    response = client.get("/km/chua-dich/", {"trang": "/vi/nhan-dien-chieu-tro/chi-co-tieng-viet/"})
    assert response.status_code == 200 and "Chỉ có tiếng Việt" in response.text and 'lang="vi"' in response.text
    for bad in ("", "https://lua-dao.example/", "/vi/khong-co/", "/vi/%00", "//evil.example"):
        assert client.get("/km/chua-dich/", {"trang": bad}).status_code == 404
    assert 'rel="alternate" hreflang="en"' not in text


@pytest.mark.parametrize(
    "path",
    ["/vi/khong-co-trang-nay/", "/vi/nhan-dien-chieu-tro/?trang=abc", "/vi/nhan-dien-chieu-tro/?page=99", "/khong-co"],
)
def test_404_helps_on(client, site_with_lines, path):
    make_section("Nhận diện chiêu trò")
    response = client.get(path)
    assert response.status_code == 404
    assert "Bạn thì không một mình" in response.text
    assert "tel:113" in response.text
    if "trang=abc" in path:
        assert "Không có trang “abc”" in response.text


def test_404_is_shared_with_readers_but_not_of_the_signed_in(client, client_for, site_with_lines):
    assert client.get("/vi/khong-co/")["Cache-Control"].startswith("public")
    assert client_for(make_user()).get("/vi/khong-co/")["Cache-Control"] == "private, no-store"


def test_404_text_is_escaped(client, site_with_lines):
    make_section("Nhận diện chiêu trò")
    response = client.get("/vi/nhan-dien-chieu-tro/?trang=<script>")
    assert response.status_code == 404
    assert "<script>”" not in response.text


@pytest.fixture
def nothing_answers(settings, django_db_blocker):
    """Neither database nor cache: the one is closed as for a test without it, at the other's port nobody listens."""
    settings.CACHES = GONE_CACHE
    with django_db_blocker.block():
        with pytest.raises(RuntimeError):
            SiteIdentity.objects.first()
        cache.set("x", 1)
        assert cache.get("x") is None
        yield


def away(rf):
    """What handler500 answers while a view fails because the database is gone."""
    try:
        raise OperationalError("connection refused")
    except OperationalError:
        return errors.server_error(rf.get("/vi/"))


FAILURES = {
    400: lambda rf: errors.bad_request(rf.get("/vi/")),
    403: lambda rf: errors.permission_denied(rf.get("/vi/")),
    404: lambda rf: not_found(rf.get("/vi/khong-co/"), Http404("Không có bài này.")),
    410: lambda rf: errors.error_page(410, "Trang đã được gỡ", "Không còn ở đây."),
    413: lambda rf: errors.bad_request(rf.get("/vi/"), exception=RequestDataTooBig()),
    500: lambda rf: errors.server_error(rf.get("/vi/")),
    503: away,
}


@pytest.mark.parametrize("status", FAILURES)
def test_errors_need_neither_database_nor_cache(rf, nothing_answers, status):
    response = FAILURES[status](rf)
    assert response.status_code == status
    assert "tel:111" in response.text and "tel:113" in response.text and "<h1" in response.text
    assert response.headers.get("Retry-After") == ("30" if status == 503 else None)


def test_a_page_that_fails_while_the_database_is_away_is_503_and_the_cache_alone_is_missed_by_nobody(
    client, site_with_lines, settings, monkeypatch
):
    """Through the addresses: without cache every answer is as before, without database it is 503 with help lines."""
    settings.CACHES = GONE_CACHE
    GoneAddress.objects.create(path="/vi/da-go/")
    for path, status in (("/vi/", 200), ("/vi/khong-co/", 404), ("/vi/da-go/", 410)):
        response = client.get(path)
        assert response.status_code == status and "tel:113" in response.text, path

    def refuse(*args, **kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", refuse)
    client.raise_request_exception = False
    for path in ("/vi/", "/vi/khong-co/"):
        response = client.get(path)
        assert response.status_code == 503 and response.headers["Retry-After"] == "30", path
        assert "tel:111" in response.text and response.headers["Cache-Control"] == "no-store"


def test_nul_and_broken_utf8_are_400_in_vietnamese(client, site_with_lines):
    for path in ("/vi/%00/", "/vi/?q=%ff", "/vi/tim-kiem/?q=%00"):
        response = client.get(path)
        assert response.status_code == 400
        assert "Địa chỉ có ký tự" in response.text


def test_signed_in_pages_are_not_shared(client_for, site_with_lines):
    response = client_for(make_user()).get("/vi/")
    assert "private" in response.headers["Cache-Control"]
    assert "s-maxage" in client_for(None).get("/vi/").headers["Cache-Control"]


def test_sitemap_names_all_languages(client, site_with_lines):
    make_home("en")
    make_article("Bài đăng rồi")
    make_article("Bài còn nháp", live=False)
    text = client.get("/sitemap/trang-1.xml").text
    assert f"{settings.SITE_URL}/vi/" in text and f"{settings.SITE_URL}/en/" in text
    assert 'hreflang="en"' in text
    assert "bai-dang-roi" in text and "bai-con-nhap" not in text


@pytest.mark.parametrize("status", ERRORS)
def test_every_error_page_can_be_looked_at_and_is_vietnamese(rf, site_with_lines, status):
    response = error_sample(rf.get(f"/styleguide/loi/{status}/"), status)
    assert response.status_code == status
    assert "tel:113" in response.text
    assert "Về trang chủ" in response.text or "Bạn thì không một mình" in response.text
