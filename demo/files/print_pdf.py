"""Prepares typst PDFs for print: CMYK colours, output intent, trim and bleed boxes, cutting path, language, title."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator

MM = 72 / 25.4  # points per millimetre

# sRGB brand colours → CMYK in per cent; `to_cmyk` computes all others.
BRAND: dict[tuple[int, int, int], tuple[float, float, float, float]] = {
    (0x06, 0x4A, 0x57): (96, 56, 48, 38),
    (0x0A, 0x64, 0x73): (92, 45, 42, 16),
    (0x12, 0x20, 0x2E): (86, 72, 56, 62),
    (0xFF, 0xC2, 0x33): (0, 26, 88, 0),
    (0xB7, 0x31, 0x1B): (18, 92, 100, 9),
    (0xFF, 0xF6, 0xE3): (0, 3, 11, 0),
    (0x5A, 0x3F, 0x8F): (76, 87, 3, 0),
    (0x1F, 0x6B, 0x45): (85, 32, 82, 22),
    (0x8A, 0x5A, 0x00): (33, 61, 100, 24),
}


def to_cmyk(red: float, green: float, blue: float) -> tuple[float, float, float, float]:
    """sRGB 0..1 to CMYK 0..1: from BRAND, else with full under-colour removal, without an ICC profile."""
    key = (round(red * 255), round(green * 255), round(blue * 255))
    if key in BRAND:
        cyan, magenta, yellow, black = BRAND[key]
        return (cyan / 100, magenta / 100, yellow / 100, black / 100)
    black = 1 - max(red, green, blue)
    if black >= 1:
        return (0.0, 0.0, 0.0, 1.0)
    cyan, magenta, yellow = (round((1 - value - black) / (1 - black), 4) for value in (red, green, blue))
    return (cyan, magenta, yellow, round(black, 4))


def _to_grey(red: float, green: float, blue: float) -> tuple[float, float, float, float]:
    return (0.0, 0.0, 0.0, round(1 - (0.2126 * red + 0.7152 * green + 0.0722 * blue), 4))


def _convert_stream(stream: pikepdf.Object | pikepdf.Page, grey: bool) -> bytes:
    mix = _to_grey if grey else to_cmyk
    out: list[tuple[Any, Operator]] = []  # Any: pikepdf takes numbers of Python where its stubs say Object
    for instruction in pikepdf.parse_content_stream(stream):
        operator, operands = str(instruction.operator), list(instruction.operands)
        numbers = (
            [float(value) for value in operands]
            if operator.lower() in {"rg", "g", "sc", "scn"} and not any(isinstance(value, Name) for value in operands)
            else None
        )
        if operator in {"cs", "CS"} and operands[0] != Name.Pattern:
            continue
        if numbers is not None and len(numbers) in {1, 3}:
            rgb = numbers * 3 if len(numbers) == 1 else numbers
            target = "k" if operator[0].islower() else "K"
            out.append(([*mix(*rgb)], Operator(target)))
            continue
        out.append((operands, instruction.operator))
    return pikepdf.unparse_content_stream(out)


def make_cmyk(pdf: pikepdf.Pdf, *, grey: bool = False) -> None:
    """Rewrite all colour operators of pages, forms and patterns to CMYK and remove the RGB colour spaces.

    grey: black ink only, for photocopies. Raster images are not converted: the print layouts have none.
    """
    for obj in pdf.objects:
        if not isinstance(obj, pikepdf.Stream):
            continue
        if obj.get("/Subtype") == Name.Form or obj.get("/PatternType") == 1:
            obj.write(_convert_stream(obj, grey))
            if "/Group" in obj and "/CS" in obj.Group:
                obj.Group.CS = Name.DeviceCMYK
            _drop_spaces(obj)
    for page in pdf.pages:
        page.contents_coalesce()
        page.Contents.write(_convert_stream(page, grey))
        _drop_spaces(page.obj)
        if "/Group" in page:
            page.Group.CS = Name.DeviceCMYK


def _drop_spaces(holder: pikepdf.Object) -> None:
    if "/Resources" in holder and "/ColorSpace" in holder.Resources:
        del holder.Resources["/ColorSpace"]


def set_boxes(pdf: pikepdf.Pdf, bleed_mm: float) -> None:
    """Set on every page BleedBox to the whole sheet and TrimBox to `bleed_mm` inside it."""
    for page in pdf.pages:
        left, bottom, right, top = (float(value) for value in page.mediabox)
        inset = bleed_mm * MM
        page.obj["/BleedBox"] = Array([left, bottom, right, top])
        page.obj["/TrimBox"] = Array([round(v, 3) for v in (left + inset, bottom + inset, right - inset, top - inset)])


def add_cut_contour(pdf: pikepdf.Pdf, path: str) -> None:
    """Stroke `path` (PDF path operators, in points) in the spot colour CutContour, which cutting plotters expect."""
    for page in pdf.pages:
        function = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[0, 1, 0, 0], N=1)
        spaces = Dictionary(Cut=Array([Name.Separation, Name("/CutContour"), Name.DeviceCMYK, function]))
        page.Resources["/ColorSpace"] = spaces
        page.contents_add(f"q /Cut CS 1 SCN 0.25 w {path} S Q".encode())


def circle_path(centre: float, radius: float) -> str:
    """PDF path operators of a circle around (centre, centre) in points, as four Bézier curves."""
    c, r, k = centre, radius, radius * 0.5523
    return (
        f"{c + r:.3f} {c:.3f} m {c + r:.3f} {c + k:.3f} {c + k:.3f} {c + r:.3f} {c:.3f} {c + r:.3f} c "
        f"{c - k:.3f} {c + r:.3f} {c - r:.3f} {c + k:.3f} {c - r:.3f} {c:.3f} c "
        f"{c - r:.3f} {c - k:.3f} {c - k:.3f} {c - r:.3f} {c:.3f} {c - r:.3f} c "
        f"{c + k:.3f} {c - r:.3f} {c + r:.3f} {c - k:.3f} {c + r:.3f} {c:.3f} c h"
    )


@dataclass(frozen=True)
class About:
    """What a PDF says of itself: its title and the language of its words."""

    title: str
    language: str

    @classmethod
    def of(cls, asset: dict, label: str, language: str = "vi") -> "About":
        """Of the file `label` of a row of the content list."""
        return cls(f"{asset['name_vi']}: {label} ({asset['code']})", language)


def add_output_intent(pdf: pikepdf.Pdf) -> None:
    """Name the printing condition of the CMYK values: FOGRA39, coated paper, as ISO 12647-2 has it.

    ISO 15930 lets a condition of the ICC's register be named without its profile.
    """
    condition = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=pikepdf.String("FOGRA39"),
        OutputCondition=pikepdf.String("Offset printing on coated paper according to ISO 12647-2"),
        RegistryName=pikepdf.String("http://www.color.org"),
        Info=pikepdf.String("Coated FOGRA39 (ISO 12647-2:2004)"),
    )
    pdf.Root.OutputIntents = Array([condition])


def finish(
    data: bytes,
    path: Path,
    about: About,
    *,
    bleed_mm: float = 0,
    cmyk: bool = True,
    grey: bool = False,
    cut: str = "",
) -> Path:
    """Write the print PDF: CMYK colours, output intent, boxes, cutting path `cut` if given, title and language.

    With cmyk=False (screen PDFs) colours, XMP metadata and the structure tree stay.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if cmyk:
            make_cmyk(pdf, grey=grey)
            add_output_intent(pdf)
        set_boxes(pdf, bleed_mm)
        if cut:
            add_cut_contour(pdf, cut)
        for key in ("/Metadata", "/StructTreeRoot", "/MarkInfo"):
            if key in pdf.Root and cmyk:
                del pdf.Root[key]
        if cmyk:
            for page in pdf.pages:
                if "/StructParents" in page:
                    del page["/StructParents"]
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        pdf.Root.Lang = pikepdf.String(about.language)
        pdf.docinfo["/Title"] = about.title
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        pdf.remove_unreferenced_resources()
        pdf.save(
            path, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True
        )
    return path
