"""Maps of addresses: within the limits, absolute, without drafts, in a fixed number of queries."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.utils import timezone
from wagtail.models import PageViewRestriction

from home.sitemaps import generators
from media_library.models import Asset
from tests.factories import asset_row, make_article, make_asset, make_home, make_section
from tests.media_library.small_library import make_library

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


@pytest.fixture(autouse=True)
def site(settings):
    cache.clear()
    settings.SITE_URL = "https://khongmotminh.example"


def locations(client, path):
    response = client.get(path)
    assert response.status_code == 200 and response["Content-Type"].startswith("application/xml")
    assert "Cookie" not in response.get("Vary", "") and len(response.content) < 50 * 1024 * 1024
    urls = [node.text for node in ElementTree.fromstring(response.content).iter(f"{MAP}loc")]
    assert len(urls) <= 50_000 and all(url.startswith("https://khongmotminh.example/") for url in urls)
    return urls


def test_index_leads_to_maps_that_hold_every_live_page_once(client, monkeypatch):
    monkeypatch.setattr(generators, "PAGES_A_FILE", 3)
    section = make_section()
    make_home("en")
    for number in range(4):
        make_article(f"Bài {number}", section=section)
    make_article("Bài còn nháp", section=section, live=False)
    maps = locations(client, "/sitemap.xml")
    assert len(maps) == 6  # three of pages, library, activities, news
    pages = [url for path in maps[:3] for url in locations(client, path.removeprefix("https://khongmotminh.example"))]
    assert len(pages) == len(set(pages)) == 7
    assert not any("bai-con-nhap" in url for url in pages)
    assert client.get("/sitemap/trang-4.xml").status_code == 404
    assert client.get("/sitemap/trang-0.xml").status_code == 404
    text = client.get("/sitemap/trang-1.xml").text
    assert 'hreflang="en"' in text and "https://khongmotminh.example/en/" in text


def test_a_copy_that_another_section_took_is_on_no_map_and_once_in_the_archive(client):
    first, second = make_section(), make_section("Phóng sự", slug="phong-su")
    story = make_article("Bài gốc", section=first, published_at=timezone.now())
    copy, whole = story.create_alias(parent=second), f"https://khongmotminh.example{story.address}"
    assert f'rel="canonical" href="{whole}"' in client.get(copy.url).text
    for path in ("/sitemap/trang-1.xml", "/sitemap/tin-moi.xml"):
        assert [url for url in locations(client, path) if "bai-goc" in url] == [whole], path
    month = f"/vi/luu-tru/{timezone.localdate():%Y/%m}/"
    assert client.get(month).text.count(">Bài gốc</a>") == 1
    assert "Bài gốc" in client.get(f"{month}?chuyen-muc={second.slug}").text


def test_news_map_holds_two_days_and_may_be_empty(client, monkeypatch):
    section = make_section()
    assert locations(client, "/sitemap/tin-moi.xml") == []
    now = timezone.now()
    make_article("Tin mới & nóng", section=section, published_at=now - timedelta(hours=3))
    make_article("Tin cũ", section=section, published_at=now - timedelta(days=3))
    assert len(locations(client, "/sitemap/tin-moi.xml")) == 1
    news = ElementTree.fromstring(client.get("/sitemap/tin-moi.xml").content).find(f".//{NEWS}news")
    assert news.findtext(f"{NEWS}title") == "Tin mới & nóng"
    assert news.findtext(f"{NEWS}publication/{NEWS}name") and news.findtext(f"{NEWS}publication/{NEWS}language") == "vi"
    assert news.findtext(f"{NEWS}publication_date")
    make_article("Mới hơn", section=section, published_at=now - timedelta(hours=1))
    assert len(locations(client, "/sitemap/tin-moi.xml")) == 2
    monkeypatch.setattr(generators, "NEWS_LIMIT", 1)
    assert ["moi-hon" in url for url in locations(client, "/sitemap/tin-moi.xml")] == [True]


def test_closed_pages_are_on_no_map_and_growth_costs_no_query(client, django_assert_max_num_queries):
    section = make_section()
    closed = make_article("Chỉ cho một số người", section=section)
    PageViewRestriction.objects.create(page=section, restriction_type="password", password="x")
    open_section = make_section("Mẹo nhanh")
    make_article("Mở", section=open_section)
    make_asset()
    khmer = make_section("ព័ត៌មាន", home=make_home("km"), slug="tin")
    closed.create_alias(parent=khmer, update_locale=khmer.locale)
    for path in ("/sitemap/trang-1.xml", "/sitemap/tin-moi.xml"):
        assert "chi-cho-mot-so-nguoi" not in client.get(path).text
    with django_assert_max_num_queries(4) as counted:
        client.get("/sitemap/trang-1.xml")
    few = len(counted)  # at once: the next request empties the log
    for number in range(6):
        make_article(f"Thêm {number}", section=open_section)
    client.get("/sitemap/trang-1.xml")  # reads the site context again
    with django_assert_max_num_queries(few):
        client.get("/sitemap/trang-1.xml")


def test_assets_are_on_the_map_while_everybody_may_open_the_library(client):
    library, asset = make_library(), asset_row("P-01")
    asset_row("P-02", released=False)
    asset_row("P-03", access="staff")
    Asset.objects.filter(pk=asset_row("P-04").pk).update(status=Asset.Status.WITHDRAWN)
    whole = f"https://khongmotminh.example{asset.get_absolute_url()}"
    assert locations(client, "/sitemap/tai-lieu.xml") == [whole]
    lock = PageViewRestriction.objects.create(page=library, restriction_type="login")
    assert locations(client, "/sitemap/tai-lieu.xml") == []
    lock.delete()
    assert locations(client, "/sitemap/tai-lieu.xml") == [whole]


def test_robots_names_the_maps_and_closes_what_is_personal(client):
    text = client.get("/robots.txt").text
    assert "Sitemap: https://khongmotminh.example/sitemap.xml" in text
    assert "Disallow: /admin/" in text and "Disallow: /vi/tim-kiem/" in text


def test_the_help_page_is_on_the_map_and_search_engines_read_what_it_is(client):
    """The discreet title is for tab and history (exit.js); a search engine shows no page named “Useful information”."""
    make_home("en")
    make_home("km")
    addresses = [f"https://khongmotminh.example/{code}/can-giup-do/" for code in ("vi", "km", "en")]
    on_maps = locations(client, "/sitemap/hoat-dong.xml")
    assert [on_maps.count(address) for address in addresses] == [1, 1, 1]
    assert client.get("/sitemap/hoat-dong.xml").text.count(f'hreflang="x-default" href="{addresses[0]}"') == 3
    titles = [client.get(address.removeprefix("https://khongmotminh.example")).text for address in addresses]
    assert "<title>Cần giúp đỡ? Gọi ai bây giờ?</title>" in titles[0]
    assert 'data-quiet-title="Thông tin cần biết"' in titles[0] and "Cần giúp đỡ?" not in titles[1] + titles[2]
