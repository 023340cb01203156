"""A section behind a password: no list outside it names its stories, and no cache gives its pages to others."""

import re

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from articles.models import (
    AuthorIndexPage,
    Correction,
    CorrectionIndexPage,
    Person,
    ReadCount,
    SpecialPage,
    StorylinePage,
    TipPage,
    TopicIndexPage,
)
from campaign.models import Topic
from tests.factories import make_article, make_home, make_image, make_section, story_row

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]
SECRET = "Chỉ nhóm kín đọc"
OPEN = "/vi/nhan-dien/"


@pytest.fixture
def closed_section(settings):
    """Stories of a section, then the password on it; each list would name them otherwise."""
    home = make_home()
    for model, slug in ((TopicIndexPage, "chu-de"), (AuthorIndexPage, "tac-gia"), (CorrectionIndexPage, "dinh-chinh")):
        home.add_child(instance=model(title=slug, slug=slug, locale=home.locale))
    outer, inner = make_section(slug="nhan-dien"), make_section("Tập huấn", slug="tap-huan")
    topic = Topic.objects.get_or_create(slug="gia-danh", defaults={"name": "Giả danh"})[0]
    storyline = StorylinePage(title="Dòng", slug="dong", locale=home.locale)
    outer.add_child(instance=storyline)
    image = make_image()
    public = make_article("Ai cũng đọc", section=outer, slug="ai-cung-doc", author="Minh Thư", storyline=storyline)
    story = make_article(SECRET, section=inner, slug="kin", lead_image=image, storyline=storyline, is_featured=True)
    film = make_article(f"{SECRET}: phim", section=inner, genre="video", lead_image=image)
    tip = make_article(
        f"{SECRET}: mẹo", section=inner, model=TipPage, genre="meo", number=1, do_this="Cúp.", not_this="Nghe."
    )
    for page in (public, story, film, tip):
        page.topics.add(topic)
        page.tags.add("giả danh")
        if page is not public:
            page.bylines.create(person=Person.objects.get(slug="minh-thu"))
        page.save_revision().publish(skip_permission_checks=True)
        ReadCount.objects.create(page=page, hour=timezone.now(), reads=9)
    for page in (public, story):
        ReadCount.objects.create(page=story_row(f"Bài {page.pk}", section=outer), hour=timezone.now(), reads=1)
    Correction.objects.create(page=story, kind="dinh-chinh", text="Sai ngày.")
    story.save_revision().publish(skip_permission_checks=True)
    special = SpecialPage(title="Chuyên trang", slug="chuyen-trang", locale=home.locale)
    special.body = [("stories", {"title": "Chọn", "pages": [public, story], "topic": None, "number": 4})]
    outer.add_child(instance=special)
    return inner


LISTS = (
    "/vi/", OPEN + "ai-cung-doc/", OPEN + "dong/", OPEN + "chuyen-trang/", "/vi/chu-de/gia-danh/", "/vi/luu-tru/",
    "/vi/tac-gia/minh-thu/", "/vi/tu-khoa/gia-danh/", "/vi/dinh-chinh/", "/vi/dinh-chinh/atom/", "/vi/rss.xml",
    "/vi/feed.json", "/sitemap/tin-moi.xml", "/vi/luu-tru/2026/11/",
)  # fmt: skip
SAYS_NO_TITLES = {"/vi/luu-tru/"}  # months with their numbers


@pytest.mark.slow
def test_lists_leave_out_what_is_closed_at_once_and_take_it_back(client, closed_section, settings):
    settings.PAGE_CACHE_SECONDS = 60  # what was kept before the password goes with it
    for path in LISTS:
        response = client.get(path)
        assert response.status_code == 200, path
        assert path in SAYS_NO_TITLES or SECRET in response.text, path
    topics = client.get("/vi/chu-de/").text
    months = client.get("/vi/luu-tru/").text
    restriction = PageViewRestriction.objects.create(page=closed_section, restriction_type="password", password="x")
    for path in LISTS:
        assert SECRET not in client.get(path).text, path
    assert "4 bài" in topics and "1 bài" in client.get("/vi/chu-de/").text
    assert months != client.get("/vi/luu-tru/").text
    assert SECRET not in client.get("/vi/tap-huan/").text
    untranslated = "/km/chua-dich/?trang=/vi/tap-huan/kin/"
    assert client.get(untranslated).status_code == 404
    restriction.delete()
    assert SECRET in client.get(untranslated).text
    for path in ("/vi/", OPEN + "ai-cung-doc/", "/vi/tap-huan/"):
        assert SECRET in client.get(path).text, path


def test_who_knows_the_password_gets_a_page_of_their_own(client, closed_section, settings):
    settings.PAGE_CACHE_SECONDS = 60
    PageViewRestriction.objects.create(page=closed_section, restriction_type="password", password="x")
    response = client.get("/vi/tap-huan/kin/")
    assert SECRET not in response.text and "public" not in response.get("Cache-Control", "")
    assert "<form" in response.text and SECRET.split()[0] not in response.text and "Minh Thư" not in response.text
    wrong = {"password": "y", "return_url": "/vi/tap-huan/kin/"}
    form = {"password": "x", "return_url": "/vi/tap-huan/kin/"}
    address = re.search(r'action="([^"]+/authenticate_with_password/[^"]+)"', response.text)[1]
    refused = client.post(address, wrong)
    assert refused.status_code == 422 and SECRET not in refused.text and 'class="err"' in refused.text
    let_in = client.post(address, form, follow=True)
    assert SECRET in let_in.text
    assert (
        "private" in let_in["Cache-Control"] and "public" not in let_in["Cache-Control"]
    )  # an edge or a proxy must not keep it for the next
    assert SECRET not in type(client)().get("/vi/tap-huan/kin/").text
    PageViewRestriction.objects.update(restriction_type="login")
    shut = type(client)().get("/vi/tap-huan/kin/")
    assert shut.status_code == 302 and shut["Location"].startswith("/tai-khoan/dang-nhap/")


def test_the_password_of_a_section_cannot_be_tried_without_end(client, closed_section, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"page_password": "3/5m/ip"}
    restriction = PageViewRestriction.objects.create(page=closed_section, restriction_type="password", password="x")
    address = f"/vi/_util/authenticate_with_password/{restriction.pk}/{closed_section.pk}/"
    form = {"return_url": "/vi/tap-huan/kin/"}
    assert client.post(address, form | {"password": "\x00"}).status_code == 400
    tries = [client.post(address, form | {"password": guess}) for guess in ("a", "x " * 5000, "")]
    assert [response.status_code for response in tries] == [422, 422, 422]
    assert all("Mật khẩu" in response.text and 'class="err"' in response.text for response in tries)
    stopped = client.post(address, form | {"password": "x"})
    assert stopped.status_code == 429 and stopped["Retry-After"] and "Bạn thử quá nhiều lần" in stopped.text
    assert client.get(address).status_code == 200, "only tries are counted"
    assert client.post(address.replace(str(restriction.pk), "999999", 1), form).status_code in (404, 429)
    elsewhere = form | {"password": "x", "return_url": "//xau.example/"}
    other = type(client)(REMOTE_ADDR="192.0.2.7").post(address, elsewhere)
    assert other.status_code == 302 and other["Location"].startswith("/") and "xau" not in other["Location"]
