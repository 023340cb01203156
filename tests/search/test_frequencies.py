"""A rare word never scans all rows, a common one never sorts half of them, whatever PostgreSQL's planner estimates."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search import frequencies
from search.backend import PostgresStore, Question
from search.models import SearchEntry
from tests.factories import count_rows

pytestmark = pytest.mark.django_db

ROWS = """
    INSERT INTO search_searchentry
        (kind, object_id, language, title, summary, address, head, facets, published_at, vector)
    SELECT 'article', number, 'vi', number, '', '/', '', '{}', now() - number * interval '1 minute',
        array_to_tsvector(
            array['l:vi', 'chung', 'n' || number] || CASE WHEN number %% 250 = 0 THEN '{b:la thay}' END::text[]
        )
    FROM generate_series(1, %s) AS number
"""


@pytest.fixture
def thousand(monkeypatch):
    """A thousand documents: all hold “chung”, four hold “lạ thay”; PostgreSQL has counted them."""
    monkeypatch.setattr(frequencies, "_kept", {})
    with connection.cursor() as cursor:
        cursor.execute(ROWS, [1_000])
    count_rows()


def plan_of(question):
    """(hits, how PostgreSQL finds them when it may not combine indexes)."""
    with CaptureQueriesContext(connection) as captured:
        hits = PostgresStore().ask([question])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute("EXPLAIN " + captured.captured_queries[-1]["sql"])
        plan = "\n".join(line for (line,) in cursor.fetchall())
        cursor.execute("SET LOCAL enable_bitmapscan = on")
    return hits, plan


@pytest.mark.parametrize("points", [(), (((((("chung", False),),), 2.0),),)])
def test_only_common_words_walk_the_newest_rows(thousand, points):
    rare, walks = plan_of(Question("some", ((("b:la thay", False),),), 40, ("l:vi",), points))
    assert [hit.published_at for hit in rare] == sorted((hit.published_at for hit in rare), reverse=True)
    assert len(rare) == 4 and "search_entry_newest" not in walks
    usual, walks = plan_of(Question("some", ((("chung", False),),), 40, ("l:vi",), points))
    newest = list(SearchEntry.objects.order_by("-published_at").values_list("pk", flat=True)[:40])
    assert [hit.pk for hit in usual] == newest and "search_entry_newest" in walks


def test_common_words_that_seldom_meet_are_rare_together(thousand):
    shares = frequencies.shares("vector")
    assert shares["chung"] > 0.9
    assert frequencies.share_of([("chung", False)], shares) >= frequencies.WALKED
    assert frequencies.share_of([("chung", False), ("n7", False)], shares) < frequencies.WALKED
    assert frequencies.share_of([("chu", True)], shares) > 0.9  # the beginning of a common word
    assert frequencies.share_of([("xy", True)], shares) == frequencies.UNKNOWN


def test_before_postgresql_has_counted_everything_is_found_too(monkeypatch):
    monkeypatch.setattr(frequencies, "_kept", {})
    with connection.cursor() as cursor:
        cursor.execute(ROWS, [30])
    either = ((("chung", False),), (("n3", False),), (("n4", False), ("chung", False)))
    hits = PostgresStore().ask([Question("some", either, 10, ("l:vi",)), Question("other", (), 10)])
    assert {hit.pk for hit in hits} >= set(
        SearchEntry.objects.order_by("-published_at").values_list("pk", flat=True)[:10]
    )
