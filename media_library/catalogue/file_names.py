"""What the name of a dropped file says: the asset it belongs to, language, role and kind.

“Poster cúp máy_A3_km_in.pdf” → asset “Poster cúp máy”, Khmer, print file, poster. Files whose names differ only in
language, size, role or version belong to one asset (`key`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from base.languages import VIETNAMESE, language_codes
from base.text import fold, nfc, vn_slugify
from media_library.vocabulary import FileRole, Kind

MOST_CHARACTERS = 90  # of a title and of a key
#: folded words of a name → language; the code of any language of the site is another
_LANGUAGES = {
    "vi": "vi", "vn": "vi", "viet": "vi", "tieng viet": "vi", "km": "km", "kh": "km", "khmer": "km",
    "tieng khmer": "km", "en": "en", "eng": "en", "english": "en", "tieng anh": "en",
}  # fmt: skip
#: folded words of a name → role
_ROLES = {
    "in": FileRole.PRINT, "print": FileRole.PRINT, "in an": FileRole.PRINT, "ban in": FileRole.PRINT,
    "den trang": FileRole.SCHOOL_PRINT, "trang den": FileRole.SCHOOL_PRINT, "bw": FileRole.SCHOOL_PRINT,
    "photo": FileRole.SCHOOL_PRINT, "photocopy": FileRole.SCHOOL_PRINT, "man hinh": FileRole.SCREEN,
    "led": FileRole.SCREEN, "screen": FileRole.SCREEN, "chieu": FileRole.SCREEN, "nhe": FileRole.LIGHT,
    "light": FileRole.LIGHT, "720p": FileRole.LIGHT, "360p": FileRole.LIGHT, "web": FileRole.SOCIAL,
    "fb": FileRole.SOCIAL, "facebook": FileRole.SOCIAL, "zalo": FileRole.SOCIAL, "social": FileRole.SOCIAL,
    "dang mang": FileRole.SOCIAL, "sua duoc": FileRole.EDITABLE, "edit": FileRole.EDITABLE,
    "editable": FileRole.EDITABLE, "ban chu": FileRole.TEXT, "phu de": FileRole.TEXT, "sub": FileRole.TEXT,
    "audio": FileRole.AUDIO, "am thanh": FileRole.AUDIO, "tron bo": FileRole.SOURCE, "goc": FileRole.SOURCE,
}  # fmt: skip
_ROLES_OF_ENDINGS = {
    "vtt": FileRole.TEXT, "srt": FileRole.TEXT, "txt": FileRole.TEXT, "docx": FileRole.EDITABLE,
    "pptx": FileRole.EDITABLE, "xlsx": FileRole.EDITABLE, "zip": FileRole.SOURCE, "mp3": FileRole.AUDIO,
}  # fmt: skip
#: folded words that a name begins with or holds → kind, the first that fits
_KINDS = (
    ("standee", Kind.STANDEE), ("bang ron", Kind.BANNER), ("banner", Kind.BANNER), ("sticker", Kind.STICKER),
    ("decal", Kind.DECAL), ("danh dau trang", Kind.BOOKMARK), ("bookmark", Kind.BOOKMARK),
    ("infographic", Kind.INFOGRAPHIC), ("hinh nen", Kind.WALLPAPER), ("wallpaper", Kind.WALLPAPER),
    ("slide", Kind.SLIDE), ("khung anh", Kind.AVATAR_FRAME), ("avatar", Kind.AVATAR_FRAME), ("anh bia", Kind.COVER),
    ("bo nhan dien", Kind.BRAND_KIT), ("logo", Kind.BRAND_KIT), ("the tinh huong", Kind.TEACHING_PROP),
    ("bai dang", Kind.POST_TEXT), ("phat thanh", Kind.AUDIO), ("tvc", Kind.VIDEO), ("clip", Kind.VIDEO),
    ("video", Kind.VIDEO), ("poster", Kind.POSTER), ("ap phich", Kind.POSTER), ("to dan", Kind.POSTER),
    ("to roi", Kind.POSTER),
)  # fmt: skip
_KINDS_OF_ENDINGS = {"mp4": Kind.VIDEO, "mov": Kind.VIDEO, "webm": Kind.VIDEO, "mp3": Kind.AUDIO, "pptx": Kind.SLIDE}
_SIZE = re.compile(r"a[0-5]|\d{2,4}x\d{2,4}(cm|mm|px)?|\d{1,2}x\d{1,2}|(1080|720|360)p|[248]k")
_VERSION = re.compile(r"v\d+|final|copy|ban cuoi|cuoi|\d{8}")
_COPY = re.compile(r"\s*\(\d{1,3}\)$")
_CODE = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)+")


@dataclass(frozen=True)
class FileName:
    """`key` groups files of one asset; `code`: an asset's code at the beginning of the name, or “”; role may be “”."""

    key: str
    title: str
    language: str
    role: str
    kind: str
    code: str


def read_name(name: str) -> FileName:
    """What `name` says of the file."""
    path = PurePosixPath(nfc(name).replace("×", "x"))
    ending = path.suffix.lower().lstrip(".")
    stem = _COPY.sub("", path.stem)
    code = match[0] if (match := _CODE.match(stem)) else ""
    words = re.findall(r"[^\W_]+", stem[len(code) :])
    folded = [fold(word).strip() for word in words]
    used: set[int] = set()
    language = _taken(folded, {code: code for code in language_codes()} | _LANGUAGES, used)
    role = _taken(folded, _ROLES, used)
    used |= {at for at, word in enumerate(folded) if _SIZE.fullmatch(word) or _VERSION.fullmatch(word)}
    title = " ".join(word for at, word in enumerate(words) if at not in used)[:MOST_CHARACTERS].strip()
    title = title or code or "Tệp"
    return FileName(
        key=vn_slugify(code or title, MOST_CHARACTERS),
        title=title[:1].upper() + title[1:],
        language=language or VIETNAMESE,
        role=role or _ROLES_OF_ENDINGS.get(ending, ""),
        kind=_kind(" ".join(folded), ending),
        code=code,
    )


def label_of(name: str) -> str:
    """The label of a file that nobody has labelled: its title without language, role and size."""
    return read_name(name).title[:80]


def label_after(label: str, old_name: str, new_name: str) -> str:
    """The label of the file `new_name` in the place of another: `label` where somebody wrote it, else its own name."""
    return label_of(new_name) if label in {label_of(old_name), PurePosixPath(old_name).stem[:80]} else label


def _taken(folded: list[str], meanings: Mapping[str, str], used: set[int]) -> str:
    """The meaning of the last words that have one, pairs first; their positions are added to `used`.

    A name does not begin with such a word: “In vui” is a title.
    """
    for length in (2, 1):
        for at in range(len(folded) - length, 0, -1):
            places = set(range(at, at + length))
            meaning = meanings.get(" ".join(folded[at : at + length]))
            if meaning and not places & used:
                used |= places
                return meaning
    return ""


def _kind(folded: str, ending: str) -> str:
    framed = f" {folded} "
    named = next((kind for words, kind in _KINDS if f" {words} " in framed), None)
    return named or _KINDS_OF_ENDINGS.get(ending, Kind.POSTER)
