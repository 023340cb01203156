"""Laying a brick: the ticket of a form, the token of a browser, counters. Nothing here knows a person.

A ticket makes a form count once: it is random, signed, and remembered in the cache until it expires. A token stays in
the browser (localStorage, no cookie) and says at which walls that browser has signed; the server keeps no copy. Both
soften double signing and prevent neither a second device nor a cleared browser: the wall is no vote.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterable

from django.core import signing
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from activities.models import SHARDS, WHOLE, Brick, PaperPledges, PledgeCount
from base.caching.once import first_time
from campaign.units import ListedUnit
from users.models import User
from users.signin.throttling import client_network, may_try

TICKET_HOURS = 6  # how long a form may stay open
TOKEN_DAYS = 300  # about one season
MOST_WALLS = 12  # walls that one token names
_TICKET = "activities.pledges.ticket"
_TOKEN = "activities.pledges.token"  # noqa: S105  a salt, not a secret


def new_ticket() -> str:
    return signing.TimestampSigner(salt=_TICKET).sign(secrets.token_urlsafe(9))


def use_ticket(ticket: str) -> bool:
    """Take `ticket`; False when it is forged, expired or used."""
    seconds = TICKET_HOURS * 3600
    try:
        nonce = signing.TimestampSigner(salt=_TICKET).unsign(ticket[:200], max_age=seconds)
    except signing.BadSignature:
        return False
    return first_time(nonce, seconds)


def _wall(unit: ListedUnit | None) -> str:
    """What a token says of a wall: a keyed digest, so that a browser's storage does not name a school."""
    return salted_hmac(_TOKEN, str(unit.organisation_id if unit else 0), algorithm="sha256").hexdigest()[:12]


def _walls_in(token: str) -> list[str]:
    try:
        walls: list[str] = signing.loads(token[:1000], salt=_TOKEN, max_age=TOKEN_DAYS * 24 * 3600)
    except signing.BadSignature:
        return []
    return walls


def has_signed(token: str, unit: ListedUnit | None) -> bool:
    """Whether the browser that sent `token` has signed at the wall of `unit`; False for a forged token."""
    return _wall(unit) in _walls_in(token)


def token_after(token: str, unit: ListedUnit | None) -> str:
    """The token, which does not name the wall of `unit` yet, with that wall added."""
    return signing.dumps([*_walls_in(token), _wall(unit)][-MOST_WALLS:], salt=_TOKEN)


def may_sign(request: HttpRequest, unit: ListedUnit | None) -> bool:
    """Count a try by a digest of the address that changes each day, apart for each school: a stranger far away neither
    keeps a school from signing nor uses up what its phones may send."""
    day = timezone.localdate().isoformat()
    address = salted_hmac(day, client_network(request), algorithm="sha256").hexdigest()[:16]
    if unit:
        return may_try(request, "pledge_unit", f"{unit.code}-{address}")
    return may_try(request, "pledge_nowhere", address)


@transaction.atomic
def lay_brick(commitments: Iterable[int], *, unit: ListedUnit | None, ward: str = "", nickname: int = 0) -> Brick:
    """Lay one brick and count its commitments, on the whole wall and on that of `unit`."""
    counted = [WHOLE, *commitments]
    keys = [None, *([unit.organisation_id] if unit else [])]
    _add({(key, commitment): 1 for key in keys for commitment in counted})
    return Brick.objects.create(
        organisation_id=unit.organisation_id if unit else None,
        ward=unit.ward if unit else ward,
        nickname=nickname,
        laid_on=timezone.localdate(),
    )


@transaction.atomic
def enter_paper(organisation_id: int, number: int, by: User) -> None:
    """Set how many people of a unit have signed on paper; both walls change by the difference."""
    PaperPledges.objects.bulk_create(
        [PaperPledges(organisation_id=organisation_id, number=0, entered_at=timezone.now())], ignore_conflicts=True
    )
    row = PaperPledges.objects.select_for_update().get(organisation=organisation_id)
    difference = number - row.number
    row.number, row.entered_by = number, by
    row.save()
    if difference:
        _add({(None, WHOLE): difference, (organisation_id, WHOLE): difference})


def _add(amounts: dict[tuple[int | None, int], int]) -> None:
    """Add to counters {(organisation, commitment): amount}. Locks rows in the order of their keys: no deadlock."""
    shard = random.randrange(SHARDS)  # noqa: S311  spreads rows, hides nothing
    rows = [PledgeCount(organisation_id=key, commitment=commitment, shard=shard) for key, commitment in amounts]
    PledgeCount.objects.bulk_create(rows, ignore_conflicts=True)
    walls = {key for key, _one in amounts}
    of_walls = PledgeCount.objects.filter(organisation__in=[key for key in walls if key])
    of_walls |= PledgeCount.objects.filter(organisation=None)
    counts = of_walls.filter(shard=shard, commitment__in={commitment for _key, commitment in amounts})
    locked = list(counts.select_for_update().order_by("pk").values_list("pk", flat=True))
    PledgeCount.objects.filter(pk__in=locked).update(number=F("number") + next(iter(amounts.values())))
