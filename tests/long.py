"""Which tests are too long for `make test-fast`: `python -m tests.long` writes tests/long.txt anew after `make test`.

A line is `file::function`. Kept in the fast tier are the functions with the shortest calls that together stay within
BUDGET; a new test is in it until the list is written again. Naming an APP or a word K runs the long ones too.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "tests" / "long.txt"
RESULTS = ROOT / ".test-results" / "test.xml"
BUDGET = 54.0  # core-seconds of calls: with the worlds and the start below 90 s on two cores


def listed() -> set[str]:
    """The functions that are left out, as `file::function`."""
    return set(LIST.read_text(encoding="utf-8").split())


def name_of(node_id: str) -> str:
    """`file::function` of a pytest node, without its parameters."""
    return node_id.partition("[")[0]


def missing() -> list[str]:
    """Names on the list that no file has."""
    gone = []
    for name in sorted(listed()):
        file, _, function = name.partition("::")
        path = ROOT / file
        if not path.exists() or not re.search(rf"^def {function}\(", path.read_text(encoding="utf-8"), re.MULTILINE):
            gone.append(name)
    return gone


def long_ones(results: Path) -> list[str]:
    """The functions of a run's junit file whose calls do not fit into BUDGET, sorted by name; browser tests aside."""
    calls: dict[str, list[float]] = defaultdict(list)
    for case in ElementTree.parse(results).iter("testcase"):  # written by our own run
        module = case.get("classname", "").replace(".", "/") + ".py"
        if "/e2e/" not in module:
            calls[f"{module}::{name_of(case.get('name', ''))}"].append(float(case.get("time", 0)))
    spent, left_out = 0.0, []
    for name, times in sorted(calls.items(), key=lambda item: max(item[1])):
        spent += sum(times)
        if spent > BUDGET:
            left_out.append(name)
    return sorted(left_out)


def main() -> None:
    """Write the list from the last `make test`."""
    if not RESULTS.exists():
        sys.exit("make test writes .test-results/test.xml, which this reads")
    names = long_ones(RESULTS)
    LIST.write_text("\n".join(names) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(names)} functions are left out of make test-fast\n")


if __name__ == "__main__":
    main()
