"""The table “Cách nào đăng được bài” of docs/permissions.md: read, written, and put into the document.

`WAYS_SEEN=1` makes test_publish_ways.py write what it saw into publish_ways.csv; then `python -m
tests.articles.publish_table` writes the table of the document. Read the difference.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

TABLE = Path(__file__).with_name("publish_ways.csv")
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"
BEGIN, END = "<!-- ways: python -m tests.articles.publish_table -->\n", "<!-- end of ways -->"


def expected() -> dict[str, dict[str, str]]:
    """The reviewed table: {row: {column: cell}}."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row.pop("way"): row for row in csv.DictReader(file)}


def take_over(columns: Iterable[str], column: str, found: dict[str, str]) -> None:
    """Put a column that was seen into publish_ways.csv, which has `columns`."""
    old = expected() if TABLE.exists() else {}
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, ["way", *columns], lineterminator="\n")
        rows.writeheader()
        for way in found:
            cells = {name: old.get(way, {}).get(name, "") for name in columns}
            rows.writerow({"way": way} | cells | {column: found[way]})


def in_document(document: str) -> str:
    """`document` with the table made anew."""
    table = expected()
    columns = list(next(iter(table.values())))
    lines = [f"| {' | '.join(['Cách', *columns])} |", "|---" * (len(columns) + 1) + "|"]
    lines += [f"| {' | '.join([way, *cells.values()])} |" for way, cells in table.items()]
    head, rest = document.split(BEGIN)
    return head + BEGIN + "\n".join(lines) + "\n" + END + rest.split(END)[1]


if __name__ == "__main__":
    DOCUMENT.write_text(in_document(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
