"""StreamField blocks that more than one app uses, re-exported here."""

from .notices import HelpBlock, StepsBlock, WarningBlock
from .text import HeadingBlock, ParagraphBlock, QuoteBlock

__all__ = ["HeadingBlock", "HelpBlock", "ParagraphBlock", "QuoteBlock", "StepsBlock", "WarningBlock"]
