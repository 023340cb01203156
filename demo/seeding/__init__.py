"""The demo seed, one module per subject. All content is fictional and marked as such; nothing is downloaded."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).resolve().parent.parent / "content"
Row = dict[str, Any]  # one object of the content, as JSON has it
#: Films take longer to draw than all else together: they follow when the first page is there already.
FILMS = frozenset({"TVC-30-14", "TVC-15D-15", "LED-LOOP-16"})
Advance = Callable[[], None]  # called after each thing of a long list


def silent() -> None:
    """An Advance that tells nobody."""


@cache
def content(name: str = "demo_content") -> Any:
    """The parsed JSON file `name` of demo/content/."""
    return json.loads((CONTENT / f"{name}.json").read_text(encoding="utf-8"))
