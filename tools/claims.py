"""Checks what the documents claim: links, anchors, pictures, commands and the README's numbers (make lint).

Nothing is fetched: links to other sites must only be https, or lead to the demo.
"""

from __future__ import annotations

import re
import sys
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from demo.seeding.accounts import PASSWORD, emails

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.vi.md")
LINK = re.compile(r"(!?)\[((?:[^\]\[]|\[[^\]]*\])*)\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
PICTURES = {".png", ".webp", ".jpg", ".svg", ".gif", ".mp4"}
MAX_PICTURE_KB, MAX_MOVING_KB = 500, 3000


def documents() -> list[Path]:
    """All Markdown files of the project."""
    patterns = ("*.md", "docs/**/*.md", ".github/*.md", "*/README.md", "demo/art/*.md")
    return sorted({path for pattern in patterns for path in ROOT.glob(pattern) if ".venv" not in path.parts})


def anchors(path: Path) -> set[str]:
    """The anchors that a forge makes of the headings."""
    headings = re.findall(r"^#+ (.+)$", CODE.sub("", path.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", unicodedata.normalize("NFC", text).lower()).replace(" ", "-") for text in headings}


def links(path: Path) -> Iterator[str]:
    """Sentences about links and pictures of a document that lead nowhere."""
    for picture, text, target in LINK.findall(CODE.sub("", path.read_text(encoding="utf-8"))):
        if target.startswith("https://"):
            continue
        if "://" in target:
            yield f"{target}: not https"
            continue
        name, _, anchor = target.partition("#")
        found = (path.parent / name).resolve() if name else path
        if not found.exists():
            yield f"{target}: no such file"
        elif anchor and found.suffix == ".md" and anchor not in anchors(found):
            yield f"{target}: no such heading"
        elif picture:
            yield from pictures(found, text)


def pictures(path: Path, text: str) -> Iterator[str]:
    """Sentences about a picture without words for who does not see it, or too heavy for a phone."""
    if not text.strip():
        yield f"{path.name}: no alternative text"
    limit = MAX_MOVING_KB if path.suffix in {".gif", ".mp4"} or "tour" in path.stem else MAX_PICTURE_KB
    if path.stat().st_size > limit * 1000:
        yield f"{path.name}: more than {limit} KB"


def _locked(name: str) -> str:
    found = re.search(rf"^{name}==(\d+\.\d+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    return found[1] if found else ""


def _environment(kind: str, word: str) -> str:
    script = (ROOT / "tools" / "devserver" / "environment.sh").read_text()
    line = next(line for line in script.splitlines() if "download=" in line)
    first, _, second = line.partition("else")
    found = re.search(rf"{word}=(\d+)", first if kind == "demo" else second)
    return found[1] if found else ""


def _budget(row: str, pattern: str) -> str:
    text = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    found = re.search(rf"^\| {row} \| .*?{pattern}", text, re.MULTILINE)
    return found[1] if found else ""


def _python() -> str:
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]).removeprefix(">=")


def _hours_of_a_link() -> str:
    signed = (ROOT / "files" / "storage" / "signed_urls.py").read_text(encoding="utf-8")
    found = re.search(r"^RESUMABLE_SECONDS = (\d+) \* 60 \* 60", signed, re.MULTILINE)
    return found[1] if found else ""


def _minutes_of_make_test() -> str:
    table = (ROOT / "docs" / "testing.md").read_text(encoding="utf-8")
    found = re.search(r"^\| `make test` \|.*\| (\d+) minutes \|$", table, re.MULTILINE)
    return found[1] if found else ""


#: what a README says (one group, a number) → where it comes from
NUMBERS: dict[str, Callable[[], str]] = {
    r"Wagtail (\d+\.\d+), Django": lambda: _locked("wagtail"),
    r"Django (\d+\.\d+), Python": lambda: _locked("django"),
    r"Python ≥ (\d+\.\d+)": _python,
    r"(?:downloads|tải) (\d+) MB": lambda: _environment("demo", "download"),
    r"(?:takes|chiếm) (\d+) MB": lambda: _environment("demo", "installed"),
    r"(\d+) MB\n```": lambda: _environment("dev", "installed"),
    r"(?:about|khoảng) (\d+) (?:seconds|giây)\n": lambda: _budget("P10", r"from nothing \| ≤ (\d+) s"),
    r": (\d+) (?:minutes on two cores|phút trên hai nhân)": _minutes_of_make_test,
    r"(?:weighs|nặng) (\d+) KB": lambda: _budget("P7", r"help page ≤ (\d+) KB"),
    r"(?:all|cả) (\d+)(?: tài khoản)?: `": lambda: str(len(emails())),
    r"(?:for|suốt) (\d+) (?:hours|giờ)": _hours_of_a_link,
    r"all \d+: `([a-z-]+)`|tài khoản: `([a-z-]+)`": lambda: PASSWORD,
}


def numbers(name: str) -> Iterator[str]:
    """Sentences about numbers of a README that are missing or not what their source says."""
    text = (ROOT / name).read_text(encoding="utf-8")
    for pattern, source in NUMBERS.items():
        said = [next(filter(None, found.groups()), "") for found in re.finditer(pattern, text)]
        true = source()
        if not said or set(said) != {true}:
            yield f"“{pattern}” says {said or 'nothing'}, its source {true or 'nothing'}"


def accounts(name: str) -> Iterator[str]:
    """Sentences about accounts of the demo that a README leaves out or makes up."""
    said = set(re.findall(r"`([\w.-]+@[\w.-]+\.example)`", (ROOT / name).read_text(encoding="utf-8")))
    for email in sorted(said ^ set(emails())):
        yield f"{email}: {'not an account' if email in said else 'left out'}"


def commands(path: Path) -> Iterator[str]:
    """Make targets that a document tells to type and that do not exist."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for code in CODE.findall(path.read_text(encoding="utf-8")):
        for target in re.findall(r"\bmake ([a-z][a-z-]+)", code):
            if target not in targets:
                yield f"make {target}: no such target"


def problems() -> list[str]:
    """All sentences, each with its document."""
    found = []
    for path in documents():
        name = path.relative_to(ROOT).as_posix()
        found += [f"{name}: {sentence}" for check in (links, commands) for sentence in check(path)]
    for name in READMES:
        found += [f"{name}: {sentence}" for check in (numbers, accounts) for sentence in check(name)]
    return found


if __name__ == "__main__":
    sys.exit("\n".join(problems()) or None)
