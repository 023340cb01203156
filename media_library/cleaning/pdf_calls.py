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
_SHOWS = ("Tj", "TJ", "'", '"')
_FOLLOWED = " ".join(("q", "Q", "Tf", *_SHOWS, *_PLACES))


class Called(NamedTuple):
    """A stream that is drawn, its own resources if it has any, and the Type 3 font that is set where it begins."""

    drawing: Stream
    resources: Object | None
    font: Object | None


def drawn_by(body: bytes, resources: Object, font: Object | None) -> list[tuple[Called, int]]:
    """(what `body` draws, how often). `font`: the Type 3 font that is set where it begins, if any.

    Without such fonts, as in nearly all documents, the instructions are not parsed: names are enough.
    """
    if font is not None or _has_type3(resources):
        return _Follower(resources, font).follow(body)
    found = []
    for (name, operator), times in Counter(_CALLS.findall(body)).items():
        plain = _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), name).decode("utf-8", "surrogateescape")
        if drawing := _called(resources, operator.decode(), f"/{plain}"):
            found.append((Called(drawing, drawing.get("/Resources"), None), times))
    return found


def font_key(font: Object | None) -> Any:
    """Something to tell fonts apart by; None for no Type 3 font."""
    if font is None:
        return None
    return font.objgen if font.is_indirect else font.unparse()


class _Follower:
    """Goes through the instructions of one body with the font that is set at each of them."""

    def __init__(self, resources: Object, font: Object | None) -> None:
        self.resources, self.font = resources, font
        self.kept: list[Object | None] = []  # q … Q
        self.codes: dict[Any, tuple[Object, Counter[int]]] = {}  # letters that were shown, by font
        self.calls: dict[Any, tuple[Called, int]] = {}

    def follow(self, body: bytes) -> list[tuple[Called, int]]:
        """Raises pikepdf.PdfError for instructions that nobody can read."""
        scratch = Pdf.new()  # the parser reads a stream of some document
        for operands, operator in pikepdf.parse_content_stream(Stream(scratch, body), _FOLLOWED):
            self._take(str(operator), list(operands))
        for font, codes in self.codes.values():
            for glyph, times in _glyphs(font, codes):
                self._call(Called(glyph, font.get("/Resources"), font), times)
        return list(self.calls.values())

    def _take(self, operator: str, operands: list[Any]) -> None:
        last = operands[-1] if operands else None
        if operator == "q":
            self.kept.append(self.font)
        elif operator == "Q":
            self.font = self.kept.pop() if self.kept else self.font
        elif operator == "Tf":
            self.font = _type3(_entry(self.resources, "/Font", operands[-2] if len(operands) > 1 else None))
        elif operator in _SHOWS:
            self._show(last)
        elif isinstance(last, Name):
            if operator == "gs":
                self._set_font_of(_entry(self.resources, "/ExtGState", last))
            if drawing := _called(self.resources, operator, str(last)):
                self._call(Called(drawing, drawing.get("/Resources"), self.font), 1)

    def _set_font_of(self, state: Object | None) -> None:
        """A graphics state may set a font as well: [font size]."""
        found = state.get("/Font") if isinstance(state, Dictionary) else None
        if isinstance(found, Array) and len(found):
            self.font = _type3(found[0])

    def _show(self, shown: Any) -> None:
        if self.font is None:
            return
        _font, codes = self.codes.setdefault(font_key(self.font), (self.font, Counter()))
        for part in shown if isinstance(shown, Array) else [shown]:
            if isinstance(part, pikepdf.String):
                codes.update(bytes(part))

    def _call(self, called: Called, times: int) -> None:
        key = (called.drawing.objgen, font_key(called.font))
        self.calls[key] = (called, times + (self.calls[key][1] if key in self.calls else 0))


def _glyphs(font: Object, codes: Counter[int]) -> list[tuple[Stream, int]]:
    """(glyph's stream, how often) for the letters `codes`. A letter that the font's own encoding does not name is
    counted as every glyph: which one a viewer takes is its own affair.
    """
    drawings = {name: item for name, item in font.CharProcs.items() if isinstance(item, Stream)}
    names = _names_of(font)
    found = [(drawings[names[code]], times) for code, times in codes.items() if names.get(code) in drawings]
    nameless = sum(times for code, times in codes.items() if code not in names)
    return found + ([(item, nameless) for item in drawings.values()] if nameless else [])


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
