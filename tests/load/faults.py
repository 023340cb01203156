"""Table of faults: each service of the shipped stack killed, hung and away, and what people meet meanwhile.

    .venv/bin/python -m tests.load.faults                        10 minutes each: about four hours
    .venv/bin/python -m tests.load.faults --stacks 4             the same in about 75 minutes: four stacks at once
    .venv/bin/python -m tests.load.faults --minutes 1 --only PostgreSQL S3:hung

Runs docker-compose.yml natively (tests/shipped), with two schedulers all the time. Prints a table, writes it to
.stack/faults.md and, with --into docs/operations.md, between the marks there; 1 where a claim (`broken()`) does not
hold. With --add the faults that are not run now keep the rows of the last record (.stack/faults.json).
tests/test_faults.py runs a short form every night.

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
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tests.load import fault_books, fault_record
from tests.load.fault_record import Row, Share
from tests.load.fault_rounds import READ, Ground, Prober, all_good, look
from tests.load.fault_table import BACK_SECONDS, broken, table, write_into
from tests.shipped import inside
from tests.shipped.lifetime import with_stack
from tests.shipped.native import DATABASE, Native
from tools.devserver import state

#: part → its processes in tests/shipped
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
WRONG_CLOCK = """
import os, time
import time_machine
time_machine.travel(time.time() + float(os.environ["CLOCK_SHIFT"]), tick=True).start()
"""
RECORD = state.ROOT / ".stack" / "faults.json"  # and .md beside it


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
        yield Fault(part, "disk full", seconds, partial(fill, stack, disk), partial(clear, stack, disk))
    yield Fault("clock", "ahead", seconds, partial(set_clocks, stack, DAY), partial(set_clocks, stack, 0))
    yield Fault("clock", "behind", seconds, partial(set_clocks, stack, -DAY), partial(set_clocks, stack, 0))
    yield Fault("clock", "set right", RESTART_SECONDS, partial(rows_of_tomorrow, stack), lambda: None)


def _each(names: tuple[str, ...], deed: Callable[[str], object]) -> None:
    for name in names:
        deed(name)


def fill(stack: Native, disk: str) -> None:
    """Leave no free byte on it."""
    stack.disks[disk].fill()


def clear(stack: Native, disk: str) -> None:
    """Give it room again."""
    stack.disks[disk].clear()


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


def read_once(ground: Ground) -> None:
    """Readers ask for every page: a publication may have emptied the edge since the last fault."""
    for surface in READ:
        look(surface, ground)


def suffer(ground: Ground, fault: Fault, *, pause: float, settle_seconds: float) -> Row:
    """Let it happen while people ask; wait until all is well, and until promises are kept (0: later)."""
    read_once(ground)
    if fault.name != "clock:behind":  # for the site that hour is tomorrow then
        ground.let_out(seconds=3)
    prober = Prober(ground, pause)
    fault.begin()
    started_at = time.monotonic()
    prober.start()
    while (remaining := started_at + fault.seconds - time.monotonic()) > 0:
        time.sleep(min(1, remaining))
        ground.stack.revive()
    fault.end()
    ended = time.monotonic()
    back = done = None
    while back is None and time.monotonic() < ended + BACK_SECONDS:
        ground.stack.revive()
        time.sleep(0.5)
        good = [end for start, end, results in list(prober.rounds) if start > ended and all_good(results)]
        if good and ground.check.is_ready():
            back = good[0] - ended
    prober.stop()
    while settle_seconds and done is None and time.monotonic() < ended + settle_seconds:
        ground.stack.revive()
        if fault_books.is_settled(ground):
            done = time.monotonic() - ended
        time.sleep(2)
    rounds = [results for start, _end, results in prober.rounds if started_at <= start < ended]
    return Row(fault.part, fault.kind, fault.seconds, rounds, back, done)


# --- all of them -----------------------------------------------------------------------------


def wanted(faults: Iterable[Fault], only: list[str]) -> list[Fault]:
    """Those that `--only` names; all where it names none."""
    return [fault for fault in faults if not only or fault.part in only or fault.name in only]


def run(stack: Native, options: argparse.Namespace) -> int:
    """The faults one after the other, on one site; 1 where a claim does not hold."""
    stack.start_second("scheduler")
    ground = Ground(stack)
    calm = Prober(ground, 0)
    for _warm in range(3):
        _end, results = calm.once()
    if not all_good(results):
        print(f"SAI  trước sự cố: {results}", flush=True)
        return 1
    share = Share([], {})
    for fault in wanted(faults(stack, options.minutes), options.only):
        row = suffer(ground, fault, pause=options.pause, settle_seconds=options.settle)
        share.rows.append(row)
        fault_record.write(options.keep, [share])
        print(table([row]).splitlines()[-1], flush=True)
    deadline = time.monotonic() + BACK_SECONDS
    while not fault_books.is_settled(ground) and time.monotonic() < deadline:
        stack.revive()
        time.sleep(2)
    share = share._replace(accounts=fault_books.all_accounts(ground))
    fault_record.write(options.keep, [share])
    return 0 if options.of_many else report([share], options)


def run_shares(options: argparse.Namespace) -> int:
    """Several stacks at once, each with its share of the faults; 1 where a claim does not hold or a stack fell."""
    seconds = {fault.name: _length(fault) for fault in wanted(faults(Native(), options.minutes), options.only)}
    running, records = [], []
    for number, names in enumerate(fault_record.dealt(seconds, options.stacks), start=1):
        records.append(RECORD.with_name(f"faults-{number}.json"))
        records[-1].unlink(missing_ok=True)
        command = [sys.executable, "-m", "tests.load.faults", "--name", f"faults-{number}", "--keep", str(records[-1])]
        command += ["--minutes", str(options.minutes), "--settle", str(options.settle), "--pause", str(options.pause)]
        command += ["--of-many", "--only", *names]
        running.append(subprocess.Popen(command, cwd=state.ROOT, preexec_fn=state.dies_with_parent(signal.SIGTERM)))
    fell = [process.wait() for process in running]
    shares = [share for path in records for share in fault_record.read(path)]
    wrong = report(shares, options)
    return int(bool(wrong or any(fell)))


def _length(fault: Fault) -> float:
    """Seconds that it takes, about: letters that were refused go again after up to 15 minutes."""
    retries = min(900, 2 * fault.seconds) if fault.part == "mail" else 0
    return fault.seconds + retries + 60


def report(new: list[Share], options: argparse.Namespace) -> int:
    """Print and write the table; 1 where a claim does not hold."""
    shares = fault_record.replaced(fault_record.read(RECORD) if options.add else [], new)
    fault_record.write(RECORD, shares)
    rows = fault_record.ordered(shares, [fault.name for fault in faults(Native(), options.minutes)])
    accounts = fault_record.summed(shares)
    summary = "; ".join(f"{name} {account}" for name, account in accounts.items())
    when = fault_record.circumstances(options.stacks)
    text = f"{table(rows)}\nPromised and lost / there twice: {summary}.\n{when}\n"
    RECORD.with_suffix(".md").write_text(text, encoding="utf-8")
    if options.into:
        write_into(options.into, text)
    wrong = broken(rows, options.stacks)
    wrong += [f"{name}: lost {item.lost[:5]}, twice {item.twice[:5]}" for name, item in accounts.items() if any(item)]
    wrong += ["a stack has not come to its end" for share in shares if not share.accounts]
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
    parser.add_argument("--pause", type=float, default=0, help="seconds between two rounds of questions")
    parser.add_argument("--stacks", type=int, default=1, help="stacks that run at once, each with its share")
    parser.add_argument("--into", type=Path, help="document whose table is replaced")
    parser.add_argument("--add", action="store_true", help="keep the rows of the last record that are not run now")
    for inner in ("--name", "--keep"):
        parser.add_argument(inner, help=argparse.SUPPRESS)
    parser.add_argument("--of-many", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    options.pause = options.pause or (3 if options.minutes < 2 else 10)
    options.keep = Path(options.keep or RECORD)
    RECORD.parent.mkdir(exist_ok=True)
    if options.stacks > 1:
        return run_shares(options)
    inside.enter("tests.load.faults", *arguments)
    return with_stack(Native(options.name or "faults", own_disks=True), lambda stack: run(stack, options), 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
