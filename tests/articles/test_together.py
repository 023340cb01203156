"""Two people on one story: each sees the other by name and place, and no version is written over the other's."""

import json
from urllib.parse import urlencode

import pytest
from wagtail.test.utils.form_data import rich_text

from articles.models import ArticlePage
from tests.articles.newsroom_forms import edit, form, write

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db]
KEYS = [f"00000000-0000-4000-8000-00000000000{number}" for number in range(4)]


def three(first="Một.", second="Hai.", third="Ba.", extra="", **more):
    """The editor's form with three or four paragraphs that keep their keys."""
    paragraphs = [(key, text) for key, text in zip(KEYS, (first, second, third, extra), strict=True) if text]
    sent = form(body=[("paragraph", rich_text(f"<p>{text}</p>")) for _key, text in paragraphs], **more)
    return sent | {f"body-{number}-id": key for number, (key, _text) in enumerate(paragraphs)}


def words(page) -> list[str]:
    page = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return [str(block.value.source).rpartition("</p>")[0].rpartition(">")[2] for block in page.body]


@pytest.fixture
def story(newsroom, client_for):
    """A story with three paragraphs, as both have opened it."""
    page = write(client_for(newsroom["reporter"]), newsroom["section"])
    client_for(newsroom["reporter"]).post(f"/admin/pages/{page.pk}/edit/", three())
    return page


def put_together(client, page, mine, base, **extra):
    data = {"mine": urlencode(mine, doseq=True), "base": urlencode(base, doseq=True)} | extra
    return client.post(f"/admin/toa-soan/bai/{page.pk}/ghep/", data)


def test_what_only_one_changed_is_kept_from_both_and_each_version_stays_in_the_history(newsroom, client_for, story):
    reporter, editor = client_for(newsroom["reporter"]), client_for(newsroom["editor"])
    editor.post(f"/admin/pages/{story.pk}/edit/", three(second="Hai, của biên tập.", title="Tít mới"))
    before = story.revisions.count()
    response = put_together(reporter, story, three(third="Ba, của phóng viên.", extra="Bốn."), three())
    assert response.url == f"/admin/pages/{story.pk}/edit/?da-ghep="
    assert words(story) == ["Một.", "Hai, của biên tập.", "Ba, của phóng viên.", "Bốn."]
    assert ArticlePage.objects.get(pk=story.pk).get_latest_revision_as_object().title == "Tít mới"
    mine = list(story.revisions.order_by("-pk"))[1]
    assert story.revisions.count() == before + 2 and "Bốn." in json.dumps(
        json.loads(mine.content["body"]), ensure_ascii=False
    )
    put_together(reporter, story, three(second=""), three())
    assert "Hai, của biên tập." in words(story), "a block that another changed is not deleted under them"


def test_what_both_changed_is_a_question_and_both_may_stay(newsroom, client_for, story):
    reporter, editor = client_for(newsroom["reporter"]), client_for(newsroom["editor"])
    editor.post(f"/admin/pages/{story.pk}/edit/", three(second="Hơn 400 thẻ."))
    response = put_together(reporter, story, three(second="420 thẻ."), three())
    assert response.status_code == 409 and "420 thẻ." in response.text and "Hơn 400 thẻ." in response.text
    assert words(story) == ["Một.", "Hơn 400 thẻ.", "Ba."], "nothing is stored before somebody has decided"
    sealed = response.context["sealed"]
    address, name = f"/admin/toa-soan/bai/{story.pk}/ghep/", f"c-body:{KEYS[1]}"
    assert reporter.post(address, {"sealed": sealed + "x", name: "mine"}).status_code == 400
    editor.post(f"/admin/pages/{story.pk}/edit/", three(second="Hơn 400 thẻ.", third="Ba, sửa lúc ấy."))
    reporter.post(address, {"sealed": sealed, name: "both"})
    assert words(story) == ["Một.", "420 thẻ.", "Hơn 400 thẻ.", "Ba, sửa lúc ấy."]
    stranger = client_for(newsroom["culture_secretary"])
    assert put_together(stranger, story, three(), three()).status_code in {302, 403}
    assert put_together(reporter, story, {"x": "1"}, {}).status_code == 400


def test_a_form_within_the_form_is_checked_like_any_other(newsroom, client_for, story):
    """The middleware that refuses malformed forms sees two long texts."""
    reporter, before = client_for(newsroom["reporter"]), story.revisions.count()
    for odd in (
        {"body-1-order": "0"},
        {"comments-TOTAL_FORMS": "1000"},
        {"body-count": "x"},
        {"body-count": "9" * 5000},
        {"title": "a\0b"},
    ):
        assert put_together(reporter, story, three() | odd, three()).status_code == 400, odd
        assert put_together(reporter, story, three(), three() | odd).status_code == 400, odd
    assert story.revisions.count() == before
    assert put_together(reporter, story, three(third="Ba, sửa."), three()).status_code == 302


def test_each_sees_who_else_is_there_and_at_which_block_and_may_ask_for_the_pen(newsroom, client_for, story):
    reporter, editor = client_for(newsroom["reporter"]), client_for(newsroom["editor"])
    address = f"/admin/toa-soan/bai/{story.pk}/ai-dang-viet/"
    assert reporter.post(address, {"place": KEYS[2], "label": "3"}).json()["others"] == []
    [there] = editor.post(address, {"place": "title"}).json()["others"]
    assert (there["name"], there["place"], there["label"]) == (str(newsroom["reporter"]), KEYS[2], "3")
    editor.post(address, {"ask": there["id"]})
    assert reporter.post(address).json()["asked_by"] == str(newsroom["editor"])
    assert reporter.post(address, {"answer": "nhuong"}).json()["asked_by"] is None
    reply = editor.post(address).json()["told"]
    assert reply == {"name": str(newsroom["reporter"]), "answer": "nhuong"}
    assert editor.post(address).json()["told"] is None, "said once"
    assert client_for(newsroom["culture_secretary"]).post(address).status_code in {302, 403}


def test_a_save_does_not_write_over_a_newer_version(newsroom, client_for, story):
    reporter, editor = client_for(newsroom["reporter"]), client_for(newsroom["editor"])
    loaded = ArticlePage.objects.get(pk=story.pk).latest_revision_id
    edit(editor, story, title="Của biên tập")
    late = three(title="Của phóng viên") | {"loaded_revision_id": str(loaded), "loaded_revision_created_at": "x"}
    response = reporter.post(f"/admin/pages/{story.pk}/edit/", late, HTTP_ACCEPT="application/json")
    assert response.status_code == 400 and response.json()["error_code"] == "invalid_revision"


def test_an_editor_learns_which_tab_saved_the_newest_version(newsroom, client_for, story):
    """By it a writer goes on from a save whose answer was lost, and over no other device's."""
    reporter, address = client_for(newsroom["reporter"]), f"/admin/toa-soan/phien/?page={story.pk}"
    response = reporter.post(
        f"/admin/pages/{story.pk}/edit/", three() | {"newsroom-autosave": "tab 1"}, HTTP_ACCEPT="application/json"
    )
    state = reporter.get(address).json()
    assert (state["revision"], state["tab"]) == (response.json()["revision_id"], "tab 1")
    edit(client_for(newsroom["editor"]), story, title="Lưu nháp bằng nút")
    assert not reporter.get(address).json()["tab"]
    response = client_for(newsroom["culture_secretary"]).get(address).json()
    assert response["barred"] and "tab" not in response
