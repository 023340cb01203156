"""“Viết nhanh” by thumb at 390 px: from the newsroom to sent in seven taps, approved and live in ten, by two people."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from articles.models import ArticlePage, Person
from media_library.models import SiteImage
from tests.articles.newsroom_forms import SAPO
from tests.e2e import evidence
from tests.e2e.newsroom_hands import PHONE
from tests.e2e.traffic import HeldAnswers, Traffic
from tests.e2e.waiting import comes_true
from tests.factories import make_article
from users.roles import Role, grant

pytestmark = pytest.mark.world("newsroom")
TITLE = "Phà Cồn Ấu phát thẻ gọi ai khi cần"
THUMB = 44  # px, the least height of what a thumb presses
STORED = "() => newsroomKeeper.stored !== null && !newsroomKeeper.isBehind && !newsroomKeeper.failures"


#: What reaches beyond the phone's width.
WIDE = """() => document.documentElement.scrollWidth <= 390 ? [] : [...document.querySelectorAll('main *, footer *')]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > 391).slice(0, 8)
  .map((one) => `${one.tagName}.${one.className} ${Math.round(one.getBoundingClientRect().right)}`)"""


class Thumb:
    """Presses, counts, and refuses what a thumb would miss."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, target) -> None:
        self.taps += 1
        target.scroll_into_view_if_needed()
        box = target.bounding_box()
        assert box and box["height"] >= THUMB - 0.5, (box, target)
        target.tap()


def photo() -> bytes:
    into = io.BytesIO()
    Image.effect_mandelbrot((1600, 900), (-2, -1, 1, 1), 60).convert("RGB").save(into, "JPEG")
    return into.getvalue()


def answer(page: Page, anchor: str, words: str):
    return page.locator(f"#{anchor} label", has_text=words)


def test_a_short_item_is_sent_in_seven_taps_and_live_in_ten(newsroom, person):
    reporter, chief = newsroom["reporter"], newsroom["chief"]
    Person.objects.create(full_name="Nguyễn Minh Thư", account=reporter)
    grant(chief, Role.EDITOR, "bao-can-tho")
    page = person(reporter, **PHONE)
    page.goto("/admin/toa-soan/")
    thumb = Thumb(page)
    thumb.tap(page.locator("main").get_by_role("link", name="Viết nhanh"))
    page.wait_for_url("**/viet-nhanh/")
    assert not page.locator("[name=section]:checked").count(), "no section is chosen silently"
    thumb.tap(page.locator("#o-chuyen-muc label", has_text=newsroom["section"].title))
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=sapo]").fill(SAPO)
    writing = page.locator("#o-chu [role=textbox]").first
    writing.focus()
    page.keyboard.insert_text("Mỗi chuyến phà sớm có thêm một việc nhỏ.")
    with page.expect_file_chooser() as choosing:
        thumb.tap(page.locator(".quick-file"))
    choosing.value.set_files({"name": "pha.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    expect(page.locator("[data-preview]")).to_be_visible()
    page.locator("[name=picture_alt]").fill("Phà hai tầng rời bến lúc mặt trời lên")
    page.locator("[name=picture_credit]").fill("Minh Thư")
    thumb.tap(answer(page, "o-anh-tre-em", "Không"))
    thumb.tap(answer(page, "o-tre-em", "Không"))
    thumb.tap(answer(page, "o-bi-hai", "Không"))
    comes_true(page, STORED)
    evidence.keep(page, "quick-written")
    page.evaluate("scrollTo(0, 0)")
    evidence.keep(page, "quick-top")
    expect(page.locator("#quick-rail h2 span")).to_have_text("8/8")
    assert page.evaluate(WIDE) == [], "scrolls sideways"
    thumb.tap(page.get_by_role("button", name="Gửi duyệt"))
    page.wait_for_url("**/da-gui/")
    evidence.keep(page, "quick-sent")
    assert thumb.taps <= 7, thumb.taps
    story = ArticlePage.objects.get(title=TITLE)
    assert story.slug == "pha-con-au-phat-the-goi-ai-khi-can"
    assert story.owner == reporter and [line.name for line in story.bylines.all()] == ["Nguyễn Minh Thư"]
    image = SiteImage.objects.get(pk=story.lead_image_id)
    assert (image.credit, image.has_minor) == ("Minh Thư", False) and image.description.startswith("Phà hai tầng")
    assert not page.problems, page.problems
    second = person(chief, **PHONE)
    second.goto("/admin/toa-soan/")
    other = Thumb(second)
    other.tap(second.locator("main").get_by_role("link", name=TITLE))
    for message in ("Đã xong bước biên tập", "Đã đăng"):
        other.tap(second.locator("[data-workflow-action-name=approve]").locator("visible=true").first)
        expect(second.locator("main")).to_contain_text(message)
    story.refresh_from_db()
    assert story.live and thumb.taps + other.taps <= 10, (thumb.taps, other.taps)
    assert not second.problems, second.problems


def test_a_picture_arrives_while_its_words_are_written(newsroom, person):
    page = person(newsroom["reporter"], **PHONE)
    page.goto("/admin/toa-soan/viet-nhanh/")
    page.set_input_files(".quick-file input", {"name": "pha.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    expect(page.locator("[data-preview]")).to_be_visible()
    other = HeldAnswers(page, "/viet-nhanh/anh/", "POST")
    page.set_input_files(".quick-file input", {"name": "cầu.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    other.wait()
    page.locator("[name=picture_alt]").fill("Cầu Cần Thơ lúc lên đèn")
    traffic = Traffic(page)
    other.let_go()
    traffic.settle()
    expect(page.locator("[data-said]").first).not_to_have_text("Đang gửi ảnh…")
    assert page.locator("[name=picture_alt]").input_value() == "Cầu Cần Thơ lúc lên đèn"
    assert not page.problems


def test_pictures_that_are_chosen_before_the_scripts_came_are_taken(newsroom, person):
    story = make_article(TITLE, section=newsroom["section"], live=False, owner=newsroom["reporter"])
    story.save_revision(user=newsroom["reporter"])
    page = person(newsroom["reporter"], **PHONE)
    for address, script, field, preview in (
        ("", "/picture.js", "[data-file]", "[data-preview]"),
        (f"{story.pk}/chum-anh/", "/gallery.js", "[data-files]", "[data-cards] [data-picture]"),
    ):
        scripts = HeldAnswers(page, script)
        page.goto(f"/admin/toa-soan/viet-nhanh/{address}", wait_until="commit")
        page.set_input_files(field, {"name": "pha.jpg", "mimeType": "image/jpeg", "buffer": photo()})
        scripts.wait()
        scripts.let_go()
        expect(page.locator(preview)).to_be_visible()
    assert not page.problems


def test_what_is_sent_waits_for_its_pictures(newsroom, person):
    """Sent while its pictures travel, a form goes with them; where one is refused, it stays with the reason."""
    story = make_article(TITLE, section=newsroom["section"], live=False, owner=newsroom["reporter"])
    story.save_revision(user=newsroom["reporter"])
    page = person(newsroom["reporter"], **PHONE)
    strange = {"name": "phà.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"}
    good = [{"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": photo()} for name in ("phà", "bến")]
    for address, field, button, reason in (
        (f"{story.pk}/chum-anh/", "[data-files]", "Đặt ảnh vào bài", "[data-refusals] li"),
        (f"{story.pk}/", "[data-file]", "Gửi duyệt", "[data-said]"),
    ):
        page.goto(f"/admin/toa-soan/viet-nhanh/{address}")
        if field == "[data-files]":
            page.get_by_label("Chú thích chung").fill("Phà rời bến lúc sáng sớm.")
            page.locator("label", has_text="Không ảnh nào").click()
        travelling = HeldAnswers(page, "/viet-nhanh/anh/", "POST")
        page.set_input_files(field, strange)
        travelling.wait()
        page.get_by_role("button", name=button).click()
        expect(page.locator("[data-said]").first).to_contain_text("Ảnh tới")
        travelling.let_go()
        expect(page.locator(reason).first).to_have_text(re.compile("^(phà.jpg: )?Không nhận ra loại tệp"))
        assert page.url.endswith(address), "a refused picture does not send the form without it"
        page.set_input_files(field, good if field == "[data-files]" else good[0])
        with page.expect_navigation():
            page.get_by_role("button", name=button).click()
    assert page.locator("[name=lead_image]").input_value(), "the form came back with its picture"
    story.refresh_from_db()
    galleries = [block for block in story.get_latest_revision_as_object().body if block.block_type == "gallery"]
    assert [len(gallery.value["pictures"]) for gallery in galleries] == [2]
    assert not page.problems


def test_what_is_sent_while_a_save_draws_the_bar_anew_is_sent(newsroom, person):
    """Pressed while the first save is under way, and while a picture travels: the answer brings other buttons."""
    page = person(newsroom["reporter"], **PHONE)
    page.goto("/admin/toa-soan/viet-nhanh/")
    page.locator("#o-chuyen-muc label", has_text=newsroom["section"].title).click()
    saving = HeldAnswers(page, "/viet-nhanh/", "POST")
    page.locator("[name=title]").fill(TITLE)
    saving.wait()
    page.get_by_role("button", name="Gửi duyệt").click()
    saving.let_go()
    expect(page.locator("#o-sapo .quick-error")).to_be_visible()
    page.wait_for_load_state("load")
    comes_true(page, STORED)
    travelling = HeldAnswers(page, "/viet-nhanh/anh/", "POST")
    page.set_input_files("[data-file]", {"name": "phà.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    travelling.wait()
    pressed = page.get_by_role("button", name="Gửi duyệt").element_handle()
    pressed.click()
    page.locator("[name=sapo]").fill(SAPO)
    comes_true(page, "(button) => !button.isConnected", pressed)
    with page.expect_navigation():
        travelling.let_go()
    expect(page.locator("[name=lead_image]")).not_to_have_value("")
    assert ArticlePage.objects.filter(title=TITLE).count() == 1
    assert not page.problems, page.problems


def test_a_refusal_has_the_focus_and_is_taken_back_where_it_is_mended(newsroom, person):
    Person.objects.create(full_name="Nguyễn Minh Thư", account=newsroom["reporter"])
    page = person(newsroom["reporter"], **PHONE)
    page.goto("/admin/toa-soan/viet-nhanh/")
    sapo, error = page.locator("[name=sapo]"), page.locator("#o-sapo .quick-error")

    def press() -> None:
        with page.expect_event("load"):
            page.get_by_role("button", name="Gửi duyệt").click()

    def is_clean() -> None:
        expect(page.locator(".quick-error, .quick-stop, .messages li, [aria-invalid=true]")).to_have_count(0)

    page.locator("[name=title]").fill(TITLE)
    press()
    expect(page.locator("[name=section]").first).to_be_focused()
    expect(page.locator("#o-chuyen-muc .quick-error")).to_have_text("Chọn chuyên mục. Máy không chọn thay bạn.")
    expect(error).to_have_text("Bạn chưa điền ô này.")
    evidence.keep(page, "quick-refused")
    page.locator("#o-chuyen-muc label", has_text=newsroom["section"].title).click()
    sapo.press_sequentially("Ngắn quá.")
    expect(page.locator("#o-chuyen-muc .quick-error")).to_have_count(0)
    expect(error).to_contain_text("cần từ 25 đến 55")
    sapo.fill("")
    comes_true(page, STORED)
    press()
    expect(sapo).to_be_focused()
    evidence.keep(page, "quick-refused-sapo")
    expect(page.locator(".messages li")).to_be_visible()
    comes_true(page, STORED)
    sapo.fill(SAPO)
    is_clean()
    press()
    expect(page.locator(".quick-stop")).to_be_focused()
    evidence.keep(page, "quick-refused-list")
    expect(page.locator(".quick-stop li")).to_have_count(2)
    answer(page, "o-tre-em", "Không").click()
    expect(page.locator(".quick-stop li")).to_have_count(1)
    answer(page, "o-bi-hai", "Không").click()
    is_clean()
    evidence.keep(page, "quick-mended")
    assert not page.problems, page.problems


def test_pictures_of_a_set_stand_in_the_order_in_which_they_were_chosen(newsroom, person):
    story = make_article(TITLE, section=newsroom["section"], live=False, owner=newsroom["reporter"])
    story.save_revision(user=newsroom["reporter"])
    page = person(newsroom["reporter"], **PHONE)
    page.goto(f"/admin/toa-soan/viet-nhanh/{story.pk}/chum-anh/")
    travelling = HeldAnswers(page, "/viet-nhanh/anh/", "POST")
    chosen = [{"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": photo()} for name in ("phà", "bến")]
    page.set_input_files("[data-files]", chosen)
    travelling.wait(2)
    titles = dict(SiteImage.objects.values_list("pk", "title"))
    cards = page.locator("[data-cards] [name=picture]")
    by_title = {titles[response.json()["id"]]: (route, response) for route, response in travelling.waiting}
    page.get_by_role("button", name="Đặt ảnh vào bài").click()
    by_title["bến"][0].fulfill(response=by_title["bến"][1])
    message = "Đã nhận 1 ảnh. Ảnh đang gửi. Ảnh tới đủ thì tự đặt vào bài."
    expect(page.locator("[data-said]").first).to_have_text(message)
    with page.expect_navigation():  # sent, and refused for want of a caption, with the pictures as they stood
        by_title["phà"][0].fulfill(response=by_title["phà"][1])
    expect(cards).to_have_count(2)
    assert [titles[int(key)] for key in cards.evaluate_all("all => all.map((one) => one.value)")] == ["phà", "bến"]
