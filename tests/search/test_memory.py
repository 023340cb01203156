"""Results kept for a minute: never what was typed, nothing of a cry for help, and right at once whatever changes."""

import pickle

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from base.templatetags import remembered
from media_library.models import LibraryIndexPage
from search import tokens
from search.query import crisis_match
from search.results import frame, highlight, markup, memory
from tests.factories import make_article, make_asset, make_help_line, make_home, make_user
from tests.search.shown import titles

pytestmark = [pytest.mark.indexed, pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]
SEARCH = "/vi/tim-kiem/"


@pytest.fixture(autouse=True)
def kept(settings):
    cache.clear()
    settings.SEARCH_KEPT_SECONDS = 60
    memory.forget()
    yield
    memory.forget()


def found(client, query, **more):
    answer = client.get(SEARCH, {"q": query, **more})
    assert answer.status_code == 200
    return titles(answer)


def asks_the_table(client, query):
    with CaptureQueriesContext(connection) as asked:
        found(client, query)
    return any("search_searchentry" in query["sql"] for query in asked.captured_queries)


def lies_there():
    """Everything that is kept, as bytes."""
    return pickle.dumps(memory._minute.found if memory._minute else {})


def test_what_was_asked_twice_is_not_sought_again(client):
    make_article("Poster chống lừa đảo")
    assert [asks_the_table(client, "poster") for _time in range(3)] == [True, True, False]
    assert asks_the_table(client, "posters") and asks_the_table(client, "lua dao")
    html = client.get(SEARCH, {"q": "poster"}).content.decode()
    assert "<mark>Poster</mark>" in html, "marked for each question anew"


def test_after_a_publication_a_question_is_sought_without_counting_all_documents_again(client):
    story = make_article("Poster chống lừa đảo", sapo="Tiếng nói thật. " * 10)
    found(client, "poster")
    story.title = "Poster mới"
    story.save_revision().publish(user=make_user(is_superuser=True))
    with CaptureQueriesContext(connection) as asked:
        assert found(client, "poster") == ["Poster mới"]
    assert not [query["sql"] for query in asked.captured_queries if "COUNT(" in query["sql"]]


def test_what_is_published_withdrawn_or_renamed_is_right_at_once(client):
    home = make_home()
    library = LibraryIndexPage(title="Kho tài liệu", slug="kho-tai-lieu", locale=home.locale)
    home.add_child(instance=library)
    library.save_revision().publish(skip_permission_checks=True)
    story, asset = make_article("Bài về tờ rơi"), make_asset(name="Tờ rơi một")
    for _time in range(3):
        assert set(found(client, "tờ rơi")) == {story.title, asset.name}
    other = make_article("Tờ rơi mới in", section=story.get_parent().specific)
    for _time in range(3):
        assert set(found(client, "tờ rơi")) == {story.title, asset.name, other.title}
    other.title = "Tờ rơi in lại"
    other.save_revision().publish(skip_permission_checks=True)
    for _time in range(3):
        assert set(found(client, "tờ rơi")) == {story.title, asset.name, "Tờ rơi in lại"}
    asset.withdraw()
    for _time in range(3):
        assert set(found(client, "tờ rơi")) == {story.title, "Tờ rơi in lại"}
    story.unpublish()
    assert found(client, "tờ rơi") == ["Tờ rơi in lại"]


def test_who_asks_makes_no_difference_and_leaves_nothing_for_others(client, client_for):
    make_article("Tờ rơi cho mọi người")
    make_asset(name="Tờ rơi của riêng ban", access="staff")
    chief = client_for(make_user(is_superuser=True, full_name="Trần Tổng Biên Tập"))
    for reader in (chief, client, chief, client, chief, client):
        answer = reader.get(SEARCH, {"q": "tờ rơi"})
        assert titles(answer) == ["Tờ rơi cho mọi người"]
        assert "Trần Tổng Biên Tập" not in answer.content.decode()
        assert "private" in answer["Cache-Control"] and "no-store" in answer["Cache-Control"]


def test_nothing_that_was_typed_lies_anywhere(client, monkeypatch):
    make_article("Nhận ra lừa đảo", paragraphs=["Chuyện của một bạn ở Ninh Kiều."])
    written = []
    for name in ("set", "set_many", "add", "get_or_set"):
        real = getattr(cache, name)
        monkeypatch.setattr(cache, name, lambda *a, _real=real, **k: (written.append(repr(a)), _real(*a, **k))[1])
    for typed in ("ninh kieu", "NINH kiều", "ninh kieu"):
        for _time in range(3):
            found(client, typed)
    assert "Nhận ra lừa đảo".encode() in lies_there()
    assert not any(word in lies_there().lower() for word in (b"ninh kieu", "ninh kiều".encode()))
    assert not any("ninh" in text.lower() for text in written)


def test_the_page_of_results_is_drawn_once_without_what_was_typed(client):
    make_article("Nhận ra lừa đảo")
    remembered._parts.clear()
    for typed in ("zwxquat", "zwxquat lừa đảo", "<i>gqtam", "vwxnhan&", "lừa đảo", "lừa"):
        html = client.get(SEARCH, {"q": typed}).text
        assert html.count(f'value="{escape(typed)}"') >= 1 and f"<title>Tìm “{escape(typed)}”" in html
        assert f"<h1>Tìm “{escape(typed)}”</h1>" in html and typed not in html.replace(escape(typed), ""), typed
        assert frame.GAP not in html
    drawn = [key[1] for key in remembered._parts if key[0] == frame.__name__]
    assert drawn.count("search/frame.html") == 1
    assert drawn.count("search/search.html") == 3, "with nothing, with what holds a part of it, and with results"
    assert not any(word in repr(remembered._parts) for word in ("zwxquat", "gqtam", "vwxnhan"))


def test_nothing_of_a_correction_or_of_an_address_is_remembered_with_the_page(client):
    make_article("Ba mùa vườn quýt")
    remembered._parts.clear()
    asked = {"q": "vuwownf quyts", "loai": "article", "khi": "<b>gqkhi", "cho": "<i>zwxquat", "xep": "gqtam"}
    html = client.get(SEARCH, asked).text
    assert 'href="?q=vườn quýt"' in html and "zwxquat" in html
    assert not any(word in repr(remembered._parts) for word in ("quýt", "quyts", "gqkhi", "zwxquat"))


def test_no_cache_of_ours_keeps_a_typed_word(client):
    """Words of texts are cached; what only a reader has typed is not."""
    make_article("Nhận ra lừa đảo")
    found(client, "lừa đảo")
    cached = tokens._word_of_text.cache_info().currsize
    assert cached
    found(client, "zwxquat lừa đảo gqtam")
    found(client, "gqtam")
    assert tokens._word_of_text.cache_info().currsize == cached and not hasattr(crisis_match.word, "cache_info")


def test_of_what_was_asked_once_only_a_digest_lies_there(client):
    make_article("Nhận ra lừa đảo")
    found(client, "lừa đảo")
    assert list(memory._minute.found.values()) == [None]
    assert all(len(digest) == 32 for digest in memory._minute.found)


def test_of_a_cry_for_help_and_of_a_slip_of_the_pen_nothing_is_kept(client):
    make_home()
    make_help_line()
    make_article("Cứu em khỏi lừa đảo")
    for _time in range(3):
        client.get(SEARCH, {"q": "cứu em"})
        found(client, "cứu em", bai="1")
    assert memory._minute is None
    for _time in range(3):
        assert found(client, "luwaf ddaor") == ["Cứu em khỏi lừa đảo"]  # corrected: the answer holds words of it
    assert list(memory._minute.found.values()) in ([], [None])


def test_the_texts_that_a_cry_for_help_found_are_not_kept_either(client):
    make_home()
    make_help_line()
    make_article("Cứu em khỏi lừa đảo")
    kept = (highlight._words_of, markup._around)
    for one in kept:
        one.cache_clear()
    remembered._parts.clear()
    found(client, "cứu em", bai="1")
    assert not any(one.cache_info().currsize for one in kept) and "search/search.html" not in repr(remembered._parts)
    found(client, "lừa đảo")
    assert all(one.cache_info().currsize for one in kept) and "search/search.html" in repr(remembered._parts)


def test_what_was_thrown_away_sooner_leaves_the_next_minute_its_end(client, settings):
    settings.SEARCH_KEPT_SECONDS = 600
    make_article("Poster chống lừa đảo")
    found(client, "poster")
    first = memory._minute.end
    memory.forget()
    found(client, "poster")
    first.join(10)
    assert not first.is_alive() and memory._minute is not None


def test_all_is_thrown_away_with_its_key_also_where_nobody_asks_again(client, settings, monkeypatch):
    made, minute = [], memory._Minute
    monkeypatch.setattr(memory, "_Minute", lambda: made.append(minute()) or made[-1])
    make_article("Poster chống lừa đảo")
    settings.SEARCH_KEPT_SECONDS = 0.2
    found(client, "poster")
    for one in made:
        one.end.join(10)
    assert memory._minute is None
    settings.SEARCH_KEPT_SECONDS = 600
    found(client, "poster")
    assert made[-1].key != made[0].key and list(made[-1].found.values()) == [None]


def test_memory_is_bounded(client, monkeypatch):
    monkeypatch.setattr(memory, "MOST", 2)
    make_article("Poster chống lừa đảo")
    for typed in ("poster", "chống", "lừa", "đảo") * 3:
        assert found(client, typed) == ["Poster chống lừa đảo"]
    assert len(memory._minute.found) == 2


def test_nothing_is_kept_while_the_cache_is_away(client, monkeypatch):
    """Without the version nobody could say when results are out of date."""
    make_article("Poster chống lừa đảo")

    def away(_key):
        raise ConnectionError

    monkeypatch.setattr(memory.site_context, "known_version", away)
    for _time in range(3):
        assert found(client, "poster") == ["Poster chống lừa đảo"]
    assert memory._minute is None
