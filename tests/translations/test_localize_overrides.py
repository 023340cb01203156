"""Hostile words, choices and PO files sent to wagtail-localize's views: refused or made harmless, never a 500."""

import json
from inspect import signature

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import resolve, reverse
from wagtail_localize.models import OverridableSegment, SegmentOverride, StringTranslation, Translation
from wagtail_localize.strings import StringValue
from wagtail_localize.views.edit_translation import upload_pofile

from articles.models import ArticlePage, Person
from tests.factories import make_article, make_asset, make_home, make_image, make_locale, make_user
from translations.admin.localize_overrides import po_file
from translations.diff import source_of
from translations.publish import publish_together, start
from translations.sanitise import MOST_CHARACTERS, is_safe_choice, sanitised_text
from users.roles import grant

pytestmark = [pytest.mark.world("languages"), pytest.mark.django_db]
FORM = "application/x-www-form-urlencoded"
DESK = "/admin/ngon-ngu/"
HOSTILE = (
    '<script>alert(1)</script><b onclick="x()" id="b9">Bold</b><img src=x onerror=x()>'
    "<meta http-equiv=refresh><!-- x -->"
)


#: Views of wagtail-localize → arguments with which their addresses are made.
EXAMPLES = {
    "update_translations": {"translation_source_id": 1},
    "edit_string_translation": {"translation_id": 1, "string_segment_id": 1},
    "edit_override": {"translation_id": 1, "overridable_segment_id": 1},
    "upload_pofile": {"translation_id": 1},
    "translations_report": {},
    "translations_report_results": {},
    "snippets_api_listing": {"app_label": "campaign", "model_name": "topic"},
    "snippets_api_detail": {"app_label": "campaign", "model_name": "topic", "pk": "1"},
}


@pytest.fixture
def work(client_for, site):
    """(translation into English, its translator's client, the source page, an administrator)."""
    page = make_article(
        "Bài", section=site["section"], lead_image=make_image(), lead_caption="x", lead_credit="y",
        paragraphs=['Đọc <a href="https://a.example/">trang này</a>.'],
    )  # fmt: skip
    start(page, make_locale("en"), site["admin"])
    translation = Translation.objects.get(source__object_id=page.translation_key)
    return translation, client_for(site["en"]), page, site["admin"]


def address_of(name, translation, *more):
    return reverse(f"wagtail_localize:{name}", args=[translation.pk, *more])


def sentence_of(page, path):
    return source_of(page).stringsegment_set.get(context__path__startswith=path)


def draft_of(page):
    return page.get_translation(make_locale("en")).specific.get_latest_revision_as_object()


def test_markup_that_the_editor_would_refuse_does_not_come_in_through_a_translation(work):
    translation, client, page, chief = work
    paragraph = sentence_of(page, "body.")
    for path in ("title", "sapo"):
        segment = sentence_of(page, path)
        client.put(
            address_of("edit_string_translation", translation, segment.pk), f"value=Plain {path}", content_type=FORM
        )
    text = f'{HOSTILE} and <a id="a1">this page</a>'
    response = client.put(
        address_of("edit_string_translation", translation, paragraph.pk), f"value={text}", content_type=FORM
    )
    assert response.status_code in (200, 201)
    translation.source.create_or_update_translation(translation.target_locale, user=chief, publish=False, fallback=True)
    html = str(draft_of(page).body[0].value)
    assert '<b>Bold</b> and <a href="https://a.example/">this page</a>' in html
    for bad in ("script", "onclick", "onerror", "alert", "<meta", "<img", "<!--"):
        assert bad not in html, bad


def test_the_same_words_from_a_po_file(work):
    translation, client, _page, _chief = work
    po = translation.export_po()
    for entry in po:
        entry.msgstr = "slug-en" if entry.msgctxt == "slug" else HOSTILE
    client.post(
        address_of("upload_pofile", translation), {"file": SimpleUploadedFile("x.po", str(po).encode()), "next": DESK}
    )
    stored_texts = StringTranslation.objects.filter(locale=make_locale("en")).values_list("data", flat=True)
    assert stored_texts and all("script" not in text and "onclick" not in text for text in stored_texts)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "chọn tệp PO"),
        (b"", "thiếu dòng"),
        (b"\xff\xfe\x00 nothing", "không phải tệp PO"),
        (b"msgid broken", "thiếu dòng"),
        (b'msgid "a"\nmsgstr "b"\n', "thiếu dòng"),
        (b"/etc/passwd", "không phải tệp PO"),
        (b'msgid ""\nmsgstr "X-WagtailLocalize-TranslationID: 1\\n"\n', "khác"),
        (b"#" * 2_100_000, "lớn quá"),
    ],
)
def test_a_po_file_that_is_none_of_this_page_is_refused_with_a_reason(work, content, told):
    translation, client, _page, _chief = work
    sent = {"next": DESK} | ({"file": SimpleUploadedFile("x.po", content)} if content is not None else {})
    response = client.post(address_of("upload_pofile", translation), sent, follow=True)
    assert response.status_code == 200 and told in response.text
    assert not StringTranslation.objects.exists()


def test_changed_sentences_and_placeholders_of_a_po_file_are_left_out_or_said(work):
    translation, client, page, _chief = work
    po = translation.export_po()
    for entry in po:
        if entry.msgctxt == "title":
            entry.msgid, entry.msgstr = "Another sentence", "Nothing"
        elif entry.msgctxt.startswith("body."):
            entry.msgstr = 'Read <a id="a7">elsewhere</a>'
    client.post(
        address_of("upload_pofile", translation), {"file": SimpleUploadedFile("x.po", str(po).encode()), "next": DESK}
    )
    (stored_string,) = StringTranslation.objects.all()
    assert stored_string.has_error, "its author sees that it is wrong, and it is not shown"
    article = ArticlePage.objects.get(pk=page.pk)
    _out, why = publish_together(article, make_user("qt2@test.example", is_superuser=True))
    assert why and "chưa dịch" in why[0]


def test_a_choice_that_is_none_is_an_error_of_its_author_and_never_shown(work):
    translation, client, page, chief = work
    choices = {choice.context.path: choice for choice in OverridableSegment.objects.filter(source=source_of(page))}
    link = next(choice for path, choice in choices.items() if "https" in path)
    assert client.put(address_of("edit_override", translation, link.pk), "", content_type=FORM).status_code == 400
    picture = choices["lead_image"]
    title = address_of("edit_string_translation", translation, sentence_of(page, "title").pk)
    assert client.put(title, "", content_type=FORM).status_code == 400
    client.put(address_of("edit_override", translation, link.pk), "value=java%09script:alert(1)", content_type=FORM)
    client.put(address_of("edit_override", translation, picture.pk), "value=zzz", content_type=FORM)
    assert SegmentOverride.objects.filter(has_error=True).count() == 2
    translation.source.create_or_update_translation(translation.target_locale, user=chief, publish=False, fallback=True)
    assert "script" not in json.dumps(draft_of(page).body.get_prep_value())
    twin = page.get_translation(make_locale("en"))
    assert client.get(reverse("wagtailadmin_pages:edit", args=[twin.pk])).status_code == 200
    SegmentOverride.objects.all().delete()
    client.put(address_of("edit_override", translation, picture.pk), "value=999999", content_type=FORM)
    for segment in source_of(page).stringsegment_set.all():
        client.put(address_of("edit_string_translation", translation, segment.pk), "value=slug-en", content_type=FORM)
    _out, why = publish_together(ArticlePage.objects.get(pk=page.pk), chief)
    assert why and "không còn" in why[0]


def test_a_choice_that_was_safe_and_is_changed_to_another_is_looked_at_again(work):
    """wagtail-localize saves the changed value alone, without our mark."""
    translation, client, page, _chief = work
    link = OverridableSegment.objects.get(source=source_of(page), data_json__contains="https")
    place, marks = address_of("edit_override", translation, link.pk), []
    for value in ("https://b.example/", "javascript:alert(1)", "https://c.example/", f"https://d.example/{'x' * 3000}"):
        assert client.put(place, f"value={value}", content_type=FORM).status_code in (200, 201)
        marks.append(SegmentOverride.objects.get().has_error)
    assert marks == [False, True, False, True]


def test_a_sentence_without_end_is_cut_and_not_used(work):
    translation, client, page, chief = work
    for segment in source_of(page).stringsegment_set.all():
        place = address_of("edit_string_translation", translation, segment.pk)
        client.put(place, "value=Plain words", content_type=FORM)
    for path, sent, limit in (("sapo", MOST_CHARACTERS + 1, MOST_CHARACTERS), ("title", 256, 255)):
        place = address_of("edit_string_translation", translation, sentence_of(page, path).pk)
        response = client.put(place, f"value={'a' * sent}", content_type=FORM)
        assert response.status_code == 200 and "bị cắt" in response.json()["error"]
        stored_string = StringTranslation.objects.get(context__path=path)
        assert stored_string.has_error and len(stored_string.data) == limit
    _out, why = publish_together(ArticlePage.objects.get(pk=page.pk), chief)
    assert why and "chưa dịch" in why[0]


def test_one_view_of_wagtail_localize_is_replaced_and_takes_what_theirs_takes():
    """The contract with wagtail-localize (docs/upgrade.md): its address, its view and the names of their arguments."""
    replaced = [
        name
        for name, values in EXAMPLES.items()
        if resolve(reverse(f"wagtail_localize:{name}", kwargs=values)).namespace != "wagtail_localize"
    ]
    assert replaced == ["upload_pofile"]
    assert list(signature(upload_pofile).parameters) == list(signature(po_file).parameters)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("5 < 6 & 7", "5 &lt; 6 &amp; 7"),
        ("<i>a</i><u>b</u>", "<i>a</i>b"),
        ('<a href="https://x/">x</a>', "x"),
        ("<svg><script>x</script></svg>y", "y"),
        ("e\u0302\u0301\x00", "ế"),
        ("ខ្មែរ\u200bខ្មែរ", "ខ្មែរ\u200bខ្មែរ"),
        ("<![CDATA[<script>]]>x", "x"),
        ("<b>" * 3000 + "x" + "</b>" * 3000, "<b>" * 20 + "x" + "</b>" * 20),
    ],
)
def test_safe_words(sent, kept):
    clean = sanitised_text(sent, "source")
    assert clean == kept and StringValue.from_translated_html(clean).render_text()


@pytest.mark.parametrize(
    ("value", "is_safe"),
    [("javascript:x", False), (" JAVA\nSCRIPT:x", False), ("data:text/html,x", False), ("vbscript:x", False),
     ("https://x/", True), ("/vi/", True), ("tel:111", True), ("12", True), (12, True), (None, False),
     ("http://[", False)],
)  # fmt: skip
def test_safe_choices(value, is_safe):
    assert is_safe_choice(value) is is_safe


def test_a_translation_typed_in_an_old_font_is_said_on_its_page_and_when_it_goes_out(work, client_for):
    translation, client, page, chief = work
    address = f"{DESK}{page.pk}/en/"
    assert "phông cũ" not in client.get(address).text
    title = sentence_of(page, "title")
    client.put(
        address_of("edit_string_translation", translation, title.pk), "value=ChiÕn dÞch kh«ng", content_type=FORM
    )
    assert "phông cũ" in client.get(address).text
    out = client_for(chief).post(f"{DESK}{page.pk}/xuat-ban/", follow=True)
    assert "phông cũ" in out.text


def test_an_old_font_in_a_snippet_is_said(client_for):
    make_home()
    person = Person.objects.create(full_name="An", slug="an")
    address = f"/admin/snippets/articles/person/edit/{person.pk}/"
    client = client_for(make_user("qt3@test.example", is_superuser=True))
    sent = {"full_name": "An", "slug": "an", "has_page": "on"}
    assert "phông cũ" not in client.post(address, sent, follow=True).text
    assert "phông cũ" in client.post(address, sent | {"bio": "ChiÕn dÞch kh«ng mét m×nh"}, follow=True).text


def test_names_and_drafts_are_told_to_those_they_concern_alone(work, client_for):
    """The API of snippets says what the choosers say; the report of all translations is the administrators'."""
    _translation, translator, page, chief = work
    asset, released = make_asset(released=False), make_asset()
    officer = make_user("td@test.example")
    grant(officer, "youth_union")
    officer, admin = client_for(officer), client_for(chief)
    of_assets = "/admin/localize/api/snippets/media_library/asset/"

    def listed(client):
        return {row["id"] for row in client.get(of_assets).json()}

    assert listed(admin) == {asset.pk, released.pk} and listed(officer) == listed(translator) == {released.pk}
    assert admin.get(f"{of_assets}{asset.pk}/").status_code == 200
    assert translator.get(f"{of_assets}{released.pk}/").status_code == 200, "its name stands in the editor of sentences"
    for client in (officer, translator):
        assert client.get(f"{of_assets}{asset.pk}/").status_code == 404, "a draft is the library's"
        assert client.get("/admin/localize/api/snippets/search/distressphrase/").json() == []
    assert client_for(None).get(of_assets).status_code in (302, 403)
    for report in ("/admin/localize/reports/translations/", "/admin/localize/reports/translations/results/"):
        assert {officer.get(report).status_code, translator.get(report).status_code} == {403}
        assert page.title in admin.get(report).text


def test_a_translator_does_not_make_a_translation_a_live_copy_of_its_original(work, client_for):
    """wagtail-localize asks for the right to edit, and puts the original's text live in the other language."""
    _translation, translator, page, chief = work
    twin = page.get_translation(make_locale("en"))
    place = reverse("wagtail_localize:convert_to_alias", args=[twin.pk])
    assert {translator.get(place).status_code, translator.post(place).status_code} == {403}
    twin.refresh_from_db()
    assert not twin.live and twin.alias_of_id is None
    assert client_for(chief).get(place).status_code == 200
    Translation.objects.update(enabled=False)
    edit = reverse("wagtailadmin_pages:edit", args=[twin.pk])
    for client, offered in ((translator, False), (client_for(chief), True)):
        assert ("localize-convert-to-alias" in client.get(edit).text) is offered
