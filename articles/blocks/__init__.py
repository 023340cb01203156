"""Blocks of an article's body."""

from wagtail.blocks import StreamBlock

from base.blocks import HeadingBlock, HelpBlock, ParagraphBlock, QuoteBlock, StepsBlock, WarningBlock

from .media import AssetBlock, FigureBlock, PostLinkBlock
from .reading import EmbedBlock, KitBlock, LinkBlock, TableBlock
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
    """Body of an article."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    figure = FigureBlock()
    gallery = GalleryBlock()
    quote = QuoteBlock()
    question = QuestionBlock()
    facts = FactsBlock()
    steps = StepsBlock()
    warning = WarningBlock()
    table = TableBlock()
    embed = EmbedBlock()
    asset = AssetBlock()
    kit = KitBlock()
    link = LinkBlock()
    post_link = PostLinkBlock()
    help = HelpBlock()


__all__ = [
    "ArticleBody",
    "AssetBlock",
    "CallBlock",
    "ChapterBlock",
    "EmbedBlock",
    "FactsBlock",
    "FigureBlock",
    "GalleryBlock",
    "KitBlock",
    "LinkBlock",
    "PostLinkBlock",
    "QuestionBlock",
    "RoundupItemBlock",
    "SpecialBody",
    "StoriesBlock",
    "TableBlock",
]
