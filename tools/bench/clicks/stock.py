"""The same flows in stock Wagtail, as its tutorial sets a blog up (plain_site/), by its administrator.

The administrator publishes alone: stock Wagtail's moderation adds a second person's presses on top of these.
"""

from __future__ import annotations

import secrets
from typing import Any

from playwright.sync_api import expect

from tools.bench.clicks.hand import Hand
from tools.bench.clicks.samples import PARAGRAPH, SAPO, photos, uploads

ADMIN = "admin"
PEOPLE = (ADMIN,)
TAGS = "chào cờ, cuộc gọi lạ"


def _begin_page(hand: Hand, site: str, title: str) -> None:
    hand.begin(f"{site}/admin/")
    hand.press("nav button:has-text('Pages'), nav a:has-text('Pages')", opens_dialog=True)
    hand.press(".c-page-explorer__item > :last-child")
    hand.press("[class*=page-explorer] a:has-text('Blog')")
    hand.arrive("**/admin/pages/*/")
    hand.press("a:has-text('Add child page'), [aria-label='Add child page']")
    hand.arrive("**/add_subpage/")
    hand.press("a[href*='/add/blog/blogpage/']")
    hand.arrive("**/add/**")
    hand.type("[name=title]", f"{title} {secrets.token_hex(2)}")  # Wagtail refuses a slug that an earlier run took
    hand.type("[name=date]", "2026-11-27")
    hand.type("[name=intro]", SAPO[:240])


def _publish(hand: Hand) -> None:
    hand.press("footer .w-dropdown__toggle, footer [data-w-dropdown-target=toggle]")
    hand.press("[name=action-publish]")
    hand.arrive("**/admin/pages/*/")


def short_item(site: str, hands: dict[str, Hand]) -> None:
    """A post with a picture, published."""
    hand = hands[ADMIN]
    _begin_page(hand, site, "The ferry hands out cards")
    hand.write("[role=textbox]", PARAGRAPH)
    hand.press("#id_picture-chooser [data-chooser-action-choose]", opens_dialog=True)
    hand.press(".modal a:has-text('Upload'), .modal [role=tab]:has-text('Upload')")
    hand.choose_files(".modal input[type=file]", photos(1))
    expect(hand.page.locator(".modal [name$=upload-title]")).not_to_have_value("")  # Wagtail names it after its file
    hand.press(".modal button[type=submit]:has-text('Upload')")
    expect(hand.page.locator("#id_picture-chooser.blank")).to_have_count(0)
    _publish(hand)


def correction(site: str, hands: dict[str, Hand]) -> None:
    """A sentence of a post mended, published; readers are told nothing."""
    hand = hands[ADMIN]
    hand.begin(f"{site}/admin/")
    hand.search("Post 30")
    hand.press("main td a:has-text('Post 30')")
    hand.arrive("**/edit/")
    hand.type("[name=intro]", SAPO[:240])
    _publish(hand)


def gallery_of_30(site: str, hands: dict[str, Hand]) -> None:
    """Thirty pictures uploaded together, then each chosen for the post."""
    hand = hands[ADMIN]
    hand.begin(f"{site}/admin/")
    hand.press("nav a:has-text('Images')")
    hand.arrive("**/admin/images/")
    hand.press("a:has-text('Add an image')")
    hand.arrive("**/admin/images/multiple/add/")
    hand.choose_files("[name=files\\[\\]]", photos(30))
    expect(hand.page.locator("#upload-list > li.upload-complete")).to_have_count(30, timeout=120_000)
    _begin_page(hand, site, "A day in thirty pictures")
    hand.write("[role=textbox]", PARAGRAPH)
    for number in range(30):
        hand.press("#id_gallery_images-ADD")
        chooser = f"#id_gallery_images-{number}-image-chooser"
        hand.press(f"{chooser} [data-chooser-action-choose]", opens_dialog=True)
        hand.press(".modal [data-chooser-modal-choice]")
        expect(hand.page.locator(f"{chooser}.blank")).to_have_count(0)
    _publish(hand)


def twelve_files(site: str, hands: dict[str, Hand]) -> None:
    """The pictures among images, the rest among documents, each with a title and two tags; there is no review.

    Eleven of the twelve: Wagtail's own list of documents takes no MP3.
    """
    hand = hands[ADMIN]
    hand.begin(f"{site}/admin/")
    for name, files in (("Images", photos(2)), ("Documents", uploads(".pdf", ".pptx", ".txt"))):
        hand.press(f"nav a:has-text('{name}')")
        hand.arrive(f"**/admin/{name.lower()}/")
        hand.press("a:has-text('Add')")
        hand.arrive(f"**/admin/{name.lower()}/multiple/add/")
        hand.choose_files("[name=files\\[\\]]", files)
        rows = hand.page.locator("#upload-list > li")
        expect(hand.page.locator("#upload-list > li.upload-success")).to_have_count(len(files), timeout=120_000)
        for _file in files:
            row = rows.first
            hand.type(row.locator("[name$=-title]"), "Cúp máy trước đã")
            row.locator("[name$=-tags]").evaluate("(one, words) => { one.value = words }", TAGS)
            hand.keyed(TAGS)
            left = rows.count() - 1
            hand.press(row.locator("button[type=submit], input[type=submit]"))
            expect(rows).to_have_count(left)


FLOWS: dict[str, Any] = {
    "short_item": short_item,
    "correction": correction,
    "gallery_of_30": gallery_of_30,
    "twelve_files": twelve_files,
}
