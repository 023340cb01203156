"""Feeds parse, contain absolute addresses, and neither drafts nor restricted stories."""

import json
import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from articles.blocks import RoundupItemBlock
from articles.feeds import generators
from articles.models import (
    ArticlePage,
    CaseStudyPage,
    Correction,
    CorrectionIndexPage,
    LongformPage,
    Person,
    RoundupPage,
    TipPage,
)
from base.images.image_specs import MAKE_ALL
from tests.factories import make_article, make_home, make_image, story_row

pytestmark = [pytest.mark.world("feeds"), pytest.mark.django_db]
A = "{http://www.w3.org/2005/Atom}"
ATOM = f"{A}link"
MEDIA = "{http://search.yahoo.com/mrss/}content"
MODIFIED = "{http://purl.org/dc/terms/}modified"


@pytest.fixture(autouse=True)
def site(settings):
    cache.clear()
    settings.SITE_URL = "https://khongmotminh.example"


@pytest.fixture
def newsroom(db):
    """The one story of the world "feeds"."""
    return ArticlePage.objects.get(live=True)


PLACES = [
    "",
    "nhan-dien-chieu-tro/",
    "co-quan/bao/",
    "chu-de/gia-danh/",
    "tac-gia/minh-thu/",
    "tu-khoa/gia-danh/",
    "hashtag/khongmotminh/",
]


@pytest.mark.parametrize("place", PLACES)
def test_every_feed_parses_and_its_addresses_are_absolute(client, newsroom, place):
    response = client.get(f"/vi/{place}rss.xml")
    assert response.status_code == 200, place
    assert response["Content-Type"].startswith("application/rss+xml") and response["Cache-Control"].startswith("public")
    channel = ElementTree.fromstring(response.content).find("channel")
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
    items = channel.findall("item")
    assert items, "nothing was asked"
    for item in items:
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
    assert ids and len(set(ids)) == len(ids)
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


def test_rss_has_the_whole_text_for_who_asks_for_it(client, newsroom):
    encoded = "{http://purl.org/rss/1.0/modules/content/}encoded"
    short = ElementTree.fromstring(client.get("/vi/rss.xml").content).find("channel/item")
    assert short.find(encoded) is None
    channel = ElementTree.fromstring(client.get("/vi/rss.xml?dang=day-du").content).find("channel")
    valid_rss(channel)
    html = channel.find("item").findtext(encoded)
    assert html == client.get("/vi/feed.json").json()["items"][0]["content_html"] and "Nói ngay." in html


def test_a_story_leads_to_the_feed_of_its_section_by_name(client, newsroom):
    links = re.findall(r'<link rel="alternate" type="application/(rss|feed)[^>]*>', client.get(newsroom.address).text)
    assert links == ["rss", "feed"]
    for path in (newsroom.address, newsroom.section.address):
        text = client.get(path).text
        assert f'title="{newsroom.section.title}" href="{newsroom.section.address}rss.xml"' in text


def test_addresses_of_keywords_are_read_and_written_without_marks(client, newsroom):
    newsroom.tags.add("Đe dọa", "de dọa", "ខ្មែរ")
    newsroom.save_revision().publish(skip_permission_checks=True)
    slugs = {tag["name"]: tag["slug"] for tag in newsroom.tag_list}
    assert slugs["Đe dọa"] == "de-doa" and slugs["de dọa"] == "de-doa-2" and slugs["ខ្មែរ"].isascii()
    assert client.get("/vi/tu-khoa/de-doa/").status_code == 200
    old = client.get("/vi/tu-khoa/đe-dọa/")
    assert (old.status_code, old["Location"]) == (301, "/vi/tu-khoa/de-doa/")


@pytest.mark.slow
def test_json_feed_leaves_out_no_word_of_any_block_or_kind_of_story(client, newsroom):
    """Who takes a story over from the feed has all of it: what readers see, in their order."""
    section, image = newsroom.section, make_image()
    newsroom.body = [
        ("question", {"question": "Làm gì trước?", "answer": "<p>Cúp máy đã.</p>", "who": "Cô An"}),
        ("facts", {"title": "Số", "facts": [{"figure": "12–24", "meaning": "tuổi"}], "source": "KH 120"}),
        ("table", table_value()),
        ("gallery", {"title": "Chùm", "pictures": [{"image": image, "caption": "Buổi sáng", "credit": "An"}] * 2}),
        ("embed", {"url": "https://youtu.be/abcdefghijk", "title": "Ba việc", "poster": None, "summary": "Tóm clip."}),
        ("post_link", {"url": "https://www.tiktok.com/@demo", "text": "Bài đăng"}),
    ]
    newsroom.transcript = "<p>Lời trong clip.</p>"
    newsroom.save_revision().publish(skip_permission_checks=True)
    longform = make_article("Dài kỳ", section=section, model=LongformPage, genre="emagazine")
    body = [("paragraph", "<p>Chữ trong chương.</p>"), ("figure", {"image": image, "caption": "Bến", "credit": ""})]
    chapter = {"title": "Dấu tích", "intro": "Lời dẫn chương.", "image": image, "caption": "Mở chương", "body": body}
    longform.chapters = [("chapter", chapter)]
    longform.save_revision().publish(skip_permission_checks=True)
    tip = {"do_this": "Cúp máy ngay.", "not_this": "Nghe tiếp."}
    make_article("Mẹo", section=section, model=TipPage, genre="meo", **tip)
    case = {"place": "Trường Sen", "challenge": "Ít người.", "outcome": "Đông hơn.", "effort": "Một tiết."}
    make_article("Cách làm", section=section, model=CaseStudyPage, genre="cach-lam-hay", **case)
    roundup = make_article("Điểm tin", section=section, model=RoundupPage, genre="diem-tin")
    roundup.items = [("item", RoundupItemBlock().get_preview_value())]
    roundup.save_revision().publish(skip_permission_checks=True)
    for page in (newsroom, longform):  # the pictures of a body are the worker's work
        Client().get(page.address, **{MAKE_ALL: True})

    feed = json.loads(client.get("/vi/feed.json").content)
    valid_json_feed(feed)
    texts = {item["title"]: item["content_html"] for item in feed["items"]}
    expected = {
        newsroom.title: [
            "Làm gì trước?", "Cúp máy đã.", "Cô An", "12–24", "tuổi", "KH 120", "Ai làm gì", "Khi nào", "Báo 156",
            "Buổi sáng", "(An)", 'href="https://youtu.be/abcdefghijk"', "Ba việc", "Tóm clip.", "Bài đăng",
            "Lời trong clip.",
        ],
        "Dài kỳ": ["Dấu tích", "Mở chương", "Lời dẫn chương.", "Chữ trong chương.", "Bến"],
        "Mẹo": tip.values(),
        "Cách làm": case.values(),
        "Điểm tin": ["Cúp máy trước, nghĩ sau", "Báo Demo", "Ba việc nên làm khi nghe giọng dọa dẫm."],
    }  # fmt: skip
    for title, words in expected.items():
        places = [texts[title].find(word) for word in words]
        assert -1 not in places, (title, [word for word in words if word not in texts[title]])
    assert texts[newsroom.title].index("Làm gì trước?") < texts[newsroom.title].index("Lời trong clip.")


@pytest.mark.slow
def test_feeds_show_a_story_whose_blocks_lack_parts(client, newsroom):
    """Older revisions hold blocks without parts that the form asks for today: no KeyError, no empty link."""
    body = [{"type": name, "value": EMPTY.get(name, {})} for name in ArticlePage.body.field.stream_block.child_blocks]
    own = [
        (LongformPage, "emagazine", {"chapters": [{"type": "chapter", "value": {"body": body}}]}),
        (RoundupPage, "diem-tin", {"items": [{"type": "item", "value": {"title": "Việc thứ nhất"}}]}),
    ]
    for model, genre, streams in [(ArticlePage, newsroom.genre, {}), *own]:
        story = make_article(f"Bài {genre}", section=newsroom.section, model=model, genre=genre)
        model.objects.filter(pk=story.pk).update(
            **{name: json.dumps(v) for name, v in {"body": body, **streams}.items()}
        )
    for path in ("/vi/feed.json", "/vi/rss.xml?dang=day-du", story.address):
        response = client.get(path)
        assert response.status_code == 200 and "Việc thứ nhất" in response.text, path
        assert not re.search(r'href=\\?"(None)?\\?"', response.text), path


EMPTY = {"heading": "", "paragraph": "", "asset": None, "kit": None, "help": None}


def table_value():
    heads, rows = ["Việc", "Ai làm", "Khi nào"], [["Cúp máy", "Bạn", "Ngay"], ["Báo 156", "Cha mẹ", "Trong ngày"]]
    table = {
        "caption": "",
        "columns": [{"type": "text", "heading": head} for head in heads],
        "rows": [{"values": row} for row in rows],
    }
    return {"caption": "Ai làm gì", "source": "Kế hoạch 120", "table": table}


def test_the_corrections_are_a_feed_in_both_forms_with_whole_addresses(client, newsroom):
    home = make_home()
    assert client.get("/vi/dinh-chinh/rss.xml").status_code == 404
    home.add_child(instance=CorrectionIndexPage(title="Đính chính", slug="dinh-chinh", locale=home.locale))
    cache.clear()
    Correction.objects.create(page=newsroom, text="Có 14 trường & không phải 40.", number=1, frozen_at=timezone.now())
    Correction.objects.create(page=newsroom, text="Chưa ai duyệt.")
    place = f"https://khongmotminh.example{newsroom.address}#dinh-chinh-1"
    channel = ElementTree.fromstring(client.get("/vi/dinh-chinh/rss.xml").content).find("channel")
    assert channel.findtext("link") == "https://khongmotminh.example/vi/dinh-chinh/"
    assert channel.find(ATOM).get("href") == "https://khongmotminh.example/vi/dinh-chinh/rss.xml"
    assert all(channel.findtext(needed) for needed in ("title", "description", "lastBuildDate"))
    (item,) = channel.findall("item")
    assert [item.findtext(name) for name in ("link", "guid", "title")] == [
        place,
        place,
        f"Đính chính: {newsroom.title}",
    ]
    assert item.findtext("description") == "Có 14 trường &amp; không phải 40."  # text inside HTML
    assert parsedate_to_datetime(item.findtext("pubDate")).tzinfo

    atom = ElementTree.fromstring(client.get("/vi/dinh-chinh/atom/").content)
    (entry,) = atom.findall(f"{A}entry")
    links = [link.get("href") for link in (*atom.findall(f"{A}link"), *entry.findall(f"{A}link"))]
    assert len(links) == 3 and all(
        is_whole(link) for link in [*links, atom.findtext(f"{A}id"), entry.findtext(f"{A}id")]
    )
    assert datetime.fromisoformat(entry.findtext(f"{A}updated")).tzinfo and entry.findtext(f"{A}summary")
    page = client.get("/vi/dinh-chinh/").text
    assert 'type="application/rss+xml" href="/vi/dinh-chinh/rss.xml"' in page


def test_feeds_need_the_same_queries_however_many_stories(client, newsroom, django_assert_max_num_queries, monkeypatch):
    client.get("/vi/feed.json")
    with django_assert_max_num_queries(9) as counted:
        client.get("/vi/feed.json")
    few = len(counted)  # at once: the next request empties the log
    for number in range(8):
        story_row(f"Thêm {number}", section=newsroom.section, author=f"Người {number}")
    client.get("/vi/feed.json")  # new authors: the site context is read anew
    with django_assert_max_num_queries(few):
        client.get("/vi/feed.json")
    monkeypatch.setattr(generators, "ITEMS", 3)
    assert len(client.get("/vi/feed.json").json()["items"]) == 3, "not every story of the site"


def test_unknown_and_closed_feeds(client, newsroom):
    for path in ("/vi/khong-co/rss.xml", "/vi/chu-de/la/rss.xml", "/vi/tac-gia/la/feed.json", "/vi/x/y/rss.xml",
                 "/vi/hashtag/la/rss.xml", "/vi/hashtag/giả-danh/feed.json", "/vi/co-quan/la/rss.xml",
                 "/vi/tu-khoa/la/rss.xml"):  # fmt: skip
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
