"""The menu of an article's body."""

from wagtail.blocks import StreamBlock

from base.blocks import HeadingBlock, HelpBlock, ParagraphBlock, QuoteBlock, StepsBlock, WarningBlock

from .media import AssetBlock, FigureBlock, PostLinkBlock
from .stories import (
    CallBlock,
    ChapterBlock,
    FactsBlock,
    GalleryBlock,
    QuestionBlock,
    RoundupItemBlock,
    SpecialBody,
    StoriesBlock,
)


class ArticleBody(StreamBlock):
    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    figure = FigureBlock()
    gallery = GalleryBlock()
    quote = QuoteBlock()
    question = QuestionBlock()
    facts = FactsBlock()
    steps = StepsBlock()
    warning = WarningBlock()
    asset = AssetBlock()
    post_link = PostLinkBlock()
    help = HelpBlock()


__all__ = [
    "ArticleBody",
    "AssetBlock",
    "CallBlock",
    "ChapterBlock",
    "FactsBlock",
    "FigureBlock",
    "GalleryBlock",
    "PostLinkBlock",
    "QuestionBlock",
    "RoundupItemBlock",
    "SpecialBody",
    "StoriesBlock",
]
