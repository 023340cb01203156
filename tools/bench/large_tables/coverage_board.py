"""P4 for the coverage board: 50 → 1,500 units, 22,500 states, 5,000,000 download events, in one run.

    make -s shell-demo < tools/bench/large_tables/coverage_board.py

Works on any database: everything is rolled back. Figures depend on the machine, so the table shows ratios within the
run.
"""

import statistics
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaign.models import Season
from files.models import StoredFile
from media_library.models import Asset, DownloadEvent
from media_library.statistics import daily as library_rollups
from schools.claims import template
from schools.coverage import rollups
from schools.models import ChecklistItem, Claim, Unit
from tools.bench.large_tables import indexes
from users.models import Organisation, User
from users.signin.backend import LOGIN_BACKEND

UNITS, EVENTS, ROUNDS = 1500, 5_000_000, 7
DAYS = 90  # on which each school takes something
FEW = 50  # units to compare with: a page of them, so that full pages are compared with full ones
PAGES = ["/admin/truong-hoc/", "/admin/truong-hoc/don-vi/", "/admin/truong-hoc/cho-xac-nhan/", "/vi/do-phu/"]
REPORTS = ["/admin/reports/kho/luot-tai/?theo=tai-lieu", "/admin/reports/kho/luot-tai/?theo=truong"]
REPORTS += ["/admin/reports/kho/"]
PAGES += REPORTS
PAGES += ["/truong/ma/"]  # independent of the tables that grow: its ratio is the noise of the machine


def clear() -> None:
    """Leave FEW schools without claims, and no download events."""
    few_schools()
    Claim.objects.all().delete()
    keep = list(Unit.objects.filter(kind="school").order_by("pk").values_list("organisation", flat=True)[:FEW])
    Unit.objects.exclude(organisation__in=keep).delete()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE media_library_downloadevent CASCADE")


def sample() -> None:
    """Create a download event where there is none; the five million are copies of it."""
    if DownloadEvent.objects.exists():
        return
    stored = StoredFile.objects.create(key="do", zone="released", state="clean", display_name="do", extension="pdf")
    asset = Asset.objects.create(code="DO-1", slug="do-1", kind="poster")
    version = asset.versions.create(number="1.0")
    file = version.files.create(role="print", label="do", stored=stored)
    DownloadEvent.objects.create(asset=asset, version=version, file=file, language="vi")


def copies_of_one_event() -> str:
    """SQL that copies the table's first row with other keys, units and days; all other columns are the same."""
    columns = [str(field.column) for field in DownloadEvent._meta.concrete_fields]
    # An array instead of a join: a join on “n % size” would compare every event with every unit.
    other = {
        "id": "1000000 + n",
        "organisation_id": "unit.ids[1 + n %% array_length(unit.ids, 1)]",
        "created_at": f"now() - n / array_length(unit.ids, 1) %% {DAYS} * interval '1 day'",
    }
    return f"""
        INSERT INTO media_library_downloadevent ({", ".join(columns)})
        SELECT {", ".join(other.get(column, f"sample.{column}") for column in columns)}
          FROM (SELECT * FROM media_library_downloadevent ORDER BY id LIMIT 1) sample
         CROSS JOIN (SELECT array_agg(organisation_id) AS ids FROM schools_unit) unit
         CROSS JOIN generate_series(%s::int, %s::int) n
    """


def few_schools() -> None:
    """Create schools until there are FEW, five in each ward."""
    for number in range(max(0, FEW - Unit.objects.filter(kind="school").count())):
        organisation = Organisation.objects.create(name=f"Trường {number}", kind="school")
        ward = f"phường {number // 5}"
        Unit.objects.create(organisation=organisation, code=f"DO-A{number}", level="thcs", ward=ward)


def fill(season: Season) -> None:
    """Create units up to UNITS with claims, and EVENTS download events."""
    start = time.monotonic()
    more = UNITS - Unit.objects.count()
    organisations = Organisation.objects.bulk_create(
        (Organisation(name=f"Trường đo {n}", kind="school") for n in range(more)), batch_size=1000
    )
    levels = ["thcs", "thcs", "thpt", "cao-dang", "dai-hoc"]
    Unit.objects.bulk_create(
        (
            Unit(
                organisation=organisation,
                code=f"DO-{n:05d}",
                level=levels[n % 5],
                ward=f"phường Đo {n % 103}",
                ward_key=f"phuong-do-{n % 103}",
            )
            for n, organisation in enumerate(organisations)
        ),
        batch_size=1000,
    )
    states(season)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no checks of foreign keys
        with indexes.built_afterwards(cursor, "media_library_downloadevent"):
            cursor.execute(copies_of_one_event(), [FEW * DAYS + 1, EVENTS])
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute("ANALYZE")
    print(f"filled in {time.monotonic() - start:.0f} s")


def states(season: Season) -> None:
    """Create fifteen claims for every unit without any, so that few and many units have the same number each."""
    items = [i for i in ChecklistItem.objects.filter(season=season) if i.applies_to("school", "thcs")][:15]
    words = [Claim.State.DECLARED, Claim.State.CONFIRMED, Claim.State.CONFIRMED, Claim.State.RETURNED]
    today = timezone.localdate()
    Claim.objects.bulk_create(
        (
            Claim(
                unit_id=unit,
                item=item,
                state=words[(unit + place) % 4],
                declared_at=timezone.now() - timedelta(days=(unit + place) % 50),
                declared_on=today - timedelta(days=(unit + place) % 50),
                confirmed_on=today if words[(unit + place) % 4] == "confirmed" else None,
            )
            for unit in Unit.objects.filter(claims=None).values_list("pk", flat=True)
            for place, item in enumerate(items)
        ),
        batch_size=2000,
    )


def signed_in(user: User) -> Client:
    """A test client signed in as `user`."""
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user, backend=LOGIN_BACKEND)
    return client


def measure(officer: Client, librarian: Client) -> dict[str, tuple[int, float]]:
    """{page: (queries, median milliseconds)}. Exits where a page does not answer 200."""
    results = {}
    for page in PAGES:
        client = librarian if page in REPORTS else officer
        client.get(page)
        with CaptureQueriesContext(connection) as counted:
            status = client.get(page).status_code
        queries = len(counted)  # read now: the next request clears the log
        if status != 200:
            raise SystemExit(f"{page}: {status}")
        times = []
        for _round in range(ROUNDS):
            start = time.perf_counter()
            client.get(page)
            times.append((time.perf_counter() - start) * 1000)
        results[page] = (queries, statistics.median(times))
    return results


class Undo(Exception):
    """Raised to roll back the transaction."""


def timed(words: str, work: Callable[[], object]) -> None:
    """Call `work` and print its duration."""
    start = time.monotonic()
    work()
    print(f"{words:44} {time.monotonic() - start:8.2f} s")


def run() -> None:
    """Measure with few rows, fill the tables, measure again, print the table."""
    season = Season.objects.order_by("-is_current").first() or Season.objects.create(
        name="Mùa đo", slug="mua-do", starts_on="2026-10-01", ends_on="2027-01-01", is_current=True
    )
    template.write_items(season)
    sample()
    librarian = User.objects.create_superuser("do@demo.example")
    officer = User.objects.filter(email="congan@demo.example").first() or librarian
    clients = signed_in(officer), signed_in(librarian)
    sample_kept = connection.cursor()
    sample_kept.execute("CREATE TEMP TABLE kept AS SELECT * FROM media_library_downloadevent LIMIT 1")
    clear()
    states(season)
    sample_kept.execute("INSERT INTO media_library_downloadevent SELECT * FROM kept")
    sample_kept.execute(copies_of_one_event(), [1, FEW * DAYS])
    rollups.rebuild(season)
    rollups.count_new_downloads(anew=True)
    library_rollups.rebuild()
    few = measure(*clients)
    fill(season)
    timed("rebuild the figures of 22,500 states", lambda: rollups.rebuild(season))
    timed("read 5,000,000 download events anew", lambda: rollups.count_new_downloads(anew=True))
    timed("read what is new", rollups.count_new_downloads)
    timed("count 5,000,000 downloads per day", library_rollups.rebuild)
    many = measure(*clients)
    print(f"{Claim.objects.count()} states, {Unit.objects.count()} units")
    print(f"{'page':34}{'queries':>12}{f'{FEW} units':>12}{'1,500':>12}{'ratio':>8}")
    for page in PAGES:
        (few_queries, few_ms), (queries, ms) = few[page], many[page]
        print(f"{page:34}{few_queries:>6} →{queries:>4}{few_ms:>10.0f}ms{ms:>10.0f}ms{ms / few_ms:>8.2f}")


def main() -> None:
    """Run in a transaction that is rolled back."""
    try:
        with transaction.atomic():
            run()
            raise Undo
    except Undo:
        print("rolled back")


main()
