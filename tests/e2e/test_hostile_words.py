"""Probes in every field of every block, and what Word leaves on the clipboard, in a real browser that no policy helps.

tests/articles/test_hostile_text.py reads the same pages as HTML; here their scripts run over them as well.
"""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import ArticlePage, PlannedStory
from tests.articles.test_hostile_text import PROBE, hostile  # noqa: F401  (a fixture)
from tests.e2e.newsroom_hands import DESK, PHONE, add_paragraph, keep, ready, save_draft
from tests.e2e.traffic import Traffic

pytestmark = pytest.mark.world("newsroom")

#: Where the desk meets a page's words: in the form, which differs by type;
PLACES = ("edit/",)
#: and in what shows every type the same way, asked of the page with every block.
ONCE = ("view_draft/", "revisions/compare/{first}...{last}/", "history/", "revisions/{last}/view/")


@pytest.fixture
def careless(person):
    """`careless(user)` opens a browser that would run whatever got in: (page, its traffic, what ran)."""

    def enter(user=None, **screen):
        page, ran = person(user, bypass_csp=True, **(screen or DESK)), []
        page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: request.url.endswith("/x") and ran.append(request.url))  # <img src=x>
        return page, Traffic(page), ran

    return enter


@pytest.mark.parametrize("types", [1, pytest.param(None, marks=pytest.mark.slow)], ids=["every block", "every type"])
def test_probes_never_run_in_a_browser(hostile, newsroom, careless, types):  # noqa: F811
    """The article, which takes every block; at night each page type besides (as HTML: test_hostile_text.py)."""
    reader, outside, ran_outside = careless()
    desk, inside, ran_inside = careless(newsroom["admin"])
    for page in hostile[:types]:
        reader.goto(getattr(page, "address", "") or page.url)
        outside.settle()
        assert "alert(1)" in reader.content(), page
        first, last = page.revisions.order_by("pk").first(), page.revisions.order_by("pk").last()
        for place in (*PLACES, *(ONCE if page is hostile[0] else ())):
            desk.goto(f"/admin/pages/{page.pk}/{place.format(first=first.pk, last=last.pk)}")
            inside.settle()
            assert not ran_inside, (page, place, ran_inside)
        assert not ran_outside, (page, ran_outside)
    PlannedStory.objects.create(
        title=PROBE, note=PROBE, section=newsroom["section"], planned_for=timezone.now(), created_by=newsroom["editor"]
    )
    hostile[0].get_workflow().start(hostile[0], newsroom["reporter"])
    for place in ("", "lich/", "nhuan-but/", f"bai/{hostile[0].pk}/xem-truoc/", f"bai/{hostile[0].pk}/dinh-chinh/"):
        desk.goto(f"/admin/toa-soan/{place}")
        assert "alert(" in desk.content(), place
        assert not ran_inside, (place, ran_inside)
    assert not desk.problems and not reader.problems, (desk.problems, reader.problems)


#: What Word puts on the clipboard, and what a hostile page may.
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<style>p.MsoNormal{margin:0}</style></head><body>
<!--StartFragment--><!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]-->
<p class="MsoNormal" style="mso-margin-top-alt:auto" onclick="alert(1)"><b style="mso-bidi:none">Cúp máy</b>
<span style="font-family:&quot;Times New Roman&quot;;color:red">trước, nghĩ sau.</span><o:p></o:p></p>
<script>alert(2)</script><img src="x" onerror="alert(3)"><a href="javascript:alert(4)">Bấm đây</a>
<iframe src="https://example.com/"></iframe><p class="MsoNormal">Đoạn hai.</p><!--EndFragment--></body></html>"""
PASTE = """(field, html) => {
    const carried = new DataTransfer();
    carried.setData('text/html', html);
    carried.setData('text/plain', 'Cúp máy trước, nghĩ sau.');
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: carried, bubbles: true, cancelable: true }));
}"""


@pytest.mark.parametrize("screen", [DESK, pytest.param(PHONE, marks=pytest.mark.slow)], ids=["desk", "phone"])
def test_what_word_leaves_on_the_clipboard_comes_as_words(newsroom, careless, screen):
    page, _traffic, ran = careless(newsroom["editor"], **screen)
    page.goto(f"/admin/pages/add/articles/articlepage/{newsroom['section'].pk}/")
    ready(page)
    page.fill("[name=title]", "Dán từ Word")
    page.fill("[name=sapo]", "Sapo.")
    add_paragraph(page, "Mở đầu. ")
    writing = page.locator("[data-contentpath=body] [role=textbox]").last
    writing.evaluate(PASTE, WORD)
    expect(writing).to_contain_text("nghĩ sau.")
    expect(writing).to_contain_text("Đoạn hai.")
    keep(page, f"word-{screen['viewport']['width']}")
    assert not ran
    # Draftail writes into the form's field a quarter of a second after the last key
    expect(page.locator("[data-contentpath=body] [name^=body-][name$=-value]").last).to_have_value(
        re.compile("Đoạn hai")
    )
    save_draft(page)
    page.wait_for_url("**/edit/")
    ready(page)
    story = ArticlePage.objects.get(title="Dán từ Word").get_latest_revision_as_object()
    stored = str([block["value"] for block in story.body.raw_data])  # the picture makes blocks of what was pasted
    assert "Mở đầu." in stored and "Đoạn hai." in stored and "<b" in stored
    for leftover in ("script", "onclick", "javascript:", "iframe", "Mso", "style=", "<span", "<o:p", "<img", "xml"):
        assert leftover not in stored, stored
    page.goto(f"/admin/pages/{story.pk}/view_draft/")
    expect(page.get_by_text("Đoạn hai.").first).to_be_visible()
    assert not ran and not page.problems, (ran, page.problems)
