"""Letters in tests: what the outbox holds is sent when a test asks for it, and the mail server can be away."""

from __future__ import annotations

import smtplib
from collections.abc import Callable

from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django_tasks_db.models import DBTaskResult

from notifications import delivery


def write_letters() -> None:
    """Run the due tasks of the queue “mail”, as its worker would; tasks that they enqueue wait."""
    for row in list(DBTaskResult.objects.ready().filter(queue_name="mail").order_by("enqueued_at")):
        row.status = "SUCCESSFUL"
        row.save(update_fields=["status"])
        row.task.call(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])


def delivered() -> list[EmailMessage]:
    """Send every letter that is due; returns all that have arrived in this test (django.core.mail.outbox)."""
    delivery.send_due(limit=10_000)
    return mail.outbox


class Server(EmailBackend):
    """A mail server in MAILERS that tests command by its class attributes; reset() before use."""

    is_away = False
    answers: dict[str, OSError] = {}  # address → what is raised instead of taking its letter
    before_each: Callable[[EmailMessage], None] | None = None  # called with each letter that arrives
    connections = 0

    @classmethod
    def reset(cls, *, is_away: bool = False) -> None:
        """A server that takes everything, or is away, and has counted nothing."""
        cls.is_away, cls.answers, cls.before_each, cls.connections = is_away, {}, None, 0

    def open(self) -> None:
        """Count a connection. Raises ConnectionRefusedError while the server is away."""
        type(self).connections += 1
        if self.is_away:
            raise ConnectionRefusedError(111, "Connection refused")

    def send_messages(self, messages: list[EmailMessage]) -> int:
        """Take `messages`, or raise what `answers` holds for their address."""
        for message in messages:
            if type(self).before_each:
                type(self).before_each(message)
            if response := self.answers.get(message.to[0]):
                raise response
        return super().send_messages(messages)


def refused(address: str, code: int, words: str) -> smtplib.SMTPRecipientsRefused:
    """What smtplib raises when the server does not take `address`."""
    return smtplib.SMTPRecipientsRefused({address: (code, words.encode())})
