"""`make check`: migrations, deployment checks, locks, translations, .env.example. Runs all checks before it fails."""

from __future__ import annotations

import ast
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from deploy import messages
from tools.devserver.postgres import Postgres
from tools.devserver.state import ROOT

_READERS = {"env", "env_address", "env_bool", "env_int", "env_list"}
_SETTINGS = ("cms/settings/*.py", "deploy/*.py")


def production_environment() -> dict[str, str]:
    """Placeholder values with which the production settings can be loaded; no service is contacted."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "site.example",
        "SITE_URL": "https://site.example",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "CACHE_URL": "redis://127.0.0.1:1/0",
        "S3_ENDPOINT_URL": "https://s3.example",
        "S3_QUARANTINE_ACCESS_KEY": "q",
        "S3_QUARANTINE_SECRET_KEY": "q",
        "S3_RELEASED_ACCESS_KEY": "r",
        "S3_RELEASED_SECRET_KEY": "r",
        "EMAIL_HOST": "mail.example",
    }


def _python(*arguments: str, environment: Mapping[str, str] | None = None) -> list[str]:
    command = [sys.executable, "-W", "ignore::RuntimeWarning", *arguments]
    result = subprocess.run(
        command, cwd=ROOT, env=production_environment() | dict(environment or {}), capture_output=True, text=True
    )
    return [(result.stdout + result.stderr).strip()[-3000:]] if result.returncode else []


def _django() -> list[str]:
    """makemigrations --check and check --deploy; both need a database, so a private PostgreSQL is started."""
    with tempfile.TemporaryDirectory() as folder:
        server = Postgres(Path(folder), durable=False)
        try:
            server.start()
            database = {"DATABASE_URL": f"{server.url}/postgres"}
            migrations = _python("manage.py", "makemigrations", "--check", "--dry-run", environment=database)
            deploy = _python("manage.py", "check", "--deploy", "--fail-level", "WARNING", environment=database)
            return migrations + deploy
        finally:
            server.erase()


def _locks() -> list[str]:
    """Locks that `make lock` would change; it keeps the locked versions that pyproject.toml allows."""
    names = ("requirements.txt", "requirements-demo.txt", "requirements-dev.txt")
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            shutil.copy(ROOT / name, folder)
        command = ["make", "--silent", "lock", f"LOCK_DIR={folder}"]
        result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if result.returncode:
            return [result.stderr.strip()[-600:]]
        changed = [name for name in names if (Path(folder) / name).read_bytes() != (ROOT / name).read_bytes()]
    return [f"{name} không khớp pyproject.toml. Chạy make lock." for name in changed]


def settings_read() -> set[str]:
    """Names of all environment variables that the settings read, found in their syntax trees."""
    names = set()
    for pattern in _SETTINGS:
        for path in ROOT.glob(pattern):
            for node in ast.walk(ast.parse(path.read_text())):
                if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in _READERS:
                    continue
                names |= {str(first.value) for first in node.args[:1] if isinstance(first, ast.Constant)}
    return names


def example() -> list[str]:
    """Differences between the settings' variables and .env.example, where a name may be commented out."""
    path = ROOT / ".env.example"
    if not path.exists():
        return [".env.example không có."]
    names = set(re.findall(r"^#?\s?([A-Z][A-Z0-9_]+)=", path.read_text(), re.M))
    used = settings_read()
    problems = [f".env.example thiếu {name}" for name in sorted(used - names)]
    # Further variables of the containers (passwords of services, number of processes) are named in their files.
    elsewhere = {"DJANGO_SETTINGS_MODULE"}
    for path in [ROOT / "docker-compose.yml", *ROOT.glob("deploy/*.sh")]:
        elsewhere |= set(re.findall(r"\$\{([A-Z0-9_]+)", path.read_text()))
    return problems + [f".env.example nêu {name}, không nơi nào đọc" for name in sorted(names - used - elsewhere)]


CHECKS: dict[str, Callable[[], list[str]]] = {
    "migrations, check --deploy": _django,
    "locks": _locks,
    "translations": messages.check,
    ".env.example": example,
}


def main() -> int:
    """Run all checks; 1 where one found something."""
    failed = False
    for name, check in CHECKS.items():
        problems = check()
        if name == "translations" and problems:
            problems.append("Chạy make messages, rồi dịch những câu còn trống của trang đầu và khung trang.")
        print(f"{'SAI ' if problems else 'đúng'}  {name}")
        for problem in problems:
            print(f"      {problem}")
        failed = failed or bool(problems)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
