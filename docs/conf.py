"""Sphinx builds this folder as a site (make docs); links that leave it are shown as paths of the repository."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
project = "Không một mình"
language = "en"
extensions = ["myst_parser"]
exclude_patterns = [".site"]
html_theme = "alabaster"
html_theme_options = {"description": "Cùng nhau an toàn trực tuyến", "fixed_sidebar": False}
html_sidebars = {"**": ["about.html", "searchfield.html", "navigation.html"]}
html_copy_source = False
myst_heading_anchors = 4  # anchors as a forge makes them
nitpicky = True
#: Pages of the site that are made from a file of the repository.
READMES = {"index": "README.md", "index.vi": "README.vi.md"}
LINK = re.compile(r"(!?)\[((?:[^\]\[]|\[[^\]]*\])*)\]\((?!https?:|#)([^)\s#]+)(#[^)\s]*)?\)")


def of_the_site(app: Any, name: str, source: list[str]) -> None:
    """Replace the text of an index page by its README, and links out of docs/ by paths in code."""
    folder = posixpath.join("docs", posixpath.dirname(name))
    text = source[0]
    if name in READMES:
        folder, text = "", (ROOT / READMES[name]).read_text(encoding="utf-8") + text

    def linked(found: re.Match[str]) -> str:
        mark, words, target, anchor = found[1], found[2], found[3], found[4] or ""
        path = posixpath.normpath(posixpath.join(folder, target))
        for page, readme in READMES.items():
            path = f"docs/{page}.md" if path == readme else path
        if not path.startswith("docs/"):
            return words if "`" in words else f"{words} (`{path}`)"
        inside = posixpath.relpath(path.removeprefix("docs/"), posixpath.dirname(name) or ".")
        return f"{mark}[{words}]({inside}{anchor})"

    source[0] = LINK.sub(linked, text).replace("```mermaid", "```text")  # the drawing is for the forge


def setup(app: Any) -> None:
    """Called by Sphinx."""
    app.connect("source-read", of_the_site)
