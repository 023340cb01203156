"""Ctrl+V of what Word and Google Docs put on the clipboard, in “Viết nhanh” and in the full editor."""

import base64
import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from articles.models import ArticlePage
from media_library.models import SiteImage
from tests.articles.newsroom_forms import SAPO
from tests.e2e.newsroom_hands import DESK, PHONE, autosave, keep, ready
from tests.e2e.waiting import comes_true
from tests.factories import make_article

pytestmark = pytest.mark.world("newsroom")

CLIPBOARD = {
    "Word": """<html><body><h2>Ba số cần nhớ</h2><p class=MsoNormal>Mặt trước in số.</p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'>·&nbsp; Xóm Chài</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'>·&nbsp; Cái Khế</p>
<table class=MsoTableGrid><tr><td><p class=MsoNormal>Ô A1</p></td><td><p class=MsoNormal>Ô B1</p></td></tr>
<tr><td><p class=MsoNormal>Ô A2</p></td><td><p class=MsoNormal>Ô B2</p></td></tr></table>
<blockquote><p>Im lặng để giữ an toàn.</p></blockquote><p class=MsoNormal><img src="file:///C:/a.png"></p></body></html>""",
    "Google Docs": """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1">
<h2 dir="ltr"><span style="font-weight:400;">Ba số cần nhớ</span></h2><p dir="ltr"><span>Mặt trước in số.</span></p>
<ul><li dir="ltr"><p><span>Xóm Chài</span></p></li><li dir="ltr"><p><span>Cái Khế</span></p></li></ul>
<div dir="ltr"><table><tbody><tr><td><p dir="ltr"><span>Ô A1</span></p></td><td><p><span>Ô B1</span></p></td></tr>
<tr><td><p><span>Ô A2</span></p></td><td><p><span>Ô B2</span></p></td></tr></tbody></table></div>
<blockquote>Im lặng để giữ an toàn.</blockquote><p dir="ltr"><img src="https://lh7.example/x"></p></b>""",
}
COPY = """html => navigator.clipboard.write([new ClipboardItem({
  'text/html': new Blob([html], {type: 'text/html'}), 'text/plain': new Blob(['x'], {type: 'text/plain'})})])"""
BODY = "[data-contentpath=body] [role=textbox], #o-chu [role=textbox]"


def test_a_list_alone_that_word_wrote_as_paragraphs_is_a_list(newsroom, person):
    reporter = newsroom["reporter"]
    story = make_article("Mẹ giữ điện thoại", section=newsroom["section"], live=False, sapo=SAPO, owner=reporter)
    story.save_revision(user=reporter)
    page = person(reporter, **PHONE)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"/admin/pages/{story.pk}/edit/")
    ready(page)
    item = "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>{}</p>"
    page.evaluate(COPY, item.format("1.&nbsp; Xóm Chài") + item.format("2.&nbsp; Cái Khế"))
    page.locator(BODY).last.press("Control+End")
    page.keyboard.press("Control+V")
    expect(page.locator("[data-pasted]")).to_contain_text("1 danh sách")
    expect(page.locator("[data-pasted]")).to_be_in_viewport()
    expect(page.locator("[data-contentpath=body] li", has_text="Cái Khế")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "scrolls sideways"


@pytest.mark.parametrize("program", CLIPBOARD)
@pytest.mark.parametrize("form", ["/admin/pages/{}/edit/", "/admin/toa-soan/viet-nhanh/{}/"], ids=["full", "quick"])
def test_headings_lists_tables_and_quotations_become_blocks_and_a_lost_picture_is_named(
    newsroom, person, form, program
):
    reporter = newsroom["reporter"]
    story = make_article("Mẹ giữ điện thoại", section=newsroom["section"], live=False, sapo=SAPO, owner=reporter)
    story.save_revision(user=reporter)
    page = person(reporter, **DESK)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(form.format(story.pk))
    ready(page)
    page.evaluate(COPY, CLIPBOARD[program])
    page.locator(BODY).last.press("Control+End")
    page.keyboard.press("Control+V")
    note = page.locator("[data-pasted]")
    expect(note).to_contain_text("1 tít xen, 1 danh sách, 1 bảng")
    expect(note).to_contain_text("1 ảnh chưa lấy được")
    expect(note).to_be_in_viewport()
    keep(page, "pasted")
    autosave(page)
    comes_true(page, "() => decodeURIComponent(newsroomKeeper.stored.replaceAll('+', ' ')).includes('Ô B2')")
    body = ArticlePage.objects.get(pk=story.pk).get_latest_revision_as_object().body
    blocks = [block for block in body if block.block_type != "paragraph" or str(block.value.source).strip()]
    assert [block.block_type for block in blocks][-4:] == ["heading", "paragraph", "table", "quote"]
    heading, words, table, quote = (block.value for block in blocks[-4:])
    assert heading == "Ba số cần nhớ" and quote["text"] == "Im lặng để giữ an toàn."
    assert [cell.value for row in table["table"].rows for cell in row] == ["Ô A2", "Ô B2"]
    assert str(words.source).count("<li") == 2 and "Mặt trước in số." in str(words.source)


#: Sends what the clipboard of a desktop holds; {type: words}.
PASTE = """(field, held) => {
    const carried = new DataTransfer();
    for (const [type, words] of Object.entries(held)) carried.setData(type, words);
    field.focus();
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: carried, bubbles: true, cancelable: true }));
}"""


def opened(newsroom, person, **device):
    """The full editor of a story, of its reporter."""
    reporter = newsroom["reporter"]
    story = make_article("Mẹ giữ điện thoại", section=newsroom["section"], live=False, sapo=SAPO, owner=reporter)
    story.save_revision(user=reporter)
    page = person(reporter, **device)
    page.goto(f"/admin/pages/{story.pk}/edit/")
    ready(page)
    return page


def picture(color: str) -> bytes:
    into = io.BytesIO()
    Image.new("RGB", (640, 360), color).save(into, "PNG")
    return into.getvalue()


def test_pictures_within_the_html_and_in_the_rtf_of_word_come_along_and_others_are_named(newsroom, person):
    page = opened(newsroom, person, **PHONE)
    data = base64.b64encode(picture("teal")).decode()
    word = r"{\rtf1 {\*\shppict{\pict{\*\picprop}\picw9\pngblip\bliptag-1{\*\blipuid 00ff}"
    word += picture("navy").hex() + "}}"
    word += r"{\nonshppict{\pict\picw9\wmetafile8 " + "0a" * 60 + "}}}"
    html = f'<p>Một.</p><p><img alt="Phà" src="data:image/png;base64,{data}"></p><p>Hai.</p>'
    html += '<p><img src="file:///C:/clip_image002.png"></p>'
    page.locator(BODY).last.evaluate(PASTE, {"text/html": html, "text/rtf": word, "text/plain": "Một. Hai."})
    note = page.locator("[data-pasted]")
    expect(note).to_contain_text("Giữ 2 ảnh.")
    page.locator(BODY).last.evaluate(PASTE, {"text/html": '<p>Ba.</p><img src="https://lh7.example/x">'})
    expect(note).to_contain_text("1 ảnh chưa lấy được: lh7.example.")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "scrolls sideways"
    keep(page, "pasted-pictures")
    assert set(SiteImage.objects.values_list("title", "description")) >= {("Ảnh dán 1", "Phà"), ("Ảnh dán 2", "")}
    pasted = SiteImage.objects.filter(title__startswith="Ảnh dán")
    assert len({image.file_hash for image in pasted}) == 2
    expect(page.locator("[data-contentpath=body] .chooser__image")).to_have_count(2)


@pytest.mark.parametrize("answer", [429, 422, None])
def test_words_that_the_server_does_not_clean_are_still_in_the_story(newsroom, person, answer):
    page = opened(newsroom, person, **PHONE)
    refusal = {"status": answer, "json": {"error": "Máy chủ đang bận."}}
    page.route("**/viet-nhanh/dan/", lambda route: route.fulfill(**refusal) if answer else route.abort())
    html = "<p><b>Ba số cần nhớ</b></p><p>Mặt trước in số.</p>"  # a bold line, which makes a heading
    page.locator(BODY).last.evaluate(PASTE, {"text/html": html, "text/plain": "Ba số cần nhớ\r\n\r\nMặt trước in số."})
    note = page.locator("[data-pasted]")
    expect(note).to_contain_text("Máy chủ đang bận." if answer else "Máy chủ chưa dọn được")
    expect(note).to_contain_text("Chữ vừa dán vẫn còn trong bài")
    keep(page, "pasted-plain")
    expect(page.locator(BODY).last).to_contain_text("Ba số cần nhớ")
    expect(page.locator(BODY).last).to_contain_text("Mặt trước in số.")


def test_a_line_that_is_all_bold_becomes_a_heading_and_a_bold_word_stays_in_its_line(newsroom, person):
    page = opened(newsroom, person, **DESK)
    bold = (
        "<b style='font-weight:normal'><p><span style='font-weight:700'>Ba số cần nhớ</span></p><p>Mặt trước.</p></b>"
    )
    page.locator(BODY).last.evaluate(PASTE, {"text/html": bold, "text/plain": "x"})
    expect(page.locator("[data-pasted]")).to_contain_text("1 tít xen")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/dan/") else None)
    word = "<p>Gọi <b>111</b> ngay.</p><p><b>Minh Thư</b></p>"
    page.locator(BODY).last.evaluate(PASTE, {"text/html": word, "text/plain": "Gọi 111 ngay."})
    expect(page.locator("[data-contentpath=body]")).to_contain_text("111")
    assert not sent
