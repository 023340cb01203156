"""Thirty slow downloads of one gigabyte while the front page answers as before; P5 in figures.

    PORT=8000 make demo &                       # in one terminal
    make -s shell-demo < tests/load/slow_downloads.py

Puts a 1 GB file into the demo's storage, releases it, and in each round asks for the front page, first alone for ALONE
seconds, then for BESIDE seconds, at least a minute, while READERS phones take the file at RATE bytes a second; a short
first round warms every process up and is not counted. Every phone must have gone on taking bytes from the real storage
until the last answer was sampled, and none may have come to the end. Loopback only, and bounded: lines are held for
HOLD seconds at most, all that was made is taken away.
Prints one table; raises AssertionError when a budget of docs/performance.md (P5) does not hold.
"""

import hashlib
import http.client
import json
import os
import socket
import statistics
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from urllib.error import HTTPError

import psutil
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from files.models import StoredFile
from files.storage.backends import storage_for
from files.storage.objects import new_key, purge, put_new
from media_library.models import Asset, DownloadEvent, KitArchive
from tests.factories import make_asset
from users.models import User

READERS = int(os.environ.get("READERS", "30"))
RATE = int(os.environ.get("RATE", "100000"))  # bytes a second of one phone
SIZE = int(float(os.environ.get("GB", "1")) * 1024**3)
ROUNDS = int(os.environ.get("ROUNDS", "5"))
BUFFER = 65_536  # bytes
ALONE = 20  # seconds of the front page alone
BESIDE = int(os.environ.get("BESIDE", "60"))  # seconds of the front page beside the downloads
WARM = 8  # seconds of both in the first round
PAUSE = 0.05  # seconds between two requests for the front page
HOLD = 120  # seconds
MEBIBYTE = 1024 * 1024
CODE = "DO-TAI-CHAM"
PORT = json.loads((settings.BASE_DIR / ".demo" / "running.json").read_text())["port"]
SITE = f"http://127.0.0.1:{PORT}"


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Shows a redirect instead of following it."""

    def redirect_request(self, *_):
        """Follow nothing."""
        return None


def big_file():
    """The file and its SHA-256: one random mebibyte again and again, through the product's own way into storage."""
    block, digest = os.urandom(MEBIBYTE), hashlib.sha256()
    with tempfile.TemporaryFile() as source:
        for _ in range(SIZE // MEBIBYTE):
            source.write(block)
            digest.update(block)
        key, sha256 = new_key("files", "zip"), digest.hexdigest()
        put_new(storage_for("released"), key, source, media_type="application/zip", sha256=sha256)
    facts = {"display_name": "do.zip", "extension": "zip", "media_type": "application/zip", "shows_minor": False}
    return StoredFile.objects.create(key=key, zone="released", state="clean", size=SIZE, sha256=sha256, **facts)


def click(path):
    """Where a click leads: the status, the bytes the web process sent and the signed address."""
    opener = urllib.request.build_opener(NoRedirect)
    request = urllib.request.Request(SITE + path, headers={"User-Agent": "Mozilla/5.0 (do tai)"})
    try:
        with opener.open(request, timeout=60) as answer:
            return answer.status, len(answer.read()), ""
    except HTTPError as answer:
        return answer.code, len(answer.read()), answer.headers.get("Location", "")


def slow_reader(path, until, taken):
    """One phone: RATE bytes a second until told to stop; (bytes, seconds) of what it got are added to `taken`.

    Its receive buffer is small, so that the storage waits for the phone and not for this machine's memory.
    """
    _status, _bytes, location = click(path)
    assert urllib.parse.urlsplit(location).hostname in {"127.0.0.1", "localhost"}, location
    parts = urllib.parse.urlsplit(location)
    line = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
    line._create_connection = narrow
    line.request("GET", f"{parts.path}?{parts.query}")
    response = line.getresponse()
    assert response.status == 200 and int(response.headers["Content-Length"]) == SIZE
    started_at, last, got = time.perf_counter(), 0.0, 0
    while not until.wait(0.5):
        piece = response.read(RATE // 2)
        assert len(piece) == RATE // 2, "a line broke or the file came to its end"
        got, last = got + len(piece), time.perf_counter() - started_at
    line.close()
    taken.append((got, last))


def narrow(address, *rest, **named):
    """A connection that takes in at most BUFFER bytes ahead of its reader."""
    reader_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    reader_socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
    reader_socket.settimeout(60)
    reader_socket.connect(address)
    return reader_socket


def front_page(span):
    """Seconds of each request for the front page during `span` seconds, one after the other."""
    seconds, end = [], time.perf_counter() + span
    while time.perf_counter() < end:
        started_at = time.perf_counter()
        with urllib.request.urlopen(SITE + "/vi/", timeout=60) as response:
            assert response.status == 200 and response.read()
        seconds.append(time.perf_counter() - started_at)
        time.sleep(PAUSE)
    return seconds


def one_round(path, alone_for=ALONE, beside_for=BESIDE):
    """The front page alone, then beside READERS downloads: two lists of seconds, and what each phone got."""
    alone, until, readings = front_page(alone_for), threading.Event(), []
    phones = [threading.Thread(target=slow_reader, args=(path, until, readings), daemon=True) for _ in range(READERS)]
    for phone in phones:
        phone.start()
    limit = threading.Timer(HOLD, until.set)
    limit.start()
    time.sleep(2)  # every phone has its line
    beside = front_page(beside_for)
    still_held = not until.is_set()
    until.set()
    limit.cancel()
    for phone in phones:
        phone.join(60)
    assert still_held, "the measure took longer than the lines were held"
    return alone, beside, readings


def web_memory():
    """Resident bytes of the demo's web processes."""
    masters = [p for p in psutil.process_iter(["cmdline"]) if f"127.0.0.1:{PORT}" in (p.info["cmdline"] or [])]
    family = {process for master in masters for process in [master, *master.children(recursive=True)]}
    return sum(process.memory_info().rss for process in family)


def cut_and_resumed(path):
    """SHA-256 of the file taken in two halves, the second by Range from a new click."""
    digest = hashlib.sha256()
    for start, end in ((0, SIZE // 2 - 1), (SIZE // 2, SIZE - 1)):
        request = urllib.request.Request(click(path)[2], headers={"Range": f"bytes={start}-{end}"})
        with urllib.request.urlopen(request, timeout=60) as response:
            assert response.status == 206
            while part := response.read(MEBIBYTE):
                digest.update(part)
    return digest.hexdigest()


def queries_of(path, user=None):
    """Number of queries of a click on `path`."""
    client = Client(SERVER_NAME="127.0.0.1")
    if user:
        client.force_login(user)
        client.get(path)  # the session is in the cache from now on, as on every page a member looks at
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 302
    return len(captured)


def take_away():
    """Everything of this or a broken run: rows first, then objects."""
    rows = StoredFile.objects.filter(asset_file__version__asset__code=CODE)
    stored_keys = list(rows.values_list("pk", "key"))
    Asset.objects.filter(code=CODE).update(current_version=None)  # it would protect its version
    Asset.objects.filter(code=CODE).delete()
    StoredFile.objects.filter(pk__in=[pk for pk, _key in stored_keys]).delete()
    for _pk, key in stored_keys:
        purge("released", key)


def main():
    """Make the file, measure, take it away."""
    take_away()
    stored = big_file()
    asset = make_asset(CODE, name="Tệp để đo", files=[{"role": "source", "label": "Tệp 1 GB", "stored": stored}])
    try:
        measure(asset.current_version.files.get().get_absolute_url(), stored)
    finally:
        take_away()


def measure(path, stored):
    """Print the table; AssertionError where a budget does not hold."""
    one_round(path, WARM, WARM)
    before = web_memory()
    rounds = [one_round(path) for _ in range(ROUNDS)]
    grown = (web_memory() - before) / MEBIBYTE
    ratios = [statistics.median(beside) / statistics.median(alone) for alone, beside, _taken in rounds]
    alone = statistics.median(second for row in rounds for second in row[0]) * 1000
    beside = statistics.median(second for row in rounds for second in row[1]) * 1000
    status, sent, location = click(path)
    expires = int(urllib.parse.parse_qs(urllib.parse.urlsplit(location).query)["X-Amz-Expires"][0])
    visitor, member = queries_of(path), queries_of(path, User.objects.get(email="truong@thcs.example"))
    archive = KitArchive.objects.filter(variant="full", version__state="ready").first()
    built = KitArchive.objects.count()
    kit = queries_of(archive.get_absolute_url()) if archive else 0
    same = cut_and_resumed(path) == stored.sha256
    lines = [
        (f"front page alone / beside {READERS} downloads", f"{alone:.1f} / {beside:.1f} ms", "as before"),
        ("ratio, median of the rounds", f"{statistics.median(ratios):.2f}", "≤ 1.5"),
        (
            "bytes each phone got, fewest and most",
            f"{min(got for row in rounds for got, _s in row[2])} / {max(got for row in rounds for got, _s in row[2])}",
            f"{BESIDE} s of the rate",
        ),
        (
            "seconds each line was held, shortest; answers sampled beside",
            f"{min(duration for row in rounds for _g, duration in row[2]):.0f}, {sum(len(row[1]) for row in rounds)}",
            f"≥ {BESIDE}",
        ),
        ("web processes grown by", f"{grown:.1f} MiB", "≤ 50"),
        ("P5 queries of a click: visitor, school, kit", f"{visitor}, {member}, {kit}", "≤ 3"),
        ("P5 answer: status, bytes through Django, seconds valid", f"{status}, {sent}, {expires}", "302, 0, ≤ 60"),
        ("P5 ZIP files built by clicks", str(KitArchive.objects.count() - built), "0"),
        ("cut at half and resumed: same SHA-256", str(same), "True"),
    ]
    for label, figure, budget in lines:
        print(f"{label:56} {figure:>24}   {budget}")
    assert all(len(row[2]) == READERS for row in rounds), "a phone lost its line"
    assert all(duration >= BESIDE and got >= BESIDE * RATE // 2 for row in rounds for got, duration in row[2])
    assert (status, sent) == (302, 0) and expires <= 60 and same and grown <= 50
    assert max(visitor, member, kit) <= 3 and statistics.median(ratios) <= 1.5
    assert DownloadEvent.objects.filter(asset__code=CODE).count() >= READERS * ROUNDS


main()
