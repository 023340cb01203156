"""docs/permissions.md: every cell of “Ai mở được gì” and “Ai làm được gì” is asked of the running site."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.template.response import TemplateResponse
from django.test import Client

from tests.factories import make_user
from tests.users.permission_rows import deeds, places
from users.roles import ROLES, Role, grant

pytestmark = [pytest.mark.world("permissions"), pytest.mark.django_db]

#: column of the table → (role, outlet); None = nobody signed in, "" = an account without any role
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
    "Dịch Khmer": (Role.TRANSLATOR_KM, ""),
    "Dịch Anh": (Role.TRANSLATOR_EN, ""),
    "Trường, KOL": ("", ""),
    "Bạn đọc": (None, ""),
}


def table(heading: str) -> dict[str, dict[str, str]]:
    """The table below `heading` of the document: {row: {column: cell}}."""
    text = (Path(settings.BASE_DIR) / "docs" / "permissions.md").read_text(encoding="utf-8")
    part = text.split(f"## {heading}", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    return {row[0]: dict(zip(cells[0][1:], row[1:], strict=True)) for row in cells[2:]}


def client_of(column: str) -> Client:
    """A browser of the column's person."""
    role, outlet = PEOPLE[column]
    client = Client()
    if role is not None:
        account = make_user()
        if role:
            grant(account, role, outlet)
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def seen(client: Client) -> dict[str, str]:
    """A column of “Ai mở được gì” as the site answers: “x” where the page opens."""
    found = {}
    for row, address in places().items():
        status = client.get(address).status_code
        assert status in {200, 302, 403, 404}, (row, status)
        found[row] = "x" if status == 200 else ""
    return found


def done(client: Client) -> dict[str, str]:
    """A column of “Ai làm được gì” as the site answers: “x” where the deed has happened; each is undone again."""
    found = {}
    for row, (send, has_happened) in deeds().items():
        with transaction.atomic():
            assert not has_happened(), row
            status = send(client).status_code
            assert status in {200, 302, 403, 404, 405}, (row, status)
            found[row] = "x" if has_happened() else ""
            transaction.set_rollback(True)
    return found


TABLES = {"Ai mở được gì": seen, "Ai làm được gì": done}


@pytest.fixture
def undrawn(monkeypatch):
    """Pages are opened and not drawn: who may open one is decided before its template, which costs the most."""
    monkeypatch.setattr(TemplateResponse, "rendered_content", "")


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("heading", TABLES)
@pytest.mark.parametrize("column", PEOPLE)
def test_every_cell_of_a_column_is_what_the_site_answers(heading, column):
    cache.clear()
    told = {row: cells[column] for row, cells in table(heading).items()}
    assert TABLES[heading](client_of(column)) == told


@pytest.mark.parametrize("heading", TABLES)
def test_the_tables_have_a_column_for_each_person(heading):
    assert {tuple(cells) for cells in table(heading).values()} == {tuple(PEOPLE)}


def test_every_role_has_a_column():
    assert {role for role, _outlet in PEOPLE.values()} - {"", None} == set(ROLES)
