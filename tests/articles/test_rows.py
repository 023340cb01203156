"""story_row() and make_article() make the same story for a reader (tests/factories.py)."""

import pytest
from wagtail.models import Page

from articles.models import ArticlePage
from tests.factories import make_article, make_section, story_row

pytestmark = pytest.mark.django_db
#: What two stories may differ in, and what only the way of the editors writes.
OWN = {"id", "page_ptr", "path", "title", "draft_title", "slug", "url_path", "translation_key", "search_description"}
OWN |= {"first_published_at", "last_published_at", "latest_revision_created_at", "published_at", "body"}
OF_EDITORS = {"latest_revision", "live_revision"}


@pytest.mark.parametrize("live", [True, False])
def test_a_story_of_rows_is_what_an_editor_would_have_made(client, live):
    section = make_section()
    article = make_article("Bài của bàn", section=section, author="Minh Thư", live=live)
    row = story_row("Bài của hàng", section=section, author="Hải Đăng", live=live)
    article, row = (ArticlePage.objects.get(pk=page.pk) for page in (article, row))
    names = {field.name: field.attname for field in ArticlePage._meta.concrete_fields}
    differ = {name for name, column in names.items() if getattr(article, column) != getattr(row, column)}
    assert differ <= OWN | OF_EDITORS, differ
    assert all(problems == [] for problems in Page.find_problems())
    assert Page.objects.get(pk=section.pk).numchild == 2
    for page in (article, row):
        assert client.get(page.address).status_code == (200 if live else 404)
        assert (page.title in client.get(section.address).text) is live
