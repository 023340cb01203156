"""Word files (.docx), which have passed the upload gate, as HTML whose pictures are kept beside it."""

from __future__ import annotations

import logging
from typing import IO, Any

import mammoth

from files.intake.accept import UploadRejected

PICTURE = "picture:"  # src of a picture in the HTML, followed by its number
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote:fresh
p[style-name='Intense Quote'] => blockquote:fresh
"""

log = logging.getLogger(__name__)


def read_word(file: IO[bytes]) -> tuple[str, list[bytes]]:
    """(HTML, pictures in their order). Footnotes stand as a list at the end.

    Raises UploadRejected for a file on which the reader breaks: one that names parts which it has not, tables in
    hundreds of tables.
    """
    pictures: list[bytes] = []

    def keep(image: Any) -> dict[str, str]:
        with image.open() as stream:
            pictures.append(stream.read())
        return {"src": f"{PICTURE}{len(pictures) - 1}"}

    try:
        result = mammoth.convert_to_html(file, convert_image=mammoth.images.img_element(keep), style_map=_STYLES)
    except Exception as error:  # mammoth names none of its own
        log.warning("Word file that cannot be read", exc_info=error)
        raise UploadRejected("broken_office", profile="document") from error
    return str(result.value), pictures
