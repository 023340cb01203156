"""What a download button says: what one gets and what for, “PDF để in”, with “A3, 150 KB”."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from base.templatetags.vi import filesize_vi
from files.models import StoredFile
from media_library.catalogue import labels
from media_library.models import AssetFile
from media_library.vocabulary import FileRole


@dataclass(frozen=True)
class Purpose:
    """`words` follow “Tải”; `facts`: size of the sheet or picture, playing time, weight."""

    words: str
    facts: str


def purpose_of(file: AssetFile) -> Purpose:
    """What a button for this file says: its format and its use, never a code or the name of a role alone."""
    return Purpose(_words(file), _facts(file))


def _words(file: AssetFile) -> str:
    kind = "captions" if labels.is_subtitle(file) else _kind(file.stored)
    return _wording(file.role, kind) % {"format": file.format_label}


def _facts(file: AssetFile) -> str:
    stored = file.stored
    facts = (labels.dimensions(stored), labels.length(stored), filesize_vi(stored.size))
    return ", ".join(fact for fact in facts if fact)


def _kind(stored: StoredFile) -> str:
    kind = stored.media_type.partition("/")[0]
    return kind if kind in {"image", "video", "audio", "text"} else "document"


def _wording(role: str, kind: str) -> str:
    """The sentence for a role and a kind of file; a kind of its own goes before the role."""
    by_kind = {
        "captions": _("phụ đề %(format)s"),
        "audio": _("bản nghe %(format)s"),
        "text": _("bài để đăng, %(format)s") if role == FileRole.SOCIAL else _("bản chữ %(format)s"),
        "video": _("clip %(format)s bản nhẹ") if role == FileRole.LIGHT else _("clip %(format)s"),
    }
    if kind in by_kind and role != FileRole.SOURCE:
        return by_kind[kind]
    picture = kind == "image"
    by_role = {
        FileRole.PRINT: _("%(format)s để in"),
        FileRole.SCHOOL_PRINT: _("%(format)s in ở trường"),
        FileRole.SCREEN: _("hình %(format)s để chiếu") if picture else _("%(format)s để chiếu"),
        FileRole.LIGHT: _("%(format)s bản nhẹ"),
        FileRole.SOCIAL: _("hình %(format)s để đăng") if picture else _("%(format)s để đăng"),
        FileRole.EDITABLE: _("%(format)s để tự sửa"),
        FileRole.TEXT: _("bản chữ %(format)s"),
        FileRole.AUDIO: _("bản nghe %(format)s"),
        FileRole.SOURCE: _("trọn bộ tệp gốc %(format)s"),
    }
    return by_role[FileRole(role)]
