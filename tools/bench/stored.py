"""The stored run: figures of an earlier run in `.bench/run.json`, with which a new one is compared.

A figure is stored when it is measured for the first time, and again with `STORE=1`: were each run stored, a site that
becomes slower by 5 % a week would never be named.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from tools.bench.figures import Figure

MOST = 0.10  # share by which a figure may be worse than the stored one


def compare(figures: Sequence[Figure], path: Path, *, store: bool = False) -> list[str]:
    """A sentence for each figure that is worse than the stored one by more than MOST; stores what is new."""
    kept: dict[str, float] = json.loads(path.read_text()) if path.exists() else {}
    numbers = {figure.name: figure.number for figure in figures if figure.number is not None}
    found = [said for figure in figures if figure.name in kept and (said := _worse(figure, kept[figure.name]))]
    path.write_text(json.dumps(kept | numbers if store else numbers | kept, ensure_ascii=False, indent=1))
    return found


def _worse(figure: Figure, before: float) -> str:
    """The sentence for one figure; empty where it is as good as before."""
    now = figure.number
    if now is None or before <= 0 or now <= 0:
        return ""
    share = (now / before if figure.is_cost else before / now) - 1
    return f"{figure.name}: {before:.2f} → {now:.2f}, kém {share:.0%}" if share > MOST else ""
