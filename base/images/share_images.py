"""Draws share images: the 1200 × 630 px picture with the headline that Facebook, Zalo and Messenger show for a link.

Pillow draws with HarfBuzz (Raqm), which places Vietnamese marks and Khmer subscripts correctly
(docs/adr/0013-share-pictures.md). The site's fonts have one file per script, so a line is drawn in runs of one script.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)  # pixels; Facebook and Zalo crop to this ratio
VERSION = 1  # increase when the drawing changes: the addresses of all share images change with it
PANEL = 700  # pixels of the width for text where there is a picture
MARGIN = 56
SIZES = (68, 62, 56, 50, 44, 38)  # font sizes of the headline in pixels; the largest that fits is used
QUALITY = 86
FONTS = Path(settings.BASE_DIR) / "base" / "static" / "base" / "fonts"
INK, WHITE, DIEN, SONG, SONG_3 = "#12202e", "#ffffff", "#ffc233", "#064a57", "#8fc1c4"
ACCENTS = {"song": "#0a6473", "phusa": "#b7311b", "dien": "#8a5a00", "sen": "#1f6b45", "tim": "#5a3f8f", "ink": INK}
#: (voice, script) → file and weight; weight 0: the file has one weight only.
FILES = {
    ("serif", "latin"): ("source-serif-4", 700),
    ("serif", "khmer"): ("noto-sans-khmer-khmer-wght-normal", 700),
    ("sans", "latin"): ("be-vietnam-pro-600", 0),
    ("sans", "khmer"): ("noto-sans-khmer-khmer-wght-normal", 600),
}
_KHMER = re.compile("[\u1780-\u17ff\u19e0-\u19ff\u200b-\u200d]")
_CLUSTER = re.compile("[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b4-\u17d1\u17d3\u17dd\u200c\u200d])*|.", re.DOTALL)


class Picture(Protocol):
    """The picture beside the text."""

    @property
    def facts(self) -> tuple:
        """Values that change when the picture changes."""

    def drawn(self, size: tuple[int, int]) -> Image.Image:
        """RGB, exactly `size` pixels. Raises OSError or botocore errors when it cannot be read."""


@dataclass(frozen=True)
class ShareImage:
    """Content of a share image."""

    title: str
    kicker: str
    accent: str
    language: str
    picture: Picture | None = None

    @property
    def digest(self) -> str:
        """Twelve hexadecimal digits that change when any drawn content changes."""
        picture = self.picture.facts if self.picture else ()
        facts = (VERSION, self.title, self.kicker, self.accent, self.language, picture)
        return hashlib.sha256(repr(facts).encode()).hexdigest()[:12]


def draw(image: ShareImage) -> bytes:
    """The share image as JPEG, SIZE pixels. Raises OSError or botocore errors when the picture cannot be read."""
    picture = image.picture
    sheet = Image.new("RGB", SIZE, WHITE if picture else SONG)
    pen = ImageDraw.Draw(sheet)
    if picture:
        sheet.paste(picture.drawn((SIZE[0] - PANEL, SIZE[1])), (PANEL, 0))
        pen.rectangle((PANEL - 3, 0, PANEL - 1, SIZE[1]), fill=INK)
    else:
        two_circles(sheet, (SIZE[0] - 230, SIZE[1] - 150), 130)
    width = PANEL - 2 * MARGIN if picture else 2 * SIZE[0] // 3
    ink, quiet = (INK, ACCENTS.get(image.accent, SONG)) if picture else (WHITE, DIEN)
    top = MARGIN - 8
    if image.kicker:
        line = fit_lines(image.kicker, "sans", 30, width)[0]
        write(pen, (MARGIN, top), line, "sans", 30, quiet)
        top += 54
    size, lines = headline(image.title, width, SIZE[1] - top - 120)
    leading = line_height(image.title, size)
    for line in lines:
        write(pen, (MARGIN, top), line, "serif", size, ink)
        top += leading
    _signature(sheet, pen, ink)
    target = io.BytesIO()
    sheet.save(target, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return target.getvalue()


def _signature(sheet: Image.Image, pen: ImageDraw.ImageDraw, ink: str) -> None:
    """Draw the logo and the campaign's name at the foot, above a coloured bar."""
    foot = SIZE[1] - MARGIN - 34
    two_circles(sheet, (MARGIN + 22, foot + 20), 20)
    write(pen, (MARGIN + 92, foot), "Không một mình", "sans", 32, ink)
    pen.rectangle((0, SIZE[1] - 10, SIZE[0], SIZE[1]), fill=DIEN)


def two_circles(sheet: Image.Image, centre: tuple[int, int], radius: int) -> None:
    """Draw the logo: a teal and a yellow circle that overlap by a third; `centre` is the left circle's."""
    mask = Image.new("L", (8 * radius, 8 * radius), 0)
    ImageDraw.Draw(mask).ellipse((0, 0, 8 * radius, 8 * radius), fill=255)
    mask = mask.resize((2 * radius, 2 * radius), Image.Resampling.LANCZOS)  # four times smaller: smooth edges
    for shift, colour in ((0, SONG_3), (radius * 4 // 3, DIEN)):
        sheet.paste(colour, (centre[0] + shift - radius, centre[1] - radius), mask)


def headline(title: str, width: int, height: int) -> tuple[int, list[str]]:
    """(font size, lines) of the largest size that fits `width` × `height` px; at the smallest, text is cut with “…”."""
    for size in SIZES:
        lines = fit_lines(title, "serif", size, width)
        if len(lines) * line_height(title, size) <= height:
            return size, _balanced(title, size, width, len(lines))
    size = SIZES[-1]
    most = max(1, height // line_height(title, size))
    lines = fit_lines(title, "serif", size, width)[:most]
    while lines[-1] and length(lines[-1] + "…", "serif", size) > width:
        lines[-1] = lines[-1][:-1].rstrip()
    return size, [*lines[:-1], lines[-1] + "…"]


def _balanced(title: str, size: int, width: int, number: int) -> list[str]:
    """Break into the same number of lines in the narrowest column, to avoid a single word in the last line."""
    narrow, wide = width // 2, width
    while wide - narrow > 8:
        middle = (narrow + wide) // 2
        if len(fit_lines(title, "serif", size, middle)) <= number:
            wide = middle
        else:
            narrow = middle
    return fit_lines(title, "serif", size, wide)


def line_height(text: str, size: int) -> int:
    """Line height in pixels; larger for Khmer, which has subscripts."""
    return round(size * (1.62 if _KHMER.search(text) else 1.24))


def fit_lines(text: str, voice: str, size: int, width: int) -> list[str]:
    """Break `text` into lines of at most `width` px: at spaces, at U+200B, and inside a word that is too long."""
    lines = [""]
    for glue, word in _words(unicodedata.normalize("NFC", text)):
        longer = f"{lines[-1]}{glue}{word}" if lines[-1] else word
        if length(longer, voice, size) <= width:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        for piece in _CLUSTER.findall(word):
            if lines[-1] and length(lines[-1] + piece, voice, size) > width:
                lines.append("")
            lines[-1] += piece
    return lines


def _words(text: str) -> Iterator[tuple[str, str]]:
    """(separator before it, word): the separator is a space, or empty after a Khmer word break (U+200B)."""
    for run in text.split():
        for number, word in enumerate(part for part in run.split("\u200b") if part):
            yield ("" if number else " "), word


def _script(char: str) -> str:
    return "khmer" if _KHMER.match(char) else "latin"


def _runs(text: str) -> Iterator[tuple[str, str]]:
    for script, chars in itertools.groupby(text, _script):
        yield script, "".join(chars)


@lru_cache(maxsize=64)
def font(voice: str, script: str, size: int) -> ImageFont.FreeTypeFont:
    """The font of `script` at `size` pixels, with Raqm layout."""
    name, weight = FILES[voice, script]
    face = ImageFont.truetype(FONTS / f"{name}.woff2", size, layout_engine=ImageFont.Layout.RAQM)
    if weight:
        face.set_variation_by_axes([weight])
    return face


def length(text: str, voice: str, size: int) -> float:
    """Width of `text` in pixels."""
    return sum(font(voice, script, size).getlength(run) for script, run in _runs(text))


def write(pen: ImageDraw.ImageDraw, place: tuple[float, float], text: str, voice: str, size: int, colour: str) -> None:
    """Draw `text` with its baseline `size` px below `place`; runs of all scripts share that baseline."""
    x, y = place
    for script, run in _runs(text):
        face = font(voice, script, size)
        pen.text((x, y + size), run, font=face, fill=colour, anchor="ls")
        x += face.getlength(run)
