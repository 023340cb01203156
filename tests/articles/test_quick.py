"""“Viết nhanh”: one screen for a short item, whose story, gates, workflow and pictures are the full editor's own."""

import io
import json
import zipfile

import docx
import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from articles.admin.quick import pasting
from articles.imports.html import Converted, convert
from articles.models import ArticlePage, Person
from files.intake import slots
from media_library.models import SiteImage
from tests.articles.newsroom_forms import SAPO, form, step_of, write
from tests.files import sample_files as make
from tests.schools.register import make_reviewer
from tests.spoken import missing_references

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db]
QUICK = "/admin/toa-soan/viet-nhanh/"
PICTURES, PASTE = f"{QUICK}anh/", f"{QUICK}dan/"
IMPORT = "/admin/toa-soan/nhap-bai/"
JSON = {"HTTP_ACCEPT": "application/json"}
TITLE = "Phà Cồn Ấu phát thẻ gọi ai khi cần"


def screen(section=None, **extra):
    """What the screen sends."""
    return nested_form_data(
        {
            "title": TITLE,
            "sapo": SAPO,
            "body": streamfield([("paragraph", rich_text("<p>Đoạn văn.</p>")), ("paragraph", rich_text("<p></p>"))]),
            "lead_image": "",
            "lead_caption": "",
            "picture_alt": "",
            "picture_credit": "",
            "picture_focus": "",
            "has_minor": "False",
            "has_victim": "False",
            "bylines": inline_formset([]),
            "signed_by_outlet": "on",
        }
        | ({"section": str(section.pk)} if section else {})
        | extra
    )


def photo(size=(1600, 900), words=False) -> bytes:
    exif = Image.Exif()
    if words:
        exif[0x010E], exif[0x013B] = "Phà rời bến lúc 5 giờ 40.".encode(), "Minh Thu"
    into = io.BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(into, "JPEG", exif=exif)
    return into.getvalue()


def send_picture(client, data=None, name="pha.jpg"):
    return client.post(PICTURES, {"file": SimpleUploadedFile(name, data or photo(), "image/jpeg")})


def test_an_item_is_an_ordinary_article_of_the_chosen_section_and_nothing_is_chosen_silently(newsroom, client_for):
    reporter = client_for(newsroom["reporter"])
    person = Person.objects.create(full_name="Nguyễn Minh Thư", account=newsroom["reporter"])
    shown = reporter.get(QUICK)
    assert newsroom["section"].title in shown.text and newsroom["other"].title not in shown.text
    assert "checked" not in shown.text and person.full_name in shown.text
    assert not missing_references(BeautifulSoup(shown.text, "html.parser"))
    for section in (None, newsroom["other"]):
        response = reporter.post(QUICK, screen(section), **JSON)
        assert response.status_code == 400 and not ArticlePage.objects.filter(title=TITLE).exists()
        assert "Chọn chuyên mục" in reporter.post(QUICK, screen(section)).text
    response = reporter.post(QUICK, screen(newsroom["section"]), **JSON).json()
    story = ArticlePage.objects.get(pk=response["pk"])
    assert story.get_parent().pk == newsroom["section"].pk and story.owner == newsroom["reporter"]
    assert story.slug == "pha-con-au-phat-the-goi-ai-khi-can" and len(story.body) == 1, "empty paragraphs are not kept"
    assert (
        response["url"] == f"{QUICK}{story.pk}/" and reporter.get(f"/admin/pages/{story.pk}/edit/").status_code == 200
    )
    changed = reporter.post(response["url"], screen(title="Phà phát thẻ"), **JSON).json()
    assert changed["success"] and "7/8" not in changed["html"] and "8/8" in changed["html"]
    assert ArticlePage.objects.get(pk=story.pk).slug == "pha-phat-the", "nobody has seen the first address"
    stranger = client_for(newsroom["culture_secretary"])
    assert stranger.get(response["url"]).status_code in {302, 403}
    assert stranger.post(response["url"], screen(title="Của người khác")).status_code in {302, 403}
    assert ArticlePage.objects.get(pk=story.pk).draft_title == "Phà phát thẻ"


@pytest.mark.parametrize("kind", ["articlepage", "longformpage"])
def test_the_full_editor_too_is_signed_by_who_begins_the_story_and_who_removes_it_is_obeyed(newsroom, client_for, kind):
    reporter, section = client_for(newsroom["reporter"]), newsroom["section"]
    address = f"/admin/pages/add/articles/{kind}/{section.pk}/"

    def signed():
        page = BeautifulSoup(reporter.get(address).text, "html.parser")
        count = page.find(attrs={"name": "bylines-TOTAL_FORMS"})["value"]
        person = page.find(attrs={"name": "bylines-0-person"})
        return count, person and person["value"]

    assert signed() == ("0", None), "the account has no author"
    person = Person.objects.create(full_name="Nguyễn Minh Thư", pen_name="Thư Hà", account=newsroom["reporter"])
    Person.objects.create(full_name="Trần Bình", account=newsroom["editor"])
    assert signed() == ("1", str(person.pk))
    assert "Thư Hà" in reporter.get(address).text
    if kind == "articlepage":
        row = {"person": str(person.pk), "role": "text", "signed_as": "", "share": ""}
        kept = write(reporter, section, "Giữ tên người viết", bylines=inline_formset([row]))
        assert kept.bylines.get().person == person
        removed = write(reporter, section, "Bỏ tên người viết")
        assert not removed.bylines.exists() and not removed.get_latest_revision_as_object().bylines.all()


@pytest.mark.parametrize("way", ["quick", "full"])
def test_a_story_without_an_author_is_stopped_and_the_newsroom_may_sign_it(newsroom, client_for, way):
    reporter, chief, section = client_for(newsroom["reporter"]), client_for(newsroom["chief"]), newsroom["section"]
    if way == "quick":
        pk = reporter.post(QUICK, screen(section, signed_by_outlet=""), **JSON).json()["pk"]
        address, sent = f"{QUICK}{pk}/", screen
        shown = BeautifulSoup(reporter.get(address).text, "html.parser")
        assert shown.select_one("details#o-tac-gia").has_attr("open"), "what is owed is not folded"
    else:
        pk = write(reporter, section, TITLE, signed_by_outlet="").pk
        address, sent = f"/admin/pages/{pk}/edit/", form
    if way == "quick":
        refused = reporter.post(address, sent(signed_by_outlet="", **{"action-submit": "1"}), follow=True)
        assert not ArticlePage.objects.get(pk=pk).current_workflow_state, "nothing was sent"
    else:
        refused = chief.post(f"/admin/bulk/wagtailcore/page/publish/?id={pk}&next=/admin/account/", {}, follow=True)
    assert "Bài chưa ghi tác giả hay nguồn." in refused.text and "ký tên tòa soạn" in refused.text
    assert not ArticlePage.objects.get(pk=pk).live

    reporter.post(address, sent(title=TITLE, **{"action-submit": "1"}))
    chief.post(f"/admin/bulk/wagtailcore/page/publish/?id={pk}&next=/admin/account/", {})
    page = ArticlePage.objects.get(pk=pk)
    assert page.live and f"<b>{page.outlet.short_name}</b>" in client_for().get(page.address).text


def test_a_gate_stops_it_at_its_place_and_a_mended_item_is_on_its_way(newsroom, client_for):
    reporter = client_for(newsroom["reporter"])
    sent = {"action-submit": "1"}
    response = reporter.post(QUICK, screen(newsroom["section"], has_minor="", sapo="Ngắn quá.", **sent))
    story = ArticlePage.objects.get(title=TITLE)
    assert response.url == f"{QUICK}{story.pk}/?cong=1" and step_of(story) == ""
    text = reporter.get(response.url).text
    assert "Chưa gửi được. Còn những việc này" in text and 'href="#o-sapo"' in text and 'href="#o-tre-em"' in text
    response = reporter.post(f"{QUICK}{story.pk}/", screen(**sent))
    assert response.url == f"{QUICK}{story.pk}/da-gui/" and step_of(story) == "editing"
    receipt = reporter.get(response.url).text
    assert "Đã gửi lúc" in receipt and "Viết tin khác" in receipt and "Lấy lại để sửa" in receipt


def test_a_picture_passes_the_gate_and_brings_its_photographer_and_caption(newsroom, client_for):
    reporter = client_for(newsroom["reporter"])
    upload = send_picture(reporter, photo(words=True)).json()
    image = SiteImage.objects.get(pk=upload["id"])
    assert (upload["caption"], upload["credit"], image.credit) == ("Phà rời bến lúc 5 giờ 40.", "Minh Thu", "Minh Thu")
    assert upload["mine"] and "Đọc từ tệp" in upload["read"] and b"Minh Thu" not in image.file.open("rb").read()
    small = send_picture(reporter, photo((400, 600))).json()["notes"]
    assert any("Ảnh nhỏ" in note for note in small) and any("Ảnh đứng" in note for note in small)
    assert any("Trong kho đã có" in note for note in send_picture(reporter, photo(words=True)).json()["notes"]) is False
    strange = send_picture(reporter, b"MZ not a picture")
    assert strange.status_code == 415 and strange.json()["error"].startswith(("Đây là", "Không nhận")), strange.json()
    assert reporter.post(PICTURES).status_code == 422
    assert client_for(None).post(PICTURES).status_code == 302
    assert client_for(make_reviewer("youth_union")).post(PICTURES)["Location"] == "/admin/", (
        "who may add none is not told of files"
    )
    fields = {"lead_image": str(image.pk), "picture_alt": "Phà rời bến", "picture_credit": "Minh Thư"}
    fields |= {"picture_minor": "False", "picture_focus": "25,50"}
    assert reporter.post(QUICK, screen(newsroom["section"], **fields), **JSON).json()["success"]
    image.refresh_from_db()
    assert (image.description, image.credit, image.has_minor) == ("Phà rời bến", "Minh Thư", False)
    assert image.focal_point_x == image.width // 4
    facts = reporter.get(f"{PICTURES}{image.pk}/").json()
    assert (facts["alt"], facts["focus"]) == ("Phà rời bến", "25,50")


def test_another_outlets_picture_is_used_as_it_is(newsroom, client_for):
    image = SiteImage.objects.get(pk=send_picture(client_for(newsroom["culture_secretary"])).json()["id"])
    reporter = client_for(newsroom["reporter"])
    assert reporter.get(f"{PICTURES}{image.pk}/").json()["mine"] is False
    fields = {"lead_image": str(image.pk), "picture_alt": "Chữ của người khác", "picture_minor": "False"}
    assert reporter.post(QUICK, screen(newsroom["section"], **fields), **JSON).json()["success"]
    image.refresh_from_db()
    assert image.description == "" and image.has_minor is None


PASTED = """<html><head><style>p{color:red}</style></head><body>
<b style="font-weight:normal" id="docs-internal-guid-1"><h2>Ba số cần nhớ</h2>
<p onclick="x()">Mặt <span style="font-weight:700">trước</span> in <a href="https://a.example/x">số</a>,
<a href="javascript:x()">xấu</a>.<script>x()</script></p>
<table><tr><td>Khi nào</td><td>Số máy</td></tr><tr><td>Nguy hiểm</td><td>113</td></tr></table>
<p class="MsoListParagraph">·&nbsp;&nbsp; Xóm Chài</p><p class="MsoListParagraph">· Cái Khế</p>
<p><img src=""></p></b></body></html>"""


def test_pasting_keeps_headings_tables_lists_and_links_and_nothing_that_runs(newsroom, client_for):
    reporter = client_for(newsroom["reporter"])
    result = reporter.post(PASTE, {"html": PASTED}).json()
    assert [block["type"] for block in result["blocks"]] == ["heading", "paragraph", "table", "paragraph"]
    words = str([json.loads(b["value"]) if b["type"] == "paragraph" else b["value"] for b in result["blocks"]])
    assert "Xóm Chài" in words and "https://a.example/x" in words and "unordered-list-item" in words
    assert not any(bad in words for bad in ("javascript:", "onclick", "x()", "color:red"))
    assert "1 ảnh chưa lấy được" in result["said"] and "1 bảng" in result["said"]
    assert "1 liên kết" in result["said"], "the one that runs a script does not count"
    assert reporter.post(PASTE, {"html": "<p>x</p>" * 300_000}).status_code == 422
    assert client_for(None).post(PASTE, {"html": "<p>x</p>"}).status_code == 302


LONG = "Chữ dài " * 60 + "hết."


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        (f"<h2>{LONG}</h2>", "paragraph"),
        (f"<blockquote>{LONG} {LONG}</blockquote>", "paragraph"),
        (f"<table><tr><td>A</td><td>B</td></tr><tr><td>{LONG}</td><td>D</td></tr></table>", "paragraph"),
        (f"<table>{2 * ('<tr>' + '<td>Ô hết.</td>' * 14 + '</tr>')}</table>", "paragraph"),
        ("<table><caption>hết.</caption><tr><td>A</td><td>B</td></tr><tr><td>C</td><td>D</td></tr></table>", "table"),
        ("<blockquote>hết. <img alt='Phà' src='file:///a.png'></blockquote>", "quote"),
        ("<table><tr><td>A</td><td>B</td></tr><tr><td>hết.</td><td><img alt='Phà' src='file:///a.png'></td></tr></table>",
         "table"),
        ("<h2>hết. <img alt='Phà' src='file:///a.png'></h2><p>Sau.</p>", "heading"),
    ],
)  # fmt: skip
def test_nothing_of_a_paste_is_cut_off_and_pictures_within_other_blocks_are_named(html, kind):
    converted = convert(html)
    words = str(converted.blocks)
    assert kind in {name for name, _value in converted.blocks}
    assert words.count("hết.") == html.count("hết.") and words.count("Chữ dài") == html.count("Chữ dài")
    assert converted.lost_pictures == ["“Phà”"] * html.count("<img")


def test_a_long_first_heading_of_a_word_file_is_the_headline_as_it_is(newsroom, client_for):
    """The gate says that it is too long; nothing of it is cut off before the writer has seen it."""
    heading = "Tít dài " * 20 + "hết"
    file = SimpleUploadedFile("ban cuoi.html", f"<h1>{heading}</h1><p>Một.</p>".encode())
    client_for(newsroom["reporter"]).post(IMPORT, {"section": newsroom["section"].pk, "file": file})
    assert ArticlePage.objects.get().draft_title == heading


def test_pictures_of_a_paste_pass_the_gate_and_lost_ones_are_named(newsroom, client_for):
    reporter = client_for(newsroom["reporter"])
    html = """<p>Trước.</p><img src="picture:0" alt="Phà rời bến"><p>Sau.</p><p><img src="picture:0">
        <img src="picture:1">
        <img src="picture:9"><img src="file:///C:/Temp/clip_image001.png"><img src="https://lh7.example/x">
        <img src="https://a.example/b%E1%BA%BFn.jpg?w=1" alt="Bến phà"></p>"""
    files = [
        SimpleUploadedFile("0", photo(), "image/jpeg"),
        SimpleUploadedFile("1", b"MZ\x90" + bytes(200), "image/png"),
    ]
    result = reporter.post(PASTE, {"html": html, "picture": files}).json()
    assert [block["type"] for block in result["blocks"]] == ["paragraph", "figure", "paragraph", "figure"]
    image = SiteImage.objects.get(uploaded_by_user=newsroom["reporter"])
    assert image.description == "Phà rời bến" and image.title == "Ảnh dán 1" and image.file_hash
    assert [block["value"]["image"]["id"] for block in result["blocks"][1::2]] == [image.pk] * 2
    lost = "5 ảnh chưa lấy được: ảnh không tên, clip_image001.png, lh7.example, “Bến phà”. Bạn thêm ảnh"
    assert result["said"].startswith(f"Giữ 2 ảnh. {lost}")
    strange = client_for(make_reviewer())
    assert strange.post(PASTE, {"html": html, "picture": SimpleUploadedFile("0", photo())}).status_code == 302
    assert SiteImage.objects.filter(file_hash=image.file_hash).count() == 1


def test_a_paste_while_files_are_checked_is_refused_in_words(newsroom, client_for, monkeypatch):
    monkeypatch.setattr(slots, "WAIT_SECONDS", 0.0)
    reporter, answers = client_for(newsroom["reporter"]), []
    monkeypatch.setattr(
        pasting, "convert", lambda *args: answers.append(reporter.post(PASTE, {"html": ""})) or Converted()
    )
    assert reporter.post(PASTE, {"html": "<h2>Ba số</h2>"}).status_code == 200
    assert answers[0].status_code == 429 and "Bạn đợi một phút rồi dán lại." in answers[0].json()["error"]
    assert reporter.post(PASTE, {"html": "<h2>Ba số</h2>"}).status_code == 200, "the slot was given back"


#: As Word writes it: each paragraph MsoNormal, lists as paragraphs whose numbers it ignores.
WORD_PASTED = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body lang=VI><!--StartFragment-->
<p class=MsoNormal><b><span style='font-size:13.0pt'>Ba số cần nhớ<o:p></o:p></span></b></p>
<p class=MsoNormal><b>Cúp máy</b> <i>ngay</i> <b>rồi</b>&nbsp;<i>gọi</i></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-.25in;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>Xóm Chài</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>2.<span>&nbsp; </span></span><![endif]>Cái Khế</p>
<p class=MsoNormal align=right><b>Minh Thư</b></p><!--EndFragment--></body></html>"""


def test_what_word_pastes_keeps_numbers_spaces_and_the_signature(newsroom, client_for):
    heading, words, signature = client_for(newsroom["reporter"]).post(PASTE, {"html": WORD_PASTED}).json()["blocks"]
    assert (heading["type"], heading["value"]) == ("heading", "Ba số cần nhớ")
    rows = [(row["type"], row["text"]) for row in json.loads(words["value"])["blocks"]]
    assert rows == [
        ("unstyled", "Cúp máy ngay rồi gọi"), ("ordered-list-item", "Xóm Chài"), ("ordered-list-item", "Cái Khế")
    ]  # fmt: skip
    assert signature["type"] == "paragraph", "nothing stands under it"
    assert json.loads(signature["value"])["blocks"][0]["text"] == "Minh Thư"


def nested(*names: str, levels: int) -> str:
    """HTML of so many elements within one another, by turns of `names`."""
    within = [names[number % len(names)] for number in range(levels)]
    return "".join(f"<{name}>" for name in within) + "Cai Khe" + "".join(f"</{name}>" for name in reversed(within))


@pytest.mark.parametrize(
    "names", [("b",), ("ul", "li"), ("table", "tr", "td"), ("blockquote",), ("div", "a", "p"), ("h2", "span")]
)
def test_what_is_nested_deeply_is_read_once_or_refused_in_words(newsroom, client_for, names):
    reporter = client_for(newsroom["reporter"])
    response = reporter.post(PASTE, {"html": nested(*names, levels=60)})
    assert response.status_code == 200 and response.text.count("Cai Khe") == 1
    for levels, reason in ((61, "lồng trong nhau"), (10_000, "lồng trong nhau"), (10_001, "20.000 thẻ")):
        refused = reporter.post(PASTE, {"html": nested(*names, levels=levels)})
        assert refused.status_code == 422 and reason in refused.json()["error"]
        file = SimpleUploadedFile("a.html", nested(*names, levels=levels).encode())
        refused = reporter.post(IMPORT, {"section": newsroom["section"].pk, "file": file})
        assert refused.status_code == 422 and reason in refused.text


def word_file() -> bytes:
    text, into = docx.Document(), io.BytesIO()
    text.add_heading("Phà phát thẻ", 1)
    text.add_paragraph("Chuyến phà 5 giờ 40.")
    text.add_heading("Ba số", 2)
    text.add_paragraph("Xóm Chài", style="List Bullet")
    table = text.add_table(2, 2)
    for cell, words in zip((c for row in table.rows for c in row.cells), ("Khi nào", "Số", "Nguy", "113"), strict=True):
        cell.text = words
    text.add_picture(io.BytesIO(photo()))
    text.save(into)
    return into.getvalue()


def test_a_word_file_becomes_a_draft_that_names_what_is_owed(newsroom, client_for):
    reporter = client_for(newsroom["reporter"])
    assert reporter.get(IMPORT).status_code == 200

    def send(data, name, section=newsroom["section"]):
        return reporter.post(IMPORT, {"section": section.pk, "file": SimpleUploadedFile(name, data)})

    response = send(word_file(), "bài.docx")
    story = ArticlePage.objects.get(title="Phà phát thẻ")
    assert response.url == f"/admin/pages/{story.pk}/edit/" and not story.live and story.owner == newsroom["reporter"]
    assert [block.block_type for block in story.body] == ["paragraph", "heading", "paragraph", "table", "figure"]
    assert "<li" in str(story.body[2].value.source)
    text = reporter.get(response.url).text
    assert "1 ảnh chưa có chữ thay" in text and "sapo" in text
    send(PASTED.encode(), "gdocs.html")
    assert ArticlePage.objects.filter(title="Ba số cần nhớ").exists()
    for data, name in (
        (b"PK broken", "a.docx"), (b"\xff\xfe\x00", "a.html"), (b"<p>a\0b</p>", "a.html"), (b"x", "a.doc"),
        (make.pdf(), "a.docx"),
    ):  # fmt: skip
        refused = send(data, name)
        assert refused.status_code == 422 and "error" in refused.text and "[&#x27;" not in refused.text, name
        assert ("DOCX, HTML" in refused.text) is (name == "a.docx") and "PPTX" not in refused.text, name
    assert send(word_file(), "bài.docx", newsroom["other"]).status_code == 422
    assert ArticlePage.objects.filter(title="Phà phát thẻ").count() == 1


def plain_word_file(*paragraphs) -> bytes:
    """A .docx without styles: words; bold ones begin with “*”; None is a picture."""
    text, into = docx.Document(), io.BytesIO()
    for words in paragraphs:
        if words is None:
            text.add_picture(io.BytesIO(photo()))
        else:
            text.add_paragraph().add_run(words.removeprefix("*")).bold = words.startswith("*")
    text.save(into)
    return into.getvalue()


LEAD = "*Chiều 2-12, học sinh ba trường ký cam kết không một mình trên mạng, cùng thầy cô và cha mẹ."


@pytest.mark.parametrize(
    ("paragraphs", "title", "sapo", "body", "figure"),
    [
        (
            ["*Phà phát thẻ", LEAD, "Chuyến phà 5 giờ 40.", "*Ba số", "Gọi 111.", None, "Ảnh: Minh Thư"],
            "Phà phát thẻ",
            LEAD[1:],
            ["paragraph", "heading", "paragraph", "figure"],
            ("", "Minh Thư"),
        ),
        (
            ["Phà phát thẻ", "Chuyến phà 5 giờ 40.", None, "Học sinh lên phà lúc 5 giờ 40. (Ảnh: Minh Thư)", "Hết."],
            "Phà phát thẻ",
            "",
            ["paragraph", "figure", "paragraph"],
            ("Học sinh lên phà lúc 5 giờ 40.", "Minh Thư"),
        ),
        (
            [LEAD[1:] + LEAD[1:], None, "Một đoạn kể tiếp không phải chú thích.", "Nguồn ảnh: Demo An"],
            "bài của tôi 02.12 bản cuối",
            "",
            ["paragraph", "figure", "paragraph"],
            ("", ""),
        ),
    ],
    ids=["bold lines", "plain lines", "a long first paragraph"],
)
def test_a_word_file_without_styles_keeps_headline_sapo_and_photo_lines(
    newsroom, client_for, paragraphs, title, sapo, body, figure
):
    reporter = client_for(newsroom["reporter"])
    file = SimpleUploadedFile("bài của tôi 02.12 bản cuối.docx", plain_word_file(*paragraphs))
    response = reporter.post(IMPORT, {"section": newsroom["section"].pk, "file": file})
    story = ArticlePage.objects.get(title=title)
    assert response.url == f"/admin/pages/{story.pk}/edit/"
    assert (story.sapo, [block.block_type for block in story.body]) == (sapo, body)
    value = next(block.value for block in story.body if block.block_type == "figure")
    assert (value["caption"], value["credit"]) == figure
    owed = reporter.get(response.url).text
    assert ("trước khi gửi: sapo" in owed) is not bool(sapo)


def with_document(change) -> bytes:
    """word_file() whose document.xml is what `change` makes of it."""
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word_file())) as old, zipfile.ZipFile(into, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data.decode()).encode() if name == "word/document.xml" else data)
    return into.getvalue()


TABLE = ("<w:tbl><w:tr><w:tc>", "<w:p><w:r><w:t>Xóm Chài</w:t></w:r></w:p></w:tc></w:tr></w:tbl>")
MALFORMED = {
    "a link to nowhere": '<w:p><w:hyperlink r:id="rId999"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p>',
    "a prefix that is not declared": "<w:p><w:r><pic:pic/></w:r></w:p>",
    "tables in tables": 300 * TABLE[0] + 300 * TABLE[1],
    "tables in some tables": 30 * TABLE[0] + 30 * TABLE[1],
}


@pytest.mark.parametrize("broken", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_word_file_is_refused_in_words_and_leaves_nothing(newsroom, client_for, broken):
    data = with_document(lambda xml: xml.replace("<w:sectPr", f"{broken}<w:sectPr", 1))
    pictures, pages = SiteImage.objects.count(), ArticlePage.objects.count()
    file = SimpleUploadedFile("bài.docx", data)
    refused = client_for(newsroom["reporter"]).post(IMPORT, {"section": newsroom["section"].pk, "file": file})
    assert refused.status_code == 422 and ("Tệp Office bị hỏng" in refused.text or "lồng trong nhau" in refused.text)
    assert (SiteImage.objects.count(), ArticlePage.objects.count()) == (pictures, pages)


def test_a_set_of_pictures_gets_one_answer_and_stands_in_the_story_in_its_order(newsroom, client_for):
    reporter = client_for(newsroom["reporter"])
    story = ArticlePage.objects.get(pk=reporter.post(QUICK, screen(newsroom["section"]), **JSON).json()["pk"])
    address = f"{QUICK}{story.pk}/chum-anh/"
    assert reporter.get(address).status_code == 200
    first, second, third = (send_picture(reporter, photo((1300 + n, 900))).json()["id"] for n in range(3))
    order = {"picture": [third, first, second], "credit": "Minh Thư", f"alt-{third}": "Sân trường"}
    for missing in ({"caption": "Cyber Day"}, {"minors": "none"}, {"caption": "Cyber Day", "minors": "some"}):
        refused = reporter.post(address, order | missing)
        assert refused.status_code == 422 and "Sân trường" in refused.text, "nothing typed is lost"
    response = reporter.post(address, order | {"caption": "Cyber Day", "minors": "some", f"minor-{first}": "1"})
    assert response.url == f"{QUICK}{story.pk}/"
    gallery = ArticlePage.objects.get(pk=story.pk).get_latest_revision_as_object().body[-1]
    assert [item["image"].pk for item in gallery.value["pictures"]] == [third, first, second]
    rows = SiteImage.objects.in_bulk([first, second, third])
    assert [rows[pk].has_minor for pk in (first, second, third)] == [True, False, False]
    assert rows[third].description == "Sân trường" and {row.credit for row in rows.values()} == {"Minh Thư"}
    assert client_for(newsroom["culture_secretary"]).get(address).status_code in {302, 403}
