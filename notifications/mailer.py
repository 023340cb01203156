"""Django's default mailer (settings.MAILERS): letters of Django, allauth and Wagtail go to the outbox as well."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext_lazy

from notifications.outbox import post
from notifications.purposes import Purpose, register

#: Encrypted in the database, because among them are links for a new password; administrators see that they were sent.
OF_THE_SYSTEM = register(Purpose("system", gettext_lazy("Mật khẩu, xác thực và quy trình duyệt"), is_secret=True))

#: Header of a message, not sent: a second one with the same value, to the same address, writes nothing.
ONCE = "X-Once"


class OutboxBackend(BaseEmailBackend):
    """Writes each message to the outbox, one letter per recipient: no request waits for a mail server.

    Sender and headers are those of every letter (delivery.py). Raises ValueError for attachments, which letters lack.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write `email_messages` to the outbox in the caller's transaction; return how many."""
        for message in email_messages:
            if message.attachments:
                raise ValueError("letters of the outbox have no attachments")
            parts = getattr(message, "alternatives", ())
            html = next((part.content for part in parts if part.mimetype == "text/html"), "")
            post(
                purpose=OF_THE_SYSTEM,
                to=message.recipients(),
                subject=str(message.subject),
                text=str(message.body),
                html=str(html),
                key=str(message.extra_headers.get(ONCE, "")),
            )
        return len(email_messages)
