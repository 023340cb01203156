"""What a download button says: what one gets and what for, “PDF để in”, with “A3, 150 KB”."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

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
    if role == FileRole.SOURCE:
        return str(_BY_ROLE[FileRole.SOURCE])
    purpose = _BY_KIND_AND_ROLE.get((kind, FileRole(role))) or _BY_KIND.get(kind) or _BY_ROLE[FileRole(role)]
    return str(purpose)


_BY_KIND_AND_ROLE = {
    ("text", FileRole.SOCIAL): _("bài để đăng, %(format)s"),
    ("video", FileRole.LIGHT): _("clip %(format)s bản nhẹ"),
    ("image", FileRole.SCREEN): _("hình %(format)s để chiếu"),
    ("image", FileRole.SOCIAL): _("hình %(format)s để đăng"),
}
_BY_KIND = {
    "captions": _("phụ đề %(format)s"),
    "audio": _("bản nghe %(format)s"),
    "text": _("bản chữ %(format)s"),
    "video": _("clip %(format)s"),
}
_BY_ROLE = {
    FileRole.PRINT: _("%(format)s để in"),
    FileRole.SCHOOL_PRINT: _("%(format)s in ở trường"),
    FileRole.SCREEN: _("%(format)s để chiếu"),
    FileRole.LIGHT: _("%(format)s bản nhẹ"),
    FileRole.SOCIAL: _("%(format)s để đăng"),
    FileRole.EDITABLE: _("%(format)s để tự sửa"),
    FileRole.TEXT: _("bản chữ %(format)s"),
    FileRole.AUDIO: _("bản nghe %(format)s"),
    FileRole.SOURCE: _("trọn bộ tệp gốc %(format)s"),
}
