"""P4: from 1,000 to 100,000 articles and 500 to 20,000 assets, queries stay equal, time grows by at most 50 % and the
CPU time of this process, without PostgreSQL's, by at most 30 %.

Everything is written in one transaction that is rolled back at the end.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Model
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from articles.models import ArticlePage, SectionPage
from base import site_context
from files.models import StoredFile
from media_library.models import Asset, AssetFile, AssetText, AssetVersion
from tools.bench.figures import Figure, at_most
from tools.bench.measures.cold import BACKEND
from tools.bench.site import Site
from tools.devserver.state import LocalError
from users.models import User

STORIES, ASSETS = (1_000, 100_000), (500, 20_000)
ROUNDS = 7
PATHS = {  # with few rows → with many
    "/vi/": "/vi/",
    "/vi/nhan-dien-chieu-tro/": "/vi/nhan-dien-chieu-tro/",
    "/vi/nhan-dien-chieu-tro/?trang=50": "/vi/nhan-dien-chieu-tro/?trang=500",
    "/vi/kho-tai-lieu/?dip=chao-co&loai=poster&nn=vi": "/vi/kho-tai-lieu/?dip=chao-co&loai=poster&nn=vi",
    "/vi/kho-tai-lieu/": "/vi/kho-tai-lieu/",
    "/vi/kho-tai-lieu/?trang=20": "/vi/kho-tai-lieu/?trang=900",
    "/vi/kho-tai-lieu/p-a3-03/": "/vi/kho-tai-lieu/p-a3-03/",
    "/admin/": "/admin/",
    "/admin/toa-soan/": "/admin/toa-soan/",
    "/admin/toa-soan/lich/": "/admin/toa-soan/lich/",
    "/admin/su-kien/new/": "/admin/su-kien/new/",
    "/admin/snippets/media_library/asset/": "/admin/snippets/media_library/asset/",
    "/admin/kho/duong-di/": "/admin/kho/duong-di/",
    "/admin/reports/kho/khoang-trong/": "/admin/reports/kho/khoang-trong/",
}
CONTROL = "/vi/can-giup-do/"  # independent of the tables that grow: its ratio is the noise of the machine


@dataclass(frozen=True)
class Cost:
    """Queries, and medians of time and of CPU time in milliseconds."""

    queries: int
    ms: float
    cpu: float


class Undo(Exception):
    """Raised to roll back the transaction."""


def measure(_site: Site) -> list[Figure]:
    """Ratio and both query counts per page."""
    figures: list[Figure] = []
    try:
        with transaction.atomic():
            _grow(STORIES[0], ASSETS[0])
            few, few_published, few_control = {path: _cost(path) for path in PATHS}, _publishing(), _cost(CONTROL)
            _grow(STORIES[1], ASSETS[1])
            many, published = {path: _cost(path) for path in PATHS.values()}, _publishing()
            control = _cost(CONTROL)
            noise = control.ms / few_control.ms, control.cpu / few_control.cpu
            figures.append(Figure(f"P4 {CONTROL}: máy chậm đi", f"{noise[0]:.2f} ×, CPU {noise[1]:.2f} ×"))
            for before, after in PATHS.items():
                figures += _compared(after, few[before], many[after], noise)
            figures += _compared("xuất bản một bài", few_published, published, noise)
            raise Undo
    except Undo:
        return figures


def _compared(name: str, few: Cost, many: Cost, noise: tuple[float, float]) -> list[Figure]:
    """Figures for the growth between two costs; the ratios of time and of CPU time are divided by those of `noise`."""
    same = few.queries == many.queries
    return [
        at_most(f"P4 {name}", many.ms / few.ms / noise[0], 1.5, note=f"{few.ms:.0f} → {many.ms:.0f} ms"),
        at_most(f"P4 {name}: CPU", many.cpu / few.cpu / noise[1], 1.3, note=f"{few.cpu:.0f} → {many.cpu:.0f} ms"),
        Figure(f"P4 {name}: truy vấn", f"{few.queries} → {many.queries}", "như nhau", same),
    ]


def _cost(path: str) -> Cost:
    """Cost of a page with the page cache off."""
    client = Client(headers={"host": "127.0.0.1"})
    if path.startswith("/admin/"):
        client.force_login(User.objects.filter(is_superuser=True).earliest("pk"), backend=BACKEND)
    with override_settings(PAGE_CACHE_SECONDS=0):
        if (status := client.get(path).status_code) != 200:
            raise LocalError(f"{path}: {status}")
        return _cost_of(lambda: client.get(path))


def _cost_of(work: Callable[[], Any]) -> Cost:
    """Cost of `work`, over ROUNDS calls and one more that counts the queries."""
    with CaptureQueriesContext(connection) as counted:
        work()
    queries = len(counted)  # before the next request empties Django's log
    spent = []
    for _round in range(ROUNDS):
        began = time.perf_counter(), time.process_time()
        work()
        spent.append((time.perf_counter() - began[0], time.process_time() - began[1]))
    ms, cpu = (statistics.median(side) * 1000 for side in zip(*spent, strict=True))
    return Cost(queries, ms, cpu)


def _publishing() -> Cost:
    """Cost of saving and publishing an article, without the tasks after the commit."""
    story = ArticlePage.objects.live().filter(locale__language_code="vi", latest_revision__isnull=False).first()

    def publish() -> None:
        story.sapo = f"{story.sapo.split(' (')[0]} ({timezone.now():%M:%S.%f})"
        story.save_revision().publish(skip_permission_checks=True)

    publish()
    return _cost_of(publish)


def _grow(stories: int, assets: int) -> None:
    section = SectionPage.objects.get(slug="nhan-dien-chieu-tro", locale__language_code="vi")
    _copy_stories(section, stories - ArticlePage.objects.child_of(section).count())
    _copy_assets(assets - Asset.objects.count())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    site_context.invalidate()  # written past Django's signals


def _columns(model: type[Model], **other: str) -> tuple[str, str]:
    """SQL lists of a table's columns and of the values of a copied row `t`, with those of `other` replaced."""
    names = [str(field.column) for field in model._meta.local_concrete_fields]
    return ", ".join(f'"{name}"' for name in names), ", ".join(other.get(name, f't."{name}"') for name in names)


def _copy_stories(section: SectionPage, number: int) -> None:
    last = ArticlePage.objects.child_of(section).order_by("path").last()
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    first = int(section.get_last_child().path[-4:], 36)
    start = 1_000_000 + first * 10  # unused primary keys
    serial = "".join(f"substr('{digits}', ({first} + n) / {36**power} %% 36 + 1, 1) || " for power in (3, 2, 1, 0))
    page_names, page_values = _columns(
        Page,
        id=f"{start} + n",
        path=f"substr(t.path, 1, length(t.path) - 4) || {serial.removesuffix(' || ')}",
        slug=f"'do-{first}-' || n",
        url_path=f"'{section.url_path}do-{first}-' || n || '/'",
        translation_key="gen_random_uuid()",
        latest_revision_id="NULL",
        live_revision_id="NULL",
        first_published_at="t.first_published_at - n * interval '10 minutes'",
    )
    own_names, own_values = _columns(
        ArticlePage,
        page_ptr_id=f"{start} + n",
        published_at="t.published_at - n * interval '10 minutes'",
    )
    with connection.cursor() as cursor:
        rows = "CROSS JOIN generate_series(1, %s) n WHERE"
        cursor.execute(
            f"INSERT INTO wagtailcore_page ({page_names}) SELECT {page_values} FROM wagtailcore_page t {rows} "
            "t.id = %s",
            [number, last.pk],
        )
        cursor.execute(
            f"INSERT INTO articles_articlepage ({own_names}) SELECT {own_values} FROM articles_articlepage t {rows} "
            "t.page_ptr_id = %s",
            [number, last.pk],
        )
        cursor.execute("UPDATE wagtailcore_page SET numchild = numchild + %s WHERE id = %s", [number, section.pk])


def _copy_assets(number: int) -> None:
    """Copy released assets with their current version, files and texts; in the database only, without objects."""
    originals = list(Asset.objects.filter(status="released").values_list("pk", "current_version_id"))
    start = 1_000_000 + (Asset.objects.aggregate(last=Max("pk"))["last"] or 0)
    new = f"{start} + n"
    stored = f"md5(t.{{}}::text || ({new}))::uuid"  # with a number that no earlier growth has used
    row = f"{start} * 100 + row_number() OVER ()"
    copied = (  # model, its rows t of the original {}, place of that key in `originals`, columns of a copy
        (Asset, "t.id = {}", 0, {"id": new, "uuid": "gen_random_uuid()", "code": f"'DO-' || {new}",
                                 "slug": f"'do-' || {new}", "current_version_id": new}),
        (AssetVersion, "t.id = {}", 1, {"id": new, "asset_id": new}),
        (StoredFile, "t.id IN (SELECT stored_id FROM media_library_assetfile WHERE version_id = {})", 1,
         {"id": stored.format("id"), "key": f"'do/' || md5(t.id::text || ({new}))"}),
        (AssetFile, "t.version_id = {}", 1,
         {"id": row, "uuid": "gen_random_uuid()", "version_id": new, "stored_id": stored.format("stored_id")}),
        (AssetText, "t.asset_id = {}", 0, {"id": row, "asset_id": new, "translation_key": "gen_random_uuid()"}),
    )  # fmt: skip
    with connection.cursor() as cursor:
        for model, rows, place, other in copied:
            names, values = _columns(model, **other)
            cursor.execute(
                f"INSERT INTO {model._meta.db_table} ({names}) SELECT {values} FROM generate_series(1, %s) n "
                f"JOIN {model._meta.db_table} t ON {rows.format('(%s::bigint[])[1 + n %% %s]')}",
                [number, [keys[place] for keys in originals], len(originals)],
            )
