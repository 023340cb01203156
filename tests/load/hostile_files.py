"""Eight hostile files at once, sent by one account to the real web server, while a reader asks for the help page.

    .venv/bin/python tests/load/hostile_files.py

Starts a database and buckets of its own on the test services, and the web server by deploy/entrypoint.sh with
production settings. Prints for each file the statuses of the posts and the slowest post and help page in seconds.
Exit code 1 when a help page took longer than HELP_SECONDS.
"""

from __future__ import annotations

import http.client
import io
import logging
import os
import random
import subprocess
import sys
import threading
import time
import uuid
import zipfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.chdir(ROOT)

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402
from openpyxl import Workbook  # noqa: E402

import tests.conftest as services  # noqa: E402 - sets the environment and starts PostgreSQL and S3
from tests.activities.scenarios import make_scenario  # noqa: E402
from tests.files import bombs  # noqa: E402
from tests.files import sample_files as make  # noqa: E402
from tests.processes import Running  # noqa: E402

AT_ONCE = 8
HELP_SECONDS = 1.0
PORT = 8196
TABLE, DOCUMENT = "/admin/truong-hoc/nhap/", "/admin/documents/multiple/add/"
REDIRECTS, TWEE = "/admin/redirects/import/", "/admin/nhap-vai/{story}/twee/"
TOKEN = "t" * 32


def pdf() -> bytes:
    """98 KB: drawings within drawings, thirty levels deep, and a remark."""
    content = bombs.forms_within_forms()
    return content + b"%" + b"x" * (98_000 - len(content)) + b"\n%%EOF\n"


def workbook(**parts: bytes) -> bytes:
    """A small XLSX with some of its parts replaced, `__` in a name for `/`."""
    file = io.BytesIO()
    book = Workbook()
    book.active.append(["Mã", "Tên"])
    book.save(file)
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return make.archive(members | {name.replace("__", "/") + ".xml": content for name, content in parts.items()})


def sheet(cells: bytes) -> bytes:
    main = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return b"<worksheet %s><sheetData>%s</sheetData></worksheet>" % (main, cells)


def files(story: int) -> dict[str, tuple[str, str, bytes]]:
    """name → (address, field of the form, content); `story`: a scenario."""
    cells = sheet((b"<row>" + b"<c/>" * 100 + b"</row>") * 10_000)
    noise = b"<sst>" + random.Random(1).randbytes(100_000).hex().encode() + b"</sst>"  # else its ratio gives it away
    entities = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + sheet(b"<row><c><v>&a;</v></c></row>")
    return {
        "PDF as a spreadsheet": (TABLE, "tep", pdf()),
        "PDF as a document": (DOCUMENT, "files[]", pdf()),
        "XLSX, 400 MB of blanks": (TABLE, "tep", workbook(xl__sharedStrings=b"<sst>" + b" " * 400_000_000)),
        "XLSX, a million cells": (TABLE, "tep", workbook(xl__worksheets__sheet1=cells, xl__sharedStrings=noise)),
        "XLSX, external entities": (TABLE, "tep", workbook(xl__worksheets__sheet1=entities)),
        "XLSX of redirects": (REDIRECTS, "import_file", workbook(xl__worksheets__sheet1=cells)),
        "CSV, telephones of blanks": (TABLE, "tep", f"Mã,Tên,Điện thoại\nT1,Trường,{' ' * 130_000}x\n".encode()),
        "Twee, a line of blanks": (TWEE.format(story=story), "tep", b"::a" + b" " * 490_000 + b"[x"),
        "Twee, a line of brackets": (TWEE.format(story=story), "tep", b":: a\n" + b"[[" * 240_000 + b"\n:: b\nx"),
    }


def ask(method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, str, float]:
    """(status, text, seconds)."""
    started_at = time.perf_counter()
    line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    shared = {"Host": "site.example.vn", "X-Forwarded-Proto": "https", "Referer": "https://site.example.vn/"}
    line.request(method, path, body, shared | headers)
    response = line.getresponse()
    text = response.read().decode(errors="replace")
    line.close()
    return response.status, text, time.perf_counter() - started_at


def send(path: str, field: str, content: bytes, session: str, results: list[tuple[int, str, float]]) -> None:
    endings = {b"PK": "xlsx", b"%P": "pdf", b"::": "twee", "Mã".encode()[:2]: "csv"}
    name = f"danh-sach.{endings[content[:2]]}"
    edge = uuid.uuid4().hex
    head = f'--{edge}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
    title = f'\r\n--{edge}\r\nContent-Disposition: form-data; name="title"\r\n\r\nx\r\n--{edge}--\r\n'
    cookies = f"__Host-sessionid={session}; __Host-csrftoken={TOKEN}"
    headers = {
        "Content-Type": f"multipart/form-data; boundary={edge}",
        "Cookie": cookies,
        "X-CSRFToken": TOKEN,
        "X-Requested-With": "XMLHttpRequest",
    }
    results.append(ask("POST", path, head.encode() + content + title.encode(), **headers))


def measure(name: str, path: str, field: str, content: bytes, session: str) -> float:
    """Send the file AT_ONCE times; print the figures. Returns the seconds of the slowest help page."""
    results: list[tuple[int, str, float]] = []
    threads = [
        threading.Thread(target=send, args=(path, field, content, session, results)) for _number in range(AT_ONCE)
    ]
    for thread in threads:
        thread.start()
    pages = []
    while any(thread.is_alive() for thread in threads):
        status, _text, seconds = ask("GET", "/vi/can-giup-do/")
        assert status == 200, status
        pages.append(seconds)
    statuses = dict(Counter(status for status, _text, _seconds in results))
    slowest = max(seconds for _status, _text, seconds in results)
    print(
        f"{name:26} {len(content) / 1000:5.0f} KB  posts {statuses}, slowest {slowest:5.2f} s; "
        f"help page {len(pages)} times, slowest {max(pages):5.2f} s",
        flush=True,
    )
    return max(pages)


def signed_in() -> str:
    """Key of a session of a chief that has passed the second factor."""
    from django.test import Client

    from tests.factories import make_user
    from users.signin.second_factor import SET_UP_BY

    user = make_user(is_superuser=True, is_staff=True)
    client = Client()
    client.force_login(user)
    session = client.session
    session[SET_UP_BY] = str(user.pk)
    session.save()
    return str(session.session_key)


def main() -> int:
    """Command line."""
    from tests.test_deploy import production_environment

    logging.disable(logging.WARNING)
    old = setup_databases(verbosity=0, interactive=False)
    for bucket in (os.environ["S3_QUARANTINE_BUCKET"], os.environ["S3_RELEASED_BUCKET"]):
        services._storage.ensure_bucket(bucket, ["http://*"])
    session, story = signed_in(), make_scenario().pk
    connection.close()
    subprocess.run(["sh", "deploy/build.sh"], env=production_environment(), check=True, stdout=subprocess.DEVNULL)
    places = {"PORT": str(PORT), "BIND": "127.0.0.1", "WORKER_TMP": "/tmp", "ALLOWED_HOSTS": "site.example.vn"}
    environment = production_environment(SECRET_KEY=settings.SECRET_KEY, **places)  # of which the session was made
    web = Running(["sh", "deploy/entrypoint.sh", "web"], env=environment, cwd=ROOT)
    try:
        web.says("Listening at")
        ask("GET", "/vi/can-giup-do/")
        results: list[tuple[int, str, float]] = []
        for _time in range(4):  # starts the sandbox of both processes
            send(TABLE, "tep", workbook(), session, results)
        print("a good list:", [(status, round(seconds, 2)) for status, _text, seconds in results])
        slowest = max(measure(name, *file, session) for name, file in files(story).items())
    finally:
        web.kill()
        teardown_databases(old, verbosity=0)
    return int(slowest > HELP_SECONDS)


if __name__ == "__main__":
    raise SystemExit(main())
