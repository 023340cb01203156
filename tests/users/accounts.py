"""Every kind of account that has a column in the tables of docs/permissions.md, and a browser for each of them."""

from __future__ import annotations

import html
import json

from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.test import Client

from partners.models import Partner
from schools.models import Membership
from tests.factories import make_user
from users.models import User
from users.roles import Role, grant
from users.signin.backend import LOGIN_BACKEND

#: column of “Ai mở được gì” and “Ai làm được gì” → (role, outlet); None = not signed in, "" = an account without role
PEOPLE = {
    "Phóng viên": (Role.REPORTER, "bao"),
    "Biên tập viên": (Role.EDITOR, "bao"),
    "Thư ký": (Role.SECRETARY, "bao"),
    "Tổng Biên tập": (Role.CHIEF, "bao"),
    "Cơ quan khác": (Role.CHIEF, "khac"),
    "Kho": (Role.LIBRARY_EDITOR, ""),
    "Bàn KOL": (Role.KOL_DESK, ""),
    "Sở GD&ĐT": (Role.EDUCATION, ""),
    "Thường trực": (Role.STANDING_OFFICE, ""),
    "Thành đoàn": (Role.YOUTH_UNION, ""),
    "Hội LHPN": (Role.WOMENS_UNION, ""),
    "Cơ quan nhận việc": (Role.BODY, ""),
    "Dịch Khmer": (Role.TRANSLATOR_KM, ""),
    "Dịch Anh": (Role.TRANSLATOR_EN, ""),
    "Trường, KOL": ("", ""),
    "Bạn đọc": (None, ""),
}
VISITOR, ADMINISTRATOR, WITHOUT_FACTOR, LOCKED = "Bạn đọc", "Quản trị", "Chưa bật hai lớp", "Đã khóa"
TEACHER, COORDINATOR, KOL = "Giáo viên", "Đầu mối trường", "Đối tác KOL"
#: Columns of “Địa chỉ nào mở cho ai”: every role with its second factor, and everybody else who may try.
ACCOUNTS = (
    *(name for name in PEOPLE if name not in {"Trường, KOL", VISITOR}),
    ADMINISTRATOR, WITHOUT_FACTOR, LOCKED, TEACHER, COORDINATOR, KOL, VISITOR,
)  # fmt: skip


def account_of(column: str) -> User | None:
    """A new account of the column's person; of a unit and of a partner the one that the world "permissions" has."""
    if column == TEACHER:
        return Membership.objects.get(is_lead=False).user
    if column == COORDINATOR:
        return Membership.objects.get(is_lead=True).user
    if column == KOL:
        return Partner.objects.get(slug="may").members.get().user
    if column == ADMINISTRATOR:
        return make_user(is_superuser=True, is_staff=True)
    role, outlet = PEOPLE.get(column, PEOPLE["Tổng Biên tập"])
    if role is None:
        return None
    account = make_user()
    if role:
        grant(account, role, outlet)
    return account


def client_of(column: str, account: User | None = None) -> Client:
    """A browser in which `account`, or a new one of the column's person, is signed in with both factors if it may be.

    “Chưa bật hai lớp” has the password alone; “Đã khóa” was switched off after it had signed in.
    """
    client, account = Client(), account or account_of(column)
    if account is None:
        return client
    client.force_login(account, backend=LOGIN_BACKEND)
    if column != WITHOUT_FACTOR:
        request = HttpRequest()
        request.session = client.session
        record_authentication(request, account, method="mfa", type="totp")
        request.session.save()
    if column == LOCKED:
        User.objects.filter(pk=account.pk).update(is_active=False)
    return client


def said(response) -> str:
    """All words of an answer; JSON and HTML with their escapes undone. Nothing of what is streamed."""
    if response.streaming:
        return ""
    if response.headers.get("Content-Type", "").startswith("application/json"):
        return html.unescape(json.dumps(response.json(), ensure_ascii=False))
    return html.unescape(response.content.decode(errors="replace"))
