"""The table publish_ways.csv: every way to publish a text of the outlet “bao-thu”; "x" = a text is live afterwards.

Columns: a reporter's story that passes all gates; one that a gate stops, tried by a chief and by an administrator; one
that the chief wrote himself; one whose words the chief changes in the request that publishes it, or has changed before;
one that was returned or taken down; a chief of another outlet; an editor without the right to publish. `WAYS_SEEN=1`
makes test_publish_ways.py write what it saw into the table: read the difference.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

TABLE = Path(__file__).with_name("publish_ways.csv")


def expected() -> dict[str, dict[str, str]]:
    """The reviewed table: {row: {column: cell}}."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row.pop("way"): row for row in csv.DictReader(file)}


def take_over(columns: Iterable[str], column: str, results: dict[str, str]) -> None:
    """Put a column that was seen into publish_ways.csv, which has `columns`."""
    old = expected() if TABLE.exists() else {}
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, ["way", *columns], lineterminator="\n")
        rows.writeheader()
        for way in results:
            cells = {name: old.get(way, {}).get(name, "") for name in columns}
            rows.writerow({"way": way} | cells | {column: results[way]})
