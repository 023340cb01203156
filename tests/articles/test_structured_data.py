"""JSON-LD against the fields that Google's documentation requires or recommends for each type."""

import json
import re
from datetime import datetime

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext

from articles.models import AuthorIndexPage, Correction, Person
from articles.models.bylines import ArticleByline
from articles.presentation import structured_data
from tests.factories import make_article, make_home, make_image, make_section
from tests.search.shown import titles

pytestmark = pytest.mark.django_db
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
REQUIRED = {
    "NewsArticle": ["headline", "image", "datePublished", "dateModified", "author", "publisher", "mainEntityOfPage"],
    "BreadcrumbList": ["itemListElement"],
    "VideoObject": ["name", "thumbnailUrl", "uploadDate", "description"],
    "ProfilePage": ["mainEntity"],
    "Person": ["name"],
    "NewsMediaOrganization": ["name", "url", "logo"],
    "GovernmentOrganization": ["name", "url", "logo"],
    "CollectionPage": ["name", "url"],
    "WebSite": ["name", "url", "potentialAction"],
}


@pytest.fixture(autouse=True)
def site(settings):
    cache.clear()
    settings.SITE_URL = "https://khongmotminh.example"


def things_on(client, path) -> dict[str, dict]:
    """{type: thing} of the page; checks every thing against REQUIRED and every address for being absolute."""
    things = {}
    for text in SCRIPT.findall(client.get(path).text):
        document = json.loads(text)
        assert document["@context"] == "https://schema.org"
        for thing in document["@graph"]:
            for needed in REQUIRED[thing["@type"]]:
                assert thing.get(needed), f"{path}: {thing['@type']}.{needed}"
            things[thing["@type"]] = thing
    addresses = re.findall(r'"(?:url|item|@id|urlTemplate)": "([^"]*)"', json.dumps(things))
    assert addresses, f"{path} names no thing with an address"
    for address in addresses:
        assert address.startswith("https://khongmotminh.example"), address
    return things


@pytest.mark.parametrize(
    ("language", "phrase", "times", "words"),
    [("vi", "Cúp máy trước rồi kể", 218, 1100), ("km", "បិទទូរសព្ទជាមុនសិន", 242, (2 + 242) * 18 / 4)],
)
def test_the_length_of_a_story_is_true_in_khmer_too(client, language, phrase, times, words):
    """Khmer has no spaces between words: counted by spaces, 18 characters were one word and five minutes were one."""
    section = make_section(home=make_home(language), slug="tin")
    page = make_article("Bai", section=section, sapo=f"{phrase} {phrase}", paragraphs=[" ".join([phrase] * times)])
    with translation.override(language):
        minutes = gettext("Đọc %(minutes)s phút") % {"minutes": 5}
    assert minutes in client.get(page.url).text
    assert things_on(client, page.url)["NewsArticle"]["wordCount"] == words


def test_story_has_all_of_a_news_article(client):
    home = make_home()
    home.add_child(instance=AuthorIndexPage(title="Tác giả", slug="tac-gia", locale=home.locale))
    page = make_article("Cúp máy trước", author="Minh Thư", lead_image=make_image())
    things = things_on(client, page.url)
    news = things["NewsArticle"]
    assert len(news["headline"]) <= 110
    assert news["author"] == [
        {"@type": "Person", "name": "Minh Thư", "url": "https://khongmotminh.example/vi/tac-gia/minh-thu/"}
    ]
    assert news["publisher"]["logo"]["url"].endswith(".png")
    assert all(picture.startswith("https://") for picture in news["image"])
    published, modified = (datetime.fromisoformat(news[name]) for name in ("datePublished", "dateModified"))
    assert published.tzinfo and modified >= published
    trail = things["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in trail] == [1, 2, 3]
    profile = things_on(client, "/vi/tac-gia/minh-thu/")
    assert profile["ProfilePage"]["mainEntity"]["name"] == "Minh Thư"


def test_a_story_tells_its_corrections_and_an_author_the_other_pages(client):
    home = make_home()
    home.add_child(instance=AuthorIndexPage(title="Tác giả", slug="tac-gia", locale=home.locale))
    page = make_article("Cúp máy trước", author="Minh Thư")
    news = things_on(client, page.url)["NewsArticle"]
    assert "correction" not in news and news["isAccessibleForFree"] is True
    Correction.objects.create(page=page, text="14 trường, không phải 40.", number=1, frozen_at=timezone.now())
    cache.clear()
    (correction,) = things_on(client, page.url)["NewsArticle"]["correction"]
    assert correction["@type"] == "CorrectionComment" and correction["text"] == "14 trường, không phải 40."
    assert datetime.fromisoformat(correction["datePublished"]).tzinfo
    Person.objects.filter(full_name="Minh Thư").update(links="https://bao.example/minh-thu\n\nhttps://orcid.org/0000")
    person = things_on(client, "/vi/tac-gia/minh-thu/")["ProfilePage"]["mainEntity"]
    assert person["sameAs"] == ["https://bao.example/minh-thu", "https://orcid.org/0000"]
    with pytest.raises(ValidationError, match="https"):
        Person(full_name="An", links="javascript:alert(1)").clean()


@pytest.mark.indexed
def test_who_signs_a_story_otherwise_is_named_so_wherever_the_story_is(client):
    """The page said “Mộc Miên”; search engines, feeds, the box below the text and the search said who that is."""
    page = make_article("Cúp máy trước", author="Hải Đăng")
    Person.objects.update(bio="Chụp ảnh ở Cái Răng.", has_page=False)
    for signed, name in (("", "Hải Đăng"), ("Mộc Miên", "Mộc Miên")):
        page.bylines = [ArticleByline(person=Person.objects.get(), signed_as=signed)]
        page.save_revision().publish(skip_permission_checks=True)
        cache.clear()
        for path in (page.url, "/vi/rss.xml", "/vi/feed.json"):
            text = client.get(path).text
            assert name in text and ("Hải Đăng" in text) is not bool(signed), path
        assert ("Chụp ảnh ở Cái Răng." in client.get(page.url).text) is not bool(signed)
        assert titles(client.get("/vi/tim-kiem/", {"q": name})) == [page.title]
    assert titles(client.get("/vi/tim-kiem/", {"q": "Hải Đăng"})) == []


def test_front_page_section_and_keyword(client):
    page = make_article()
    page.tags.add("giả danh")
    page.save_revision().publish(skip_permission_checks=True)
    front = things_on(client, "/vi/")
    assert "{search_term_string}" in front["WebSite"]["potentialAction"]["target"]["urlTemplate"]
    assert "NewsMediaOrganization" in front
    assert "CollectionPage" in things_on(client, "/vi/nhan-dien-chieu-tro/")
    assert "CollectionPage" in things_on(client, "/vi/tu-khoa/gia-danh/")


def test_a_film_has_what_google_asks_of_videos():
    film = structured_data.video(
        name="Ba phút", description="Kịch bản", poster="/media/p.webp", uploaded_at=timezone.now(),
        content="/vi/video/ba-phut/xem/", seconds=185,
    )  # fmt: skip
    assert all(film.get(needed) for needed in REQUIRED["VideoObject"])
    assert film["duration"] == "PT3M5S" and film["contentUrl"].startswith("https://khongmotminh.example/")


@pytest.mark.parametrize("path", ["/vi/", "/vi/nhan-dien-chieu-tro/", "/vi/nhan-dien-chieu-tro/cup-may-truoc/"])
def test_networks_find_an_absolute_picture_of_the_right_size(client, path):
    make_section()
    make_article("Cúp máy trước", section=None if path == "/vi/" else make_home().get_children().first().specific)
    text = client.get(path).text
    picture = re.search(r'property="og:image" content="([^"]+)"', text)[1]
    assert picture.startswith("https://khongmotminh.example/anh-chia-se/")
    assert 'property="og:image:width" content="1200"' in text and 'property="og:image:height" content="630"' in text
    assert 'property="og:locale" content="vi_VN"' in text
    response = client.get(picture.removeprefix("https://khongmotminh.example"))
    assert response.status_code == 200 and response["Content-Type"] == "image/jpeg"
