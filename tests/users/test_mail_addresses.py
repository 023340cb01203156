"""An address has one spelling: what looks like it is it, or is refused; it has one account and one limit on letters."""

import pytest
from django import forms
from django.core.cache import cache

from base.fields.mail_address import MailAddressField
from base.text import mail_address
from partners.models import Partner
from schools import members
from tests.base.text_fields import form_classes
from tests.factories import make_user
from tests.letters import delivered, write_letters
from tests.schools.register import make_unit
from tests.users.test_login import NO_ACCOUNT
from users.models import User

pytestmark = pytest.mark.django_db
OWN = "sinh.kiet@thi.example"
#: The same mailbox for a mail server, another text for Django.
SAME = ("sinh.kiet@th\u200bi.example", "SINH.Kiet@Thi.Example", "sinh.kiet@ｔhi.example", "sinh.kiet@th\u00adi.example")
#: PostgreSQL writes both as it writes OWN in capitals; the first is no address, the second that of somebody else.
NOT_ASCII, NEIGHBOUR = "\u017finh.kiet@thi.example", "sinh.kiet@th\u0131.example"
OF_WAGTAIL = {
    "wagtail.admin.forms.account.NameEmailForm",
    "wagtail.users.forms.UserCreationForm",
    "wagtail.users.forms.UserEditForm",
}
LOST, LINK = "/tai-khoan/quen-mat-khau/", "/doi-tac/vao/"


@pytest.fixture
def owner():
    cache.clear()
    user = make_user(OWN, full_name="Trần Sinh Kiệt")
    Partner.objects.create(slug="may", display_name="Mây").members.create(user=user)
    return user


@pytest.mark.parametrize("place", [LOST, LINK])
def test_every_spelling_reaches_its_owner_and_all_count_as_one(owner, client, mailoutbox, place):
    sent = [client.post(place, {"email": spelling}).status_code for spelling in (OWN, *SAME)]
    assert not {400, 422, 429} & set(sent)
    assert client.post(place, {"email": SAME[0]}).status_code == 429, "five letters a minute to one address"
    write_letters()
    delivered()
    assert mailoutbox and {to for letter in mailoutbox for to in letter.to} == {OWN}
    assert not [letter for letter in mailoutbox if NO_ACCOUNT in letter.body]


@pytest.mark.parametrize("place", [LOST, LINK])
def test_what_only_looks_like_an_address_gets_nothing_of_its_owner(owner, client, mailoutbox, place):
    for spelling in (NOT_ASCII, NEIGHBOUR, "sinh.kiet@th\u202ei.example"):
        client.post(place, {"email": spelling})
    write_letters()
    delivered()
    assert OWN not in {to for letter in mailoutbox for to in letter.to}
    assert all(to.isascii() for letter in mailoutbox for to in letter.to)
    refused = client.post(LOST, {"email": NOT_ASCII})
    assert refused.status_code == 200 and "Địa chỉ thư chưa đúng" in refused.text


def test_a_code_makes_no_account_that_looks_like_another(owner, client_for, mailoutbox):
    """Who had one would get the letters of its owner's lost password, or the seat in a jury."""
    form = {"full_name": "An An", "password": "chim-se-tren-mai-ngoi"}
    _invitation, code = members.invite(make_unit(), by=None)
    for spelling in (*SAME, NOT_ASCII):
        response = client_for().post(f"/truong/loi-moi/{code}/", form | {"email": spelling})
        assert response.status_code == 422 and User.objects.count() == 1, ascii(spelling)
    assert client_for().post(f"/truong/loi-moi/{code}/", form | {"email": NEIGHBOUR}).status_code == 302
    neighbour = User.objects.exclude(pk=owner.pk).get()
    assert neighbour.email == mail_address(NEIGHBOUR) != OWN
    assert User.objects.of_address(SAME[0]) == owner and User.objects.of_address(NEIGHBOUR) == neighbour
    client_for().post(LOST, {"email": OWN})
    write_letters()
    assert mailoutbox[-1].to == [OWN] and NO_ACCOUNT not in mailoutbox[-1].body


def test_every_form_keeps_addresses_in_their_one_spelling():
    """allauth's form looks for an address and keeps none; of Wagtail's forms ours stand in the place."""
    fields = {
        f"{form.__module__}.{form.__qualname__}": field
        for form in form_classes()
        for field in form.base_fields.values()
        if isinstance(field, forms.EmailField)
    }
    others = {name for name, field in fields.items() if not isinstance(field, MailAddressField)}
    assert len(fields) - len(others) >= 7 and others - {"users.forms.ResetPasswordForm"} == OF_WAGTAIL


@pytest.mark.parametrize("text", ["", "@thi.example", "sinh.kiet", f"a@{'x' * 64}.example", "a@b..example", NOT_ASCII])
def test_what_is_no_address_has_no_spelling(text):
    assert mail_address(text) == ""
