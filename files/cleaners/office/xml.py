"""Check and clean the XML parts of Office documents with an XML parser, as Office itself reads them.

Patterns over bytes would miss a word that is written with entities, in UTF-16 or after a “>” in a value.
"""

import re
from collections.abc import Callable
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from ..errors import Rejected

BROKEN = "broken_office"
Attributes = dict[str, str]
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SAFE_LINK = re.compile(r"(?:https?|mailto|tel):|#", re.IGNORECASE)
_DDE = re.compile(r"^\s*DDE(?:AUTO)?\b", re.IGNORECASE)
#: Field instructions and formulas that fetch files or link to something other than a web page.
_FETCHES = re.compile(r"^\s*(?:INCLUDE(?:PICTURE|TEXT)?|IMPORT|LINK|RD|DATABASE|HTMLCONTROL)\b", re.IGNORECASE)
_FILE_LINK = re.compile(r"^\s*HYPERLINK\s+\"?\s*(?:file:|\\\\)", re.IGNORECASE)
_FORMULA = re.compile(
    r"(?:^|[^A-Za-z0-9_.'\"])(?:_xlfn\.)?(?:WEBSERVICE|CALL|REGISTER\.ID|RTD|EXEC)\s*\(", re.IGNORECASE
)
_PPT_ACTION = re.compile(r"ppaction://(?:program|macro|ole|hlinkfile|hlinkpres)", re.IGNORECASE)
#: Elements of a workbook that query a server or a database.
_CONNECTIONS = {"webpr", "dbpr", "olappr", "textpr"}
_SVG_LINK = re.compile(r"#|data:image/(?:png|jpeg|gif|webp);", re.IGNORECASE)
_MACRO_RELATIONS = {"vbaproject", "wordvbadata", "control", "attachedtoolbars", "xlmacrosheet", "xlintlmacrosheet"}
_OBJECT_RELATIONS = {"oleobject", "afchunk", "activexcontrolbinary"}


def read(
    data: bytes, *, start: Callable[[str, Attributes], None] | None = None, text: Callable[[str], None] | None = None
) -> None:
    """Parse `data`; `start` gets each element's local name and its attributes by local name, `text` its text.

    Raises Rejected for XML that is not well-formed and for a document type, because its entities can read other files.
    """

    def refuse(*_: object) -> None:
        raise Rejected("embedded_object")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    if start:
        parser.StartElementHandler = lambda name, attributes: start(
            _local(name), {_local(key): value for key, value in attributes.items()}
        )
    if text:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:  # LookupError: unknown encoding
        raise Rejected(BROKEN) from error


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def check_words(data: bytes) -> None:
    """Raise Rejected for fields that start programs (DDE, also split over runs), fetch files or link to them.

    Also for embedded foreign parts (altChunk), program actions of slides and data connections of workbooks.
    """
    field: list[str] = []
    inside = {"instruction": False, "formula": False}

    def start(name: str, attributes: Attributes) -> None:
        inside["instruction"] = name in {"instrText", "delInstrText"}
        inside["formula"] = name in {"f", "definedName"}
        _check_element(name, attributes)
        if name == "fldChar" and attributes.get("fldCharType") == "begin":
            field.clear()

    def text(words: str) -> None:
        if inside["instruction"]:
            field.append(words)
            if _DDE.match("".join(field)):
                raise Rejected("macros")
            if _fetches("".join(field)):
                raise Rejected("external_link", target="".join(field).split()[0][:20])
        elif inside["formula"] and _FORMULA.search(words):
            raise Rejected("external_link", target="WEBSERVICE")

    read(data, start=start, text=text)


def _check_element(name: str, attributes: Attributes) -> None:
    if name == "altChunk":
        raise Rejected("embedded_object")
    acts = _PPT_ACTION.match(attributes.get("action", ""))
    if acts or name in {"ddeLink", "oleLink"} or _DDE.match(attributes.get("instr", "")):
        raise Rejected("macros")
    if _fetches(attributes.get("instr", "")) or name.lower() in _CONNECTIONS:
        raise Rejected("external_link", target=name)


def _fetches(instruction: str) -> bool:
    return bool(_FETCHES.match(instruction) or _FILE_LINK.match(instruction))


def check_svg(data: bytes) -> None:
    """Raise Rejected for an SVG with scripts, event attributes or links to other files."""

    def start(name: str, attributes: Attributes) -> None:
        active = name in {"script", "foreignObject", "iframe", "handler"}
        active |= any(key.lower().startswith("on") for key in attributes)
        link = attributes.get("href", "").strip()
        if active or (link and not _SVG_LINK.match(link)):
            raise Rejected("embedded_object")

    read(data, start=start)


def declared_types(data: bytes) -> set[str]:
    """Every content type that [Content_Types].xml names."""
    types: set[str] = set()
    read(data, start=lambda _name, attributes: types.add(attributes.get("ContentType", "")))
    return types


def cleaned_relationships(data: bytes) -> bytes:
    """The relationships without the entry of the thumbnail. Hyperlinks stay.

    Raises Rejected for what Office would fetch or run by itself.
    """
    relations: list[Attributes] = []
    read(data, start=lambda name, attributes: relations.append(attributes) if name == "Relationship" else None)
    remaining = [relation for relation in relations if _may_stay(relation)]
    if len(remaining) == len(relations):
        return data
    lines = [f"<Relationship {' '.join(f'{k}={quoteattr(v)}' for k, v in item.items())}/>" for item in remaining]
    return f'{_HEAD}<Relationships xmlns="{_RELATIONSHIPS}">{"".join(lines)}</Relationships>'.encode()


def _may_stay(relation: Attributes) -> bool:
    """False for the thumbnail. Raises Rejected."""
    kind, target = relation.get("Type", "").strip().rpartition("/")[2].lower(), relation.get("Target", "").strip()
    if kind in _MACRO_RELATIONS:
        raise Rejected("macros")
    if kind in _OBJECT_RELATIONS:
        raise Rejected("embedded_object")
    outside = relation.get("TargetMode", "").strip().lower() == "external"
    if outside and not (kind == "hyperlink" and _SAFE_LINK.match(target)):
        raise Rejected("external_link", **_named(target or kind))
    return kind != "thumbnail"


def _named(target: str) -> dict[str, Any]:
    return {"target": "".join(c if c.isprintable() else "?" for c in target)[:80]}
