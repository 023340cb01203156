"""The sandbox's child: its limits, what it sees and reaches, and how it ends."""

import hashlib
import io
import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from files.cleaners.errors import Rejected
from files.cleaners.limits import MB
from files.intake import sandbox, sandbox_check
from files.intake.accept import UploadRejected, accept_upload
from files.limits import BUDGETS, Budget
from tests.files import sample_files as make
from tests.files.sample_files import CANARY


def test_child_has_limits(tmp_path):
    source, target = tmp_path / "in", tmp_path / "out"
    source.write_bytes(make.picture(size=(3000, 3000)))
    options = {"profile": "image", "found": "JPEG", "declared": ""}
    assert sandbox.run("picture", source, target, options)["width"] == 3000
    with pytest.raises((sandbox.ToolFailed, Rejected)):
        sandbox.run("picture", source, target, options, budget=Budget(10, 10, 160 * MB, 10 * MB))
    target.unlink(missing_ok=True)
    with pytest.raises((sandbox.ToolFailed, Rejected)):
        sandbox.run("picture", source, target, options, budget=Budget(10, 10, 2048 * MB, 1000))
    with pytest.raises(Rejected) as slow:
        sandbox.run("picture", source, target, options, budget=Budget(0, 10, 2048 * MB, 10 * MB))
    assert slow.value.code == "too_slow"


@pytest.fixture
def probe(monkeypatch, tmp_path):
    """`probe(**options)` runs sandbox_probe in a child and returns its facts."""
    monkeypatch.setitem(sandbox.TOOLS, "text", "tests.files.sandbox_probe")
    (tmp_path / "in").touch()
    return lambda **options: sandbox.run("text", tmp_path / "in", tmp_path / "out", options)


def test_child_is_given_every_limit_of_its_budget(probe):
    budget = BUDGETS["text"]
    assert probe()["limits"] == {
        "RLIMIT_AS": [budget.memory_bytes] * 2,
        "RLIMIT_CPU": [budget.cpu_seconds, budget.cpu_seconds + 1],
        "RLIMIT_FSIZE": [budget.file_bytes] * 2,
        "RLIMIT_CORE": [0, 0],
        "RLIMIT_NOFILE": [128, 128],
    }


def test_child_and_server_know_no_secret_and_hold_no_connection(monkeypatch, probe, tmp_path):
    monkeypatch.setenv("S3_RELEASED_SECRET_KEY", CANARY)
    monkeypatch.setenv("DATABASE_URL", CANARY)
    monkeypatch.setattr(sandbox, "_server", sandbox._Server())  # one that starts in this environment
    facts = probe()
    assert facts["environment"].keys() <= {
        "PATH", "LANG", "HOME", "TMPDIR", "OMP_NUM_THREADS", "MALLOC_ARENA_MAX", "FFMPEG", "LC_CTYPE"
    }  # fmt: skip
    assert facts["environment"]["HOME"] == facts["environment"]["TMPDIR"] == str(tmp_path)
    assert CANARY not in facts["initial_environment"] + facts["parents_environment"]
    assert len([place for place in facts["open"] if place.startswith("socket:")]) == 1  # the one for the answer
    assert {place for place in facts["open"] if place.startswith("/") and "/proc/" not in place} == {"/dev/null"}
    sandbox._server.forget()


def test_child_cannot_reach_the_network(probe):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        facts = probe(port=port)
        socket.create_connection(("127.0.0.1", port), timeout=1).close()  # from here it answers
    assert facts["network"] in {"namespace", "filter"} and facts["reached"] is False


IN_A_CONTAINER = """
import socket, subprocess, sys
from files.intake import no_network
no_network.own_namespace = lambda: False  # as Docker's default profile answers
print(no_network.leave_network())
ours, theirs = socket.socketpair()
ours.send(b"to the server")
reach = "import socket; socket.create_connection(('127.0.0.1', int({port}))).close()"
print(subprocess.run([sys.executable, "-c", reach.format(port=sys.argv[1])], capture_output=True).returncode)
try:
    socket.socket(socket.AF_INET6)
except PermissionError:
    print("refused")
"""


def test_without_a_namespace_the_filter_holds_for_everything_a_parser_starts():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        command = [sys.executable, "-c", IN_A_CONTAINER, str(listener.getsockname()[1])]
        result = subprocess.run(command, cwd=sandbox.ROOT, capture_output=True, text=True, timeout=60)
    assert result.stdout.split() == ["filter", "1", "refused"], result.stderr


def test_where_neither_can_be_had_no_file_is_read():
    alone = "import files.intake.sandbox_server as server; server.leave_network = lambda: ''; server.main(0)"
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs:
        result = subprocess.run(
            [sys.executable, "-c", alone], cwd=sandbox.ROOT, stdin=theirs, capture_output=True, text=True, timeout=60
        )
    assert result.returncode == 1 and "no file is read" in result.stderr


@pytest.mark.django_db  # Django's checks of generated columns ask the server's version
def test_where_parsers_would_reach_the_network_no_worker_starts(open_network):
    """The check tries to connect: here the sandbox reports a filter that stops nothing."""
    with pytest.raises(SystemCheckError, match=r"files\.E002"):
        call_command("work", batch=True, skip_checks=False)
    open_network.undo()
    assert sandbox_check.network() in {"namespace", "filter"}
    assert sandbox_check.check_sandbox(None) == []


LEFT = {
    "a link": lambda source, target: target.symlink_to("/etc/passwd"),
    "a pipe": lambda source, target: os.mkfifo(target),
    "a pipe for the file that came": lambda source, target: (source.unlink(), os.mkfifo(source)),
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("what", LEFT)
def test_what_a_hijacked_parser_leaves_is_no_file_of_ours(monkeypatch, what):
    """Neither is another file read, nor is a pipe waited for."""

    def run(tool, source, target, *_options, **_limits):
        LEFT[what](source, target)
        return {"media_type": "image/png", "extension": "png"}

    monkeypatch.setattr(sandbox, "run", run)
    with pytest.raises(UploadRejected) as refused:
        accept_upload("library", io.BytesIO(make.picture()), name="a.png")
    assert refused.value.reason == "undecodable"


SAID = [
    b"",
    b"{",
    b"7",
    b"[]",
    b"\xff",
    b"{}",
    b'{"facts": 7}',
    b'{"facts": {"media_type": "image/jpeg"}}',
    b'{"facts": {"media_type": "text/html", "extension": "html"}}',
    b'{"facts": {"media_type": "text/html", "extension": "jpg"}}',
    b'{"facts": {"anh": {"media_type": "image/svg+xml", "extension": "svg"}}}',
    b'{"facts": {"media_type": "image/jpeg", "extension": ["jpg"]}}',
    b'{"rejected": "broken_zip"}',
    b'{"rejected": "of-nobody", "params": {}}',
    b'{"rejected": ["broken_zip"], "params": {}}',
    b'{"rejected": "broken_zip", "params": {"code": "empty"}}',
    b'{"rejected": "too_large", "params": {"limit_bytes": "much"}}',
    b"[" * 60_000,
]


@pytest.mark.parametrize("said", SAID)
def test_an_answer_that_no_tool_of_ours_gives_refuses_the_file(monkeypatch, said):
    monkeypatch.setattr(sandbox, "_ask", lambda *_request: said + b"\n0")
    with pytest.raises(UploadRejected) as refused:
        accept_upload("library", io.BytesIO(make.picture(size=(61, 43))), name="a.png")  # cleaned by no other test
    assert refused.value.reason == "undecodable"


def test_facts_that_are_not_the_parsers_to_tell_are_measured(monkeypatch):
    """And a refusal without its values has a sentence."""
    picture = make.picture(size=(61, 47))
    facts = {"media_type": "image/png", "extension": "png", "size": 1, "sha256": "0", "scan": "clean", "file": "x"}
    monkeypatch.setattr(sandbox, "_ask", lambda *_request: json.dumps({"facts": facts}).encode() + b"\n0")
    with accept_upload("library", io.BytesIO(picture), name="a.png") as accepted:
        assert (accepted.size, accepted.sha256) == (len(picture), hashlib.sha256(picture).hexdigest())
    monkeypatch.setattr(sandbox, "_ask", lambda *_request: b'{"rejected": "zip_member", "params": {}}\n0')
    with pytest.raises(UploadRejected) as refused:
        accept_upload("library", io.BytesIO(make.picture(size=(61, 53))), name="a.png")
    assert refused.value.reason == "zip_member" and "…" in refused.value.messages[0]


def test_every_type_that_cleaners_make_is_known():
    from files.cleaners import images, text
    from files.cleaners.derive import web
    from files.cleaners.office import document

    of_text = [(name, extension) for extension, name in text.TYPES.items()]
    tables = [*images.TYPES.values(), *web.TYPES.values(), *document.TYPES.items(), *of_text]
    unknown = {name for name, extension in tables if sandbox.MADE.get(extension) != name}
    assert len(tables) > 10
    assert unknown == {f"{sandbox._OFFICE}.presentationml.slideshow"}, "a slide show becomes a presentation"


@pytest.mark.slow
def test_what_a_child_started_ends_with_it(probe):
    sleeper = psutil.Process(probe(leave_behind=True)["sleeper"])
    with suppress(psutil.NoSuchProcess):
        sleeper.wait(10)
    assert not sleeper.is_running() or sleeper.status() == psutil.STATUS_ZOMBIE


def test_a_crash_is_told_and_the_next_file_is_served_by_the_same_server(probe):
    server = probe()["parent"]
    with pytest.raises(sandbox.ToolFailed, match="exit -11"):
        probe(crash=True)
    assert probe()["parent"] == server


def test_a_server_that_was_killed_is_started_anew(probe):
    server = probe()["parent"]
    os.kill(server, signal.SIGKILL)
    assert probe()["parent"] != server


def test_an_impatient_caller_ends_the_child(probe):
    """The connection closes, and the server kills the child's group although it would have gone on."""

    class Enough(Exception):
        pass

    child_pids = []

    def tick():
        child_pids.extend(child.pid for child in psutil.Process(server).children())
        raise Enough

    server = probe()["parent"]
    with pytest.raises(Enough):
        sandbox.run("text", Path("/dev/null"), Path("/dev/null"), {"linger": True}, tick=tick)
    assert len(child_pids) == 1
    psutil.wait_procs([psutil.Process(pid) for pid in child_pids if psutil.pid_exists(pid)], timeout=10)
    assert not psutil.pid_exists(child_pids[0])
