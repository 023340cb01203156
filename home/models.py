"""Models of the front page, of plain content pages, and of the addresses of deleted pages."""

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.url_routing import RouteResult

from articles.blocks.pins import PinBlock, active_pins
from articles.syndication.deletion import CopiedPageManager
from base.blocks import HeadingBlock, HelpBlock, ParagraphBlock, QuoteBlock, StepsBlock, WarningBlock
from base.pages import BasePage
from home.front_page import metadata, queries
from home.front_page.panels import SlotStatePanel
from home.front_page.section_blocks import FrontSectionStream
from home.front_page.sections import front_sections_of
from home.guide.models import GuideJob
from home.situations.pages import SituationIndexPage, SituationPage

__all__ = ["ContentPage", "GoneAddress", "GuideJob", "HomePage", "SituationIndexPage", "SituationPage"]


class HomePage(BasePage):
    """The front page of one language."""

    intro = models.CharField(_("câu giới thiệu"), max_length=250, blank=True)
    pins = StreamField(
        [
            ("lead", PinBlock(label=_("Tin chính"))),
            ("second", PinBlock(label=_("Cạnh tin chính"))),
            ("tip", PinBlock(label=_("Mẹo hôm nay"))),
            ("clip", PinBlock(label=_("Xem và nghe"))),
        ],
        block_counts={"lead": {"max_num": 3}, "second": {"max_num": 4}, "tip": {"max_num": 3}, "clip": {"max_num": 5}},
        verbose_name=_("bài chọn tay"),
        blank=True,
        help_text=_("Ô nào không có bài chọn tay, hoặc bài đã hết giờ ghim, thì trang tự lấy bài mới nhất."),
    )
    front_sections = StreamField(
        FrontSectionStream(),
        verbose_name=_("các dải"),
        blank=True,
        help_text=_("Kéo để đổi thứ tự; dải không có trong danh sách thì không hiện. Để trống: thứ tự sẵn có."),
    )

    help_recording = models.ForeignKey(
        "media_library.Asset",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"kind": "audio"},
        verbose_name=_("bản ghi âm trang “Cần giúp đỡ?”"),
        help_text=_("Do một người đọc trong ngôn ngữ này, không dùng giọng máy. Có thì trang trợ giúp hiện nút nghe."),
    )

    objects = CopiedPageManager()

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "articles.SectionPage",
        "articles.TopicIndexPage",
        "articles.HashtagIndexPage",
        "articles.AuthorIndexPage",
        "articles.CorrectionIndexPage",
        "media_library.LibraryIndexPage",
        "media_library.KitIndexPage",
        "partners.KolIndexPage",
        "home.ContentPage",
        "home.SituationIndexPage",
    ]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro", help_text=_("Hiện trên trang chủ tiếng Anh và tiếng Khmer, và trong kết quả tìm kiếm.")),
        FieldPanel("pins"),
        SlotStatePanel("pins"),
        FieldPanel("front_sections"),
        FieldPanel("help_recording"),
    ]

    @property
    def address_of_feeds(self) -> str:
        """Path below which the feeds of this page are."""
        return f"/{self.locale.language_code}/"

    class Meta:
        verbose_name = _("trang chủ")
        verbose_name_plural = _("trang chủ")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Wagtail's routing. Raises Http404 below a language that has no live front page of its own.

        Wagtail answers there with the pages of another language.
        """
        if self.locale.language_code != get_language():
            raise Http404
        return super().route(request, path_components)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Wagtail's context with the articles, front sections and metadata of the front page."""
        own = queries.context(
            self.locale.language_code,
            active_pins(self.pins),
            front_sections_of(self.front_sections),
            preview=getattr(request, "is_preview", False),
        )
        return super().get_context(request, *args, **kwargs) | own | metadata.of_front_page(self)


class ContentPage(BasePage):
    """A plain text page: about, privacy, contact."""

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
    content_panels = [*BasePage.content_panels, FieldPanel("body", help_text=_("Bấm dấu cộng để thêm khối."))]

    class Meta:
        verbose_name = _("trang nội dung")
        verbose_name_plural = _("trang nội dung")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Wagtail's context with the page's metadata."""
        return super().get_context(request, *args, **kwargs) | metadata.of_content_page(self)


class GoneAddress(models.Model):
    """Path of a published page that was deleted (gone.py)."""

    LIMIT = 300  # characters; longer paths are cut

    path = models.CharField(max_length=LIMIT, unique=True)
    gone_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.path
