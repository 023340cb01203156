"""Clean DOCX, PPTX and XLSX: refuse macros, embedded programs and external references; empty the properties."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

from ..errors import Rejected
from ..limits import OFFICE_MAX_PARTS, OFFICE_MAX_XML_BYTES, Profile
from ..zip_entries import checked_entries, is_tidy, read, write
from . import media, xml

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
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_XML_NS = "http://schemas.openxmlformats.org/"
_CORE_NS = f"{_XML_NS}package/2006/metadata/core-properties"
_BLANK = {
    "docProps/core.xml": f'{_HEAD}<cp:coreProperties xmlns:cp="{_CORE_NS}"/>',
    "docProps/app.xml": f'{_HEAD}<Properties xmlns="{_XML_NS}officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": f'{_HEAD}<Properties xmlns="{_XML_NS}officeDocument/2006/custom-properties"/>',
}


def clean_document(
    archive: zipfile.ZipFile,
    entries: list[zipfile.ZipInfo],
    source: Path,
    target: Path,
    profile: Profile,
    *,
    depth: int = 0,
) -> dict[str, Any]:
    """Facts of the document; `target` is written when a part had to change.

    `entries` come from checked_entries(). `depth` counts documents embedded in documents. Raises Rejected.
    """
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
    """(parts, whether any part changed, docx | pptx | xlsx). Raises Rejected."""
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
    """docx, pptx or xlsx by the declared content type of the main part, as Office decides it. Raises Rejected."""
    declared = xml.declared_types(read(archive, archive.getinfo("[Content_Types].xml")))
    types = "\n".join(declared)
    if re.search(r"macroEnabled|vbaProject|activeX|\.oleObject\b|addin\.|ms-office\.vba", types, re.IGNORECASE):
        raise Rejected("macros" if not re.search(r"\.oleObject\b", types, re.IGNORECASE) else "embedded_object")
    for name, extension in TYPES.items():
        if f"{name}.main+xml" in declared:
            return extension
    raise Rejected(
        "not_here" if "template" in types else BROKEN, **({"found": "office"} if "template" in types else {})
    )


def _clean_part(name: str, data: bytes, depth: int) -> bytes | None:
    """The part's cleaned bytes; None when the part is dropped. Raises Rejected."""
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
    return media.clean(data, suffix)


def _clean_xml(name: str, suffix: str, data: bytes) -> bytes:
    if len(data) > OFFICE_MAX_XML_BYTES:
        raise Rejected("zip_bomb")
    if suffix == "vml":  # legacy drawings need not be well-formed XML, so their bytes are searched
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"\x00" in data:
            raise Rejected("embedded_object")
        return data
    if name in _BLANK:
        xml.read(data)
        return _BLANK[name].encode()
    if suffix == "rels":
        return xml.cleaned_relationships(data)
    if suffix == "svg":
        xml.check_svg(data)
    else:
        xml.check_words(data)
    return data


def _clean_embedded(data: bytes, depth: int) -> bytes:
    """The cleaned bytes of an embedded document, e.g. the workbook of a chart. Raises Rejected below one level."""
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
    write(out, members)
    return out.getvalue()
