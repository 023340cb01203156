"""For whom an account acts when it sends something to the campaign: a unit, a partner.

Apps on one level do not import each other (docs/architecture.md): `activities` asks here, `partners` answers for its
accounts. Both sides register from AppConfig.ready().
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from users.models import User


@dataclass(frozen=True)
class Sender:
    """A unit or partner in whose name an account sends; `kind` is “unit” or “partner”."""

    kind: str
    key: UUID
    name: str


Provider = Callable[[User], Iterable[Sender]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Let `provider` name the senders of an account."""
    if provider not in _providers:
        _providers.append(provider)


def senders_of(user: User) -> list[Sender]:
    """All active units and partners for which `user` acts; each provider costs at most one query."""
    return [sender for provider in _providers for sender in provider(user)]
