"""One stylesheet for the whole site, without a bundler (docs/design.md).

`css/site.css` is the list of components as `@import` lines. Browsers would fetch them one after
another, so this finder hands out the same file with the imports written in place. Nothing is
generated into the repository, nothing can be out of date, and without the finder the site still works.

Where no collectstatic packs the files (the demo), it packs the project's own texts as well, so that a page there
weighs what it weighs in production.
"""

from __future__ import annotations

import gzip
import re
import tempfile
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from posixpath import normpath
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

SOURCE = Path(__file__).resolve().parent / "static"
SHEETS = ("base/css/site.css",)
PACKED = frozenset({".css", ".js", ".svg"})
#: One folder for all finders of a process: two first requests at once make two finders, and Django keeps one of them.
_FOLDER = tempfile.TemporaryDirectory(prefix="stylesheets-")
_WRITING = threading.Lock()  # nobody is served half a file
_IMPORT = re.compile(r'^@import "([^"]+)";$', re.MULTILINE)
_URL = re.compile(r"url\((?!data:|#|/|https?:)([^)]+)\)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def inline_imports(path: str) -> str:
    """Text of the stylesheet at `path` (below base/static) with its imports in place and addresses made to fit."""
    sheet = SOURCE / path

    def put(match: re.Match[str]) -> str:
        part = PurePosixPath(match[1])
        text = _COMMENT.sub("", (sheet.parent / part).read_text("utf-8"))
        return _URL.sub(lambda url: f"url({normpath(str(part.parent / url[1]))})", text).strip()

    return _IMPORT.sub(put, sheet.read_text("utf-8"))


def own_texts() -> Iterator[tuple[str, Path]]:
    """(path below STATIC_URL, file) of what the project's own apps hold of PACKED, SHEETS left out."""
    for folder in sorted(Path(settings.BASE_DIR).glob("*/static")):
        for file in sorted(folder.rglob("*")):
            path = file.relative_to(folder).as_posix()
            if file.suffix in PACKED and path not in SHEETS:
                yield path, file


class StylesheetFinder(BaseFinder):
    """Stands before Django's own finders; answers for SHEETS, and lists own_texts() packed where nobody else packs."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=_FOLDER.name)
        super().__init__(*args, **kwargs)

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def _write(self, path: str, text: str) -> str:
        """Text and its packed twin, side by side as WhiteNoise looks for them."""
        target = Path(_FOLDER.name) / path
        with _WRITING:
            if not target.exists() or target.read_text("utf-8") != text:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, "utf-8")
                Path(f"{target}.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
        return str(target)

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> str | list[str]:
        if path not in SHEETS:
            return []
        found = self._write(path, inline_imports(path))
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        texts = [(path, inline_imports(path)) for path in SHEETS]
        packs = getattr(settings, "WHITENOISE_USE_FINDERS", False)  # collectstatic packs its own copies
        if packs:
            texts += [(path, file.read_text("utf-8")) for path, file in own_texts()]
        for path, text in texts:
            self._write(path, text)
            yield path, self.storage
            if packs:
                yield f"{path}.gz", self.storage
