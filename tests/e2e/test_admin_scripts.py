"""The administration under its own Content-Security-Policy: all of it works, and a strange script does not run."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.newsroom_hands import DESK, autosave, ready
from tests.e2e.test_wall_signing import PRESSED_TWICE
from tests.e2e.traffic import Traffic
from tests.factories import make_article
from tests.newsroom_world import TRANSLATED, the_story

pytestmark = pytest.mark.world("newsroom")
#: Whether Wagtail's script has made a calendar of a date field.
HAS_CALENDAR = "id => !!jQuery(document.getElementById(id)).data('xdsoft_datetimepicker')"
STRANGE = """() => {
    const script = document.createElement('script');
    script.textContent = 'window.__hit = 1';
    document.body.append(script);
    document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="window.__hit = 2">');
}"""
PAGES = (
    "/admin/",
    "/admin/pages/",
    "/admin/images/",
    "/admin/documents/",
    "/admin/toa-soan/",
    "/admin/toa-soan/lich/",
    "/admin/workflows/list/",
    "/admin/users/",
    "/admin/snippets/",
    "/admin/reports/kho/luot-tai/",
    "/admin/ngon-ngu/",
    "/admin/huong-dan/",
)
REPORTS = ("site-history", "workflow", "workflow_tasks", "locked", "aging-pages", "page-types-usage")


@pytest.fixture
def story(newsroom):
    """A story with two versions, by the reporter."""
    article = make_article("Cúp máy trước", section=newsroom["section"], live=False, owner=newsroom["reporter"])
    article.kicker = "Kể lại"
    article.save_revision(user=newsroom["reporter"])
    return article


def choose_in(page, field: str) -> None:
    """Open the chooser of a field, see that it has come, and close it again."""
    page.locator(f"{field} [data-chooser-action-choose]").locator("visible=true").first.click()
    dialogue = page.locator(".modal-dialog")
    expect(dialogue.locator(".modal-body")).to_contain_text(re.compile(r"\w"))
    dialogue.locator("[data-dismiss=modal]").first.click()
    expect(dialogue).to_have_count(0)


def test_the_editor_with_its_choosers_panels_and_calendars(newsroom, person, story):
    page = person(newsroom["admin"], **DESK)
    page.goto(f"/admin/pages/{story.pk}/edit/")
    ready(page)
    rows = page.locator("#id_bylines-FORMS > [id^=inline_child_]")
    before = rows.count()
    page.locator("#id_bylines-ADD").click()
    expect(rows).to_have_count(before + 1)
    choose_in(page, f"#id_bylines-{before}-person-chooser")  # its script stood in the template of the new row
    choose_in(page, "#id_lead_image-chooser")
    assert page.evaluate(HAS_CALENDAR, "id_pinned_until")
    for typed in ("2031-12-20 09:00", "mai 9 giờ", "20/12/2031 09:00"):  # left to the form, which reads or refuses it
        page.fill("#id_pinned_until", typed)
        page.locator("#id_pinned_until").blur()
        assert page.input_value("#id_pinned_until") == typed
    page.fill("[name=sapo]", "Nghĩ sau.")
    autosave(page)
    Traffic(page).settle()
    page.goto("/admin/redirects/add/")
    choose_in(page, "#id_redirect_page-chooser")
    assert not page.refused and not page.problems, (page.refused, page.problems)


@pytest.mark.night
def test_comparing_reports_and_lists(newsroom, person, story):
    page = person(newsroom["admin"], **DESK)
    traffic = Traffic(page)
    first, last = story.revisions.order_by("pk").first(), story.revisions.order_by("pk").last()
    own = (f"revisions/compare/{first.pk}...{last.pk}/", "history/", "usage/", "view_draft/", "copy/")
    for path in (
        *PAGES,
        *(f"/admin/reports/{name}/" for name in REPORTS),
        *(f"/admin/pages/{story.pk}/{name}" for name in own),
    ):
        page.goto(path)
        traffic.settle()
    assert not page.refused and not page.problems, (page.refused, page.problems)


@pytest.mark.night
def test_the_translators_editor(newsroom, person):
    story = the_story(TRANSLATED)
    page = person(newsroom["admin"], **DESK)
    page.goto("/admin/ngon-ngu/?title=b%C3%AD+m%E1%BA%ADt")
    page.locator(f'a[href$="/{story.pk}/km/"]').click()
    page.get_by_role("button", name="Bắt đầu dịch").click()
    page.wait_for_url("**/edit/")
    expect(page.get_by_text(TRANSLATED).first).to_be_visible()
    assert page.evaluate("Object.keys(window.chooserUrls).length") == 3
    assert not page.refused and not page.problems, (page.refused, page.problems)


def test_an_impatient_click_sends_one_form(newsroom, person):
    """A partner was invited twice, with two profiles and two letters."""
    page = person(newsroom["admin"], **DESK)
    page.goto("/admin/kol/loi-moi/moi/")
    page.fill("[name=new_partner]", "Mây Miệt Vườn")
    page.fill("[name=email]", "may@test.example")
    assert page.get_by_role("button", name="Tạo lời mời").evaluate(PRESSED_TWICE) == [True, False]


def test_a_strange_script_does_not_run(newsroom, person, story):
    """Where a page would show an editor's words without escaping them, the policy still refuses their script."""
    page = person(newsroom["admin"], **DESK)
    traffic = Traffic(page)
    page.goto(f"/admin/pages/{story.pk}/edit/")
    ready(page)
    page.evaluate(STRANGE)
    traffic.settle()
    assert page.evaluate("window.__hit") is None
    assert page.refused, "the browser says what it has refused"
