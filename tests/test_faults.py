"""The shipped stack with parts of it broken: warm pages stay, people are told in Vietnamese, nothing is lost."""

from __future__ import annotations

import sys

import pytest
from django.conf import settings

from tests.load import fault_record, fault_table
from tests.load.fault_books import Account
from tests.load.fault_rounds import SURFACES, Seen
from tests.processes import Running

#: Of each kind of fault one or two; all of them, for ten minutes each, by hand (docs/operations.md).
SHORT = (
    "PostgreSQL:hung",
    "PostgreSQL:away",
    "S3:hung",
    "Valkey:away",
    "mail:away",
    "worker:killed",
    "scheduler:killed",
    "clock:set right",
)


@pytest.mark.night
def test_the_site_stands_its_faults_and_comes_back_by_itself():
    """Real services under the shipped proxies, two schedulers at once; the output is the table of what was seen."""
    command = [sys.executable, "-m", "tests.load.faults", "--minutes", "0.3", "--settle", "0", "--only", *SHORT]
    running = Running(command, cwd=settings.BASE_DIR)
    try:
        code = running.ends(seconds=850)
    finally:
        running.kill()
    assert code == 0 and f"{len(SHORT)} sự cố, 0 điều sai" in running.said, running.said


def row(part, kind="away", back=1.0, **changed):
    """A row in which every answer is good but those that are named."""
    good = {surface.name: Seen(surface.good, 0.1, "vi") for surface in SURFACES} | {"readyz": Seen(503, 2.6, "")}
    rounds = [good | {name.replace("_", " "): value for name, value in changed.items()}]
    return fault_record.Row(part, kind, 60, rounds, back, None)


def test_the_table_of_faults_can_fail():
    """Each forbidden answer is named with its fault; allowed ones are not."""
    fine = [row("S3", upload=Seen(503, 5, "vi")), row("PostgreSQL", staff_login=Seen(503, 5, "vi"))]
    assert fault_table.broken(fine) == []
    for wrong, words in (
        (row("S3", back=None), "does not come back"),
        (row("S3", upload=Seen(500, 1, "vi")), "upload: 500"),
        (row("S3", upload=Seen(0, 60, "TimeoutError")), "upload: TimeoutError"),
        (row("S3", upload=Seen(503, 1, "en")), "503 in “en”"),
        (row("PostgreSQL", story=Seen(503, 1, "vi")), "story: a warm page is 503"),
        (row("PostgreSQL", help=Seen(200, 40, "vi")), "help: a warm page takes 40 s"),
        (row("Valkey", school_login=Seen(429, 1, "vi")), "school login: 429"),
        (row("S3", readyz=Seen(200, 0.1, "")), "/readyz never was 503"),
        (row("mail", readyz=Seen(503, 9, "")), "/readyz takes 9.0 s"),
        (row("mail")._replace(rounds=[]), "nobody asked"),
    ):
        assert [words in line for line in fault_table.broken([*fine, wrong])] == [True], words


def test_the_table_goes_between_the_marks_of_a_document(tmp_path):
    document = tmp_path / "a.md"
    document.write_text("Before\n<!-- faults: python -m x -->\nold\n<!-- /faults -->\nAfter\n", encoding="utf-8")
    fault_table.write_into(document, fault_table.table([row("S3", upload=Seen(503, 5.25, "en"))]))
    text = document.read_text(encoding="utf-8")
    assert text.startswith("Before\n<!-- faults: python -m x -->\n| part |") and text.endswith(
        "|\n<!-- /faults -->\nAfter\n"
    )
    assert "| S3 | away 60 s | 200 0.1 s |" in text and "503 (not vi) 5.2 s" in text


def test_the_faults_of_several_stacks_become_one_table(tmp_path):
    """The longest is dealt first; what runs again replaces its row, and the accounts of a stack without rows."""
    seconds = {"a": 60.0, "b": 600, "c": 600, "d": 70, "e": 660}
    assert fault_record.dealt(seconds, 2) == [["a", "d", "e"], ["b", "c"]]
    assert fault_record.dealt({"a": 1.0}, 4) == [["a"]]
    lost, fine = {"letters": Account(["x"], ["y"])}, {"letters": Account([], ["z"])}
    first = [fault_record.Share([row("mail")], lost), fault_record.Share([row("S3"), row("worker")], fine)]
    path = tmp_path / "faults.json"
    fault_record.write(path, first)
    assert fault_record.read(path) == first and fault_record.read(tmp_path / "none.json") == []
    again = fault_record.Share([row("mail", back=2.0), row("S3", back=3.0)], fine)
    shares = fault_record.replaced(fault_record.read(path), [again])
    names = ["S3:away", "mail:away", "worker:away"]
    assert [(entry.part, entry.back) for entry in fault_record.ordered(shares, names)] == [
        ("S3", 3.0),
        ("mail", 2.0),
        ("worker", 1.0),
    ]
    assert fault_record.summed(shares) == {"letters": Account([], ["z", "z"])}
