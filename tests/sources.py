"""The project's Python files, their imports and what their texts name, for tests about the structure of the code."""

import ast
import io
import re
import subprocess
import tokenize
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

TEST_NAME = re.compile(r"(^|/)(tests?|testing)/|(^|/)(test_\w+|tests|\w+_tests?|conftest)\.py$")
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
    """One Python file."""

    def __init__(self, root: Path, name: str) -> None:
        self.name = name
        self.text = (root / name).read_text(encoding="utf-8")
        self.package = name.split("/")[:-1]

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

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
        result = []
        for node in ast.walk(self.tree) if any(name in self.text for name in functions) else ():
            if isinstance(node, ast.Call) and last_name(node.func) in functions:
                result += [(str(arg.value), node.lineno) for arg in node.args[:1] if isinstance(arg, ast.Constant)]
        return result

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

    def prose(self) -> str:
        """All comments and docstrings, one after the other."""
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        comments = [token.string for token in tokens if token.type == tokenize.COMMENT]
        holders = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
        documented = (node for node in ast.walk(self.tree) if isinstance(node, holders))
        return "\n".join(comments + [ast.get_docstring(node) or "" for node in documented])


class Project:
    """The files of a project: those that git lists, else those on the disk."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.files = sorted(self._listed())
        python = [name for name in self.files if name.endswith(".py") and "/migrations/" not in f"/{name}"]
        self.modules = {name: Module(self.root, name) for name in python if not TEST_NAME.search(name)}
        self._known = set(python)

    def _listed(self) -> list[str]:
        command = ["git", "-C", str(self.root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listing = subprocess.run(command, capture_output=True, text=True, check=False)
        if listing.returncode == 0:
            return [name for name in listing.stdout.split("\0") if name and (self.root / name).is_file()]
        return [path.relative_to(self.root).as_posix() for path in self.root.rglob("*") if path.is_file()]

    def file_of(self, parts: list[str]) -> str | None:
        """The file of a dotted module name, None for a foreign one."""
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
        result = []
        for module in self.modules.values():
            for node, late, typing in module.import_statements():
                result += [Import(module.name, x, node.lineno, late, typing) for x in self.targets(module, node)]
            for name, line in module.calls("import_module", "import_string"):
                result += [Import(module.name, x, line, True, False) for x in self.run_by(module, name.split("."))]
        return sorted(result)

    def rings(self, depth: int | None = None) -> list[list[str]]:
        """Groups of files, or of packages at `depth`, that import each other in a cycle, largest first."""
        pairs = ((i.source.split("/"), i.target.split("/")) for i in self.imports if not i.typing)
        return rings(("/".join(source[:depth]), "/".join(target[:depth])) for source, target in pairs)

    def package_rings(self) -> list[list[str]]:
        """Rings of apps, and rings within an app that contain a sub-package."""
        return [ring for ring in [*self.rings(1), *self.rings(2)] if not all(name.endswith(".py") for name in ring)]

    def inside(self, ring: list[str]) -> list[str]:
        """The imports between the files or packages of a ring, as `file:line → file`, for a test's message."""
        own = [i for i in self.imports if not i.typing and i.source.startswith(tuple(ring))]
        return [f"{i.source}:{i.line} → {i.target}" for i in own if i.target.startswith(tuple(ring))]

    def late_imports(self) -> set[tuple[str, int]]:
        """(file, line) of every import of own code inside a function; apps.py is left out, because ready() needs it."""
        return {(i.source, i.line) for i in self.imports if i.late and not i.source.endswith("apps.py")}

    def own_model_lookups(self) -> list[tuple[str, int]]:
        """(file, line) of every get_model() call for a model of the file's own app."""
        pairs = ((module, *call) for module in self.modules.values() for call in module.calls("get_model"))
        return [(module.name, line) for module, name, line in pairs if name.split(".")[0] in module.package]

    def dangling(self) -> list[tuple[str, str]]:
        """(file, reference) of every file named in docs, comments or docstrings that does not exist."""
        ends = {"/".join(name.split("/")[start:]) for name in self.files for start in range(name.count("/") + 1)}
        texts = {name: module.prose() for name, module in self.modules.items()}
        texts |= {n: (self.root / n).read_text("utf-8") for n in self.files if Path(n).suffix in PROSE}
        result = []
        for name, text in texts.items():
            for match in REFERENCE.finditer(text):
                for reference in expand(match[0]):
                    here = (self.root / name).parent / reference
                    if reference.lstrip("./") not in ends and not here.exists():
                        result.append((name, reference))
        return result


def last_name(node: ast.AST) -> str:
    """`c` of `a.b.c`; empty where the node is not a name."""
    return str(getattr(node, "attr", getattr(node, "id", "")))


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name != "_"


def expand(text: str) -> list[str]:
    """All names for which braces stand; [] where they are not balanced."""
    match = re.search(r"\{([^{}]*)\}", text)
    if not match:
        return [text] if "{" not in text and "}" not in text and "," not in text else []
    return [name for part in match[1].split(",") for name in expand(text[: match.start()] + part + text[match.end() :])]


def rings(edges: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Groups of two or more names that reach each other along `edges`, largest first."""
    rest = {(source, target) for source, target in edges if source != target}
    size = 0
    while len(rest) != size:  # remove nodes without incoming or without outgoing edges: they are in no ring
        size, sources, targets = len(rest), {source for source, _ in rest}, {target for _, target in rest}
        rest = {(source, target) for source, target in rest if source in targets and target in sources}
    reached: dict[str, set[str]] = {}
    for start in {source for source, _ in rest}:
        reachable, fresh = set[str](), {start}
        while fresh:
            fresh = {target for source, target in rest if source in fresh} - reachable
            reachable |= fresh
        reached[start] = reachable
    groups = {
        tuple(sorted(other for other in reachable if name in reached[other]))
        for name, reachable in reached.items()
        if name in reachable
    }
    return sorted((list(group) for group in groups), key=lambda ring: (-len(ring), ring))
