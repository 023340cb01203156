"""An invitation: made by the newsroom, shown once, used once, revocable."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from base import addresses
from notifications.models import Letter
from partners.models import Invitation, Partner
from tests.factories import PASSWORD, make_user
from tests.forms import press
from tests.letters import delivered
from tests.meanwhile import meanwhile
from tests.partners.pieces import invitation_link
from users.roles import Role, grant

pytestmark = pytest.mark.django_db


@pytest.fixture
def invited(partner, editor):
    """(invitation, address of its page)."""
    invitation, token = Invitation.objects.invite(partner, "may@vuon.example", by=editor)
    return invitation, reverse("partners:invitation", args=[token])


def test_the_newsroom_invites_and_the_link_is_shown_and_mailed_once(
    client_for, editor, partner, django_capture_on_commit_callbacks
):
    newsroom = client_for(editor)
    with django_capture_on_commit_callbacks(execute=True):
        page = newsroom.post("/admin/kol/loi-moi/moi/", {"partner": partner.pk, "email": "May@Vuon.example"})
    link = invitation_link(page.content.decode())
    assert invitation_link(delivered()[0].body) == link
    assert delivered()[0].to == ["may@vuon.example"]
    token = link.rstrip("/").rsplit("/", 1)[1]
    assert token not in str(Invitation.objects.values().get()) and token not in str(Letter.objects.values().get())
    listing = newsroom.get("/admin/kol/loi-moi/").content.decode()
    assert "Đang chờ" in listing and token not in listing


def test_a_new_partner_of_the_same_name_has_an_address_of_its_own(client_for, editor):
    for number in range(3):
        form = {"new_partner": "Mây Miệt Vườn", "email": f"may{number}@vuon.example"}
        assert client_for(editor).post("/admin/kol/loi-moi/moi/", form).status_code == 200
    slugs = Partner.objects.filter(display_name="Mây Miệt Vườn").order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["may-miet-vuon", "may-miet-vuon-2", "may-miet-vuon-3"]


@pytest.mark.django_db(transaction=True)
def test_two_invitations_for_one_new_name_at_once_make_two_partners(client_for, editor, monkeypatch):
    """The second takes the address between the first one's question and its insert, on a connection of its own."""
    colleague = make_user()
    grant(colleague, Role.KOL_DESK)
    responses, clients = [], {1: client_for(editor), 2: client_for(colleague)}

    def invite(number):
        try:
            form = {"new_partner": "Mây Miệt Vườn", "email": f"may{number}@vuon.example"}
            responses.append(clients[number].post("/admin/kol/loi-moi/moi/", form).status_code)
        finally:
            connection.close()

    def faster():
        thread = threading.Thread(target=invite, args=[2])
        thread.start()
        thread.join(60)

    meanwhile(monkeypatch, addresses, "free_slug", faster)
    invite(1)
    assert responses == [200, 200]
    rows = Invitation.objects.order_by("partner__slug").values_list("partner__slug", "email")
    assert list(rows) == [("may-miet-vuon", "may2@vuon.example"), ("may-miet-vuon-2", "may1@vuon.example")]


def test_a_new_partner_is_not_named_by_its_followers(client_for, editor):
    form = {"new_partner": "Mây 500K follow", "email": "may@vuon.example"}
    response = client_for(editor).post("/admin/kol/loi-moi/moi/", form)
    assert response.status_code == 422
    assert not Partner.objects.exists() and not Invitation.objects.exists()


def test_a_dead_mail_server_does_not_break_the_invitation(client_for, editor, partner, settings):
    """Refused by Django's own backend; the letter waits."""
    settings.MAILERS = {
        "server": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 1, "timeout": 1},
        }
    }
    page = client_for(editor).post("/admin/kol/loi-moi/moi/", {"partner": partner.pk, "email": "may@vuon.example"})
    assert page.status_code == 200 and invitation_link(page.content.decode())
    assert not delivered()
    letter = Letter.objects.get()
    assert letter.state == "waiting" and letter.attempts == 1 and "ConnectionRefusedError" in letter.last_error


def test_accepting_makes_one_account_with_a_new_session(client_for, invited, partner):
    invitation, address = invited
    client = client_for()
    page = client.get(address)
    assert page.status_code == 200 and "Thu Hà" in page.content.decode()
    assert page["Cache-Control"] == "no-store, private" or "no-store" in page["Cache-Control"]
    response = client.post(address, {"full_name": "  Nguyễn   Thị Mây ", "password": "chín con cá lóc"})
    assert response.status_code == 302 and response.url == "/doi-tac/"
    invitation.refresh_from_db()
    assert invitation.used_by.email == "may@vuon.example" and invitation.used_by.full_name == "Nguyễn Thị Mây"
    assert client.get("/doi-tac/").status_code == 200
    again = client_for().post(address, {"full_name": "Ai Đó", "password": "chín con cá lóc"})
    assert again.status_code == 410 and partner.members.count() == 1


@pytest.mark.parametrize("password", ["", "1234567890", "ngan"])
def test_a_weak_password_keeps_the_name_and_says_why(client_for, invited, password):
    response = client_for().post(invited[1], {"full_name": "Nguyễn Thị Mây", "password": password})
    assert response.status_code == 422 and "Nguyễn Thị Mây" in response.content.decode()
    assert Invitation.objects.get().used_at is None


@pytest.mark.parametrize("field", ["expires_at", "revoked_at", "used_at"])
def test_a_closed_invitation_is_gone(client_for, invited, field):
    Invitation.objects.update(**{field: timezone.now() - timedelta(minutes=1)})
    for response in (
        client_for().get(invited[1]),
        client_for().post(invited[1], {"full_name": "A", "password": "chín con cá lóc"}),
    ):
        assert response.status_code == 410 and "Lời mời này" in response.content.decode()


def test_an_unknown_or_odd_token_is_not_found(client_for):
    client = client_for()
    assert client.get("/doi-tac/loi-moi/khong-co/").status_code == 404
    assert client.get("/doi-tac/loi-moi/" + "x" * 3000 + "/").status_code == 404
    assert client.get("/doi-tac/loi-moi/%00/").status_code == 400


def test_an_existing_account_signs_in_first(client_for, invited, partner):
    owner, other = make_user("may@vuon.example"), make_user("khac@vuon.example")
    address = invited[1]
    assert "/tai-khoan/dang-nhap/" in client_for().post(address).url
    assert "Đăng nhập" in client_for().get(address).content.decode()
    client_for(other).post(address)
    assert not partner.members.exists()
    response = client_for(owner).post(address)
    assert response.status_code == 302 and partner.members.get().user == owner
    assert owner.check_password(PASSWORD)


def test_revoking_needs_the_right_and_ends_the_link(client_for, invited, editor, kol):
    invitation, address = invited
    revoke = reverse("kol_invitations:revoke", args=[invitation.pk])
    client_for(kol).post(revoke)
    assert client_for().get(address).status_code == 200
    assert press(editor, "/admin/kol/loi-moi/", revoke).status_code == 302, "the button of the list"
    assert client_for().get(address).status_code == 410


def test_a_mail_scanner_that_asks_for_the_head_does_not_use_the_link_up(client, db):
    partner = Partner.objects.create(slug="may", display_name="Mây")
    invitation, token = Invitation.objects.invite(partner, "may@demo.example", by=None)
    address = f"/doi-tac/loi-moi/{token}/"
    assert client.head(address).status_code == 200
    assert client.get(address).status_code == 200
    invitation.refresh_from_db()
    assert invitation.is_open
