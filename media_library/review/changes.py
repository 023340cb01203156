"""Compares two versions: files kept, replaced, added and lost, and the differences of each pair."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from base.languages import language_codes, language_name
from base.templatetags.vi import filesize_vi
from media_library.catalogue import labels
from media_library.models import AssetFile, AssetVersion
from media_library.vocabulary import FileRole

MAX_LINES = 200  # of a text's differences
Pair = tuple[AssetFile | None, AssetFile | None]


@dataclass(frozen=True)
class Change:
    """One pair of files, the old one and the new one; either may be missing."""

    old: AssetFile | None
    new: AssetFile | None

    @property
    def kind(self) -> str:
        """“same” (bytes), “replaced”, “added” or “lost”."""
        if self.old is None:
            return "added"
        if self.new is None:
            return "lost"
        return "same" if self.old.stored.sha256 == self.new.stored.sha256 else "replaced"

    @property
    def heading(self) -> str:
        """“Bản in · Tiếng Việt”."""
        file = self.new or self.old
        return f"{FileRole(file.role).label} · {language_name(file.language)}" if file else ""

    @property
    def label(self) -> str:
        """The file's name: the newer one where there are two."""
        file = self.new or self.old
        return file.label if file else ""

    @property
    def words(self) -> list[tuple[str, str]]:
        """Lines of the text that only one side has, in order: (“-”, old line) and (“+”, new line)."""
        if self.old is None or self.new is None or self.kind == "same":
            return []
        diff_lines = difflib.ndiff(_lines(self.old), _lines(self.new))
        return [(line[0], line[2:]) for line in diff_lines if line[0] in "-+"][:MAX_LINES]

    @property
    def facts(self) -> list[dict[str, str]]:
        """Facts that differ, each with `name`, `old` and `new`; [] where a side is missing."""
        if self.old is None or self.new is None:
            return []
        pairs = zip(_facts(self.old), _facts(self.new), strict=True)
        return [{"name": name, "old": old, "new": new} for (name, old), (_same, new) in pairs if old != new]


def _lines(file: AssetFile) -> list[str]:
    """Text of the file's PDF by lines; [] without text."""
    return file.stored.words.words.splitlines() if hasattr(file.stored, "words") else []


@dataclass(frozen=True)
class Changes:
    """Everything that differs between two versions."""

    old: AssetVersion
    new: AssetVersion
    rows: list[Change]

    def of_kind(self, kind: str) -> list[Change]:
        """Rows of one kind (Change.kind)."""
        return [row for row in self.rows if row.kind == kind]

    @property
    def lost(self) -> list[Change]:
        """Files of the old version that the new one does not have."""
        return self.of_kind("lost")

    @property
    def summary(self) -> list[str]:
        """“giữ 4 tệp”, “thay 1 tệp: Bản in A3”, “thêm …”; kinds without a file are left out, and what is lost."""
        words = {
            "same": _("giữ nguyên %(n)d tệp"),
            "replaced": _("thay %(n)d tệp: %(names)s"),
            "added": _("thêm %(n)d tệp: %(names)s"),
        }
        groups = [(text, self.of_kind(kind)) for kind, text in words.items()]
        return [text % {"n": len(rows), "names": names_of(rows)} for text, rows in groups if rows]

    @property
    def loss(self) -> str:
        """“mất 3 tệp: …”, "" when nothing is lost."""
        return _("mất %(n)d tệp: %(names)s") % {"n": len(self.lost), "names": names_of(self.lost)} if self.lost else ""


def names_of(rows: Iterable[Change]) -> str:
    """“Bản in A3 (vi), Ảnh Khmer (km)”."""
    files = [row.new or row.old for row in rows]
    return ", ".join(f"{file.label} ({file.language})" for file in files if file)


def compare(old: AssetVersion, new: AssetVersion) -> Changes:
    """Pair the files of two versions of one language and role by label, then by bytes, then by order.

    Reads `files` of both with `stored`: prefetch them.
    """
    cells = {version.pk: _by_cell(version) for version in (old, new)}
    keys = sorted({*cells[old.pk], *cells[new.pk]}, key=lambda key: (language_codes().index(key[0]), key[1]))
    pairs = [pair for key in keys for pair in _pairs(cells[old.pk].get(key, []), cells[new.pk].get(key, []))]
    return Changes(old, new, [Change(*pair) for pair in pairs])


def _facts(file: AssetFile) -> list[tuple[str, Any]]:
    stored = file.stored
    return [
        (_("Tên gọi"), file.label),
        (_("Loại tệp"), file.format_label),
        (_("Kích thước"), labels.dimensions(stored)),
        (_("Thời lượng"), labels.length(stored)),
        (_("Số trang"), str(stored.pages or "")),
        (_("Hệ màu"), stored.colour_space),
        (_("Dung lượng"), str(filesize_vi(stored.size))),
        (_("Người dưới 18 tuổi"), {None: _("chưa trả lời"), True: _("có"), False: _("không")}[stored.shows_minor]),
    ]


def _by_cell(version: AssetVersion) -> dict[tuple[str, str], list[AssetFile]]:
    cells: dict[tuple[str, str], list[AssetFile]] = {}
    for file in version.files.all():
        cells.setdefault((file.language, file.role), []).append(file)
    return cells


def _pairs(old: list[AssetFile], new: list[AssetFile]) -> list[Pair]:
    left, right = list(old), list(new)
    pairs: list[Pair] = []
    for likeness in (lambda file: file.label, lambda file: file.stored.sha256, lambda _file: None):
        for file in list(left):
            twin = next((candidate for candidate in right if likeness(candidate) == likeness(file)), None)
            if twin is not None:
                pairs.append((file, twin))
                left.remove(file)
                right.remove(twin)
    return [*pairs, *((file, None) for file in left), *((None, file) for file in right)]
