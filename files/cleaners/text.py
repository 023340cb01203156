"""Clean plain text, captions and JSON: UTF-8, no control characters, no markup or script that a browser could run."""

import codecs
import json
import re
from pathlib import Path
from typing import Any

from .errors import Rejected
from .limits import JSON_MAX_DEPTH, Profile
from .sniff import refuse_active_text

TYPES = {"txt": "text/plain", "vtt": "text/vtt", "srt": "application/x-subrip", "json": "application/json"}
#: Extensions accepted for text. Text has no signature, so only here a name can refuse a file (“run.bat”).
_NAMES = {"", "txt", "text", "vtt", "srt", "json"}
_SCRIPT_NAMES = {"html", "htm", "xhtml", "xml", "svg", "svgz"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_SRT = re.compile(r"\s*\d+[ \t]*\r?\n\d{1,2}:\d\d:\d\d[,.]\d{1,3} --> \d{1,2}:\d\d:\d\d[,.]\d{1,3}")
_VTT = re.compile(r"WEBVTT(?=[ \t\r\n]|$)")
#: STYLE block of WebVTT, removed: it may load from addresses, and the site's player has its own readable colours.
_STYLE = re.compile(r"^STYLE[ \t]*\r?\n(?:[^\r\n]+(?:\r?\n|\Z))*", re.MULTILINE)
_ACTIVE = re.compile(r"<(?:script|svg|iframe|html|object|embed)\b|<!doctype\b|<\?(?:xml|php)\b", re.IGNORECASE)
#: Characters searched for markup. Browsers guess a type from 1445 bytes (WHATWG MIME sniffing); twice that for safety.
_SNIFFED = 3000


def clean(source: Path, target: Path, profile: Profile, found: str, declared: str = "") -> dict[str, Any]:
    """See the package. UTF-16 with a byte order mark becomes UTF-8, WebVTT loses its STYLE blocks.

    All other files stay as they are.
    """
    data = source.read_bytes()
    if declared not in _NAMES:
        raise Rejected("markup" if declared in _SCRIPT_NAMES else "unknown_type")
    text = _decoded(data)
    plain = _STYLE.sub("", text) if _VTT.match(text) else text
    if plain != text or data[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        target.write_text(plain, encoding="utf-8", newline="")
    refuse_active_text(text[:_SNIFFED].encode())
    if _ACTIVE.search(text[:_SNIFFED]):
        raise Rejected("markup")
    extension = _extension(text, declared)
    return {"media_type": TYPES[extension], "extension": extension}


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-16" if data[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE} else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise Rejected("unknown_type" if b"\x00" in data else "broken_text") from error
    if _CONTROL.search(text):
        raise Rejected("broken_text")
    return text


def _extension(text: str, declared: str) -> str:
    if _VTT.match(text):
        return "vtt"
    if _SRT.match(text):
        return "srt"
    if declared in {"vtt", "srt"}:
        raise Rejected("broken_captions")
    if declared == "json" or text.lstrip()[:1] in {"{", "["}:
        try:
            _check_json(text)
        except (ValueError, RecursionError) as error:  # ValueError also for integers of more than 4300 digits
            if declared == "json":
                raise Rejected("broken_json", line=getattr(error, "lineno", 1)) from error
            return "txt"  # e.g. the script of a play: “[Cảnh 1] …”
        return "json"
    return "txt"


def _check_json(text: str) -> None:
    """Raises JSONDecodeError, or RecursionError below JSON_MAX_DEPTH levels; NaN and Infinity are refused."""

    def refuse_constant(name: str) -> None:
        raise json.JSONDecodeError(f"{name} is not JSON", text, 0)

    value = json.loads(text, parse_constant=refuse_constant)
    level, nodes = 0, [value]
    while nodes:
        level += 1
        if level > JSON_MAX_DEPTH:
            raise RecursionError
        nodes = [
            child
            for node in nodes
            for child in (node.values() if isinstance(node, dict) else node if isinstance(node, list) else ())
        ]
