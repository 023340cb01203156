"""Checks of who gets in: the first administrator, the second factor, limits on attempts seen through the proxies."""

from __future__ import annotations

import base64
import hmac
import re
import struct
import time

from tests.shipped.asking import EMAIL, NAME, PASSWORD, Check, expect
from tests.shipped.shipped import SITE
from tests.shipped.visitor import Headers, Visitor, until

LOGIN, KNOWN = "/tai-khoan/dang-nhap/", "thiet-bi"  # the cookie of users/signin/devices.py
LOST, SECOND = "/tai-khoan/quen-mat-khau/", "/tai-khoan/hai-lop/"
PER_ADDRESS = 100  # wrong logins a minute (ACCOUNT_RATE_LIMITS)
PER_ACCOUNT = 5


def first_day(check: Check) -> None:
    """first_day: trang chào mừng của Wagtail trước, trang chủ chiến dịch sau; lần chạy thứ hai không đổi gì"""
    before = check.reader.ask("/vi/")
    expect("Wagtail" in before.text, f"trước: {before.status} {before.text[:200]}")
    command = ("python", "manage.py", "first_day", "--email", EMAIL, "--name", NAME)
    output = check.stack.run(*command)
    check.link = next((line for line in output.splitlines() if line.startswith(f"https://{SITE}/")), "")
    expect(check.link, output)
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
    to_sign_in = editor.ask("/admin/").leads_to
    expect(to_sign_in.startswith(LOGIN), f"vào được mà chưa có lớp thứ hai: {to_sign_in}")
    expect(editor.ask(to_sign_in).leads_to.startswith(SECOND), "trang đăng nhập không dẫn tới lớp thứ hai")
    page = f"{SECOND}ung-dung/bat/"
    editor.send(editor.ask(page).leads_to, {"password": PASSWORD})
    on = editor.send(page, lambda text: {"code": one_time_code(codes_in(text)[0])})
    expect(on.status == 302 and editor.ask("/admin/").status == 200, f"bật lớp thứ hai: {on.status}")
    spare = codes_in(editor.ask(f"{SECOND}ma-du-phong/").text)[0]
    confirmed = editor.send(f"{SECOND}xac-nhan/", {"code": spare})
    expect(confirmed.status == 302 and editor.ask("/admin/").status == 200, f"xác nhận: {confirmed.status}")


def addresses(check: Check) -> None:
    """đăng nhập sai được ghi với địa chỉ của người gửi, có X-Forwarded-For giả cũng vậy"""
    headers: tuple[Headers, ...] = ({}, {"X-Forwarded-For": "198.51.100.7"})
    for number, (reader, forged) in enumerate(zip(check.stack.readers, headers, strict=True)):
        visitor = Visitor(check.stack.authority, reader)
        wrong = visitor.send(LOGIN, {"login": f"la{number}@thu.example", "password": "sai-mat-khau"}, headers=forged)
        expect(wrong.status == 400, f"{reader}: {wrong.status}")
    recorded = [address for (address,) in check.stack.rows("SELECT host(ip_address) FROM axes_accessattempt")]
    expect(sorted(recorded) == sorted(check.stack.seen_as), recorded)


def crowd(check: Check) -> None:
    """hơn trăm lần gõ sai từ một địa chỉ, X-Forwarded-For đổi mỗi lần: địa chỉ ấy phải đợi, nơi khác vẫn vào được"""
    noisy, quiet = (Visitor(check.stack.authority, address) for address in check.stack.readers)
    form = noisy.form(LOGIN)
    wrong, names = {"login": "dam-dong@thu.example", "password": "sai"}, range(PER_ADDRESS + 10)
    statuses = [form.send(wrong, headers={"X-Forwarded-For": f"198.51.100.{number}"}).status for number in names]
    expect(set(statuses) == {400, 429}, statuses)
    stopped = Visitor(check.stack.authority, check.stack.readers[0]).send(LOGIN, {"login": EMAIL, "password": PASSWORD})
    expect(stopped.status == 429, f"chính địa chỉ ấy: {stopped.status}")
    entered = quiet.send(LOGIN, {"login": EMAIL, "password": PASSWORD})
    expect(entered.status == 302, f"nơi khác: {entered.status}")


def known_browser(check: Check) -> None:
    """người lạ gõ sai mật khẩu của một tài khoản: trình duyệt đã quen của chủ tài khoản vẫn vào được, không 429"""
    known, stranger = check.reader, check.reader
    known.cookies[KNOWN] = check.editor.cookies[KNOWN].value  # what the editor's browser keeps without a session
    form = stranger.form(LOGIN)
    statuses = [form.send({"login": EMAIL, "password": "sai"}).status for _try in range(PER_ACCOUNT + 2)]
    expect(statuses[-1] == 429, statuses)
    again = known.send(LOGIN, {"login": EMAIL, "password": PASSWORD})
    expect(again.status == 302, f"trình duyệt đã quen: {again.status} {again.text[:300]}")


def codes_in(text: str) -> list[str]:
    """What a page of the second factor shows to be typed elsewhere."""
    return re.findall(r"<code>(\w+)</code>", text)


def one_time_code(key: str) -> str:
    """The six digits that an authenticator app shows now (RFC 6238)."""
    digest = hmac.digest(base64.b32decode(key), struct.pack(">Q", int(time.time()) // 30), "sha1")
    place = digest[-1] & 15
    return f"{(struct.unpack_from('>I', digest, place)[0] & 0x7FFFFFFF) % 1_000_000:06}"
