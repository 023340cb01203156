"""Static file storages that inline the `@import` lines of the site's stylesheet during collectstatic (docs/design.md).

`css/site.css` lists the components as `@import` lines. collectstatic replaces each line by the imported file before
files are hashed and compressed. With runserver, which serves the sources, the browser follows the imports.
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
    """Text of the stylesheet at `path` (below base/static) with imports inlined and relative url()s adjusted."""
    sheet = SOURCE / path

    def put(match: re.Match[str]) -> str:
        part = PurePosixPath(match[1])
        text = _COMMENT.sub("", (sheet.parent / part).read_text("utf-8"))
        return _URL.sub(lambda url: f"url({normpath(str(part.parent / url[1]))})", text).strip()

    return _IMPORT.sub(put, sheet.read_text("utf-8"))


class OneStylesheet:
    """Mixin for static storages: collectstatic writes SHEETS with inlined imports."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Write the inlined sheets, then let the storage hash and compress them."""
        for sheet in () if dry_run else SHEETS:
            Path(self.path(sheet)).write_text(inline_imports(sheet), "utf-8")  # type: ignore[attr-defined]
            paths[sheet] = (self, sheet)  # the next step hashes the written file, not the source
        yield from super().post_process(paths, dry_run=dry_run, **options)  # type: ignore[misc]


class SiteStorage(OneStylesheet, CompressedStaticFilesStorage):
    """Storage of the demo: file names without a hash."""


class HashedSiteStorage(OneStylesheet, CompressedManifestStaticFilesStorage):
    """Storage of production: file names contain a hash of the content."""
