"""StreamField blocks that more than one app uses, re-exported here."""

from .dates import DateBlock, DateTimeBlock
from .notices import HelpBlock, StepsBlock, WarningBlock
from .text import HeadingBlock, ParagraphBlock, QuoteBlock

__all__ = [
    "DateBlock",
    "DateTimeBlock",
    "HeadingBlock",
    "HelpBlock",
    "ParagraphBlock",
    "QuoteBlock",
    "StepsBlock",
    "WarningBlock",
]
