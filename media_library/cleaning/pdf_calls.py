"""What instructions of a PDF draw besides themselves: forms, soft masks, tiles of patterns, glyphs of Type 3 fonts.

A glyph of a Type 3 font is a drawing like a form (ISO 32000-2, 9.6.4): whoever shows a thousand letters draws it a
thousand times.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

#: “/Name Do”, “/Name gs”, “/Name scn”: a form, a soft mask, a pattern is drawn.
_CALLS = re.compile(rb"/([^\s\0/<>\[\](){}%]+)[\s\0]+(Do|gs|scn|SCN)(?![A-Za-z0-9*])")
_PLACES = {"Do": "/XObject", "gs": "/ExtGState", "scn": "/Pattern", "SCN": "/Pattern"}
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_LETTERS = ("Tj", "TJ", "'", '"')
_TEXT = " ".join(("Tf", "gs", *_LETTERS))

#: Type 3 fonts by a key that tells them apart
Fonts = dict[Any, Object]


class Called(NamedTuple):
    """A stream that is drawn, its own resources if it has any, and the Type 3 fonts that may be set where it begins."""

    drawing: Stream
    resources: Object | None
    fonts: Fonts


def drawn_by(body: bytes, resources: Object, fonts: Fonts) -> list[tuple[Called, int]]:
    """(what `body` draws, how often). `fonts`: the Type 3 fonts that may be set where it begins.

    Without such fonts, as in nearly all documents, the instructions are not parsed: names are enough.
    Raises pikepdf.PdfError for a text that nobody can read.
    """
    letters: list[tuple[Called, int]] = []
    if fonts or _has_type3(resources):
        letters, fonts = _letters(body, resources, fonts)
    found = []
    for (name, operator), times in Counter(_CALLS.findall(body)).items():
        plain = _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), name).decode("utf-8", "surrogateescape")
        if drawing := _called(resources, operator.decode(), f"/{plain}"):
            found.append((Called(drawing, drawing.get("/Resources"), fonts), times))
    return found + letters


def _letters(body: bytes, resources: Object, fonts: Fonts) -> tuple[list[tuple[Called, int]], Fonts]:
    """(glyphs that `body` shows, how often), and all the Type 3 fonts that may be set in it.

    Which font is set behind a Q is not followed: a letter is counted for every Type 3 font that was set before it.
    """
    fonts, counted = dict(fonts), {key: Counter[int]() for key in fonts}
    scratch = Pdf.new()  # the parser reads a stream of some document
    for operands, operator in pikepdf.parse_content_stream(Stream(scratch, body), _TEXT):
        name, given = str(operator), list(operands)
        if name in _LETTERS:
            codes = _codes(given[-1] if given else None)
            for counter in counted.values():
                counter.update(codes)
        elif (font := _type3(_font_of(resources, name, given))) is not None:
            key = font.objgen if font.is_indirect else font.unparse()
            fonts[key] = font
            counted.setdefault(key, Counter())
    found = []
    for key, codes in counted.items():
        for glyph, times in _glyphs(fonts[key], codes):
            found.append((Called(glyph, fonts[key].get("/Resources"), fonts), times))
    return found, fonts


def _font_of(resources: Object, operator: str, operands: list[Any]) -> Object | None:
    """What “/Name size Tf” sets, or “/Name gs” by the font of its state, [font size]."""
    if operator == "Tf":
        return _entry(resources, "/Font", operands[-2] if len(operands) > 1 else None)
    state = _entry(resources, "/ExtGState", operands[-1] if operands else None)
    font = state.get("/Font") if isinstance(state, Dictionary) else None
    return font[0] if isinstance(font, Array) and len(font) else None


def _codes(shown: Any) -> bytes:
    parts = shown if isinstance(shown, Array) else [shown]
    return b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))


def _glyphs(font: Object, codes: Counter[int]) -> list[tuple[Stream, int]]:
    """(glyph's stream, how often) for the letters `codes`.

    What the font's own encoding does not name may be any of the glyphs it does not name either, as the viewer likes.
    """
    drawings = {name: item for name, item in font.CharProcs.items() if isinstance(item, Stream)}
    names = _names_of(font)
    found = [(drawings[names[code]], times) for code, times in codes.items() if names.get(code) in drawings]
    unnamed = sum(times for code, times in codes.items() if code not in names)
    spare = drawings.keys() - set(names.values())
    return found + [(drawings[name], unnamed) for name in spare if unnamed]


def _names_of(font: Object) -> dict[int, str]:
    """{code: glyph's name} of the font's /Encoding /Differences."""
    encoding = font.get("/Encoding")
    differences = encoding.get("/Differences") if isinstance(encoding, Dictionary) else None
    names: dict[int, str] = {}
    code = 0
    for item in differences if isinstance(differences, Array) else []:
        if isinstance(item, Name):
            names[code] = str(item)
            code += 1
        else:
            code = int(item)
    return names


def _has_type3(resources: Object) -> bool:
    """Whether instructions with these resources can set a Type 3 font."""
    fonts, states = _entries(resources, "/Font"), _entries(resources, "/ExtGState")
    return any(_type3(font) is not None for font in fonts.values()) or any(
        isinstance(state, Dictionary) and "/Font" in state for state in states.values()
    )


def _type3(font: Any) -> Object | None:
    is_type3 = isinstance(font, Dictionary) and font.get("/Subtype") == Name.Type3
    return font if is_type3 and isinstance(font.get("/CharProcs"), Dictionary) else None


def _entries(resources: Object, place: str) -> dict[str, Object]:
    known = resources.get(place) if isinstance(resources, Dictionary) else None
    return dict(known.items()) if isinstance(known, Dictionary) else {}


def _entry(resources: Object, place: str, name: Any) -> Object | None:
    known = resources.get(place) if isinstance(resources, Dictionary) else None
    return known.get(str(name)) if isinstance(known, Dictionary) and name is not None else None


def _called(resources: Object, operator: str, name: str) -> Stream | None:
    """The stream that draws under this name: a form, the form of a soft mask, the tile of a pattern."""
    found = _entry(resources, _PLACES[operator], name)
    if operator == "gs" and isinstance(found, Dictionary):
        mask = found.get("/SMask")
        found = mask.get("/G") if isinstance(mask, Dictionary) else None
    return found if isinstance(found, Stream) and found.get("/Subtype") != Name.Image else None
