"""Commit subjects are at most 72 characters: asked of one message (a commit-msg hook) and of new commits (make lint).

`python -m tools.subjects FILE` reads a message, `python -m tools.subjects` the commits since FIRST.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

LIMIT = 72
FIRST = "778c4e9"  # older subjects stay as they are: history is not written anew


def too_long(subjects: list[str]) -> list[str]:
    """The subjects above LIMIT."""
    return [subject for subject in subjects if len(subject) > LIMIT]


def subjects_since(first: str) -> list[str]:
    """Subjects of the commits after `first`; none where there is no git, or a clone too shallow to hold it."""
    command = ["git", "log", "--format=%s", f"{first}..HEAD"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return []
    return answer.stdout.splitlines() if answer.returncode == 0 else []


def main() -> None:
    """Exit with 1 and name the subjects that are too long."""
    if len(sys.argv) > 1:
        subjects = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()[:1]
    else:
        subjects = subjects_since(FIRST)
    if wrong := too_long(subjects):
        sys.exit("\n".join(f"{len(subject)} characters, at most {LIMIT}: {subject}" for subject in wrong))


if __name__ == "__main__":
    main()
