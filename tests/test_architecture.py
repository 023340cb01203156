"""The arrows of docs/architecture.md: an import, and a model relation, may only point down."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)

#: From the top down; apps on one line are neighbours and do not know each other.
LEVELS = [
    {"cms", "demo", "tests"},
    {"home"},
    {"activities", "partners", "schools"},
    {"articles"},
    {"media_library"},
    {"campaign"},
    {"base", "users"},
]
LEVEL_OF = {app: depth for depth, apps in enumerate(LEVELS) for app in apps}
#: Wiring may import anything, its own level included.
WIRING = LEVELS[0]
#: `users` builds on `base`'s text functions; `base` knows nobody (rule 1 of base).
ALLOWED_NEIGHBOURS = {("users", "base")}
RELATION_FIELDS = {"ForeignKey", "OneToOneField", "ManyToManyField", "ParentalKey", "ParentalManyToManyField"}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "services"}

APPS = sorted(app for app in LEVEL_OF if app not in WIRING and (ROOT / app / "__init__.py").exists())


def modules(app):
    return [path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]


def imported_apps(tree, path):
    """(app, line) of every import in `tree`, those inside functions too."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name.split(".")[0], node.lineno
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                base = package[: len(package) - node.level + 1]
                yield (base[0] if base else (node.module or "").split(".")[0]), node.lineno
            elif node.module:
                yield node.module.split(".")[0], node.lineno
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if name in {"import_module", "import_string"} and node.args and isinstance(node.args[0], ast.Constant):
                yield str(node.args[0].value).split(".")[0], node.lineno


def related_apps(tree):
    """(app, line) of every model relation that is given as a string."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        target = node.args[0].value
        if name in RELATION_FIELDS and isinstance(target, str) and "." in target:
            yield target.split(".")[0], node.lineno


def may_know(app, other):
    if app == other or other not in LEVEL_OF:
        return True
    return LEVEL_OF[other] > LEVEL_OF[app] or (app, other) in ALLOWED_NEIGHBOURS


@pytest.mark.parametrize("app", APPS)
def test_arrows_point_down(app):
    wrong = []
    for path in modules(app):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for other, line in [*imported_apps(tree, path), *related_apps(tree)]:
            if not may_know(app, other):
                wrong.append(f"{path.relative_to(ROOT)}:{line} knows {other}")
    assert not wrong, "\n".join(wrong)


def test_the_rule_itself_bites():
    upward = ast.parse("def late():\n    from partners.models import Partner\n")
    path = ROOT / "articles" / "example.py"
    assert [app for app, _ in imported_apps(upward, path) if not may_know("articles", app)] == ["partners"]
    relation = ast.parse('models.ForeignKey("schools.School", models.CASCADE)')
    assert [app for app, _ in related_apps(relation) if not may_know("media_library", app)] == ["schools"]
    assert may_know("partners", "articles")
    assert not may_know("partners", "schools")


def test_no_production_module_imports_tests_or_demo():
    wrong = [
        f"{path.relative_to(ROOT)}:{line}"
        for app in APPS
        for path in modules(app)
        for other, line in imported_apps(ast.parse(path.read_text(encoding="utf-8")), path)
        if other in {"tests", "demo", "pytest"}
    ]
    assert not wrong


def test_no_module_is_a_drawer_for_anything():
    drawers = [path for app in APPS for path in (ROOT / app).rglob("*") if path.stem in FORBIDDEN_NAMES]
    assert not drawers


def test_templates_hold_no_inline_script_or_style():
    """The public policy allows neither; the administration's own templates are Wagtail's ground."""
    inline = re.compile(
        r"<style|<script(?![^>]*\b(src|type=\"application/(ld\+)?json\"))|\sstyle=|\son[a-z]+=", re.IGNORECASE
    )
    wrong = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for app in APPS
        for path in (ROOT / app).rglob("templates/**/*.html")
        # The kit's own page opens from a USB stick: no policy stands there, and nothing can be fetched.
        if not {"wagtailadmin", "admin", "offline"} & set(path.parts)
        for found in inline.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not wrong, "\n".join(wrong)
