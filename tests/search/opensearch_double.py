"""The few calls of OpenSearch that our store makes, answered from memory and strictly: anything else is a 400.

No OpenSearch can be installed where the tests run. This double checks what we send and that the whole search works
on what comes back; SEARCH_TEST_URL runs the same tests on a real server.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit


class Double(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.indexes: dict[str, dict[str, dict[str, Any]]] = {}
        self.is_broken = False  # answers 500 and no JSON

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/tim-kiem"


@contextmanager
def running() -> Iterator[Double]:
    server = Double()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def matches(query: dict[str, Any], document: dict[str, Any]) -> bool:
    """Whether `document` answers `query`, in the part of the query language that we use; KeyError for any other."""
    ((kind, said),) = query.items()
    if kind == "bool":
        if set(said) - {"filter", "should", "minimum_should_match"}:
            raise KeyError(said)
        filters = all(matches(one, document) for one in said.get("filter", []))
        should = said.get("should", [])
        return filters and (not should or sum(matches(one, document) for one in should) >= said["minimum_should_match"])
    ((field, wanted),) = said.items()
    have = document[field] if isinstance(document[field], list) else [document[field]]
    if kind == "term":
        return wanted in have
    if kind == "terms":
        return any(one in have for one in wanted)
    if kind == "prefix":
        return any(str(one).startswith(wanted) for one in have)
    raise KeyError(kind)


def found(body: dict[str, Any], documents: dict[str, dict[str, Any]]) -> dict[str, Any]:
    if set(body) != {"size", "_source", "sort", "query"} or body["_source"] is not False:
        raise KeyError(body)
    ((field, order),) = body["sort"][0].items()
    if order["order"] != "desc":
        raise KeyError(order)
    keys = [key for key, document in documents.items() if matches(body["query"], document)]
    keys.sort(key=lambda key: documents[key][field] or "", reverse=True)
    return {"hits": {"hits": [{"_id": key} for key in keys[: body["size"]]]}, "status": 200}


class _Handler(BaseHTTPRequestHandler):
    server: Double

    def log_message(self, *args: Any) -> None:
        pass

    def _answer(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
        try:
            if self.server.is_broken:
                raise LookupError
            status, said = 200, json.dumps(self._done(text))
        except (KeyError, ValueError) as error:
            status, said = 400, json.dumps({"error": repr(error)})
        except LookupError:
            status, said = 500, "out of order"
        self.send_response(status)
        self.end_headers()
        self.wfile.write(said.encode())

    do_POST = do_PUT = do_DELETE = _answer

    def _done(self, text: str) -> dict[str, Any]:
        parts = urlsplit(self.path)
        name, _slash, action = parts.path.strip("/").rpartition("/")
        indexes = self.server.indexes
        if self.command == "DELETE":
            if text:  # RestHandler: “request [DELETE /…] does not support having a body”
                raise ValueError("a DELETE has no body")
            indexes.pop(action, None)
            return {"acknowledged": True}
        if self.command == "PUT":
            if json.loads(text)["mappings"]["properties"]["lexemes"] != {"type": "keyword"}:
                raise ValueError("lexemes are words as they are")
            indexes[action] = {}
            return {"acknowledged": True}
        if action in {"_bulk", "_msearch"} and self.headers["Content-Type"] != "application/x-ndjson":
            raise ValueError("one line, one thing")
        if action == "_delete_by_query":
            query = json.loads(text)["query"]
            gone = [key for key, document in indexes[name].items() if matches(query, document)]
            for key in gone:
                del indexes[name][key]
            return {"deleted": len(gone), "failures": []}
        lines = [json.loads(line) for line in text.splitlines()]
        pairs = list(zip(lines[::2], lines[1::2], strict=True))
        if action == "_bulk":
            for head, document in pairs:
                indexes[head["index"]["_index"]][head["index"]["_id"]] = document
            return {"errors": False}
        if action == "_msearch":
            return {"responses": [found(body, indexes[head["index"]]) for head, body in pairs]}
        raise ValueError(action)
