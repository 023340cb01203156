"""Page type of sections, which contain a newsroom's stories."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Page, PagePermissionTester

from articles.page_editor.slots import SectionSlotsPanel
from articles.presentation import structured_data, tip_wall
from articles.presentation.section_layout import has_other_picture, order_stories
from articles.rules.four_eyes import SectionPermissionTester
from articles.syndication.closed import closed, closed_below
from articles.syndication.deletion import CopiedPageManager
from base import site_context
from base.addresses import path_of
from base.pages import BasePage
from base.pagination import PARAMETER, page_of
from base.text import sort_key
from media_library.public.kit import teaser_for
from users.models import User

from .bylines import ArticleTag

if TYPE_CHECKING:
    from articles.models.article import ArticlePage
    from articles.models.querysets import ArticleQuerySet

PER_PAGE = 12  # stories
UNTRANSLATED = 6  # stories of the Vietnamese section, shown in a section with fewer of its own
WORDS = 6  # keywords listed under a section's title
PINS = 3  # most pinned stories

ACCENTS = [
    ("song", _("xanh sông")),
    ("phusa", _("đỏ phù sa")),
    ("dien", _("vàng điên điển")),
    ("sen", _("xanh sen")),
    ("tim", _("tím bằng lăng")),
    ("ink", _("mực")),
]


class SectionPage(BasePage):
    """Chuyên mục: a permanent section of one outlet."""

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
        choices=ACCENTS,
    )
    audiences = ParentalManyToManyField("campaign.Audience", blank=True, verbose_name=_("đối tượng"))
    is_sensitive = models.BooleanField(
        _("chuyên mục nhạy cảm"), default=False, help_text=_("Hiện nút “Thoát nhanh” và hộp trợ giúp ở đầu trang.")
    )
    is_tip_wall = models.BooleanField(
        _("hiện thành tường thẻ mẹo"), default=False, help_text=_("Cho chuyên mục mà bài là thẻ mẹo nhanh.")
    )
    in_section_bar = models.BooleanField(_("hiện trên thanh chuyên mục"), default=True)

    objects = CopiedPageManager()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel(
            "short_title", help_text=_("Tên trên thanh chuyên mục, một hoặc hai tiếng; để trống thì dùng tên đầy đủ.")
        ),
        FieldPanel("description", help_text=_("Một câu dưới tên chuyên mục; máy tìm kiếm cũng đọc.")),
        FieldPanel("outlet", permission="superuser", help_text=_("Chỉ người của cơ quan này viết và duyệt ở đây.")),
        FieldRowPanel(
            [
                FieldPanel("accent", help_text=_("Màu của tên chuyên mục trên các thẻ bài.")),
                FieldPanel(
                    "in_section_bar", help_text=_("Bỏ chọn thì chuyên mục chỉ còn trong danh mục và ở chân trang.")
                ),
                FieldPanel("is_sensitive"),
            ]
        ),
        FieldPanel("audiences", help_text=_("Giúp tìm kiếm và trang chủ gợi đúng người đọc.")),
        FieldPanel("is_tip_wall"),
        SectionSlotsPanel(),
    ]

    class Meta:
        verbose_name = _("chuyên mục")
        verbose_name_plural = _("chuyên mục")

    def __str__(self) -> str:
        return self.title

    @classmethod
    def allowed_subpage_models(cls) -> list[type[Page]]:
        """Page types that name SectionPage as parent, so that this module need not import the apps above."""
        return [model for model in super().allowed_subpage_models() if getattr(model, "parent_page_types", None)]

    @property
    def address(self) -> str:
        """The path that readers use, /vi/nhan-dien/, without a query."""
        return path_of(self.url_path, self.locale.language_code)

    def permissions_for_user(self, user: User) -> PagePermissionTester:
        """Wagtail's tester; only who may publish in the section edits it."""
        return SectionPermissionTester(user, self)

    @property
    def bar_title(self) -> str:
        return self.short_title or self.title

    @property
    def story_model(self) -> type[ArticlePage]:
        """ArticlePage, found through the relation of ArticleTag, because its module imports this one."""
        return ArticleTag._meta.get_field("content_object").related_model

    def stories(self) -> ArticleQuerySet:
        """Live stories of this section, newest first, without those that have view restrictions of their own."""
        stories = self.story_model.objects.live().exclude(closed(paths=closed_below(self)))
        return stories.listed_in(self).newest_first()

    def untranslated(self, own: list) -> list:
        """The newest stories of the Vietnamese section that have no translation among `own`; two queries.

        Empty in the Vietnamese section itself, and when `own` has UNTRANSLATED stories or more.
        """
        if self.locale.language_code == settings.LANGUAGE_CODE or len(own) >= UNTRANSLATED:
            return []
        twins = (
            SectionPage.objects.live()
            .exclude(closed())
            .filter(translation_key=self.translation_key, locale__language_code=settings.LANGUAGE_CODE)
        )
        original = twins.first()
        if original is None:
            return []
        rest = original.stories().exclude(translation_key__in=[story.translation_key for story in own])
        return rest[:UNTRANSLATED].cards()

    def listed_stories(self) -> ArticleQuerySet:
        """Stories that this section lists, newest first, by an index alone; filter shown rows by `live()` too."""
        stories = self.story_model.objects.listed_in(self).exclude(closed(paths=closed_below(self)))
        return stories.newest_first()

    def pinned_ids(self) -> list[int]:
        """Stories pinned to the top until a time, at most PINS; copies cannot be pinned."""
        pinned = self.stories().filter(pinned_until__gt=timezone.now(), alias_of=None)
        return list(pinned.values_list("pk", flat=True)[:PINS])

    @property
    def number_of_stories(self) -> int:
        """Cached until anything is published, because counting 100,000 rows takes 0.1 s."""
        number: int = site_context.cached(f"number-of-stories:{self.pk}", self.listed_stories().count)
        return number

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return "articles/tip_wall.html" if self.is_tip_wall else super().get_template(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add one page of stories, pinned ones first, or of the wall of tips."""
        context = super().get_context(request, *args, **kwargs)
        if self.is_tip_wall:
            wall = tip_wall.context(self, request)
            wall["untranslated"] = self.untranslated([*wall["tips"], *wall["stories"]]) if not wall["wanted"] else []
            return context | wall | self.head(self.address)
        pins = self.pinned_ids()
        # It can be counted and sliced, which is all that a Paginator needs.
        rows: Any = PinnedFirst(self, pins)
        page_obj = page_of(Paginator(rows, PER_PAGE), request)
        stories = list(page_obj.object_list)
        is_first = page_obj.number == 1
        lead, beside, rest = order_stories(stories, len(pins)) if is_first else ([], [], stories)
        context |= {
            "page_obj": page_obj,
            "top": [*lead, *beside],
            "has_picture_beside": bool(beside and lead[0].lead_image_id) and has_other_picture(beside[0], lead[0]),
            "rest": rest,
            "untranslated": self.untranslated(stories) if is_first else [],
            "home_address": f"/{self.locale.language_code}/",
            "words": frequent_keywords(stories, self.locale.language_code),
            "kit": teaser_for(self._audience_slugs()),
        }
        return context | self.head(self.address + ("" if is_first else f"?{PARAMETER}={page_obj.number}"))

    def _audience_slugs(self) -> tuple[str, ...]:
        """Slugs of the live section's audiences, from the site context."""
        sections = site_context.data(self.locale.language_code).get("articles", {}).get("sections", ())
        return next((section.audiences for section in sections if section.pk == self.pk), ())

    def head(self, path: str) -> dict:
        """Data for the head and the footer; `path` is the canonical address."""
        return {
            "is_sensitive": self.is_sensitive,
            "outlet": self.outlet,
            "canonical": structured_data.absolute(path),
            "share_picture": structured_data.share_picture(self),
            "structured_data": structured_data.section(self),
        }


def frequent_keywords(stories: list, language: str) -> list[dict]:
    """The most frequent keywords of `stories` without hashtags of the campaign: [{"name", "slug"}]; one query."""
    hashtags = site_context.data(language).get("campaign", {}).get("hashtags", "").lower().replace("#", "").split()
    tags = ArticleTag.objects.filter(content_object__in=[story.pk for story in stories])
    words = Counter(tags.values_list("tag__name", "tag__slug") if stories else ())
    most = sorted(words, key=lambda word: (-words[word], sort_key(word[0])))
    return [{"name": name, "slug": slug} for name, slug in most if slug not in hashtags][:WORDS]


class PinnedFirst:
    """List of a section for the paginator: pinned stories, then all others; slices by an index alone."""

    def __init__(self, section: SectionPage, pins: list[int]) -> None:
        self.section, self.pins = section, pins

    def count(self) -> int:
        return self.section.number_of_stories

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list:
        """The slice as cards, without stories that are no longer live."""
        start, stop = (max(0, (end or 0) - len(self.pins)) for end in (part.start, part.stop))
        stories = self.section.listed_stories()
        keys = self.pins[part.start or 0 : part.stop]
        if stop > start:
            keys += stories.exclude(pk__in=self.pins).values_list("pk", flat=True)[start:stop]
        if not keys:
            return []
        cards = {story.pk: story for story in stories.live().filter(pk__in=keys).cards()}
        return [cards[key] for key in keys if key in cards]


def section_id_of(page: Page) -> int | None:
    """Key of the section that contains `page`; None when its parent is no section. One query."""
    sections = SectionPage.objects.filter(path=page.path[: -Page.steplen])
    return sections.values_list("pk", flat=True).first() if page.path else None
