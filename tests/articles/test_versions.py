"""Locks, comments, versions and what autosave does to them: by the editor's own forms, allowed and refused together."""

import json
import re

import pytest
from django.core.cache import cache
from django.core.management import call_command
from wagtail.models import Comment, PageLogEntry, Revision
from wagtail.test.utils.form_data import inline_formset, rich_text

from articles.models import ArticlePage, Person, PreviewLink
from tests.articles.newsroom_forms import SAPO, act, edit, form, say_outside, write
from tests.articles.test_after_publication import correct
from tests.factories import make_article, make_asset, make_image

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db]
JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def draft(newsroom, client_for):
    return write(client_for(newsroom["reporter"]), newsroom["section"])


def newest(page):
    return ArticlePage.objects.get(pk=page.pk).get_latest_revision()


def autosave(client, draft, **extra):
    """What the editor's script sends by itself; returns the answer's JSON."""
    return client.post(f"/admin/pages/{draft.pk}/edit/", form(**extra), headers=JSON).json()


def test_a_locked_text_is_closed_to_others_and_says_by_whom(newsroom, client_for, draft):
    editor, secretary = client_for(newsroom["editor"]), client_for(newsroom["secretary"])
    address = f"/admin/pages/{draft.pk}"
    editor.post(f"{address}/lock/")
    assert not ArticlePage.objects.get(pk=draft.pk).locked, "editors do not lock"
    assert secretary.post(f"{address}/lock/").status_code == 302
    newsroom["secretary"].refresh_from_db()
    opened = editor.get(f"{address}/edit/").text
    assert f"do <b>{newsroom['secretary'].full_name}</b> khóa ngày" in opened
    refused = edit(editor, draft, kicker="Của biên tập")
    assert refused.status_code == 200 and "Chưa lưu được: trang đang khóa." in refused.text
    assert "Của biên tập" in refused.text, "the words come back with the form"
    assert autosave(editor, draft, kicker="Tự lưu")["success"] is False
    editor.post(f"{address}/unlock/")
    assert draft.revisions.count() == 1 and ArticlePage.objects.get(pk=draft.pk).locked
    assert edit(secretary, draft, kicker="Của thư ký").status_code == 302, "who locked it goes on writing"
    assert secretary.post(f"{address}/unlock/").status_code == 302
    assert edit(editor, draft, kicker="Của biên tập").status_code == 302
    assert newest(draft).content["kicker"] == "Của biên tập"


def test_a_text_that_waits_for_others_is_closed_to_its_writer_and_says_for_whom(newsroom, client_for):
    draft = write(client_for(newsroom["editor"]), newsroom["section"], **{"action-submit": "1"})
    act(client_for(newsroom["secretary"]), draft)
    editor = client_for(newsroom["editor"])
    opened = editor.get(f"/admin/pages/{draft.pk}/edit/").text
    assert "đang chờ" in opened and "Tổng Biên tập duyệt" in opened
    assert edit(editor, draft, kicker="Sau lưng").status_code == 200
    assert edit(client_for(newsroom["chief"]), draft, kicker="Của tổng").status_code == 302
    assert newest(draft).content["kicker"] == "Của tổng"


def remark(text, *, pk="", **extra):
    """The comments' part of the editor's form, with one comment at the sapo."""
    row = {"id": pk, "contentpath": "sapo", "text": text, "position": "", "resolved": "", "replies": inline_formset([])}
    return {"comments": inline_formset([row | extra], initial=1 if pk else 0)}


def test_a_comment_at_a_field_is_read_answered_and_settled_by_others_but_not_changed(newsroom, client_for, draft):
    editor, reporter = client_for(newsroom["editor"]), client_for(newsroom["secretary"])
    words = "Câu này cần nguồn."
    assert edit(editor, draft, **remark(words)).status_code == 302
    comment = Comment.objects.get()
    assert (comment.text, comment.contentpath, comment.user) == (words, "sapo", newsroom["editor"])
    address = f"/admin/pages/{draft.pk}/edit/"
    assert words in reporter.get(address).context["form"].formsets["comments"].forms[0].instance.text
    assert client_for(newsroom["culture"]).get(address).status_code in {302, 403}
    assert client_for(newsroom["culture"]).post(address, form(**remark("Ké vào."))).status_code in {302, 403}
    edit(reporter, draft, **remark("Không cần nguồn.", pk=comment.pk))
    edit(reporter, draft, **remark(words, pk=comment.pk, DELETE="on"))
    comment.refresh_from_db()
    assert comment.text == words, "another person's words are not rewritten"
    response = {"id": "", "text": "Đã thêm."}
    assert edit(reporter, draft, **remark(words, pk=comment.pk, replies=inline_formset([response]))).status_code == 302
    assert [(reply.text, reply.user) for reply in comment.replies.all()] == [("Đã thêm.", newsroom["secretary"])]
    row = response | {"id": comment.replies.get().pk}
    replies = inline_formset([row], initial=1)
    assert edit(editor, draft, **remark(words, pk=comment.pk, resolved="on", replies=replies)).status_code == 302
    comment.refresh_from_db()
    assert comment.resolved_by == newsroom["editor"] and Comment.objects.count() == 1


def test_compare_shows_what_went_and_what_came_and_the_old_version_comes_back(newsroom, client_for, draft):
    first = newest(draft)
    editor = client_for(newsroom["editor"])
    edit(editor, draft, body=[("paragraph", rich_text("<p>Đoạn mới hẳn.</p>"))], kicker="Cần biết")
    last = newest(draft)
    address = f"/admin/pages/{draft.pk}/revisions/compare/{first.pk}...{last.pk}/"
    text = editor.get(address).text
    assert '<span class="addition">Cần biết</span>' in text
    assert "comparison__child-object deletion" in text and "Đoạn văn." in text, "what went stands there too"
    assert "comparison__child-object addition" in text and "Đoạn mới hẳn." in text
    assert client_for(newsroom["culture"]).get(address).status_code in {302, 403, 404}
    assert client_for(None).get(address).status_code == 302
    back = editor.get(f"/admin/pages/{draft.pk}/revisions/{first.pk}/revert/")
    assert back.status_code == 200 and "Đoạn văn." in str(back.context["form"].instance.body)
    for made_up in (0, last.pk + 1):
        assert editor.get(f"/admin/pages/{draft.pk}/revisions/{made_up}/revert/").status_code == 404
    assert edit(editor, draft, revision=str(first.pk)).status_code == 302
    restored = newest(draft)
    assert restored.pk > last.pk and restored.content["kicker"] == "", "one more version, nothing is lost"


def test_an_hour_of_autosaving_is_one_version_and_one_line_of_history(newsroom, client_for, draft):
    editor = client_for(newsroom["editor"])
    loaded = newest(draft)
    fields = {"loaded_revision_id": f"{loaded.pk}", "loaded_revision_created_at": loaded.created_at.isoformat()}
    result = autosave(editor, draft, kicker="0", **fields)
    for number in range(1, 6):
        result = autosave(editor, draft, kicker=f"{number}", overwrite_revision_id=result["revision_id"])
        assert result["success"], result
    assert draft.revisions.count() == 2
    assert newest(draft).content["kicker"] == "5"
    history = editor.get(f"/admin/pages/{draft.pk}/history/")
    lines = (
        PageLogEntry.objects.filter(page=draft.pk, action="wagtail.edit", user=newsroom["editor"])
        .values("uuid")
        .distinct()
        .count()
    )
    assert lines == 1 and history.text.count("Đã lưu nháp") <= 3
    other = client_for(newsroom["secretary"])
    stale = autosave(other, draft, kicker="Xóa mất", overwrite_revision_id=result["revision_id"])
    assert stale["success"] is False, "nobody writes over another's version"
    assert newest(draft).content["kicker"] == "5"


def hold_by_name(newsroom, client_for, draft):
    client_for(newsroom["secretary"]).post(f"/admin/toa-soan/bai/{draft.pk}/ban/", {"name": "Bản gửi luật sư"})


def hold_by_answer(newsroom, client_for, draft):
    link = PreviewLink.objects.create(
        page=draft, reader="ThS. An", expires_at="2099-01-01T00:00Z", created_by=newsroom["editor"]
    )
    assert say_outside(client_for(None), link, "dong-y").status_code == 302


def hold_by_readers(newsroom, client_for, draft):
    newest(draft).publish(skip_permission_checks=True)


def hold_by_decision(newsroom, client_for, draft):
    page = ArticlePage.objects.get(pk=draft.pk)
    page.get_workflow().start(page, newsroom["reporter"])
    act(client_for(newsroom["secretary"]), page, "reject", comment="Thiếu lời của nhà trường.")


@pytest.mark.parametrize("hold", [hold_by_name, hold_by_answer, hold_by_readers, hold_by_decision])
def test_autosave_begins_another_version_where_somebody_holds_on_to_the_last(newsroom, client_for, draft, hold):
    """An editor's window that stays open must not change what a name, an answer or readers stand on."""
    editor = client_for(newsroom["editor"])
    revision_id = autosave(editor, draft, kicker="Như đã gửi")["revision_id"]
    hold(newsroom, client_for, draft)
    result = autosave(editor, draft, kicker="Viết tiếp", overwrite_revision_id=revision_id)
    assert result["success"] and result["revision_id"] != revision_id
    assert Revision.objects.get(pk=revision_id).content["kicker"] == "Như đã gửi"
    again = autosave(editor, draft, kicker="Viết tiếp nữa", overwrite_revision_id=result["revision_id"])
    assert again["revision_id"] == result["revision_id"] and draft.revisions.count() == 3


def test_autosave_goes_on_in_the_version_that_waits_for_a_decision(newsroom, client_for, draft):
    editor = client_for(newsroom["editor"])
    revision_id = autosave(editor, draft, kicker="Như đã gửi")["revision_id"]
    page = ArticlePage.objects.get(pk=draft.pk)
    page.get_workflow().start(page, newsroom["reporter"])
    assert autosave(editor, draft, kicker="Viết tiếp", overwrite_revision_id=revision_id)["revision_id"] == revision_id


@pytest.mark.django_db(transaction=True)  # what is refused ends its transaction, as in the command itself
def test_tidying_keeps_what_somebody_stands_on_and_a_deleted_draft_takes_all_along(newsroom, client_for):
    """Names, decisions, readers, and all since readers got the last one; what lies between in older rounds goes."""
    editor, chief = client_for(newsroom["editor"]), client_for(newsroom["chief"])
    page = write(client_for(newsroom["reporter"]), newsroom["section"])
    hold_by_name(newsroom, client_for, page)
    named = newest(page).pk
    for number in range(3):
        edit(editor, page, kicker=f"{number}")
    page.get_workflow().start(ArticlePage.objects.get(pk=page.pk), newsroom["reporter"])
    act(client_for(newsroom["secretary"]), page)
    decided = newest(page).pk
    edit(chief, page, kicker="Chữ sau bước biên tập")
    chief = client_for(newsroom["chief2"])
    act(chief, page)
    chief.post(f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}&next=/admin/", {})
    revision_id = ArticlePage.objects.get(pk=page.pk).live_revision_id
    assert revision_id and revision_id != decided
    for number in range(2):
        edit(editor, page, kicker=f"Sau khi đăng {number}")
    since = set(page.revisions.filter(pk__gte=revision_id).values_list("pk", flat=True))
    assert len(since) == 3
    call_command("purge_revisions")
    assert set(page.revisions.values_list("pk", flat=True)) == {named, decided} | since
    draft = write(client_for(newsroom["editor"]), newsroom["section"], "Nháp bỏ")
    edit(client_for(newsroom["secretary"]), draft, title="Nháp bỏ", kicker="Thêm")
    assert editor.post(f"/admin/pages/{draft.pk}/delete/").status_code == 302
    assert not ArticlePage.objects.filter(pk=draft.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_tidying_does_not_let_a_writer_let_the_own_text_out(newsroom, client_for):
    """The chief's words, another person's comma, a tidy-up: still the chief's words."""
    page = write(client_for(newsroom["reporter"]), newsroom["section"])
    edit(client_for(newsroom["chief"]), page, kicker="Lời của tổng")
    edit(client_for(newsroom["editor"]), page, kicker="Lời của tổng, dấu phẩy của ban")
    call_command("purge_revisions")
    call_command("purge_revisions", days=0, pages=True)
    for name, goes_out in (("chief", False), ("chief2", True)):
        client_for(newsroom[name]).post(f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}&next=/admin/", {})
        assert ArticlePage.objects.get(pk=page.pk).live is goes_out, name


@pytest.mark.django_db(transaction=True)
def test_tidying_leaves_the_older_version_of_a_correction_readable(newsroom, client_for):
    page = make_article(section=newsroom["section"], sapo=SAPO, paragraphs=["Cuộc thi có 40 trường."], owner=None)
    correct(newsroom, client_for, page)
    correct(newsroom, client_for, page)
    other = write(client_for(newsroom["reporter"]), newsroom["section"], "Bài không có đính chính")
    edit(client_for(newsroom["editor"]), other, kicker="Bản sau")
    newest(other).publish(skip_permission_checks=True)
    call_command("purge_revisions")
    assert other.revisions.get().content["kicker"] == "Bản sau", "it holds on to versions of its own page alone"
    older = client_for(None).get(f"{page.address}phien-ban/1/")
    assert older.status_code == 200 and "Cuộc thi có 40 trường." in older.text


def test_compare_shows_the_old_and_the_new_picture_and_library_card_of_a_block(newsroom, client_for, draft):
    pictures = [make_image(f"Ảnh {number}", colour=(number, 90, 90)) for number in (1, 2)]
    cards = [make_asset(name=f"Poster {number}") for number in (1, 2)]
    revisions = []
    for image, card in zip(pictures, cards, strict=True):
        figure = {"image": image.pk, "caption": "Sân trường", "credit": ""}
        blocks = [
            {"type": "figure", "id": "9f1c7b6e-0000-4000-8000-000000000001", "value": figure},
            {"type": "asset", "id": "9f1c7b6e-0000-4000-8000-000000000002", "value": card.pk},
        ]
        draft.body, draft.lead_image = json.dumps(blocks), image
        revisions.append(draft.save_revision(user=newsroom["editor"]))
    place = "/admin/pages/{}/revisions/compare/{}...{}/"
    html = client_for(newsroom["editor"]).get(place.format(draft.pk, revisions[0].pk, revisions[1].pk)).text
    for change in ("deletion", "addition"):
        alt_texts = re.findall(rf'class="preview-image {change}">\s*<img[^>]*alt="([^"]*)"', html)
        old_or_new = pictures[change == "addition"].default_alt_text
        assert alt_texts == [old_or_new, old_or_new], (change, alt_texts)  # the lead picture, and the block's
        number = 1 + (change == "addition")
        assert re.search(rf'Poster.{{0,60}}<span class="{change}">[^<]*{number}</span>', html), "the library's card"
    same = client_for(newsroom["editor"]).get(place.format(draft.pk, revisions[1].pk, revisions[1].pk)).text
    assert "preview-image" not in same


def test_autosave_saves_what_is_valid_and_names_what_is_not(newsroom, client_for, draft):
    """A row without a person, a wrong address and a bad block stop nothing else; a click on “Lưu nháp” shows them."""
    reporter = client_for(newsroom["reporter"])
    person = Person.objects.create(full_name="Minh Thư")
    rows = [{"person": "", "role": "text"}, {"person": str(person.pk), "role": "text"}]
    bad_block = ("post_link", {"text": "Xem clip", "url": "không phải địa chỉ"})
    block = ("paragraph", rich_text("<p>Câu vừa viết.</p>"))
    sent = {"bylines": inline_formset(rows), "body": [block, bad_block], "source_url": "không phải", "kicker": "Mới"}
    assert autosave(reporter, draft, **sent)["error_code"] == "validation_error", "a person's program is told as before"
    response = autosave(reporter, draft, **sent, **{"newsroom-autosave": "1"})
    assert response["success"], response
    message = response["field_updates"]["newsroom-left-out"]
    assert "tác giả, dòng 1" in message and "khối 2" in message and "nguồn" in message.lower()
    content = newest(draft).content
    assert content["kicker"] == "Mới" and content["source_url"] == ""
    assert "Câu vừa viết." in str(json.loads(content["body"]))
    assert "không phải" not in json.dumps(content, ensure_ascii=False)
    assert [row["person"] for row in content["bylines"]] == [person.pk]
    clicked = edit(reporter, draft, **sent)
    assert clicked.status_code == 200 and clicked.context["form"].errors.keys() >= {"source_url", "body"}
    byline_pk = newest(draft).content["bylines"][0]["pk"]
    again = [{"id": "", "person": str(person.pk), "role": "photo"}, rows[1] | {"id": str(byline_pk or "")}]
    mended = autosave(reporter, draft, bylines=inline_formset(again, initial=2), **{"newsroom-autosave": "1"})
    assert mended["success"] and "newsroom-left-out" not in mended["field_updates"]
    assert len(newest(draft).content["bylines"]) == 2, "the row that was left out comes when it has its person"


def test_words_in_an_old_font_are_said_after_a_click_and_not_after_each_autosave(newsroom, client_for, draft):
    reporter, address = client_for(newsroom["reporter"]), f"/admin/pages/{draft.pk}/edit/"
    for _time in range(3):
        assert autosave(reporter, draft, kicker="ChiÕn dÞch kh«ng")["success"]
    assert "phông cũ" not in reporter.get(address).text
    assert edit(reporter, draft, kicker="ChiÕn dÞch kh«ng").status_code == 302
    assert reporter.get(address).text.count("phông cũ") == 1
