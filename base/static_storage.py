"""One stylesheet for the whole site, without a bundler (docs/design.md).

`css/site.css` is the list of components as `@import` lines. collectstatic writes the same file with the imports in
place, before files are hashed and packed. Nothing is generated into the repository; where files come straight from the
apps (runserver) the browser follows the imports itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from posixpath import normpath
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage, CompressedStaticFilesStorage

SOURCE = Path(__file__).resolve().parent / "static"
SHEETS = ("base/css/site.css",)
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


class OneStylesheet:
    """A step of collectstatic: SHEETS with their imports in place."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        for sheet in () if dry_run else SHEETS:
            Path(self.path(sheet)).write_text(inline_imports(sheet), "utf-8")  # type: ignore[attr-defined]
            paths[sheet] = (self, sheet)  # what is hashed next is this file, not its source
        yield from super().post_process(paths, dry_run=dry_run, **options)  # type: ignore[misc]


class SiteStorage(OneStylesheet, CompressedStaticFilesStorage):
    """The demo's: names stay as they are."""


class HashedSiteStorage(OneStylesheet, CompressedManifestStaticFilesStorage):
    """Production's: each name holds the hash of its content."""
