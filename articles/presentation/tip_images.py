"""Draws a tip as a picture of 1080 × 1350 px for sharing."""

from __future__ import annotations

import hashlib
import io
from dataclasses import astuple, dataclass

from django.utils.translation import gettext, override
from PIL import Image, ImageDraw

from base.images import share_images

SIZE = (1080, 1350)  # pixels; 4:5, which Facebook, Instagram and Zalo show uncropped
SHOWN_BYTES, QUALITIES = 60_000, (70, 60, 50, 40, 30, 20)  # docs/performance.md P7; tried in this order
SHOWN = (720, 900)  # pixels; on the page, 22 rem wide on a screen of twice the density
VERSION = 4  # part of the digest; raise it when the drawing changes
MARGIN = 84
BOX = 40  # pixels; padding of the two boxes
CREAM, WHITE, INK, DIEN = "#fff6e0", "#ffffff", "#12202e", "#ffc233"
#: tone → (background, title and text, secondary text)
TONES = {
    "song": ("#064a57", WHITE, DIEN),
    "phusa": ("#8f2413", WHITE, DIEN),
    "dien": ("#ffe2a0", INK, "#5a3a00"),
    "sen": ("#17502f", WHITE, DIEN),
    "tim": ("#452e80", WHITE, DIEN),
    "cream": (CREAM, INK, "#064a57"),
}
GOOD, BAD = "#17502f", "#8f2413"
#: form (extension of the address) → media type
FORMS = {"jpg": "image/jpeg", "webp": "image/webp"}


@dataclass(frozen=True)
class TipImage:
    """Texts of the picture; `language` decides those that are drawn around them."""

    number: int | None
    title: str
    text: str
    do_this: str
    not_this: str
    tone: str
    language: str

    @property
    def digest(self) -> str:
        """Twelve hexadecimal digits that change with anything that is drawn."""
        return hashlib.sha256(repr((VERSION, astuple(self))).encode()).hexdigest()[:12]


def draw(image: TipImage) -> dict[str, bytes]:
    """The picture in both FORMS: a JPEG of SIZE for saving, a WebP of SHOWN for the page."""
    sheet = _sheet(image)
    whole = io.BytesIO()
    sheet.save(whole, "JPEG", quality=80, optimize=True, progressive=True)
    resized = sheet.resize(SHOWN, Image.Resampling.LANCZOS)
    for quality in QUALITIES:
        light = io.BytesIO()
        resized.save(light, "WEBP", quality=quality, method=6)
        if light.tell() <= SHOWN_BYTES:
            break
    return {"jpg": whole.getvalue(), "webp": light.getvalue()}


def _sheet(image: TipImage) -> Image.Image:
    """The drawn picture, SIZE pixels."""
    ground, ink, quiet = TONES.get(image.tone, TONES["song"])
    sheet = Image.new("RGB", SIZE, ground)
    pen = ImageDraw.Draw(sheet)
    with override(image.language):
        kicker = gettext("Mẹo số %(number)s") % {"number": image.number} if image.number else gettext("Mẹo nhanh")
        good, bad = gettext("NÊN"), gettext("KHÔNG NÊN")
    top = MARGIN - 10
    share_images.write(pen, (MARGIN, top), kicker, "sans", 40, quiet)
    width = SIZE[0] - 2 * MARGIN
    size, lines = share_images.headline(image.title, width, 330)
    top = _lines(pen, lines, (MARGIN, top + 74), "serif", size, ink)
    top = _paragraph(pen, image.text, (MARGIN, top + 22), (width, 250), (52, 46, 40, 36, 32), ink)
    height = (SIZE[1] - 150 - max(top + 34, 700)) // 2 - 12
    top = SIZE[1] - 150 - 2 * height - 24
    _box(pen, (top, height), good, image.do_this, GOOD)
    _box(pen, (top + height + 24, height), bad, image.not_this, BAD)
    _signature(sheet, pen, ink)
    return sheet


def _lines(
    pen: ImageDraw.ImageDraw, lines: list[str], place: tuple[int, int], voice: str, size: int, colour: str
) -> int:
    """Draw `lines`; returns the next free position, in pixels from the top."""
    x, top = place
    for line in lines:
        share_images.write(pen, (x, top), line, voice, size, colour)
        top += share_images.line_height(line, size)
    return top


def _paragraph(
    pen: ImageDraw.ImageDraw,
    text: str,
    place: tuple[int, int],
    room: tuple[int, int],
    sizes: tuple[int, ...],
    colour: str,
) -> int:
    """`text` in the largest of `sizes` that fits `room` (width, height in pixels); the smallest is cut with “…”."""
    width, height = room
    for size in sizes:
        lines = share_images.fit_lines(text, "sans", size, width)
        if len(lines) * share_images.line_height(text, size) <= height or size == sizes[-1]:
            break
    most = max(1, height // share_images.line_height(text, size))
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1].rsplit(" ", 1)[0] + "…"]
    return _lines(pen, lines, place, "sans", size, colour)


def _box(pen: ImageDraw.ImageDraw, span: tuple[int, int], label: str, text: str, colour: str) -> None:
    """A white box over the whole width with `label` and `text`, and a stroke in `colour`."""
    top, height = span
    pen.rounded_rectangle((MARGIN, top, SIZE[0] - MARGIN, top + height), 18, fill=WHITE)
    # Inside the white, because the background may have the colour of the stroke.
    pen.rounded_rectangle((MARGIN + 14, top + 22, MARGIN + 24, top + height - 22), 5, fill=colour)
    share_images.write(pen, (MARGIN + BOX, top + 20), label, "sans", 32, colour)
    room = (SIZE[0] - 2 * MARGIN - 2 * BOX, height - 92)
    _paragraph(pen, text, (MARGIN + BOX, top + 72), room, (46, 40, 36, 32, 28, 24), INK)


def _signature(sheet: Image.Image, pen: ImageDraw.ImageDraw, ink: str) -> None:
    foot = SIZE[1] - 104
    share_images.two_circles(sheet, (MARGIN + 22, foot + 20), 20)
    share_images.write(pen, (MARGIN + 92, foot), "Không một mình", "sans", 32, ink)
    hashtag = "#khongmotminh"
    share_images.write(
        pen, (SIZE[0] - MARGIN - share_images.length(hashtag, "sans", 28), foot + 3), hashtag, "sans", 28, ink
    )
