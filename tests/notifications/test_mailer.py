"""Letters of Django, allauth and Wagtail wait in the outbox too: a mail server that is away breaks no form."""

import re

import pytest
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives

from notifications.models import Letter
from notifications.purposes import label_of
from tests import two_outlets_world
from tests.articles.newsroom_forms import act, write
from tests.factories import make_user
from tests.letters import Server, delivered, write_letters
from users.signin.reset import write_reset_letter
from users.signin.secrets import encrypt

pytestmark = [pytest.mark.world("outlets"), pytest.mark.django_db]
LOST = "/tai-khoan/quen-mat-khau/"


@pytest.fixture(autouse=True)
def server(settings):
    """The mailers of the product, with a server that is away."""
    settings.MAILERS = {
        "default": {"BACKEND": "notifications.mailer.OutboxBackend"},
        "server": {"BACKEND": "tests.letters.Server"},
    }
    Server.reset(is_away=True)
    return Server


def test_who_lost_the_password_is_answered_while_the_mail_server_is_away_and_gets_the_link_later(client, server):
    user = make_user("lan@thu.example")
    for address in (user.email, "la@thu.example"):
        assert client.post(LOST, {"email": address}).status_code == 302
    write_letters()
    assert server.connections == 0, "no request asks the mail server"
    letter = Letter.objects.get(recipient=user.email)
    assert letter.state == "waiting" and label_of(letter.purpose) == "Mật khẩu, xác thực và quy trình duyệt"
    assert "/mat-khau/" not in str(Letter.objects.values()), "the link is not readable in the database"
    assert delivered() == []
    server.reset()
    Letter.objects.update(next_try_at=letter.created_at)
    sent = {sent_letter.to[0]: sent_letter for sent_letter in delivered()}
    assert set(sent) == {user.email, "la@thu.example"}
    link = re.search(r"https?://\S+", sent[user.email].body)[0]
    page = client.get("/" + link.split("/", 3)[3], follow=True)
    assert page.status_code == 200 and 'name="password1"' in page.text
    letter.refresh_from_db()
    assert letter.state == "sent" and letter.text == ""


def test_letters_of_the_workflow_wait_too(client_for, server, django_capture_on_commit_callbacks):
    newsroom = two_outlets_world.things()
    with django_capture_on_commit_callbacks(execute=True):
        page = write(client_for(newsroom["reporter"]), newsroom["section"], **{"action-submit": "1"})
    with django_capture_on_commit_callbacks(execute=True):
        act(client_for(newsroom["editor"]), page, "reject", comment="Thiếu nguồn.")
    assert server.connections == 0
    assert {"editor@thu.example", "reporter@thu.example"} <= set(Letter.objects.values_list("recipient", flat=True))
    server.reset()
    assert any(page.title in item.subject + item.body for item in delivered() if item.to == ["reporter@thu.example"])


def test_every_recipient_gets_a_letter_of_their_own_and_no_attachment_is_lost_silently(server):
    message = EmailMultiAlternatives("Hai người", "Chữ", to=["a@thu.example"], cc=["b@thu.example"])
    message.attach_alternative("<p>Chữ</p>", "text/html")
    assert message.send() == 1 and mail.outbox == []
    server.reset()
    arrived = delivered()
    assert sorted(letter.to for letter in arrived) == [["a@thu.example"], ["b@thu.example"]]
    assert {(letter.subject, letter.body, letter.alternatives[0].content) for letter in arrived} == {
        ("Hai người", "Chữ", "<p>Chữ</p>")
    }
    with_file = EmailMessage("Tệp", "Chữ", to=["a@thu.example"])
    with_file.attach("a.txt", "x", "text/plain")
    with pytest.raises(ValueError, match="attachments"):
        with_file.send()


def test_a_task_that_is_run_again_after_an_outage_writes_one_letter():
    """The same request, whose worker was cut off when the letter was written; another request gets its own."""
    user = make_user("lan@thu.example")
    sealed = encrypt(user.email)
    for sealed_email in (sealed, sealed, encrypt(user.email)):
        write_reset_letter.func(sealed_email, "vi")
    assert Letter.objects.filter(recipient=user.email).count() == 2
    assert "X-Once" not in str(Letter.objects.values())
