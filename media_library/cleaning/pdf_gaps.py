"""Whether a PDF holds bytes no page shows. Only a file without them may keep its very bytes."""

import re

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from media_library.limits import PDF_EXACT_MAX_BYTES

_OBJECT = re.compile(rb"\d+\s+\d+\s+obj\b.*?\bendobj\b", re.DOTALL)
_TRAILER = re.compile(
    rb"xref\s[\d\s]+(?:\d{10} \d{5} [nf]\s+)*\s*(?:\d+ \d+\s+(?:\d{10} \d{5} [nf]\s+)*)*trailer.*?(?=startxref)|startxref\s+\d+\s+%%EOF",
    re.DOTALL,
)
_HEADER = re.compile(rb"%PDF-\d\.\d\s*(?:%[\x80-\xff]{4,}[^\r\n]{0,16}\s*)?")


def hides_something(pdf: Pdf, data: bytes) -> bool:
    """Older revisions, objects no page needs, bytes between the objects: all invisible, all gone after a rebuild."""
    if len(data) > PDF_EXACT_MAX_BYTES or data.count(b"startxref") > (2 if pdf.is_linearized else 1):
        return True
    rest = _TRAILER.sub(b"", _OBJECT.sub(b"", data))
    if not pdf.is_linearized and _HEADER.sub(b"", rest, count=1).strip():
        return True
    return (
        pdf.is_linearized and bool(re.search(rb"<(?:script|html|svg|!doctype)|PK\x03\x04", rest, re.IGNORECASE))
    ) or _has_orphans(pdf)


def _has_orphans(pdf: Pdf) -> bool:
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
