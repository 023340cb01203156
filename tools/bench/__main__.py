"""Measures the budgets of docs/performance.md on this machine; prints a table of figure, budget and verdict.

    python -m tools.bench [NAME…] # names: edge pages queries downloads clips growth lighthouse board search readings
                                 # scaling cold clicks editor

Speeds are ratios within one run, medians of five rounds; counts are absolute. State is in `.bench/`, separate from the
demo's; it is kept for the next run and may be removed. A measure whose program is not installed says so. Below the
table stand the figures that are worse than those of the stored run by more than a tenth (stored.py); STORE=1 stores
this one.
"""

from __future__ import annotations

import importlib
import os
import sys
import traceback

from tools.bench.figures import Figure
from tools.bench.site import FOLDER, Site, django
from tools.bench.stored import compare
from tools.devserver.state import LocalError

MEASURES = (
    "pages",
    "edge",
    "queries",
    "downloads",
    "clips",
    "growth",
    "lighthouse",
    "board",
    "search",
    "readings",
    "scaling",
    "cold",
    "clicks",
    "editor",
)


def main(names: list[str]) -> int:
    """Command line; 1 where a budget is exceeded or a measure failed, 2 for an unknown name."""
    if unknown := sorted(set(names) - set(MEASURES)):
        print(f"Không có phép đo {', '.join(unknown)}; có: {', '.join(MEASURES)}", file=sys.stderr)
        return 2
    figures: list[Figure] = []
    site = Site()
    try:
        figures += site.start()
        django()  # the measures import models
        for name in [name for name in MEASURES if name in (names or MEASURES)]:
            print(f"… {name}", file=sys.stderr, flush=True)
            try:
                found = importlib.import_module(f"tools.bench.measures.{name}").measure(site)
            except Exception:  # a failing measure must not hide the others
                found = [Figure(name, "hỏng", "", False)]
                traceback.print_exc()
            for figure in found:  # the whole run takes an hour: one that is broken off has shown these
                print(f"  {figure.title}: {figure.value} {figure.verdict}", file=sys.stderr, flush=True)
            figures += found
    except LocalError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        site.stop()
    width = max(len(figure.title) for figure in figures)
    print(f"{'phép đo':{width}}  {'số đo':>26}  {'mức đặt ra':>18}  kết quả")
    for figure in figures:
        print(f"{figure.title:{width}}  {figure.value:>26}  {figure.budget:>18}  {figure.verdict}")
    for worse in compare(figures, FOLDER / "run.json", store=bool(os.environ.get("STORE"))):
        print(f"KÉM HƠN LẦN ĐƯỢC GIỮ  {worse}")
    return int(any(figure.holds is False for figure in figures))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
