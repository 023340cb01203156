"""P4 for the search with 100,000 documents: runs `large_tables/search_growth.py` on a separate database.

DOCUMENTS=1000000 in the environment asks for as many instead. Also measures the quality of the results for the judged
queries among those documents.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys

import psycopg

from tools.bench.figures import Figure, at_least, at_most
from tools.bench.site import Site
from tools.devserver import state

DOCUMENTS = int(os.environ.get("DOCUMENTS", 100_000))
SIZE = f"{DOCUMENTS:,}".replace(",", ".")
NAME = "bench_search"
MRR, HIT3, HIT3_VI = 0.85, 0.9, 0.95  # of the judged set (tests/search/test_judged.py)
SUGGESTIONS, ANSWERS, BAD_INPUT = 100.0, 200.0, 2_000.0  # ms, P4


def measure(site: Site) -> list[Figure]:
    """p95 in milliseconds per group of queries."""
    server = site.demo.environment["DATABASE_URL"].rsplit("/", 1)[0]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as outside:
        outside.execute(f"DROP DATABASE IF EXISTS {NAME}")
        outside.execute(f"CREATE DATABASE {NAME}")
        output = subprocess.run(
            [sys.executable, "tools/bench/large_tables/search_growth.py", str(DOCUMENTS)],
            capture_output=True,
            text=True,
            check=True,
            cwd=state.ROOT,
            env=site.demo.environment
            | {"DATABASE_URL": f"{server}/{NAME}", "DJANGO_SETTINGS_MODULE": "cms.settings.test"},
        ).stdout
        outside.execute(f"DROP DATABASE {NAME} WITH (FORCE)")
    print(output)
    figures = []
    for group, p95 in re.findall(r"^(.{28}) p50 .*?p95\s+([\d.]+)", output, re.M):
        budget = SUGGESTIONS if group.startswith("suggestions") else ANSWERS
        if group.startswith("bad input"):
            budget = BAD_INPUT
        figures.append(at_most(f"P4 tìm kiếm, {SIZE} bài: {group.strip()}", float(p95), budget, "ms"))
    for group, mrr, hit3 in re.findall(r"^(.+): MRR ([\d.]+), hit@3 ([\d.]+)", output, re.M):
        for name, value, target in (("MRR", mrr, MRR), ("hit@3", hit3, HIT3_VI if group == "vi" else HIT3)):
            title = f"P4 tìm kiếm, {SIZE} bài: {group}, {name}"
            is_main = (
                "set" not in group
            )  # the other sets have no budget: the random documents consist of the same words as theirs
            figures.append(at_least(title, float(value), target, "") if is_main else Figure(title, value))
    return figures
