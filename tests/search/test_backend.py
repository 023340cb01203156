"""The search table finds what was written, newest first, and no longer finds what was removed."""

import pytest
from django.db import connection

from search.backend import PostgresStore, Question
from search.index import document
from search.models import SearchEntry

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]


def paper(number, title, **facts):
    return document(
        kind=facts.pop("kind", "article"), object_id=f"d{number}", language=facts.pop("language", "vi"), title=title,
        summary="", body=facts.pop("body", ""), address="/vi/x/", published_at=f"2026-11-0{number}T00:00Z", facets=[],
    )  # fmt: skip


def test_written_found_newest_first_and_forgotten():
    store = PostgresStore()
    store.clear()
    store.write([paper(1, "Lừa đảo"), paper(2, "Lúa vàng"), paper(3, "Đảo xa", language="en")])
    question = Question("title", ((("t:lua", False),),), 10, ("l:vi",))
    assert [hit.head for hit in store.ask([question])] == ["lua vang", "lua dao"]
    start = Question("start", ((("t:va", True),),), 10)
    assert [(hit.tier, hit.head) for hit in store.ask([start])] == [("start", "lua vang")]
    either = Question("x", ((("b:lua dao", False),), (("t:xa", False),)), 10)
    assert {hit.head for hit in store.ask([either])} == {"lua dao", "dao xa"}
    store.write([paper(1, "Lừa đảo mới")])
    assert len(store.ask([question])) == 2, "written again, not twice"
    store.forget(["article"], ["d1"])
    assert [hit.head for hit in store.ask([question])] == ["lua vang"]
    assert store.ask([Question("x", (), 5)]) == []


def test_headlines_are_asked_of_the_small_vector():
    """Walking the newest rows for a common word must not fetch whole documents."""
    PostgresStore().write([paper(1, "Lừa đảo", body="Cúp máy")])
    title = Question("title", ((("t:lua", False), ("n:đao3", False)),), 10, ("l:vi",))
    body = Question("all", ((("cup", False),),), 10, ("l:vi",))
    assert len(PostgresStore().ask([title, body])) == 2
    SearchEntry.objects.update(vector=None)
    assert [hit.tier for hit in PostgresStore().ask([title, body])] == ["title"]


def test_searches_read_no_list_of_what_is_not_in_an_index_yet(db):
    """With one PostgreSQL reads all rows of a small table rather than the index, until the next vacuum."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, c.reloptions FROM pg_class c JOIN pg_am a ON a.oid = c.relam AND a.amname = 'gin'"
            " WHERE c.relname LIKE '%search%'"
        )
        index_options = dict(cursor.fetchall())
    assert set(index_options) == {"search_entry_vector", "search_entry_heading", "asset_search"}
    assert all(options == ["fastupdate=off"] for options in index_options.values())
