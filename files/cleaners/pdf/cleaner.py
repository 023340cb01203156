"""Clean PDF: remove scripts, actions, external references, hidden data and names of people; rebuild if needed."""

import re
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from ..errors import Rejected
from ..limits import PDF_MAX_BLEED_MM, PDF_MAX_DEPTH, PDF_MAX_OBJECTS, PDF_MAX_PAGES, PDF_MAX_SIDE_MM, Profile
from . import preflight
from .drawing_limits import check_drawing
from .embedded_images import clean_picture
from .hidden_bytes import hides_something

BROKEN = "broken_pdf"
MM_PER_POINT = Decimal("25.4") / 72
_ACTIVE_KEYS = (
    "/AA",
    "/OpenAction",
    "/JS",
    "/JavaScript",
    "/AF",
    "/EF",
    "/Metadata",
    "/PieceInfo",
    "/LastModified",
    "/RichMediaContent",
    "/RichMediaSettings",
    "/XFA",
    "/Ref",  # form XObject drawn from another file
    "/OPI",
    "/Thumb",  # thumbnail of the page, perhaps from before a redaction
)
#: Keys of a stream whose data lies in another file, which a viewer would fetch.
_OUTSIDE_KEYS = ("/F", "/FFilter", "/FDecodeParms")
_CATALOG_KEYS = (
    "/AcroForm",
    "/Collection",
    "/Perms",
    "/DSS",
    "/Legal",
    "/URI",
    "/SpiderInfo",
    "/NeedsRendering",
    "/Threads",
    "/Extensions",
)
_NAME_TREES = (
    "/JavaScript",
    "/EmbeddedFiles",
    "/AP",
    "/Renditions",
    "/Templates",
    "/IDS",
    "/URLS",
    "/AlternatePresentations",
)
#: Keys of Info that PDF/X requires; all others name people, programs and dates and are removed.
_INFO_KEPT = ("/GTS_PDFXVersion", "/GTS_PDFXConformance", "/Trapped")
_SAFE_ADDRESS = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)


def clean(source: Path, target: Path, profile: Profile, found: str, declared: str = "") -> dict[str, Any]:
    """See the package. The original bytes stay only when nothing had to be removed."""
    data = source.read_bytes()
    trimmed = _without_appendix(data)
    if trimmed != data:
        target.write_bytes(trimmed)
    del data
    working = target if target.exists() else source
    changed = working is target
    pdf, repaired = _open(working)
    with pdf:
        facts = _facts(pdf)
        changed |= repaired
        changed |= _remove(pdf) > 0 or hides_something(pdf, trimmed)
        if changed:
            rebuilt = target.with_suffix(".new")
            # A repaired stream may include the bytes after it; recompressing drops them.
            mode = pikepdf.ObjectStreamMode.generate
            pdf.save(rebuilt, deterministic_id=True, object_stream_mode=mode, recompress_flate=repaired)
    if changed:
        rebuilt.replace(target)
    return facts


def _without_appendix(data: bytes) -> bytes:
    """The bytes from %PDF- to the last %%EOF. Raises Rejected without %%EOF: the file was cut off."""
    start, end = data.find(b"%PDF-"), data.rfind(b"%%EOF")
    if end < 0:
        raise Rejected(BROKEN)
    rest = data[end + 5 :]
    return data[start:] if start >= 0 and not rest.strip() else data[start : end + 5] + b"\n"


def _open(path: Path) -> tuple[Pdf, bool]:
    """(document, whether qpdf had to repair it, as many programs write wrong offsets). Raises Rejected."""
    repaired = False
    try:
        try:
            pdf = pikepdf.open(path, attempt_recovery=False, suppress_warnings=True)
            sum(isinstance(item, Stream) for item in pdf.objects)  # makes qpdf read every object
        except pikepdf.PasswordError:
            raise
        except Exception:
            pdf, repaired = pikepdf.open(path, suppress_warnings=True), True
        if pdf.is_encrypted:
            raise Rejected("encrypted")
        _check_pages(pdf)
    except pikepdf.PasswordError as error:
        raise Rejected("encrypted") from error
    except Rejected:
        raise
    except Exception as error:
        raise Rejected(BROKEN) from error
    return pdf, repaired or bool(pdf.get_warnings())


def _check_pages(pdf: Pdf) -> None:
    pages = len(pdf.pages)
    if pages > PDF_MAX_PAGES:
        raise Rejected("too_many_pages", limit=PDF_MAX_PAGES)
    if not pages or len(pdf.objects) > PDF_MAX_OBJECTS:
        raise Rejected(BROKEN)
    for page in pdf.pages:
        if not isinstance(page.obj, Dictionary) or page.obj.get("/Type", Name.Page) != Name.Page:
            raise Rejected(BROKEN)
    check_drawing(pdf)


def _facts(pdf: Pdf) -> dict[str, Any]:
    try:
        width, height, margin = _measures(pdf.pages[0])
    except (ArithmeticError, TypeError, ValueError, IndexError) as error:  # page boxes that are not four numbers
        raise Rejected(BROKEN) from error
    return {
        "media_type": "application/pdf",
        "extension": "pdf",
        "pages": len(pdf.pages),
        "trim_width_mm": f"{width:.1f}",
        "trim_height_mm": f"{height:.1f}",
        "bleed_mm": f"{max(margin, Decimal(0)):.1f}",
        "colour_space": _colour_space(pdf),
        "output_condition": _output_condition(pdf),
        "dpi": preflight.resolution(pdf),
        "fonts_embedded": preflight.fonts_embedded(pdf),
    }


def _measures(page: pikepdf.Page) -> tuple[Decimal, Decimal, Decimal]:
    """(width, height, bleed) of a trimmed page in mm, /Rotate applied.

    Raises Rejected for sizes above PDF_MAX_SIDE_MM or PDF_MAX_BLEED_MM.
    """
    trim, bleed = [Decimal(str(v)) for v in page.trimbox], [Decimal(str(v)) for v in page.bleedbox]
    unit = Decimal(str(page.obj.get("/UserUnit", 1))) * MM_PER_POINT
    width, height = abs(trim[2] - trim[0]) * unit, abs(trim[3] - trim[1]) * unit
    margin = min(trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3]) * unit
    if not (0 < width <= PDF_MAX_SIDE_MM and 0 < height <= PDF_MAX_SIDE_MM and margin <= PDF_MAX_BLEED_MM):
        raise Rejected(BROKEN)
    if int(page.obj.get("/Rotate", page.rotation if hasattr(page, "rotation") else 0)) % 180:
        width, height = height, width
    return width, height, margin


def _colour_space(pdf: Pdf) -> str:
    """From the output intent's profile, else from the colour spaces used; "" when neither says.

    An intent for four inks does not make colours of a screen printable: a page that has some is RGB.
    """
    used = _used_colour_space(pdf)
    spaces = {1: "GRAY", 3: "RGB", 4: "CMYK"}
    for intent in pdf.Root.get("/OutputIntents", []):
        profile = intent.get("/DestOutputProfile")
        if profile is not None:
            claimed = spaces.get(int(profile.get("/N", 0)), "")
            return used if (claimed, used) == ("CMYK", "RGB") else claimed
    return used


def _output_condition(pdf: Pdf) -> str:
    """The printing condition that the file names for print shops (PDF/X), e.g. “FOGRA39”; "" without one."""
    for intent in pdf.Root.get("/OutputIntents", []):
        if intent.get("/S") == Name.GTS_PDFX:
            name = "".join(
                letter for letter in str(intent.get("/OutputConditionIdentifier", "")) if letter.isprintable()
            )
            return name.strip()[:60]
    return ""


def _used_colour_space(pdf: Pdf) -> str:
    names = set()
    for item in pdf.objects:
        if isinstance(item, Stream) and item.get("/Subtype") == Name.Image:
            names.add(str(item.get("/ColorSpace", "")))
    page = b"".join(part.read_bytes()[:2_000_000] for part in _streams(pdf.pages[0].obj.get("/Contents")))
    if "/DeviceCMYK" in names or re.search(rb"[\d.]\s+[kK]\s", page):
        return "CMYK"
    return "RGB" if "/DeviceRGB" in names or re.search(rb"[\d.]\s+(?:rg|RG)\s", page) else ""


def _streams(contents: Object | None) -> list[Stream]:
    parts = list(contents) if isinstance(contents, Array) else [contents]
    return [part for part in parts if isinstance(part, Stream)]


def _remove(pdf: Pdf) -> int:
    """Remove everything that is not needed to draw the pages; return how many things were removed."""
    removed = _drop(pdf.Root, _CATALOG_KEYS) if "/AcroForm" not in pdf.Root else _flatten(pdf)
    names = pdf.Root.get("/Names")
    if isinstance(names, Dictionary):
        removed += _drop(names, _NAME_TREES)
    info = pdf.trailer.get("/Info")
    if isinstance(info, Dictionary):
        removed += _drop(info, [key for key, _ in info.items() if key not in _INFO_KEPT])
        if not list(info.items()):
            del pdf.trailer["/Info"]
    for page in pdf.pages:
        removed += _clean_annotations(page.obj)
    for item in [pdf.Root, *pdf.objects]:
        removed += _clean_object(item, 0)
    return removed


def _flatten(pdf: Pdf) -> int:
    """Draw the values of form fields into the pages and remove the form; return how many keys were removed."""
    with suppress(Exception):  # a form that cannot be drawn is dropped with its fields
        pdf.generate_appearance_streams()
        pdf.flatten_annotations("screen")
    return _drop(pdf.Root, _CATALOG_KEYS)


def _clean_annotations(page: Object) -> int:
    """Keep links only (notes carry authors' names, other types can run or hold files); return how many were removed."""
    annotations = page.get("/Annots")
    if not isinstance(annotations, Array):
        return 0 if annotations is None else _drop(page, ["/Annots"])
    links = [item for item in annotations if isinstance(item, Dictionary) and item.get("/Subtype") == Name.Link]
    removed = len(annotations) - len(links)
    if removed:
        page["/Annots"] = Array(links)
    for link in links:
        removed += _drop(link, ["/PA", "/Contents", "/T", "/NM", "/M"])
    return removed


def _clean_object(item: Object, depth: int) -> int:
    """Remove active keys and unsafe actions from one object and its direct objects; return how many were removed.

    Raises Rejected below PDF_MAX_DEPTH levels.
    """
    if not isinstance(item, (Array, Dictionary, Stream)):
        return 0
    if depth > PDF_MAX_DEPTH:
        raise Rejected(BROKEN)  # deeper objects would stay unchecked
    removed = 0
    if isinstance(item, Array):
        children = list(item)
    else:
        removed += _drop(item, _ACTIVE_KEYS)
        for key in ("/A", "/Next"):
            action = item.get(key)
            if action is not None and ((key == "/Next" and "/S" in item) or _is_unsafe_action(action)):
                removed += _drop(item, [key])
        if isinstance(item, Stream):
            removed += _drop(item, _OUTSIDE_KEYS)
            removed += _clean_postscript(item)
            removed += clean_picture(item)
        children = [value for key, value in item.items() if key not in {"/Parent", "/P"}]
    for child in children:
        if isinstance(child, (Array, Dictionary)) and not child.is_indirect:
            removed += _clean_object(child, depth + 1)
    return removed


def _clean_postscript(stream: Stream) -> int:
    """Empty a PostScript XObject, which printers run and screens do not show (ISO 32000-1, 8.8.2)."""
    removed = _drop(stream, ["/PS"])
    if Name.PS in (stream.get("/Subtype"), stream.get("/Subtype2")) and stream.read_raw_bytes():
        stream.write(b"")
        removed += 1
    return removed


def _is_unsafe_action(action: Object) -> bool:
    if not isinstance(action, Dictionary) or "/S" not in action:
        return False
    if action["/S"] == Name.URI:
        return not _SAFE_ADDRESS.match(str(action.get("/URI", "")))
    return action["/S"] not in {Name.GoTo}


def _drop(item: Object, keys: "list[str] | tuple[str, ...]") -> int:
    present = [key for key in keys if key in item]
    for key in present:
        del item[key]
    return len(present)
