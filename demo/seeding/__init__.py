"""The demo seed, one module per subject. All content is fictional and marked as such; nothing is downloaded."""

import json
from functools import cache
from pathlib import Path

CONTENT = Path(__file__).resolve().parent.parent / "content"
#: Password of every demo account; production does not install this app.
PASSWORD = "cung-nhau-an-toan"  # noqa: S105


@cache
def content(name: str = "demo_content"):
    """The parsed JSON file `name` of demo/content/."""
    return json.loads((CONTENT / f"{name}.json").read_text(encoding="utf-8"))
