"""The servers that `make demo` and the tests use are closed to strangers and survive bad luck."""

import os
import secrets
import signal
import subprocess
import sys
import urllib.error
import urllib.request

import psutil
import psycopg
import pytest
from botocore.exceptions import ClientError
from psycopg.sql import SQL, Identifier

from tools.devserver import browser, prepare, state
from tools.devserver.postgres import Postgres

pytestmark = pytest.mark.meta


def test_anonymous_may_neither_read_nor_write(local_storage, buckets, s3):
    s3.put_object(Bucket=buckets[1], Key="a", Body=b"1")
    for method in ("GET", "PUT"):
        body = b"x" if method == "PUT" else None
        request = urllib.request.Request(f"{local_storage.url}/{buckets[1]}/a", method=method, data=body)
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=5)
        assert refused.value.code == 403


def test_each_key_reaches_its_own_bucket_only(local_storage, buckets):
    for identity, own, other in (("quarantine", *buckets), ("released", *reversed(buckets))):
        client = local_storage.client(identity)
        client.put_object(Bucket=own, Key="mine", Body=b"1")
        assert client.get_object(Bucket=own, Key="mine")["Body"].read() == b"1"
        for action in (client.get_object, client.put_object):
            with pytest.raises(ClientError) as refused:
                action(Bucket=other, Key="mine")
            assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


def test_cors_shows_the_etag_of_a_part_to_the_sites_own_pages_only(local_storage, buckets):
    name = f"{buckets[0]}-cors"
    local_storage.ensure_bucket(name, ["http://127.0.0.1:8123"])

    def ask(origin):
        headers = {"Origin": origin, "Access-Control-Request-Method": "PUT"}
        request = urllib.request.Request(f"{local_storage.url}/{name}/a", method="OPTIONS", headers=headers)
        return urllib.request.urlopen(request, timeout=5)

    try:
        with ask("http://127.0.0.1:8123") as response:
            assert response.headers["Access-Control-Allow-Origin"] == "http://127.0.0.1:8123"
            assert "ETag" in response.headers["Access-Control-Expose-Headers"]
        with pytest.raises(urllib.error.HTTPError) as refused:
            ask("http://elsewhere.example")
        assert refused.value.code == 403
        refused.value.close()
    finally:
        local_storage.client("admin").delete_bucket(Bucket=name)


def test_storage_listens_on_loopback_only(local_storage):
    addresses = {c.laddr.ip for c in local_storage.running().net_connections("inet") if c.status == psutil.CONN_LISTEN}
    assert addresses == {"127.0.0.1"}


def test_postgres_comes_back_with_its_data_after_kill_9(tmp_path):
    server = Postgres(tmp_path, durable=False)
    try:
        server.start().send_signal(signal.SIGKILL)
        again = Postgres(tmp_path, durable=False)
        again.start()
        assert again.running()
        assert again.values["password"] == server.values["password"]
    finally:
        Postgres(tmp_path).erase()
    assert not (tmp_path / "postgres").exists()


def test_data_of_a_removed_folder_are_begun_anew(tmp_path):
    """A clone removed with rm -rf after a killed run leaves data in memory, whose password nobody knows any more."""
    server = Postgres(tmp_path, durable=False)
    server.start(tied=False)
    server.running().kill()
    server.state_file.unlink()
    again = Postgres(tmp_path, durable=False)
    try:
        again.start(tied=False)
        assert psycopg.connect(f"{again.url}/postgres").execute("SELECT 1").fetchone() == (1,)
    finally:
        again.erase()


def test_secrets_are_readable_by_their_owner_only(tmp_path):
    state.write(tmp_path / "x.json", {"password": "p"})
    assert os.stat(tmp_path / "x.json").st_mode & 0o777 == 0o600
    assert state.read(tmp_path / "x.json") == {"password": "p"}


def test_a_port_is_promised_once_but_a_server_comes_back_on_its_own():
    promised = state.free_ports(1)  # nobody listens there yet
    several = state.free_ports(3)
    assert promised not in range(several, several + 3)
    assert state.free_ports(3, several) == several


def test_a_demo_made_for_other_tables_is_not_opened_but_explained(local_storage):
    server, name = os.environ["DATABASE_URL"].rsplit("/", 1)[0], f"kmm_old_{secrets.token_hex(4)}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as outside:
        outside.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        try:
            url = f"{server}/{name}"
            assert not prepare.is_of_other_code(url)  # empty: it is signed for this code
            with psycopg.connect(url) as inside:
                inside.execute("CREATE TABLE django_migrations (id int)")
            assert not prepare.is_of_other_code(url)  # the next start
            outside.execute(SQL("COMMENT ON DATABASE {} IS 'other migrations'").format(Identifier(name)))
            result = subprocess.run(
                [sys.executable, "-m", "tools.devserver.prepare"],
                env=os.environ | {"DATABASE_URL": url},
                cwd=state.ROOT,
                capture_output=True,
                text=True,
                check=False,
            )
            assert result.returncode == 1 and "make demo-reset" in result.stderr and "Traceback" not in result.stderr
        finally:
            outside.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


@pytest.mark.parametrize("apt_works", [True, False])
def test_a_browser_with_windows_serves_the_tests_only_where_no_other_can_be_had(tmp_path, monkeypatch, apt_works):
    def put(name):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)

    def install(*packages):
        installed.extend(packages)
        for name in packages if apt_works else ():
            put(name)
        return apt_works

    installed = []
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(browser, "_playwright_has_one", lambda: False)
    monkeypatch.setattr(browser.debian, "install", install)
    put("chromium")
    assert browser.main() == 0 and installed == [], "the bench and the screenshots take what is there"
    assert browser.main(windowless=True) == 0 and installed == ["chromium-headless-shell"]
    used = "chromium-headless-shell" if apt_works else "chromium"
    assert browser.find(windowless=True) == str(tmp_path / used)
    assert browser.find() == str(tmp_path / "chromium")
    assert browser.main(windowless=True) == 0 and len(installed) == (1 if apt_works else 2)
