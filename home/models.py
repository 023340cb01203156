"""The front page, plain content pages and the site-wide search table."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from base.blocks import HeadingBlock, HelpBlock, ParagraphBlock, QuoteBlock, StepsBlock, WarningBlock
from base.pages import BasePage

from . import front


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


class SearchEntry(models.Model):
    """One published thing that readers can find, folded for search (docs/adr/0003-search.md).

    Only what is live has a row, so a draft can never leak through the search.
    """

    class Kind(models.TextChoices):
        ARTICLE = "article", _("Tin, bài")
        ASSET = "asset", _("Tài liệu")
        KOL = "kol", _("KOL")
        PAGE = "page", _("Trang")

    kind = models.CharField(max_length=10, choices=Kind)
    object_id = models.CharField(max_length=40, help_text="page id, or uuid of an asset or partner")
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=255)
    summary = models.TextField(blank=True)
    address = models.CharField(max_length=300, help_text="path of the page, with the language prefix")
    folded = models.TextField(help_text="title, summary and body through base.text.fold")
    # Stored: computed at every match, a common word over 100,000 rows took two seconds.
    vector = models.GeneratedField(
        expression=SearchVector("folded", config="simple"), output_field=SearchVectorField(), db_persist=True
    )
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "language"], name="one_entry_per_object_and_language")
        ]
        indexes = [
            GinIndex(fields=["vector"], name="search_entry_vector"),
            models.Index(fields=["language", "-published_at"]),
        ]

    def __str__(self):
        return f"{self.title} ({self.language})"
