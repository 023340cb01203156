"""`make test-mutants`: small random faults in the code, one at a time, and how many of them the tests notice.

Cosmic Ray makes the faults (docs/adr/0027) in a copy of the last commit. Each is tried with tests that ran its line, as
`.mutants/coverage` says. Prints every fault that no test noticed, and the score; `SEED=` repeats a sample.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shlex
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_and_test
from cosmic_ray.plugins import get_operator, operator_names
from cosmic_ray.work_item import MutationSpec
from coverage import CoverageData

from tools.devserver.state import ROOT

#: Operators that hardly ever change what a program does: other numbers, identity for equality, arithmetic of bits.
IGNORED = re.compile(r"NumberReplacer|Variable|_Is(Not)?$|Is_Eq|IsNot_NotEq|Bit(And|Or|Xor)|Shift|Invert|UAdd")
NOT_THE_PRODUCT = re.compile(r"(tests|tools|demo|docs)/|.*/migrations/|.*(?<!\.py)$|[^/]+$")
PYTEST = [
    "-m",
    "pytest",
    "-qx",
    "-p",
    "no:randomly",
    "-p",
    "no:cacheprovider",
    "-m",
    "not (meta or browser or slow or night)",
]
MOST_TESTS, SECONDS = 60, 300


def modules(apps: list[str], since: str) -> list[str]:
    """Paths of the apps' modules; without apps those of the modules that changed since the revision."""
    command = ["ls-files", *apps] if apps else ["diff", "--name-only", "--diff-filter=d", since, "HEAD"]
    names = subprocess.run(["git", *command], cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()
    return [name for name in names if not NOT_THE_PRODUCT.match(name)]


def faults_of(name: str) -> list[MutationSpec]:
    """All faults that Cosmic Ray can make in a module."""
    nodes, faults = list(ast_nodes(get_ast(Path(name).read_text(encoding="utf-8")))), []
    for operator in (operator for operator in operator_names() if not IGNORED.search(operator)):
        places = (place for node in nodes for place in get_operator(operator)().mutation_positions(node))
        faults += [MutationSpec(name, operator, number, *place) for number, place in enumerate(places)]
    return faults


def sample(names: list[str], number: int) -> list[MutationSpec]:
    """At most `number` faults, on as many lines."""
    lines: dict[tuple[str, int], list[MutationSpec]] = {}
    for name in names:
        for fault in faults_of(name):
            lines.setdefault((name, fault.start_pos[0]), []).append(fault)
    return [random.choice(lines[place]) for place in random.sample(sorted(lines), min(number, len(lines)))]


def tests_of(fault: MutationSpec, coverage: CoverageData) -> list[str]:
    """Tests that ran the line, those of the same app that ran most of the module first.

    Code that runs at import, or in the sandbox's process, is not in the coverage: then those of the module or the app.
    """
    by_line = coverage.contexts_by_lineno(str(ROOT / fault.module_path))
    tests = {line: {test.partition("|")[0] for test in contexts if test} for line, contexts in by_line.items()}
    share = Counter(test for names in tests.values() for test in names)
    folder = f"tests/{fault.module_path.parts[0]}"
    ordered = sorted(
        tests.get(fault.start_pos[0]) or share, key=lambda test: (not test.startswith(folder), -share[test], test)
    )
    return ordered[:MOST_TESTS] or [folder]


def main() -> int:
    """Try a sample in a copy of HEAD; 0 whatever the score is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("apps", nargs="*")
    parser.add_argument("--since", default="HEAD~20")
    parser.add_argument("--number", type=int, default=60)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = parser.parse_args()
    print(f"SEED={options.seed}")
    random.seed(options.seed)
    coverage = CoverageData(str(ROOT / ".mutants" / "coverage"))
    coverage.read()
    os.environ["TEST_SERVICES_DIR"] = str(ROOT / ".test-services")
    results: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["git", "-C", str(ROOT), "archive", "-o", f"{folder}/code.tar", "HEAD"], check=True)
        os.chdir(folder)
        subprocess.run(["tar", "-xf", "code.tar"], check=True)
        subprocess.run([sys.executable, "-m", "deploy.messages", "compile"], check=True)
        for fault in sample(modules(options.apps, options.since), options.number):
            command = shlex.join([sys.executable, *PYTEST, *tests_of(fault, coverage)])
            result = mutate_and_test([fault], command, SECONDS)
            tried = result.test_outcome and "no tests ran" not in (result.output or "")
            results["noticed" if tried and result.is_killed else "unnoticed" if tried else "not tried"] += 1
            if tried and not result.is_killed:
                print(result.diff, flush=True)
    score = round(100 * results["noticed"] / max(results["noticed"] + results["unnoticed"], 1))
    print(f"{dict(results)}: {score} %")
    return 0


if __name__ == "__main__":
    sys.exit(main())
