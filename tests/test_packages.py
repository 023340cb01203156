"""Three pieces stand alone: no import of ours, declared needs only, English sentences with a Vietnamese catalogue."""

import ast
import gettext
import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils import translation

from articles.rules import gates
from articles.rules.publish_gates import messages as gate_messages
from files.cleaners import messages as file_messages
from files.intake.messages import REASONS
from tests.test_dependencies import canonical

pytestmark = pytest.mark.meta

ROOT = Path(settings.BASE_DIR)
#: Folder → modules that its declared distributions are imported under.
PIECES = {
    "base/text": {"anyascii": "anyascii"},
    "files/cleaners": {
        "pillow": "PIL",
        "pi-heif": "pi_heif",
        "pikepdf": "pikepdf",
        "pypdfium2": "pypdfium2",
        "dhash": "dhash",
        "zxing-cpp": "zxingcpp",
    },
    "articles/rules/publish_gates": {"django": "django", "wagtail": "wagtail"},
}
CATALOGUES = {
    "files/cleaners": "locale/vi/LC_MESSAGES/cleaners.po",
    "articles/rules/publish_gates": "locale/vi/LC_MESSAGES/publish_gates.po",
}
#: Run in a Python that has neither the project nor Django's settings: imports each module, and lists those of ours.
ALONE = """
import importlib, json, pkgutil, sys
sys.path.insert(0, sys.argv[1])
piece = importlib.import_module("alone")
names = [one.name for one in pkgutil.walk_packages(piece.__path__, "alone.")]
for name in names:
    if name not in json.loads(sys.argv[2]):
        importlib.import_module(name)
print(json.dumps([names, sorted({name.partition(".")[0] for name in sys.modules})]))
"""
NEED_SETTINGS = ["alone.pages"]  # Wagtail's models are imported in a site only


def imported_from_outside(folder: Path) -> set[str]:
    """First names of what the modules of `folder` import from outside the standard library and the folder itself."""
    names = set()
    for path in folder.rglob("*.py"):
        depth = len(path.relative_to(folder).parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                outside = node.level > depth or not node.level
                names |= {(node.module or "").partition(".")[0] if not node.level else "above"} if outside else set()
    return names - sys.stdlib_module_names


@pytest.mark.parametrize("piece", PIECES)
def test_a_piece_imports_what_it_declares_and_nothing_of_ours(piece):
    """Its pyproject.toml names each dependency in the version of the whole product; a README says how it is used."""
    declared = tomllib.loads((ROOT / piece / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    ours = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    assert {canonical(dependency) for dependency in declared["dependencies"]} == set(PIECES[piece])
    assert set(declared["dependencies"]) <= set(ours)
    assert imported_from_outside(ROOT / piece) == set(PIECES[piece].values())
    assert "Private :: Do Not Upload" in declared["classifiers"]
    assert len((ROOT / piece / "README.md").read_text(encoding="utf-8").splitlines()) > 20


@pytest.mark.parametrize("piece", PIECES)
def test_a_piece_runs_alone_under_another_name(piece, tmp_path):
    shutil.copytree(ROOT / piece, tmp_path / "alone", ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-I", "-c", ALONE, str(tmp_path), json.dumps(NEED_SETTINGS)]
    response = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert response.returncode == 0, f"{response.stderr!r}"
    names, loaded = json.loads(response.stdout)
    assert len(names) >= 4
    assert not {path.parent.name for path in ROOT.glob("*/__init__.py")} & set(loaded)


@pytest.mark.parametrize("piece", CATALOGUES)
def test_its_catalogue_has_every_sentence_and_is_read_by_gettext(piece, tmp_path):
    messages = {"files/cleaners": file_messages, "articles/rules/publish_gates": gate_messages}[piece]
    sentences = set(getattr(messages, "MESSAGES", {}).values())
    if not sentences:
        sentences = {*messages.LABELS.values(), messages.WHERE, messages.PROBLEM, messages.MEND}
    catalogue = polib.pofile(str(ROOT / piece / CATALOGUES[piece]))
    assert {entry.msgid for entry in catalogue} == sentences
    assert not catalogue.untranslated_entries() and not catalogue.fuzzy_entries()
    for entry in catalogue:
        assert set(re.findall(r"%\(\w+\)\w", entry.msgid)) == set(re.findall(r"%\(\w+\)\w", entry.msgstr))
    folder = tmp_path / "vi" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue.save_as_mofile(str(folder / "piece.mo"))
    translate = gettext.translation("piece", tmp_path, ["vi"]).gettext
    if piece == "files/cleaners":
        refused = {"name": "thu-muc/a.exe", "reason": "executable"}
        assert file_messages.sentence("zip_member", refused).endswith(
            "is a program and no document; it is not accepted."
        )
        assert file_messages.sentence("zip_member", refused, translate).startswith("Trong tệp ZIP có “thu-muc/a.exe”")
    else:
        details = gates.personal_details.find(["Em Trần Văn An học lớp 9A2."])
        assert "full name “Em Trần Văn An”" in str(gate_messages.finding(details))
        assert "họ tên “Em Trần Văn An”" in str(gate_messages.finding(details, translate))


def test_the_site_says_the_same_as_its_pieces():
    """Sentences about files in both languages, names of details in Vietnamese: no second wording grows."""
    vietnamese = {
        entry.msgid: entry.msgstr for entry in polib.pofile(str(ROOT / "files/cleaners" / CATALOGUES["files/cleaners"]))
    }
    for code, english in file_messages.MESSAGES.items():
        with translation.override("vi"):
            assert vietnamese[english] == str(REASONS[code][1])
        with translation.override("en"):
            assert english == str(REASONS[code][1])
    entries = polib.pofile(str(ROOT / "articles/rules/publish_gates" / CATALOGUES["articles/rules/publish_gates"]))
    of_gates = {entry.msgid: entry.msgstr for entry in entries}
    with translation.override("vi"):
        labels = {kind: str(label) for kind, label in gates.DETAIL_LABELS.items()}
    assert labels == {kind: of_gates[label] for kind, label in gate_messages.LABELS.items()}
    source = (ROOT / "articles" / "rules" / "gates.py").read_text(encoding="utf-8")
    assert all(of_gates[english] in source for english in (gate_messages.PROBLEM, gate_messages.MEND))


def test_every_code_of_a_refusal_has_its_sentence():
    """Each code in a `raise Rejected(…)` of the cleaners, and in their BROKEN constants."""
    codes = set()
    for path in (ROOT / "files" / "cleaners").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        codes |= set(re.findall(r'Rejected\(\s*"(\w+)"', text)) | set(
            re.findall(r'^BROKEN = "(\w+)"', text, re.MULTILINE)
        )
    assert len(codes) > 30
    assert codes <= set(file_messages.MESSAGES)
