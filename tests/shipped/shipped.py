"""What ships, read from the files themselves: services of docker-compose.yml, entry point of the image, variables."""

from __future__ import annotations

import json
import re
import secrets
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tools.devserver.state import ROOT, LocalError

#: Caddy signs names below .localhost with its own authority, so that TLS works without asking anybody.
SITE, FILES_HOST = "khongmotminh.localhost", "tai.khongmotminh.localhost"
IMAGE_FOLDER = "/srv/app"  # where the image holds the project
_VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?::(?P<rule>[?-])(?P<words>[^}]*))?\}")
_SECRET = re.compile(r"(SECRET_KEY|ACCESS_KEY|PASSWORD)$")


@dataclass(frozen=True)
class Service:
    """One service. `files`: path in the container → path in the project, of each file that is mounted."""

    image: str
    is_ours: bool  # built from our Dockerfile
    entrypoint: list[str]
    command: list[str]
    environment: dict[str, str]
    files: dict[str, str]

    @property
    def line(self) -> list[str]:
        """Entry point and command, with mounted files replaced by those of the project."""
        return [self.files.get(word, word) for word in (*self.entrypoint, *self.command)]


def variables() -> dict[str, str]:
    """A complete .env: .env.example with fresh secrets, the names of this machine and a mail server without TLS."""
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    values = dict(re.findall(r"^([A-Z0-9_]+)=(.*)$", text, re.MULTILINE))
    for name in values:
        if _SECRET.search(name):
            values[name] = secrets.token_urlsafe(60)
    return values | {
        # Characters that mean something in an address, or in Valkey's configuration.
        "POSTGRES_PASSWORD": f"@/#%:{secrets.token_urlsafe(20)}",
        "VALKEY_PASSWORD": f'@/#%:"\\{secrets.token_urlsafe(20)}',
        "SITE_URL": f"https://{SITE}",
        "ALLOWED_HOSTS": SITE,
        "SITE_HOST": SITE,
        "FILES_HOST": FILES_HOST,
        "S3_PUBLIC_ENDPOINT_URL": f"https://{FILES_HOST}",
        "EMAIL_HOST": "mail",
        "EMAIL_PORT": "25",
        "EMAIL_USE_TLS": "false",
    }


def services(values: dict[str, str], app: Path = ROOT) -> dict[str, Service]:
    """The services of docker-compose.yml with `values` put in; `app` stands for the image's folder with the project.

    Raises LocalError for a value that is missing.
    """
    described = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    return {name: _service(_filled(facts, values), values, app) for name, facts in described.items()}


def _service(facts: dict[str, Any], values: dict[str, str], app: Path) -> Service:
    own = {key: str(value) for key, value in facts.get("environment", {}).items()}
    is_ours = "build" in facts
    mounted = [volume.split(":")[:2] for volume in facts.get("volumes", []) if volume.startswith("./")]
    return Service(
        facts["image"],
        is_ours,
        _entrypoint_of_image(app) if is_ours else _words(facts.get("entrypoint", [])),
        _words(facts.get("command", [])),
        (values if "env_file" in facts else {}) | own,
        {target: str(ROOT / source) for source, target in mounted},
    )


def _entrypoint_of_image(app: Path) -> list[str]:
    match = re.search(r"^ENTRYPOINT (\[.*\])$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    if match is None:
        raise LocalError("Dockerfile: không thấy ENTRYPOINT.")
    return [word.replace(IMAGE_FOLDER, str(app)) for word in json.loads(match[1])]


def _words(command: str | list[str]) -> list[str]:
    return shlex.split(command) if isinstance(command, str) else command


def _filled(node: Any, values: dict[str, str]) -> Any:
    """`node` of a YAML document with ${NAME}, ${NAME:?words} and ${NAME:-default} replaced in every text."""
    if isinstance(node, dict):
        return {key: _filled(value, values) for key, value in node.items()}
    if isinstance(node, list):
        return [_filled(value, values) for value in node]
    return _VARIABLE.sub(lambda match: _value(match, values), node) if isinstance(node, str) else node


def _value(match: re.Match[str], values: dict[str, str]) -> str:
    value = values.get(match["name"], "")
    if not value and match["rule"] == "?":
        raise LocalError(f"docker-compose.yml: {match['words']}")
    return value or (match["words"] if match["rule"] == "-" else "")


def changed(folder: Path, source: str, *changes: tuple[str, str]) -> Path:
    """A copy of a shipped file in `folder`, with other paths.

    Raises LocalError where it does not hold what is to be changed.
    """
    text = (ROOT / source).read_text(encoding="utf-8")
    for old, new in changes:
        if old not in text:
            raise LocalError(f"{source} không còn “{old.strip()}”: sửa tests/shipped/native.py theo.")
        text = text.replace(old, new)
    copy = folder / Path(source).name
    copy.write_text(text, encoding="utf-8")
    return copy
