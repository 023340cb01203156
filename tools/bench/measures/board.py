"""P4 for the coverage board: runs `large_tables/coverage_board.py` on the site's database."""

from __future__ import annotations

import subprocess
import sys

from tools.bench.figures import Figure
from tools.bench.site import Site
from tools.devserver import state


def measure(site: Site) -> list[Figure]:
    """One figure per page: queries, milliseconds, ratio."""
    with open(state.ROOT / "tools/bench/large_tables/coverage_board.py") as script:
        output = subprocess.run(
            [sys.executable, "manage.py", "shell", "--verbosity", "0"],
            stdin=script,
            capture_output=True,
            text=True,
            check=True,
            cwd=state.ROOT,
            env=site.demo.environment,
        ).stdout
    figures = []
    for line in output.splitlines():
        words = line.split()
        if line.startswith("/"):
            figures.append(Figure(f"P4 {words[0]}", " ".join(words[1:]), "≤ 1.5 ×", float(words[-1]) <= 1.5))
    return figures
