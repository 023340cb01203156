"""What a translation must not lose: cells of a table, what was written by hand, what a picture shows."""

import json

import pytest
from django.urls import reverse
from wagtail_localize.models import OverridableSegment, SegmentOverride, StringTranslation, Translation

from articles.models import ArticlePage
from tests.factories import make_article, make_image, make_locale
from translations.diff import manual_edits, source_of, untranslated
from translations.publish import publish_together, start

pytestmark = [pytest.mark.world("languages"), pytest.mark.django_db]
commits = pytest.mark.django_db(transaction=True)
DESK = "/admin/ngon-ngu/"
FORM = "application/x-www-form-urlencoded"
SAPO = (
    "Cuộc gọi dọa dẫm cần bạn nghe tiếp. Cúp máy không làm bạn có lỗi, lại cho bạn thời gian để hỏi một người lớn "
    "mà bạn tin, rồi cùng nhau kiểm tra xem chuyện ấy có thật hay không."
)
TABLE = {
    "columns": [{"type": "text", "heading": "Khi nào"}, {"type": "text", "heading": "Số máy"}],
    "rows": [{"values": ["Nguy hiểm ngay trước mắt", "113"]}, {"values": ["Lo cho một bạn", "111"]}],
    "caption": "",
}


def with_body(page, *blocks):
    page = ArticlePage.objects.get(pk=page.pk)
    page.body = [*blocks]
    page.save_revision().publish(skip_permission_checks=True)
    return ArticlePage.objects.get(pk=page.pk)


def translate(page, language, said):
    """Give every sentence the translation that `said` (sentence → words) has for it, else one of its own."""
    for number, segment in enumerate(source_of(page).stringsegment_set.select_related("string", "context")):
        words = said.get(segment.string.data, f"{language} {number}")
        if segment.context.path == "slug":
            words = f"{language}-{page.pk}"
        StringTranslation.objects.update_or_create(
            translation_of=segment.string, context=segment.context, locale=make_locale(language),
            defaults={"data": words},
        )  # fmt: skip


def detached(page, user, language="en"):
    """(translation that is no longer kept in step, its page) with everything translated."""
    start(page, make_locale(language), user)
    translate(page, language, {})
    translation = Translation.objects.get(source__object_id=page.translation_key, target_locale__language_code=language)
    translation.save_target(user=user, publish=False)
    translation.enabled = False
    translation.save()
    return translation, newest(page, language)


def newest(page, language="en"):
    return page.get_translation(make_locale(language)).specific.get_latest_revision_as_object()


@commits
@pytest.mark.slow
def test_a_tables_cells_are_translated_and_follow_their_rows(client, site):
    page = with_body(
        make_article("Gọi ai", section=site["section"], sapo=SAPO),
        ("table", {"caption": "Gọi ai khi cần", "table": TABLE, "source": "Cục Trẻ em"}),
    )
    start(page, make_locale("en"), site["admin"])
    offered = set(source_of(page).stringsegment_set.values_list("string__data", flat=True))
    assert {"Khi nào", "Số máy", "Nguy hiểm ngay trước mắt", "Lo cho một bạn", "Gọi ai khi cần"} <= offered
    assert not offered & {"113", "111"}, "a telephone number is no sentence"
    translations = {
        "Khi nào": "When",
        "Số máy": "Number",
        "Nguy hiểm ngay trước mắt": "Danger now",
        "Lo cho một bạn": "A friend",
    }
    translate(page, "en", translations)
    assert publish_together(page, site["admin"])[0] == ["en"]
    english = page.get_translation(make_locale("en")).specific
    html = client.get(english.url).text
    for words in (*translations.values(), "113", "111"):
        assert f">{words}<" in html
    assert "Nguy hiểm ngay" not in html

    body = page.body.get_prep_value()
    body[0]["value"]["table"]["rows"] = TABLE["rows"][::-1]
    page.body = json.dumps(body)
    page.save_revision().publish(skip_permission_checks=True)
    source_of(page).update_from_db()
    translation = Translation.objects.get(source__object_id=page.translation_key)
    assert untranslated(translation) == [], "a row that moves keeps its translation"


def test_the_editor_of_sentences_shows_a_tables_cells(client_for, site):
    page = with_body(
        make_article("Gọi ai", section=site["section"]), ("table", {"caption": "Bảng", "table": TABLE, "source": ""})
    )
    twin = start(page, make_locale("km"), site["admin"])
    response = client_for(site["km"]).get(reverse("wagtailadmin_pages:edit", args=[twin.pk]))
    assert response.status_code == 200 and json.dumps("Nguy hiểm ngay trước mắt")[1:-1] in response.text


def test_what_was_written_by_hand_is_asked_about_to_the_last_word(client_for, site):
    """Two paragraphs in one block, a block of their own, an emptied line, another picture."""
    mine, theirs = make_image("Ảnh chữ Việt"), make_image("Ảnh chữ Anh", colour=(9, 9, 9))
    page = make_article(
        "Bài sửa tay", section=site["section"], lead_image=mine, kicker="Nhãn", lead_caption="Chú thích"
    )
    page = with_body(page, ("paragraph", "<p>Câu một.</p><p>Câu hai.</p>"))
    translation, draft = detached(page, site["admin"])
    assert manual_edits(translation, draft) == [], "nothing was touched"
    block = draft.body[0]
    raw = [
        {"type": "paragraph", "id": block.id, "value": draft.body.raw_data[0]["value"].replace("<p ", "<p ", 1)},
        {"type": "heading", "id": "11111111-1111-4111-8111-111111111111", "value": "Added by hand"},
    ]
    first = manual_edits(translation, draft)
    assert first == []
    row = source_of(page).stringsegment_set.filter(string__data="Câu hai.").annotate_translation(make_locale("en"))[0]
    raw[0]["value"] = raw[0]["value"].replace(row.translation, "Second, by hand.")
    draft.body = json.dumps(raw)
    draft.lead_image = theirs
    draft.kicker = ""
    draft.save_revision()
    address = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    client = client_for(site["admin"])
    response = client.post(address, {"localize-restart-translation": "1"})
    for words in ("Second, by hand.", "Added by hand", "Ảnh chữ Anh"):
        assert words in response.text, words
    assert "thì mất" in response.text
    translation.refresh_from_db()
    assert not translation.enabled
    client.post(address, {"localize-restart-translation": "1", "hand-edits": "keep"})
    translation.refresh_from_db()
    assert translation.enabled
    translation.save_target(user=site["admin"], publish=False)
    after = newest(page)
    html = str(after.body[0].value)
    assert "Second, by hand." in html and html.count("by hand") == 1, "the first paragraph stays itself"
    assert after.lead_image == theirs


def test_a_hand_written_paragraph_too_many_is_not_spread_over_the_others(site):
    page = with_body(make_article("Bài", section=site["section"]), ("paragraph", "<p>Câu một.</p><p>Câu hai.</p>"))
    translation, draft = detached(page, site["admin"])
    raw = [{"type": "paragraph", "id": draft.body[0].id, "value": f"<p>New.</p>{draft.body.raw_data[0]['value']}"}]
    draft.body = json.dumps(raw)
    edits = manual_edits(translation, draft)
    assert len(edits) == 1, edits
    edit = edits[0]
    assert not edit.can_be_kept and edit.by_hand.startswith("New.")


@commits
def test_a_picture_with_words_has_a_file_per_language(client, client_for, site):
    mine, theirs = make_image("Ảnh chữ Việt"), make_image("Ảnh chữ Khmer", colour=(9, 9, 9))
    page = make_article(
        "Ảnh có chữ", section=site["section"], sapo=SAPO, lead_image=mine, lead_caption="x", lead_credit="y"
    )
    page = with_body(page, ("figure", {"image": mine, "caption": "Chú thích", "credit": "An"}))
    start(page, make_locale("km"), site["admin"])
    translate(page, "km", {})
    translation = Translation.objects.get(source__object_id=page.translation_key)
    translator = client_for(site["km"])
    chooser = translator.get("/admin/images/chooser/")
    assert chooser.status_code == 200 and "Ảnh chữ Khmer" in chooser.json()["html"], (
        "who translates may choose a picture"
    )
    segments = OverridableSegment.objects.filter(source=source_of(page), context__path__endswith="image")
    assert segments.count() == 2
    for segment in segments:
        address = reverse("wagtail_localize:edit_override", args=[translation.pk, segment.pk])
        assert translator.put(address, f"value={theirs.pk}", content_type=FORM).status_code in (200, 201)
    assert SegmentOverride.objects.count() == 2
    assert publish_together(page, site["admin"])[0] == ["km"]
    khmer = page.get_translation(make_locale("km")).specific
    assert khmer.lead_image == theirs and khmer.body[0].value["image"] == theirs
    assert ArticlePage.objects.get(pk=page.pk).lead_image == mine


@commits
@pytest.mark.slow
def test_what_a_picture_shows_is_said_in_the_readers_language_or_named_as_vietnamese(client, client_for, site):
    image, other = make_image("IMG_1", description="Hai bạn ngồi cạnh nhau"), make_image("Ảnh khác", colour=(9, 9, 9))
    page = make_article(
        "Bài có ảnh", section=site["section"], sapo=SAPO, lead_image=image, lead_caption="x", lead_credit="y"
    )
    start(page, make_locale("km"), site["admin"])
    translate(page, "km", {})
    assert publish_together(page, site["admin"])[0] == ["km"]
    khmer = page.get_translation(make_locale("km")).specific
    assert 'alt="Hai bạn ngồi cạnh nhau" lang="vi"' in client.get(khmer.url).text, "never silent"

    translator, address = client_for(site["km"]), f"{DESK}{page.pk}/km/"
    assert "Hai bạn ngồi cạnh nhau" in translator.get(address).text
    words = {f"anh-{image.pk}": "មិត្តពីរនាក់អង្គុយជិតគ្នា", f"anh-{other.pk}": "ផ្សេង"}
    assert translator.post(f"{address}anh/", words).status_code == 302
    image.refresh_from_db()
    other.refresh_from_db()
    assert image.description_km == "មិត្តពីរនាក់អង្គុយជិតគ្នា" and image.description == "Hai bạn ngồi cạnh nhau"
    assert other.description_km == "", "no picture that is not on the page"
    html = client.get(khmer.url).text
    assert 'alt="មិត្តពីរនាក់អង្គុយជិតគ្នា"' in html and "Hai bạn ngồi" not in html
    assert 'alt="Hai bạn ngồi cạnh nhau"' in client.get(page.url).text

    refused = translator.post(f"{DESK}{page.pk}/en/anh/", {f"anh-{image.pk}": "Two friends"})
    assert refused.status_code in (302, 403)
    image.refresh_from_db()
    assert image.description_en == ""
    assert translator.post(f"{DESK}{page.pk}/vi/anh/", {f"anh-{image.pk}": "x"}).status_code in (302, 403, 404)
    translator.post(f"{address}anh/", {f"anh-{image.pk}": "ក" * 300})
    image.refresh_from_db()
    assert image.description_km == "មិត្តពីរនាក់អង្គុយជិតគ្នា"


def test_the_export_speaks_vietnamese_and_runs_no_formula(client_for, site):
    make_article("=1+1", section=site["section"])
    client = client_for(site["admin"])
    for kind in ("csv", "xlsx"):
        response = client.get(DESK, {"export": kind})
        content = b"".join(response.streaming_content) if response.streaming else response.content
        if kind == "csv":
            text = content.decode()
            assert "'=1+1" in text and "chưa có" in text and "missing" not in text
