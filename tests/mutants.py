"""Break the product in one named place at a time and see that a test notices: `make test-mutants`.

The places are data (mutants.toml). Every mutant is made in a copy of the working tree, which is put right again after
its tests have run; nothing in the tree itself is changed. It counts as noticed when a test fails: not when no test
was found, when the tests could not be collected, or when the changed module could not even be read.

python -m tests.mutants [-k PART_OF_A_NAME] [-j PROCESSES]   # 0: all noticed; 1: not all; 2: the list is broken
python -m tests.mutants --check                              # only whether every pattern and every test is there
"""

from __future__ import annotations

import argparse
import ast
import os
import queue
import re
import secrets
import shutil
import signal
import subprocess
import symtable
import sys
import tempfile
import threading
import time
import tomllib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIST = Path(__file__).with_suffix(".toml")
#: Not copied: what other commands leave in the tree. The environment is linked.
LEFT_OUT = (
    ".git",
    ".venv",
    ".test-services",
    ".demo",
    ".bench",
    ".stack",
    ".shots",
    ".static",
    ".test-results",
    ".*_cache",
    "__pycache__",
)
#: Only what `make test` runs, in the order of the list, up to the first failure.
QUIETLY = ("-q", "-x", "-m", "not slow", "-p", "no:randomly", "--tb=short", "--disable-warnings")
LONGEST_SECONDS = 300  # of one mutant's tests
NOTICED, NOT_NOTICED, ERROR = "noticed", "NOT NOTICED", "ERROR"
#: A test that fails with one of these says that the mutant is no program, not that its fault was seen.
BROKEN = re.compile(
    r"^E\s+(?:\w+\.)*(SyntaxError|IndentationError|ImportError|ModuleNotFoundError|NameError)\b.*", re.M
)
FAILED = re.compile(r"^(?:FAILED|ERROR) (tests/.+?)(?: - .*)?$", re.M)


@dataclass(frozen=True)
class Mutant:
    """One fault: `pattern` stands exactly once in `file` and is replaced; `tests` ought to notice."""

    name: str
    file: str
    pattern: str
    replacement: str
    why: str
    tests: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant. `note`: the test that failed, or what went wrong."""

    mutant: Mutant
    verdict: str
    seconds: float
    note: str


def load(path: Path = LIST) -> list[Mutant]:
    """The mutants of the list. Raises ValueError for a missing, an unknown or an empty entry and for a name twice."""
    mutants = []
    for row in tomllib.loads(path.read_text(encoding="utf-8"))["mutant"]:
        wanted = {field.name for field in fields(Mutant)}
        if row.keys() != wanted:
            raise ValueError(f"{row.get('name')}: {', '.join(sorted(row.keys() ^ wanted))} missing or unknown")
        empty = [name for name in sorted(wanted - {"replacement"}) if not row[name]]
        if empty:
            raise ValueError(f"{row['name']}: {', '.join(empty)} empty")
        mutants.append(Mutant(**row | {"tests": tuple(row["tests"])}))
    names = [mutant.name for mutant in mutants]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"twice: {', '.join(twice)}")
    return mutants


def problems(mutant: Mutant, root: Path = ROOT) -> list[str]:
    """What is wrong with a mutant, without running anything: empty when it can be made and its tests are there."""
    found = []
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", mutant.name):
        found.append("the name is not in kebab-case")
    if not mutant.why.endswith("."):
        found.append("“why” is no sentence")
    if mutant.pattern == mutant.replacement:
        found.append("the replacement is the pattern")
    file = root / mutant.file
    times = file.read_text(encoding="utf-8").count(mutant.pattern) if file.is_file() else -1
    if times < 0:
        found.append(f"there is no {mutant.file}")
    elif times != 1:
        found.append(f"the pattern stands {times} times in {mutant.file}, not once")
    elif file.suffix == ".py":
        try:
            symtable.symtable(changed(mutant, root), mutant.file, "exec")  # reads it in a third of the time of ast
        except SyntaxError as error:
            found.append(f"the change is no Python: {error}")
    for test in mutant.tests:
        marks = _marks(test, root)
        if marks is None:
            found.append(f"there is no {test}")
        elif "mark.slow" in marks:
            found.append(f"{test} is slow: make test leaves it out")
    return found


def changed(mutant: Mutant, root: Path) -> str:
    """The file's text with the fault in it."""
    return (root / mutant.file).read_text(encoding="utf-8").replace(mutant.pattern, mutant.replacement)


def _marks(test: str, root: Path) -> str | None:
    """Marks of the module, class and function that a node id names, as source; None where one of them is not there.

    Parameters are not looked at.
    """
    place, *names = test.partition("[")[0].split("::")
    file = root / place
    if not place.startswith("tests/") or not file.is_file():
        return None
    body = _statements(file.read_text(encoding="utf-8"))
    marks = [ast.unparse(node.value) for node in body if isinstance(node, ast.Assign) and _names_marks(node)]
    for name in names:
        named = [node for node in body if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name == name]
        if not named:
            return None
        marks += [ast.unparse(decorator) for decorator in named[0].decorator_list]
        body = named[0].body
    return "\n".join(marks)


@cache
def _statements(text: str) -> list[ast.stmt]:
    """What stands in a module's source; a thousand mutants name tests of three hundred files."""
    return ast.parse(text).body


def _names_marks(node: ast.Assign) -> bool:
    return any(isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets)


def pytest(copy: Path, tests: Iterable[str], *options: str, seconds: float | None = None) -> tuple[int | None, str]:
    """Run `tests` in `copy` with a database of their own; (exit code, output), None for one that took too long."""
    environment = os.environ | {
        "TEST_SERVICES_DIR": str(Path(os.environ.get("TEST_SERVICES_DIR") or ROOT / ".test-services").resolve()),
        "TEST_DB_SUFFIX": secrets.token_hex(4),
    }
    command = [sys.executable, "-m", "pytest", *QUIETLY, *options, *tests]
    running = subprocess.Popen(
        command,
        cwd=copy,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        output = running.communicate(timeout=seconds)[0]
    except BaseException as error:
        os.killpg(running.pid, signal.SIGKILL)
        output = running.communicate()[0]
        if isinstance(error, subprocess.TimeoutExpired):
            return None, output
        raise
    return running.returncode, output


def verdict(code: int | None, output: str) -> tuple[str, str]:
    """(verdict, note) of a run of pytest over a mutant."""
    failed = FAILED.search(output)
    if code is None:
        return ERROR, f"longer than {LONGEST_SECONDS} s"
    if code == 0:
        return NOT_NOTICED, ""
    if code != 1 or not failed:
        return ERROR, f"pytest ended with {code}: {output[-2000:]}"
    if broken := BROKEN.search(output):
        return ERROR, f"no program any more: {broken[0]}"
    return NOTICED, failed[1]


def try_out(mutant: Mutant, copy: Path) -> Outcome:
    """Make the mutant in `copy`, run its tests, and put the file right again."""
    begun, file = time.monotonic(), copy / mutant.file
    right = file.read_bytes()
    try:
        file.write_text(changed(mutant, copy), encoding="utf-8")
        result = verdict(*pytest(copy, mutant.tests, "-p", "no:cacheprovider", seconds=LONGEST_SECONDS))
    finally:
        file.write_bytes(right)
    return Outcome(mutant, *result[:1], time.monotonic() - begun, result[1])


def copies(folder: Path, number: int) -> list[Path]:
    """Copies of the working tree as it stands, saved or not.

    Their bytecode is checked by content, not by time: two mutants of one file may be made within one second.
    """
    first, *others = [folder / f"copy-{index}" for index in range(number)]
    shutil.copytree(ROOT, first, symlinks=True, ignore=shutil.ignore_patterns(*LEFT_OUT))
    (first / ".venv").symlink_to(ROOT / ".venv")
    compiling = [sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "checked-hash", "."]
    subprocess.run([*compiling, "-x", r"/\.venv/"], cwd=first, check=True)
    for other in others:
        shutil.copytree(first, other, symlinks=True)
    return [first, *others]


def run(mutants: list[Mutant], processes: int) -> Iterator[Outcome]:
    """Outcomes as they come. Raises RuntimeError when a named test fails on the unbroken product."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        free: queue.Queue[Path] = queue.Queue()
        for copy in (made := copies(Path(folder), processes)):
            free.put(copy)
        tests = sorted({test for mutant in mutants for test in mutant.tests})
        parallel = ["-n", str(processes), "--dist", "worksteal"] if processes > 1 else []
        code, output = pytest(made[0], tests, *parallel)
        if code != 0:
            raise RuntimeError(f"not green on the unbroken product (pytest ended with {code}):\n{output[-6000:]}")
        print("unbroken:", re.findall(r"^.* passed.*$", output, re.M)[-1], flush=True)
        stopped = threading.Event()

        def work(mutant: Mutant) -> Outcome | None:
            if stopped.is_set():
                return None
            copy = free.get()
            try:
                return try_out(mutant, copy)
            finally:
                free.put(copy)

        with ThreadPoolExecutor(processes) as pool:
            try:
                for done in as_completed([pool.submit(work, mutant) for mutant in mutants]):
                    if outcome := done.result():
                        yield outcome
            finally:
                stopped.set()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("-k", default="", metavar="TEXT", help="only mutants whose name or file contains it")
    parser.add_argument("-j", type=int, default=2, metavar="N", help="processes side by side")
    parser.add_argument("--check", action="store_true", help="only look whether every pattern and test is there")
    parser.add_argument("--list", type=Path, default=LIST, metavar="FILE", help="another list than mutants.toml")
    options = parser.parse_args(arguments)
    try:
        mutants = [mutant for mutant in load(options.list) if options.k in f"{mutant.name} {mutant.file}"]
    except ValueError as error:
        print(error)
        return 2
    wrong = [f"{mutant.name}: {problem}" for mutant in mutants for problem in problems(mutant)]
    if wrong or not mutants:
        print("\n".join(wrong) or f"no mutant is called {options.k!r}")
        return 2
    if options.check:
        print(f"{len(mutants)} mutants: every pattern stands once, every test is there")
        return 0
    begun, outcomes = time.monotonic(), []
    try:
        for outcome in run(mutants, max(options.j, 1)):
            outcomes.append(outcome)
            print(f"{outcome.verdict:12}{outcome.seconds:6.1f} s  {outcome.mutant.name}  {outcome.note}", flush=True)
    except RuntimeError as error:
        print(error)
        return 2
    noticed = sum(outcome.verdict == NOTICED for outcome in outcomes)
    for outcome in sorted(outcomes, key=lambda item: item.mutant.name):
        if outcome.verdict == NOT_NOTICED:
            print(f"\nNo test noticed {outcome.mutant.name} ({outcome.mutant.file}): {outcome.mutant.why}")
    print(f"{noticed} of {len(mutants)} noticed in {time.monotonic() - begun:.0f} s")
    return 0 if noticed == len(mutants) else 1


if __name__ == "__main__":
    sys.exit(main())
