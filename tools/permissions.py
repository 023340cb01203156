"""Prints who may do what: `make permissions`, or `make permissions K=admin/kol` for the rows that contain a word.

The rights of each role come from users/roles.py; the other tables are those that tests/users/test_permission_matrix.py
and tests/articles/test_publish_ways.py ask of the running site. In addresses: x = GET and POST are allowed, g = only
GET, p = only POST.
"""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Iterator

import django

from tools.devserver.production import production_environment
from tools.devserver.state import ROOT

os.environ.update(production_environment())
django.setup()

from users.roles import ROLES  # noqa: E402

TABLES = {
    "pages that open": "tests/users/pages.csv",
    "changes that are made": "tests/users/actions.csv",
    "ways to publish": "tests/articles/publish_ways.csv",
    "addresses": "tests/users/addresses.csv",
}


def rights() -> Iterator[str]:
    """`right: roles that hold it`."""
    rights_by_role = {role.name: {*role.pages, *role.pictures, *role.models} for role in ROLES.values()}
    for right in sorted(set().union(*rights_by_role.values())):
        yield f"{right}: {', '.join(name for name in rights_by_role if right in rights_by_role[name])}"


def rows(path: str) -> Iterator[str]:
    """`row: columns with a letter`; the letter stands after the column unless it is x."""
    with (ROOT / path).open(encoding="utf-8", newline="") as file:
        (_name, *columns), *lines = csv.reader(file)
    for name, *cells in lines:
        allowed = [(column, cell) for column, cell in zip(columns, cells, strict=True) if cell]
        yield f"{name or '/'}: {', '.join(column if cell == 'x' else f'{column} ({cell})' for column, cell in allowed)}"


def main(word: str = "") -> None:
    """Print the tables; only rows with `word`, where it is given."""
    tables = {"rights of roles": rights()} | {title: rows(path) for title, path in TABLES.items()}
    for title, lines in tables.items():
        print(f"\n{title}\n", *(f"  {line}" for line in lines if word.lower() in line.lower()), sep="\n")


if __name__ == "__main__":
    main(*sys.argv[1:2])
