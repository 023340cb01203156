"""A Word file (.docx) as JSON: {"html": …, "pictures": [base64]}; the HTML names its pictures by their number."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import mammoth

from files.cleaners.errors import Rejected

PICTURE = "picture:"  # src of a picture in the HTML, followed by its number
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote:fresh
p[style-name='Intense Quote'] => blockquote:fresh
"""


def clean(source: Path, target: Path, profile: None) -> dict[str, Any]:
    """Write the HTML and the pictures in their order. Footnotes stand as a list at the end.

    Raises Rejected for a file on which the reader breaks: one that names parts which it has not, tables in hundreds of
    tables.
    """
    pictures: list[str] = []

    def keep(image: Any) -> dict[str, str]:
        with image.open() as stream:
            pictures.append(base64.b64encode(stream.read()).decode())
        return {"src": f"{PICTURE}{len(pictures) - 1}"}

    try:
        with source.open("rb") as file:
            result = mammoth.convert_to_html(file, convert_image=mammoth.images.img_element(keep), style_map=_STYLES)
    except Exception as error:  # mammoth names none of its own
        raise Rejected("broken_office") from error
    with target.open("w", encoding="utf-8") as stream:
        json.dump({"html": str(result.value), "pictures": pictures}, stream)
    return {"extension": "json", "media_type": "application/json"}
