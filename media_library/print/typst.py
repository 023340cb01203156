"""Run Typst with our own fonts: print sheets and imprints (docs/adr/0010-typst-and-zip.md)."""

from __future__ import annotations

import functools
import json
import threading
from pathlib import Path
from typing import Any

import typst

HERE = Path(__file__).resolve().parent.parent
FONTS = HERE / "fonts"
TEMPLATES = HERE / "typ"
AT_ONCE = 2  # compilations at once in a process; each takes about 0.1 s of CPU
WAIT = 10  # seconds that a request waits for a free place

_turn = threading.BoundedSemaphore(AT_ONCE)


class Unset(ValueError):
    """The template refused its data, e.g. a name that is too long for its zone at the smallest size."""


class Busy(Exception):
    """No place was free for WAIT seconds."""


@functools.cache
def _fonts() -> typst.Fonts:
    """Only our own fonts, so that every machine makes the same page."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def pdf(template: str, data: dict[str, Any], *, folder: Path = TEMPLATES) -> bytes:
    """The PDF of <folder>/<template>.typ; `data` arrives there as JSON, never as markup. Pictures are byte values.

    Raises Busy after WAIT seconds without a free place, Unset when the template refuses its data.
    """
    if not _turn.acquire(timeout=WAIT):
        raise Busy
    try:
        compiler = typst.Compiler(
            str(folder / f"{template}.typ"),
            root=str(folder),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        )
        # A fixed time stamp and no identifier: the same data gives the same bytes.
        document = compiler.compile(format="pdf", timestamp=0)
    except typst.TypstError as error:
        raise Unset(error.message) from error
    finally:
        _turn.release()
    if not isinstance(document, bytes):  # a list of pages, or nothing where it was written to a file: not for PDF
        raise TypeError(f"typst returned {type(document).__name__} for a PDF")
    return document
