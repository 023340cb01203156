"""The flows in this project's administration, by the accounts of the demo."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from tests.e2e.desk_samples import ALT, CREDIT, PARAGRAPH, SAPO, photos, uploads
from tests.e2e.hand import Hand
from tests.e2e.waiting import comes_true

REPORTER, EDITOR, CHIEF = "phongvien@baocantho.example", "bientap@baocantho.example", "tongbientap@baocantho.example"
SECRETARY = "thuky@baocantho.example"
BOARD = "/admin/toa-soan/"
ITEM = "Phà Cồn Ấu phát thẻ gọi ai khi cần"
SAVED = "() => newsroomKeeper.stored !== null && !newsroomKeeper.isBehind"


def _begin_item(hand: Hand, site: str, title: str) -> None:
    hand.begin(f"{site}{BOARD}")
    hand.press("main a:has-text('Viết nhanh')")
    hand.arrive("**/viet-nhanh/")
    hand.press("#o-chuyen-muc label")
    hand.type("[name=title]", title)
    hand.type("[name=sapo]", SAPO)


def _answer_and_send(hand: Hand) -> None:
    hand.press("#o-tre-em label:has-text('Không')")
    hand.press("#o-bi-hai label:has-text('Không')")
    comes_true(hand.page, SAVED)
    hand.press("button:has-text('Gửi duyệt')")
    hand.arrive("**/da-gui/")


def _approve(site: str, *hands: Hand) -> None:
    """ITEM through its steps, each by another person, until readers have it."""
    for hand in hands:
        hand.begin(f"{site}{BOARD}")
        hand.press(f"main a:has-text('{ITEM}')")
        hand.arrive("**/edit/")
        hand.press("[data-workflow-action-name=approve]")
        hand.arrive(f"**{BOARD}")


def short_item(site: str, hands: dict[str, Hand]) -> None:
    """A short item with a picture, sent; approved and published by two others."""
    hand = hands[REPORTER]
    _begin_item(hand, site, ITEM)
    hand.write("#o-chu [role=textbox]", PARAGRAPH)
    hand.choose_files("[data-file]", photos(1))
    expect(hand.page.locator("[data-shown]")).to_be_visible()
    hand.type("[name=picture_alt]", ALT)
    hand.type("[name=picture_credit]", CREDIT)
    hand.press("#o-anh-tre-em label:has-text('Không')")
    _answer_and_send(hand)
    _approve(site, hands[EDITOR], hands[CHIEF])


def correction(site: str, hands: dict[str, Hand]) -> None:
    """The item that short_item() published is corrected, said to its readers, approved and published by two others."""
    hand = hands[EDITOR]
    hand.begin(f"{site}/admin/")
    hand.search(ITEM)
    hand.press(f"main td a:has-text('{ITEM}')")
    hand.arrive("**/edit/")
    hand.press("header [data-controller~=w-dropdown] button")
    hand.press("a[href$='/dinh-chinh/']")
    hand.arrive("**/dinh-chinh/")
    hand.type("[name=text]", "Đoàn viên phát thẻ từ năm giờ, không phải từ sáu giờ.")
    hand.press("button:has-text('Ghi đính chính')")
    hand.arrive("**/edit/")
    hand.type("[name=sapo]", f"{SAPO} Thẻ được phát từ năm giờ.")
    comes_true(hand.page, SAVED)
    hand.press("[name=action-submit]")
    hand.page.wait_for_url(lambda url: "/edit/" not in url)
    _approve(site, hands[SECRETARY], hands[CHIEF])


def gallery_of_30(site: str, hands: dict[str, Hand]) -> None:
    """A set of thirty pictures with one credit, caption and answer, sent."""
    hand = hands[REPORTER]
    _begin_item(hand, site, "Ngày hội an toàn trực tuyến qua 30 ảnh")
    hand.page.wait_for_url("**/viet-nhanh/*/")
    hand.press("a:has-text('Thả nhiều ảnh')")
    hand.arrive("**/chum-anh/")
    hand.choose_files("[data-files]", photos(30))
    expect(hand.page.locator("[data-cards] [data-picture]")).to_have_count(30, timeout=120_000)
    for number, field in enumerate(hand.page.locator("[data-cards] [data-alt]").all(), start=1):
        hand.type(field, f"{ALT} {number}")
    hand.type("[name=credit]", CREDIT)
    hand.type("[name=caption]", "Ngày hội an toàn trực tuyến.")
    hand.press(".gallery-all label:has-text('Không ảnh nào')")
    hand.press("button:has-text('Đặt ảnh vào bài')")
    hand.arrive("**/viet-nhanh/*/")
    _answer_and_send(hand)


def twelve_files(site: str, hands: dict[str, Hand]) -> None:
    """Twelve files of three assets dropped together, described, sent for review."""
    hand = hands[EDITOR]
    hand.begin(f"{site}/admin/")
    hand.press("nav button:has-text('Kho tài liệu')", opens_dialog=True)
    hand.press("nav a:has-text('Thả tệp')")
    hand.arrive("**/tha-tep/")
    hand.choose_files("[data-upload-box] input[type=file]", uploads(""))
    expect(hand.page.locator(".upload-row[data-kind=good]")).to_have_count(12, timeout=240_000)
    expect(hand.page.locator("[data-groups] > [role=status]")).to_contain_text("12 tệp, xếp vào 3 tài liệu")
    for group in hand.page.locator("[data-group]").all():
        hand.choose(group.get_by_label("dưới 18 tuổi"), "no")
        for field in ("moments", "topics"):
            boxes = group.locator(f"[name$={field}]")
            if not boxes.locator("css=:checked").count():
                hand.tick(boxes.first)
    hand.press("button:has-text('Lưu và gửi duyệt 3 tài liệu')")
    expect(hand.page.locator(".messages")).to_contain_text("Đã gửi duyệt 3 tài liệu")


FLOWS: dict[str, Any] = {
    "short_item": short_item,
    "correction": correction,
    "gallery_of_30": gallery_of_30,
    "twelve_files": twelve_files,
}
#: Most presses of all people together.
MOST = {"short_item": 11, "correction": 9, "gallery_of_30": 11, "twelve_files": 25}
