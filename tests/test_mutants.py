"""The list of mutants (mutants.toml) fits the product, and the check that tries them (mutants.py) can be trusted."""

import subprocess
import sys

import pytest

from tests import mutants
from tests.mutants import ERROR, NOT_NOTICED, NOTICED, ROOT, Mutant, load, problems, verdict

LEAST = 64


def make_mutant(**changes):
    """A mutant without a problem in a folder like that of test_what_is_wrong_with_a_mutant_is_said()."""
    facts = {
        "name": "one-of-them",
        "file": "tests/mutants.py",
        "pattern": "LONGEST_SECONDS = 300",
        "replacement": "LONGEST_SECONDS = 0",
        "why": "Somebody waits.",
        "tests": ("tests/test_quick.py::test_quick",),
    }
    return Mutant(**facts | changes)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ""),
        ({"pattern": "is nowhere"}, "stands 0 times"),
        ({"pattern": "import "}, "times in tests/mutants.py, not once"),
        ({"file": "tests/none.py"}, "there is no tests/none.py"),
        ({"replacement": "LONGEST_SECONDS = ("}, "is no Python"),
        ({"replacement": "LONGEST_SECONDS = 300"}, "the replacement is the pattern"),
        ({"name": "One of them"}, "kebab-case"),
        ({"why": "Nobody knows"}, "is no sentence"),
        ({"tests": ("tests/test_quick.py::test_none",)}, "there is no tests/test_quick.py::test_none"),
        ({"tests": ("tests/none.py",)}, "there is no tests/none.py"),
        ({"tests": ("manage.py",)}, "there is no manage.py"),
        ({"tests": ("tests/test_slow.py",)}, "tests/test_slow.py is slow"),
        ({"tests": ("tests/test_quick.py::test_slow",)}, "tests/test_quick.py::test_slow is slow"),
        ({"tests": ("tests/test_quick.py::test_quick[a]", "tests/test_quick.py")}, ""),
    ],
)
def test_what_is_wrong_with_a_mutant_is_said(changes, said, tmp_path):
    (tmp_path / "tests").mkdir()
    for name, text in {
        "mutants.py": "import os\nimport sys\nLONGEST_SECONDS = 300\n",
        "test_slow.py": "pytestmark = [pytest.mark.django_db, pytest.mark.slow]\n",
        "test_quick.py": "def test_quick(): pass\n\n@pytest.mark.slow\ndef test_slow(): pass\n",
    }.items():
        (tmp_path / "tests" / name).write_text(text)
    (tmp_path / "manage.py").touch()
    found = problems(make_mutant(**changes), tmp_path)
    assert [said in problem for problem in found] == ([True] if said else [])


@pytest.mark.parametrize(
    "text",
    [
        '[[mutant]]\nname = "a"\n',
        '[[mutant]]\nname = "a"\nfile = "b"\npattern = ""\nreplacement = ""\nwhy = "c."\ntests = ["d"]\n',
        '[[mutant]]\nname = "a"\nfile = "b"\npattern = "c"\nreplacement = ""\nwhy = "d."\ntests = ["e"]\n' * 2,
    ],
)
def test_a_list_with_gaps_or_a_name_twice_is_refused(tmp_path, text):
    (tmp_path / "list.toml").write_text(text)
    with pytest.raises(ValueError):
        load(tmp_path / "list.toml")
    assert mutants.main(["--check", "--list", str(tmp_path / "list.toml")]) == 2


@pytest.mark.parametrize(
    ("code", "output", "expected"),
    [
        (1, "E   assert 1 == 2\nFAILED tests/a.py::test_b - assert 1 == 2", (NOTICED, "tests/a.py::test_b")),
        (0, "3 passed", (NOT_NOTICED, "")),
        (5, "3 deselected", (ERROR, "pytest ended with 5")),
        (2, "ERROR tests/a.py", (ERROR, "pytest ended with 2")),
        (1, "nothing is said", (ERROR, "pytest ended with 1")),
        (1, "E   NameError: name 'x'\nFAILED tests/a.py::test_b - NameError", (ERROR, "no program any more")),
        (None, "", (ERROR, "longer than")),
    ],
)
def test_only_a_test_that_failed_has_noticed(code, output, expected):
    found, note = verdict(code, output)
    assert found == expected[0] and note.startswith(expected[1])


def test_a_mutant_is_made_in_a_copy_that_is_put_right_again(tmp_path, monkeypatch):
    (tmp_path / "tests").mkdir()
    file = tmp_path / "tests" / "mutants.py"
    file.write_text("LONGEST_SECONDS = 300\n")
    seen = []

    def run(copy, tests, *options, seconds=None):
        seen.append(((copy / "tests" / "mutants.py").read_text(), tests))
        return 1, "FAILED tests/a.py::test_b"

    monkeypatch.setattr(mutants, "pytest", run)
    outcome = mutants.try_out(make_mutant(), tmp_path)
    assert seen == [("LONGEST_SECONDS = 0\n", make_mutant().tests)]
    assert (outcome.verdict, file.read_text()) == (NOTICED, "LONGEST_SECONDS = 300\n")


def test_every_mutant_can_be_made_and_its_tests_are_there():
    done = subprocess.run([sys.executable, "-m", "tests.mutants", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    listed = load()
    assert len(listed) >= LEAST
    assert f"{len(listed)} mutants: every pattern stands once" in done.stdout
