"""The table of faults.py: one row a fault, and the claims that must hold in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.load.fault_record import Row
from tests.load.fault_rounds import ALARM, READ, SIGN_IN, SURFACES, Round, Seen, Surface
from tools.devserver import state

BACK_SECONDS = 300  # after which a part counts as not come back
ALARM_SECONDS = 5  # the three of /readyz, on a busy machine
#: part → seconds after which /readyz must be 503 while it hangs or is away
RINGS_AFTER = {"PostgreSQL": 10, "S3": 10, "Valkey": 10, "worker": 90, "scheduler": 400}
READ_SECONDS = 35  # longest wait for a warm page: what the edge gives the site, and a little
MARKS = re.compile(r"(<!-- faults: [^>]*-->\n).*?(<!-- /faults -->)", re.DOTALL)


def cell(surface: Surface, results: list[Seen]) -> str:
    """Statuses in the order of their appearance, the longest wait; a bad answer that is not Vietnamese is marked."""
    statuses = "/".join(dict.fromkeys(str(item.status or item.language) for item in results))
    foreign = surface is not ALARM and any(item.status != surface.good and item.language != "vi" for item in results)
    return f"{statuses}{' (not vi)' if foreign else ''} {max(item.seconds for item in results):.1f} s"


def table(rows: list[Row]) -> str:
    """The rows in Markdown."""
    probed = (*SURFACES, ALARM)
    names = [surface.name for surface in probed]
    lines = ["| part | fault | " + " | ".join(names) + " | well again | promises kept |"]
    lines.append("|---" * (len(names) + 4) + "|")
    for row in rows:
        cells = [cell(surface, [seen[surface.name] for seen in row.rounds]) if row.rounds else "" for surface in probed]
        back = "never" if row.back is None else f"{row.back:.0f} s"
        done = "" if row.done is None else f"{row.done:.0f} s"
        lines.append("| " + " | ".join([row.part, f"{row.kind} {row.seconds:.0f} s", *cells, back, done]) + " |")
    return "\n".join(lines) + "\n"


def broken(rows: list[Row], slower: int = 1) -> list[str]:
    """Claims that do not hold, in words; none where all do. `slower`: how many stacks share the machine."""
    wrong = []
    for row in rows:
        if row.back is None:
            wrong.append(f"{row.name}: it does not come back by itself within {BACK_SECONDS} s")
        if not row.rounds:
            wrong.append(f"{row.name}: nobody asked meanwhile")
        lasts = row.kind in {"hung", "away"} and row.seconds > RINGS_AFTER.get(row.part, 10**6)
        if lasts and not any(results[ALARM.name].status == 503 for results in row.rounds):
            wrong.append(f"{row.name}: /readyz never was 503")
        for results in row.rounds:
            wrong += [f"{row.name}: {words}" for words in _broken_in(row, results, slower)]
    return list(dict.fromkeys(wrong))


def _broken_in(row: Row, results: Round, slower: int) -> Iterator[str]:
    if results[ALARM.name].seconds > ALARM_SECONDS * slower:
        yield f"/readyz takes {results[ALARM.name].seconds:.1f} s"
    for surface in SURFACES:
        response = results[surface.name]
        if response.status in {0, 500}:
            yield f"{surface.name}: {response.status or response.language}"
        elif response.status != surface.good and response.language != "vi":
            yield f"{surface.name}: {response.status} in “{response.language}”"
        if surface in READ and response.status != 200:
            yield f"{surface.name}: a warm page is {response.status}"
        if surface in READ and response.seconds > READ_SECONDS * slower:
            yield f"{surface.name}: a warm page takes {response.seconds:.0f} s"
        if surface in SIGN_IN and response.status != 302 and row.part not in {"PostgreSQL", "clock"}:
            yield f"{surface.name}: {response.status}"


def write_into(path: Path, text: str) -> None:
    """Put the table between the marks of a document. Raises LocalError where it has none."""
    document = path.read_text(encoding="utf-8")
    if not MARKS.search(document):
        raise state.LocalError(f"{path}: không có dấu <!-- faults: … -->")
    path.write_text(MARKS.sub(lambda match: f"{match[1]}{text}{match[2]}", document), encoding="utf-8")
