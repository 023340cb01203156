"""Every address of the site, from the URLconf, with arguments that name something of the world "permissions".

`python -m tests.users.address_list FOLDER` takes over into addresses.csv what a run of test_permission_matrix.py with
`ADDRESSES_SEEN=FOLDER` has seen. addresses.csv is reviewed by people: one line per address, one column per account
(tests/users/accounts.py). A cell says what the account may do: "x" open the page and send to it, "g" only open
the page, "p" only send, "" nothing.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.urls import URLPattern

TABLE = Path(__file__).with_name("addresses.csv")
UUID = "00000000-0000-4000-8000-000000000001"
MADE_UP = {"uuid": UUID, "uuidstr": UUID}  # converter → what stands for it, else “1”
#: Served by `make demo` alone.
DEMO_ONLY = ("styleguide/",)
#: An address for each way of it: the same page in another language, every bulk action that there is.
KHMER, BULK = " (bản Khmer)", "admin/bulk/<str:app_label>/<str:model_name>/<str:action>/"
_OPTIONAL = re.compile(r"/\?$")
_REPEATED = re.compile(r"\(\?:\[\\w-\]\+/\)\{(\d+),\}")  # so many segments of a path, or more
_GROUP = re.compile(r"\(\?P<(\w+)>[^)]*\)|<(?:(\w+):)?(\w+)>|\((?:\(\?:[^)]*\)|[^)])*\)\*?")


def patterns_of(patterns: Iterable[Any], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """(route, pattern) of every pattern below `prefix`, in the order in which they are tried."""
    for item in patterns:
        route = prefix + re.sub(r"^\^|\$$", "", str(item.pattern))
        if isinstance(item, URLPattern):
            yield route, item
        else:
            yield from patterns_of(item.url_patterns, route)


def written(route: str, values: dict[str, Any]) -> str:
    """The address of `route` with `values` by argument; "" names the groups without a name."""

    def value(match: re.Match[str]) -> str:
        name, converter = match[1] or match[3] or "", match[2] or ""
        return str(values.get(name, MADE_UP.get(converter, "1")))

    deep = _REPEATED.sub(lambda match: "sau/" * int(match[1]), route)
    plain = _GROUP.sub(value, _OPTIONAL.sub("/", deep))
    return "/" + plain.replace("\\", "").replace("^", "").replace("$", "").replace(".*", "khong-co")


def addresses(patterns: Iterable[Any], prefix: str = "") -> Iterator[str]:
    """Every pattern below `prefix` as an address with made-up arguments."""
    for route, _pattern in patterns_of(patterns, prefix):
        yield written(route, {})


def routes(patterns: Iterable[Any]) -> dict[str, URLPattern]:
    """Route → its first pattern, of all addresses that production serves."""
    patterns_by_route: dict[str, URLPattern] = {}
    for route, pattern in patterns_of(patterns):
        if not route.startswith(DEMO_ONLY):
            patterns_by_route.setdefault(route, pattern)
    return patterns_by_route


def ways(patterns: Iterable[Any], bulk_actions: Iterable[tuple[str, str]]) -> dict[str, tuple[str, URLPattern]]:
    """Line of the table → (route, pattern): an address, and one line more for each way in which it is used."""
    ways_by_route = {}
    for route, pattern in routes(patterns).items():
        if route == BULK:
            ways_by_route |= {f"admin/bulk/{model}/{action}/": (route, pattern) for model, action in bulk_actions}
            continue
        ways_by_route[route] = (route, pattern)
        if route.startswith("admin/pages/") and re.search(r"page_id>|page_to_move_id>|<pk>", route):
            ways_by_route[route + KHMER] = (route, pattern)
    return ways_by_route


def expected() -> dict[str, dict[str, str]]:
    """The reviewed table: {line: {account: cell}}."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row.pop("address"): row for row in csv.DictReader(file)}


def write(table: dict[str, dict[str, str]]) -> None:
    """Write `table` as addresses.csv, in the order of the lines."""
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, ["address", *next(iter(table.values()))], lineterminator="\n")
        rows.writeheader()
        rows.writerows({"address": line} | cells for line, cells in table.items())


def take_over(folder: Path) -> None:
    """Put what a run has seen into addresses.csv; accounts that it did not ask keep their cells."""
    cells: dict[str, dict[str, str]] = {}
    for path in sorted(folder.glob("*.json")):  # their names have the order of the columns
        cells |= json.loads(path.read_text(encoding="utf-8"))
    old = expected() if TABLE.exists() else {}
    accounts = max(list(cells), list(next(iter(old.values()), {})), key=len)
    write(
        {
            line: {name: cells[name][line] if name in cells else old.get(line, {}).get(name, "") for name in accounts}
            for line in next(iter(cells.values()))
        }
    )


if __name__ == "__main__":
    take_over(Path(sys.argv[1]))
