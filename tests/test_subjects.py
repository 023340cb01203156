"""`make lint` and the commit-msg hook refuse a commit subject above 72 characters, and read nothing else."""

import subprocess
import sys

from tools.devserver.state import ROOT


def asked(tmp_path, message):
    """The hook's answer to a commit message."""
    (tmp_path / "message").write_text(message, encoding="utf-8")
    command = [sys.executable, "-m", "tools.subjects", str(tmp_path / "message")]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_a_subject_may_have_72_characters_and_a_body_any_number(tmp_path):
    assert asked(tmp_path, "đ" * 72 + "\n\n" + "a" * 200 + "\n").returncode == 0
    refused = asked(tmp_path, "đ" * 73 + "\n")
    assert refused.returncode == 1 and "73 characters, at most 72" in refused.stderr
