"""Names of the library's facets in addresses."""

from __future__ import annotations

from enum import StrEnum


class Parameter(StrEnum):
    """Query parameter of a facet; the order is that of the page."""

    MOMENT = "dip"
    KIND = "loai"
    SIZE = "kho"
    SCREEN = "man"
    AUDIENCE = "doi-tuong"
    TOPIC = "chu-de"
    LEVEL = "cap"
    LANGUAGE = "nn"
    ALTERNATIVE = "thay-the"
    WEIGHT = "nang"
    SEASON = "mua"
    NEWNESS = "moi"
