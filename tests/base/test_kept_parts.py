"""Cached parts of public pages: what they save, what invalidates them, and that no reader gets another's."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.template import Template, TemplateSyntaxError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail import hooks
from wagtail.models import PageViewRestriction

from articles.models import ArticlePage, BreakingNews
from base import site_context
from base.caching import kept_parts
from media_library.models import LibraryIndexPage
from media_library.models.kit import KitActivity
from tests.activities.quizzes import make_quiz
from tests.factories import make_article, make_asset, make_home, make_locale, make_user
from tests.media_library.prints import make_kit
from tests.media_library.small_library import make_library
from tests.schools.register import make_member, make_unit
from users.roles import grant, sync_roles

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("parts")]


def kept():
    return [key for key in cache._cache if ":parts-" in key]


def renamed(page, title):
    page = type(page).objects.get(pk=page.pk)
    page.title = title
    page.save_revision().publish(skip_permission_checks=True)


def test_the_second_page_asks_the_database_nothing_and_is_the_same(client, article, django_assert_num_queries):
    make_library()
    asset = make_asset("P-01")
    for path in (article.address, article.section.address, "/vi/", "/vi/kho-tai-lieu/", asset.get_absolute_url()):
        first = client.get(path)
        assert first.status_code == 200
        with django_assert_num_queries(0):
            second = client.get(path)
        assert second.content == first.content and dict(second.headers) == dict(first.headers), path


def test_who_has_signed_in_shares_the_parts_of_stories(client, client_for, article, django_assert_num_queries):
    signed_in = client_for(make_user())
    theirs = signed_in.get(article.address)
    with django_assert_num_queries(0):
        visitor, again = client.get(article.address), signed_in.get(article.address)
    assert theirs.content == visitor.content == again.content
    assert "no-store" in again.headers["Cache-Control"] and "s-maxage" in visitor.headers["Cache-Control"]


def test_what_is_published_moved_or_taken_down_shows_at_once(client, article):
    section = article.section
    places = [article.address, section.address, "/vi/"]
    for title in ("Gác máy trước", "Kể với một cô chú"):
        assert all(title in client.get(place).text for place in places * 2)
        draft = ArticlePage.objects.get(pk=article.pk)
        draft.title = "Chưa ai được đọc"
        draft.save_revision()
        assert not any("Chưa ai được đọc" in client.get(place).text for place in places)
        renamed(article, "Kể với một cô chú")
    other = make_article("Bài của mục khác").get_parent()
    client.get(article.address)
    ArticlePage.objects.get(pk=article.pk).move(other, pos="last-child")
    assert client.get(article.address).status_code != 200
    moved = ArticlePage.objects.get(pk=article.pk)
    assert "Kể với một cô chú" in client.get(moved.address).text
    moved.unpublish()
    assert client.get(moved.address).status_code in (404, 410)


def test_a_page_made_while_something_changes_is_not_kept(client, article, monkeypatch):
    """The version is read before the page: what was read meanwhile may be old."""
    real = ArticlePage.get_context

    def changing(page, request, *args, **kwargs):
        context = real(page, request, *args, **kwargs)
        monkeypatch.setattr(ArticlePage, "get_context", real)
        renamed(page, "Tên mới")
        return context

    monkeypatch.setattr(ArticlePage, "get_context", changing)
    assert "Gác máy trước" in client.get(article.address).text
    assert "Tên mới" in client.get(article.address).text


def test_each_language_and_each_page_of_a_list_has_its_own(client, article):
    make_home("en", title="Not alone")
    english = article.copy_for_translation(make_locale("en"), copy_parents=True, alias=True)
    for _round in range(2):
        assert 'lang="vi"' in client.get(article.address).text[:200]
        assert 'lang="en"' in client.get(english.address).text[:200]
        assert client.get(f"{article.section.address}?trang=9").status_code == 404


def test_a_closed_page_is_kept_for_nobody(client, client_for, article):
    """Two readers of one kind, of whom one may read it; also what was kept before, and copies of what is closed."""
    make_library()
    asset = make_asset("P-01")
    copy = article.create_alias(update_slug="ban-sao")
    paths = [article.address, ArticlePage.objects.get(pk=copy.pk).address, asset.get_absolute_url()]
    members = [make_member(make_unit(f"Trường số {number}")) for number in (1, 2)]
    allowed, refused = map(client_for, members)
    assert all(reader.get(path).status_code == 200 for path in paths for reader in (client, allowed, refused) * 2)
    group = Group.objects.create(name="được xem")
    members[0].groups.add(group)
    for page in (article, LibraryIndexPage.objects.get()):
        PageViewRestriction.objects.create(page=page, restriction_type="groups").groups.add(group)
    for _round in range(2):
        for path in paths:
            assert allowed.get(path).status_code == 200, path
            assert refused.get(path).status_code != 200 and client.get(path).status_code != 200, path


@pytest.mark.parametrize("page_cache", [0, 60])
def test_two_kinds_of_readers_take_turns_and_get_their_own(
    client, client_for, article, settings, page_cache, django_assert_max_num_queries
):
    """The library for a visitor, two teachers, a partner and two editors, who see what is for the staff."""
    settings.PAGE_CACHE_SECONDS = page_cache
    make_library()
    asset = make_asset("P-01", access="schools")
    hidden = make_asset("P-02", name="Chỉ nội bộ", access="staff")
    teachers = [client_for(make_member(make_unit(f"Trường số {number}"))) for number in (1, 2)]
    sync_roles()
    librarians = []
    for name in ("kho", "thu-kho"):
        librarians.append(make_user(f"{name}@demo.example"))
        grant(librarians[-1], "library_editor")
    editors, guest = list(map(client_for, librarians)), client_for(make_user("kol@demo.example"))
    others = (client, guest, *teachers)
    for _round in range(2):
        for editor in editors:
            assert "Chỉ nội bộ" in editor.get("/vi/kho-tai-lieu/").text
            assert editor.get(hidden.get_absolute_url()).status_code == 200
        for reader in others:
            assert "Chỉ nội bộ" not in reader.get("/vi/kho-tai-lieu/").text
            assert reader.get(hidden.get_absolute_url()).status_code == 404
        assert "Bộ của tôi" in teachers[1].get("/vi/kho-tai-lieu/").text
        assert "Bộ của tôi" not in guest.get("/vi/kho-tai-lieu/").text + editors[0].get("/vi/kho-tai-lieu/").text
    path = asset.get_absolute_url()
    assert teachers[0].get(path).content == teachers[1].get(path).content != client.get(path).content
    note = "đăng nhập bằng tài khoản của trường"
    assert all(note in one.get(path).text for one in (client, guest)) and note not in teachers[0].get(path).text
    assert editors[0].get(path).status_code == 200
    for reader in (teachers[1], editors[1]):  # session, and the account with what it may do and its school
        with django_assert_max_num_queries(3):
            reader.get(path)
    assert all("no-store" in reader.get(path).headers["Cache-Control"] for reader in (guest, *teachers, *editors))
    librarians[0].groups.clear()  # who is no editor any more sees it at the next page
    assert "Chỉ nội bộ" not in editors[0].get("/vi/kho-tai-lieu/").text
    asset.status = "withdrawn"
    asset.save()
    assert not any(reader.get(path).status_code == 200 for reader in (*others, *editors))


def test_a_story_leaves_the_library_and_a_change_of_the_library_or_the_bars_does_not(
    client, article, django_assert_num_queries
):
    library = make_library()
    asset = make_asset("P-01")
    paths = ("/vi/kho-tai-lieu/", asset.get_absolute_url())

    def shows(words):
        return [words in client.get(path).text for path in paths]

    assert all(client.get(path).status_code == 200 for path in paths)
    renamed(article, "Tin mới của ngày")
    with django_assert_num_queries(0):
        assert all(client.get(path).status_code == 200 for path in paths)
    section = article.section
    section.title = "Tên mục mới"
    section.save()
    assert all(shows("Tên mục mới"))
    renamed(library, "Kho đổi tên")
    assert all(shows("Kho đổi tên"))
    english = library.copy_for_translation(make_home("en", title="Not alone").locale, copy_parents=True)
    english.save_revision().publish(skip_permission_checks=True)
    assert all(shows(f'href="/en/{english.slug}/'))
    text = asset.texts.first()
    text.name = "Tên mới của tờ áp phích"
    text.save()
    assert all(shows("Tên mới của tờ áp phích"))
    LibraryIndexPage.objects.get(pk=library.pk).unpublish()
    assert not any(client.get(path).status_code == 200 for path in paths)


def test_a_story_leaves_the_way_to_other_pages_and_a_change_of_those_does_not(client, article):
    section, other = article.section, make_article("Bài khác")
    places = ("/vi/", section.address)

    def asks_for_the_tree(place):
        with CaptureQueriesContext(connection) as counted:
            assert client.get(place).status_code == 200
        assert len(counted)
        asked = [query["sql"] for query in counted.captured_queries]
        return any('FROM "wagtailcore_site"' in sql or '"slug" = ' in sql for sql in asked)

    assert all(map(asks_for_the_tree, places))
    renamed(other, "Tin mới của ngày")
    assert not any(map(asks_for_the_tree, places)) and asks_for_the_tree(other.address)
    renamed(section, "Tên mục mới")
    assert asks_for_the_tree(section.address) and "Tên mục mới" in client.get(section.address).text
    renamed(other, "Tin sau đó")
    closed = PageViewRestriction.objects.create(page=section, restriction_type="login")
    assert client.get(section.address).status_code == 302
    closed.delete()
    section.refresh_from_db()
    section.unpublish()
    assert client.get(section.address).status_code == 410


def test_a_quiz_in_a_kit_and_a_story_in_the_breaking_news_change_the_library_too(client, article):
    make_library()
    quiz, kit = make_quiz(), make_kit([make_asset("P-01")])
    KitActivity.objects.create(kit=kit, activity=str(quiz.translation_key), order=1)
    until = timezone.now() + timedelta(hours=1)
    BreakingNews.objects.create(page=article, locale=article.locale, until=until)
    place = "/vi/bo-tai-lieu/kit-thcs/"
    assert all(quiz.title in client.get(place).text and article.title in client.get(place).text for _twice in range(2))
    renamed(quiz, "Bạn sẽ chọn gì?")
    assert "Bạn sẽ chọn gì?" in client.get(place).text
    renamed(article, "Gác máy rồi hãy kể")
    assert "Gác máy rồi hãy kể" in client.get(place).text
    ArticlePage.objects.get(pk=article.pk).unpublish()
    assert "Gác máy rồi hãy kể" not in client.get(place).text


def test_previews_and_older_versions_neither_give_nor_take(client, client_for, article):
    renamed(article, "Tít thứ hai")
    draft = ArticlePage.objects.get(pk=article.pk)
    draft.title = "Tít còn nháp"
    draft.save_revision()
    desk = client_for(make_user(is_superuser=True, is_staff=True))
    preview = f"/admin/pages/{article.pk}/view_draft/"
    for _round in range(2):
        assert "Tít còn nháp" in desk.get(preview, headers={"host": "localhost"}).text
        assert "Tít thứ hai" in client.get(article.address, headers={"host": "localhost"}).text
        assert "Tít còn nháp" not in client.get(article.address, headers={"host": "localhost"}).text


def test_breaking_news_ends_at_its_minute_on_kept_pages(client, clock):
    clock.move_to("2026-11-18 09:00")
    story = make_article("Cảnh báo mới")
    page = make_article("Bài khác", section=story.section)
    BreakingNews.objects.create(page=story, locale=story.locale, until=timezone.now() + timedelta(minutes=1))
    for _round in range(2):
        assert 'class="breaking"' in client.get(page.address).text
    assert 'class="hot"' in client.get(story.address).text
    clock.move_to("2026-11-18 09:01:30")
    assert 'class="breaking"' not in client.get(page.address).text
    assert 'class="hot"' not in client.get(story.address).text


@pytest.mark.parametrize(
    "answer",
    [
        HttpResponse("Không có", status=404),
        HttpResponse('<input name="csrfmiddlewaretoken" value="của một người">'),
        HttpResponse("Kín", headers={"Cache-Control": "max-age=0, no-cache, private"}),
    ],
)
def test_errors_forms_and_closed_pages_are_not_kept(answer):
    parts = kept_parts.KeptParts(
        "/vi/",
        "1",
        "1",
        pickled_route=b"x",
        version=(kept_parts.Basis.PAGES, "1"),
        html=dict.fromkeys(kept_parts.AREAS, ""),
    )
    parts.keep(answer)
    assert not kept()
    parts.keep(HttpResponse("Trang"))
    assert kept()


def test_pages_with_games_and_forms_keep_nothing(client, article):
    client.get("/vi/khong-co-trang-nay/")
    assert not kept()
    client.get(f"{article.address}?v=1")
    assert not kept()
    client.get(article.address)
    assert kept()


def test_while_the_cache_is_away_pages_are_simply_made(client, article, settings):
    client.get(article.address)
    forgiving = {"BACKEND": "base.caching.backends.ForgivingRedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": forgiving}
    renamed(article, "Đổi tên khi kho nhớ vắng")
    for _twice in range(2):
        assert "Đổi tên khi kho nhớ vắng" in client.get(article.address).text


def test_only_bands_of_the_base_template_have_a_name():
    with pytest.raises(TemplateSyntaxError):
        Template('{% kept "của tôi" %}{% endkept %}')


def test_no_hook_of_wagtail_is_left_out_unknowingly():
    """A page whose way is kept passes no hook: Wagtail's own check of passwords (never kept) and the method (GET)."""
    serving = [*hooks.get_hooks("on_serve_page"), *hooks.get_hooks("before_serve_page")]
    assert {hook.__module__ for hook in serving} == {"wagtail.wagtail_hooks", "base.caching.kept_parts"}
    assert len(serving) == 3


def test_the_version_is_that_of_the_site_context(client, article):
    client.get(article.address)
    ArticlePage.objects.filter(pk=article.pk).update(title="Không ai được báo")  # shows after ten minutes, or now:
    assert "Gác máy trước" in client.get(article.address).text
    site_context.invalidate()
    assert "Không ai được báo" in client.get(article.address).text
