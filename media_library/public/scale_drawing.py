"""Drawing to scale: a printed asset beside a person of 1.6 m, from the file's size in mm."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from files.models import StoredFile
from media_library.models import Asset
from media_library.vocabulary import Kind

PERSON = (460, 1600)  # mm, the drawing base/art/nguoi-160.svg
SHEET = (210, 297)  # mm, an A4 sheet to compare with
MARGIN = 140  # mm around and between objects
RULER = 320  # mm left of the person, for the scale of heights
SMALLEST = 140  # mm, longer side; smaller objects get no drawing
EYE = 1500  # mm, height of the upper edge of a sheet hung for people of 12 to 18
TALLEST = 2500  # mm, height of the upper edge of what hangs over a gate


@dataclass(frozen=True)
class Box:
    """A rectangle of the drawing, in mm from its upper left corner."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Scale:
    """Everything the template draws; all lengths in whole mm, `text` is the height of letters."""

    width: int
    height: int
    floor: int
    text: int
    person: Box
    thing: Box
    sheet: Box | None
    sheet_label: int
    picture: str
    marks: list[tuple[int, int]]
    words: str


def scale_drawing(asset: Asset, picture: StoredFile | None) -> Scale | None:
    """The drawing for `asset`; None for what is not printed or is smaller than SMALLEST."""
    if picture is None or not picture.trim_width_mm or not picture.trim_height_mm:
        return None
    width, height = round(picture.trim_width_mm), round(picture.trim_height_mm)
    if max(width, height) < SMALLEST:
        return None
    upper = height if asset.kind == Kind.STANDEE else max(TALLEST if width > 1000 else EYE, height + MARGIN)
    floor = max(upper, PERSON[1]) + MARGIN
    person = Box(RULER, floor - PERSON[1], *PERSON)
    thing = Box(RULER + PERSON[0] + MARGIN, floor - upper, width, height)
    sheet = None
    right = thing.x + width
    if asset.kind != Kind.STANDEE and width < 1000 and height != SHEET[1]:
        sheet = Box(right + MARGIN, floor - EYE, *SHEET)
        right += MARGIN + SHEET[0]
    total = max(right + MARGIN, 1500)
    text = round(max(total, floor) / 22)
    return Scale(
        width=total,
        height=floor + text * 2,
        floor=floor,
        text=text,
        person=person,
        thing=thing,
        sheet=sheet,
        sheet_label=floor - EYE + SHEET[1] + text,
        picture=picture.stage_url,
        marks=[(floor - metres * 500, metres * 50) for metres in range(int(upper // 500) + 1)],
        words=_words(asset, upper),
    )


def _words(asset: Asset, upper: float) -> str:
    if asset.kind == Kind.STANDEE:
        return _("Vẽ đúng tỉ lệ, bên cạnh một bạn cao 1,6 m.")
    return _("Vẽ đúng tỉ lệ, bên cạnh một bạn cao 1,6 m, mép trên treo ở %(cm)d cm.") % {"cm": round(upper / 10)}
