"""P3: CPU of a page made anew, beside the same kind of page of a plain Wagtail site (plain_site/), in one run.

Both sites render in processes of their own, by turns, so that other load on the machine meets both. “Anew” is: no page
cache. Parts of the page may be kept (base/caching/kept_parts.py): each page is measured with them, as the first one
after another story was published, and without them, as for a page that nobody has asked for. Signed-in readers are
measured with what is kept besides: what they wait for every day. Requests a second are measured in the same run, with
the servers that production has, Valkey as well.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from tools.bench import plain_site, valkey
from tools.bench.figures import Figure, at_least, at_most
from tools.bench.load import requests_a_second
from tools.bench.site import FOLDER, Site, get
from tools.devserver.state import ROOT

SCRIPT = ROOT / "tools" / "bench" / "plain_site" / "render.py"
BACKEND = "users.signin.backend.AccountBackend"
TURNS, ROUNDS = range(5), 15
ANEW, KEPT = 0, 1  # databases of the cache: without whole pages, and as shipped
SECONDS = 2.0  # of one measurement of requests a second
#: Said of a page → how it is rendered.
WHEN = {
    "": {},
    ", ngay sau khi đăng bài khác": {"before": "base.site_context:invalidate_stories"},
    ", chưa ai hỏi": {"before": "tools.bench.forgetting:forget_parts"},
}
#: page → (address, the plain site's page of its kind, most of its CPU time)
PUBLIC = {
    "trang chủ": ("/vi/", "front", 0.5),
    "chuyên mục": ("/vi/nhan-dien-chieu-tro/", "list", 0.5),
    "bài": ("/vi/phong-su/sau-gio-bi-giu-boi-mot-cuoc-goi/", "post", 0.5),
    "kho tài liệu": ("/vi/kho-tai-lieu/", "list", 0.5),
    "trang tài liệu": ("/vi/kho-tai-lieu/p-a3-03/", "post", 0.5),
    "bộ tài liệu": ("/vi/bo-tai-lieu/kit-thcs/", "post", 0.5),
    "trang KOL": ("/vi/kol/may-miet-vuon/", "post", 0.5),
    "bảng độ phủ": ("/vi/do-phu/", "list", 0.5),
    "tìm kiếm": ("/vi/tim-kiem/?q=lua+dao", "search", 0.67),
}
#: What a page cost when the budgets were set, for whoever has a session: times the plain site's page of its kind
#: (docs/performance.md, “before”).
BEFORE = {
    "trang chủ": 3.1,
    "chuyên mục": 1.6,
    "bài": 4.9,
    "kho tài liệu": 3.3,
    "trang tài liệu": 5.7,
    "bộ tài liệu": 4.4,
    "trang KOL": 1.9,
}
#: Pages that nobody keeps: who signs in waits for them as visitors do.
NEVER_KEPT = ("bảng độ phủ", "tìm kiếm")
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
    """Ratios of CPU time, with milliseconds, model instances and queries beside them; then requests a second."""
    with valkey.running() as cache:
        return _measured(site, cache)


def _measured(site: Site, cache: Callable[[int], str]) -> list[Figure]:
    folder, plain = FOLDER / "plain", plain_environment(site)
    make_database(site)
    plain_site.make(folder, plain)
    ours, kept = (site.demo.environment | {"CACHE_URL": cache(number)} for number in (ANEW, KEPT))
    ours |= {"PAGE_CACHE_SECONDS": "0"}
    paths = {name: path for name, (path, _kind, _budget) in PUBLIC.items()}
    found = []
    for when, job in WHEN.items():
        turns = [(_render(ours, paths, **job), _render(plain, plain_site.PAGES, folder=str(folder))) for _ in TURNS]
        for name, (_path, kind, budget) in PUBLIC.items():
            found.append(_compared(f"{name}{when}", turns, name, kind, budget))
    found += _floor(plain, folder)
    theirs = {kind: statistics.median(plain[kind]["ms"] for _own, plain in turns) for kind in plain_site.PAGES}
    found += _signed_in(ours, kept, {name: path for name, path in paths.items() if name not in NEVER_KEPT}, theirs)
    return found + _admin(ours, plain, str(folder)) + _requests(site, plain, folder, cache)


def _floor(plain: dict[str, str], folder: Path) -> list[Figure]:
    """What the plain site's pages cost without a template: no page that Wagtail has to route costs less."""
    bare = plain_site.without_templates(folder)
    sides = [[_render(plain, plain_site.PAGES, folder=str(place)) for place in (bare, folder)] for _turn in TURNS]
    return [
        Figure(
            f"P3 Wagtail trơn, mẫu trống ({kind}), so với chính nó",
            f"{statistics.median(empty[kind]['ms'] / full[kind]['ms'] for empty, full in sides):.2f} ×",
        )
        for kind in plain_site.PAGES
    ]


def _signed_in(
    ours: dict[str, str], kept: dict[str, str], paths: dict[str, str], theirs: dict[str, float]
) -> list[Figure]:
    """How many times quicker than BEFORE pages are for who has signed in; `theirs`: ms of the plain site's pages."""
    found = []
    without = ours | {"KEPT_PARTS_SECONDS": "0"}
    for reader, account in READERS.items():
        anew, warm = (_render(environment, paths, account) for environment in (without, kept))
        for name in paths:
            times = BEFORE[name] * theirs[PUBLIC[name][1]] / warm[name]["ms"]
            note = f"nay {warm[name]['ms']:.1f} ms, không giữ gì {anew[name]['ms']:.0f} ms"
            found.append(at_least(f"P3 {name}, {reader}: gấp mấy lần trước đây", times, 10, note=note))
    return found


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
    return [_compared(f"quản trị, {name}", turns, name, name, 1.0) for name in ADMIN]


def _requests(site: Site, plain: dict[str, str], folder: Path, cache: Callable[[int], str]) -> list[Figure]:
    """Requests a second of both sites, two processes of four threads each, by turns.

    Ours twice: each page made anew, and as shipped, asked with a parameter that no page reads (?la=1): the application
    drops it and answers from the page cache.
    """
    anew = site.another(PAGE_CACHE_SECONDS="0", CACHE_URL=cache(ANEW))
    shipped = site.another(CACHE_URL=cache(KEPT))
    theirs = site.serve("plain.wsgi", folder, plain, "/")
    found = []
    for name, (path, kind, budget) in PUBLIC.items():
        other = theirs + plain_site.PAGES[kind]
        found.append(_faster(f"{name}, làm mới", anew + path, other, 1 / budget))
        strange = f"{shipped}{path}{'&' if '?' in path else '?'}la=1"
        found.append(_faster(f"{name}, tham số lạ", strange, other, 1 / budget))
    return found


def _faster(name: str, ours: str, theirs: str, budget: float) -> Figure:
    """How many times the requests a second of `theirs` there are of `ours`."""
    for url in (ours, theirs) * 4:  # each process has loaded its code and templates
        get(url)
    pairs = [(requests_a_second(ours, SECONDS), requests_a_second(theirs, SECONDS)) for _turn in TURNS]
    note = " – ".join(f"{statistics.median(side):.0f}" for side in zip(*pairs, strict=True))
    value = statistics.median(own / other for own, other in pairs)
    return at_least(f"P3 {name}: lượt/s so với Wagtail trơn", value, budget, note=note)


def _compared(name: str, turns: Turns, ours: str, kind: str, budget: float) -> Figure:
    ratio = statistics.median(own[ours]["ms"] / plain[kind]["ms"] for own, plain in turns)
    ms, theirs = (statistics.median(turn[side][key]["ms"] for turn in turns) for side, key in ((0, ours), (1, kind)))
    own = turns[-1][0][ours]
    parts = " + ".join(f"{own[part]:.0f}" for part in ("sql", "fetch", "template"))
    said = f"{ms:.1f} : {theirs:.1f} ms CPU; SQL + gửi + mẫu {parts}; "
    said += f"{own['rows']:.0f} đối tượng, {own['queries']:.0f} truy vấn, {own['bytes'] / 1000:.0f} kB"
    return at_most(f"P3 {name} so với Wagtail trơn", ratio, budget, note=said)


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
    """Standard output of a Python process in the site's folder; its last line."""
    place = folder or str(ROOT)
    said = subprocess.run(
        [sys.executable, "-P", *command],  # the site's own “blog”, not the one beside the script
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
    """Make the database “plain” where it is missing or older than the plain site's files; then that is made anew."""
    with psycopg.connect(f"{site.demo.postgres.url}/postgres", autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = 'plain'").fetchone()
        if not found or not plain_site.is_made(FOLDER / "plain"):
            connection.execute("DROP DATABASE IF EXISTS plain")
            connection.execute("CREATE DATABASE plain")
            (FOLDER / "plain" / "made").unlink(missing_ok=True)
