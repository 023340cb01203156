"""Khmer formats: numbers and dates as in Vietnamese, which Khmer readers in Cần Thơ are used to."""

from base.formats.vi.formats import *  # noqa: F403

YEAR_MONTH_FORMAT = "ខែ m-Y"
MONTH_FORMAT = "ខែ n"
