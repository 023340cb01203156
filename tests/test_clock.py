"""A test starts at the moment that its clock names, and the site's code reads no other clock."""

import re
import subprocess
import sys
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

pytestmark = pytest.mark.meta

#: Of PostgreSQL: these tell the server's time, which the tests' clock does not set.
OF_THE_SERVER = re.compile(
    r"(?<![.\w])(Now|NOW|now)\(\)"
    r"|\b(?i:current_date|current_timestamp|localtimestamp|(clock|statement|transaction)_timestamp)\b"
)
APPS = (
    "activities",
    "articles",
    "base",
    "campaign",
    "cms",
    "files",
    "home",
    "jobs",
    "media_library",
    "partners",
    "reporting",
    "schools",
    "search",
    "translations",
    "users",
)


@pytest.mark.clock("2028-02-29 00:05", tick=False)
def test_the_marker_sets_the_day_in_can_tho(clock):
    assert timezone.now() == datetime(2028, 2, 28, 17, 5, tzinfo=UTC)
    assert timezone.localdate() == date.today() == date(2028, 2, 29)
    clock.move_to("2026-12-31T16:59:59+00:00")
    assert timezone.localdate() == date(2026, 12, 31) and timezone.localtime().hour == 23


@pytest.mark.clock("2030-01-01 08:00")
def test_objects_are_stored_and_read_on_any_day(s3, buckets):
    s3.put_object(Bucket=buckets[0], Key="clock.txt", Body=b"x")
    assert s3.get_object(Bucket=buckets[0], Key="clock.txt")["Body"].read() == b"x"
    s3.delete_object(Bucket=buckets[0], Key="clock.txt")
    assert timezone.localdate().year == 2030


#: Modules that take one time of the server from another, which gives the same seconds whatever our clock says.
DIFFERENCES = {"jobs/recovery.py"}


@pytest.mark.django_db
@pytest.mark.clock("2030-01-01 08:00")
def test_other_processes_and_postgresql_keep_the_real_time():
    ask = "import datetime; print(datetime.date.today().year)"
    elsewhere = int(subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True).stdout)
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(year FROM now())")
        assert int(cursor.fetchone()[0]) == elsewhere != 2030


def test_no_code_of_ours_asks_postgresql_for_the_time():
    files = [path for app in APPS for path in (settings.BASE_DIR / app).rglob("*.py")]
    assert len(files) > 300 and OF_THE_SERVER.search("SELECT now()") and OF_THE_SERVER.search("at=Now()")
    asking = {path for path in files if OF_THE_SERVER.search(path.read_text("utf-8"))}
    assert {str(path.relative_to(settings.BASE_DIR)) for path in asking} == DIFFERENCES
