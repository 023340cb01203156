"""P2 and P3: pages beside the same kind of page of a plain Wagtail site (plain_site/), in one run.

Both sites render alternately, each in a process of its own, so that other load on the machine meets both. Figures are
CPU milliseconds of one request in the process (PostgreSQL's own time is not included). “Not kept”: there is no page
cache; the site context (header, footer, help numbers) is kept, as it is between two publications. “Nothing kept”: the
whole cache is emptied before each request. “Kept”: with the page cache.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from tools.bench import plain_site
from tools.bench.figures import Figure, at_least, at_most
from tools.bench.load import requests_a_second
from tools.bench.site import FOLDER, Site, get
from tools.devserver.state import ROOT

SCRIPT = ROOT / "tools" / "bench" / "plain_site" / "render.py"
BACKEND = "users.signin.backend.AccountBackend"
TURNS, ROUNDS = range(5), 15
SECONDS = 2.0  # of one measurement of requests a second
NOT_KEPT = {"PAGE_CACHE_SECONDS": "0"}
CLEAR = "django.core.cache:cache.clear"
#: page → (address, the plain site's page of its kind, most of its CPU time where it is not kept)
PUBLIC = {
    "trang chủ": ("/vi/", "front", 1.5),
    "chuyên mục": ("/vi/nhan-dien-chieu-tro/", "list", 1.5),
    "bài": ("/vi/phong-su/sau-gio-bi-giu-boi-mot-cuoc-goi/", "post", 2.5),
    "kho tài liệu": ("/vi/kho-tai-lieu/", "list", 1.5),
    "trang tài liệu": ("/vi/kho-tai-lieu/p-a3-03/", "post", 2.5),
    "bộ tài liệu": ("/vi/bo-tai-lieu/kit-thcs/", "post", 2.5),
    "trang KOL": ("/vi/kol/may-miet-vuon/", "post", 2.5),
    "bảng độ phủ": ("/vi/do-phu/", "list", 1.5),
    "tìm kiếm": ("/vi/tim-kiem/?q=lua+dao", "search", 1.0),
}
#: Pages that are never kept.
NEVER_KEPT = ("bảng độ phủ", "tìm kiếm")
MOST_KEPT, MOST_KEPT_SIGNED_IN, MOST_ADMIN, LEAST_REQUESTS = 1.0, 4.0, 1.2, 15.0  # ms, ms, ×, ×
#: who reads → account of the demo
READERS = {
    "giáo viên": "truong@thcs.example",
    "đối tác": "kol@demo.example",
    "biên tập viên": "bientap@baocantho.example",
}
#: The administration: address here → stock Wagtail's same page, or the one that does the same kind of work; {page},
#: {parent} and {asset} are numbers of the own site.
ADMIN = {
    "trang chủ": ("/admin/", "/admin/"),
    "cây trang": ("/admin/pages/{parent}/", "/admin/pages/{parent}/"),
    "mở bài để sửa": ("/admin/pages/{page}/edit/", "/admin/pages/{page}/edit/"),
    "bảng việc": ("/admin/toa-soan/", "/admin/pages/{parent}/"),
    "lịch": ("/admin/toa-soan/lich/", "/admin/pages/{parent}/"),
    "danh sách kho": ("/admin/snippets/media_library/asset/", "/admin/images/"),
    "mở tài liệu để sửa": ("/admin/snippets/media_library/asset/edit/{asset}/", "/admin/pages/{page}/edit/"),
}
Costs = dict[str, dict[str, float]]
Turns = list[tuple[Costs, Costs]]


def measure(site: Site) -> list[Figure]:
    """Ratios of CPU time with milliseconds, model instances and queries beside them; then requests a second."""
    folder, plain = FOLDER / "plain", plain_environment(site)
    make_database(site)
    plain_site.make(folder, plain)
    ours = site.demo.environment | {"CACHE_DIR": f"{site.demo.folder}/cache-cold"}
    figures = _not_kept(ours | NOT_KEPT, plain, str(folder)) + _kept(ours)
    return figures + _admin(ours, plain, str(folder)) + _requests(site, plain, folder)


def _not_kept(ours: dict[str, str], plain: dict[str, str], folder: str) -> list[Figure]:
    """All public pages beside the plain site's; with a budget while the site context is kept, else without."""
    paths = {name: path for name, (path, _kind, _budget) in PUBLIC.items()}
    turns = [(_render(ours, paths), _render(plain, plain_site.PAGES, folder=folder)) for _turn in TURNS]
    figures = [_compared(f"{name}, không giữ", turns, name, kind, most) for name, (_p, kind, most) in PUBLIC.items()]
    emptied = _render(ours, paths, before=CLEAR)
    return figures + [
        Figure(f"P3 {name}, bộ đệm rỗng", f"{costs['ms']:.1f} ms, {costs['queries']:.0f} truy vấn")
        for name, costs in emptied.items()
    ]


def _kept(ours: dict[str, str]) -> list[Figure]:
    """CPU milliseconds of pages from the page cache, for visitors and for people who have signed in."""
    paths = {name: path for name, (path, _kind, _budget) in PUBLIC.items() if name not in NEVER_KEPT}
    figures = []
    for reader, account in {"khách": "", **READERS}.items():
        most = MOST_KEPT_SIGNED_IN if account else MOST_KEPT
        costs = _render(ours, paths, account)
        figures += [at_most(f"P2 {name}, {reader}: trang đã giữ", costs[name]["ms"], most, "ms") for name in paths]
    return figures


def _admin(ours: dict[str, str], plain: dict[str, str], folder: str) -> list[Figure]:
    """The administration's pages that people open most, beside stock Wagtail's."""
    own = numbers(ours, "articles.ArticlePage", "") | {"asset": _first_asset(ours)}
    stock = numbers(plain, "blog.BlogPage", folder)
    mine = {name: path.format(**own) for name, (path, _same) in ADMIN.items()}
    theirs = {name: path.format(**stock) for name, (_path, path) in ADMIN.items()}
    turns = [
        (
            _render(ours, mine, "admin@demo.example", second_factor=True),
            _render(plain, theirs, plain_site.EDITOR, folder=folder),
        )
        for _turn in TURNS
    ]
    return [_compared(f"quản trị, {name}", turns, name, name, MOST_ADMIN) for name in ADMIN]


def _requests(site: Site, plain: dict[str, str], folder: Path) -> list[Figure]:
    """Requests a second of kept pages of both sites, two processes of four threads each, alternately.

    Ours with a parameter that no page reads (?la=1), as social networks add them: the page cache must ignore it.
    """
    shipped = site.another(CACHE_DIR=f"{site.demo.folder}/cache-warm")
    theirs = site.serve("plain.wsgi", folder, plain, "/")
    figures = []
    for name, (path, kind, _budget) in PUBLIC.items():
        if name in NEVER_KEPT:
            continue
        own, other = f"{shipped}{path}?la=1", theirs + plain_site.PAGES[kind]
        for url in (own, other) * 4:  # each process has loaded its code and templates
            get(url)
        pairs = [(requests_a_second(own, SECONDS), requests_a_second(other, SECONDS)) for _turn in TURNS]
        note = " – ".join(f"{statistics.median(side):.0f}" for side in zip(*pairs, strict=True))
        value = statistics.median(first / second for first, second in pairs)
        figures.append(at_least(f"P2 {name}: lượt/s so với Wagtail trơn", value, LEAST_REQUESTS, note=note))
    return figures


def _compared(name: str, turns: Turns, ours: str, kind: str, budget: float) -> Figure:
    ratio = statistics.median(own[ours]["ms"] / plain[kind]["ms"] for own, plain in turns)
    ms, theirs = (statistics.median(turn[side][key]["ms"] for turn in turns) for side, key in ((0, ours), (1, kind)))
    own = turns[-1][0][ours]
    note = f"{ms:.1f} : {theirs:.1f} ms CPU; {own['rows']:.0f} đối tượng, {own['queries']:.0f} truy vấn, "
    return at_most(f"P3 {name} so với Wagtail trơn", ratio, budget, note=f"{note}{own['bytes'] / 1000:.0f} kB")


def _render(environment: dict[str, str], pages: dict[str, str], user: str = "", folder: str = "", **job: Any) -> Costs:
    order = {"pages": pages, "user": user or None, "rounds": ROUNDS, "backend": None if folder else BACKEND} | job
    return dict(json.loads(_run([str(SCRIPT), json.dumps(order)], environment, folder)))


def numbers(environment: dict[str, str], model: str, folder: str) -> dict[str, int]:
    """`page`: the newest live page of the model in the site's own language; `parent`: the page above it."""
    code = (
        "import django; django.setup(); from django.apps import apps; import json; from wagtail.models import Locale; "
        f"pages = apps.get_model('{model}').objects.live().filter(locale=Locale.get_default()); "
        "page = pages.order_by('-pk').first(); "
        "print(json.dumps({'page': page.pk, 'parent': page.get_parent().pk}))"
    )
    return dict(json.loads(_run(["-c", code], environment, folder)))


def _first_asset(environment: dict[str, str]) -> int:
    """Number of a released asset."""
    code = (
        "import django; django.setup(); from media_library.models import Asset; "
        "print(Asset.objects.filter(code='P-A3-03').values_list('pk', flat=True).get())"
    )
    return int(_run(["-c", code], environment, ""))


def _run(command: list[str], environment: dict[str, str], folder: str) -> str:
    """The last line of the standard output of a Python process in the site's folder."""
    place = folder or str(ROOT)
    process = subprocess.run(
        [sys.executable, "-P", *command],  # the site's own “blog”, not the one beside the script
        cwd=place,
        env=environment | {"PYTHONPATH": place},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return process.stdout.strip().rpartition("\n")[2]


def plain_environment(site: Site) -> dict[str, str]:
    """Environment variables of the plain site's programs."""
    address = urlsplit(site.demo.postgres.url)
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "plain.settings.measured",
        "PLAIN_HOST": str(address.hostname),
        "PLAIN_PORT": str(address.port),
        "PLAIN_USER": str(address.username),
        "PLAIN_PASSWORD": str(address.password),
    }


def make_database(site: Site) -> None:
    """Make the database “plain” where it is missing or older than the plain site's files; then that is made anew."""
    with psycopg.connect(f"{site.demo.postgres.url}/postgres", autocommit=True) as connection:
        row = connection.execute("SELECT 1 FROM pg_database WHERE datname = 'plain'").fetchone()
        if not row or not plain_site.is_made(FOLDER / "plain"):
            connection.execute("DROP DATABASE IF EXISTS plain")
            connection.execute("CREATE DATABASE plain")
            (FOLDER / "plain" / "made").unlink(missing_ok=True)
