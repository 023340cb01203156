"""Search of the administration finds words without their marks: pages, pictures, people, accounts, choosers."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Person
from tests.articles.newsroom_forms import form
from tests.factories import make_article, make_image, make_user

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db, pytest.mark.indexed]
TITLE = "Đừng nghe cuộc gọi lạ"
ADDRESSES = (
    "/admin/pages/search/?q={}",
    "/admin/choose-page/search/?q={}",
    "/admin/images/?q={}",
    "/admin/images/chooser/results/?q={}",
    "/admin/snippets/articles/person/?q={}",
    "/admin/snippets/choose/articles/person/results/?q={}",
    "/admin/users/?q={}",
)


@pytest.mark.parametrize("typed", ["dung cuoc goi", "cuộc gọi", "CUOC GO", "gọi cuoc"])
def test_words_are_found_with_and_without_marks_on_every_list(newsroom, client_for, typed):
    make_article(TITLE, section=newsroom["section"], live=False)
    make_article("Bài khác hẳn", section=newsroom["section"], live=False)
    make_image(title=TITLE, credit="An", has_minor=False)
    Person.objects.create(full_name=TITLE)
    Person.objects.create(full_name="Trần Thị Hạnh")
    make_user("goi@thu.example", full_name=TITLE)
    admin = client_for(make_user("tong@thu.example", full_name="Quản trị", is_superuser=True))
    for address in ADDRESSES:
        response = admin.get(address.format(typed))
        assert response.status_code == 200 and TITLE in response.text, address
        assert "Bài khác hẳn" not in response.text and "Trần Thị Hạnh" not in response.text, address
        assert TITLE not in admin.get(address.format("khong co dau")).text, address


def test_the_index_follows_the_published_title_and_no_autosave_writes_it(newsroom, client_for):
    story = make_article(TITLE, section=newsroom["section"])
    admin = client_for(make_user("tong@thu.example", full_name="Quản trị", is_superuser=True))

    def found(words):
        return f"/admin/pages/{story.pk}/edit/" in admin.get(f"/admin/pages/search/?q={words}").text

    address = f"/admin/pages/{story.pk}/edit/"
    with CaptureQueriesContext(connection) as sent:
        saved = admin.post(address, form("Chưa đăng tít này"), headers={"Accept": "application/json"}).json()
    assert saved["success"] and not [query["sql"] for query in sent if "indexentry" in query["sql"]]
    assert found("dung nghe") and not found("chua dang")
    story.refresh_from_db()
    story.get_latest_revision().publish(skip_permission_checks=True)
    assert found("chua dang") and not found("dung nghe")
    story.refresh_from_db()
    story.delete()
    assert not found("chua dang")
