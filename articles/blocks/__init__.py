"""The menu of an article's body."""

from wagtail.blocks import StreamBlock

from base.blocks import HeadingBlock, HelpBlock, ParagraphBlock, QuoteBlock, StepsBlock, WarningBlock

from .media import AssetBlock, FigureBlock, PostLinkBlock


class ArticleBody(StreamBlock):
    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    figure = FigureBlock()
    quote = QuoteBlock()
    steps = StepsBlock()
    warning = WarningBlock()
    asset = AssetBlock()
    post_link = PostLinkBlock()
    help = HelpBlock()


__all__ = ["ArticleBody", "AssetBlock", "FigureBlock", "PostLinkBlock"]
