"""Names of paper sizes (A0–A5) by a file's trim box."""

from __future__ import annotations

from files.models import StoredFile

PAPER_SIZES = {
    "A0": (841, 1189),
    "A1": (594, 841),
    "A2": (420, 594),
    "A3": (297, 420),
    "A4": (210, 297),
    "A5": (148, 210),
}  # mm
PAPER_TOLERANCE = 2  # mm, rounding of PostScript points


def paper_size(stored: StoredFile) -> str:
    """“A3” when the trim box has that size, upright or lying; else ""."""
    if not stored.trim_width_mm or not stored.trim_height_mm:
        return ""
    short, long = sorted((stored.trim_width_mm, stored.trim_height_mm))
    return next(
        (
            name
            for name, (a, b) in PAPER_SIZES.items()
            if abs(short - a) <= PAPER_TOLERANCE and abs(long - b) <= PAPER_TOLERANCE
        ),
        "",
    )
