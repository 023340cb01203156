"""The table of docs/testing.md: what each test file claims and in which tier it runs.

`python -m tests.claims` writes it anew from the files' docstrings and markers; tests/test_table_of_claims.py compares.
"""

import ast
from pathlib import Path

from tests.long import listed

LONG = listed()
ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "testing.md"
BEGIN, END = "<!-- claims: python -m tests.claims -->\n", "<!-- end of claims -->"


def table() -> str:
    """Markdown, one line per test file."""
    lines = ["| file | what it claims | tier |", "|---|---|---|"]
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        claim = " ".join((ast.get_docstring(tree) or "").split("\n\n")[0].split()).replace("|", "\\|")
        lines.append(f"| `{path.relative_to(ROOT / 'tests')}` | {claim} | {', '.join(tiers(path, tree))} |")
    return "\n".join(lines) + "\n"


def tiers(path: Path, tree: ast.Module) -> list[str]:
    """Of "fast", "long", "browser", "scanner", "slow": where tests of this file run; some cases alone may be slow."""
    whole = _marks([node for node in tree.body if isinstance(node, ast.Assign) and _assigns_pytestmark(node)])
    if path.is_relative_to(ROOT / "tests" / "e2e"):
        whole |= {"browser"}
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            marks = whole | _own(node.decorator_list)
            if f"{path.relative_to(ROOT)}::{node.name}" in LONG:
                marks |= {"long"}
            found.add(next((tier for tier in ("slow", "browser", "scanner", "long") if tier in marks), "fast"))
            found |= {"slow"} & _marks(node.decorator_list)
    return [tier for tier in ("fast", "long", "browser", "scanner", "slow") if tier in found]


def _own(decorators: list[ast.expr]) -> set[str]:
    """Marks of all cases of a test, not of single ones."""
    bare = [node.func if isinstance(node, ast.Call) else node for node in decorators]
    return {node.attr for node in bare if isinstance(node, ast.Attribute)}


def _assigns_pytestmark(node: ast.Assign) -> bool:
    return any(isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets)


def _marks(nodes: list[ast.Assign] | list[ast.expr]) -> set[str]:
    return {part.attr for node in nodes for part in ast.walk(node) if isinstance(part, ast.Attribute)}


def written(document: str) -> str:
    """`document` with the table made anew."""
    head, rest = document.split(BEGIN)
    return head + BEGIN + table() + END + rest.split(END)[1]


if __name__ == "__main__":
    DOCUMENT.write_text(written(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
