"""P8: scores of Lighthouse's mobile profile, median of three runs per page type; npm installs it into `.bench/`.

Lighthouse recommends the median of several runs. Its profile slows the processor down by a factor of four, so the
scores depend on the machine; the last row gives its speed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import statistics
import subprocess
import tempfile
from typing import Any

from media_library.derivatives.specs import CLIPS
from media_library.models import Derivative
from tools.bench.figures import Figure, missing
from tools.bench.site import FOLDER, Site, get
from tools.devserver import browser, state

VERSION = "13"
RUNS, TRIES = 3, 5
PAGES = (
    "/vi/",
    "/vi/nhan-dien-chieu-tro/",
    "/vi/thoi-su-chien-dich/can-tho-dua-chien-dich-khong-mot-minh-toi-100-truong-hoc/",
    "/vi/phong-su/sau-gio-bi-giu-boi-mot-cuoc-goi/",
    "/vi/phong-su/khoang-cach-giua-da-xem-va-da-hoi/",
    "/vi/do-hoa/duong-di-cua-bat-coc-truc-tuyen-va-nhung-cho-co-the-dung-lai/",
    "/vi/nhan-dien-chieu-tro/chuyen-trang-mot-cuoc-goi-sau-muoi-giay/",
    "/vi/thoi-su-chien-dich/can-tho-vao-mua-khong-mot-minh/",
    "/vi/kol-niem-tin-so/ban-rap-dung-giu-bi-mat-mot-minh-viet-tu-gio-ra-choi/",
    "/vi/chu-de/",
    "/vi/video/phat-thanh-hoc-duong-ba-phut-noi-ve-cuoc-goi-gia-danh/",
    "/vi/meo-nhanh/",
    "/vi/meo-nhanh/cup-may-truoc-nghi-sau/",
    "/vi/tac-gia/minh-thu-demo/",
    "/vi/kol/",
    "/vi/kol/may-miet-vuon/",
    "/vi/kho-tai-lieu/",
    "/vi/kho-tai-lieu/p-a3-03/",
    "/vi/kho-tai-lieu/tvc-30-14/",
    "/vi/bo-tai-lieu/",
    "/vi/bo-tai-lieu/kit-thcs/",
    "/vi/can-giup-do/",
    "/vi/tinh-huong/",
    "/vi/tinh-huong/bi-doa-tung-anh/",
    "/km/tinh-huong/bi-doa-tung-anh/",
    "/vi/buc-tuong/",
    "/vi/buc-tuong/ky/",
    "/vi/khung-anh/",
    "/vi/luu-tru/",
    "/vi/lich-su-kien/",
    "/vi/do-phu/",
    "/km/",
)
#: Page → what links from it to a page whose address differs in each seed: an event, the quiz.
LINKED = {
    "/vi/lich-su-kien/": r'href="(/vi/lich-su-kien/[0-9a-f-]{36}/)"',
    "/vi/cuoc-thi-su-kien/": r'href="(/vi/cuoc-thi-su-kien/ban-se-lam-gi[^"/]*/)"',
}
BUDGETS = {"performance": 0.99, "accessibility": 1.0, "best-practices": 1.0, "seo": 1.0}
#: Lighthouse fetches robots.txt from within the page, and the frame maker's policy lets nothing out.
BUDGETS_OF = {"/vi/khung-anh/": BUDGETS | {"seo": 0.92}}
FLAGS = " ".join(["--headless=new", *browser.ARGUMENTS])


def measure(site: Site) -> list[Figure]:
    """Four scores per page, then Lighthouse's benchmark of the processor."""
    program = _program()
    if program is None:
        return [missing("P8 Lighthouse", "node, npm")]
    # The worker's other jobs must not be measured together with the pages. Nobody makes clips here.
    unfinished = Derivative.objects.unfinished().exclude(form__in=CLIPS)
    state.wait_until(lambda: not unfinished.exists(), lambda: True, 1_800, FOLDER / "worker.log")
    speeds: list[float] = []
    figures = [_judge(site, program, path, speeds) for path in (*PAGES, *_linked(site))]
    speed_range = f"{min(speeds):.0f}–{max(speeds):.0f}" if speeds else "hỏng"
    return [*figures, Figure("P8 sức máy (BenchmarkIndex của Lighthouse)", speed_range)]


def _program() -> str | None:
    program = FOLDER / "lighthouse" / "node_modules" / ".bin" / "lighthouse"
    if not program.exists():
        npm = shutil.which("npm")
        if npm is None:
            return None
        folder = str(FOLDER / "lighthouse")
        subprocess.run([npm, "install", "--silent", "--prefix", folder, f"lighthouse@{VERSION}"], check=True)
    return str(program)


def _linked(site: Site) -> list[str]:
    """The first page that each page of LINKED links to."""
    links = (re.search(pattern, get(site.url + path).decode()) for path, pattern in LINKED.items())
    return [link[1] for link in links if link]


def _judge(site: Site, program: str, path: str, speeds: list[float]) -> Figure:
    """The median of each score over RUNS runs; appends the benchmark of each run to `speeds`."""
    get(site.url + path)
    runs: list[dict[str, float]] = []
    for _ in range(TRIES):
        if len(runs) < RUNS and (report := _report(site, program, path)):
            runs.append({name: part["score"] or 0 for name, part in report["categories"].items()})
            speeds.append(report["environment"]["benchmarkIndex"])
    if len(runs) < RUNS:
        return Figure(f"P8 {path}", "hỏng", "", False)
    scores = {name: statistics.median(run[name] for run in runs) for name in BUDGETS}
    result = " / ".join(f"{scores[name] * 100:.0f}" for name in BUDGETS)
    budgets = BUDGETS_OF.get(path, BUDGETS)
    target = " / ".join(f"{least * 100:.0f}" for least in budgets.values())
    return Figure(f"P8 {path}", result, target, all(scores[name] >= least for name, least in budgets.items()))


def _report(site: Site, program: str, path: str) -> dict[str, Any] | None:
    """Lighthouse's report; None where the run failed, e.g. because Chromium lost its trace."""
    with tempfile.TemporaryDirectory() as profile:
        out = f"{profile}/report.json"
        command = [program, site.url + path, "--quiet", "--output=json", f"--output-path={out}"]
        command += [f"--only-categories={','.join(BUDGETS)}", f"--chrome-flags={FLAGS} --user-data-dir={profile}"]
        environment = os.environ | {"CHROME_PATH": browser.find() or ""}
        if subprocess.run(command, env=environment, timeout=180, stdout=subprocess.DEVNULL, check=False).returncode:
            return None
        with open(out) as file:
            report: dict[str, Any] = json.load(file)
        return report if report["categories"]["performance"]["score"] is not None else None
