"""Names people gave their files: kept for people, never used as a path or a key (docs/security.md, rule 18)."""

import re
import unicodedata
from pathlib import PurePosixPath

from files.limits import MAX_NAME_CHARACTERS

#: Characters Windows, macOS or a shell give a meaning; they would break the name on the reader's disk.
_AWKWARD = str.maketrans(dict.fromkeys('\\/:*?"<>|', " "))
#: Windows opens a device, not a file, under these names, whatever their extension.
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|\Z)", re.IGNORECASE)
#: Bidirectional classes of the embedding, override and isolate characters.
_TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
_MAX_INPUT = 20_000  # characters read of a name; more is not a name


def display_name(name: str | None, extension: str) -> str:
    """`name` as people may read it: NFC, one line, ≤ 150 characters, ending in `.extension`.

    Control, format (bidi) and surrogate characters are removed, a folder part is dropped.
    A name of nothing else becomes “tep”. Right-to-left overrides would show gpj.exe as exe.jpg.
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
    """The extension a name claims, lower case without dot, or "". A hint for plain text only, never a proof."""
    tail = (name or "")[-_MAX_INPUT:].replace("\\", "/").rsplit("/", 1)[-1]
    return PurePosixPath(tail).suffix.lower().lstrip(".").strip() if tail.strip(".") else ""


def is_device(name: str) -> bool:
    """Whether Windows opens a device under this name: CON, con.txt, LPT1.tar.gz."""
    return bool(_DEVICE.match(name))


def turns_direction(name: str) -> bool:
    """Whether it holds a character that turns what follows around, so that “gpj.exe” reads “exe.jpg”."""
    return any(unicodedata.bidirectional(character) in _TURNING for character in name)


def _is_hidden(character: str) -> bool:
    """Control, format (bidi), surrogate, private or unassigned. Zero-width joiners stay: Khmer and emoji need them."""
    if character in "\t\n\r\u200c\u200d":
        return False
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"}


def _stem(text: str) -> str:
    """Without the extension: a last part of 1–5 ASCII letters or digits. “Không một mình v1.2” keeps its dot."""
    stem, dot, tail = text.rpartition(".")
    is_extension = dot and 0 < len(tail) <= 5 and tail.isascii() and tail.isalnum() and not tail.isdigit()
    return stem if is_extension else text
