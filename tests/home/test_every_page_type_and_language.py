"""One walk: every page type in every language it exists in says so, to search engines, networks, feeds and maps."""

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from django.core.cache import cache

from articles.models import ArticlePage, SectionPage
from base.templatetags.vi import headline
from tests.factories import make_article, make_locale, make_section
from tests.home.page_types import TYPES, make

pytestmark = [pytest.mark.world("languages"), pytest.mark.django_db]
SITE = "https://khongmotminh.example"
OG = {"vi": "vi_VN", "km": "km_KH", "en": "en_US"}
MAP, LINK = "{http://www.sitemaps.org/schemas/sitemap/0.9}", "{http://www.w3.org/1999/xhtml}link"


class Head(HTMLParser):
    """lang of the page, its <link> and <meta>."""

    def __init__(self, html):
        super().__init__()
        self.lang, self.links, self.metas, self.anchors = "", [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        facts = dict(attributes)
        if tag == "html":
            self.lang = facts["lang"]
        elif tag == "link":
            self.links.append(facts)
        elif tag == "meta":
            self.metas.append(facts)
        elif tag == "a" and facts.get("hreflang"):
            self.anchors.append(facts)

    def alternates(self):
        return {link["hreflang"]: link["href"] for link in self.links if link.get("hreflang")}

    def said(self, name):
        return [meta["content"] for meta in self.metas if meta.get("property") == name]


@pytest.fixture(autouse=True)
def address(settings):
    cache.clear()
    settings.SITE_URL = SITE
    settings.ALLOWED_HOSTS = ["*"]


def translated(page, language="km"):
    """The live translation under an address of its own."""
    locale = make_locale(language)
    if not page.get_parent().has_translation(locale):
        translated(page.get_parent().specific, language)
    twin = type(page).objects.get(pk=page.pk).copy_for_translation(locale)
    twin.title, twin.slug = "ទំព័រសាកល្បង", f"{page.slug}-{language}"
    twin.save()
    twin.save_revision().publish(skip_permission_checks=True)
    return type(page).objects.get(pk=twin.pk)


@pytest.mark.slow
@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.__name__)
def test_hreflang_og_locale_and_the_map_name_what_is_live(client, model):
    page = make(model, make_section())
    twin = translated(page)
    cache.clear()
    addresses = {item.locale.language_code: item.get_url() for item in (page, twin)}
    assert addresses["vi"].startswith("/vi/") and addresses["km"].startswith("/km/") and "-km/" in addresses["km"]
    for language, address in addresses.items():
        response = client.get(address)
        assert response.status_code == 200, address
        head = Head(response.text)
        assert head.lang == language == response["Content-Language"]
        whole = {code: SITE + path for code, path in addresses.items()}
        assert head.alternates() == whole | {"x-default": whole["vi"]}, "who reads none of them gets Vietnamese"
        assert head.said("og:locale") == [OG[language]]
        assert head.said("og:locale:alternate") == [OG[code] for code in addresses if code != language]
        canonical = [item["href"] for item in head.links if item.get("rel") == "canonical"]
        assert canonical in ([], [SITE + address]), canonical
        missing = {item["href"] for item in head.anchors if item["hreflang"] == "en"}
        assert f"/en/chua-dich/?trang={address}" in missing, "the third language leads to a page that says so"
        gone = client.get(f"/en/chua-dich/?trang={address}")
        assert (gone.status_code == 200 and headline(page.title) in gone.text) or twin.title in gone.text
    entries = ElementTree.fromstring(client.get("/sitemap/trang-1.xml").content)
    alternates = {
        entry.findtext(f"{MAP}loc"): {link.get("hreflang"): link.get("href") for link in entry.iter(LINK)}
        for entry in entries.iter(f"{MAP}url")
    }
    whole = {code: SITE + path for code, path in addresses.items()}
    assert alternates[whole["vi"]] == alternates[whole["km"]] == whole | {"x-default": whole["vi"]}

    twin.unpublish()
    cache.clear()
    head = Head(client.get(addresses["vi"]).text)
    assert set(head.alternates()) == {"vi", "x-default"} and head.said("og:locale:alternate") == [], (
        "a draft is no translation"
    )
    assert whole["km"] not in client.get("/sitemap/trang-1.xml").text


def test_the_walk_meets_every_page_type_of_ours():
    assert len(TYPES) >= 15 and ArticlePage in TYPES and SectionPage in TYPES


def test_a_keywords_page_names_the_language_of_its_heading(client):
    page = make_article("Bằng hai thứ tiếng", section=make_section())
    twin = translated(page)
    for tagged_page in (page, twin):
        tagged_page.tags.add("lừa đảo")
        tagged_page.save_revision().publish(skip_permission_checks=True)
    cache.clear()
    place = twin.tag_list[0]["slug"]
    km, vi = (client.get(f"/{language}/tu-khoa/{place}/").text.split("</h1>")[0].rstrip() for language in ("km", "vi"))
    assert km.endswith('<span lang="vi">lừa đảo</span>') and vi.endswith("lừa đảo")


def test_each_language_has_feeds_of_its_own(client):
    section = make_section()
    page = make_article("Chỉ bằng tiếng Việt", section=section)
    both = make_article("Bằng hai thứ tiếng", section=section)
    twin = translated(both)
    cache.clear()
    for language, own, other in (("vi", page.title, twin.title), ("km", twin.title, page.title)):
        front = Head(client.get(f"/{language}/").text)
        feeds = [link["href"] for link in front.links if link.get("type", "").endswith(("rss+xml", "feed+json"))]
        place = section if language == "vi" else twin.get_parent()
        feeds += [f"{place.get_url()}rss.xml", f"{place.get_url()}feed.json"]
        assert len(feeds) >= 3, feeds
        for feed in feeds:
            path = re.sub(r"^https?://[^/]+", "", feed)
            assert path.startswith(f"/{language}/"), feed
            response = client.get(path)
            assert response.status_code == 200, path
            assert own in response.text and other not in response.text, path
            if path.endswith("rss.xml"):
                channel = ElementTree.fromstring(response.content).find("channel")
                assert channel.findtext("language") == language
            else:
                assert response.json()["language"] == language
