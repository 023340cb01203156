"""What documents tell to type exists: make targets, modules, management commands, scripts, tests by name."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

pytestmark = pytest.mark.meta

ROOT = Path(settings.BASE_DIR)
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("*/README.md")])
CODE = re.compile(r"```.*?```|`[^`]+`", re.DOTALL)
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def told(pattern: str) -> dict[str, set[str]]:
    """{what the group of `pattern` finds in code: names of the documents}."""
    paths_by_word: dict[str, set[str]] = {}
    for path in DOCUMENTS:
        for code in CODE.findall(path.read_text(encoding="utf-8")):
            for word in re.findall(pattern, code):
                paths_by_word.setdefault(word, set()).add(str(path.relative_to(ROOT)))
    return paths_by_word


def is_module(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


@pytest.mark.parametrize(
    ("pattern", "exists"),
    [
        (r"\bmake ([a-z][a-z-]+)", lambda target: target in TARGETS),
        (r"\bpython -m ([a-z_.]*[a-z_])", is_module),
        (r"\bmanage\.py ([a-z_]+)", lambda command: command in get_commands()),
    ],
    ids=["make", "python -m", "manage.py"],
)
def test_commands_exist(pattern, exists):
    commands = told(pattern)
    assert commands
    assert not {command: places for command, places in commands.items() if not exists(command)}


def test_named_tests_exist():
    named = told(r"\b(tests/[\w/]+\.py::\w+)")
    assert named
    missing = {}
    for name, places in named.items():
        path, _, function = name.partition("::")
        if f"def {function}(" not in (ROOT / path).read_text(encoding="utf-8"):
            missing[name] = places
    assert not missing
