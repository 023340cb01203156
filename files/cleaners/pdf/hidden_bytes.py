"""Find bytes in a PDF that no page shows. Only a file without them may keep its original bytes."""

import re

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from ..limits import PDF_EXACT_MAX_BYTES

_OBJECT = re.compile(rb"\d+\s+\d+\s+obj\b(.*?)(?:\bstream\r?\n.*?\bendstream\b(.*?))?\bendobj\b", re.DOTALL)
_TRAILER = re.compile(rb"xref\s[\d\snf]+trailer\s*<<[^%]*?>>\s*(?=startxref)|startxref\s+\d+\s+%%EOF")
_HEADER = re.compile(rb"%PDF-\d\.\d\s*(?:%[\x80-\xff]{4,}[^\r\n]{0,16}\s*)?")
_CONTENT = re.compile(rb"<(?:script|html|svg|!doctype)|PK\x03\x04", re.IGNORECASE)


def hides_something(pdf: Pdf, data: bytes) -> bool:
    """Whether `data` has older revisions, unused objects, comments or bytes between objects; a rebuild removes them.

    Above PDF_EXACT_MAX_BYTES always True. A harmless file may be reported (one whose strings contain a percent sign),
    which costs a rebuild; a file with hidden bytes is not missed.
    """
    if len(data) > PDF_EXACT_MAX_BYTES or data.count(b"startxref") > (2 if pdf.is_linearized else 1):
        return True
    if any(b"%" in match[1] or b"%" in (match[2] or b"") for match in _OBJECT.finditer(data)):
        return True
    rest = _HEADER.sub(b"", _TRAILER.sub(b"", _OBJECT.sub(b"", data)), count=1)
    if _CONTENT.search(rest) if pdf.is_linearized else rest.strip():
        return True
    return _has_orphans(pdf)


def _has_orphans(pdf: Pdf) -> bool:
    """Whether an object is not reachable from the trailer."""
    reached: set[tuple[int, int]] = set()
    waiting = [value for key, value in pdf.trailer.items() if key not in {"/XRefStm", "/Prev"}]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Object) and item.is_indirect:
            if item.objgen in reached:
                continue
            reached.add(item.objgen)
        if isinstance(item, Array):
            waiting.extend(item)
        elif isinstance(item, (Dictionary, Stream)):
            waiting.extend(value for _, value in item.items())
    technical = {Name.XRef, Name.ObjStm}
    return any(
        item.objgen not in reached
        and not (isinstance(item, Stream) and item.get("/Type") in technical)
        and not (isinstance(item, Dictionary) and "/Linearized" in item)
        for item in pdf.objects
        if isinstance(item, (Array, Dictionary, Stream))
    )
