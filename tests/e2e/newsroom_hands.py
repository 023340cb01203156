"""What the newsroom's hands do in Wagtail's editor, for the browser tests."""

import contextlib
import re

from playwright.sync_api import Page, expect

from tests.e2e import evidence

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
DESK = {"viewport": {"width": 1280, "height": 900}}
AUTOSAVE = """
wagtail.app.getControllerForElementAndIdentifier(document.querySelector('form[data-edit-form]'), 'w-autosave').save({})
"""


def left_the_editor(page: Page) -> None:
    """The form was answered. A navigation alone says less: autosave replaces the address while one still writes."""
    page.wait_for_url(lambda url: "/edit/" not in url and "/add/" not in url)


def open_story(page: Page, pk: int) -> None:
    """The editor of a story, once its text can be written in."""
    page.goto(f"/admin/pages/{pk}/edit/")
    ready(page)


def ready(page: Page) -> None:
    """Wait for the text's own editors: pressed sooner, a button would send half a form."""
    page.wait_for_load_state("load")
    expect(page.locator(".rich-text-later")).to_have_count(0)
    for block in page.locator("[data-contentpath=body] .Draftail-Editor__wrapper").all():
        expect(block.locator("[role=textbox]")).to_be_visible()


def open_footer_menu(page: Page) -> None:
    """The buttons beside “save draft” lie in a menu."""
    page.locator("footer [data-w-dropdown-target=toggle], footer .w-dropdown__toggle").last.click()


def hand_in(page: Page) -> None:
    """Gửi duyệt, also a second time."""
    open_footer_menu(page)
    page.locator("[name=action-submit]").locator("visible=true").press("Enter")  # the menu may still be moving
    left_the_editor(page)


def save_draft(page: Page) -> None:
    """Lưu nháp, which lies in the menu where the story has a next step."""
    button = page.locator("footer").get_by_role("button", name="Lưu nháp")
    if not button.first.is_visible():
        open_footer_menu(page)
    button.first.press("Enter")


def press_action(page: Page, name: str) -> None:
    """Press one of Wagtail's workflow buttons, in the footer or in its menu."""
    button = page.locator(f'[data-workflow-action-name="{name}"]')
    if not button.first.is_visible():
        open_footer_menu(page)
    button.locator("visible=true").first.press("Enter")


def workflow_action(page: Page, name: str) -> None:
    """A workflow button that asks nothing more; where it is one's turn again, the editor opens once more."""
    with page.expect_response(lambda response: response.request.is_navigation_request() and response.ok):
        press_action(page, name)
    page.wait_for_load_state("load")


def add_paragraph(page: Page, text: str) -> None:
    """A block “Đoạn văn” at the end of the story's body."""
    body = page.locator("#panel-child-content-body-content, [data-contentpath=body]").first
    body.locator(".c-sf-add-button").last.click()
    page.get_by_role("option", name="Đoạn văn").first.click()
    writing = body.locator("[role=textbox]").last
    for _ in range(3):  # a block that has just come may drop what is written before its editor is ready
        writing.click()
        page.keyboard.insert_text(text)
        with contextlib.suppress(AssertionError):
            expect(writing).to_contain_text(text, timeout=2_000)
            break
    # Draftail writes into the form's field a quarter of a second after the last key
    expect(body.locator("[name^=body-][name$=-value]").last).to_have_value(re.compile(re.escape(text)))


def autosave(page: Page) -> None:
    """Make Wagtail save what is in the form: it takes the form's first seconds for its opening state."""
    page.evaluate(AUTOSAVE)


def keep(page: Page, name: str) -> None:
    """A picture for somebody to look at."""
    evidence.keep(page, f"day-{name}")
