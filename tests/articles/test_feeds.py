"""Feeds parse, hold absolute addresses, and know neither drafts nor what is closed."""

import json
import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from wagtail.models import PageViewRestriction

from articles.models import AuthorIndexPage, Person, TopicIndexPage
from campaign.models import Outlet, Topic
from tests.factories import make_article, make_home, make_image, make_section

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}link"
MEDIA = "{http://search.yahoo.com/mrss/}content"
MODIFIED = "{http://purl.org/dc/terms/}modified"


@pytest.fixture(autouse=True)
def site(settings):
    cache.clear()
    settings.SITE_URL = "https://khongmotminh.example"


@pytest.fixture
def newsroom():
    home = make_home()
    outlet = Outlet.objects.create(slug="bao", name="Báo Thử Nghiệm", short_name="Báo")
    section = make_section(outlet=outlet)
    make_section("Mẹo nhanh")
    for model, title, slug in ((TopicIndexPage, "Chủ đề", "chu-de"), (AuthorIndexPage, "Tác giả", "tac-gia")):
        home.add_child(instance=model(title=title, slug=slug, locale=home.locale))
    page = make_article("Ba dấu hiệu & một câu hỏi <gấp>", section=section, author="Minh Thư", lead_image=make_image())
    page.topics.add(Topic.objects.create(slug="gia-danh", name="Giả danh"))
    page.tags.add("giả danh")
    picture = make_image()
    page.body = [
        ("paragraph", '<p>Đọc <a href="/vi/can-giup-do/">trang trợ giúp</a>.</p>'),
        ("heading", "Dọa cho sợ"),
        ("figure", {"image": picture, "caption": "Cúp máy", "credit": "H"}),
        ("quote", {"text": "Nói ngay.", "who": "Một cô giáo"}),
        ("steps", {"title": "Làm ngay", "steps": [{"action": "Cúp máy", "detail": "Thở."}]}),
        ("warning", {"summary": "Có lời dọa", "text": "<p>“Không được kể.”</p>"}),
        ("help", None),
    ]
    page.save_revision().publish(skip_permission_checks=True)
    make_article("Bài còn nháp", section=section, live=False)
    return page


PLACES = ["", "nhan-dien-chieu-tro/", "co-quan/bao/", "chu-de/gia-danh/", "tac-gia/minh-thu/", "tu-khoa/giả-danh/"]


@pytest.mark.parametrize("place", PLACES)
def test_every_feed_parses_and_its_addresses_are_absolute(client, newsroom, place):
    answer = client.get(f"/vi/{place}rss.xml")
    assert answer.status_code == 200, place
    assert answer["Content-Type"].startswith("application/rss+xml") and answer["Cache-Control"].startswith("public")
    channel = ElementTree.fromstring(answer.content).find("channel")
    items = channel.findall("item")
    assert [item.findtext("title") for item in items] == ["Ba dấu hiệu & một câu hỏi <gấp>"]
    addresses = [channel.findtext("link"), channel.find(ATOM).get("href"), items[0].findtext("link")]
    addresses += [items[0].findtext("guid"), items[0].find(MEDIA).get("url")]
    assert all(address.startswith("https://khongmotminh.example/") for address in addresses)
    assert unquote(channel.find(ATOM).get("href")).endswith(f"/vi/{place}rss.xml")
    assert channel.findtext("language") == "vi" and items[0].findtext("pubDate")
    valid_rss(channel)

    feed = json.loads(client.get(f"/vi/{place}feed.json").content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    (item,) = feed["items"]
    for needed in ("id", "url", "title", "content_html", "date_published", "authors", "image"):
        assert item[needed], needed
    assert item["authors"] == [{"name": "Minh Thư"}]
    valid_json_feed(feed)
    assert unquote(feed["feed_url"]).endswith(f"/vi/{place}feed.json")


def is_whole(address: str) -> bool:
    return address.startswith("https://khongmotminh.example/") and " " not in address


def valid_rss(channel) -> None:
    """What the RSS 2.0 specification asks of a channel and of its items."""
    assert all(channel.findtext(needed) for needed in ("title", "link", "description", "lastBuildDate"))
    for item in channel.findall("item"):
        assert item.findtext("title") or item.findtext("description")
        assert parsedate_to_datetime(item.findtext("pubDate")).tzinfo
        assert datetime.fromisoformat(item.findtext(MODIFIED)).tzinfo
        guid = item.find("guid")
        assert is_whole(guid.text) and guid.get("isPermaLink", "true") == "true"
        for enclosure in item.findall("enclosure"):  # the length of a file that is really that long, or none at all
            assert is_whole(enclosure.get("url")) and enclosure.get("type") and int(enclosure.get("length")) > 0


def valid_json_feed(feed: dict) -> None:
    """What version 1.1 of JSON Feed asks: text where text belongs, whole addresses, times with a zone."""
    assert all(isinstance(feed[name], str) and feed[name] for name in ("title", "home_page_url", "feed_url"))
    assert is_whole(feed["home_page_url"]) and is_whole(feed["feed_url"])
    ids = [item["id"] for item in feed["items"]]
    assert len(set(ids)) == len(ids)
    for item in feed["items"]:
        assert all(is_whole(item[name]) for name in ("id", "url", "image"))
        assert all(datetime.fromisoformat(item[name]).tzinfo for name in ("date_published", "date_modified"))
        assert all(isinstance(tag, str) for tag in item["tags"])
        inside = re.findall(r'(?:href|src)="([^"]*)"', item["content_html"])
        assert all(address.startswith(("https://", "tel:", "mailto:")) for address in inside), inside


def test_json_feed_carries_the_whole_text_and_nothing_of_the_site(client, newsroom):
    html = json.loads(client.get("/vi/feed.json").content)["items"][0]["content_html"]
    for words in ("trang trợ giúp", "Dọa cho sợ", "Nói ngay.", "Cúp máy", "Có lời dọa", "Không được kể"):
        assert words in html
    assert 'href="https://khongmotminh.example/vi/can-giup-do/"' in html
    assert 'href="/' not in html and 'src="/' not in html and "<script" not in html and "<svg" not in html


def test_feeds_need_the_same_queries_however_many_stories(client, newsroom, django_assert_max_num_queries):
    client.get("/vi/feed.json")
    with django_assert_max_num_queries(9) as counted:
        client.get("/vi/feed.json")
    few = len(counted)  # at once: the next request empties the log
    for number in range(8):
        make_article(f"Thêm {number}", section=newsroom.section, author=f"Người {number}")
    with django_assert_max_num_queries(few):
        client.get("/vi/feed.json")


def test_unknown_and_closed_feeds(client, newsroom):
    for path in ("/vi/khong-co/rss.xml", "/vi/chu-de/la/rss.xml", "/vi/tac-gia/la/feed.json", "/vi/x/y/rss.xml"):
        assert client.get(path).status_code == 404, path
    Person.objects.update(has_page=False)
    assert client.get("/vi/tac-gia/minh-thu/rss.xml").status_code == 404
    again = client.get("/vi/rss.xml", headers={"If-None-Match": client.get("/vi/rss.xml")["ETag"]})
    assert again.status_code == 304
    PageViewRestriction.objects.create(page=newsroom.get_parent(), restriction_type="password", password="x")
    assert "Ba dấu hiệu" not in client.get("/vi/rss.xml").text


def test_pages_name_their_feeds(client, newsroom):
    for path in ("/vi/", "/vi/nhan-dien-chieu-tro/", "/vi/chu-de/gia-danh/", "/vi/tac-gia/minh-thu/"):
        assert 'type="application/rss+xml" title=' in client.get(path).text, path
