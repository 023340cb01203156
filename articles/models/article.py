"""ArticlePage: fields and panels of a story. mixins/public.py has its public side, mixins/editorial.py the other."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import RichTextField, StreamField
from wagtail_localize.fields import SynchronizedField

from articles.blocks import ArticleBody
from articles.genres import ARTICLE_GENRES, CLIP_GENRES, Genre
from articles.models.mixins.editorial import StoryEditorialMixin
from articles.models.mixins.public import StoryPublicMixin
from articles.page_editor import story_panels
from articles.page_editor.story_form import StoryForm
from base.blocks.text import PARAGRAPH_FEATURES
from base.pages import BasePage

from .bylines import ArticleTag
from .querysets import ArticlePageManager, ArticleQuerySet
from .sections import section_id_of

NEWEST = F("published_at").desc(nulls_last=True), F("page_ptr").desc()


class ArticlePage(StoryPublicMixin, StoryEditorialMixin, BasePage):
    """Bài: a story of any genre."""

    Genre = Genre
    #: Genres that the editor offers; the other page types have exactly one.
    form_genres: tuple[models.TextChoices, ...] = ARTICLE_GENRES

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
    video = models.ForeignKey(
        "media_library.Asset",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"kind": "video"},
        verbose_name=_("clip của bài"),
        help_text=_("Một clip đã phát hành trong kho tài liệu; phát ngay trong bài, thay ảnh chính."),
    )
    audio = models.ForeignKey(
        "media_library.Asset",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"kind": "audio"},
        verbose_name=_("bản nghe"),
        help_text=_("Podcast, hoặc bài đọc thành tiếng; lấy từ kho tài liệu."),
    )
    transcript = RichTextField(
        _("bản chữ của clip, podcast"),
        features=PARAGRAPH_FEATURES,
        blank=True,
        help_text=_("Cho người không nghe được."),
    )
    body = StreamField(ArticleBody(), verbose_name=_("nội dung"), blank=True)
    storyline = models.ForeignKey(
        "articles.StorylinePage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="stories",
        verbose_name=_("dòng sự kiện"),
    )
    is_milestone = models.BooleanField(_("mốc chính của dòng sự kiện"), default=False)
    tags = ClusterTaggableManager(through=ArticleTag, blank=True, verbose_name=_("từ khóa"))
    topics = ParentalManyToManyField("campaign.Topic", blank=True, verbose_name=_("chủ đề"))
    # Who pays for a story, and who outside the newsroom made it, is shown before its headline, in lists too.
    paid_by = models.CharField(
        _("ai trả tiền hoặc tài trợ"),
        max_length=80,
        blank=True,
        help_text=_("Có tên thì mọi nơi ghi “Có tài trợ” và tên ấy trước tít. Không ai trả thì để trống."),
    )
    made_by = models.CharField(
        _("người ngoài tòa soạn thực hiện"),
        max_length=80,
        blank=True,
        help_text=_("Đứng tên đầu tiên ở bài, ví dụ tên của KOL."),
    )
    signed_by_outlet = models.BooleanField(
        _("ký tên tòa soạn"),
        default=False,
        help_text=_("Bài của cả tòa soạn, không của riêng ai. Có người đứng tên thì không hiện."),
    )
    source_name = models.CharField(_("nguồn tin"), max_length=200, blank=True)
    source_url = models.URLField(_("đường dẫn nguồn"), blank=True)
    content_warning = models.CharField(
        _("cảnh báo nội dung"),
        max_length=300,
        blank=True,
        help_text=_("Hiện ngay dưới sapo, trước ảnh. Nói cách bỏ qua đoạn khó đọc."),
    )
    # No default: the publish gates require an answer (docs/security.md, rule 26).
    has_minor = models.BooleanField(_("có trẻ em, học sinh nhận ra được"), null=True, blank=True)
    has_victim = models.BooleanField(_("nói về nạn nhân hoặc vụ việc cụ thể"), null=True, blank=True)
    # Whether a version of the story has ever answered Yes; set by StoryEditorialMixin.
    had_minor = models.BooleanField(default=False, editable=False)
    had_victim = models.BooleanField(default=False, editable=False)
    answers_reason = models.TextField(
        _("vì sao đổi từ Có sang Không"),
        max_length=500,
        blank=True,
        help_text=_(
            "Chỉ khi bài từng trả lời Có ở hai câu trên. Ít nhất 20 ký tự; người kiểm an toàn đọc rồi mới duyệt."
        ),
    )
    never_print = models.TextField(
        _("không bao giờ in"),
        max_length=1000,
        blank=True,
        help_text=_(
            "Mỗi dòng một tên, biệt danh, trường hay nơi ở của người cần giấu. Máy chặn bài có những chữ ấy ở bất cứ ô "
            "nào, thứ tiếng nào. Bạn đọc không thấy danh sách này."
        ),
    )
    is_hot = models.BooleanField(_("tin nóng"), default=False)
    is_featured = models.BooleanField(_("tiêu điểm"), default=False)
    pinned_until = models.DateTimeField(
        _("giữ ở đầu chuyên mục đến"), null=True, blank=True, help_text=_("Thư ký đặt; để trống là không giữ.")
    )
    social_text = models.TextField(_("lời dẫn khi đăng mạng xã hội"), max_length=500, blank=True)
    published_at = models.DateTimeField(
        _("giờ đăng hiển thị"), null=True, blank=True, help_text=_("Để trống thì lấy giờ xuất bản lần đầu.")
    )

    # Key of the section that lists the story; empty while it is not live. `live` and `path` are columns of Wagtail's
    # table, `published_at` of this one, and no index covers two tables. Written by save() and listings.py.
    listed_in = models.PositiveIntegerField(null=True, editable=False)

    # A copy is another story: it comes out at its own hour, and its gates are answered for its own text. Translations
    # get these fields from wagtail-localize.
    exclude_fields_in_copy = [
        "published_at", "pinned_until", "is_hot", "is_featured", "is_milestone",
        "has_minor", "has_victim", "had_minor", "had_victim", "answers_reason",
    ]  # fmt: skip
    #: Text that no reader sees (rules/reader_text.py).
    never_shown_fields = ("answers_reason", "never_print")
    #: Names and notes of the newsroom, which are not translated.
    override_translatable_fields = [
        SynchronizedField(name) for name in ("paid_by", "made_by", "answers_reason", "never_print")
    ]
    page_description = _(
        "Tin, phóng sự, phỏng vấn, hỏi – đáp, infographic, chùm ảnh, video, podcast: thể loại chọn trong bài."
    )
    objects = ArticlePageManager()
    base_form_class = StoryForm

    parent_page_types = ["articles.SectionPage"]
    subpage_types: list[str] = []
    headline_panels, genre_panels = story_panels.HEADLINE, story_panels.GENRE
    story_panels, filing_panels = story_panels.STORY, story_panels.FILING
    content_panels = [*headline_panels, *story_panels, *genre_panels, *filing_panels]

    class Meta:
        verbose_name = _("bài")
        verbose_name_plural = _("bài")
        permissions = [("pin_article", _("Được giữ bài ở đầu chuyên mục"))]
        # The order of every list, `newest_first()`; DESC NULLS LAST cannot use a plain index.
        indexes = [
            models.Index(*NEWEST, name="article_newest"),
            models.Index("listed_in", *NEWEST, name="article_newest_of_section"),
            models.Index(*NEWEST, condition=Q(genre__in=CLIP_GENRES), name="article_newest_clip"),
            models.Index(fields=["pinned_until"], condition=Q(pinned_until__isnull=False), name="article_pinned"),
        ]

    def __str__(self) -> str:
        return self.title

    def related_stories(self) -> ArticleQuerySet:
        """Other readable stories of every type, most related first."""
        return ArticlePage.objects.readable().originals().related_to(self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Set `published_at` and `listed_in`, the columns that lists order and filter by."""
        if self.live and self.published_at is None:
            self.published_at = self.first_published_at  # so that lists can order by one column
        if kwargs.get("update_fields") is None:
            self.listed_in = section_id_of(self) if self.live else None
        return super().save(*args, **kwargs)
