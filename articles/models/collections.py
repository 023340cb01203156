"""Page types of a section that list stories besides their own text: special page, running story."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField
from wagtail.models import PagePermissionTester

from articles.blocks import SpecialBody
from articles.blocks.pictures import load_together, picture_ids
from articles.models.article import ArticlePage
from articles.models.mixins.public import pictures_of
from articles.models.querysets import pictures_by_id
from articles.models.sections import ACCENTS, PER_PAGE, SectionPage
from articles.presentation import structured_data
from articles.presentation.cards import cards_of
from articles.rules.four_eyes import CollectionPermissionTester
from base.addresses import path_of
from base.pages import BasePage
from base.pagination import page_of
from users.models import User


class CollectionPage(BasePage):
    """A page of a section that lists stories besides its own text."""

    kicker = models.CharField(_("tít mào"), max_length=60, blank=True)
    intro = models.TextField(_("lời dẫn"), max_length=500, blank=True)
    lead_image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ảnh chính"),
    )
    subpage_types: list[str] = []

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        return path_of(self.url_path, self.locale.language_code)

    @cached_property
    def section(self) -> SectionPage:
        """The section that contains the page; without a query for a routed page, whose parent Wagtail keeps."""
        return self.get_parent().specific

    @property
    def shown_kicker(self) -> str:
        return self.kicker or self.section.title

    def permissions_for_user(self, user: User) -> PagePermissionTester:
        """Wagtail's tester with the rule of four eyes."""
        return CollectionPermissionTester(user, self)

    def body_images(self) -> list:
        return []

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context |= {
            "outlet": self.section.outlet,
            "is_sensitive": self.section.is_sensitive,
            "crumb_items": [{"title": self.section.title, "address": self.section.address}],
            "canonical": structured_data.absolute(self.address),
            "share_picture": structured_data.share_picture(self),
            "structured_data": structured_data.section(self),
        }
        return context


class SpecialPage(CollectionPage):
    """Chuyên trang: a page on one theme, built from blocks."""

    accent = models.CharField(_("màu nhấn"), max_length=10, default="song", choices=ACCENTS)
    is_sensitive = models.BooleanField(_("chuyên trang nhạy cảm"), default=False)
    body = StreamField(SpecialBody(), verbose_name=_("các khối"), blank=True)

    page_description = _("Một trang theo một đề tài, tòa soạn ghép từ các khối.")
    template = "articles/special_page.html"
    parent_page_types = ["articles.SectionPage"]
    content_panels = [
        FieldPanel("kicker", help_text=_("Dòng nhỏ trên tên trang; để trống cũng được.")),
        *BasePage.content_panels,
        FieldPanel("intro", help_text=_("Một, hai câu dưới tên trang; máy tìm kiếm cũng đọc.")),
        FieldPanel("lead_image", help_text=_("Ảnh mở đầu và ảnh khi chia sẻ.")),
        FieldRowPanel(
            [
                FieldPanel("accent", help_text=_("Màu của tít mào.")),
                FieldPanel(
                    "is_sensitive",
                    help_text=_("Hiện nút “Thoát nhanh” và để tên trang trung tính trong lịch sử trình duyệt."),
                ),
            ]
        ),
        FieldPanel("body", help_text=_("Ghép các khối theo thứ tự bạn đọc gặp.")),
    ]

    class Meta:
        verbose_name = _("chuyên trang")
        verbose_name_plural = _("chuyên trang")

    def body_images(self) -> list[Any]:
        """Pictures in the blocks; deleted ones are left out."""
        return [image for block in self.body for image, _credit in pictures_of(block) if image]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Load all pictures in one query; add whether quick exit and help are shown."""
        pictures = pictures_by_id([self.lead_image_id, *picture_ids([self.body])])
        self.lead_image = pictures.get(self.lead_image_id)
        with load_together(pictures):
            list(self.body)
        has_help = any(block["type"] == "help" for block in self.body.raw_data)
        own = {"is_sensitive": self.is_sensitive or self.section.is_sensitive, "has_help": has_help}
        return super().get_context(request, *args, **kwargs) | own


class StorylinePage(CollectionPage):
    """Dòng sự kiện: the stories of a continuing event, newest first, with its milestones."""

    is_over = models.BooleanField(_("đã khép lại"), default=False)

    page_description = _("Các bài của một sự việc đang tiếp diễn, mới nhất trước, có mốc chính.")
    template = "articles/storyline_page.html"
    parent_page_types = ["articles.SectionPage"]
    content_panels = [
        FieldPanel("kicker", help_text=_("Dòng nhỏ trên tên trang; để trống cũng được.")),
        *BasePage.content_panels,
        FieldPanel("intro", help_text=_("Một, hai câu dưới tên trang; máy tìm kiếm cũng đọc.")),
        FieldPanel("lead_image", help_text=_("Ảnh mở đầu và ảnh khi chia sẻ.")),
        FieldPanel("is_over", help_text=_("Trang ghi rõ sự việc đã khép lại; bài cũ vẫn đọc được.")),
    ]

    class Meta:
        verbose_name = _("dòng sự kiện")
        verbose_name_plural = _("dòng sự kiện")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add one page of the stories, newest first, and up to six milestones."""
        context = super().get_context(request, *args, **kwargs)
        stories = ArticlePage.objects.readable().originals().filter(storyline=self.pk).newest_first()
        page_obj = page_of(Paginator(stories, PER_PAGE), request)
        milestones = stories.filter(is_milestone=True)[:6]
        context |= {"page_obj": page_obj, "stories": cards_of(page_obj), "milestones": milestones.cards()}
        return context
