"""A real clamd for tests, with one signature of our own; it can be stopped and started again."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SIGNATURE = b"khong-mot-minh-test-signature-7f3a"
STREAM_LIMIT = 1_000_000  # bytes, of the daemon


@contextmanager
def running_clamd(folder: Path) -> Iterator[str]:
    """unix:// address of a daemon that knows SIGNATURE, its files in `folder`; ready in about 0.1 s, ended at the end.

    The address is the same each time `folder` is: a scanner that comes back. Fails when clamd is not installed.
    """
    program = shutil.which("clamd") or "/usr/sbin/clamd"
    assert Path(program).exists(), "clamd is missing: apt-get install clamav-daemon"
    (folder / "db").mkdir(exist_ok=True)
    (folder / "db" / "test.ndb").write_text(f"Test-Body:0:*:{SIGNATURE.hex()}\n")
    config = folder / "clamd.conf"
    config.write_text(
        f"DatabaseDirectory {folder}/db\nLocalSocket {folder}/s\nForeground yes\nStreamMaxLength {STREAM_LIMIT}\n"
        "MaxScanSize 400M\nMaxFileSize 300M\nAlertExceedsMax yes\nAlertEncrypted yes\nConcurrentDatabaseReload no\n"
    )
    process = subprocess.Popen([program, "-c", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 120  # a busy machine may take its time; one that never starts is an error
        while not _answers(folder / "s"):
            assert time.monotonic() < deadline, "clamd did not start"
            with suppress(subprocess.TimeoutExpired):
                assert process.wait(0.05) is None, "clamd ended at once"
        yield f"unix://{folder}/s"
    finally:
        process.terminate()
        process.wait(10)


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(1)
        try:
            probe.connect(str(path))
            probe.sendall(b"nPING\n")
            return probe.recv(16).startswith(b"PONG")
        except OSError:  # no socket yet, or no answer within the second
            return False
