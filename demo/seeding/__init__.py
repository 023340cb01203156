"""The demo seed, one module per subject. All content is fictional and marked as such; nothing is downloaded."""

import json
from functools import cache
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).resolve().parent.parent / "content"
Row = dict[str, Any]  # one object of the content, as JSON has it


@cache
def content(name: str = "demo_content") -> Any:
    """The parsed JSON file `name` of demo/content/."""
    return json.loads((CONTENT / f"{name}.json").read_text(encoding="utf-8"))
