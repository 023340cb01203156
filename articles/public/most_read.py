"""“Đọc nhiều”: counts readings without cookies and without data about readers (docs/adr/0009-most-read.md).

Pages come from the edge cache, so the page reports a reading itself after it was visible for ten seconds: an empty POST
to the signed address that stands in it (page_address()) is answered with an address of its own (ticket_for()), and a
POST to that one counts, once. Each web process collects readings and writes them in one statement every FLUSH_SECONDS,
so that a thousand readings a second are a few small writes a minute.
"""

from __future__ import annotations

import atexit
import logging
import re
import secrets
import threading
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import DatabaseError, connection
from django.db.models import F, FloatField, Sum
from django.db.models.functions import Cast, Sqrt
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from articles.models import ReadCount
from articles.syndication.closed import closed
from base.addresses import path_of
from base.caching.once import first_time

WINDOW = timedelta(hours=48)
KEPT = timedelta(days=8)  # no list uses older hours
SHOWN = 5
COUNTED_FOR = 48  # hours for which a page that was handed out is counted; edges serve it stale for 24
TICKET_SECONDS = 120  # for which a reading's own address counts, and for which it is known that it has counted
FLUSH_SECONDS = 10.0
MOST_PAGES = 2000  # different pages in one batch; more come from made-up page numbers
#: Programs that name themselves. The square root in most_read() limits the effect of others.
_PROGRAMS = re.compile(
    r"bot\b|bot/|crawl|spider|preview|facebookexternalhit|facebookcatalog|whatsapp|zalo.*(?:share|link)|slurp|monitor"
    r"|headless|lighthouse|curl/|wget/|python-|scrapy|http-client|okhttp",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class MostRead:
    """One entry of the list."""

    title: str
    address: str
    language: str


class Collector:
    """Readings of this process that are not written yet. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[tuple[int, datetime]] = Counter()
        self._last_flush = time.monotonic()

    def add(self, page_id: int) -> None:
        """Count one reading of this hour; write the batch when it is due."""
        hour = timezone.now().replace(minute=0, second=0, microsecond=0)
        with self._lock:
            if len(self._counts) < MOST_PAGES or (page_id, hour) in self._counts:
                self._counts[page_id, hour] += 1
            is_due = time.monotonic() - self._last_flush >= getattr(settings, "READ_FLUSH_SECONDS", FLUSH_SECONDS)
        if is_due:
            self.flush()

    def flush(self) -> int:
        """Write everything; returns the number of rows. When the database is away, the counts are kept."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
            self._last_flush = time.monotonic()
        if not counts:
            return 0
        try:
            return _write(counts)
        except DatabaseError as error:
            log.warning("readings wait, database is away: %s", error)
            with self._lock:
                self._counts.update(counts)
            return 0


log = logging.getLogger(__name__)
collector = Collector()
_signer = Signer(salt="articles.public.most_read")
_tickets = Signer(salt="articles.public.most_read.ticket")
atexit.register(collector.flush)


def _write(counts: Counter[tuple[int, datetime]]) -> int:
    """One statement; rows are ordered, so that two processes do not deadlock; unknown pages are dropped."""
    pages, hours = zip(*counts, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO articles_readcount (page_id, hour, reads)"
            " SELECT page.page_ptr_id, heard.hour, heard.reads"
            " FROM unnest(%s::bigint[], %s::timestamptz[], %s::int[]) AS heard (page_id, hour, reads)"
            " JOIN articles_articlepage page ON page.page_ptr_id = heard.page_id"
            " ORDER BY page.page_ptr_id, heard.hour"
            " ON CONFLICT (page_id, hour) DO UPDATE SET reads = articles_readcount.reads + excluded.reads",
            [list(pages), list(hours), list(counts.values())],
        )
        return cursor.rowcount


def page_address(page_id: int) -> str:
    """Address that stands in a page. Signed with the hour, so that all of an hour's pages agree."""
    return reverse("reading_ticket", args=[_signer.sign(f"{page_id}-{_hour()}")])


def page_of(token: str) -> int | None:
    """The page that was handed out with `token`; None for one that is made up, or older than COUNTED_FOR hours."""
    try:
        page_id, hour = map(int, _signer.unsign(token).split("-"))
    except (BadSignature, ValueError):
        return None
    return page_id if 0 <= _hour() - hour <= COUNTED_FOR else None


def ticket_for(page_id: int) -> str:
    """Address that counts one reading of the page: a random number, signed, and nothing about who asked."""
    now = int(timezone.now().timestamp())
    return reverse("count_reading", args=[_tickets.sign(f"{page_id}-{now}-{secrets.token_hex(8)}")])


def spend(ticket: str) -> int | None:
    """The page that `ticket` is for, the first time; None afterwards, and for one that is made up or too old."""
    try:
        page_id, made_at, number = _tickets.unsign(ticket).split("-")
    except (BadSignature, ValueError):
        return None
    is_young = 0 <= timezone.now().timestamp() - int(made_at) <= TICKET_SECONDS
    return int(page_id) if is_young and first_time(number, TICKET_SECONDS) else None


def _hour() -> int:
    return int(timezone.now().timestamp()) // 3600


def is_reader(request: HttpRequest) -> bool:
    """Whether the request comes from a browser on a page of this site: no program, prefetch or other site."""
    headers = request.headers
    agent = headers.get("User-Agent", "")
    if not agent or _PROGRAMS.search(agent) or "prefetch" in headers.get("Sec-Purpose", ""):
        return False
    if headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    origin = headers.get("Origin", "")
    return not origin or origin.split("://")[-1] == request.get_host()


def most_read(language: str) -> list[MostRead]:
    """The stories of `language` read most in the last WINDOW that readers may open; one query.

    The score is the sum of the square roots of the hourly counts: one hour of 10,000 false readings weighs as much as
    four readings in each of 50 hours.
    """
    since = timezone.now() - WINDOW
    rows = (
        ReadCount.objects.filter(hour__gte=since, page__live=True, page__locale__language_code=language)
        .exclude(closed("page__"))
        .values("page_id", "page__title", "page__url_path")
        .annotate(score=Sum(Sqrt(Cast(F("reads"), FloatField()))))
        .order_by("-score", "-page_id")
        .values_list("page__title", "page__url_path")
    )
    return [MostRead(title, path_of(url_path, language), language) for title, url_path in rows[:SHOWN]]


def forget_old() -> int:
    """Delete hours older than KEPT; returns the number of rows."""
    return ReadCount.objects.filter(hour__lt=timezone.now() - KEPT).delete()[0]
