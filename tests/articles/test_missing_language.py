"""A language that is switched off while somebody writes in it: said plainly, and no word is lost."""

import pytest
from django.core.cache import cache

from articles.models import ArticlePage
from tests.articles.newsroom_forms import edit, form
from tests.factories import make_article, make_home, make_section

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db]
FEWER = [("vi", "Tiếng Việt"), ("en", "English")]


def test_an_editor_of_a_language_that_was_switched_off_is_told_and_goes_on_writing(newsroom, client_for, settings):
    cache.clear()
    section = make_section("ព័ត៌មាន", home=make_home("km"), slug="tin-km", outlet=newsroom["section"].outlet)
    page = make_article("មួយ", section=section, live=True)
    editor, reader, all_of_them = client_for(newsroom["editor"]), client_for(None), settings.LANGUAGES
    assert reader.get(page.address).status_code == 200
    opened = f"/admin/pages/{page.pk}/edit/"
    assert "đang tắt ngôn ngữ này" not in editor.get(opened).text

    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = FEWER
    cache.clear()
    assert "đang tắt ngôn ngữ này" in editor.get(opened).text
    for place in (
        f"/admin/pages/{page.pk}/view_draft/",
        f"/admin/pages/{page.pk}/history/",
        f"/admin/pages/{section.pk}/",
        f"/admin/pages/add/articles/articlepage/{section.pk}/",
        f"/admin/toa-soan/bai/{page.pk}/kiem/",
        "/admin/toa-soan/",
        "/admin/toa-soan/lich/",
        "/admin/ngon-ngu/",
        "/admin/",
    ):
        assert editor.get(place).status_code == 200, place
    assert edit(editor, page, title="មួយ", kicker="ថ្មី").status_code == 302
    assert ArticlePage.objects.get(pk=page.pk).get_latest_revision().content["kicker"] == "ថ្មី"
    response = editor.post(f"/admin/pages/add/articles/articlepage/{section.pk}/", form("ពីរ"))
    assert response.status_code == 302 and ArticlePage.objects.filter(title="ពីរ").exists()
    assert reader.get(page.address).status_code == 404
    assert reader.get("/vi/").status_code == 200

    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = all_of_them
    cache.clear()
    assert reader.get(page.address).status_code == 200
    back = editor.get(opened)
    assert "đang tắt ngôn ngữ này" not in back.text and "ថ្មី" in back.text
