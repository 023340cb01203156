"""Backup and restore with the very commands of docs/operations.md, on the stack that the checks have used."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tests.shipped.asking import Check, expect
from tests.shipped.check import CHECKS, DOCUMENTS, HELP
from tests.shipped.containers import daemon
from tests.shipped.containers.engine import takes_authority
from tests.shipped.visitor import until
from tools.devserver import state

HEADING = "## Back up, restore"


def restored(check: Check) -> None:
    """sao lưu, xóa mọi ổ chứa, phục hồi bằng đúng các lệnh trong docs/operations.md: đủ dữ liệu, đủ tệp"""
    folder = daemon.FOLDER / "backup"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    backup, restore = commands()
    rows = check.stack.rows(DOCUMENTS)
    _run(backup, folder)
    until(check.is_ready, "web trả lời sau khi sao lưu", 120)
    daemon.compose("down", "-v", "-t", "3")
    output = _run(restore, folder)
    expect(" 0 missing, 0 altered," in output, output)
    expect(check.stack.rows(DOCUMENTS) == rows, "thiếu dòng dữ liệu")
    until(lambda: takes_authority(check.stack.authority), "Caddy có chứng thực mới", 120)
    until(check.is_ready, "/readyz trả lời 200", 180)
    expect(check.reader.ask(HELP).status == 200, "trang giúp đỡ")
    shutil.rmtree(folder)


CHECKS_IN_CONTAINERS = (*CHECKS, restored)


def commands() -> tuple[str, str]:
    """The commands that back up, and those that restore. Raises ValueError unless the section has just two blocks."""
    text = (state.ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    section = text.split(f"{HEADING}\n", 1)[1].split("\n## ", 1)[0]
    backup, restore = re.findall(r"^```sh\n(.*?)^```", section, re.DOTALL | re.MULTILINE)
    return backup, restore


def _run(block: str, folder: Path) -> str:
    return daemon.do("sh", "-ec", f"cd '{folder}'\n{block}", **daemon.ENVIRONMENT)
