"""A stranger who knows an account's e-mail address cannot lock its owner out by sending any form."""

import re
from html.parser import HTMLParser

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from partners.models import Invitation, Partner
from schools import members
from schools.models import Unit
from tests.factories import PASSWORD, make_user, totp_code
from tests.letters import write_letters
from tests.users.accounts import ADMINISTRATOR, VISITOR, client_of
from tests.users.address_arguments import Places
from tests.users.address_list import expected
from tests.users.test_permission_matrix import lines
from users.models import User
from users.roles import Role, grant

pytestmark = [pytest.mark.world("permissions"), pytest.mark.django_db]
LOGIN = "/tai-khoan/dang-nhap/"
SECOND_STEP, SPARE_CODES = (f"/tai-khoan/hai-lop/{part}/" for part in ("dang-nhap", "ma-du-phong"))
WRITABLE = {"text", "email", "search", "password", "tel", "url", ""}


class Forms(HTMLParser):
    """The forms of a page: `found` has (address or "", {name: (type, value)}) of those that are sent by POST."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, tuple[str, str]]]] = []
        self.open = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attributes = {key: value or "" for key, value in attrs}
        if tag == "form":
            self.open = attributes.get("method", "").lower() == "post"
            if self.open:
                self.found.append((attributes.get("action", ""), {}))
        elif tag in {"input", "textarea"} and self.open and "name" in attributes:
            kind = "" if tag == "textarea" else attributes.get("type", "text")
            self.found[-1][1][attributes["name"]] = (kind, attributes.get("value", ""))

    def handle_endtag(self, tag):
        self.open = self.open and tag != "form"


def forms_of_anybody():
    """Every form in which somebody without an account may write something: (address, fields)."""
    places, client, forms = Places(), Client(), {}
    for line, (route, pattern) in lines().items():
        if not expected()[line][VISITOR]:
            continue
        address = places.address(line, route, pattern)
        page = client.get(address)
        if page.status_code == 200 and page.headers["Content-Type"].startswith("text/html") and not page.streaming:
            for action, fields in Forms(page.text).found:
                if any(kind in WRITABLE for kind, _value in fields.values()):
                    forms[action or address, tuple(sorted(fields))] = fields
    return [(address, fields) for (address, _names), fields in forms.items()]


def made_by_an_administrator(email):
    names = {"email": email, "full_name": "Lê Thị Ngân", "password1": PASSWORD, "password2": PASSWORD}
    assert client_of(ADMINISTRATOR).post("/admin/users/new/", names).status_code == 302


def invited_by_a_school(email):
    _invitation, code = members.invite(Unit.objects.get(code="T-01"), by=None)
    names = {"full_name": "Trần Thị Hạnh", "email": email, "password": PASSWORD}
    assert Client().post(f"/truong/loi-moi/{code}/", names)["Location"] == "/truong/"


def invited_as_a_partner(email):
    _invitation, token = Invitation.objects.invite(Partner.objects.get(slug="may"), email, by=make_user())
    names = {"full_name": "Nguyễn Thị Mây", "password": PASSWORD}
    assert Client().post(reverse("partners:invitation", args=[token]), names).status_code == 302


def made_by_a_program(email):
    make_user(email)


KINDS = {
    made_by_an_administrator: "ngan@bao.example",
    invited_by_a_school: "hanh@truong.example",
    invited_as_a_partner: "may@vuon.example",
    made_by_a_program: "nhap@bang.example",
}


def send_all(email, forms):
    """The stranger sends each form with the address in every field that may be written in; the tries it made."""
    for address, fields in forms:
        data = {name: email if kind in WRITABLE else value for name, (kind, value) in fields.items()}
        response = Client().post(address, data)
        assert response.status_code < 500, address
    write_letters()
    cache.clear()  # a minute later: limits on tries are test_throttling's


def enrols(email):
    """Sign in as the owner, set up the second factor and come back with its code."""
    client = Client()
    assert client.post(LOGIN, {"login": email, "password": PASSWORD}).status_code == 302, email
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200, email
    secret = page.context["form"].secret
    code = totp_code(secret)
    assert client.post(reverse("mfa_activate_totp"), {"code": code}).status_code == 302, email
    return client


@pytest.mark.slow
def test_no_form_that_a_stranger_sends_keeps_the_owner_of_an_address_out(settings, monkeypatch):
    """Accounts of the four kinds that there are, two of them of the newsroom; also after a reset that was asked for."""
    settings.STAFF_MFA_REQUIRED = True
    settings.AXES_FAILURE_LIMIT = 50  # wrong passwords of strangers: test_throttling
    forms = forms_of_anybody()
    addresses = {address for address, _fields in forms}
    for known in (LOGIN, "/tai-khoan/quen-mat-khau/", "/doi-tac/vao/", "/truong/ma/"):
        assert known in addresses, f"{known} is not among {addresses}"
    for make, email in KINDS.items():
        make(email)
        send_all(email, forms)
        owner = User.objects.get(email=email)
        if make in {made_by_an_administrator, made_by_a_program}:
            grant(owner, Role.REPORTER, "bao")
        with monkeypatch.context() as patch:  # as in production, a commit happens within the request
            patch.setattr("django.db.transaction.on_commit", lambda work, **options: work())
            client = enrols(email)
        if owner.has_perm("wagtailadmin.access_admin"):
            assert client.get("/admin/").status_code == 200, email
            spare = re.findall(r"<code>(\w+)</code>", client.get(SPARE_CODES).text)[0]
            client.logout()
            client.post(LOGIN, {"login": email, "password": PASSWORD})
            assert client.post(SECOND_STEP, {"code": spare}).status_code == 302, email
            assert client.get("/admin/").status_code == 200, email
        assert User.objects.filter(email__iexact=email).count() == 1
