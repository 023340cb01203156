"""Clean the file names that senders give: shown to people, never used as a path or key (docs/security.md, rule 18)."""

import re
import unicodedata
from pathlib import PurePosixPath

from .limits import MAX_NAME_CHARACTERS

#: Characters with a meaning for Windows, macOS or a shell; they become spaces.
_AWKWARD = str.maketrans(dict.fromkeys('\\/:*?"<>|', " "))
#: Under these names Windows opens a device instead of a file, with any extension.
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|\Z)", re.IGNORECASE)
#: Bidirectional classes of the embedding, override and isolate characters.
_TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
_MAX_INPUT = 20_000  # characters of a name that are read


def display_name(name: str | None, extension: str) -> str:
    """`name` as people may read it: NFC, one line, ≤ 150 characters, ending in `.extension`.

    Control, format (bidi) and surrogate characters are removed (a right-to-left override would show gpj.exe as
    exe.jpg), a folder part is dropped. “tep” when nothing is left.
    """
    text = unicodedata.normalize("NFC", (name or "")[:_MAX_INPUT])
    text = text.replace("\\", "/").rsplit("/", 1)[-1]
    text = "".join(" " if character in "\t\n\r" else character for character in text if not _is_hidden(character))
    text = " ".join(text.translate(_AWKWARD).split())
    stem = _stem(text).strip(" .") or "tep"
    if is_device(stem):
        stem = f"tep {stem}"
    return stem[: MAX_NAME_CHARACTERS - len(extension) - 1].rstrip(" .") + f".{extension}"


def declared_extension(name: str | None) -> str:
    """The extension of `name`, lower case without dot, or "". A hint only: the content decides what a file is."""
    tail = (name or "")[-_MAX_INPUT:].replace("\\", "/").rsplit("/", 1)[-1]
    return PurePosixPath(tail).suffix.lower().lstrip(".").strip() if tail.strip(".") else ""


def is_device(name: str) -> bool:
    """Whether Windows opens a device under this name: CON, con.txt, LPT1.tar.gz."""
    return bool(_DEVICE.match(name))


def turns_direction(name: str) -> bool:
    """Whether it holds a bidirectional control character, which can show “gpj.exe” as “exe.jpg”."""
    return any(unicodedata.bidirectional(character) in _TURNING for character in name)


def _is_hidden(character: str) -> bool:
    """Control, format (bidi), surrogate, private or unassigned; not zero-width joiners, which Khmer and emoji need."""
    if character in "\t\n\r\u200c\u200d":
        return False
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"}


def _stem(text: str) -> str:
    """`text` without its extension: a last part of 1–5 ASCII letters or digits. “Không một mình v1.2” stays whole."""
    stem, dot, tail = text.rpartition(".")
    is_extension = dot and 0 < len(tail) <= 5 and tail.isascii() and tail.isalnum() and not tail.isdigit()
    return stem if is_extension else text
