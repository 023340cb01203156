"""Starts and stops PostgreSQL and S3 for tests, and makes the environment variables with their addresses.

python -m tools.devserver.backends start FOLDER   # without durability, empty at each start, left running
python -m tools.devserver.backends stop FOLDER    # unless a test run still uses them
"""

from __future__ import annotations

import contextlib
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.devserver import state
from tools.devserver.postgres import Postgres
from tools.devserver.storage import Storage


def settings_environment(postgres: Postgres, storage: Storage, database: str, suffix: str = "") -> dict[str, str]:
    """Environment variables of cms/settings for these servers; `suffix` is appended to the names of the buckets."""
    values = {"DATABASE_URL": f"{postgres.url}/{database}", "S3_ENDPOINT_URL": storage.url}
    for name in ("quarantine", "released"):
        values[f"S3_{name.upper()}_BUCKET"] = name + suffix
        values[f"S3_{name.upper()}_ACCESS_KEY"] = storage.values[f"{name}_key"]
        values[f"S3_{name.upper()}_SECRET_KEY"] = storage.values[f"{name}_secret"]
    return values


def start_for_tests(folder: Path) -> None:
    """Start the servers that do not run; a file lock serialises concurrent calls."""
    with state.locked(folder / "start.lock"):
        services: list[Postgres | Storage] = [Postgres(folder, durable=False), Storage(folder, many_buckets=True)]
        stopped = [service for service in services if not service.running()]
        for service in stopped:
            service.erase()  # remove what a killed run left
        with ThreadPoolExecutor(len(services)) as pool:
            for result in [pool.submit(service.start, tied=False) for service in stopped]:
                result.result()


def stop_for_tests(folder: Path) -> bool:
    """Stop both and remove their data; False where another test run still uses them."""
    with state.locked(folder / "start.lock"):
        try:
            with state.locked(folder / "in-use.lock", wait=False):
                for service in (Postgres(folder), Storage(folder)):
                    service.erase()
        except state.AlreadyRunning:
            return False
    return True


def main(action: str, folder: str) -> int:
    """Command line: 0 = done, 1 = could not be started."""
    path = Path(folder).resolve()
    if action == "stop":
        with contextlib.suppress(FileNotFoundError):
            stop_for_tests(path)
        return 0
    try:
        start_for_tests(path)
    except state.LocalError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
