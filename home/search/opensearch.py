"""The same lexemes in OpenSearch: for an installation whose PostgreSQL should not search (SEARCH_URL).

Rows stay in PostgreSQL, which decides what exists: OpenSearch only finds and orders primary keys, so a
withdrawn document can never be shown from an index that lags. Speaks HTTP with the standard library alone.
While it is away PostgreSQL answers, from the same rows; what was published meanwhile is missing there until
`manage.py rebuild_search`, and the log says so.
"""

from __future__ import annotations

import base64
import json
import logging
import urllib.request
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from .models import SearchEntry
from .store import Hit, PostgresStore, Question, Term

SECONDS = 5  # of one request that writes
ASKING_SECONDS = 1.0  # of a reader's: then PostgreSQL is asked instead
_MAPPING = {
    "mappings": {
        "dynamic": False,
        "properties": {
            "lexemes": {"type": "keyword"},
            "kind": {"type": "keyword"},
            "object_id": {"type": "keyword"},
            "published_at": {"type": "date"},
        },
    }
}


log = logging.getLogger(__name__)


class OpenSearchStore(PostgresStore):
    """Writes both, asks OpenSearch. `url`: http://user:password@host:9200/name-of-index."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.index = parts.path.strip("/") or "tim-kiem"
        self.server = f"{parts.scheme}://{parts.hostname}:{parts.port or 9200}"
        login = f"{parts.username}:{parts.password or ''}" if parts.username else ""
        self.headers = {"Authorization": "Basic " + base64.b64encode(login.encode()).decode()} if login else {}

    def write(self, entries: Sequence[tuple[SearchEntry, list[str]]]) -> None:
        super().write(entries)
        lines = []
        for entry, lexemes in entries:
            key = f"{entry.kind}:{entry.object_id}:{entry.language}"
            lines.append({"index": {"_index": self.index, "_id": key}})
            lines.append(
                {
                    "lexemes": lexemes, "kind": entry.kind, "object_id": entry.object_id, "head": entry.head,
                    "facets": entry.facets, "language": entry.language, "published_at": _iso(entry.published_at),
                }
            )  # fmt: skip
        self._told("_bulk?refresh=true", lines)

    def forget(self, kinds: Iterable[str], object_ids: Iterable[str]) -> None:
        kinds, object_ids = list(kinds), list(object_ids)
        super().forget(kinds, object_ids)
        wanted = {"bool": {"filter": [{"terms": {"kind": kinds}}, {"terms": {"object_id": object_ids}}]}}
        self._told(f"{self.index}/_delete_by_query?refresh=true&conflicts=proceed", {"query": wanted})

    def clear(self) -> None:
        super().clear()
        self._call("DELETE", f"{self.index}?ignore_unavailable=true")
        self._call("PUT", self.index, _MAPPING)

    def ask(self, questions: Sequence[Question]) -> list[Hit]:
        asked = [question for question in questions if question.anyof]
        weighed = {question.name: question for question in asked if question.points}
        if not asked:
            return []
        lines: list[dict[str, Any]] = []
        for question in asked:
            lines += [{"index": self.index}, _search(question)]
        try:
            answers = self._call("POST", "_msearch", lines, ASKING_SECONDS)["responses"]
            found = [(asked[at].name, hit["_id"]) for at, one in enumerate(answers) for hit in one["hits"]["hits"]]
        except (OSError, ValueError, KeyError) as error:  # away, no JSON, an error in the place of an answer
            log.error("search: OpenSearch does not answer, PostgreSQL does: %s", type(error).__name__)
            return super().ask(questions)
        rows = self._rows({key for _tier, key in found})
        hits = [Hit(*rows[key], tier) for tier, key in found if key in rows and tier not in weighed]
        for name, question in weighed.items():  # points are counted where the rows are
            keys = [rows[key][0] for tier, key in found if tier == name and key in rows]
            hits += self._hits(self._with_points(question, keys))
        return hits

    def _rows(self, keys: set[str]) -> dict[str, tuple]:
        ids = {key.split(":")[1] for key in keys}
        rows = SearchEntry.objects.filter(object_id__in=ids).values_list(
            "pk", "kind", "head", "facets", "published_at", "object_id", "language"
        )
        return {f"{row[1]}:{row[5]}:{row[6]}": (row[0], row[1], row[2], tuple(row[3]), row[4]) for row in rows}

    def _told(self, path: str, body: Any) -> None:
        """Pass a change on. Publishing never fails because a search server is away: the log says what is behind."""
        if not body:
            return
        try:
            answer = self._call("POST", path, body)
            if answer.get("errors") or answer.get("failures"):
                raise ValueError("refused")
        except (OSError, ValueError) as error:
            log.error("search: OpenSearch is behind, run rebuild_search when it is back: %s", type(error).__name__)

    def _call(self, method: str, path: str, body: Any = None, seconds: float = SECONDS) -> Any:
        """Raises OSError while the server is away (URLError, HTTPError and time-outs are OSErrors)."""
        lines = body if isinstance(body, list) else [body] if body is not None else []
        data = "".join(json.dumps(line) + "\n" for line in lines).encode()
        kind = {"Content-Type": "application/x-ndjson" if isinstance(body, list) else "application/json"}
        request = urllib.request.Request(  # noqa: S310  the address comes from the settings
            f"{self.server}/{path}",
            data or None,  # a DELETE “does not support having a body”: a real server answers 400 to an empty object
            {**(kind if data else {}), **self.headers},
            method=method,
        )
        with urllib.request.urlopen(request, timeout=seconds) as answer:  # noqa: S310
            return json.load(answer)


def _search(question: Question) -> dict[str, Any]:
    either = [{"bool": {"filter": [_clause(term) for term in terms]}} for terms in question.anyof]
    must = [{"term": {"lexemes": lexeme}} for lexeme in question.must]
    return {
        "size": question.limit,
        "_source": False,
        "sort": [{"published_at": {"order": "desc", "missing": "_last"}}],
        "query": {"bool": {"filter": [{"bool": {"should": either, "minimum_should_match": 1}}, *must]}},
    }


def _clause(term: Term) -> dict[str, Any]:
    lexeme, is_prefix = term
    return {"prefix" if is_prefix else "term": {"lexemes": lexeme}}


def _iso(moment: datetime | str | None) -> str | None:
    return moment.isoformat() if isinstance(moment, datetime) else moment
