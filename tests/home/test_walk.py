"""A walk over every type of page: help in one place, nobody is tracked, what search engines and networks read.

JavaScript is not needed for any of it; what a browser adds is in tests/e2e/test_readers.py.
"""

import functools
import json
import re
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from home.models import GoneAddress
from tests.addresses import dead_addresses
from tests.city import FILM, LISTS, PATHS, PROFILES, SITUATIONS, STORIES, S
from tests.factories import make_article, make_home, make_image, make_section, make_user
from tests.spoken import missing_references, skipped_levels

pytestmark = [pytest.mark.world("city"), pytest.mark.django_db]
#: What belongs to one person or is found only by a code; outside the tree, but with the same help.
PERSONAL = (
    "/tai-khoan/dang-nhap/", "/tai-khoan/quen-mat-khau/", "/truong/ma/", "/t/p-a3-03/",
    "/truong/ngoai-tuyen/", "/vi/kho-tai-lieu/gio/", "/vi/tim-kiem/", "/vi/tim-kiem/?q=bị dọa",
    f"/vi/chua-dich/?trang={S}du-moi-khoi/", f"/km/chua-dich/?trang={S}du-moi-khoi/",
)  # fmt: skip
MISSING = ("/vi/khong-co/", S + "khong-co/", S + "?trang=0", S + "?trang=abc", S + "?trang=999999",
           "/vi/tu-khoa/la/", "/vi/tac-gia/la/", "/vi/chu-de/la/", "/km/khong-co/", "/khong-co/",
           "/truong/loi-moi/khong-co/", "/t/zz-99/")  # fmt: skip
OTHER_LANGUAGES = (
    "/km/",
    "/km/tin/",
    "/km/tin/bai-khmer/",
    "/en/",
    "/km/can-giup-do/",
    "/en/tim-kiem/?q=i want to die",
)
#: Thirty kilobytes in all: no shell, but numbers and nothing else.
PLAIN = ("/vi/can-giup-do/", "/vi/tim-kiem/?q=bị dọa", *SITUATIONS)
#: attribute of a tag that makes a browser fetch something at once
FETCHED = {"img": ("src", "srcset"), "source": ("src", "srcset"), "script": ("src",), "iframe": ("src",),
           "video": ("src", "poster"), "audio": ("src",), "object": ("data",), "embed": ("src",)}  # fmt: skip
LINKS = {"stylesheet", "preload", "modulepreload", "icon", "apple-touch-icon", "manifest", "preconnect", "dns-prefetch"}


def look(path: str, client: Client | None = None, status: int = 200):
    """(answer, parsed page)."""
    response = (client or Client()).get(path)
    assert response.status_code == status, f"{path}: {response.status_code}"
    return response, BeautifulSoup(response.content, "html.parser")


@functools.cache
def seen(path: str):
    """look() for a visitor of the world as it was made: each page is asked once for all that is read from it."""
    return look(path)


def has_help_in_its_place(path: str, page: BeautifulSoup) -> None:
    """The button in the head, the tab on phones, the card at the side or last before the footer, the footer's lines."""
    cards = [card for card in page.select(".helpcard") if card.get("role") != "group"]
    own = page.select(".helpcard[role=group]")
    assert len(cards) == 1 or (not cards and own), f"{path}: {len(cards)} cards"
    for card in cards:
        assert {link["href"] for link in card.select("a[href^=tel]")} >= {"tel:111"}, path
        last = page.select_one("main").find_all(recursive=False)[-1]
        at_the_end = last is not None and card in last.select(".helpcard") and not card.find_next("h1")
        assert card.find_parent("aside") or at_the_end, f"{path}: the card stands in the middle"
    assert page.select_one(".masthead a.helplink[href$='/can-giup-do/']"), path
    assert page.select_one(".footer .lines a[href='tel:111']"), path
    if not path.startswith(("/tai-khoan/", "/truong/", "/doi-tac/")) or path == "/truong/ngoai-tuyen/":
        assert page.select_one(".tabbar a.giup"), path


def asks_nobody_else(path: str, page: BeautifulSoup) -> None:
    """Nothing that a browser fetches by itself lies elsewhere."""
    addresses = [tag.get(name, "") for kind, names in FETCHED.items() for tag in page.find_all(kind) for name in names]
    addresses += [link["href"] for link in page.find_all("link") if LINKS & set(link.get("rel", []))]
    assert any(addresses), f"{path}: not even a style sheet"
    for value in addresses:
        for address in value.split(", "):
            assert not address or (address.startswith(("/", "data:")) and not address.startswith("//")), (
                f"{path}: {address}"
            )
    assert not page.find_all(style=True) and not page.find_all("style"), path


@pytest.mark.parametrize("path", [*PATHS, *PERSONAL])
def test_help_stands_in_the_same_place_and_nothing_is_fetched_elsewhere(city, db, path):
    _answer, page = seen(path)
    assert len(page.find_all("h1")) == 1, path
    asks_nobody_else(path, page)
    assert not missing_references(page), path
    assert not skipped_levels(page), path
    if path in PLAIN:
        assert page.select_one("a[href='tel:111']")
    else:
        has_help_in_its_place(path, page)


@pytest.mark.parametrize("path", MISSING)
def test_what_is_not_there_is_404_in_our_look_and_helps_on(city, db, path):
    _answer, page = look(path, status=404)
    has_help_in_its_place(path, page)
    asks_nobody_else(path, page)
    assert page.find("meta", attrs={"name": "robots", "content": "noindex"})


def test_410_and_personal_pages_help_too(city, db):
    GoneAddress.objects.create(path=S + "da-go/")
    has_help_in_its_place("410", look(S + "da-go/", status=410)[1])
    signed_in = Client()
    signed_in.force_login(make_user())
    for path in ("/tai-khoan/cua-toi/", "/tai-khoan/doi-mat-khau/"):
        has_help_in_its_place(path, look(path, signed_in)[1])


@pytest.mark.parametrize("path", [*PATHS, *PERSONAL, *OTHER_LANGUAGES])
def test_every_address_on_a_page_leads_somewhere(path):
    assert not dead_addresses(seen(path)[0].text, path)


def test_what_works_offline_is_fetched_from_addresses_that_exist():
    cached = json.loads(re.search(r"const KEPT = (.+);", Client().get("/sw.js").text)[1])
    for address in [*cached["pages"], *cached["situations"]]:
        assert not dead_addresses(look(address)[0].text, address)
        assert address.split("/")[1] in dict(settings.LANGUAGES)
    assert len(cached["pages"]) == len(settings.LANGUAGES) and not [p for p in cached["files"] if p.startswith("//")]


@pytest.mark.parametrize("path", [path for path in PATHS if "tim-kiem" not in path])  # what was asked is nobody's
def test_a_visitor_gets_no_cookie_and_the_edge_may_keep_every_page(city, db, path):
    response, page = seen(path)
    assert not response.cookies and "Set-Cookie" not in response.headers, path
    assert response["Cache-Control"].startswith("public") and "s-maxage" in response["Cache-Control"], path
    assert "cookie" not in response.get("Vary", "").lower(), path
    assert not page.find_all("input", attrs={"name": "csrfmiddlewaretoken"}), path


#: fields that Google's documentation calls required, or without which it shows nothing
REQUIRED = {
    "NewsArticle": {"headline", "image", "datePublished", "dateModified", "author", "publisher", "mainEntityOfPage"},
    "BreadcrumbList": {"itemListElement"},
    "VideoObject": {"name", "thumbnailUrl", "uploadDate", "description", "contentUrl"},
    "ProfilePage": {"mainEntity"},
    "NewsMediaOrganization": {"name", "url", "logo"},
    "CollectionPage": {"name", "url"},
    "WebSite": {"name", "url"},
}
TYPES = (
    {"/vi/": {"WebSite", "NewsMediaOrganization"}, FILM: {"NewsArticle", "BreadcrumbList", "VideoObject"}}
    | {path: {"NewsArticle", "BreadcrumbList"} for path in STORIES}
    | {path: {"CollectionPage", "BreadcrumbList"} for path in LISTS}
    | {path: {"ProfilePage", "BreadcrumbList"} for path in PROFILES}
)


@pytest.mark.parametrize("path", TYPES)
def test_structured_data_share_picture_and_canonical_of_every_type(city, db, path):
    _answer, page = seen(path)
    things = [thing for script in page.find_all("script", type="application/ld+json")
              for thing in json.loads(script.string)["@graph"]]  # fmt: skip
    assert TYPES[path] <= {thing["@type"] for thing in things}, path
    for thing in things:
        assert not [name for name in REQUIRED[thing["@type"]] if not thing.get(name)], (path, thing)
        for step, item in enumerate(thing.get("itemListElement", ()), start=1):
            assert item["position"] == step and item["name"] and item["item"].startswith(settings.SITE_URL)
        for writer in thing.get("author", ()):
            assert writer["name"] and writer["@type"] in {"Person", "NewsMediaOrganization"}
        if thing["@type"] == "ProfilePage":
            assert thing["mainEntity"]["@type"] == "Person" and thing["mainEntity"]["name"]
    canonical = page.find_all("link", rel="canonical")
    assert [link["href"] for link in canonical] == [settings.SITE_URL + quote(path, safe="/?=%&")] or [
        link["href"] for link in canonical
    ] == [settings.SITE_URL + path], path
    about = page.find("meta", attrs={"name": "description"})
    assert about and about["content"].strip(), path
    facts = {tag["property"]: tag["content"] for tag in page.find_all("meta", property=True)}
    assert facts["og:title"] and facts["og:url"].startswith(settings.SITE_URL) and facts["og:locale"] == "vi_VN"
    assert (facts["og:image:width"], facts["og:image:height"]) == ("1200", "630")
    assert re.fullmatch(settings.SITE_URL + r"/anh-chia-se/\d+-[0-9a-f]{12}\.jpg", facts["og:image"]), path


@pytest.mark.parametrize("path", [path for path in PATHS if path not in TYPES and "tim-kiem" not in path])
def test_the_other_pages_describe_themselves(city, db, path):
    about = seen(path)[1].find("meta", attrs={"name": "description"})
    assert about and about["content"].strip(), path


@pytest.mark.slow
def test_sensitive_pages_of_every_type_can_be_left_and_say_nothing_in_the_history(db):
    """Section, story, longform, video, tip, special page, running story, taken-down page."""
    from articles.models import LongformPage, SpecialPage, StorylinePage, TipPage

    cache.clear()
    image, section = make_image(), make_section("Góc tham vấn", slug="goc-tham-van", is_sensitive=True)
    for model, genre in ((None, "tin"), (LongformPage, "emagazine"), (None, "video"), (TipPage, "meo")):
        own = {"model": model} if model else {}
        own |= {"do_this": "Kể ra.", "not_this": "Im lặng."} if model is TipPage else {}
        make_article(f"Bị tống tiền {genre}", section=section, slug=genre, genre=genre, lead_image=image, **own)
    for model, slug in ((SpecialPage, "chuyen-trang"), (StorylinePage, "dong-su-kien")):
        section.add_child(instance=model(title="Bị tống tiền", slug=slug, locale=section.locale))
    wall = make_section("Mẹo kín", slug="meo-kin", is_sensitive=True, is_tip_wall=True)
    places = [f"/vi/goc-tham-van/{slug}" for slug in ("", "tin/", "emagazine/", "video/", "meo/", "chuyen-trang/",
              "dong-su-kien/")]  # fmt: skip
    for path in (*places, wall.address):
        _answer, page = look(path)
        assert len(page.select("[data-exit]")) == 2, path
        assert page.title.string.startswith("Thông tin cần biết"), path
        exit_link = page.select_one("[data-exit]")
        assert set(exit_link["rel"]) >= {"nofollow", "noreferrer"}
    for slug in ("tin", "emagazine", "video", "meo"):
        page = look(f"/vi/goc-tham-van/{slug}/")[1]
        assert page.find(string="Nếu bạn thân kể với bạn…") and page.find(string="Cha mẹ nên nói gì"), slug
    plain = make_article("Chuyện thường", section=make_section("Thời sự"))
    page = look(plain.address)[1]
    assert not page.select("[data-exit]") and not page.find(string="Cha mẹ nên nói gì")


def test_the_exit_leads_where_the_editors_say_and_the_help_page_stays_in_the_home_of_each_language(db):
    make_home("km")
    make_home("en")
    for language in ("vi", "km", "en"):
        page = look(f"/{language}/can-giup-do/")[1]
        assert page.html["lang"] == language and page.select_one("a[data-exit][rel~=noreferrer]")


@pytest.mark.parametrize("path", ["/vi/", S, S + "du-moi-khoi/", "/vi/khong-co/", "/vi/can-giup-do/"])
def test_a_hostile_referer_and_strange_headers_change_nothing(city, db, path):
    plain = Client().get(path)
    for value in (
        'https://evil.example/"><script>alert(1)</script>',
        "javascript:alert(1)",
        "\u202ehttps://x",
        "x" * 7000,
    ):
        cache.clear()
        response = Client().get(
            path, headers={"Referer": value, "X-Forwarded-Host": "evil.example", "Accept-Language": value}
        )
        assert response.status_code == plain.status_code
        assert response.content == plain.content and not response.cookies, value[:40]
