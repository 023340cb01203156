"""Table of faults: each service of the shipped stack killed, hung and away, and what people meet meanwhile.

    .venv/bin/python -m tests.load.faults                        10 minutes each: about four hours
    .venv/bin/python -m tests.load.faults --minutes 1 --only PostgreSQL S3:hung

Runs docker-compose.yml natively (tools/stack), with two schedulers all the time. Prints a table, writes it to
.stack/faults.md and, with --into docs/operations.md, between the marks there; 1 where a claim (`broken()`) does not
hold. tests/test_faults.py runs a short form every night.

- killed: kill -9, started again a second later, as the container engine does. hung: SIGSTOP, then SIGCONT. away:
  stopped, then started.
  What ends by itself meanwhile is started again, too.
- disk full: database, storage and /tmp lie on memory disks here, which become as small as what lies on them.
- clock: the machine's clock is not touched. `ahead`, `behind`: in the processes of ours it is a day wrong, which
  PostgreSQL's and the storage's are not, then right again. `set right`: the rows of the schedule and of heartbeats are
  dated a day ahead, as a wrong clock of the whole machine leaves them behind.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tests.load import fault_books
from tests.load.fault_rounds import ALARM, READ, SIGN_IN, SURFACES, Ground, Prober, Round, Seen, Surface, all_good
from tools.devserver import state
from tools.stack import inside
from tools.stack.lifetime import with_stack
from tools.stack.native import DATABASE, Native

#: part → its processes in tools/stack
PARTS = {
    "PostgreSQL": (DATABASE,),
    "S3": ("s3",),
    "Valkey": ("valkey",),
    "mail": ("mail",),
    "ClamAV": ("clamav",),
    "worker": ("worker", "worker-clips", "worker-short"),
    "scheduler": ("scheduler", "scheduler-2"),
}
DISKS = {DATABASE: "PostgreSQL", "s3": "S3", "tmp": "/tmp"}
DAY = 24 * 3600  # seconds
RESTART_SECONDS = 1  # until the container engine has started a killed service again
STALE_SECONDS = 75  # warm pages are older than the edge's 60 s then, and come from its stale copies
BACK_SECONDS = 300  # after which a part counts as not come back
ALARM_SECONDS = 5  # the three of /readyz, on a busy machine
#: part → seconds after which /readyz must be 503 while it hangs or is away
RINGS_AFTER = {"PostgreSQL": 10, "S3": 10, "Valkey": 10, "worker": 90, "scheduler": 400}
READ_SECONDS = 35  # longest wait for a warm page: what the edge gives the site, and a little
WRONG_CLOCK = """
import os, time
import time_machine
time_machine.travel(time.time() + float(os.environ["CLOCK_SHIFT"]), tick=True).start()
"""
MARKS = re.compile(r"(<!-- faults: [^>]*-->\n).*?(<!-- /faults -->)", re.DOTALL)


class Fault(NamedTuple):
    """`begin` breaks something, `end` mends it; between them `seconds` pass."""

    part: str
    kind: str
    seconds: float
    begin: Callable[[], object]
    end: Callable[[], object]

    @property
    def name(self) -> str:
        """Part and fault, as `--only` takes them."""
        return f"{self.part}:{self.kind}"


class Row(NamedTuple):
    """What was seen during a fault; `back`: seconds after its end until everything answered well, None: never."""

    fault: Fault
    rounds: list[Round]
    back: float | None
    done: float | None  # the same until letters and pages were out; None: not waited for


# --- the faults ------------------------------------------------------------------------------


def faults(stack: Native, minutes: float) -> Iterator[Fault]:
    """All faults; those that last take so many minutes."""
    seconds = minutes * 60
    for part, names in PARTS.items():
        each = partial(_each, names)
        lasts = max(seconds, STALE_SECONDS) if part == "PostgreSQL" else seconds
        yield Fault(part, "killed", RESTART_SECONDS, partial(each, stack.kill), partial(each, stack.start_again))
        yield Fault(part, "hung", seconds, partial(each, stack.hang), partial(each, stack.go_on))
        yield Fault(part, "away", lasts, partial(each, stack.stop_service), partial(each, stack.start_again))
    for disk, part in DISKS.items():
        yield Fault(part, "disk full", seconds, stack.disks[disk].fill, stack.disks[disk].clear)
    yield Fault("clock", "ahead", seconds, partial(set_clocks, stack, DAY), partial(set_clocks, stack, 0))
    yield Fault("clock", "behind", seconds, partial(set_clocks, stack, -DAY), partial(set_clocks, stack, 0))
    yield Fault("clock", "set right", RESTART_SECONDS, partial(rows_of_tomorrow, stack), lambda: None)


def _each(names: tuple[str, ...], deed: Callable[[str], object]) -> None:
    for name in names:
        deed(name)


def set_clocks(stack: Native, shift: float) -> None:
    """Start all processes of ours again, with a clock that is `shift` seconds wrong."""
    folder = stack.folder / "clock"
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(WRONG_CLOCK)
    wrong = {"PYTHONPATH": str(folder), "CLOCK_SHIFT": str(shift)} if shift else {}
    for name in (*stack.ours, "scheduler-2"):
        stack.stop_service(name)
        stack.start_again(name, **wrong)


def rows_of_tomorrow(stack: Native) -> None:
    """What a clock that was a day ahead leaves behind in the database."""
    later = "interval '1 day'"
    stack.rows(
        f"UPDATE jobs_scheduledrun SET started_at = started_at + {later}, succeeded_at = succeeded_at + {later} "
        "RETURNING id"
    )
    stack.rows(f"UPDATE jobs_workerheartbeat SET seen_at = seen_at + {later} RETURNING worker_id")


# --- one fault -------------------------------------------------------------------------------


def suffer(ground: Ground, fault: Fault, *, pause: float, settle_seconds: float) -> Row:
    """Let it happen while people ask; wait until all is well, and until promises are kept (0: later)."""
    if fault.name != "clock:behind":  # for the site that hour is tomorrow then
        ground.let_out(seconds=3)
    prober = Prober(ground, pause)
    fault.begin()
    begun = time.monotonic()
    prober.start()
    while (left := begun + fault.seconds - time.monotonic()) > 0:
        time.sleep(min(1, left))
        ground.stack.revive()
    fault.end()
    ended = time.monotonic()
    back = done = None
    while back is None and time.monotonic() < ended + BACK_SECONDS:
        ground.stack.revive()
        time.sleep(0.5)
        good = [end for start, end, seen in list(prober.rounds) if start > ended and all_good(seen)]
        if good and ground.check.is_ready():
            back = good[0] - ended
    prober.stop()
    while settle_seconds and done is None and time.monotonic() < ended + settle_seconds:
        if fault_books.is_settled(ground):
            done = time.monotonic() - ended
        time.sleep(2)
    return Row(fault, [seen for start, _end, seen in prober.rounds if begun <= start < ended], back, done)


# --- the table and what must hold ------------------------------------------------------------


def cell(surface: Surface, seen: list[Seen]) -> str:
    """Statuses in the order of their appearance, the longest wait; a bad answer that is not Vietnamese is marked."""
    statuses = "/".join(dict.fromkeys(str(one.status or one.language) for one in seen))
    foreign = surface is not ALARM and any(one.status != surface.good and one.language != "vi" for one in seen)
    return f"{statuses}{' (not vi)' if foreign else ''} {max(one.seconds for one in seen):.1f} s"


def table(rows: list[Row]) -> str:
    """The rows in Markdown."""
    asked = (*SURFACES, ALARM)
    names = [surface.name for surface in asked]
    lines = ["| part | fault | " + " | ".join(names) + " | well again | promises kept |"]
    lines.append("|---" * (len(names) + 4) + "|")
    for fault, rounds, back, done in rows:
        cells = [cell(surface, [seen[surface.name] for seen in rounds]) if rounds else "" for surface in asked]
        ends = ["never" if back is None else f"{back:.0f} s", "" if done is None else f"{done:.0f} s"]
        lines.append("| " + " | ".join([fault.part, f"{fault.kind} {fault.seconds:.0f} s", *cells, *ends]) + " |")
    return "\n".join(lines) + "\n"


def broken(rows: list[Row]) -> list[str]:
    """Claims that do not hold, in words; none where all do."""
    wrong = []
    for fault, rounds, back, _done in rows:
        if back is None:
            wrong.append(f"{fault.name}: it does not come back by itself within {BACK_SECONDS} s")
        if not rounds:
            wrong.append(f"{fault.name}: nobody asked meanwhile")
        lasts = fault.kind in {"hung", "away"} and fault.seconds > RINGS_AFTER.get(fault.part, 10**6)
        if lasts and not any(seen[ALARM.name].status == 503 for seen in rounds):
            wrong.append(f"{fault.name}: /readyz never was 503")
        for seen in rounds:
            wrong += [f"{fault.name}: {words}" for words in _broken_in(fault, seen)]
    return list(dict.fromkeys(wrong))


def _broken_in(fault: Fault, seen: Round) -> Iterator[str]:
    if seen[ALARM.name].seconds > ALARM_SECONDS:
        yield f"/readyz takes {seen[ALARM.name].seconds:.1f} s"
    for surface in SURFACES:
        answer = seen[surface.name]
        if answer.status in {0, 500}:
            yield f"{surface.name}: {answer.status or answer.language}"
        elif answer.status != surface.good and answer.language != "vi":
            yield f"{surface.name}: {answer.status} in “{answer.language}”"
        if surface in READ and answer.status != 200:
            yield f"{surface.name}: a warm page is {answer.status}"
        if surface in READ and answer.seconds > READ_SECONDS:
            yield f"{surface.name}: a warm page takes {answer.seconds:.0f} s"
        if surface in SIGN_IN and answer.status != 302 and fault.part not in {"PostgreSQL", "clock"}:
            yield f"{surface.name}: {answer.status}"


def write_into(path: Path, text: str) -> None:
    """Put the table between the marks of a document. Raises LocalError where it has none."""
    document = path.read_text(encoding="utf-8")
    if not MARKS.search(document):
        raise state.LocalError(f"{path}: không có dấu <!-- faults: … -->")
    path.write_text(MARKS.sub(lambda found: f"{found[1]}{text}{found[2]}", document), encoding="utf-8")


# --- all of them -----------------------------------------------------------------------------


def run(stack: Native, options: argparse.Namespace) -> int:
    """The faults one after the other, on one site; 1 where a claim does not hold."""
    stack.start_second("scheduler")
    ground = Ground(stack)
    calm = Prober(ground, 0)
    for _warm in range(3):
        _end, seen = calm.once()
    if not all_good(seen):
        print(f"SAI  trước sự cố: {seen}", flush=True)
        return 1
    rows: list[Row] = []
    pause = 3 if options.minutes < 2 else 10
    for fault in faults(stack, options.minutes):
        if options.only and fault.part not in options.only and fault.name not in options.only:
            continue
        rows.append(suffer(ground, fault, pause=pause, settle_seconds=options.settle))
        print(table(rows[-1:]).splitlines()[-1], flush=True)
    deadline = time.monotonic() + BACK_SECONDS
    while not fault_books.is_settled(ground) and time.monotonic() < deadline:
        time.sleep(2)
    return report(ground, rows, options.into)


def report(ground: Ground, rows: list[Row], into: Path | None) -> int:
    """Print and write the table; 1 where a claim does not hold."""
    accounts = fault_books.all_accounts(ground)
    kept = "; ".join(f"{name} {account}" for name, account in accounts.items())
    text = f"{table(rows)}\nPromised and lost / there twice: {kept}.\n"
    (state.ROOT / ".stack" / "faults.md").write_text(text, encoding="utf-8")
    if into:
        write_into(into, text)
    wrong = broken(rows)
    wrong += [f"{name}: lost {one.lost[:5]}, twice {one.twice[:5]}" for name, one in accounts.items() if any(one)]
    print(text, flush=True)
    for line in wrong:
        print(f"SAI  {line}", flush=True)
    print(f"{len(rows)} sự cố, {len(wrong)} điều sai", flush=True)
    return int(bool(wrong))


def main(arguments: list[str]) -> int:
    """Command line; 0 where every claim held."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10, help="how long what hangs or is away stays so")
    parser.add_argument("--only", nargs="*", default=[], help="parts, or part:fault")
    parser.add_argument(
        "--settle", type=float, default=1800, help="seconds to wait after each fault for letters, pages"
    )
    parser.add_argument("--into", type=Path, help="document whose table is replaced")
    options = parser.parse_args(arguments)
    inside.enter("tests.load.faults", *arguments)
    return with_stack(Native("faults", own_disks=True), lambda stack: run(stack, options), 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
