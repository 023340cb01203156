"""DOCX, PPTX, XLSX: no macros, no embedded programs, nothing fetched from elsewhere, no personal properties."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any
from xml.parsers import expat

from media_library.cleaning.archives import checked_entries, is_tidy, read, shown, write
from media_library.cleaning.rejection import Rejected
from media_library.cleaning.strip import strip, strip_jpeg
from media_library.limits import OFFICE_MAX_PARTS, OFFICE_MAX_XML_BYTES, Profile

BROKEN = "broken_office"
_OPENXML = "application/vnd.openxmlformats-officedocument."
TYPES = {
    f"{_OPENXML}wordprocessingml.document": "docx",
    f"{_OPENXML}presentationml.presentation": "pptx",
    f"{_OPENXML}presentationml.slideshow": "pptx",
    f"{_OPENXML}spreadsheetml.sheet": "xlsx",
}
_MEDIA_TYPES = {extension: name for name, extension in reversed(TYPES.items())}
_PARTS = {
    "xml", "rels", "vml", "png", "jpg", "jpeg", "jpe", "gif", "bmp", "tif", "tiff", "emf", "wmf", "wdp", "svg", "webp",
    "ttf", "otf", "odttf", "fntdata", "wav", "mp3", "m4a", "mp4", "mov", "bin", "xlsx", "docx", "pptx", "dat",
}  # fmt: skip
_PROGRAMS = (b"\xd0\xcf\x11\xe0", b"MZ", b"\x7fELF", b"#!")
_MACRO_NAME = re.compile(
    r"vbaproject|vbadata|activex|macrosheets|dialogsheets|attachedtoolbars|customui/", re.IGNORECASE
)
_DDE = re.compile(rb"\bDDE(?:AUTO)?\b\s", re.IGNORECASE)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_XML_NS = "http://schemas.openxmlformats.org/"
_CORE_NS = f"{_XML_NS}package/2006/metadata/core-properties"
_BLANK = {
    "docProps/core.xml": f'{_HEAD}<cp:coreProperties xmlns:cp="{_CORE_NS}"/>',
    "docProps/app.xml": f'{_HEAD}<Properties xmlns="{_XML_NS}officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": f'{_HEAD}<Properties xmlns="{_XML_NS}officeDocument/2006/custom-properties"/>',
}
_RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*?/?>", re.DOTALL)
_SAFE_LINK = re.compile(r"(?:https?|mailto|tel):|#", re.IGNORECASE)
_SVG_CODE = re.compile(rb"<script|javascript:|<foreignObject|\son\w+\s*=", re.IGNORECASE)


def clean_document(
    archive: zipfile.ZipFile,
    entries: list[zipfile.ZipInfo],
    source: Path,
    target: Path,
    profile: Profile,
    *,
    depth: int = 0,
) -> dict[str, Any]:
    """Facts of the document; `target` is written when a part had to change. `entries` were checked already."""
    if "office" not in profile.sizes:
        raise Rejected("not_here", found="office")
    if source.stat().st_size > profile.sizes["office"]:
        raise Rejected("too_large", limit_bytes=profile.sizes["office"])
    members, changed, extension = cleaned_parts(archive, entries, depth)
    if changed or not is_tidy(archive, source.stat().st_size):
        write(target, members)
    return {"media_type": _MEDIA_TYPES[extension], "extension": extension}


def cleaned_parts(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], depth: int
) -> tuple[list[tuple[str, bytes]], bool, str]:
    """(parts, whether any differs, docx | pptx | xlsx)."""
    if len(entries) > OFFICE_MAX_PARTS:
        raise Rejected(BROKEN)
    extension = _document_type(archive)
    members, changed = [], False
    for entry in sorted(
        (item for item in entries if not item.is_dir()), key=lambda item: item.filename != "[Content_Types].xml"
    ):
        data = read(archive, entry)
        cleaned = _clean_part(entry.filename, data, depth)
        changed |= cleaned != data
        if cleaned is not None:
            members.append((entry.filename, cleaned))
    return members, changed, extension


def _document_type(archive: zipfile.ZipFile) -> str:
    """By the declared type of the main part, which Office itself goes by."""
    types = read(archive, archive.getinfo("[Content_Types].xml"))
    _check_xml(types)
    if re.search(rb"macroEnabled|vbaProject|activeX|\.oleObject\b|addin\.|ms-office\.vba", types, re.IGNORECASE):
        raise Rejected("macros" if not re.search(rb"\.oleObject\b", types) else "embedded_object")
    for name, extension in TYPES.items():
        if f"{name}.main+xml".encode() in types:
            return extension
    raise Rejected(
        "not_here" if b"template" in types else BROKEN, **({"found": "office"} if b"template" in types else {})
    )


def _clean_part(name: str, data: bytes, depth: int) -> bytes | None:
    """The part as it may stay; None when it goes. Raises Rejected."""
    suffix = name.rpartition(".")[2].lower() if "." in name.rpartition("/")[2] else ""
    if _MACRO_NAME.search(name):
        raise Rejected("macros")
    if suffix not in _PARTS or (data.startswith(_PROGRAMS) and suffix != "xml"):
        raise Rejected("macros" if b"V\x00B\x00A" in data or b"Attribut" in data else "embedded_object")
    if name.lower().startswith("docprops/thumbnail"):
        return None
    if data.startswith(b"PK\x03\x04") or suffix in {"xlsx", "docx", "pptx"}:
        return _clean_embedded(data, depth)
    if suffix in {"xml", "rels", "vml", "svg"}:
        return _clean_xml(name, suffix, data)
    return _clean_picture(data)


def _clean_xml(name: str, suffix: str, data: bytes) -> bytes:
    if len(data) > OFFICE_MAX_XML_BYTES:
        raise Rejected("zip_bomb")
    _check_xml(data, strict=suffix != "vml")
    if name in _BLANK:
        return _BLANK[name].encode()
    if suffix == "svg" and _SVG_CODE.search(data):
        raise Rejected("embedded_object")
    if suffix == "rels":
        return _clean_relationships(data)
    if (
        b"instrText" in data and any(_DDE.search(text) for text in re.findall(rb"instrText[^>]*>([^<]*)<", data))
    ) or b"ddeLink" in data:
        raise Rejected("macros")
    if b"altChunk" in data:
        raise Rejected("embedded_object")
    return data


def _check_xml(data: bytes, *, strict: bool = True) -> None:
    """Well-formed, and no document type: entities are how XML reads other files. Old VML need not be well-formed."""
    if not strict:
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise Rejected("embedded_object")
        return

    def refuse(*_: object) -> None:
        raise Rejected("embedded_object")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Rejected(BROKEN) from error


def _clean_relationships(data: bytes) -> bytes:
    """Links to read stay; anything Office would fetch by itself is refused; the thumbnail's entry goes."""
    for found in _RELATIONSHIP.finditer(data):
        text = found.group().decode("utf-8", "replace")
        kind, target = _attribute(text, "Type").rpartition("/")[2], _attribute(text, "Target")
        if kind == "thumbnail":
            data = data.replace(found.group(), b"")
        elif kind in {"vbaProject", "control", "attachedToolbars"}:
            raise Rejected("macros")
        elif kind in {"oleObject", "aFChunk"}:
            raise Rejected("embedded_object")
        elif _attribute(text, "TargetMode").lower() == "external" and not (
            kind == "hyperlink" and _SAFE_LINK.match(target)
        ):
            raise Rejected("external_link", target=shown(target) or kind)
    return data


def _attribute(text: str, name: str) -> str:
    match = re.search(rf"\b{name}\s*=\s*([\"'])(.*?)\1", text, re.DOTALL)
    return match.group(2).strip() if match else ""


def _clean_embedded(data: bytes, depth: int) -> bytes:
    """Charts carry their workbook; it passes the same rules, one level deep."""
    if depth:
        raise Rejected("embedded_object")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as inner:
            members, changed, _ = cleaned_parts(inner, checked_entries(inner, len(data)), depth + 1)
    except (zipfile.BadZipFile, KeyError) as error:
        raise Rejected("embedded_object") from error
    if not changed:
        return data
    out = io.BytesIO()
    write(out, members)  # type: ignore[arg-type]
    return out.getvalue()


def _clean_picture(data: bytes) -> bytes:
    """A phone's photo pasted into a document keeps its place unless it is taken out; its orientation stays."""
    kinds = {b"\xff\xd8\xff": "JPEG", b"\x89PN": "PNG", b"GIF": "GIF"}
    kind = kinds.get(data[:3]) or ("WEBP" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else "")
    if not kind:
        return data
    try:
        return strip_jpeg(data, _exif_orientation(data)) if kind == "JPEG" else strip(data, kind)
    except (Rejected, IndexError):
        raise Rejected(BROKEN) from None


def _exif_orientation(data: bytes) -> int:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=["JPEG", "MPO"]) as picture:
            value = int(picture.getexif().get(0x0112, 1))
    except Exception:
        return 1
    return value if value in range(1, 9) else 1
