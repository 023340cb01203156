"""Licences of the packages in requirements.txt: `python -m tools.licences` checks, `--write` renews the notices.

Fails for a package under the GPL or AGPL, which this project's MIT licence cannot carry, for a wheel that brings a
library under them along, for a package without a licence in its metadata, and when THIRD_PARTY_NOTICES.md lists others.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK, NOTICES = ROOT / "requirements.txt", ROOT / "THIRD_PARTY_NOTICES.md"
BEGIN, END = "<!-- packages: python -m tools.licences --write -->", "<!-- end of packages -->"
#: GPL and AGPL by name, not LGPL: whoever replaces the library keeps its terms.
STRONG = re.compile(r"(?<![A-Za-z])A?GPL|(?<!Lesser )General Public License", re.IGNORECASE)
#: Libraries under the GPL that wheels are known to bring along.
BUNDLED = re.compile(r"libx26[45]", re.IGNORECASE)


def locked() -> list[str]:
    """Names of the packages in requirements.txt, for all platforms."""
    return re.findall(r"^([A-Za-z0-9._-]+)==", LOCK.read_text(encoding="utf-8"), re.MULTILINE)


def installed() -> list[Distribution]:
    """The locked packages that this platform has."""
    found = []
    for name in locked():
        try:
            found.append(distribution(name))
        except PackageNotFoundError:  # for another platform or implementation
            continue
    return found


def licence_of(package: Distribution) -> str:
    """The licence as its metadata names it, on one line; "" without one."""
    facts = package.metadata
    if expression := facts.get("License-Expression"):
        return str(expression)
    classifiers = [line.split(" :: ")[-1] for line in facts.get_all("Classifier", []) if line.startswith("License ::")]
    named = [line for line in classifiers if line not in {"OSI Approved", "Other/Proprietary License"}]
    words = " ".join(str(facts.get("License") or "").split())
    return " or ".join(named) or (words if len(words) <= 60 else "")


def is_strong(licence: str) -> bool:
    """Whether the GPL or AGPL cannot be avoided: every alternative of `licence` demands it."""
    return all(STRONG.search(choice) for choice in re.split(r"\s+or\s+", licence, flags=re.IGNORECASE))


def problems_of(package: Distribution) -> list[str]:
    """Sentences about `package`; [] when it may be shipped."""
    name, licence = package.metadata["Name"], licence_of(package)
    if not licence:
        return [f"{name}: no licence in its metadata"]
    found = [f"{name}: {licence}"] if is_strong(licence) else []
    brought = sorted({Path(str(file)).name for file in package.files or () if BUNDLED.search(Path(str(file)).name)})
    return found + [f"{name}: brings {library} along, which is under the GPL" for library in brought]


def table(packages: list[Distribution]) -> str:
    """The notices' list of packages with their licences, as a Markdown table."""
    rows = sorted((package.metadata["Name"], licence_of(package)) for package in packages)
    rows.sort(key=lambda row: row[0].lower())
    return "\n".join(["| package | licence |", "|---|---|", *(f"| {name} | {licence} |" for name, licence in rows)])


def noticed(packages: list[Distribution]) -> str:
    """THIRD_PARTY_NOTICES.md with the list of `packages`. Raises ValueError when its two marks are missing."""
    text = NOTICES.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    _old, mark, tail = rest.partition(END)
    if not mark:
        raise ValueError(f"{NOTICES.name} lacks {BEGIN} … {END}")
    return f"{head}{BEGIN}\n{table(packages)}\n{END}{tail}"


def main() -> None:
    """Exit with 1 and the problems, or write the notices."""
    packages = installed()
    if "--write" in sys.argv[1:]:
        NOTICES.write_text(noticed(packages), encoding="utf-8")
        return
    problems = [sentence for package in packages for sentence in problems_of(package)]
    if noticed(packages) != NOTICES.read_text(encoding="utf-8"):
        problems.append(f"{NOTICES.name} does not list the packages of {LOCK.name}: python -m tools.licences --write")
    if problems:
        sys.exit("\n".join(problems))


if __name__ == "__main__":
    main()
