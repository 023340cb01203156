"""The stores answer alike: PostgreSQL, and OpenSearch as its double plays it.

Where SEARCH_TEST_URL names a real one, it takes the double's place in all of these and in test_judged.py.
"""

import opensearch_double
import pytest
from django.core.cache import cache
from django.core.management import call_command

from home.models import SearchEntry
from home.search.documents import document
from home.search.opensearch import OpenSearchStore, _search
from home.search.store import PostgresStore, Question
from tests.factories import make_article, make_home, make_section

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]


@pytest.fixture(params=["postgres", "opensearch"])
def store(request):
    if request.param == "postgres":
        return PostgresStore()
    return OpenSearchStore(request.getfixturevalue("opensearch")[0])


def paper(number, title, **facts):
    return document(
        kind=facts.pop("kind", "article"), object_id=f"d{number}", language=facts.pop("language", "vi"), title=title,
        summary="", body=facts.pop("body", ""), address="/vi/x/", published_at=f"2026-11-0{number}T00:00Z", facets=[],
    )  # fmt: skip


def test_written_found_newest_first_and_forgotten(store):
    store.clear()
    store.write([paper(1, "Lừa đảo"), paper(2, "Lúa vàng"), paper(3, "Đảo xa", language="en")])
    asked = Question("title", ((("t:lua", False),),), 10, ("l:vi",))
    assert [hit.head for hit in store.ask([asked])] == ["lua vang", "lua dao"]
    start = Question("start", ((("t:va", True),),), 10)
    assert [(hit.tier, hit.head) for hit in store.ask([start])] == [("start", "lua vang")]
    either = Question("x", ((("b:lua dao", False),), (("t:xa", False),)), 10)
    assert {hit.head for hit in store.ask([either])} == {"lua dao", "dao xa"}
    store.write([paper(1, "Lừa đảo mới")])
    assert len(store.ask([asked])) == 2, "written again, not twice"
    store.forget(["article"], ["d1"])
    assert [hit.head for hit in store.ask([asked])] == ["lua vang"]
    assert store.ask([Question("x", (), 5)]) == []


def test_headlines_are_asked_of_the_small_vector():
    """Walking the newest rows for a common word must not fetch whole documents."""
    PostgresStore().write([paper(1, "Lừa đảo", body="Cúp máy")])
    title = Question("title", ((("t:lua", False), ("n:đao3", False)),), 10, ("l:vi",))
    body = Question("all", ((("cup", False),),), 10, ("l:vi",))
    assert len(PostgresStore().ask([title, body])) == 2
    SearchEntry.objects.update(vector=None)
    assert [hit.tier for hit in PostgresStore().ask([title, body])] == ["title"]


def test_opensearch_is_asked_for_the_same_lexemes():
    question = Question("title", ((("t:lua", False), ("t:da", True)),), 7, ("l:vi",))
    body = _search(question)
    assert body["size"] == 7
    assert {"term": {"lexemes": "l:vi"}} in body["query"]["bool"]["filter"]
    assert {"prefix": {"lexemes": "t:da"}} in body["query"]["bool"]["filter"][0]["bool"]["should"][0]["bool"]["filter"]


@pytest.mark.indexed
def test_a_search_server_that_is_away_stops_neither_readers_nor_publishing(client, settings, caplog):
    with opensearch_double.running() as double:
        settings.SEARCH_URL = double.address
        make_home()
        call_command("rebuild_search")
        section = make_section()
        make_article("Cúp máy trước", section=section)
        assert len(double.indexes["tim-kiem"]) >= 1

        def said():
            return " ".join(one.getMessage() for one in caplog.records if one.name == "home.search.opensearch")

        caplog.clear()

        def titles():
            cache.clear()
            answer = client.get("/vi/tim-kiem/", {"q": "cup may"})
            assert answer.status_code == 200
            return [entry.title for entry in answer.context["results"]]

        assert titles() == ["Cúp máy trước"] and not said()
        double.is_broken = True
        make_article("Cúp máy lần nữa", section=section)
        assert set(titles()) == {"Cúp máy trước", "Cúp máy lần nữa"}, "PostgreSQL has both"
        told = said()
        assert "rebuild_search" in told and "cup" not in told.lower(), "never what was typed"
        double.is_broken = False
        assert titles() == ["Cúp máy trước"]
        call_command("rebuild_search")
        assert len(titles()) == 2
    assert len(titles()) == 2, "nobody listens at the address any more"
