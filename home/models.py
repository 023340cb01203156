"""Models of the front page, of plain content pages, and of the addresses of deleted pages."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.fields import StreamField
from wagtail.url_routing import RouteResult

from articles.blocks.pins import Pin, PinBlock, active_pins
from articles.syndication.deletion import CopiedPageManager
from base.blocks import HeadingBlock, HelpBlock, ParagraphBlock, QuoteBlock, StepsBlock, WarningBlock
from base.pages import BasePage
from home.front_page import metadata, queries
from home.front_page.section_blocks import FrontSectionStream
from home.front_page.sections import front_sections_of
from home.guide.models import GuideJob
from home.situations.pages import SituationIndexPage, SituationPage

__all__ = [
    "ContentPage",
    "FrontArrangement",
    "GoneAddress",
    "GuideJob",
    "HomePage",
    "SituationIndexPage",
    "SituationPage",
]


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
        verbose_name=_("bài chọn tay"),
        blank=True,
        editable=False,  # arranged at the desk “Trang nhất” (front_desk/)
    )
    four_eyes = models.BooleanField(
        _("bốn mắt ở trang nhất"),
        default=False,
        help_text=_("Bật: thay đổi ở bàn “Trang nhất” chờ một người khác xác nhận. Tin nóng lên ngay, không chờ."),
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
    #: Pins of a preview instead of those of the page.
    shown_pins: list[Pin] | None = None

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
        HelpPanel(template="home/front_desk/panel.html", heading=_("Bài chọn tay")),
        FieldPanel("four_eyes"),
        FieldPanel("front_sections"),
        FieldPanel("help_recording"),
    ]

    def with_content_json(self, content: dict[str, Any]) -> HomePage:
        """Wagtail's page object of a revision, with the current slots: their history is separate (front_desk/)."""
        page = super().with_content_json(content)
        page.pins = self.pins
        return page

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
        pins = active_pins(self.pins) if self.shown_pins is None else self.shown_pins
        sections = front_sections_of(self.front_sections)
        is_preview = getattr(request, "is_preview", False)
        own = queries.context(queries.find(self.locale.language_code, pins, sections, is_preview), sections)
        return super().get_context(request, *args, **kwargs) | own | metadata.of_front_page(self)


class FrontArrangementQuerySet(models.QuerySet["FrontArrangement"]):
    """Queries of arrangements."""

    def shown(self) -> Self:
        """Those that readers have seen, the newest first."""
        return self.filter(state=FrontArrangement.State.SHOWN).order_by("-pk")


class FrontArrangement(models.Model):
    """All slots of one front page after one step.

    `slots`: [{"slot", "story", "since", "until"}], moments as ISO text. Steps newer than the last shown arrangement are
    the draft; its newest row is what would be shown next.
    """

    class State(models.TextChoices):
        DRAFT = "nhap", _("chưa đưa lên")
        WAITING = "cho", _("chờ xác nhận")
        SHOWN = "hien", _("đã đưa lên")
        UNDONE = "bo", _("đã hoàn tác")

    page = models.ForeignKey("home.HomePage", models.CASCADE, related_name="arrangements")
    slots = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    state = models.CharField(_("trạng thái"), max_length=4, choices=State, default=State.DRAFT)
    # None where the site did it: the slots as they stood before the desk was first used.
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    shown_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    shown_at = models.DateTimeField(null=True)
    note = models.CharField(_("lời nhắn"), max_length=300, blank=True)

    objects = FrontArrangementQuerySet.as_manager()

    class Meta:
        verbose_name = _("cách xếp trang nhất")
        verbose_name_plural = _("cách xếp trang nhất")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["page", "state", "-id"], name="arrangement_of_page")]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.get_state_display()}"


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
        return super().get_context(request, *args, **kwargs) | metadata.of_content_page(self)


class GoneAddress(models.Model):
    """Path of a published page that was deleted (gone.py)."""

    LIMIT = 300  # characters; longer paths are cut

    path = models.CharField(max_length=LIMIT, unique=True)
    gone_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.path
