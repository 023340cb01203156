"""Fixtures of the upload gate's tests."""

import tempfile

import pytest

from tests.clamd import running_clamd
from tests.files import bombs


@pytest.fixture
def no_temporary_file_is_left(monkeypatch, tmp_path):
    """Temporary files go to a folder of the test's own, which is empty at its end."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def little_work(monkeypatch):
    """A cleaner that computes for longer than bombs.CPU_SECONDS ends as "undecodable"; the clock ends none."""
    bombs.limit_by_cpu(monkeypatch)


@pytest.fixture(scope="session")
def clamd(tmp_path_factory):
    """unix:// address of a daemon that knows one signature."""
    with running_clamd(tmp_path_factory.mktemp("clamd")) as address:
        yield address
