"""The record of faults.py: what each stack saw, kept as JSON and merged, with its date, machine and commit."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import psutil

from tests.load.fault_books import Account
from tests.load.fault_rounds import Round, Seen
from tools.devserver import state


class Row(NamedTuple):
    """What was seen during a fault; `back`: seconds after its end until everything answered well, None: never."""

    part: str
    kind: str
    seconds: float
    rounds: list[Round]
    back: float | None
    done: float | None  # the same until letters and pages were out; None: not waited for

    @property
    def name(self) -> str:
        """Part and fault, as `--only` takes them."""
        return f"{self.part}:{self.kind}"


class Share(NamedTuple):
    """What one stack went through. `accounts`: empty while it is not at its end."""

    rows: list[Row]
    accounts: dict[str, Account]


def write(path: Path, shares: Iterable[Share]) -> None:
    """Keep them; the file is whole at every moment."""
    records = [{"rows": [row._asdict() for row in share.rows], "accounts": share.accounts} for share in shares]
    partial_path = path.with_suffix(".begun")
    partial_path.write_text(json.dumps(records), encoding="utf-8")
    partial_path.rename(path)


def read(path: Path) -> list[Share]:
    """What write() kept; nothing where there is no such file."""
    if not path.exists():
        return []
    return [
        Share(
            [_row(row) for row in share["rows"]],
            {kind: Account(*account) for kind, account in share["accounts"].items()},
        )
        for share in json.loads(path.read_text(encoding="utf-8"))
    ]


def _row(fields: dict[str, Any]) -> Row:
    rounds = [{name: Seen(*values) for name, values in entry.items()} for entry in fields.pop("rounds")]
    return Row(rounds=rounds, **fields)


def replaced(old: list[Share], new: list[Share]) -> list[Share]:
    """`old` without the faults that `new` has, then `new`; a share without any fault left goes, with its accounts."""
    names = {row.name for share in new for row in share.rows}
    remaining = [share._replace(rows=[row for row in share.rows if row.name not in names]) for share in old]
    return [*(share for share in remaining if share.rows), *new]


def summed(shares: Iterable[Share]) -> dict[str, Account]:
    """The accounts of all stacks together, by kind."""
    total: dict[str, Account] = {}
    for share in shares:
        for kind, account in share.accounts.items():
            before = total.get(kind, Account([], []))
            total[kind] = Account([*before.lost, *account.lost], [*before.twice, *account.twice])
    return total


def ordered(shares: Iterable[Share], names: list[str]) -> list[Row]:
    """All rows in the order of `names`."""
    return sorted((row for share in shares for row in share.rows), key=lambda row: names.index(row.name))


def dealt(seconds: Mapping[str, float], stacks: int) -> list[list[str]]:
    """Names of faults for each stack, so that all end at about the same time: the longest first, to whoever is free."""
    hands: list[tuple[float, list[str]]] = [(0, []) for _stack in range(stacks)]
    for name in sorted(seconds, key=lambda name: -seconds[name]):
        hands.sort(key=lambda hand: hand[0])
        total, names = hands[0]
        hands[0] = (total + seconds[name], [*names, name])
    return [sorted(names, key=list(seconds).index) for _total, names in hands if names]


def circumstances(stacks: int) -> str:
    """When, where and of which commit, in one sentence."""
    result = subprocess.run(
        ["git", "rev-parse", "--short=8", "HEAD"], cwd=state.ROOT, capture_output=True, text=True, check=False
    )
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"Recorded {datetime.now(UTC):%Y-%m-%d %H:%M} UTC at commit {result.stdout.strip() or 'unknown'}, on "
        f"{platform.system()} {platform.release()} with {os.cpu_count()} cores and {memory:.0f} GiB, "
        f"{'one stack' if stacks == 1 else f'{stacks} stacks at once'}, beside other work."
    )
