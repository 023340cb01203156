"""A chief's small mend is confirmed by one second person who sees it; a larger change passes the whole workflow."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.editorial.small_mends import mend_of
from articles.models import ArticlePage
from articles.rules.publishing import safety_missing
from articles.rules.small_mend import LIMIT, changes
from notifications.models import Letter
from tests.articles.newsroom_forms import SAPO, act, edit, step_of, ticks, write

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db]
SAFE = {"has_minor": "true"}
MENDED = SAPO.replace("dọa dẫm cần", "doạ dẫm, cần")


def place(page) -> str:
    return f"/admin/toa-soan/bai/{page.pk}/sua-nho/"


def decide(client, page, do):
    """Press a button of the page of the mend, as it is shown now."""
    key = re.search(r'name="words" value="(\w+)"', client.get(place(page)).text)
    return client.post(place(page), {"do": do, "words": key[1] if key else ""})


def fresh(page) -> ArticlePage:
    return ArticlePage.objects.get(pk=page.pk)


def published(newsroom, client_for, **extra) -> ArticlePage:
    """A story that readers have, after its whole round."""
    page = at_the_last_step(newsroom, client_for, **extra)
    act(client_for(newsroom["chief"]), page)
    assert fresh(page).live
    return fresh(page)


def at_the_last_step(newsroom, client_for, **extra) -> ArticlePage:
    page = write(client_for(newsroom["reporter"]), newsroom["section"], **{"action-submit": "1"}, **extra)
    act(client_for(newsroom["editor"]), page)
    if extra:
        act(client_for(newsroom["editor"]), page, **ticks())
        act(client_for(newsroom["secretary"]), page)
    assert step_of(page) == "chief"
    return page


def test_a_live_story_mended_by_the_chief_needs_one_second_person(newsroom, client_for):
    page = published(newsroom, client_for)
    chief, secretary = (client_for(newsroom[name]) for name in ("chief", "secretary"))
    edit(chief, page, sapo=MENDED)
    assert "xin xác nhận bản này" in secretary.get(place(page)).text
    assert decide(secretary, page, "confirm").status_code == 422, "the chief has not asked yet"
    assert "một người thứ hai xác nhận" in chief.get(f"/admin/pages/{page.pk}/edit/").text
    assert decide(secretary, page, "ask").url == "/admin/", "no permission, says Wagtail"
    assert decide(chief, page, "ask").status_code == 302
    assert decide(chief, page, "confirm").url == "/admin/", "who mended is not the second person"
    letter = Letter.objects.filter(purpose="story-small-mend", recipient=newsroom["secretary"].email).get()
    assert place(page) in letter.text
    text = secretary.get(place(page)).text
    assert "<del>dọa</del>" in text and "<ins>doạ</ins>" in text
    assert client_for(newsroom["culture"]).get(place(page)).status_code in {302, 403}
    assert decide(client_for(newsroom["reporter"]), page, "confirm").url == "/admin/"
    assert fresh(page).sapo == SAPO
    assert decide(secretary, page, "confirm").url == "/admin/toa-soan/"
    assert fresh(page).live and fresh(page).sapo == MENDED and not fresh(page).has_unpublished_changes


def test_drafts_in_which_no_chief_wrote_are_not_read(newsroom, client_for):
    """However many there are, opening the story reads none of their texts: they can be no small mend."""
    page = published(newsroom, client_for)
    for number in range(5):
        edit(client_for(newsroom["reporter"]), page, sapo=f"{SAPO} {number}")
    story = fresh(page)
    with CaptureQueriesContext(connection) as queries:
        assert mend_of(story) is None
    selects = [query["sql"] for query in queries.captured_queries if '"wagtailcore_revision"."content"' in query["sql"]]
    assert selects and all("LIMIT" in sql or '"id" =' in sql for sql in selects), selects


def test_at_the_last_step_the_check_of_child_safety_is_kept_and_the_text_is_published(newsroom, client_for):
    page = at_the_last_step(newsroom, client_for, **SAFE)
    chief, editor = client_for(newsroom["chief2"]), client_for(newsroom["editor"])
    edit(chief, page, sapo=MENDED, **SAFE)
    assert step_of(page) == "chief", "a small mend does not start the round anew"
    act(client_for(newsroom["chief"]), page)
    assert not fresh(page).live, "the ordinary approval does not pass over the check"
    decide(chief, page, "ask")
    assert decide(editor, page, "confirm").status_code == 302
    page = fresh(page)
    assert page.live and page.sapo == MENDED and step_of(page) == "" and safety_missing(page) == ""
    assert decide(client_for(newsroom["secretary"]), page, "confirm").status_code == 422, "decided already"


def test_declined_or_larger_or_by_somebody_else_it_goes_the_whole_way(newsroom, client_for):
    page = at_the_last_step(newsroom, client_for, **SAFE)
    chief, secretary = (client_for(newsroom[name]) for name in ("chief", "secretary"))
    edit(chief, page, sapo=MENDED, **SAFE)
    decide(chief, page, "ask")
    assert decide(secretary, page, "decline").status_code == 302 and step_of(page) == "safety"
    assert Letter.objects.filter(purpose="story-small-mend", recipient=newsroom["chief"].email).exists()
    assert "Không có sửa nhỏ nào chờ" in chief.get(place(page)).text


def test_words_that_change_after_asking_are_not_published(newsroom, client_for):
    page = published(newsroom, client_for)
    chief, secretary = (client_for(newsroom[name]) for name in ("chief", "secretary"))
    edit(chief, page, sapo=MENDED)
    decide(chief, page, "ask")
    key = re.search(r'name="words" value="(\w+)"', secretary.get(place(page)).text)[1]
    edit(chief, page, sapo=MENDED.replace("không làm", "chẳng làm"))
    assert secretary.post(place(page), {"do": "confirm", "words": key}).status_code == 422
    assert secretary.post(place(page), {"do": "odd"}).status_code == 422
    edit(chief, page, sapo="Câu khác hẳn, rất dài. " * 8)
    assert "Không có sửa nhỏ nào chờ" in chief.get(place(page)).text and fresh(page).sapo == SAPO
    edit(chief, page, sapo=MENDED)
    edit(client_for(newsroom["editor"]), page, sapo=MENDED.replace("dọa", "doạ").replace("bạn nghe", "bạn lắng nghe"))
    assert "Không có sửa nhỏ nào chờ" in chief.get(place(page)).text, "not the chief's alone"


FIGURE = {"type": "figure", "value": {"image": 3, "size": "wide"}}


def content(body="<p>Gọi 111 lúc 8 giờ.</p>", figure=FIGURE, **extra):
    fields = {"title": "Cúp máy", "sapo": "Một câu.", "slug": "cup-may", "lead_image": 4}
    return fields | {"body": [{"type": "paragraph", "value": body, "id": "a"}, figure]} | extra


@pytest.mark.parametrize(
    "other",
    [
        content("<p>Gọi 112 lúc 8 giờ.</p>"),
        content("<p>Gọi <b>111</b> lúc 8 giờ.</p>"),
        content(f"<p>Gọi 111 lúc 8 giờ. {'Thêm lời. ' * LIMIT}</p>"),
        content(lead_image=5),
        content(slug="cup"),
        content(body=[FIGURE]),
        content(figure={"type": "figure", "value": {"image": 3, "size": "small"}}),
    ],
)
def test_figures_markup_pictures_addresses_blocks_and_long_changes_are_no_mend_of_form(other):
    assert changes(content(), other) is None
    result = changes(content(), content("<p>Gọi 111 lúc 8 giờ, nhé.</p>", title="Cúp máy!"))
    assert [change.field for change in result] == ["title", "body"] and sum(item.characters for item in result) <= 8
