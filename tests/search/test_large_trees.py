"""Whoever renames, opens or closes a section waits for none of the pages below it: the worker writes their rows."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult
from wagtail.models import PageViewRestriction

from articles.models import ArticleByline, ArticlePage, Person
from media_library.models import LibraryIndexPage
from search import index
from search.models import SearchEntry
from tests.factories import make_article, make_asset, make_home, make_section, make_user
from tests.search import shown
from tests.worker import run_waiting_tasks

pytestmark = [pytest.mark.indexed, pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]


@pytest.fixture
def section(monkeypatch):
    """A section with five stories, of which a run of the task writes two."""
    monkeypatch.setattr(index, "PART", 2)
    section = make_section("Tập huấn", slug="tap-huan")
    for number in range(5):
        make_article(f"Bài tập huấn {number}", section=section)
    run_waiting_tasks()
    return section


def addresses():
    """First two parts of the address of each found story."""
    found_addresses = SearchEntry.objects.filter(kind="article").order_by("address").values_list("address", flat=True)
    return ["/".join(address.split("/")[1:3]) for address in found_addresses]


def waiting(task):
    return DBTaskResult.objects.filter(task_path=task.module_path, status="READY").count()


def rename(page, slug):
    """Number of queries of the change, with Wagtail's own."""
    page.refresh_from_db()
    page.slug = slug
    with CaptureQueriesContext(connection) as captured:
        page.save()
    return len(captured)


@pytest.mark.slow
def test_stories_of_a_renamed_section_are_found_all_the_time_and_later_at_their_new_addresses(
    client, section, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        few = rename(section, "lop-tap-huan")
    assert addresses() == ["vi/tap-huan"] * 5 and waiting(index.index_below) == 1
    former = SearchEntry.objects.filter(kind="article").first().address
    response = client.get(former, follow=True)
    assert response.status_code == 200 and response.request["PATH_INFO"].startswith("/vi/lop-tap-huan/")
    runs = []
    while waiting(index.index_below):
        runs.append(index.index_below.module_path)
        (task_result,) = DBTaskResult.objects.filter(task_path=index.index_below.module_path, status="READY")
        task_result.delete()
        task_result.task.call(*task_result.args_kwargs["args"], **task_result.args_kwargs["kwargs"])
    assert addresses() == ["vi/lop-tap-huan"] * 5 and len(runs) == 4, "six pages, two at a time, and a look at the end"
    for number in range(5, 9):
        make_article(f"Bài tập huấn {number}", section=section)
    with django_capture_on_commit_callbacks(execute=True):
        assert rename(section, "tap-huan-moi") == few


def test_a_closed_section_is_gone_at_once_and_comes_back_without_what_was_taken_down_meanwhile(section):
    lock = PageViewRestriction.objects.create(page=section, restriction_type="password", password="x")
    assert addresses() == []
    run_waiting_tasks()
    assert addresses() == []
    lock.delete()
    assert addresses() == [] and waiting(index.index_below) == 1
    section.get_children().first().specific.unpublish()
    run_waiting_tasks()
    assert addresses() == ["vi/tap-huan"] * 4
    lock = PageViewRestriction.objects.create(page=section, restriction_type="login")
    lock.delete()
    PageViewRestriction.objects.create(page=section, restriction_type="login")  # before the worker came
    run_waiting_tasks()
    assert addresses() == []


@pytest.mark.slow
def test_a_section_moved_below_a_closed_one_is_gone_at_once_and_its_way_back_is_said(section, client_for):
    closed, home = make_section("Nội bộ", slug="noi-bo"), make_home()
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    section.refresh_from_db()
    section.move(closed, pos="last-child")
    assert addresses() == []
    run_waiting_tasks()
    assert addresses() == []
    client = client_for(make_user(is_superuser=True, is_staff=True))
    empty = make_section("Chưa có bài", slug="chua-co-bai")
    empty.move(closed, pos="last-child")
    for page, words in ((empty, []), (section, ["Tìm kiếm đang ghi lại địa chỉ của các trang bên dưới"])):
        response = client.post(f"/admin/pages/{page.pk}/move/{home.pk}/confirm/", follow=True)
        messages = [
            message.split(",")[0] for message in map(str, response.context["messages"]) if "Tìm kiếm" in message
        ]
        assert response.status_code == 200 and messages == words
    run_waiting_tasks()
    assert addresses() == ["vi/tap-huan"] * 5


def test_another_place_among_its_siblings_writes_nothing(section, client_for):
    make_section("Phóng sự", slug="phong-su")
    client = client_for(make_user(is_superuser=True, is_staff=True))
    assert client.post(f"/admin/pages/{section.pk}/set_position/?position=1").status_code == 200
    section.refresh_from_db()
    assert section.get_next_sibling() is None and not waiting(index.index_below)
    section.move(make_section("Nơi khác", slug="noi-khac"), pos="last-child")
    assert waiting(index.index_below) == 1


def test_stories_follow_the_new_name_of_their_author_in_parts(client, section):
    writer = Person.objects.create(full_name="Hải Đăng", given_name="Đăng", slug="hai-dang")
    stories = list(ArticlePage.objects.child_of(section).order_by("title"))
    ArticleByline.objects.bulk_create(ArticleByline(page=story, person=writer) for story in stories)
    writer.pen_name = "Mộc Miên"
    writer.save()
    assert waiting(index.index_stories_of) == 1
    run_waiting_tasks()
    response = client.get("/vi/tim-kiem/", {"q": "mộc miên"})
    assert sorted(shown.titles(response)) == [story.title for story in stories]


@pytest.mark.slow
def test_the_librarys_page_is_published_again_without_its_assets(monkeypatch):
    monkeypatch.setattr(index, "PART", 2)
    home = make_home()
    names = [make_asset(name=f"Poster số {number}").name for number in range(3)]
    library = LibraryIndexPage(title="Kho tài liệu", slug="kho-tai-lieu", locale=home.locale)
    home.add_child(instance=library)
    counts = []
    for _again in range(2):
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            library.save_revision().publish(skip_permission_checks=True)
        counts.append(len(captured))
        run_waiting_tasks()
        assert sorted(SearchEntry.objects.filter(kind="asset").values_list("title", flat=True)) == names
    rows = set(SearchEntry.objects.filter(kind="asset").values_list("pk", flat=True))
    library.save_revision().publish(skip_permission_checks=True)
    assert not waiting(index.index_objects_below), "they follow their own changes"
    assert set(SearchEntry.objects.filter(kind="asset").values_list("pk", flat=True)) == rows
    library.unpublish()
    assert not SearchEntry.objects.filter(kind="asset").exists()
