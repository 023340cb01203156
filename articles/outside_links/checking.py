"""Nightly: writes down the links of published stories to other sites, and asks those that were asked longest ago."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.db.models import F, Min
from django.utils import timezone

from articles.models import ArticlePage, OutsideLink
from articles.outside_links.client import NO_ANSWER, NotAsked, ask, host_of

log = logging.getLogger(__name__)
MOST = 500  # addresses asked in one night
PATIENCE = 1800.0  # seconds for all of them
PAUSE = 2.0  # seconds between two requests to one host
#: Answers to a program that say nothing about readers: sign in, forbidden, slow down.
REFUSALS = {401, 403, 405, 406, 418, 429, 999}


def write_down() -> int:
    """Bring the rows in line with the published stories; returns how many addresses there are."""
    pairs: set[tuple[int, str]] = set()
    stories = ArticlePage.objects.live().originals().order_by("pk")
    for story in stories.iterator(chunk_size=200):
        pairs |= {(story.pk, address) for address in story.outside_addresses()}
    keys_by_pair = {(row.page_id, row.address): row.pk for row in OutsideLink.objects.all()}
    OutsideLink.objects.filter(pk__in=[key for pair, key in keys_by_pair.items() if pair not in pairs]).delete()
    new = [OutsideLink(page_id=page, address=address) for page, address in sorted(pairs - keys_by_pair.keys())]
    OutsideLink.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
    return len({address for _page, address in pairs})


def check(*, wait: Callable[[float], None] = time.sleep, clock: Callable[[], float] = time.monotonic) -> int:
    """Ask the addresses that were asked longest ago, each once, hosts in turn; returns how many were asked.

    At most MOST addresses and PATIENCE seconds. Between two requests to one host PAUSE seconds pass.
    """
    began, last, count = clock(), dict[str, float](), 0
    oldest = (
        OutsideLink.objects.values("address")
        .annotate(at=Min("checked_at"))
        .order_by(F("at").asc(nulls_first=True), "address")
    )
    for address in _in_turn([row["address"] for row in oldest[:MOST]]):
        if clock() - began > PATIENCE:
            log.info("Chưa hỏi hết liên kết ra ngoài trong đêm nay, còn lại để đêm mai.")
            break
        host = host_of(address)
        if host in last and (delay := last[host] + PAUSE - clock()) > 0:
            wait(delay)
        count += _record(address)
        last[host] = clock()
    return count


def _in_turn(addresses: list[str]) -> list[str]:
    """`addresses` so that those of one host stand apart: the first of each host, then the second, and so on."""
    counts: dict[str, int] = {}
    ranked: list[tuple[int, int, str]] = []
    for address in addresses:
        host = host_of(address)
        counts[host] = counts.get(host, 0) + 1
        ranked.append((counts[host], len(ranked), address))
    return [address for _rank, _number, address in sorted(ranked)]


def _record(address: str) -> bool:
    """Ask `address` and store the answer in all its rows; whether it was asked."""
    try:
        status, is_asked = ask(address), True
    except NotAsked:
        status, is_asked = NO_ANSWER, False
    rows = OutsideLink.objects.filter(address=address)
    failed = is_asked and status not in REFUSALS and not 200 <= status < 400
    failures = (rows.order_by("-failures").values_list("failures", flat=True).first() or 0) + 1 if failed else 0
    rows.update(status=status, checked_at=timezone.now(), failures=failures)
    return is_asked
