"""The shipped rules of the edge cache in a real Varnish: what readers get while the origin fails, and who may purge."""

from __future__ import annotations

import contextlib
import http.client
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from base.middleware import CAN_RENDER
from tests.processes import Running
from tools.devserver import edge, state

pytestmark = pytest.mark.slow
ROOT = Path(settings.BASE_DIR)
PATIENCE = 120  # seconds
CADDY = {"X-Forwarded-For": "203.0.113.9"}  # as Caddy names a reader; Varnish adds Caddy's own address


class Origin(ThreadingHTTPServer):
    """Answers every path with its own name, for one second; `status` is what it says now. `asked` lists the paths.

    `can_render` is what the edge's probe hears; while `goes_on` is not set, no page is answered.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.status, self.can_render, self.asked = 200, True, []
        self.goes_on = threading.Event()
        self.goes_on.set()


class Answer(BaseHTTPRequestHandler):
    def do_GET(self):  # the name is given by http.server
        self.server.asked.append(self.path)
        if self.path == CAN_RENDER:
            status = 200 if self.server.can_render else 503
        elif self.path == "/healthz":
            status = 200
        else:
            self.server.goes_on.wait(PATIENCE)
            status = self.server.status
        body = self.path.encode()
        self.send_response(status)
        self.send_header("Cache-Control", "public, max-age=1" if status == 200 else "no-store")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def origin():
    server = Origin()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.goes_on.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def varnish(origin, tmp_path_factory):
    """The port of a Varnish with the shipped rules and options in front of `origin`."""
    folder = tmp_path_factory.mktemp("varnish")
    for path in (folder, *folder.parents):
        if path.name.startswith(("varnish", "popen-", "pytest-")):  # pytest's own folders; one more in parallel runs
            path.chmod(0o755)  # as root Varnish goes on as another user
    rules = (ROOT / "deploy" / "varnish.vcl").read_text(encoding="utf-8")
    backend = '.host = "web";\n  .port = "8000";'
    assert rules.count(backend) == 2
    (folder / "rules.vcl").write_text(
        rules.replace(backend, f'.host = "127.0.0.1";\n  .port = "{origin.server_port}";'), encoding="utf-8"
    )
    command = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]["edge-cache"]["command"]
    port = state.free_ports(1)
    own = ["-a", f"127.0.0.1:{port}", "-f", str(folder / "rules.vcl"), "-n", str(folder / "work"), "-s", "malloc,16m"]
    running = Running([edge.find(), "-F", *own, *command[command.index("-p") :]])
    try:
        running.until(lambda: _answers(port), "it answers")
        yield running, port
    finally:
        running.kill()


def _answers(port):
    with contextlib.suppress(OSError):
        return ask(port, "/healthz")[0] == 200
    return False


def ask(port, path, method="GET", seconds=30, **headers):
    """(status, body, X-Cache)"""
    response, body = answer_of(port, path, method, seconds, **headers)
    return response.status, body, response.headers["X-Cache"]


def answer_of(port, path, method="GET", seconds=30, **headers):
    """(answer with its headers, body)"""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    with contextlib.closing(connection):
        connection.request(method, path, headers=headers)
        response = connection.getresponse()
        return response, response.read().decode()


def test_warm_pages_outlive_an_origin_that_fails_or_is_gone(varnish, origin):
    """The probes hear nothing of it: only the answers tell that something is wrong."""
    running, port = varnish
    assert ask(port, "/vi/") == (200, "/vi/", "miss")
    origin.status = 503
    request_count = origin.asked.count("/vi/")

    def asked_in_the_readers_time():
        """Past the second and the ten of grace the reader's own request asks the origin, not one behind it."""
        assert ask(port, "/vi/")[:2] == (200, "/vi/")
        return origin.asked.count("/vi/") > request_count + 12

    running.until(asked_in_the_readers_time, "the copy is older than its grace")
    assert ask(port, "/vi/chua-ai-doc/")[0] == 503, "a page that nobody has read has no copy"
    assert origin.asked.count("/vi/chua-ai-doc/") == 2
    origin.status = 200
    running.until(lambda: ask(port, "/vi/chua-ai-doc/")[0] == 200, "a fault is not kept")
    origin.shutdown()
    origin.server_close()
    assert ask(port, "/vi/")[:2] == (200, "/vi/")
    status, body, _cache = ask(port, "/vi/khac/")
    assert status == 503 and 'href="tel:111"' in body and 'href="tel:113"' in body and "Guru" not in body


def test_while_pages_cannot_be_rendered_a_stale_copy_comes_at_once(varnish, origin):
    """As without a database: nobody waits for the origin, which would answer nothing here. The rest is still asked."""
    running, port = varnish
    assert ask(port, "/vi/") == (200, "/vi/", "miss")
    origin.can_render = False
    probes = origin.asked.count(CAN_RENDER)
    running.until(lambda: origin.asked.count(CAN_RENDER) > probes + 2, "the probe has failed twice")
    assert ask(port, "/truong/") == (200, "/truong/", "miss"), "what needs no database"
    origin.goes_on.clear()

    def age():
        response, body = answer_of(port, "/vi/")
        assert (response.status, body) == (200, "/vi/")
        return int(response.headers["Age"])

    running.until(lambda: age() > 12, "past the second and the ten of grace")
    assert age() > 12, "the copy behind which the origin is being asked"
    origin.can_render = True
    origin.goes_on.set()
    running.until(lambda: age() < 12, "a fresh copy, once the origin answers")


def test_a_reader_waits_ten_seconds_for_an_origin_that_hangs(varnish, origin):
    """Both tries of a page without a copy; then the page with the numbers to call. It was a minute."""
    _running, port = varnish
    origin.goes_on.clear()
    started = time.monotonic()
    status, body, _cache = ask(port, "/vi/chua-ai-doc/", seconds=90)
    assert status == 503 and 'href="tel:111"' in body and time.monotonic() - started < 13


def test_only_our_own_servers_empty_the_edge(varnish, origin):
    """PURGE that has come through Caddy is refused (405); from a server of ours it makes the edge forget the page."""
    _running, port = varnish
    ask(port, "/vi/")
    assert ask(port, "/vi/", "PURGE", **CADDY)[0] == 405
    assert ask(port, "/vi/")[2] == "hit", "the copy is still there"
    assert ask(port, "/vi/", "PURGE")[0] == 200
    assert ask(port, "/vi/")[2] == "miss"


def test_what_is_somebodys_own_is_asked_for_once_and_never_kept(varnish, origin):
    """A fault of /truong/ or /admin/ is not asked again: who sent a form would have sent it twice."""
    _running, port = varnish
    origin.status = 500
    for path in ("/truong/", "/admin/"):
        assert ask(port, path)[0] == 500
        assert origin.asked.count(path) == 1
    origin.status = 200
    assert [ask(port, "/truong/")[2] for _ in range(2)] == ["miss", "miss"]


def test_a_query_that_no_page_reads_finds_the_same_copy(varnish, origin):
    _running, port = varnish
    assert ask(port, "/vi/bai/?trang=2") == (200, "/vi/bai/?trang=2", "miss")
    for query in (
        "?fbclid=x&trang=2",
        "?trang=2&utm_source=zalo&utm_medium=b",
        "?a&trang=2&&b=",
        "?x=/vi/?q=1&trang=2",
    ):
        assert ask(port, "/vi/bai/" + query) == (200, "/vi/bai/?trang=2", "hit"), query
    assert ask(port, "/vi/?gclid=x&trangx=1")[1] == "/vi/" and ask(port, "/?fbclid=x")[1] == "/"
    assert ask(port, "/vi/kho-tai-lieu/?nn=km&nn=vi&q=a%20b")[1] == "/vi/kho-tai-lieu/?nn=km&nn=vi&q=a%20b"
    assert ask(port, "/xem-truoc/x/?khac=1")[1] == "/xem-truoc/x/?khac=1", "only addresses that many readers share"


def test_a_request_that_the_edge_refuses_is_answered_in_vietnamese(varnish, origin):
    _running, port = varnish
    for expected, (status, body, _cache) in {
        405: ask(port, "/vi/", "PURGE", **CADDY),
        414: ask(port, "/vi/tim-kiem/?q=" + "x" * 8000),
    }.items():
        assert status == expected and 'href="tel:113"' in body and "Bạn quay lại" in body and "Guru" not in body
    assert ask(port, "/vi/tim-kiem/?q=" + "x" * 7900)[0] == 200
