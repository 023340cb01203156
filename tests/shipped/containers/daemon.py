"""A container engine of its own: dockerd with its data in .stack/containers/, and the commands that are given to it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator

from tests.shipped import shipped
from tools.devserver import debian, state

FOLDER = state.ROOT / ".stack" / "containers"
LOCK = state.ROOT / ".test-services" / f"stack-{FOLDER.name}.lock"
OVERRIDE = FOLDER / "override.yml"
PACKAGES = {
    "dockerd": "docker.io",
    "docker": "docker-cli",
    "docker-compose": "docker-compose",
    "mmdebstrap": "mmdebstrap",
    "iptables": "iptables",
}
PROJECT = "kmm-stack"
SOCKET = FOLDER / "docker.sock"
#: What `docker` and `docker compose` read instead of options.
ENVIRONMENT = {
    "DOCKER_HOST": f"unix://{SOCKET}",
    "DOCKER_BUILDKIT": "0",  # the builder that is part of dockerd: BuildKit would need another package
    "COMPOSE_PROJECT_NAME": PROJECT,
    "COMPOSE_FILE": f"{state.ROOT / 'docker-compose.yml'}:{OVERRIDE}",
    "COMPOSE_ENV_FILES": str(FOLDER / "env"),
}
SECONDS = 900  # for one command; the longest, building our image, takes about 80
READY, ENDED = 120, 60  # seconds for dockerd


def install() -> None:
    """Install what is missing. Raises LocalError where this machine cannot run containers."""
    missing = [package for program, package in PACKAGES.items() if not shutil.which(program)]
    if os.getuid() != 0 or (missing and not debian.install(*missing)):
        needed = " ".join(PACKAGES.values())
        raise state.LocalError(
            f"make stack cần quyền root trên Debian và các gói: {needed}. Không có container nào chạy."
        )


@contextlib.contextmanager
def running(*options: str) -> Iterator[None]:
    """dockerd, until the block ends. Raises LocalError with the end of its log where it does not run here."""
    log = FOLDER / "dockerd.log"
    places = [f"--{name}={FOLDER}/{name}" for name in ("data-root", "exec-root")]
    (FOLDER / "dockerd.pid").unlink(missing_ok=True)  # of a run that was killed
    with open(log, "wb") as target:
        daemon = subprocess.Popen(
            [
                "dockerd",
                f"--host=unix://{SOCKET}",
                *places,
                f"--pidfile={FOLDER}/dockerd.pid",
                "--log-level=warn",
                *options,
            ],
            stdin=subprocess.DEVNULL,
            stdout=target,
            stderr=target,
            start_new_session=True,
            preexec_fn=state.dies_with_parent(signal.SIGTERM),
        )
    try:
        state.wait_until(_answers, lambda: daemon.poll() is None, READY, log)
        yield
    finally:
        daemon.terminate()
        try:
            daemon.wait(ENDED)
        except subprocess.TimeoutExpired:
            daemon.kill()
            daemon.wait()


def compose(*arguments: str) -> str:
    """Standard output of `docker compose` on the shipped file. Raises LocalError with all output where it fails."""
    return docker("compose", *arguments)


def docker(*arguments: str) -> str:
    """Standard output of `docker`. Raises LocalError with all output where it fails."""
    return do("docker", *arguments, **ENVIRONMENT)


def do(*command: str, **more: str) -> str:
    """Standard output of a command with `more` variables. Raises LocalError with all output where it fails."""
    try:
        done = subprocess.run(
            command,
            env=os.environ | more,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            cwd=state.ROOT,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise state.LocalError(f"Quá {SECONDS} giây: {' '.join(command)[:300]}") from late
    if done.returncode:
        raise state.LocalError(f"{' '.join(command)[:300]}\n{done.stdout}{done.stderr}"[-3000:])
    return done.stdout


def write_settings(values: dict[str, str], services: dict[str, shipped.Service], mail: list[str]) -> None:
    """.env, and what differs from docker-compose.yml: where it is, `mail`, the network in which images are built."""
    env = FOLDER / "env"
    env.write_text("".join(f"{name}='{value}'\n" for name, value in values.items()))
    env.chmod(0o600)
    lines = [f"x-ours: &ours {{env_file: !override [{env}], build: {{network: host}}}}", "services:"]
    lines += [f"  {name}: *ours" for name, service in services.items() if service.is_ours]
    OVERRIDE.write_text("\n".join([*lines, *mail]) + "\n")


def _answers() -> bool:
    with contextlib.suppress(state.LocalError):
        return bool(docker("version"))
    return False
