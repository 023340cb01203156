"""The two hashed locks: `write` them anew, or `check` that they still fit pyproject.toml."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from .state import ROOT

LOCKS: dict[str, list[str]] = {"requirements.txt": [], "requirements-dev.txt": ["--group", "dev"]}


def compile_lock(name: str, target: Path, *, offline: bool = False) -> subprocess.CompletedProcess[str]:
    """Resolve into `target`; what stands in it already is kept where pyproject.toml allows."""
    options = ["--generate-hashes", "--universal", "--python-version", "3.12", *LOCKS[name]]
    uv = Path(sys.executable).parent / "uv"
    # The header must be the same on every machine.
    header = " ".join(["uv pip compile", *options[:4], "pyproject.toml", *options[4:], "-o", name])
    command = [str(uv), "pip", "compile", "-q", *options, "pyproject.toml", "-o", str(target)]
    command += ["--custom-compile-command", header, *(["--offline"] if offline else [])]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def check() -> list[str]:
    """Return the locks that a new resolution with themselves as preference would change."""
    problems = []
    for name in LOCKS:
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / name
            shutil.copy(ROOT / name, copy)
            result = compile_lock(name, copy)
            if result.returncode and "pyproject.toml" not in result.stderr and "fetch" in result.stderr.lower():
                print(f"{name}: không có mạng, chỉ so với bộ nhớ đệm.", file=sys.stderr)
                result = compile_lock(name, copy, offline=True)
            if result.returncode:
                problems.append(f"{name}: {result.stderr.strip()[-600:]}")
            elif copy.read_text() != (ROOT / name).read_text():
                problems.append(f"{name} không khớp pyproject.toml. Chạy make lock.")
    return problems


def main(action: str) -> int:
    """Command line; 1 when a lock is wrong or could not be written."""
    if action == "check":
        problems = check()
    else:
        results = [compile_lock(name, ROOT / name) for name in LOCKS]
        problems = [result.stderr for result in results if result.returncode]
    print("\n".join(problems), end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
