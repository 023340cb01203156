"""Page type of sections, which contain a newsroom's stories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Paginator
from django.db import models
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import Coalesce, JSONArray, JSONObject
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Page, PagePermissionTester

from articles.page_editor.slots import SectionSlotsPanel
from articles.presentation import structured_data, tip_wall
from articles.presentation.cards import VERSION
from articles.presentation.section_layout import has_other_picture, order_stories
from articles.rules.four_eyes import SectionPermissionTester
from articles.syndication.closed import closed, closed_below
from articles.syndication.deletion import CopiedPageManager
from base import site_context
from base.addresses import path_of
from base.compiled_once import KeyIn, instances_of, json_of, rows_of, stand_ins
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
#: Placeholders in SQL that is compiled once: text that begins so for a path or slug, the number for a key or depth.
_ANY = "~"
(_NUMBER,) = stand_ins(1)

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
    parts_are_kept = True

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
        return [model for model in super().allowed_subpage_models() if "parent_page_types" in vars(model)]

    @property
    def address(self) -> str:
        """The path that readers use, /vi/nhan-dien/, without a query."""
        return path_of(self.url_path, self.locale.language_code)

    def shown_below(self) -> tuple[Any, ...]:
        """See BasePage.shown_below(): stories show the outlet."""
        return (*super().shown_below(), self.outlet)

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

    def child_at(self, slug: str) -> ArticlePage | None:
        """The story with this slug, read with all its columns in one query; see BasePage.child_at()."""
        given = {f"{_ANY}%": f"{self.path}%", _NUMBER: self.depth + 1, f"{_ANY}slug": slug}
        found: list[ArticlePage] = instances_of("story at a slug", self.story_model, self._any_story, given)
        return found[0] if found else None

    def _any_story(self) -> ArticleQuerySet:
        """The query of child_at(), with placeholders for the section's path and depth and the slug."""
        return self.story_model.objects.filter(path__startswith=_ANY, depth=_NUMBER, slug=f"{_ANY}slug")

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

    def pinned_ids(self) -> list[int]:
        """Stories pinned to the top until a time, at most PINS; copies cannot be pinned."""
        now = timezone.now()
        return [pk for pk, until in self._listing["pinned"] if datetime.fromisoformat(until) > now][:PINS]

    @cached_property
    def _listing(self) -> dict[str, Any]:
        """{"number" of listed stories, "pinned": [[key, end]], "versions" of these, "first": versions of the newest}.

        Cached until anything is published, because counting 100,000 rows takes 0.1 s.
        """
        paths = closed_below(self)
        name = f"section without {paths}"
        rows = partial(json_of, name, partial(_any_listing, paths), {_NUMBER: self.pk})
        found: dict[str, Any] | None = site_context.cached(f"listing:{self.pk}", lambda: next(iter(rows()), None))
        return found or {"number": 0, "pinned": []}  # a section that was never saved, in its preview

    def validator(self, request: HttpRequest) -> str | None:
        """See BasePage.validator(): versions of the stories of the first page; None for further pages, the wall of tips
        and translated sections, which list other stories too.
        """
        is_known = not (self.is_tip_wall or request.GET) and self.locale.language_code == settings.LANGUAGE_CODE
        return repr((self._listing, self.pinned_ids())) if is_known else None

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
        rows: Any = PinnedFirst(self, pins, self._listing["number"])
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


def _any_listing(paths: tuple[str, ...]) -> QuerySet:
    """The query of _listing(), with a placeholder for the section's key; leaves out stories below `paths` (closed)."""
    stories = ArticleTag._meta.get_field("content_object").related_model.objects.filter(listed_in=OuterRef("pk"))
    stories = stories.exclude(closed(paths=paths))
    number = stories.order_by().values("listed_in").annotate(number=models.Count("pk")).values("number")
    pinned = stories.live().filter(pinned_until__isnull=False, alias_of=None).newest_first()
    first = stories.newest_first()[: PER_PAGE + PINS]
    version = JSONArray("live", *VERSION)
    columns = JSONObject(
        number=Coalesce(models.Subquery(number), 0),
        pinned=ArraySubquery(pinned.values(json=JSONArray("pk", "pinned_until"))),
        versions=ArraySubquery(pinned.values(json=version)),
        first=ArraySubquery(first.values(json=version)),
    )
    return SectionPage.objects.filter(pk=_NUMBER).values_list(columns)


def frequent_keywords(stories: list, language: str) -> list[dict]:
    """The most frequent keywords of `stories` without hashtags of the campaign: [{"name", "slug"}]; one query."""
    hashtags = site_context.data(language).get("campaign", {}).get("hashtags", "").lower().replace("#", "").split()
    given = {KeyIn.KEYS: KeyIn.given(story.pk for story in stories)}
    words = Counter(rows_of("words of stories", _any_words, given) if stories else ())
    most = sorted(words, key=lambda word: (-words[word], sort_key(word[0])))
    return [{"name": name, "slug": slug} for name, slug in most if slug not in hashtags][:WORDS]


def _any_words() -> QuerySet:
    return ArticleTag.objects.filter(KeyIn("content_object")).values_list("tag__name", "tag__slug")


class PinnedFirst:
    """List of a section for the paginator: pinned stories, then all others; slices by an index alone."""

    def __init__(self, section: SectionPage, pins: list[int], number: int) -> None:
        self.section, self.pins, self.number = section.pk, pins, number
        self.closed = closed_below(section)
        self.stories: ArticleQuerySet = section.story_model.objects.exclude(closed(paths=self.closed))

    def count(self) -> int:
        return self.number

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list:
        """The slice as cards; one query, two with pinned stories."""
        start, stop = (max(0, (end or 0) - len(self.pins)) for end in (part.start, part.stop))
        rest = f"a section from {start} to {stop} without {self.closed}"
        if not self.pins and stop > start:
            return self.stories.cards_once(rest, lambda stories: _shown(stories, start, stop), self._given())
        keys = self.pins[part.start or 0 : part.stop]
        if stop > start:
            given, others = self._given(self.pins), self.stories.exclude(KeyIn("pk"))
            keys += [pk for (pk,) in rows_of(f"keys of {rest}", lambda: _keys(others, start, stop), given)]
        if not keys:
            return []
        found = self.stories.cards_once(f"a section by keys without {self.closed}", _shown_of_keys, self._given(keys))
        rows = {story.pk: story for story in found}
        return [rows[pk] for pk in keys if pk in rows]

    def _given(self, keys: Sequence[int] = ()) -> dict[Any, Any]:
        return {_NUMBER: self.section, KeyIn.KEYS: KeyIn.given(keys)}


def _keys(stories: ArticleQuerySet, start: int, stop: int) -> QuerySet:
    """Keys of the stories that a section lists, from position `start` to `stop`."""
    return stories.filter(listed_in=_NUMBER).newest_first().values_list("pk")[start:stop]


def _shown(stories: ArticleQuerySet, start: int, stop: int) -> ArticleQuerySet:
    """The same stories as rows, without those that are no longer live."""
    return stories.live().filter(listed_in=_NUMBER, pk__in=_keys(stories, start, stop)).newest_first()


def _shown_of_keys(stories: ArticleQuerySet) -> ArticleQuerySet:
    """Live stories that the section lists and whose keys are given, unordered."""
    return stories.live().filter(KeyIn("pk"), listed_in=_NUMBER)


def section_id_of(page: Page) -> int | None:
    """Key of the section that contains `page`; None when its parent is no section. One query."""
    sections = SectionPage.objects.filter(path=page.path[: -Page.steplen])
    return sections.values_list("pk", flat=True).first() if page.path else None
