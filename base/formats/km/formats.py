"""Khmer pages keep the numbers and dates that people in Cần Thơ read: as in Vietnamese."""

from base.formats.vi.formats import *  # noqa: F403

YEAR_MONTH_FORMAT = "ខែ m-Y"
MONTH_FORMAT = "ខែ n"
