"""Translation catalogues without gettext's tools: collects messages, merges them into .po files, compiles .mo files.

    python -m deploy.messages [update | check | compile]

Messages are read from the syntax trees of our Python files, and from templates with Django's `templatize`.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

from cms.settings.languages import LANGUAGE_CODE
from cms.settings.languages import LANGUAGES as SITE_LANGUAGES

# Not from tools/: the image is built without it (deploy/build.sh).
ROOT = Path(__file__).resolve().parent.parent
APPS = (
    "activities",
    "articles",
    "base",
    "campaign",
    "cms",
    "demo",
    "files",
    "home",
    "jobs",
    "media_library",
    "notifications",
    "partners",
    "reporting",
    "schools",
    "search",
    "translations",
    "users",
)
LANGUAGES = tuple(code for code, _name in SITE_LANGUAGES if code != LANGUAGE_CODE)
ONE_FORM = ("km",)  # languages whose words have no plural; the others have two forms
READER_TEMPLATES = (
    "base/templates/",
    "home/templates/",
    "search/templates/",
    "translations/templates/",
)  # templates that must be translated completely
#: Except these, which are for staff.
STAFF = ("styleguide", "/admin/", "/home/front_desk/", "/home/dashboard/", "/translations/mail/")
_SINGULAR = {"_", "gettext", "gettext_lazy", "gettext_noop"}
_PLURAL = {"ngettext", "ngettext_lazy"}
_CONTEXT = {"pgettext", "pgettext_lazy"}
_CONTEXT_PLURAL = {"npgettext", "npgettext_lazy"}
_CALL = re.compile(r"\b(_|gettext|ngettext|pgettext|npgettext)\(")
_STRING = re.compile(r"""\s*(u?"(?:[^"\\]|\\.)*"|u?'(?:[^'\\]|\\.)*')\s*,?""", re.S)
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")

Key = tuple[str | None, str]  # msgctxt, msgid


def collect() -> dict[Key, polib.POEntry]:
    """All messages of our sources with the files that contain them, in a stable order."""
    entries: dict[Key, polib.POEntry] = {}
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*")):
            place = path.relative_to(ROOT).as_posix()
            if path.suffix == ".py" and "/migrations/" not in place:
                calls = _in_python(path.read_text())
            elif path.suffix in {".html", ".txt"} and "/templates/" in place:
                calls = _in_template(path.read_text())
            else:
                continue
            for name, words in calls:
                _add(entries, place, name, words)
    return entries


def _add(entries: dict[Key, polib.POEntry], place: str, name: str, words: list[str]) -> None:
    context = words.pop(0) if name in _CONTEXT | _CONTEXT_PLURAL and words else None
    if not words or not words[0]:
        return
    entry = entries.setdefault((context, words[0]), polib.POEntry(msgid=words[0], msgctxt=context))
    if name in _PLURAL | _CONTEXT_PLURAL and len(words) > 1:
        entry.msgid_plural = words[1]
    if (place, "") not in entry.occurrences:
        entry.occurrences.append((place, ""))


def _in_python(source: str) -> Iterator[tuple[str, list[str]]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in _SINGULAR | _PLURAL | _CONTEXT | _CONTEXT_PLURAL:
                yield name, [str(arg.value) for arg in node.args if isinstance(arg, ast.Constant)]


def _in_template(source: str) -> Iterator[tuple[str, list[str]]]:
    from django.utils.translation.template import templatize

    text = templatize(source)
    for match in _CALL.finditer(text):
        words, position = [], match.end()
        while literal := _STRING.match(text, position):
            words.append(str(ast.literal_eval(literal[1])))
            position = literal.end()
        yield match[1], words


def catalogue(language: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def update() -> None:
    """Update the .po files: add new messages without translation, remove unused ones, keep translations."""
    sentences = collect()
    for language in LANGUAGES:
        path = catalogue(language)
        old_entries = _by_key(path)
        merged = polib.POFile(wrapwidth=100)
        merged.metadata = {
            "Language": language,
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "Plural-Forms": "nplurals=1; plural=0;" if language in ONE_FORM else "nplurals=2; plural=(n != 1);",
        }
        for key, entry in sorted(sentences.items(), key=lambda item: (item[0][1], item[0][0] or "")):
            if old := old_entries.get(key):
                entry.msgstr, entry.msgstr_plural, entry.tcomment = old.msgstr, old.msgstr_plural, old.tcomment
            else:
                entry.msgstr, entry.msgstr_plural = "", {}
            if entry.msgid_plural and not entry.msgstr_plural:
                entry.msgstr_plural = dict.fromkeys(range(1 if language in ONE_FORM else 2), "")
            merged.append(entry)
        path.parent.mkdir(parents=True, exist_ok=True)
        merged.save(str(path))


def _is_shell(place: str) -> bool:
    return place.startswith(READER_TEMPLATES) and not any(part in place for part in STAFF)


def check() -> list[str]:
    """Problems: missing or unused messages, untranslated READER_TEMPLATES, fuzzy entries, wrong placeholders."""
    problems = []
    sentences = collect()
    for language in LANGUAGES:
        entries = _by_key(catalogue(language))
        problems += [f"{language}: thiếu “{key[1]}”" for key in sentences.keys() - entries.keys()]
        problems += [f"{language}: không còn dùng “{key[1]}”" for key in entries.keys() - sentences.keys()]
        for key, entry in entries.items():
            translated = [entry.msgstr, *entry.msgstr_plural.values()]
            places = [place for place, _ in sentences[key].occurrences] if key in sentences else []
            if not any(translated) and any(map(_is_shell, places)):
                problems.append(f"{language}: chưa dịch “{key[1]}” ({places[0]})")
            if entry.fuzzy:
                problems.append(f"{language}: bản dịch chưa chắc (fuzzy) “{key[1]}”")
            allowed = set(_PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
            for text in filter(None, translated):
                if not set(_PLACEHOLDER.findall(text)) <= allowed:
                    problems.append(f"{language}: sai chỗ điền trong “{text}”")
    return sorted(problems)


def compile_all() -> None:
    """Write the .mo file of each .po file that is newer."""
    for path in sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po")):
        target = path.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < path.stat().st_mtime:
            polib.pofile(str(path)).save_as_mofile(str(target))


def _by_key(path: Path) -> dict[Key, polib.POEntry]:
    if not path.exists():
        return {}
    return {
        (entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(path), wrapwidth=100) if not entry.obsolete
    }


def main(action: str) -> int:
    """Command line; 1 where the check found problems."""
    if action == "compile":
        compile_all()
        return 0
    if action == "update":
        update()
        compile_all()
        return 0
    problems = check()
    print("\n".join(problems) or "Bản dịch khớp với mã nguồn.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
