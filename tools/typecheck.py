"""Runs mypy with the arguments given, the production settings and placeholder values: `python -m tools.typecheck base`.

django-stubs loads the settings, which fail without their variables; no service is contacted.
"""

from __future__ import annotations

import subprocess
import sys

from tools.devserver.production import production_environment
from tools.devserver.state import ROOT


def main() -> int:
    """mypy's exit code for the paths in sys.argv; without paths for those of `[tool.mypy] files`."""
    environment = production_environment()
    return subprocess.run([sys.executable, "-m", "mypy", *sys.argv[1:]], cwd=ROOT, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
