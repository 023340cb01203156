"""Certificates of winners as PDF with a code that anybody can check; sheets for the two signatures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate

from activities.models import Contest, Entry
from campaign.retention import NOT_SHOWN_DAYS, end_of_shown
from media_library.print import qr, typst

FOLDER = Path(__file__).resolve().parent.parent / "typ"


def has_certificate(entry: Entry) -> bool:
    """Whether the entry won a prize in a contest with results, with consents that are valid today."""
    return bool(entry.prize) and Entry.objects.on_show().filter(pk=entry.pk).exists()


def certificate(entry: Entry, *, with_names: bool) -> bytes:
    """A4 landscape. `with_names`: the names that the authors chose, else a line to write on by hand.

    Raises typst.Busy when all compilers are at work.
    """
    address = settings.SITE_URL + reverse("activities_short:contest_proof", args=[entry.code])
    data: dict[str, Any] = {
        "contest": entry.contest.title,
        "host": str(entry.contest.host or ""),
        "prize": str(entry.get_prize_display()),
        "level": str(entry.get_level_display()),
        "title": entry.title,
        "names": entry.names if with_names else "",
        "unit": str(entry.organisation or ""),
        "code": entry.code,
        "address": address.partition("//")[2],
        "issued": f"{localdate(entry.contest.results_at):%d-%m-%Y}",
        "qr": qr.svg(address, 60).decode(),
    }
    return typst.pdf("contest_certificate", data, folder=FOLDER)


def consent_sheet(contest: Contest) -> bytes:
    """A4 with the two signatures; the school keeps it. Raises typst.Busy."""
    data = {
        "contest": contest.title,
        "person": contest.person_words,
        "guardian": contest.guardian_words,
        "shown_until": f"{end_of_shown(localdate(contest.closes_at)):%d-%m-%Y}",
        "not_shown_days": NOT_SHOWN_DAYS,
        "until": f"{localdate(contest.closes_at):%d-%m-%Y}",
        "address": settings.SITE_URL.partition("//")[2] + reverse("activities_short:contests"),
    }
    return typst.pdf("contest_consent", data, folder=FOLDER)
