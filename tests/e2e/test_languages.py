"""An editor translates an article into two languages, changes it, sees what changed, publishes; a reader switches."""

import re

import pytest
from playwright.sync_api import expect
from wagtail_localize.models import StringTranslation

from articles.models import ArticlePage
from articles.permissions import sync_newsrooms
from home.languages.changes import source_of
from tests.factories import PASSWORD, make_article, make_help_line, make_home, make_locale, make_section, make_user

KHMER = "កុំលាក់ការសម្ងាត់ពីគ្រួសារ\u200bហើយសូមប្រាប់មនុស្សធំដែលអ្នកទុកចិត្តនៅក្នុងសាលារៀនឬនៅផ្ទះរបស់អ្នក"
ENGLISH = "Do not hide a secret from your family"


@pytest.fixture
def site(settings, live_server):
    """Front pages in three languages, a section, one article, a person who may publish everywhere."""
    settings.SITE_URL = live_server.url
    for language in ("vi", "en", "km"):
        make_locale(language)
        make_home(language)
        make_help_line("111", language=language)
    sync_newsrooms()
    section = make_section("Nhận diện chiêu trò", home=make_home(), slug="nhan-dien")
    sapo = "Người tốt không cần bạn giấu cha mẹ. " * 4  # as long as the desk's gates want it
    article = make_article(
        "Đừng giữ bí mật với gia đình", section=section, slug="bi-mat", paragraphs=["Hãy kể ra."], sapo=sapo.strip()
    )
    make_user("quan-tri@test.example", full_name="Phạm Hữu Tâm", is_superuser=True)
    return article


def translated(article, language, title):
    """Give every sentence of `article` a translation, as a translator's PO file would."""
    for segment in source_of(article).stringsegment_set.select_related("context"):
        path = segment.context.path
        text = title if path in {"title", "sapo"} or path.startswith("body") else f"{language}-bi-mat"
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=make_locale(language),
            defaults={"data": text},
        )


def test_translate_change_see_publish_and_switch(page, site, live_server, shot):
    base = live_server.url
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{base}/tai-khoan/dang-nhap/")
    page.fill("[name=login]", "quan-tri@test.example")
    page.fill("[name=password]", PASSWORD)
    page.locator("form:has([name=password]) button").first.click()
    page.wait_for_url(re.compile("admin"))

    for language, title in (("km", KHMER), ("en", ENGLISH)):
        page.goto(f"{base}/admin/ngon-ngu/?title=b%C3%AD+m%E1%BA%ADt")
        page.locator(f'a[href$="/{site.pk}/{language}/"]').click()
        page.get_by_role("button", name="Bắt đầu dịch").click()
        page.wait_for_url(re.compile(r"/edit/"))
        expect(
            page.get_by_text("Đừng giữ bí mật với gia đình").first
        ).to_be_visible()  # the editor of sentences is there
        translated(site, language, title)
    page.goto(f"{base}/admin/ngon-ngu/{site.pk}/km/")
    shot("ban-dich-mot-trang")
    page.get_by_role("button", name="Xuất bản bản gốc cùng các bản dịch đã đủ").click()
    expect(page.get_by_text("Đã xuất bản: km, en.").first).to_be_visible()

    article = ArticlePage.objects.get(pk=site.pk)
    article.title = "Đừng giữ bí mật một mình"
    article.save_revision().publish(skip_permission_checks=True)
    page.goto(f"{base}/admin/ngon-ngu/")
    shot("ban-dich")
    expect(page.get_by_text("cũ hơn bản gốc").first).to_be_visible()
    page.goto(f"{base}/admin/ngon-ngu/{site.pk}/km/")
    expect(page.locator("del", has_text="Đừng giữ bí mật với gia đình")).to_be_visible()
    expect(page.locator("ins", has_text="Đừng giữ bí mật một mình")).to_be_visible()
    page.get_by_role("button", name="Đưa câu mới vào bản dịch").click()
    translated(article, "km", KHMER)
    page.goto(f"{base}/admin/ngon-ngu/{site.pk}/km/")
    page.get_by_role("button", name="Xuất bản bản gốc cùng các bản dịch đã đủ").click()
    expect(page.get_by_text("còn 1 câu chưa dịch").first).to_be_visible()  # English is behind and says so

    page.context.clear_cookies()
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{base}/vi/nhan-dien/bi-mat/")
    assert page.locator("link[rel=alternate][hreflang=km]").count() == 1
    khmer = page.locator("link[rel=alternate][hreflang=km]").get_attribute("href")
    page.goto(khmer)
    expect(page.locator("html")).to_have_attribute("lang", "km")
    assert "\u200b" in page.locator("h1").inner_text(), "zero-width spaces reach the reader"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, "nothing overflows at 320 px"
    lines = page.evaluate(
        """() => { const range = document.createRange(); range.selectNodeContents(document.querySelector('h1'));
        return new Set([...range.getClientRects()].map((r) => Math.round(r.top))).size; }"""
    )
    assert lines > 1, "a long Khmer headline breaks between words"
    assert page.locator("link[rel=alternate][hreflang=vi]").get_attribute("href").endswith("/vi/nhan-dien/bi-mat/")
    assert page.locator('meta[property="og:locale"]').get_attribute("content").startswith("km")
    shot("khmer-320")


def test_a_page_that_is_not_translated_says_so(page, site, live_server):
    page.goto(f"{live_server.url}/vi/nhan-dien/bi-mat/")
    page.goto(live_server.url + page.locator('a[hreflang="en"]').first.get_attribute("href"))
    expect(page.get_by_role("link", name="Đừng giữ bí mật với gia đình")).to_have_attribute("lang", "vi")


def test_suggestions_are_for_the_keyboard_too(page, site, live_server, shot):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{live_server.url}/vi/tim-kiem/")
    box = page.locator("main input[type=search]")
    box.click()
    box.press_sequentially("bí m")
    expect(page.get_by_role("option").first).to_be_visible()
    shot("goi-y")
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url(re.compile("/vi/nhan-dien/bi-mat/"))
