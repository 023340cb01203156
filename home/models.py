"""The front page, plain content pages and the site-wide search table."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from base.blocks import HeadingBlock, HelpBlock, ParagraphBlock, QuoteBlock, StepsBlock, WarningBlock
from base.pages import BasePage

from . import front
from .search.models import DistressPhrase, SearchEntry, SearchWord, SynonymGroup

__all__ = ["ContentPage", "DistressPhrase", "HomePage", "SearchEntry", "SearchWord", "SynonymGroup"]


class HomePage(BasePage):
    """Trang chủ of one language."""

    intro = models.CharField(_("câu giới thiệu"), max_length=250, blank=True)

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "articles.SectionPage",
        "media_library.LibraryIndexPage",
        "media_library.KitIndexPage",
        "partners.KolIndexPage",
        "home.ContentPage",
    ]
    content_panels = [*BasePage.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("trang chủ")
        verbose_name_plural = _("trang chủ")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | front.context(self.locale.language_code)


class ContentPage(BasePage):
    """A page of words: about, privacy, how to send us something."""

    body = StreamField(
        [
            ("heading", HeadingBlock()),
            ("paragraph", ParagraphBlock()),
            ("quote", QuoteBlock()),
            ("steps", StepsBlock()),
            ("warning", WarningBlock()),
            ("help", HelpBlock()),
        ],
        verbose_name=_("nội dung"),
        blank=True,
    )

    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.ContentPage"]
    content_panels = [*BasePage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("trang nội dung")
        verbose_name_plural = _("trang nội dung")
