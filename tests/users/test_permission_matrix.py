"""Who may do what: every cell of pages.csv, actions.csv and addresses.csv is asked of the running site.

pages.csv: which pages open, tried on a draft, a live story, a Khmer translation, pictures and newsroom pages of the
outlet “bao”. actions.csv: requests that change something; "x" = the change was in the database afterwards. “Cơ quan
khác” is the chief of another outlet. `make permissions` prints the tables (docs/permissions.md).

A new address, or another answer: `ADDRESSES_SEEN=FOLDER` makes the slow test below write down what it saw, `python -m
tests.users.address_list FOLDER` puts it into addresses.csv. Then read the difference.
"""

import csv
import functools
import json
import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.db import transaction
from django.template.response import TemplateResponse
from django.test import Client
from django.urls import get_resolver, resolve
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from tests.users import address_list
from tests.users.accounts import ACCOUNTS, ADMINISTRATOR, PEOPLE, VISITOR, WITHOUT_FACTOR, account_of, client_of
from tests.users.address_arguments import Places
from tests.users.permission_rows import deeds, places
from users.roles import ROLES

pytestmark = [pytest.mark.world("permissions"), pytest.mark.django_db]


def table(name: str) -> dict[str, dict[str, str]]:
    """The reviewed table `name`.csv beside this file: {row: {column: cell}}."""
    with Path(__file__).with_name(f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return {row.pop("row"): row for row in csv.DictReader(file)}


def seen(client: Client) -> dict[str, str]:
    """A column of pages.csv as the site answers: “x” where the page opens."""
    cells = {}
    for row, address in places().items():
        status = client.get(address).status_code
        assert status in {200, 302, 403, 404}, (row, status)
        cells[row] = "x" if status == 200 else ""
    return cells


def done(client: Client) -> dict[str, str]:
    """A column of actions.csv as the site answers: “x” where the change has happened; each is undone again."""
    cells = {}
    for row, (send, has_happened) in deeds().items():
        with transaction.atomic():
            assert not has_happened(), row
            status = send(client).status_code
            assert status in {200, 302, 403, 404, 405, 422}, (row, status)
            cells[row] = "x" if has_happened() else ""
            transaction.set_rollback(True)
    return cells


TABLES = {"pages": seen, "actions": done}


@pytest.fixture
def undrawn(monkeypatch):
    """Pages are opened and not drawn: who may open one is decided before its template, which costs the most."""
    monkeypatch.setattr(TemplateResponse, "rendered_content", "")


@pytest.fixture
def unwritten(undrawn, monkeypatch):
    """Nor is what a view draws with render(), as the page of an address that is not there; of an answer only the
    status is read, and where it leads."""
    monkeypatch.setattr("django.shortcuts.loader", SimpleNamespace(render_to_string=lambda *_, **__: ""))


@pytest.mark.slow
@pytest.mark.usefixtures("unwritten")
@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("column", PEOPLE)
def test_every_cell_of_a_column_is_what_the_site_answers(name, column):
    cache.clear()
    expected = {row: cells[column] for row, cells in table(name).items()}
    assert TABLES[name](client_of(column)) == expected


@pytest.mark.parametrize("name", TABLES)
def test_the_tables_have_a_column_for_each_person(name):
    assert all(set(cells) == set(PEOPLE) for cells in table(name).values())


def test_every_role_has_a_column():
    assert {role for role, _outlet in PEOPLE.values()} - {"", None} == set(ROLES)


#: Where the sign-in page and the second factor stand, and the front to which Wagtail sends whom it refuses.
SIGN_IN, FACTOR, FRONT = ("/tai-khoan/dang-nhap/", "/admin/login/"), "/tai-khoan/hai-lop/", "/admin/"
#: Addresses that lead everybody to the sign-in page.
TO_SIGN_IN = {"admin/login/", "admin/logout/", "admin/password_reset/"}
#: It answers 503 where no worker runs, as here.
TELLS_OF_FAULTS = {"readyz"}
#: Beginning of addresses that nobody is let into in this world, and why.
NOBODY = {
    "<lang:language>/": "no clip for a playlist (tests/media_library/test_screens.py), no asset to share",
    ".well-known/": "no address for reports is set",
    "admin/.*/": "an address that is not there",
    "admin/api/main/": "find needs a parameter; the actions are closed (tests/articles/test_admin_api.py)",
    "admin/block-preview/": "needs the name of a block",
    "admin/cuoc-thi/": "the entry's picture is not drawn (tests/activities/test_contests.py)",
    "admin/do-vui/": "there is no quiz (tests/activities/)",
    "admin/nhap-vai/": "there is no scenario (tests/activities/)",
    "admin/documents/multiple/": "a parked upload belongs to one session (tests/files/test_intake_forms.py)",
    "admin/failwhale/": "closed",
    "admin/huong-dan/tham-quan/": "leads back to the overview (tests/home/test_guide.py)",
    "admin/images/": "no signed addresses of pictures; a parked upload belongs to one session",
    "admin/kho/": "there is no consent paper and no drawn preview (tests/media_library/test_library_admin.py)",
    "admin/kol/": "no viewing copies, no proposed portrait, a piece that is not accepted (tests/partners/)",
    "admin/localize/": "there is no translation of sentences (tests/translations/)",
    "admin/ngon-ngu/": "no translation waits for review (tests/notifications/test_who_is_told.py)",
    "admin/pages/": "no copy of another outlet, no live page in Khmer, none of its own steps",
    "admin/settings/": "settings have no preview",
    "admin/snippets/choose/": "no chooser has a form for new rows",
    "admin/tai-tep/": "an upload in parts belongs to who began it (tests/files/test_uploads.py)",
    "admin/thu-thach/": "there is no challenge (tests/activities/test_challenge.py)",
    "admin/toa-soan/chon-bai/chosen/": "the number is not that of a story (tests/articles/test_links_and_moves.py)",
    "admin/trang-nhat/": "nothing waits to be shown (tests/home/test_front_arrangement.py)",
    "admin/truong-hoc/": "a season that is not closed, an import of somebody else (tests/schools/)",
    "api/": "the numbers of a story and an asset are not those (tests/media_library/test_library_sharing.py)",
    "bao-cao-vien/": "the event takes no registrations (tests/activities/)",
    "anh-chia-se/": "the address holds what is drawn (tests/articles/test_share_images.py)",
    "doi-tac/": "no drawn files; a secret stands in the address (tests/partners/)",
    "lich-toa-soan/": "for programs that ask for a calendar (tests/articles/test_newsroom_admin.py)",
    "media/": "a key that is not there (tests/media_library/test_media.py)",
    "meo/": "the address holds what is drawn (tests/articles/test_tip_images.py)",
    "phat/": "there is no clip",
    "phu-de/": "there are no captions",
    "vi/cuoc-thi/": "the entry's picture is not drawn (tests/activities/test_contests.py)",
    "t/": "a form of the sheet that is not there (tests/media_library/test_short_address.py)",
    "tai-khoan/co-quan/": "no provider is set (tests/users/test_single_sign_on.py)",
    "tai-khoan/hai-lop/": "nobody has an app for codes (tests/users/test_login.py)",
    "tai-tep/": "an upload in parts belongs to who began it (tests/files/test_uploads.py)",
    "tai/": "no file with a place for a name (tests/media_library/test_imprint.py)",
    "truong/": "a season that is not closed; a secret stands in the address (tests/schools/)",
    "vi/": "closed sections, too many segments, keywords, proofs and special pages are not in this world",
}


@functools.cache
def lines() -> dict:
    """Lines of the table of addresses, from the URLconf and the registry of bulk actions."""
    actions = [
        (f"{model._meta.app_label}/{model._meta.model_name}", action.action_type)
        for model in apps.get_models()
        for action in bulk_action_registry.get_bulk_actions_for_model(model._meta.app_label, model._meta.model_name)
    ]
    return dict(sorted(address_list.ways(get_resolver().url_patterns, actions).items()))


#: Lead to the overview because it is what was asked for: the account's own first page, and the tour that begins there.
LEAD_HOME = {"tai-khoan/", "admin/huong-dan/tham-quan/"}

#: What staff may reach with their password alone: the pages on which they set up the second factor, or sign out.
SETS_UP_FACTOR = {
    "tai-khoan/dang-xuat/",
    "tai-khoan/xac-nhan/",
    "tai-khoan/hai-lop/",
    "tai-khoan/hai-lop/ung-dung/bat/",
    "tai-khoan/hai-lop/khoa/them/",
}


def lets_in(line: str, response) -> bool:
    """Whether an answer is more than a refusal: what is wrong with the contents (400, 409 …) is told to who is in."""
    status, to = response.status_code, response.headers.get("Location", "")
    if status in {401, 403, 404, 405}:
        return False
    if not to or line in TO_SIGN_IN:
        return True
    inside = line.startswith(("admin/", "van-thu/"))
    return not (to.startswith(SIGN_IN) or (inside and (to.startswith(FACTOR) or to == FRONT)))


def leaves_no_copy(line: str, response) -> bool:
    """Whether no browser keeps the answer to a session, except what reads none and the words of the administration."""
    policy, varies = response.headers.get("Cache-Control", ""), response.headers.get("Vary", "").lower()
    return "no-store" in policy or line == "admin/jsi18n/" or (policy != "" and "cookie" not in varies)


def answers(client: Client, asked: dict) -> dict[str, str]:
    """Cells of a column of addresses.csv as the site answers; what a POST has done is undone."""
    places, found = Places(), {}
    signed_in = {name: cookie.value for name, cookie in client.cookies.items()}
    for line, (route, pattern) in asked.items():
        address, cell = places.address(line, route, pattern), ""
        for method, letter in ((client.get, "g"), (client.post, "p")):
            with transaction.atomic():
                response = method(address)
                if response.headers.get("Location") == FRONT and line not in LEAD_HOME:
                    assert list(get_messages(response.wsgi_request)), f"{line} leads to the overview without a word"
                assert not signed_in or leaves_no_copy(line, response), f"{line} may be kept: {response.headers}"
                if lets_in(line, response):
                    cell += letter if response.status_code < 500 or line in TELLS_OF_FAULTS else "!"
                transaction.set_rollback(True)
            client.cookies.clear()  # a sign-out is undone, too, and no message of one page shows on the next
            client.cookies.load(signed_in)
        if "p" in cell:
            cache.clear()  # may hold what the undone POST has written
        found[line] = "x" if cell == "gp" else cell  # a “!” is a page that broke: no table may have one
    return found


def seen_by(column: str) -> dict[str, str]:
    """Cells of `column` as the site answers."""
    cache.clear()
    client = client_of(column)
    client.raise_request_exception = False
    return answers(client, lines())


def differences(column: str, actual: dict[str, str]) -> str:
    """The cells that are not as the table says, one a line."""
    expected = {line: cells[column] for line, cells in address_list.expected().items()}
    return "\n".join(f"{x}: {actual[x]!r}, not {expected.get(x)!r}" for x in actual if actual[x] != expected.get(x))


@pytest.mark.slow
@pytest.mark.usefixtures("unwritten")
@pytest.mark.parametrize("column", ACCOUNTS)
def test_every_address_answers_an_account_as_the_table_says(column, settings):
    settings.STAFF_MFA_REQUIRED = True
    cells = seen_by(column)
    if folder := os.environ.get("ADDRESSES_SEEN"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        Path(folder, f"{ACCOUNTS.index(column):02d}.json").write_text(json.dumps({column: cells}), encoding="utf-8")
    assert not differences(column, cells)


@pytest.mark.slow
@pytest.mark.usefixtures("unwritten")
def test_before_the_second_factor_every_address_answers_an_administrator_as_a_visitor(settings):
    """Whatever an address has for somebody: an entry for its jurors, a photo of a school, a list of sites."""
    settings.STAFF_MFA_REQUIRED = True
    client = client_of(WITHOUT_FACTOR, account_of(ADMINISTRATOR))
    client.raise_request_exception = False
    cells = answers(client, {line: entry for line, entry in lines().items() if line not in SETS_UP_FACTOR})
    visitors = {line: row[VISITOR] for line, row in address_list.expected().items()}
    assert {line: (cell, visitors[line]) for line, cell in cells.items() if cell != visitors[line]} == {}


def test_the_table_has_every_address_and_no_other():
    table = address_list.expected()
    assert len(table) > 600 and list(table) == list(lines())
    assert {tuple(cells) for cells in table.values()} == {ACCOUNTS}
    assert {cell for cells in table.values() for cell in cells.values()} == {"", "x", "g", "p"}


def test_every_address_meets_its_view_and_somebody():
    """A refusal by chance, of a thing that is not there, would say nothing."""
    places = Places()
    for line, (route, pattern) in lines().items():
        resolve(places.address(line, route, pattern).partition("?")[0])
    empty = [line for line, cells in address_list.expected().items() if not any(cells.values())]
    assert all(line.startswith(tuple(NOBODY)) for line in empty), empty
    assert all(any(line.startswith(beginning) for line in empty) for beginning in NOBODY), "a reason without a line"
