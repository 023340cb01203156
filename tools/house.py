"""Measures the layout of a Django project and prints a table: `python tools/house.py [PATH]`.

Needs the standard library only and runs no code of the measured project. `--list rings` (or late, dangling) prints the
places behind a figure, `--list arrows` the section "Arrows" of each app's README as the imports show it.
"""

import argparse
import ast
import io
import re
import subprocess
import tokenize
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

SKIPPED = {"node_modules", "site-packages", "__pycache__", "venv", "env", "build", "dist"}
TEST_NAME = re.compile(r"(^|/)(tests?|testing)/|(^|/)(test_\w+|tests|\w+_tests?|conftest)\.py$")
SUPPRESSION = re.compile(r"#\s*(noqa|type:\s*ignore|pragma:|nosec|pyright:|pylint:|mypy:)", re.IGNORECASE)
#: A file name in docs, comments and docstrings; braces stand for several names.
REFERENCE = re.compile(
    r"(?<![\w/:.<>$*@{}-])(?:\.{1,2}/)*[\w{][\w./,{}-]*\.(?:py|md|rst|html|css|js|toml|ya?ml|sh|vcl)\b"
)
PROSE = {".md", ".rst"}
#: Names with an underscore that the documentation of Django or Python describes.
DOCUMENTED = {"_meta", "_default_manager", "_base_manager", "_state", "_exit", "_replace", "_fields"}


class Import(NamedTuple):
    """One import of the project's own code: file `source` imports file `target`."""

    source: str
    target: str
    line: int
    late: bool  # inside a function
    typing: bool  # under `if TYPE_CHECKING`


class Module:
    """One Python file, with what its text and syntax tree tell."""

    def __init__(self, root: Path, name: str) -> None:
        self.name = name
        self.text = (root / name).read_text(encoding="utf-8", errors="replace")
        self.lines = self.text.count("\n")
        self.package = name.split("/")[:-1]

    @cached_property
    def tree(self) -> ast.Module:
        """Syntax tree; empty for a file with a syntax error."""
        try:
            return ast.parse(self.text)
        except SyntaxError:
            return ast.Module([], [])

    def import_statements(self) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool, bool]]:
        """(statement, late, typing) of every import; visits statements only, which is much faster than ast.walk()."""
        todo: list[tuple[ast.AST, bool, bool]] = [(self.tree, False, False)]
        while todo:
            node, late, typing = todo.pop()
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield node, late, typing
                continue
            late = late or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            only_typing = isinstance(node, ast.If) and last_name(node.test) == "TYPE_CHECKING"
            for field in ("body", "handlers", "cases", "orelse", "finalbody"):
                if isinstance(inner := getattr(node, field, None), list):
                    todo += [(child, late, typing or (only_typing and field == "body")) for child in inner]

    def calls(self, *functions: str) -> list[tuple[str, int]]:
        """(first argument, line) of every call of one of these functions with a string as its first argument."""
        found = []
        for node in ast.walk(self.tree) if any(name in self.text for name in functions) else ():
            if isinstance(node, ast.Call) and last_name(node.func) in functions:
                found += [(str(first.value), node.lineno) for first in node.args[:1] if isinstance(first, ast.Constant)]
        return found

    def private_names(self) -> Counter[str]:
        """`_name` → accesses `x._name` where x is not self or cls and this file does not define it, and its imports."""
        used, defined = Counter[str](), set[str]()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Attribute) and is_private(node.attr):
                own = isinstance(node.value, ast.Name) and node.value.id in {"self", "cls"}
                if own and isinstance(node.ctx, ast.Store):
                    defined.add(node.attr)
                elif not own and node.attr not in DOCUMENTED:
                    used[node.attr] += 1
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                defined.add(node.name)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                defined.add(node.id)
            elif isinstance(node, ast.ImportFrom):
                used.update(alias.name for alias in node.names if is_private(alias.name))
        return Counter({name: count for name, count in used.items() if name not in defined})

    def long_functions(self, limit: int) -> int:
        """Number of functions of more than `limit` lines."""
        functions = (n for n in ast.walk(self.tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
        return sum((f.end_lineno or f.lineno) - f.lineno >= limit for f in functions)

    def prose(self) -> str:
        """All comments and docstrings, one after the other."""
        try:
            tokens = list(tokenize.generate_tokens(io.StringIO(self.text).readline))
        except (tokenize.TokenError, SyntaxError):
            tokens = []
        comments = [token.string for token in tokens if token.type == tokenize.COMMENT]
        holders = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
        documented = (node for node in ast.walk(self.tree) if isinstance(node, holders))
        return "\n".join(comments + [ast.get_docstring(node) or "" for node in documented])


class Project:
    """All files of a project: those that git lists, else those on the disk."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.files = sorted(self._listed())
        python = [name for name in self.files if name.endswith(".py") and "/migrations/" not in f"/{name}"]
        self.test_files = [name for name in python if TEST_NAME.search(name)]
        self.modules = {name: Module(self.root, name) for name in python if name not in set(self.test_files)}
        self._known = set(python)

    def _listed(self) -> list[str]:
        listing = ["git", "-C", str(self.root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        answer = subprocess.run(listing, capture_output=True, text=True, check=False)
        if answer.returncode == 0:
            return [name for name in answer.stdout.split("\0") if name and (self.root / name).is_file()]
        found = (path.relative_to(self.root) for path in self.root.rglob("*") if path.is_file())
        return [p.as_posix() for p in found if not any(x in SKIPPED or x.startswith(".") for x in p.parts)]

    def file_of(self, parts: list[str]) -> str | None:
        """The file of a dotted module name, None for a foreign one; `src/` layouts are not supported."""
        path = "/".join(parts)
        return next((name for name in (f"{path}.py", f"{path}/__init__.py") if name in self._known), None)

    def targets(self, module: Module, node: ast.Import | ast.ImportFrom) -> set[str]:
        """The project's files that an import statement executes: the named modules and their packages."""
        package = module.package
        if isinstance(node, ast.Import):
            dotted = [alias.name.split(".") for alias in node.names]
        else:
            base = package[: len(package) - node.level + 1] if node.level else []
            base = base + (node.module.split(".") if node.module else [])
            dotted = [parts if self.file_of(parts := [*base, alias.name]) else base for alias in node.names]
        return {file for parts in dotted for file in self.run_by(module, parts)}

    def run_by(self, module: Module, parts: list[str]) -> set[str]:
        """The file of a dotted name and its packages, except packages of `module`, which are imported already."""
        above = [parts[:depth] for depth in range(1, len(parts))]
        names = [parts, *(package for package in above if package != module.package[: len(package)])]
        return {file for name in names if (file := self.file_of(name)) and file != module.name}

    @cached_property
    def imports(self) -> list[Import]:
        """All imports of own code, also through import_module() and import_string()."""
        found = []
        for module in self.modules.values():
            for node, late, typing in module.import_statements():
                found += [Import(module.name, x, node.lineno, late, typing) for x in self.targets(module, node)]
            for name, line in module.calls("import_module", "import_string"):
                found += [Import(module.name, x, line, True, False) for x in self.run_by(module, name.split("."))]
        return sorted(found)

    def rings(self, depth: int | None = None) -> list[list[str]]:
        """Groups of files, or of packages at `depth`, that import each other in a cycle, largest first."""
        pairs = ((i.source.split("/"), i.target.split("/")) for i in self.imports if not i.typing)
        return rings(("/".join(source[:depth]), "/".join(target[:depth])) for source, target in pairs)

    def package_rings(self) -> list[list[str]]:
        """Rings of apps, and rings within an app that contain a sub-package."""
        return [ring for ring in [*self.rings(1), *self.rings(2)] if not all(name.endswith(".py") for name in ring)]

    def arrows(self, app: str) -> list[str]:
        """Lines of the section "Arrows" of an app's README: which of its packages and modules imports which others.

        Left out are apps.py, the app's own __init__.py, imports for type checkers, and who has no arrow at all.
        """
        arrows: dict[str, set[str]] = {}
        for found in self.imports:
            source, target = (room_of(app, name) for name in (found.source, found.target))
            if source and target and source != target and not found.typing:
                arrows.setdefault(source, set()).add(target)
                arrows.setdefault(target, set())
        named = {room: ", ".join(f"`{name}`" for name in sorted(arrows[room])) for room in sorted(arrows)}
        return [f"- `{room}` → {others}".rstrip() for room, others in named.items()]

    def late_imports(self) -> set[tuple[str, int]]:
        """(file, line) of every import of own code inside a function; apps.py is left out, because ready() needs it."""
        return {(i.source, i.line) for i in self.imports if i.late and not i.source.endswith("apps.py")}

    def own_model_lookups(self) -> list[tuple[str, int]]:
        """(file, line) of every get_model() call for a model of the file's own app."""
        pairs = ((module, *found) for module in self.modules.values() for found in module.calls("get_model"))
        return [(module.name, line) for module, name, line in pairs if name.split(".")[0] in module.package]

    def dangling(self) -> list[tuple[str, str]]:
        """(file, reference) of every file named in docs, comments or docstrings that does not exist."""
        ends = {"/".join(name.split("/")[start:]) for name in self.files for start in range(name.count("/") + 1)}
        texts = {name: module.prose() for name, module in self.modules.items()}
        texts |= {n: (self.root / n).read_text("utf-8", "replace") for n in self.files if Path(n).suffix in PROSE}
        found = []
        for name, text in texts.items():
            for match in REFERENCE.finditer(text):
                for reference in expand(match[0]):
                    here = (self.root / name).parent / reference
                    if reference.lstrip("./") not in ends and not here.exists():
                        found.append((name, reference))
        return found

    def typed_share(self) -> float | None:
        """Share (0 to 1) of product modules that `[tool.mypy] files` covers; None where it is not set."""
        config = self.root / "pyproject.toml"
        settings = tomllib.loads(config.read_text("utf-8")) if config.exists() else {}
        files = settings.get("tool", {}).get("mypy", {}).get("files", [])
        globs = files.split(",") if isinstance(files, str) else files
        if not globs:
            return None
        paths = {path for glob in globs for path in self.root.glob(glob.strip())}
        checked = [n for n in self.modules if {self.root / n, *(self.root / n).parents} & paths]
        return len(checked) / max(len(self.modules), 1)


def last_name(node: ast.AST) -> str:
    """`c` of `a.b.c`; empty where the node is not a name."""
    return str(getattr(node, "attr", getattr(node, "id", "")))


def is_private(name: str) -> bool:
    """Whether `name` starts with a single underscore."""
    return name.startswith("_") and not name.startswith("__") and name != "_"


def room_of(app: str, name: str) -> str | None:
    """The package or module of `app` right below its directory that holds the file `name`; None for any other file."""
    parts = name.removesuffix(".py").split("/")
    return parts[1] if parts[0] == app and len(parts) > 1 and parts[1] not in {"__init__", "apps"} else None


def expand(text: str) -> list[str]:
    """All names for which braces stand; [] where they are not balanced."""
    match = re.search(r"\{([^{}]*)\}", text)
    if not match:
        return [text] if "{" not in text and "}" not in text and "," not in text else []
    return [name for part in match[1].split(",") for name in expand(text[: match.start()] + part + text[match.end() :])]


def rings(edges: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Groups of two or more names that reach each other along `edges`, largest first."""
    left = {(source, target) for source, target in edges if source != target}
    size = 0
    while len(left) != size:  # remove nodes without incoming or without outgoing edges: they are in no ring
        size, sources, targets = len(left), {source for source, _ in left}, {target for _, target in left}
        left = {(source, target) for source, target in left if source in targets and target in sources}
    reached: dict[str, set[str]] = {}
    for start in {source for source, _ in left}:
        found, fresh = set[str](), {start}
        while fresh:
            fresh = {target for source, target in left if source in fresh} - found
            found |= fresh
        reached[start] = found
    groups = {tuple(sorted(o for o in found if name in reached[o])) for name, found in reached.items() if name in found}
    return sorted((list(group) for group in groups), key=lambda ring: (-len(ring), ring))


def table(project: Project) -> list[tuple[str, str]]:
    """(name, value) of every figure."""
    modules = list(project.modules.values())
    lines = sum(module.lines for module in modules)
    tests = sum(Module(project.root, name).lines for name in project.test_files)
    directory, size = Counter(str(Path(module.name).parent) for module in modules).most_common(1)[0]
    ring_list = project.rings()
    templates = [name for name in project.files if name.endswith(".html") and "templates/" in name]
    long_lines = [len(x) > 120 for name in templates for x in (project.root / name).read_text("utf-8").splitlines()]
    return [
        ("product without tests and migrations", f"{len(modules)} Python files, {lines} lines"),
        ("tests, and tests ÷ product", f"{tests} lines, {tests / max(lines, 1):.2f}"),
        ("largest directory, Python files", f"{size} ({directory})"),
        ("rings of files", f"{len(ring_list)}, files in the largest {max(map(len, ring_list), default=0)}"),
        ("rings of packages", f"{len(project.package_rings())}"),
        (
            "own imports inside functions",
            f"{len(project.late_imports())}",
        ),
        ("imports for type checkers only (not counted)", f"{sum(i.typing for i in project.imports)}"),
        ("apps.get_model of the own app", f"{len(project.own_model_lookups())}"),
        ("functions over 40 lines", f"{sum(module.long_functions(40) for module in modules)}"),
        ("modules over 300 lines", f"{sum(module.lines > 300 for module in modules)}"),
        ("template lines over 120 characters", f"{sum(long_lines)} of {len(long_lines)}"),
        ("private uses", f"{sum(module.private_names().total() for module in modules)}"),
        ("dangling references to files", f"{len(project.dangling())}"),
        ("suppressions (noqa, type: ignore, …)", f"{sum(len(SUPPRESSION.findall(m.text)) for m in modules)}"),
        *((("modules checked by mypy", f"{share:.0%}"),) if (share := project.typed_share()) is not None else ()),
    ]


def details(project: Project, what: str) -> Iterator[str]:
    """Lines with the places behind the figure `what`: "dangling", "late", "private", "rings" or "arrows"."""
    if what == "dangling":
        yield from (f"{name}: {reference}" for name, reference in project.dangling())
    elif what == "private":
        for module in project.modules.values():
            yield from (f"{module.name}: {name} × {number}" for name, number in sorted(module.private_names().items()))
    elif what == "late":
        yield from (f"{name}:{line}" for name, line in sorted(project.late_imports()))
        yield from (f"{name}:{line} → apps.get_model" for name, line in project.own_model_lookups())
    elif what == "arrows":
        for app in sorted({name.split("/")[0] for name in project.modules if "/" in name}):
            if lines := project.arrows(app):
                yield from (f"{app}/README.md", "", "## Arrows", "", *lines, "")
    else:
        for ring in project.rings():
            yield f"{len(ring)} files"
            inner = [i for i in project.imports if {i.source, i.target} <= set(ring) and not i.typing]
            yield from (f"  {i.source}:{i.line} → {i.target}{' (in a function)' if i.late else ''}" for i in inner)


def main() -> None:
    """Print the table, or with --list the places behind a figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", nargs="?", type=Path, default=Path())
    parser.add_argument(
        "--list", choices=("rings", "late", "dangling", "private", "arrows"), help="show the places behind a figure"
    )
    options = parser.parse_args()
    project = Project(options.path)
    rows = (
        details(project, options.list) if options.list else (f"{label:<46}{value}" for label, value in table(project))
    )
    print(*rows, sep="\n")


if __name__ == "__main__":
    main()
