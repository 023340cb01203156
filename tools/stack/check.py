"""The checks: what a reader, an attacker and an editor meet in the shipped stack, asked from outside.

One function a claim, in this order; each may use what those before it have made. `run()` prints one line for each.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Callable, Iterator
from typing import Any

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from tools.stack.native import Native
from tools.stack.shipped import SITE
from tools.stack.visitor import Visitor, form_body, until

EMAIL, NAME, PASSWORD = "quan-tri@first-day.example", "Nguyễn Thị Mở Đầu", "chín con vịt lội qua kênh xáng 47"
LOGIN, LOST, SECOND = "/tai-khoan/dang-nhap/", "/tai-khoan/quen-mat-khau/", "/tai-khoan/hai-lop/"
HELP, COLD = "/vi/can-giup-do/", "/vi/lich-su-kien/"
EICAR = base64.b64decode("WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FSLVNUQU5EQVJELUFOVElWSVJVUy1URVNULUZJTEUhJEgrSCo=")
ADD, DOCUMENTS = "/admin/documents/add/", "SELECT count(*) FROM wagtaildocs_document"
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


class Check:
    """What the functions share: the stack, the editor who signs in, the link of the first day."""

    def __init__(self, stack: Native) -> None:
        self.stack = stack
        self.editor = Visitor(stack.authority)
        self.link = ""

    @property
    def reader(self) -> Visitor:
        """A new visitor without cookies."""
        return Visitor(self.stack.authority)

    def storage(self, zone: str, *, signed: bool = True) -> Any:
        """boto3's client of the bucket's own credential, at the address that browsers use."""
        values = self.stack.values
        return boto3.client(
            "s3",
            endpoint_url=values["S3_PUBLIC_ENDPOINT_URL"],
            region_name="us-east-1",
            aws_access_key_id=values[f"S3_{zone.upper()}_ACCESS_KEY"],
            aws_secret_access_key=values[f"S3_{zone.upper()}_SECRET_KEY"],
            verify=str(self.stack.authority),
            config=Config(
                signature_version="s3v4" if signed else UNSIGNED,
                s3={"addressing_style": "path"},
                retries={"total_max_attempts": 1},
            ),
        )

    def is_ready(self) -> bool:
        """Whether /readyz answers 200 from outside: database, storage, cache, worker, scheduler."""
        try:
            return self.reader.ask("/readyz").status == 200
        except OSError:  # Caddy is still making its certificate
            return False


def ready(check: Check) -> None:
    """/readyz trả lời 200 qua TLS; http chuyển sang https"""
    until(check.is_ready, "/readyz trả lời 200", 120)
    plain = check.reader.ask(f"http://{SITE}/vi/")
    expect(plain.status in {301, 308} and plain.leads_to == f"https://{SITE}/vi/", f"{plain.status} {plain.leads_to}")


def first_day(check: Check) -> None:
    """first_day: trang chào mừng của Wagtail trước, trang chủ chiến dịch sau; lần chạy thứ hai không đổi gì"""
    before = check.reader.ask("/vi/")
    expect("Wagtail" in before.text, f"trước: {before.status} {before.text[:200]}")
    command = ("python", "manage.py", "first_day", "--email", EMAIL, "--name", NAME)
    said = check.stack.run(*command)
    check.link = next((line for line in said.splitlines() if line.startswith(f"https://{SITE}/")), "")
    expect(check.link, said)
    until(lambda: "Wagtail" not in check.reader.ask("/vi/").text, "trang chào mừng của Wagtail đã đi", 30)
    for language in ("vi", "en", "km"):
        page = check.reader.ask(f"/{language}/")
        expect(page.status == 200 and f'lang="{language}"' in page.text, f"/{language}/: {page.status}")
        expect('href="tel:113"' in page.text and 'href="tel:111"' in page.text, f"/{language}/: thiếu 113 hay 111")
    again = check.stack.run(*command)
    expect("không có gì thay đổi" in again and "https://" not in again, again)


def one_link(check: Check) -> None:
    """liên kết một lần: đặt mật khẩu, bật lớp thứ hai, vào trang quản trị; lần sau liên kết không mở nữa"""
    editor, address = check.editor, check.link.removeprefix(f"https://{SITE}")
    done = editor.send(editor.ask(address).leads_to, {"password1": PASSWORD, "password2": PASSWORD})
    expect(done.status == 302, f"đặt mật khẩu: {done.status} {done.text[-2000:]}")
    expect("đã dùng rồi" in check.reader.ask(address).text, "liên kết mở được lần thứ hai")
    entered = editor.send(LOGIN, {"login": EMAIL, "password": PASSWORD})
    expect(entered.status == 302, f"đăng nhập: {entered.status}")
    expect(editor.ask("/admin/").leads_to.startswith(SECOND), "vào được mà chưa có lớp thứ hai")
    page = f"{SECOND}ung-dung/bat/"
    editor.send(editor.ask(page).leads_to, {"password": PASSWORD})
    on = editor.send(page, lambda text: {"code": one_time_code(codes_in(text)[0])})
    expect(on.status == 302, f"bật lớp thứ hai: {on.status}")
    spare = codes_in(editor.ask(f"{SECOND}ma-du-phong/").text)[0]
    confirmed = editor.send(f"{SECOND}xac-nhan/", {"code": spare})
    expect(confirmed.status == 302 and editor.ask("/admin/").status == 200, f"xác nhận: {confirmed.status}")


def addresses(check: Check) -> None:
    """đăng nhập sai được ghi với địa chỉ của người gửi, có X-Forwarded-For giả cũng vậy"""
    headers = ({}, {"X_Forwarded_For": "198.51.100.7"})
    for number, (reader, forged) in enumerate(zip(check.stack.readers, headers, strict=True)):
        visitor = Visitor(check.stack.authority, reader)
        wrong = visitor.send(LOGIN, {"login": f"la{number}@thu.example", "password": "sai-mat-khau"}, **forged)
        expect(wrong.status == 400, f"{reader}: {wrong.status}")
    seen = [address for (address,) in check.stack.rows("SELECT host(ip_address) FROM axes_accessattempt")]
    expect(sorted(seen) == sorted(check.stack.seen_as), seen)


def purge(check: Check) -> None:
    """PURGE từ ngoài bị từ chối (405), bộ đệm còn nguyên; từ máy chủ của ta thì trang được quên"""
    until(lambda: check.reader.ask(HELP).headers["X-Cache"] == "hit", "trang nằm trong bộ đệm", 10)
    for headers in ({}, {"X_Forwarded_For": ""}, {"X_Forwarded_For": "10.0.0.1"}):
        refused = check.reader.ask(HELP, "PURGE", **headers)
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
    part = check.reader.ask(address, Range="bytes=2-4")
    expect((part.status, part.body) == (206, b"234"), f"Range: {part.status} {part.body[:100]!r}")
    expect(check.reader.ask(f"{address[:-4]}0000").status == 403, "chữ ký sai mà vẫn mở")
    limit = [["content-length-range", 1, 20]]
    post = client.generate_presigned_post("quarantine", "check/b", Conditions=limit, ExpiresIn=60)
    for body, expected in ((b"from a form", {200, 201, 204}), (b"x" * 21, {400, 403})):
        kind, sent = form_body(post["fields"], ("a", body))
        answer = check.reader.ask(post["url"], "POST", sent, Content_Type=kind)
        expect(answer.status in expected, f"POST {len(body)} byte: {answer.status} {answer.text[:300]}")
    expect(client.get_object(Bucket="quarantine", Key="check/b")["Body"].read() == b"from a form", "POST: đọc lại khác")


def large(check: Check) -> None:
    """600 MB lên và xuống qua Caddy, từng byte như nhau"""
    client, where = check.storage("quarantine"), {"Bucket": "quarantine", "Key": "check/large"}
    up, down = (client.generate_presigned_url(f"{way}_object", Params=where, ExpiresIn=600) for way in ("put", "get"))
    length, digest = LARGE * len(PIECE), hashlib.sha256()
    sent = check.reader.ask(up, "PUT", pieces(digest), Content_Length=str(length))
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
    said = check.stack.run("python", "-c", REACH).split("\n")
    expect(said[0] in {"namespace", "filter"} and said[1] == "cut off", said)


def mail(check: Check) -> None:
    """thư đi được: liên kết đặt lại mật khẩu tới máy chủ thư"""
    asked = check.reader.send(LOST, {"email": EMAIL})
    expect(asked.status == 302, f"{asked.status} {asked.text[:300]}")
    until(lambda: any(EMAIL in letter for letter in check.stack.letters()), "thư đã tới")


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
    """nhật ký không có lỗi, không có địa chỉ của bạn đọc"""
    wrong = []
    for name in check.stack.ours:
        lines = check.stack.said(name).splitlines()
        # /readyz is 503, an error to Django, until the first job of the scheduler is done.
        wrong += [f"{name}: {line}" for line in lines if _FAULT.search(line) and "/readyz" not in line]
        wrong += [f"{name}: {line}" for line in lines if any(address in line for address in check.stack.seen_as)]
    expect(check.stack.said("web") and check.stack.said("scheduler"), "web, scheduler không ghi gì")
    expect(not wrong, "\n".join(wrong[:20]))


_FAULT = re.compile(r"\b(ERROR|CRITICAL)\b|^Traceback")
CHECKS: tuple[Callable[[Check], None], ...] = (
    ready,
    first_day,
    one_link,
    addresses,
    purge,
    buckets,
    signed,
    large,
    scanner,
    sandbox,
    mail,
    web_away,
    schedule,
    logs,
)


def run(stack: Native) -> int:
    """Run all checks and print a line for each; the number of those that failed."""
    check, failed = Check(stack), 0
    for one in CHECKS:
        begun, problem = time.monotonic(), ""
        try:
            one(check)
        except Exception as error:  # whatever a check meets is its result; the next ones still run
            problem = f"{type(error).__name__}: {error}"
        failed += bool(problem)
        print(f"{'SAI ' if problem else 'đúng'} {time.monotonic() - begun:5.1f} s  {one.__doc__}", flush=True)
        for line in problem.splitlines():
            print(f"               {line}", flush=True)
    return failed


def expect(holds: Any, seen: Any) -> None:
    """Raises AssertionError with what was seen."""
    if not holds:
        raise AssertionError(str(seen)[:3000])


def refusal(action: Callable[..., Any], **arguments: Any) -> int:
    """Status of the refusal, 0 where the action was done."""
    try:
        action(**arguments)
    except ClientError as error:
        return int(error.response["ResponseMetadata"]["HTTPStatusCode"])
    return 0


def document(title: str, page: str) -> dict[str, str]:
    """Fields of the form for a document; the collection is the first one offered."""
    places = re.findall(r'<select name="collection".*?<option value="(\d+)"', page, re.DOTALL)
    return {"title": title} | ({"collection": places[0]} if places else {})


def codes_in(text: str) -> list[str]:
    """What a page of the second factor shows to be typed elsewhere."""
    return re.findall(r"<code>(\w+)</code>", text)


def one_time_code(key: str) -> str:
    """The six digits that an authenticator app shows now (RFC 6238)."""
    digest = hmac.digest(base64.b32decode(key), struct.pack(">Q", int(time.time()) // 30), "sha1")
    place = digest[-1] & 15
    return f"{(struct.unpack_from('>I', digest, place)[0] & 0x7FFFFFFF) % 1_000_000:06}"


def pieces(digest: Any) -> Iterator[bytes]:
    """LARGE pieces, each with its number at the front, so that none is lost or doubled unseen; `digest` is of all."""
    for number in range(LARGE):
        piece = struct.pack(">Q", number) + PIECE[8:]
        digest.update(piece)
        yield piece
