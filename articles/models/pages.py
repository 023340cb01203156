"""Sections and articles."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Paginator
from django.db import models
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable

from articles import structured_data
from articles.blocks import ArticleBody
from articles.four_eyes import ArticlePermissionTester, SectionPermissionTester
from articles.querysets import ArticlePageManager, prefetch_renditions
from base.pages import BasePage
from base.paging import PARAMETER, page_of
from base.routing import path_of
from base.text import count_tieng, nfc

PER_PAGE = 12
LEAD_STORIES = 3  # of the first page of a section: one large, two beside it
RELATED = 4
UPDATED_AFTER = timedelta(minutes=15)  # smaller changes after publication are not news to a reader
WORDS_A_MINUTE = 220  # tiếng a minute, an easy reading speed


class SectionPage(BasePage):
    """Chuyên mục: a standing section. Its people edit only what lies below it."""

    outlet = models.ForeignKey(
        "campaign.Outlet",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sections",
        verbose_name=_("cơ quan phụ trách"),
    )
    short_title = models.CharField(_("tên gọn trên thanh chuyên mục"), max_length=24, blank=True)
    description = models.CharField(_("giới thiệu một câu"), max_length=200, blank=True)
    accent = models.CharField(
        _("màu nhấn"),
        max_length=10,
        default="song",
        choices=[
            ("song", _("xanh sông")),
            ("phusa", _("đỏ phù sa")),
            ("dien", _("vàng điên điển")),
            ("sen", _("xanh sen")),
            ("tim", _("tím bằng lăng")),
            ("ink", _("mực")),
        ],
    )
    audiences = models.ManyToManyField("campaign.Audience", blank=True, verbose_name=_("đối tượng"))
    is_sensitive = models.BooleanField(
        _("chuyên mục nhạy cảm"), default=False, help_text=_("Hiện nút “Thoát nhanh” và hộp trợ giúp ở đầu trang.")
    )
    in_section_bar = models.BooleanField(_("hiện trên thanh chuyên mục"), default=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("short_title"),
        FieldPanel("description"),
        FieldPanel("outlet", permission="superuser"),
        FieldRowPanel([FieldPanel("accent"), FieldPanel("in_section_bar"), FieldPanel("is_sensitive")]),
        FieldPanel("audiences"),
    ]

    class Meta:
        verbose_name = _("chuyên mục")
        verbose_name_plural = _("chuyên mục")

    def __str__(self):
        return self.title

    @classmethod
    def allowed_subpage_models(cls):
        """Only page types that name a section as their parent: this module need not know the apps above it."""
        return [model for model in super().allowed_subpage_models() if "parent_page_types" in vars(model)]

    @property
    def address(self) -> str:
        """The path readers use: /vi/nhan-dien/, without a query."""
        return path_of(self.url_path, self.locale.language_code)

    def permissions_for_user(self, user):
        return SectionPermissionTester(user, self)

    @property
    def bar_title(self) -> str:
        return self.short_title or self.title

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        stories = ArticlePage.objects.live().in_section(self).newest_first().with_cards()
        page_obj = page_of(Paginator(stories, PER_PAGE), request)
        stories = list(page_obj.object_list)
        first = LEAD_STORIES if page_obj.number == 1 else 0
        context |= {
            "page_obj": page_obj,
            "top": stories[:first],
            "rest": stories[first:],
            "is_sensitive": self.is_sensitive,
            "home_address": f"/{self.locale.language_code}/",
            "canonical": structured_data.absolute(
                self.address + (f"?{PARAMETER}={page_obj.number}" if first == 0 else "")
            ),
            "structured_data": structured_data.section(self),
        }
        return context


@dataclass(frozen=True)
class SectionFacts:
    """What a card shows of a section, as `with_sections()` reads it."""

    title: str
    accent: str
    is_sensitive: bool
    url_path: str
    language: str

    @property
    def address(self) -> str:
        return path_of(self.url_path, self.language)


class ArticleTag(TaggedItemBase):
    content_object = ParentalKey("articles.ArticlePage", on_delete=models.CASCADE, related_name="tagged_items")


class ArticlePage(BasePage):
    """Bài: one piece of the newsroom, whatever its genre."""

    class Genre(models.TextChoices):
        NEWS = "tin", _("Tin")
        FEATURE = "bai", _("Bài")
        REPORTAGE = "phong-su", _("Phóng sự")
        INTERVIEW = "phong-van", _("Phỏng vấn")
        QA = "hoi-dap", _("Hỏi – đáp")
        INFOGRAPHIC = "infographic", _("Infographic")
        PHOTOS = "chum-anh", _("Chùm ảnh")
        VIDEO = "video", _("Video")
        PODCAST = "podcast", _("Podcast")
        TIP = "meo", _("Mẹo")
        LONGFORM = "emagazine", _("E-magazine")
        KOL = "kol", _("KOL")

    genre = models.CharField(_("thể loại"), max_length=12, choices=Genre, default=Genre.NEWS)
    kicker = models.CharField(
        _("tít mào"), max_length=60, blank=True, help_text=_("Dòng nhỏ trên tít; để trống thì hiện tên chuyên mục.")
    )
    sapo = models.TextField(_("sapo"), max_length=700, help_text=_("25–55 tiếng, nói điều quan trọng nhất."))
    lead_image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ảnh chính"),
    )
    lead_caption = models.CharField(_("chú thích ảnh chính"), max_length=250, blank=True)
    lead_credit = models.CharField(
        _("nguồn ảnh chính"), max_length=120, blank=True, help_text=_("Để trống thì lấy nguồn ghi trong kho ảnh.")
    )
    body = StreamField(ArticleBody(), verbose_name=_("nội dung"), blank=True)
    tags = ClusterTaggableManager(through=ArticleTag, blank=True, verbose_name=_("từ khóa"))
    topics = models.ManyToManyField("campaign.Topic", blank=True, verbose_name=_("chủ đề"))
    source_name = models.CharField(_("nguồn tin"), max_length=200, blank=True)
    source_url = models.URLField(_("đường dẫn nguồn"), blank=True)
    content_warning = models.CharField(
        _("cảnh báo nội dung"),
        max_length=300,
        blank=True,
        help_text=_("Hiện ngay dưới sapo, trước ảnh. Nói cách bỏ qua đoạn khó đọc."),
    )
    # No default: silence is the common error (security.md, rule 26). The publish gates read them.
    has_minor = models.BooleanField(_("có trẻ em, học sinh nhận ra được"), null=True, blank=True)
    has_victim = models.BooleanField(_("nói về nạn nhân hoặc vụ việc cụ thể"), null=True, blank=True)
    is_hot = models.BooleanField(_("tin nóng"), default=False)
    is_featured = models.BooleanField(_("tiêu điểm"), default=False)
    published_at = models.DateTimeField(
        _("giờ đăng hiển thị"), null=True, blank=True, help_text=_("Để trống thì lấy giờ xuất bản lần đầu.")
    )

    objects = ArticlePageManager()

    route_related = ("lead_image",)
    parent_page_types = ["articles.SectionPage"]
    subpage_types = []
    content_panels = [
        FieldPanel("kicker"),
        *BasePage.content_panels,
        FieldPanel("sapo"),
        FieldPanel("genre"),
        InlinePanel("bylines", heading=_("Tác giả"), label=_("tác giả")),
        MultiFieldPanel(
            [FieldPanel("lead_image"), FieldPanel("lead_caption"), FieldPanel("lead_credit")], heading=_("Ảnh chính")
        ),
        FieldPanel("content_warning"),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("has_minor"), FieldPanel("has_victim")], heading=_("An toàn trẻ em")),
        MultiFieldPanel([FieldPanel("source_name"), FieldPanel("source_url")], heading=_("Nguồn")),
        FieldPanel("tags"),
        FieldPanel("topics"),
        FieldRowPanel([FieldPanel("is_hot"), FieldPanel("is_featured"), FieldPanel("published_at")]),
    ]

    class Meta:
        verbose_name = _("bài")
        verbose_name_plural = _("bài")
        # The order of every list, `newest_first()`; DESC NULLS LAST cannot use a plain index.
        indexes = [models.Index(F("published_at").desc(nulls_last=True), F("page_ptr").desc(), name="article_newest")]

    def __str__(self):
        return self.title

    def permissions_for_user(self, user):
        return ArticlePermissionTester(user, self)

    def clean(self):
        super().clean()
        self.sapo = nfc(self.sapo)

    def save(self, *args, **kwargs):
        if self.live and self.published_at is None:
            self.published_at = self.first_published_at  # one indexed column to order by
        return super().save(*args, **kwargs)

    @classmethod
    def route_extras(cls):
        tags = ArticleTag.objects.filter(content_object=OuterRef("pk")).order_by("tag__name")
        return {
            "tag_list": ArraySubquery(tags.values(json=JSONObject(id="tag_id", name="tag__name", slug="tag__slug")))
        }

    @cached_property
    def section(self) -> "SectionPage | SectionFacts":
        """The section the article lies in; routing and `with_cards()` bring it along, without a query."""
        parent = getattr(self, "_cached_parent_obj", None)
        if isinstance(parent, SectionPage):
            return parent
        facts = self.__dict__.get("section_facts")
        return SectionFacts(language=self.locale.language_code, **facts) if facts else self.get_parent().specific

    @cached_property
    def tag_list(self) -> list[dict]:
        """[{"id", "name", "slug"}] in the order of the alphabet."""
        return [{"id": tag.pk, "name": tag.name, "slug": tag.slug} for tag in self.tags.all()]

    @property
    def address(self) -> str:
        """The path readers use: /vi/nhan-dien/ba-dau-hieu/."""
        return path_of(self.url_path, self.locale.language_code)

    @property
    def shown_kicker(self) -> str:
        return self.kicker or self.section.title

    @cached_property
    def shown_credit(self) -> str:
        """Who made the lead picture: the field, else what the picture library says."""
        return self.lead_credit or (self.lead_image.credit if self.lead_image else "")

    @property
    def shown_at(self):
        """When readers should think it appeared: the field, else the first publication, else now (a draft)."""
        return self.published_at or self.first_published_at or timezone.now()

    @cached_property
    def reading_minutes(self) -> int:
        words = count_tieng(self.sapo) + sum(count_tieng(text) for text in self.body_text())
        return max(1, round(words / WORDS_A_MINUTE))

    def body_text(self) -> list[str]:
        """Plain strings of the body, block by block, for counting and for the search index."""
        return [str(text) for block in self.body for text in block.block.get_searchable_content(block.value)]

    @property
    def is_updated(self) -> bool:
        """Published again noticeably later than readers could first read it, however it is dated."""
        if not self.last_published_at:
            return False
        first = max(self.shown_at, self.first_published_at or self.shown_at)
        return self.last_published_at - first > UPDATED_AFTER

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        bylines = list(self.bylines.select_related("person"))
        related = list(
            ArticlePage.objects.live().related_to(self).with_sections().select_related("lead_image")[:RELATED]
        )
        prefetch_renditions(
            [self.lead_image, *(story.lead_image for story in related), *self.body_images(), *self.extra_images()]
        )
        share_picture = structured_data.share_picture(self.lead_image)
        context |= {
            "bylines": bylines,
            "author": bylines[0].person if bylines else None,
            "related": related,
            "is_sensitive": self.section.is_sensitive or bool(self.content_warning),
            "canonical": structured_data.absolute(self.address),
            "og_locale": structured_data.OG_LOCALES.get(self.locale.language_code, ""),
            "share_picture": share_picture,
            "structured_data": structured_data.article(self, bylines, share_picture),
        }
        return context

    def extra_images(self) -> list:
        """Pictures that a template of a kind of article shows besides."""
        return []

    def body_images(self) -> list:
        """Pictures of the body's figures, in one query however many there are."""
        return [block.value["image"] for block in self.body if block.block_type == "figure"]


class ArticleByline(Orderable):
    """Who did what, in the order the desk set; the same in editor, preview and live page."""

    class Role(models.TextChoices):
        TEXT = "text", _("Bài")
        PHOTO = "photo", _("Ảnh")
        VIDEO = "video", _("Video")
        GRAPHIC = "graphic", _("Đồ họa")
        TRANSLATION = "translation", _("Dịch")
        FROM = "from", _("Theo")
        COMPILED = "compiled", _("Tổng hợp")

    page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="bylines")
    person = models.ForeignKey("articles.Person", models.PROTECT, related_name="bylines", verbose_name=_("người"))
    role = models.CharField(_("vai trò"), max_length=12, choices=Role, default=Role.TEXT)

    panels = [FieldRowPanel([FieldPanel("person"), FieldPanel("role")])]

    class Meta(Orderable.Meta):
        verbose_name = _("tác giả")
        verbose_name_plural = _("tác giả")
