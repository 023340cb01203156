"""An editor translates an article into two languages, changes it, sees what changed, publishes; a reader switches."""

import re

import polib
import pytest
from playwright.sync_api import expect

from articles.editorial.permissions import sync_newsrooms
from articles.models import ArticlePage
from tests.e2e.looking import DESK, PHONE
from tests.e2e.traffic import download_from
from tests.factories import PASSWORD, make_locale, make_user
from tests.newsroom_world import TRANSLATED, the_story
from tests.translations.test_translation_gates import translated_by
from translations.publish import start
from users.roles import grant, sync_roles

pytestmark = pytest.mark.world("newsroom")
#: One zero-width space, typed by its author; the rest breaks by the browser's own dictionary.
KHMER = "កុំលាក់ការសម្ងាត់ពីគ្រួសារ\u200bហើយសូមប្រាប់មនុស្សធំដែលអ្នកទុកចិត្តនៅក្នុងសាលារៀនឬនៅផ្ទះរបស់អ្នក"
ENGLISH = "Do not hide a secret from your family"
VIETNAMESE, CHANGED = TRANSLATED, "Đừng giữ bí mật một mình"


@pytest.fixture
def site(newsroom):
    """The article that is to be translated."""
    return the_story(TRANSLATED)


@pytest.fixture
def desk(page, newsroom, site, live_server):
    """The address of the article on the translations desk, with its editor signed in."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{live_server.url}/tai-khoan/dang-nhap/")
    page.fill("[name=login]", newsroom["admin"].email)
    page.fill("[name=password]", PASSWORD)
    page.locator("form:has([name=password]) button").first.click()
    page.wait_for_url(re.compile("admin"))
    return f"{live_server.url}/admin/ngon-ngu/{site.pk}"


def translate(page, address, tmp_path, text):
    """What a translator does with the desk's PO file: fetch it, fill in what is empty, bring it back."""
    page.goto(address)
    with download_from(page) as fetched:
        page.get_by_role("link", name="Tải tệp PO").click()
    file = tmp_path / "ban-dich.po"
    fetched.value.save_as(file)
    catalogue = polib.pofile(str(file))
    for entry in catalogue.untranslated_entries():
        entry.msgstr = "bi-mat" if entry.msgctxt == "slug" else text
    catalogue.save()
    page.get_by_label("Nhập tệp PO đã dịch").set_input_files(file)
    page.get_by_role("button", name="Nhập", exact=True).click()
    page.wait_for_url(address)


def publish(page):
    page.get_by_role("button", name="Xuất bản bản gốc cùng các bản dịch đã đủ").click()


def change_title(page, live_server, article):
    """The source gets another headline in the ordinary editor and goes out again."""
    page.goto(f"{live_server.url}/admin/pages/{article.pk}/edit/")
    page.locator("#id_title").fill(CHANGED)
    page.locator("footer [data-w-dropdown-target=toggle]").first.click()
    page.locator("footer").get_by_role("button", name="Xuất bản", exact=True).click()
    page.wait_for_url(lambda address: "/edit/" not in address or "next" in address)
    assert ArticlePage.objects.get(pk=article.pk).title == CHANGED


@pytest.mark.slow
def test_translate_change_see_publish_and_switch(page, site, desk, live_server, shot, tmp_path):
    for language, title in (("km", KHMER), ("en", ENGLISH)):
        page.goto(f"{live_server.url}/admin/ngon-ngu/?title=b%C3%AD+m%E1%BA%ADt")
        page.locator(f'a[href$="/{site.pk}/{language}/"]').click()
        page.get_by_role("button", name="Bắt đầu dịch").click()
        page.wait_for_url(re.compile(r"/edit/"))
        expect(page.get_by_text(VIETNAMESE).first).to_be_visible()  # the editor of sentences is there
        translate(page, f"{desk}/{language}/", tmp_path, title)
    page.goto(f"{desk}/km/")
    shot("ban-dich-mot-trang")
    publish(page)
    expect(page.get_by_text("Đã xuất bản: English, ភាសាខ្មែរ.").first).to_be_visible()

    change_title(page, live_server, site)
    page.goto(f"{live_server.url}/admin/ngon-ngu/")
    shot("ban-dich")
    expect(page.locator(".w-status", has_text="cũ hơn bản gốc").first).to_be_visible()
    page.goto(f"{desk}/km/")
    expect(page.locator("del", has_text=VIETNAMESE)).to_be_visible()
    expect(page.locator("ins", has_text=CHANGED)).to_be_visible()
    shot("ban-dich-da-doi")
    page.get_by_role("button", name="Đưa câu mới vào bản dịch").click()
    page.wait_for_url(re.compile(r"/edit/"))
    translate(page, f"{desk}/km/", tmp_path, KHMER)
    publish(page)
    expect(page.get_by_text("Đã xuất bản: ភាសាខ្មែរ.").first).to_be_visible()
    expect(page.get_by_text("còn 1 câu chưa dịch").first).to_be_visible()  # English is behind and says so
    page.context.clear_cookies()
    _reads_khmer_on_a_phone(page, live_server, shot)


def _reads_khmer_on_a_phone(page, live_server, shot):
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{live_server.url}/vi/nhan-dien/bi-mat/")
    expect(page.locator("h1")).to_have_text(CHANGED)
    page.locator('a[hreflang="km"]:visible').first.click()  # the reader's own switch
    page.wait_for_url(re.compile("/km/.+/bi-mat/$"))
    expect(page.locator("html")).to_have_attribute("lang", "km")
    assert "\u200b" in page.locator("h1").inner_text(), "zero-width spaces reach the reader"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, "nothing overflows at 320 px"
    _breaks_between_words(page)
    assert page.locator("link[rel=alternate][hreflang=vi]").get_attribute("href").endswith("/vi/nhan-dien/bi-mat/")
    assert page.locator('meta[property="og:locale"]').get_attribute("content").startswith("km")
    shot("khmer-320")
    page.get_by_role("link", name="Tiếng Việt").locator("visible=true").first.click()
    page.wait_for_url(re.compile("/vi/nhan-dien/bi-mat/$"))


def _breaks_between_words(page):
    """A long headline takes several lines, stays inside its box, and no line begins inside a word."""
    lines = page.evaluate(
        """() => {
        const head = document.querySelector('h1'), box = head.getBoundingClientRect(), lines = [];
        const walk = document.createTreeWalker(head, NodeFilter.SHOW_TEXT), range = document.createRange();
        for (let node = walk.nextNode(); node; node = walk.nextNode()) for (let at = 0; at < node.length; at++) {
          range.setStart(node, at); range.setEnd(node, at + 1);
          const seen = range.getBoundingClientRect();
          if (!seen.width) { if (lines.length) lines.at(-1).text += node.data[at]; continue; }
          if (!lines.length || seen.top - lines.at(-1).top > 8) lines.push({ top: seen.top, text: '' });
          lines.at(-1).text += node.data[at];
          if (seen.right > box.right + 1) throw new Error('outside its box');
        }
        return lines.map((line) => line.text);
        }"""
    )
    assert len(lines) > 1, lines
    words = page.evaluate(
        """(text) => [...new Intl.Segmenter('km', { granularity: 'word' }).segment(text)].map((part) => part.index)""",
        "".join(lines),
    )
    at = 0
    for line in lines[:-1]:
        at += len(line)
        assert at in words, f"a word is cut after “{line}”"


def test_a_page_that_is_not_translated_says_so(page, site, live_server):
    page.goto(f"{live_server.url}/vi/nhan-dien/bi-mat/")
    page.goto(live_server.url + page.locator('a[hreflang="en"]').first.get_attribute("href"))
    expect(page.get_by_role("link", name=VIETNAMESE)).to_have_attribute("lang", "vi")


def test_suggestions_are_for_the_keyboard_too(page, site, live_server, shot):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{live_server.url}/vi/tim-kiem/")
    box = page.locator("main input[type=search]")
    box.click()
    box.fill("bí m")  # at once: a list that comes for the next letter takes the choice away
    expect(page.get_by_role("option").first).to_be_visible()
    shot("goi-y")
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url(re.compile("/vi/nhan-dien/bi-mat/"))


def test_a_translator_presses_done_and_the_desk_returns_it(site, newsroom, person):
    """On a phone in wagtail-localize's editor, where the button is ours; the chief's page has a form for the reason."""
    story = the_story()
    translator = make_user("dich@newsroom.example", full_name="Sơn Thị Sóc Kha")
    sync_roles()
    grant(translator, "translator_km")
    twin = start(story, make_locale("km"), newsroom["admin"])
    sync_newsrooms()
    translated_by(story, translator)
    hers = person(translator, viewport=PHONE)
    hers.goto(f"/admin/pages/{twin.pk}/edit/")
    expect(hers.get_by_role("button", name="Xong, gửi duyệt")).to_have_count(1)
    hers.get_by_role("button", name="Xong, gửi duyệt").click()
    expect(hers.get_by_text("Bản dịch đang chờ duyệt.")).to_be_visible()
    desk = person(newsroom["chief"], viewport=DESK)
    desk.goto(f"/admin/pages/{twin.pk}/edit/")
    expect(desk.get_by_role("button", name="Xong, gửi duyệt")).to_have_count(0)
    desk.get_by_role("link", name="Trả lại kèm lý do").click()
    desk.get_by_label("Lý do trả lại").fill("Câu đầu dịch ngược nghĩa.")
    desk.get_by_role("button", name="Trả lại", exact=True).click()
    expect(desk.get_by_text("Đã trả lại.")).to_be_visible()
    hers.goto("/admin/")
    expect(hers.get_by_text("Câu đầu dịch ngược nghĩa.")).to_be_visible()
    assert not hers.problems + desk.problems + hers.refused + desk.refused
