"""Measures the budgets of docs/performance.md on this machine; prints a table of figure, budget and verdict.

    python -m tools.bench [NAME…]  # names: edge growth search lighthouse cold

Speeds are ratios within one run, medians of five rounds; counts are absolute. State is in `.bench/`, separate from the
demo's; it is kept for the next run and may be removed. A measure whose program is not installed says so.
"""

from __future__ import annotations

import importlib
import sys
import traceback

from tools.bench.figures import Figure
from tools.bench.site import Site, django
from tools.devserver.state import LocalError

MEASURES = ("edge", "growth", "search", "lighthouse", "cold")


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
        for name in names or MEASURES:
            print(f"… {name}", file=sys.stderr, flush=True)
            try:
                rows = importlib.import_module(f"tools.bench.measures.{name}").measure(site)
            except Exception:  # a failing measure must not hide the others
                rows = [Figure(name, "hỏng", "", False)]
                traceback.print_exc()
            for figure in rows:  # the whole run takes an hour: one that is broken off has shown these
                print(f"  {figure.name}: {figure.value} {figure.verdict}", file=sys.stderr, flush=True)
            figures += rows
    except LocalError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        site.stop()
    width = max(len(figure.name) for figure in figures)
    print(f"{'phép đo':{width}}  {'số đo':>26}  {'mức đặt ra':>18}  kết quả")
    for figure in figures:
        print(f"{figure.name:{width}}  {figure.value:>26}  {figure.budget:>18}  {figure.verdict}")
    return int(any(figure.holds is False for figure in figures))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
