"""What was promised against what has come: letters, downloads, files, pages at their hour; none lost, none twice."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from tests.load.fault_rounds import Ground

_MESSAGE = re.compile(r"^Message-ID: (\S+)", re.MULTILINE)
_RECIPIENT = re.compile(r"^To: .*?([\w.]+@faults\.example)", re.MULTILINE)


class Account(NamedTuple):
    """Of one kind: what is missing and what is there twice."""

    lost: list[str]
    twice: list[str]

    def __str__(self) -> str:
        return f"{len(self.lost)} / {len(self.twice)}"


def letters(ground: Ground) -> Account:
    """By recipient: each asked once. Letters whose promise was not heard (503) may have come all the same.

    A second copy with the same Message-ID counts as one, as mail programs show it (notifications/delivery.py).
    """
    copies = {(*_RECIPIENT.findall(text)[:1], *_MESSAGE.findall(text)[:1]) for text in ground.stack.letters()}
    come = Counter(recipient for recipient, *_message in copies)
    return Account([key for key in ground.letters if not come[key]], [key for key, times in come.items() if times > 1])


def downloads(ground: Ground) -> Account:
    """Every link that was handed out is counted; no more than were asked for."""
    ((counted,),) = ground.stack.rows("SELECT count(*) FROM media_library_downloadevent")
    lost, twice = ground.downloads_given - counted, counted - ground.downloads_asked
    return Account(["download"] * max(0, lost), ["download"] * max(0, twice))


def uploads(ground: Ground) -> Account:
    """By title: uploads for which the editor was told that they are stored."""
    stored = Counter(title for (title,) in ground.stack.rows("SELECT title FROM wagtaildocs_document"))
    return Account(
        [key for key in ground.uploads if not stored[key]], [key for key, times in stored.items() if times > 1]
    )


def publications(ground: Ground) -> Account:
    """Pages whose hour has come are out, with one entry in their log."""
    ids = ", ".join(str(page) for page in ground.out) or "0"
    live = {page for (page,) in ground.stack.rows(f"SELECT id FROM wagtailcore_page WHERE live AND id IN ({ids})")}
    log = Counter(
        page
        for (page,) in ground.stack.rows(
            f"SELECT page_id FROM wagtailcore_pagelogentry WHERE action LIKE 'wagtail.publish%' AND page_id IN ({ids})"
        )
    )
    return Account(
        [str(page) for page in ground.out if page not in live], [str(page) for page, times in log.items() if times > 1]
    )


KINDS = {"letters": letters, "downloads": downloads, "files": uploads, "publications": publications}


def all_accounts(ground: Ground) -> dict[str, Account]:
    """The accounts of all kinds of promises, as they are now."""
    return {name: kind(ground) for name, kind in KINDS.items()}


def is_settled(ground: Ground) -> bool:
    """Whether nothing is missing (any more)."""
    return not any(account.lost for account in all_accounts(ground).values())
