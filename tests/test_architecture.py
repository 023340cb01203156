"""The arrows of docs/architecture.md: an import, and a model relation, may only point down; no files form a ring."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from tests.sources import Project

pytestmark = pytest.mark.meta

ROOT = Path(settings.BASE_DIR)

#: From the top down; apps on one line are neighbours and do not know each other.
LEVELS = [
    {"cms", "demo", "tests", "tools"},
    {"reporting"},
    {"home", "search", "translations"},
    {"activities", "partners", "schools"},
    {"articles"},
    {"media_library"},
    {"campaign"},
    {"files"},
    {"jobs", "notifications"},
    {"base", "users"},
]
LEVEL_OF = {app: depth for depth, apps in enumerate(LEVELS) for app in apps}
#: Wiring may import anything, its own level included.
WIRING = LEVELS[0]
#: `users` builds on `base`'s text functions; `base` knows nobody (rule 1 of base).
ALLOWED_NEIGHBOURS = {("users", "base")}
RELATION_FIELDS = {"ForeignKey", "OneToOneField", "ManyToManyField", "ParentalKey", "ParentalManyToManyField"}
#: Python files in one directory (its __init__.py too), and the directories that hold more: their figures only shrink.
MAX_FILES = 15
OVERFULL: dict[str, int] = {}
#: Characters in a line of a template or stylesheet, and the templates that hold longer ones: what they answer is plain
#: text, a script or XML, where each line break would be one of the answer.
MAX_LINE = 120
WIDE_TEMPLATES = {
    "activities/templates/activities/mail/agreed.txt",
    "activities/templates/activities/mail/cancelled.txt",
    "activities/templates/activities/mail/offer.txt",
    "activities/templates/activities/mail/void.txt",
    "home/templates/home/sitemap.xml",
    "home/templates/home/sitemap_index.xml",
    "home/templates/home/sitemap_news.xml",
    "home/templates/home/sw.js",
    "media_library/templates/media_library/player_worker.js",
    "schools/templates/schools/mail/invitation.txt",
    "schools/templates/schools/mail/printed.txt",
    "schools/templates/schools/mail/printed_subject.txt",
}
#: What there is one of → the start of the paths that may import it: tables with their list against formula injection,
#: the rule for slugs, the outbox, the queue of tasks, clients of storage.
ONE_OF_EACH = {
    "csv": ("base/spreadsheets/", "files/readers/"),
    "openpyxl": ("base/spreadsheets/", "files/readers/"),
    "django.utils.text.slugify": "base/text/",
    "django.core.mail": "notifications/",
    "smtplib": "notifications/",
    "django_tasks_db": "jobs/",
    "boto3": "files/storage/",
}
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


def test_no_production_module_imports_tests_demo_or_tools():
    wrong = [
        f"{path.relative_to(ROOT)}:{line}"
        for app in APPS
        for path in modules(app)
        for other, line in imported_apps(ast.parse(path.read_text(encoding="utf-8")), path)
        if other in {"tests", "demo", "tools", "pytest"}
    ]
    assert not wrong


@cache
def project() -> Project:
    return Project(ROOT)


def test_no_files_import_each_other_in_a_ring():
    """A module can be read, tested and moved with what it imports, and with nothing else."""
    rings = project().rings()
    assert not rings, "\n".join(line for ring in rings for line in project().inside(ring))


def test_own_code_is_imported_at_the_top():
    """An import inside a function hides a ring. AppConfig.ready() has no other way; nothing else is excepted."""
    assert not [f"{name}:{line}" for name, line in sorted(project().late_imports())]


def test_no_model_of_the_own_app_is_asked_for_by_name():
    """apps.get_model() of the own app hides a ring as well."""
    assert not [f"{name}:{line}" for name, line in project().own_model_lookups()]


def test_the_rules_about_files_bite(tmp_path):
    """A package runs its __init__.py: who imports a module of it from outside depends on all that stands there."""
    files = {
        "shop/__init__.py": "",
        "shop/models/__init__.py": "from .order import Order",
        "shop/models/order.py": "from shop.prices import price\nfrom .tax import tax",
        "shop/models/tax.py": "",
        "shop/prices.py": "from shop.models.tax import tax",
        "shop/mail.py": "def send():\n    from shop import letters\n    apps.get_model('shop', 'Order')",
        "shop/letters.py": "if TYPE_CHECKING:\n    from shop import mail",
        "shop/apps.py": "def ready():\n    from shop import mail",
        "shop/lazy.py": "def late():\n    import_module('shop.eager')",
        "shop/eager.py": "from shop import lazy",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    shop = Project(tmp_path)
    assert shop.rings() == [
        ["shop/models/__init__.py", "shop/models/order.py", "shop/prices.py"],
        ["shop/eager.py", "shop/lazy.py"],
    ]
    assert shop.late_imports() == {("shop/mail.py", 2), ("shop/lazy.py", 2)}
    assert shop.own_model_lookups() == [("shop/mail.py", 3)]


def test_no_packages_import_each_other_in_a_ring():
    """Rings of apps, and of the packages and modules inside an app, are as good as rings of files: there are none."""
    rings = project().package_rings()
    assert not rings, "\n".join(line for ring in rings for line in project().inside(ring))


def test_the_rules_about_rooms_bite(tmp_path):
    """Packages that import each other through different files are a ring, although the files are none."""
    files = {
        "shop/__init__.py": "",
        "shop/apps.py": "def ready():\n    from shop import hooks",
        "shop/hooks.py": "from shop.models import order",
        "shop/models/__init__.py": "",
        "shop/models/order.py": "from shop.prices import tax",
        "shop/models/customer.py": "if TYPE_CHECKING:\n    from shop import hooks",
        "shop/prices/__init__.py": "",
        "shop/prices/tax.py": "",
        "shop/prices/sums.py": "from shop.models import customer",
        "shop/words.py": "",
        "till/__init__.py": "",
        "till/desk.py": "from shop.hooks import hook",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    town = Project(tmp_path)
    assert not town.rings()
    assert town.package_rings() == [["shop/models", "shop/prices"]]


def test_documents_and_comments_name_files_that_exist():
    """What is named lies in the repository, but for the page inside a kit's ZIP."""
    assert not [(file, name) for file, name in project().dangling() if name != "BAT-DAU.html"]


def test_no_directory_holds_more_files_than_one_sees_at_a_glance():
    counted = Counter(str(Path(name).parent) for name in project().modules)
    grown = {place: size for place, size in counted.items() if size > OVERFULL.get(place, MAX_FILES)}
    assert not grown, "sort the modules into packages that are named after jobs"
    assert not [place for place in OVERFULL if counted[place] <= MAX_FILES], "take what has shrunk off the list"


def foreign_imports(tree: ast.Module):
    """(dotted name, line) of every import that is not relative; `from a import b` gives a.b."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def second_ones(name: str, tree: ast.Module) -> list[str]:
    """What the module `name` imports although another place is the one for it."""
    return [
        f"{name}:{line} imports {imported}"
        for imported, line in foreign_imports(tree)
        for library, place in ONE_OF_EACH.items()
        if f"{imported}.".startswith(f"{library}.") and not name.startswith(place)
    ]


def test_there_is_one_of_each():
    """A second writer of tables, slug rule, way to send mail, reader of the queue or client of storage drifts apart."""
    product = {name: module for name, module in project().modules.items() if name.split("/")[0] in APPS}
    assert not [name for name, module in product.items() if ".get_page(" in module.text], "page_of() of base.pagination"
    assert not [line for name, module in product.items() for line in second_ones(name, module.tree)]
    wrong = ast.parse("from django.utils.text import Truncator, slugify\nimport csv\nfrom openpyxl.cell import Cell")
    assert [line.rpartition(" ")[2] for line in second_ones("schools/lists.py", wrong)] == [
        "django.utils.text.slugify",
        "csv",
        "openpyxl.cell.Cell",
    ]
    assert second_ones("base/spreadsheets/writer.py", wrong) == [
        "base/spreadsheets/writer.py:1 imports django.utils.text.slugify"
    ]
    assert not second_ones("base/lists.py", ast.parse("import csvkit\nfrom django.utils.text import capfirst"))


def test_no_module_is_a_drawer_for_anything():
    drawers = [path for app in APPS for path in (ROOT / app).rglob("*") if path.stem in FORBIDDEN_NAMES]
    assert not drawers


def test_templates_hold_no_inline_script_or_style():
    """The public policy allows neither; the administration's own templates are Wagtail's ground."""
    inline = re.compile(
        r"<style|<script(?![^>]*\b(src|type=\"application/(ld\+)?json\"))|\sstyle=|\son[a-z]+=", re.IGNORECASE
    )
    wrong = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for app in APPS
        for path in (ROOT / app).rglob("templates/**/*.html")
        # The kit's own page opens from a USB stick: no policy stands there, and nothing can be fetched.
        if not {"wagtailadmin", "admin", "offline"} & set(path.parts)
        for match in inline.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not wrong, "\n".join(wrong)


def names_set_around(source):
    """Variables that a template sets outside of its blocks, where all that extends it sees them."""
    depth, names = 0, set()
    for tag in re.findall(r"{%\s*(.+?)\s*%}", source, re.DOTALL):
        words = tag.split()
        depth += {"block": 1, "endblock": -1}.get(words[0], 0)
        if not depth and words[0] != "with" and words[-2:-1] in (["as"], ["asvar"]):
            names.add(words[-1])
    return names


def test_a_template_around_others_sets_no_name_that_a_view_could_use():
    """What the base template names like a value of a view hides that value: its own names begin with shell_."""
    assert names_set_around("{% url 'x' as a %}{% block b %}{% url 'x' as c %}{% endblock %}{% load as %}") == {"a"}
    paths = [path for app in APPS for path in (ROOT / app).rglob("templates/**/*.html")]
    paths = [path for path in paths if "wagtailadmin" not in path.parts]
    texts = {path: path.read_text(encoding="utf-8") for path in paths}
    around = [text for text in texts.values() if "{% block " in text and "{% extends " not in text]
    names = set().union(*map(names_set_around, around)) - {"LANGUAGE_CODE"}
    assert {"shell_place", "shell_languages"} <= names and all(name.startswith("shell_") for name in names), names
    views = [path for app in APPS for path in modules(app)]
    assert not [path for path in views if "shell_" in path.read_text(encoding="utf-8")]


def test_no_line_of_a_template_or_stylesheet_is_longer_than_its_limit():
    wide = {
        path.relative_to(ROOT).as_posix()
        for app in APPS
        for pattern in ("templates/**/*.*", "static/**/*.css")
        for path in (ROOT / app).rglob(pattern)
        if any(len(line) > MAX_LINE for line in path.read_text(encoding="utf-8").splitlines())
    }
    assert wide == WIDE_TEMPLATES, "docs/design.md says where a line may be broken"


def test_templates_name_addresses_of_the_site_by_their_routes():
    """`{% url %}` fails when a route is renamed. Pages of the tree have no route; the styleguide is not always on."""
    by_hand = re.compile(r'(?:href|action|src)="(?:/(?!vi/|styleguide/)[a-z{][^"]*)?"')
    assert by_hand.search('<a href="/truong/bo/">') and not by_hand.search('<a href="/vi/kho/">')
    assert by_hand.search('<a href="/{{ language }}/kho/">') and by_hand.search('<a href="">')
    paths = [path for app in APPS for path in (ROOT / app).rglob("templates/**/*.html")]
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    links = {path: by_hand.findall(re.sub(r"{%.*?%}", "-", text)) for path, text in texts.items()}
    assert len(links) > 400
    assert {path: written for path, written in links.items() if written} == {}
