"""P3: CPU of a page made anew, beside the same kind of page of a plain Wagtail site (plain_site/), in one run.

Both sites render in processes of their own, by turns, so that other load on the machine meets both. “Anew” is: no page
cache, the site context warm, as after a publication. Signed-in readers are measured with the page cache besides: what
they wait for every day.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from urllib.parse import urlsplit

import psycopg

from tools.bench import plain_site
from tools.bench.figures import Figure, at_least, at_most
from tools.bench.site import FOLDER, Site
from tools.devserver.state import ROOT

SCRIPT = ROOT / "tools" / "bench" / "plain_site" / "render.py"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TURNS, ROUNDS = 5, 5
#: page → (address, the plain site's page of its kind, most of its CPU time)
PUBLIC = {
    "trang chủ": ("/vi/", "front", 0.5),
    "chuyên mục": ("/vi/nhan-dien-chieu-tro/", "list", 0.5),
    "bài": ("/vi/phong-su/sau-gio-bi-giu-boi-mot-cuoc-goi/", "post", 0.5),
    "kho tài liệu": ("/vi/kho-tai-lieu/", "list", 0.5),
    "trang tài liệu": ("/vi/kho-tai-lieu/p-a3-03/", "post", 0.5),
    "trang KOL": ("/vi/kol/may-miet-vuon/", "post", 0.5),
    "tìm kiếm": ("/vi/tim-kiem/?q=lua+dao", "search", 0.67),
}
#: who reads → account of the demo
READERS = {
    "giáo viên": "truong@thcs.example",
    "đối tác": "kol@demo.example",
    "biên tập viên": "bientap@baocantho.example",
}
#: The administration beside stock Wagtail's same page; {page} and {parent} are numbers of the own site.
ADMIN = {"trang chủ": "/admin/", "cây trang": "/admin/pages/{parent}/", "mở bài để sửa": "/admin/pages/{page}/edit/"}
Costs = dict[str, dict[str, float]]


def measure(site: Site) -> list[Figure]:
    """Ratios of CPU time, with milliseconds, model instances and queries beside them."""
    folder, plain = FOLDER / "plain", plain_environment(site)
    make_database(site)
    plain_site.make(folder, plain)
    ours = site.demo.environment | {"PAGE_CACHE_SECONDS": "0", "CACHE_DIR": f"{site.demo.folder}/cache-cold"}
    kept = site.demo.environment | {"CACHE_DIR": f"{site.demo.folder}/cache-kept"}
    paths = {name: path for name, (path, _kind, _budget) in PUBLIC.items()}
    turns = [(_render(ours, paths), _render(plain, plain_site.PAGES, folder=str(folder))) for _turn in range(TURNS)]
    found = [_compared(name, turns, name, kind, budget) for name, (_path, kind, budget) in PUBLIC.items()]
    for reader, account in READERS.items():
        anew, warm = (_render(environment, paths, account) for environment in (ours, kept))
        found += [
            at_least(f"P3 {name}, {reader}: gấp mấy lần nhờ bản giữ sẵn", anew[name]["ms"] / warm[name]["ms"], 10)
            for name in paths
            if name != "tìm kiếm"
        ]
    return found + _admin(ours, plain, str(folder))


def _admin(ours: dict[str, str], plain: dict[str, str], folder: str) -> list[Figure]:
    """The administration's pages that people open most, beside stock Wagtail's."""
    own = _numbers(ours, "articles.ArticlePage", "")
    stock = _numbers(plain, "blog.BlogPage", folder)
    mine = {name: path.format(**own) for name, path in ADMIN.items()}
    theirs = {name: path.format(**stock) for name, path in ADMIN.items()}
    turns = [
        (
            _render(ours, mine, "admin@demo.example", second_factor=True),
            _render(plain, theirs, plain_site.EDITOR, folder=folder),
        )
        for _turn in range(3)
    ]
    return [_compared(f"quản trị, {name}", turns, name, name, 1.0) for name in ADMIN]


def _compared(name: str, turns: list[tuple[Costs, Costs]], ours: str, kind: str, budget: float) -> Figure:
    ratio = statistics.median(own[ours]["ms"] / plain[kind]["ms"] for own, plain in turns)
    own = turns[-1][0][ours]
    ms = statistics.median(own_turn[ours]["ms"] for own_turn, _plain in turns)
    said = f"{ms:.0f} ms CPU, {own['rows']:.0f} đối tượng, {own['queries']:.0f} truy vấn"
    return at_most(f"P3 {name} so với Wagtail trơn ({said})", ratio, budget)


def _render(environment: dict[str, str], pages: dict[str, str], user: str = "", folder: str = "", **job: bool) -> Costs:
    order = {"pages": pages, "user": user or None, "rounds": ROUNDS, "backend": None if folder else BACKEND} | job
    return dict(json.loads(_run([str(SCRIPT), json.dumps(order)], environment, folder)))


def _numbers(environment: dict[str, str], model: str, folder: str) -> dict[str, int]:
    """`page`: the newest live page of the model; `parent`: the page above it."""
    code = (
        "import django; django.setup(); from django.apps import apps; import json; "
        f"page = apps.get_model('{model}').objects.live().order_by('-pk').first(); "
        "print(json.dumps({'page': page.pk, 'parent': page.get_parent().pk}))"
    )
    return dict(json.loads(_run(["-c", code], environment, folder)))


def _run(command: list[str], environment: dict[str, str], folder: str) -> str:
    """Standard output of a Python process in the site's folder; its last line."""
    place = folder or str(ROOT)
    said = subprocess.run(
        [sys.executable, *command],
        cwd=place,
        env=environment | {"PYTHONPATH": place},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return said.stdout.strip().rpartition("\n")[2]


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
    """Make the database “plain” where it is missing; then the site in it is made anew as well."""
    with psycopg.connect(f"{site.demo.postgres.url}/postgres", autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'plain'").fetchone():
            connection.execute("CREATE DATABASE plain")
            (FOLDER / "plain" / "made").unlink(missing_ok=True)
