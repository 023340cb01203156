"""`make demo` tells its steps with seconds, and one sentence in the user's language for what stands in the way."""

import errno
import io
import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from demo.seeding.accounts import PASSWORD, emails
from tools.devserver import demo, prepare, state
from tools.devserver.console import trouble, welcome
from tools.devserver.console.language import is_vietnamese
from tools.devserver.console.steps import CLEAR, Steps, seconds

pytestmark = pytest.mark.meta

ROOT = Path(settings.BASE_DIR)


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def language(monkeypatch):
    def speak(code):
        for name in ("LC_ALL", "LC_MESSAGES"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("LANG", code)

    return speak


@pytest.mark.parametrize(
    ("environment", "vietnamese"),
    [
        ({"LANG": "vi_VN.UTF-8"}, True),
        ({"LANG": "en_US.UTF-8"}, False),
        ({}, False),
        ({"LC_ALL": "vi_VN", "LANG": "en_US"}, True),
        ({"LC_ALL": "C", "LANG": "vi_VN"}, False),
        ({"LC_ALL": "", "LANG": "vi_VN"}, True),
    ],
)
def test_the_language_is_that_of_the_environment(environment, vietnamese):
    assert is_vietnamese(environment) is vietnamese


def test_steps_are_plain_lines_with_seconds_where_there_is_no_terminal(language):
    language("vi_VN.UTF-8")
    now = [100.0]
    steps = Steps(io.StringIO(), clock=lambda: now[0])
    with steps.step("Nội dung") as tell:
        tell("1/79")  # too early for a line of its own
        now[0] += 12
        tell("12/79")
        now[0] += 0.5
        tell("13/79")
    with pytest.raises(ValueError), steps.step("S3"):
        now[0] += 2
        raise ValueError
    lines = [" … Nội dung", "   Nội dung: 12/79", " ✓ Nội dung  12 s", " … S3", " ✗ S3  2,0 s"]
    assert steps.stream.getvalue().splitlines() == lines
    assert steps.total() == 14.5 and CLEAR not in steps.stream.getvalue()


def test_a_terminal_shows_one_live_line_for_each_step(language, monkeypatch):
    language("en_US.UTF-8")
    monkeypatch.setattr("tools.devserver.console.steps.TICK_SECONDS", 0.01)
    steps = Steps(Terminal())
    with steps.step("content") as tell:
        tell("x" * 300)
        state.wait_until(lambda: "xxx" in steps.stream.getvalue(), lambda: True, 10, Path("no.log"))
    text = steps.stream.getvalue()
    assert text.startswith(CLEAR) and text.count("\n") == 1 and "✓ content  0." in text.splitlines()[-1]
    assert max(map(len, text.split(CLEAR))) < 120
    assert seconds(3.14) == "3.1 s" and seconds(61.4) == "61 s"


@pytest.mark.parametrize(
    ("code", "words"), [("vi_VN", "đang bị chương trình khác dùng"), ("en_US", "is used by another")]
)
def test_a_port_in_use_is_named_with_the_command_that_avoids_it(language, code, words):
    language(code)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        with pytest.raises(state.LocalError, match=f"{port}.*{words}.*PORT={port + 1}"):
            trouble.check_port(port, "demo")
    trouble.check_port(port, "demo")
    with pytest.raises(state.LocalError, match="PORT=8000"):
        trouble.check_port(70_000, "demo")


def test_a_port_that_is_no_number_is_a_sentence(language, monkeypatch, capsys):
    language("vi_VN")
    monkeypatch.setenv("PORT", "tám nghìn")
    monkeypatch.setattr(demo, "FOLDER", Path(os.devnull).parent / "shm" / "kmm-no-demo")
    try:
        assert demo.main("run") == 1
    finally:
        shutil.rmtree(demo.FOLDER, ignore_errors=True)
    assert capsys.readouterr().err == "PORT=tám nghìn: cần một số, ví dụ PORT=8100.\n"


@pytest.mark.parametrize(("code", "words"), [("vi_VN", "Đĩa còn 10 MB"), ("en_US", "10 MB are free")])
def test_a_full_disk_is_said_before_anything_is_written(language, monkeypatch, tmp_path, code, words):
    language(code)
    trouble.check_disk(tmp_path, wanted_mb=0)
    usage = shutil.disk_usage(tmp_path)._replace(free=10_000_000)
    monkeypatch.setattr(trouble.shutil, "disk_usage", lambda folder: usage)
    with pytest.raises(state.LocalError, match=words):
        trouble.check_disk(tmp_path)


def test_a_disk_that_becomes_full_is_explained_and_other_errors_are_not(language):
    language("en_US")
    full = [OSError(errno.ENOSPC, "No space left on device"), state.LocalError("log: could not extend file")]
    assert all("make demo-reset" in str(trouble.explained(error)) for error in full)
    assert trouble.explained(OSError(errno.EACCES, "Permission denied")) is None
    assert trouble.explained(state.LocalError("web did not start")) is None


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_other_systems_are_told_what_to_do(language, system):
    language("vi_VN")
    trouble.check_system("linux")
    with pytest.raises(state.LocalError, match=r"chỉ chạy trên Linux.*WSL 2.*docker-compose"):
        trouble.check_system(system)


@pytest.mark.parametrize("code", ["vi_VN.UTF-8", "en_US.UTF-8"])
def test_the_closing_table_names_every_account_with_its_address(language, code):
    language(code)
    text = welcome.text(8123, took="80 s")
    assert set(emails()) == set(welcome.ROLES), "an account without a row, or a row without an account"
    assert all(
        line.split("  ")[0] is not None and "http://127.0.0.1:8123/" in line
        for line in text.splitlines()
        if "@" in line
    )
    assert PASSWORD in text and "80 s" in text and "make demo-reset" in text and "Ctrl-C" in text and "OPEN=1" in text


def environment(tmp_path, *, kind="demo", path=None, **variables):
    """What environment.sh prints in an empty project that has its locks."""
    folder = tmp_path / "tools" / "devserver"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "tools" / "devserver" / "environment.sh", folder)
    for name in ("requirements-demo.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / name, tmp_path)
    plain = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
    return subprocess.run(
        ["sh", folder / "environment.sh", kind],
        env=plain | variables,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("variables", "vi", "en"),
    [
        ({"KMM_SYSTEM": "Darwin"}, "chỉ chạy trên Linux", "runs on Linux only"),
        ({"KMM_SYSTEM": "MINGW64_NT-10.0"}, "WSL 2", "WSL 2"),
        ({"KMM_FREE_MB": "100"}, "Đĩa còn 100 MB, cần khoảng 1200 MB", "100 MB are free on this disk"),
        ({"KMM_PYTHONS": "/none/python3"}, "Cần Python từ 3.12", "Python 3.12 or newer is needed"),
    ],
    ids=["macOS", "Windows", "disk", "Python"],
)
def test_the_environment_says_in_one_sentence_why_it_cannot_be_built(tmp_path, variables, vi, en):
    for code, words in (("vi_VN.UTF-8", vi), ("C.UTF-8", en)):
        result = environment(tmp_path, LANG=code, **variables)
        assert result.returncode == 1 and words in result.stderr and not (tmp_path / ".venv").exists()
        assert not {"Traceback", "command not found"} & set(result.stderr.split("\n"))


def test_the_environment_says_when_the_network_is_away(tmp_path):
    """A pip that finds no server stands in for one that has no network."""
    dead = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0", "PIP_NO_CACHE_DIR": "1"}
    result = environment(tmp_path, LANG="vi_VN.UTF-8", KMM_FREE_MB="9999", **dead)
    assert result.returncode == 1 and "Không tải được gói Python" in result.stderr
    assert "tải khoảng 240 MB, chiếm khoảng 700 MB" in result.stderr, "what it downloads is said before"


def test_an_environment_that_is_as_the_lock_says_is_left_alone(tmp_path):
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to("/bin/true")
    for lock in ("requirements-demo.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / lock, tmp_path / ".venv" / ".locked")
        (tmp_path / ".venv" / ".trimmed").touch()  # as the demo's own environment
        assert environment(tmp_path, KMM_SYSTEM="none").returncode == 0, "the demo runs in both environments"
    shutil.copy(ROOT / "requirements-demo.txt", tmp_path / ".venv" / ".locked")
    assert environment(tmp_path, kind="dev", KMM_SYSTEM="none").returncode == 1, "development needs its own"


def test_the_mark_of_what_is_prepared_changes_with_the_code(tmp_path, monkeypatch):
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").touch()
    (tmp_path / "requirements.txt").touch()
    (tmp_path / "notes").mkdir()
    monkeypatch.setattr(prepare, "ROOT", tmp_path)
    marks = [prepare.code_mark()]
    for path, changes in (
        ("app/style.css", True),
        ("requirements.txt", True),
        ("notes/x.css", False),
        ("app/x.mo", False),
    ):
        (tmp_path / path).write_text("changed")
        marks.append(prepare.code_mark())
        assert (marks[-1] != marks[-2]) is changes, path
