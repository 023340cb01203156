"""Sections: where a newsroom's stories stand."""

from dataclasses import dataclass

from django.conf import settings
from django.core.paginator import Paginator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Page

from articles.editorial.four_eyes import SectionPermissionTester
from articles.editorial.slots import SectionSlotsPanel
from articles.public import structured_data, tip_wall
from articles.public.section_layout import arranged, has_other_picture
from base import context as shell
from base.pages import BasePage
from base.pagination import PARAMETER, page_of
from base.routing import path_of
from media_library.public.kit import teaser as kit_teaser

from .bylines import ArticleTag

PER_PAGE = 12
UNTRANSLATED = 6  # stories of the original that a section with few of its own shows below them
WORDS = 6  # keywords under a section's name
PINS = 3  # stories at most that are held at the top

ACCENTS = [
    ("song", _("xanh sông")),
    ("phusa", _("đỏ phù sa")),
    ("dien", _("vàng điên điển")),
    ("sen", _("xanh sen")),
    ("tim", _("tím bằng lăng")),
    ("ink", _("mực")),
]


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
        choices=ACCENTS,
    )
    audiences = models.ManyToManyField("campaign.Audience", blank=True, verbose_name=_("đối tượng"))
    is_sensitive = models.BooleanField(
        _("chuyên mục nhạy cảm"), default=False, help_text=_("Hiện nút “Thoát nhanh” và hộp trợ giúp ở đầu trang.")
    )
    is_tip_wall = models.BooleanField(
        _("hiện thành tường thẻ mẹo"), default=False, help_text=_("Cho chuyên mục mà bài là thẻ mẹo nhanh.")
    )
    in_section_bar = models.BooleanField(_("hiện trên thanh chuyên mục"), default=True)

    route_related = ("outlet",)
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

    @property
    def story_model(self):
        """ArticlePage. Its module needs this one, so it is known by the relation that its tags have to it."""
        return ArticleTag._meta.get_field("content_object").related_model

    def stories(self):
        """Live stories of this section, newest first; only of the section's own language tree."""
        return self.story_model.objects.live().listed_in(self).newest_first()

    def untranslated(self, own: list) -> list:
        """The newest stories of the Vietnamese section that this one has no translation of; shown as what they are.

        None in the Vietnamese section itself, which is the original, and where there is enough to read. Two queries.
        """
        if self.locale.language_code == settings.LANGUAGE_CODE or len(own) >= UNTRANSLATED:
            return []
        twins = (
            SectionPage.objects.live()
            .public()
            .filter(translation_key=self.translation_key, locale__language_code=settings.LANGUAGE_CODE)
        )
        original = twins.first()
        if original is None:
            return []
        rest = original.stories().exclude(translation_key__in=[story.translation_key for story in own])
        return list(rest.with_cards()[:UNTRANSLATED])

    def pinned_ids(self) -> list[int]:
        """Stories that the secretary holds at the top until a time of day; taken stories are not pinned here."""
        pinned = self.stories().filter(pinned_until__gt=timezone.now(), alias_of=None)
        return list(pinned.values_list("pk", flat=True)[:PINS])

    def get_template(self, request, *args, **kwargs):
        return "articles/tip_wall.html" if self.is_tip_wall else super().get_template(request, *args, **kwargs)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        if self.is_tip_wall:
            wall = tip_wall.context(self, request)
            wall["untranslated"] = self.untranslated([*wall["tips"], *wall["stories"]]) if not wall["wanted"] else []
            return context | wall | self.head(self.address)
        pins = self.pinned_ids()
        page_obj = page_of(Paginator(PinnedFirst(self, pins), PER_PAGE), request)
        stories = list(page_obj.object_list)
        is_first = page_obj.number == 1
        lead, beside, rest = arranged(stories, len(pins)) if is_first else ([], [], stories)
        context |= {
            "page_obj": page_obj,
            "top": [*lead, *beside],
            "has_picture_beside": bool(beside and lead[0].lead_image_id) and has_other_picture(beside[0], lead[0]),
            "rest": rest,
            "untranslated": self.untranslated(stories) if is_first else [],
            "home_address": f"/{self.locale.language_code}/",
            "words": words_of(stories, self.locale.language_code),
            "kit": kit_teaser(self.audiences.through.objects.filter(sectionpage=self.pk).values("audience")),
        }
        return context | self.head(self.address + ("" if is_first else f"?{PARAMETER}={page_obj.number}"))

    def head(self, path: str) -> dict:
        """What the head of the page and the footer need; `path` is the address that search engines shall keep."""
        return {
            "is_sensitive": self.is_sensitive,
            "outlet": self.outlet,
            "canonical": structured_data.absolute(path),
            "share_picture": structured_data.share_picture(self),
            "structured_data": structured_data.section(self),
        }


def words_of(stories: list, language: str) -> list[dict]:
    """The keywords that most of `stories` carry, hashtags of the campaign left out: [{"name", "slug"}]; one query."""
    hashtags = shell.data(language).get("campaign", {}).get("hashtags", "").lower().replace("#", "").split()
    tags = ArticleTag.objects.filter(content_object__in=[story.pk for story in stories])
    tags = tags.exclude(tag__slug__in=hashtags)
    rows = tags.values(name=models.F("tag__name"), slug=models.F("tag__slug")).annotate(number=models.Count("pk"))
    return list(rows.order_by("-number", "name")[:WORDS]) if stories else []


class PinnedFirst:
    """A section's list for the paginator: pinned stories, then all others; counts and slices by an index alone."""

    def __init__(self, section: SectionPage, pins: list[int]):
        self.section_id, self.live, self.pins = section.pk, section.stories(), pins
        self.listed = self.live.model.objects.listed_in(section).newest_first()

    def count(self) -> int:
        """Remembered until anything is published: 100,000 rows take a tenth of a second to count."""
        return shell.cached(f"stories:{self.section_id}", self.listed.count)

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list:
        """What is asked as cards, the pinned first; one query, two while stories are pinned."""
        if not self.pins:
            return list(self.live.filter(pk__in=self.listed.values("pk")[part]).with_cards())
        pins = self.pins[part.start or 0 : part.stop]
        start, stop = max(0, (part.start or 0) - len(self.pins)), max(0, part.stop - len(self.pins))
        ids = list(self.listed.exclude(pk__in=self.pins).values_list("pk", flat=True)[start:stop])
        rows = self.live.filter(pk__in=[*pins, *ids]).with_cards().in_bulk()
        return [rows[pk] for pk in [*pins, *ids] if pk in rows]


@dataclass(frozen=True)
class SectionFacts:
    """What a card shows of a section, as `with_sections()` reads it."""

    title: str
    accent: str
    is_sensitive: bool
    url_path: str
    language: str
    alias_of_id: int | None = None

    @property
    def address(self) -> str:
        return path_of(self.url_path, self.language)


def section_id_of(page: Page) -> int | None:
    """Key of the section above `page`; None where its parent is none. One query."""
    sections = SectionPage.objects.filter(path=page.path[: -Page.steplen])
    return sections.values_list("pk", flat=True).first() if page.path else None
