"""P8: Lighthouse's mobile profile, one run per page type; Node and npm fetch Lighthouse into `.bench/`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile

from deploy.local import browser

from .figures import Figure, missing
from .site import FOLDER, Site, get

VERSION = "13"
TRIES = 3
PAGES = (
    "/vi/",
    "/vi/nhan-dien-chieu-tro/",
    "/vi/thoi-su-chien-dich/can-tho-dua-chien-dich-khong-mot-minh-toi-100-truong-hoc/",
    "/vi/phong-su/sau-gio-bi-giu-boi-mot-cuoc-goi/",
    "/vi/video/phat-thanh-hoc-duong-ba-phut-noi-ve-cuoc-goi-gia-danh/",
    "/vi/meo-nhanh/",
    "/vi/meo-nhanh/cup-may-truoc-nghi-sau/",
    "/vi/tac-gia/minh-thu-demo/",
    "/vi/kol/",
    "/vi/kol/may-miet-vuon/",
    "/vi/kho-tai-lieu/",
    "/vi/kho-tai-lieu/p-a3-03/",
    "/vi/bo-tai-lieu/kit-thcs/",
    "/vi/can-giup-do/",
    "/vi/luu-tru/",
    "/vi/lich-su-kien/",
    "/vi/do-phu/",
    "/km/",
)
BUDGETS = {"performance": 0.99, "accessibility": 1.0, "best-practices": 1.0, "seo": 1.0}
FLAGS = " ".join(["--headless=new", *browser.ARGUMENTS])


def measure(site: Site) -> list[Figure]:
    """Four scores per page."""
    program = _program()
    if program is None:
        return [missing("P8 Lighthouse", "node, npm")]
    site.settle()
    return [_judge(site, program, path) for path in PAGES]


def _program() -> str | None:
    found = FOLDER / "lighthouse" / "node_modules" / ".bin" / "lighthouse"
    if not found.exists():
        npm = shutil.which("npm")
        if npm is None:
            return None
        folder = str(FOLDER / "lighthouse")
        subprocess.run([npm, "install", "--silent", "--prefix", folder, f"lighthouse@{VERSION}"], check=True)
    return str(found)


def _judge(site: Site, program: str, path: str) -> Figure:
    get(site.url + path)
    scores = next(filter(None, (_scores(site, program, path) for _ in range(TRIES))), None)
    if scores is None:
        return Figure(f"P8 {path}", "hỏng", "", False)
    said = " / ".join(f"{scores[name] * 100:.0f}" for name in BUDGETS)
    return Figure(f"P8 {path}", said, "99 / 100 / 100 / 100", all(scores[n] >= least for n, least in BUDGETS.items()))


def _scores(site: Site, program: str, path: str) -> dict[str, float] | None:
    """0–1 by category; None when Chromium lost its own trace, which it does now and then."""
    with tempfile.TemporaryDirectory() as profile:
        out = f"{profile}/report.json"
        command = [program, site.url + path, "--quiet", "--output=json", f"--output-path={out}"]
        command += [f"--only-categories={','.join(BUDGETS)}", f"--chrome-flags={FLAGS} --user-data-dir={profile}"]
        environment = os.environ | {"CHROME_PATH": browser.find() or ""}
        if subprocess.run(command, env=environment, timeout=180, stdout=subprocess.DEVNULL, check=False).returncode:
            return None
        with open(out) as file:
            return {name: part["score"] or 0 for name, part in json.load(file)["categories"].items()}
