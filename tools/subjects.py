"""Checks that commit subjects have at most 72 characters.

`python -m tools.subjects FILE` checks a message (commit-msg hook), `python -m tools.subjects` the commits since FIRST
(make lint).
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

LIMIT = 72
FIRST = "778c4e9"  # commits up to this one are not checked: history is not rewritten


def too_long(subjects: list[str]) -> list[str]:
    """The subjects longer than LIMIT."""
    return [subject for subject in subjects if len(subject) > LIMIT]


def subjects_since(first: str) -> list[str]:
    """Subjects of the commits after `first`; [] without git, or in a shallow clone without that commit."""
    command = ["git", "log", "--format=%s", f"{first}..HEAD"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return []
    return answer.stdout.splitlines() if answer.returncode == 0 else []


def main() -> None:
    """Exit with 1 and print the subjects that are too long."""
    if len(sys.argv) > 1:
        subjects = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()[:1]
    else:
        subjects = subjects_since(FIRST)
    if wrong := too_long(subjects):
        sys.exit("\n".join(f"{len(subject)} characters, at most {LIMIT}: {subject}" for subject in wrong))


if __name__ == "__main__":
    main()
