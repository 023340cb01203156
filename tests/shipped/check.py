"""The checks: what a reader, an attacker and an editor meet in the shipped stack, asked from outside.

One function a claim, in this order; each may use what those before it have made. `run()` prints one line for each.
Those of signing in stand in signin.py.
"""

from __future__ import annotations

import base64
import hashlib
import re
import struct
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

from tests.shipped.asking import EMAIL, Check, expect, refusal
from tests.shipped.lifetime import Stack
from tests.shipped.shipped import SITE
from tests.shipped.signin import LOST, addresses, crowd, first_day, known_browser, one_link
from tests.shipped.visitor import SECONDS, Headers, form_body, until

HELP, COLD = "/vi/can-giup-do/", "/vi/lich-su-kien/"
EICAR = base64.b64decode("WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FSLVNUQU5EQVJELUFOVElWSVJVUy1URVNULUZJTEUhJEgrSCo=")
ADD, DOCUMENTS = "/admin/documents/add/", "SELECT count(*) FROM wagtaildocs_document"
SLOW = 30  # forms at once: the site has eight threads
HALF_SENT = 100_000  # bytes: more than a proxy waits for before it passes a form on
LARGE, PIECE = 600, bytes(range(256)) * 4096  # pieces of 1 MiB
# Programs that run where the web container's do.
PURGE = f"""
import http.client
edge = http.client.HTTPConnection("edge-cache", 6081)
edge.request("PURGE", "{HELP}", headers={{"Host": "{SITE}"}})
print(edge.getresponse().status)
"""
PING = """
import socket
scanner = socket.create_connection(("clamav", 3310), 5)
scanner.sendall(b"nPING\\n")
print(scanner.recv(16).decode())
"""
REACH = """
import socket
from files.intake.no_network import leave_network
socket.create_connection(("db", 5432), 5).close()
print(leave_network())
try:
    socket.create_connection(("db", 5432), 5)
except OSError:
    print("cut off")
"""

RIGHTS = """
import os, tempfile
told = dict(line.split(":", 1) for line in open("/proc/self/status"))
rights = [int(told[name], 16) for name in ("CapEff", "CapBnd")]
print("root" if os.getuid() == 0 else "account", *rights, told["NoNewPrivs"].strip())
try:
    open("written-by-a-check", "w")
except OSError as error:
    print(error.errno)
with tempfile.TemporaryFile() as file:
    print("written" if file.write(b"x") else "")
"""


def ready(check: Check) -> None:
    """/readyz trả lời 200 qua TLS; http chuyển sang https"""
    until(check.is_ready, "/readyz trả lời 200", 120)
    plain = check.reader.ask(f"http://{SITE}/vi/")
    expect(plain.status in {301, 308} and plain.leads_to == f"https://{SITE}/vi/", f"{plain.status} {plain.leads_to}")


def purge(check: Check) -> None:
    """PURGE từ ngoài bị từ chối (405), bộ đệm còn nguyên; từ máy chủ của ta thì trang được quên"""
    until(lambda: check.reader.ask(HELP).headers["X-Cache"] == "hit", "trang nằm trong bộ đệm", 10)
    forged: tuple[Headers, ...] = ({}, {"X-Forwarded-For": ""}, {"X-Forwarded-For": "10.0.0.1"})
    for headers in forged:
        refused = check.reader.ask(HELP, "PURGE", headers=headers)
        expect(refused.status == 405, f"{headers}: {refused.status}")
    expect(check.reader.ask(HELP).headers["X-Cache"] == "hit", "bộ đệm đã mất trang")
    expect(check.stack.run("python", "-c", PURGE).strip() == "200", "máy chủ của ta không PURGE được")
    expect(check.reader.ask(HELP).headers["X-Cache"] == "miss", "trang chưa được quên")


def buckets(check: Check) -> None:
    """hai kho S3 đều ghi được bằng khóa của mình; khóa của kho kia, không khóa: từ chối; web không có khóa quản trị"""
    for zone, other in (("quarantine", "released"), ("released", "quarantine")):
        own, where = check.storage(zone), {"Bucket": zone, "Key": "check/a"}
        own.put_object(**where, Body=b"0123456789")
        expect(own.get_object(**where)["Body"].read() == b"0123456789", f"{zone}: đọc lại khác")
        for stranger in (check.storage(other), check.storage(zone, signed=False)):
            expect(refusal(stranger.get_object, **where) == 403, f"{zone}: khóa khác đọc được")
            expect(refusal(stranger.put_object, **where, Body=b"x") == 403, f"{zone}: khóa khác ghi được")
    expect(check.stack.values["S3_ADMIN_SECRET_KEY"] not in check.stack.run("env"), "web có khóa quản trị của S3")


def signed(check: Check) -> None:
    """địa chỉ ký sẵn qua Caddy: xem, Range, POST; chữ ký sai thì 403, lớn hơn giới hạn thì bị từ chối"""
    client, where = check.storage("quarantine"), {"Bucket": "quarantine", "Key": "check/a"}
    address = client.generate_presigned_url("get_object", Params=where, ExpiresIn=60)
    expect(check.reader.ask(address).body == b"0123456789", "GET")
    part = check.reader.ask(address, headers={"Range": "bytes=2-4"})
    expect((part.status, part.body) == (206, b"234"), f"Range: {part.status} {part.body[:100]!r}")
    expect(check.reader.ask(f"{address[:-4]}0000").status == 403, "chữ ký sai mà vẫn mở")
    limit = [["content-length-range", 1, 20]]
    post = client.generate_presigned_post("quarantine", "check/b", Conditions=limit, ExpiresIn=60)
    for body, expected in ((b"from a form", {200, 201, 204}), (b"x" * 21, {400, 403})):
        kind, sent = form_body(post["fields"], ("a", body))
        response = check.reader.ask(post["url"], "POST", sent, headers={"Content-Type": kind})
        expect(response.status in expected, f"POST {len(body)} byte: {response.status} {response.text[:300]}")
    expect(client.get_object(Bucket="quarantine", Key="check/b")["Body"].read() == b"from a form", "POST: đọc lại khác")


def large(check: Check) -> None:
    """600 MB lên và xuống qua Caddy, từng byte như nhau"""
    client, where = check.storage("quarantine"), {"Bucket": "quarantine", "Key": "check/large"}
    up, down = (client.generate_presigned_url(f"{way}_object", Params=where, ExpiresIn=600) for way in ("put", "get"))
    length, digest = LARGE * len(PIECE), hashlib.sha256()
    sent = check.reader.ask(up, "PUT", pieces(digest), headers={"Content-Length": str(length)})
    expect(sent.status == 200, f"PUT: {sent.status} {sent.text[:300]}")
    got = check.reader.ask(down, keep=False)
    same = (got.status, got.size, got.sha256) == (200, length, digest.hexdigest())
    expect(same, f"GET: {got.status}, {got.size} byte")


def scanner(check: Check) -> None:
    """clamd chạy, có tệp socket mà ảnh clamav chờ; EICAR gửi qua biểu mẫu bị từ chối, tệp sạch thì nhận"""
    expect(check.stack.run("python", "-c", PING).strip() == "PONG", "clamd không trả lời")
    expect(check.stack.scanner_has_socket(), "không có tệp socket")
    refused = check.editor.send(ADD, lambda page: document("EICAR", page), ("a.txt", EICAR))
    expect("có mã độc" in refused.text, f"EICAR: {refused.status} {refused.text[-1500:]}")
    expect(check.stack.rows(DOCUMENTS) == [(0,)], "EICAR đã được lưu")
    clean = check.editor.send(ADD, lambda page: document("Sạch", page), ("b.txt", "Chào cả nhà.".encode()))
    expect(
        clean.status == 302 and check.stack.rows(DOCUMENTS) == [(1,)], f"tệp sạch: {clean.status} {clean.text[-1500:]}"
    )


def sandbox(check: Check) -> None:
    """tiến trình con đọc tệp không tới được cơ sở dữ liệu, cũng không tới được mạng nào"""
    output = check.stack.run("python", "-c", REACH).split("\n")
    expect(output[0] in {"namespace", "filter"} and output[1] == "cut off", output)
    still_open = check.stack.open_parsers()  # of `scanner`, which sent files
    expect(not still_open, still_open)


def confined(check: Check) -> None:
    """dịch vụ của ta: không là root, không quyền đặc biệt nào, đĩa chỉ đọc trừ /tmp"""
    output = check.stack.run("python", "-c", RIGHTS).split()
    expect(output == ["account", "0", "0", "1", "30", "written"], output)


def mail(check: Check) -> None:
    """thư đi được: liên kết đặt lại mật khẩu tới máy chủ thư"""
    response = check.reader.send(LOST, {"email": EMAIL})
    expect(response.status == 302, f"{response.status} {response.text[:300]}")
    until(lambda: any(EMAIL in letter for letter in check.stack.letters()), "thư đã tới")


def slow_bodies(check: Check) -> None:
    """ba chục biểu mẫu gửi mãi không hết: người khác vẫn gửi và nhận được ngay"""
    sender = check.reader
    sender.form(LOST)
    lines = [sender.begin(LOST, HALF_SENT) for _sender in range(SLOW)]
    try:
        for _round in range(3):
            started = time.monotonic()
            response = check.reader.send(LOST, {"email": f"{uuid4().hex}@first-day.example"})
            seconds = time.monotonic() - started
            expect(response.status == 302 and seconds < SECONDS / 3, f"{response.status} sau {seconds:.0f} giây")
    finally:
        for line in lines:
            line.close()


def web_away(check: Check) -> None:
    """web dừng: trang trong bộ đệm vẫn đọc được, trang khác báo bằng tiếng Việt kèm 113 và 111; rồi tự lành"""
    expect(check.reader.ask(HELP).status == 200, "trang giúp đỡ")
    check.stack.stop_service("web")
    try:
        warm = check.reader.ask(HELP)
        expect(warm.status == 200 and warm.headers["X-Cache"] == "hit", f"trang trong bộ đệm: {warm.status}")
        cold = check.reader.ask(COLD)
        words = ('href="tel:113"', 'href="tel:111"', "Trang đang nghỉ")
        expect(cold.status == 503 and all(word in cold.text for word in words), f"{cold.status} {cold.text[:300]}")
    finally:
        check.stack.start_again("web")
    until(check.is_ready, "web đã trở lại")


def schedule(check: Check) -> None:
    """mọi việc của bộ hẹn giờ đã chạy xong, không việc nào lỗi"""
    unfinished = "SELECT job, error FROM jobs_scheduledrun WHERE succeeded_at IS NULL OR error <> ''"
    until(lambda: not check.stack.rows(unfinished), "mọi việc hẹn giờ xong", 60)
    expect(check.stack.rows("SELECT count(*) > 5 FROM jobs_scheduledrun") == [(True,)], "chưa có việc nào")


def logs(check: Check) -> None:
    """nhật ký không có lỗi, không có địa chỉ của bạn đọc, không có khóa của liên kết đặt mật khẩu"""
    wrong, key = [], check.link.rstrip("/").rsplit("/", 1)[1]
    for name in check.stack.ours:
        lines = check.stack.said(name).splitlines()
        # /readyz is 503, an error to Django, until the first job of the scheduler is done.
        wrong += [f"{name}: {line}" for line in lines if _FAULT.search(line) and "/readyz" not in line]
        wrong += [f"{name}: {line}" for line in lines if any(secret in line for secret in (*check.stack.seen_as, key))]
    expect(check.stack.said("web") and check.stack.said("scheduler"), "web, scheduler không ghi gì")
    expect(not wrong, "\n".join(wrong[:20]))


_FAULT = re.compile(r"\b(ERROR|CRITICAL)\b|^Traceback")


def ordinary_role(check: Check) -> None:
    """tài khoản của ứng dụng trong PostgreSQL không phải siêu quản trị, không tạo được tài khoản hay cơ sở dữ liệu"""
    roles = (
        "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication AS high FROM pg_roles WHERE rolname = 'cms'"
    )
    expect(check.stack.rows(roles) == [(False,)], "tài khoản cms có quyền cao")


CHECKS: tuple[Callable[[Check], None], ...] = (
    ready,
    ordinary_role,
    first_day,
    one_link,
    addresses,
    crowd,
    known_browser,
    purge,
    buckets,
    signed,
    large,
    scanner,
    sandbox,
    confined,
    mail,
    slow_bodies,
    web_away,
    schedule,
    logs,
)


def run(stack: Stack, checks: tuple[Callable[[Check], None], ...] = CHECKS) -> int:
    """Run the checks and print a line for each; the number of those that failed."""
    check, failed = Check(stack), 0
    for item in checks:
        started, problem = time.monotonic(), ""
        try:
            item(check)
        except Exception as error:  # whatever a check meets is its result; the next ones still run
            problem = f"{type(error).__name__}: {error}"
        failed += bool(problem)
        print(f"{'SAI ' if problem else 'đúng'} {time.monotonic() - started:5.1f} s  {item.__doc__}", flush=True)
        for line in problem.splitlines():
            print(f"               {line}", flush=True)
    return failed


def document(title: str, page: str) -> dict[str, str]:
    """Fields of the form for a document; the collection is the first one offered."""
    places = re.findall(r'<select name="collection".*?<option value="(\d+)"', page, re.DOTALL)
    return {"title": title} | ({"collection": places[0]} if places else {})


def pieces(digest: Any) -> Iterator[bytes]:
    """LARGE pieces, each with its number at the front, so that none is lost or doubled unseen; `digest` is of all."""
    for number in range(LARGE):
        piece = struct.pack(">Q", number) + PIECE[8:]
        digest.update(piece)
        yield piece
