"""Worlds: databases and files that tests start from, made once in a run and then copied.

A module says `pytestmark = pytest.mark.world("newsroom")`; without a mark its world is "front": what the migrations
leave, and the Vietnamese front page. PostgreSQL copies a database in about 0.1 s, S3 copies its own objects. All
processes of a run share a world, and the first that needs it fills it. A fixture of the same name in conftest.py
gives the world's objects.
"""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg
from botocore.exceptions import ClientError
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection, connections
from django.utils import translation

from tests.indexes import Indexes
from tools.devserver import state

EMPTY = "empty"
#: world → "module:function" that fills an empty database and the buckets, through the site's own code
FILLERS = {
    "accepted": "tests.partners.filled:fill_accepted",
    "city": "tests.city:fill_city",
    "demo": "tests.demo.small_seed:fill_demo",
    "outlets": "tests.two_outlets_world:fill_two_outlets",
    "feeds": "tests.articles.feeds_world:fill_feeds",
    "front": "tests.factories:make_home",
    "help": "tests.e2e.readers_world:fill_help",
    "judged": "tests.search.judged:load",
    "kol": "tests.kol_world:fill_kol",
    "languages": "tests.languages_world:fill_languages",
    "library": "tests.library_world:fill_library",
    "newsroom": "tests.newsroom_world:fill_newsroom",
    "opening": "tests.home.first_day:begin",
    "permissions": "tests.users.permission_rows:fill_permissions",
    "published": "tests.partners.filled:fill_published",
    "readers": "tests.e2e.readers_world:fill_readers",
    "school": "tests.school_world:fill_school",
    "teachers": "tests.search.teachers_world:fill",
    "assets": "tests.media_library.small_library:make_library",
}


class Worlds:
    """The worlds of one run as one process sees them. `current` is what its database was copied from."""

    def __init__(self, folder: Path, run: str, empty: str, admin: Any, buckets: tuple[str, ...]) -> None:
        """`empty` names the migrated database, `admin` is a boto3 client, `buckets` are this process's own."""
        self.folder, self.run, self.admin, self.buckets = folder, run, admin, buckets
        self.templates = {EMPTY: empty}
        self.current = EMPTY
        self.changed = False  # a test committed something since the database was copied
        self._kept_keys: dict[str, set[str]] = {}  # of worlds' buckets, which do not change

    def enter(self, name: str) -> None:
        """Start from `name`: fills it unless a process of this run has. Django must be allowed to use the database."""
        if name not in self.templates:
            with state.locked(self.folder / f"world-{self.run}-{name}.lock"):
                self._make(name)
        elif name != self.current:
            self.restore(name)
        elif self.changed:
            self.give_back()

    def give_back(self) -> None:
        """Undo what tests committed in the current world: nothing, where PostgreSQL counted no row written."""
        if self._rows_written():
            self.restore(self.current)
        else:
            cache.clear()
            self.changed = False

    def restore(self, name: str) -> None:
        """Replace this process's database by a copy of `name`, which is made already, and put its files back."""
        database = connection.settings_dict["NAME"]
        self._on_server(
            f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)',
            f'CREATE DATABASE "{database}" TEMPLATE "{self.templates[name]}" STRATEGY file_copy',
        )
        ContentType.objects.clear_cache()
        cache.clear()
        self.current, self.changed = name, False
        self.put_files_back()

    def put_files_back(self) -> None:
        """Copy the world's objects that are missing here: a test's end brings rows back, what it deleted stays away."""
        if self.current != EMPTY:
            for own, backup in zip(self.buckets, self._kept_buckets(self.current), strict=True):
                if backup not in self._kept_keys:
                    self._kept_keys[backup] = self._keys(backup)
                self._copy_objects(backup, own, {key for key in self._kept_keys[backup] if not self._has(own, key)})

    def remove_all(self) -> None:
        """At the end of a run, in its first process."""
        pattern = f"kmm_world_{self.run}_%"
        server = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
        with psycopg.connect(f"{server}/postgres", autocommit=True) as outside:
            for (name,) in outside.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [pattern]):
                outside.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        for bucket in self.admin.list_buckets()["Buckets"]:
            if f"-world-{self.run}-" in bucket["Name"]:  # a server that runs on has room for some dozens
                self.admin.delete_bucket(Bucket=bucket["Name"])  # with what is in it
        for path in self.folder.glob(f"world-{self.run}-*.lock"):
            path.unlink()

    def _make(self, name: str) -> None:
        template = f"kmm_world_{self.run}_{name}"
        self.templates[name] = template
        if self._exists(template):
            self.restore(name)
            return
        self.restore(EMPTY)
        before = [self._keys(bucket) for bucket in self.buckets]
        module, function = FILLERS[name].split(":")
        followed, Indexes.follow = Indexes.follow, True
        with translation.override("vi"):  # else that of the last test's last request
            getattr(import_module(module), function)()
        Indexes.follow = followed
        cache.clear()
        for own, backup, old in zip(self.buckets, self._kept_buckets(name), before, strict=True):
            self.admin.create_bucket(Bucket=backup)
            self._copy_objects(own, backup, self._keys(own) - old)
        database = connection.settings_dict["NAME"]
        self._on_server(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'",
            f'CREATE DATABASE "{template}_begun" TEMPLATE "{database}" STRATEGY file_copy',
            f'ALTER DATABASE "{template}_begun" RENAME TO "{template}"',  # half of a world never gets the name
        )
        self.current, self.changed = name, False

    def _rows_written(self) -> int:
        """Rows that anybody inserted, changed or deleted in this process's database since it was copied.

        A connection reports its last rows when it ends, so all of them are ended first.
        """
        database = connection.settings_dict["NAME"]
        connections.close_all()
        server = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
        with psycopg.connect(f"{server}/postgres", autocommit=True) as outside:
            outside.execute(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = %s", [database]
            )
            counted = "SELECT tup_inserted + tup_updated + tup_deleted FROM pg_stat_database WHERE datname = %s"
            return outside.execute(counted, [database]).fetchone()[0]

    def _exists(self, template: str) -> bool:
        server = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
        with psycopg.connect(f"{server}/postgres", autocommit=True) as outside:
            return bool(outside.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template]).fetchone())

    def _on_server(self, *statements: str) -> None:
        """Run `statements` outside the test database, whose connections are closed first."""
        connections.close_all()
        server = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
        with psycopg.connect(f"{server}/postgres", autocommit=True) as outside:
            for statement in statements:
                outside.execute(statement)

    def _kept_buckets(self, name: str) -> list[str]:
        return [f"{own.split('-')[0]}-world-{self.run}-{name}" for own in self.buckets]

    def _keys(self, bucket: str) -> set[str]:
        pages = self.admin.get_paginator("list_objects_v2").paginate(Bucket=bucket)
        return {item["Key"] for page in pages for item in page.get("Contents", [])}

    def _has(self, bucket: str, key: str) -> bool:
        """Of the few dozen files of a world each is asked for: thousands of other tests' lie beside them in a list."""
        try:
            self.admin.head_object(Bucket=bucket, Key=key)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
                raise
            return False
        return True

    def _copy_objects(self, source: str, target: str, keys: set[str]) -> None:
        for key in keys:
            self.admin.copy_object(Bucket=target, Key=key, CopySource={"Bucket": source, "Key": key})
