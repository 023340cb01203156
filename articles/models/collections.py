"""Page types that list stories: special page, running story, topics, hashtags, authors, corrections."""

from django.conf import settings
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpResponse
from django.utils.feedgenerator import Atom1Feed, SyndicationFeed
from django.utils.functional import cached_property
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField

from articles.blocks import SpecialBody
from articles.blocks.pictures import load_together, picture_ids
from articles.editorial.four_eyes import CollectionPermissionTester
from articles.models.article import ArticlePage
from articles.models.corrections import Correction
from articles.models.mixins.public import pictures_of
from articles.models.people import Person
from articles.models.querysets import closed, pictures_by_id
from articles.models.sections import ACCENTS, PER_PAGE, SectionPage
from articles.public import structured_data
from base import site_context
from base.addresses import path_of
from base.caching.headers import public_page
from base.pages import BasePage
from base.pagination import PARAMETER, page_of
from base.text import given_name_key, sort_key, vn_slugify
from campaign.models import Topic


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
    subpage_types = []

    class Meta:
        abstract = True

    def __str__(self):
        return self.title

    @property
    def address(self) -> str:
        """The path that readers use."""
        return path_of(self.url_path, self.locale.language_code)

    @cached_property
    def section(self):
        """The section that contains the page; without a query for a routed page, whose parent Wagtail keeps."""
        return self.get_parent().specific

    @property
    def shown_kicker(self) -> str:
        """The kicker, or the section's title."""
        return self.kicker or self.section.title

    def permissions_for_user(self, user):
        return CollectionPermissionTester(user, self)

    def body_images(self) -> list:
        """Pictures in the page's own blocks."""
        return []

    def get_context(self, request, *args, **kwargs):
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

    def body_images(self):
        return [image for block in self.body for image, _credit in pictures_of(block) if image]

    def get_context(self, request, *args, **kwargs):
        found = pictures_by_id([self.lead_image_id, *picture_ids([self.body])])
        self.lead_image = found.get(self.lead_image_id)
        with load_together(found):
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

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        stories = ArticlePage.objects.readable().originals().filter(storyline=self.pk).newest_first()
        page_obj = page_of(Paginator(stories.with_cards(), PER_PAGE), request)
        milestones = stories.filter(is_milestone=True).with_sections()[:6]
        context |= {"page_obj": page_obj, "stories": list(page_obj.object_list), "milestones": list(milestones)}
        return context


class CollectionIndexPage(RoutablePageMixin, BasePage):
    """Base of the routed index pages."""

    intro = models.CharField(_("giới thiệu"), max_length=300, blank=True)

    subpage_types = []
    max_count_per_parent = 1
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro", help_text=_("Một, hai câu dưới tên trang; máy tìm kiếm cũng đọc.")),
    ]

    class Meta:
        abstract = True

    def show(self, request, template: str, title: str, **context) -> HttpResponse:
        """Render `template` with the head data of the routed address."""
        language = self.locale.language_code
        number = context["page_obj"].number if "page_obj" in context else 1
        head = {
            "canonical": structured_data.absolute(request.path) + (f"?{PARAMETER}={number}" if number > 1 else ""),
            "share_picture": structured_data.share_picture(self),
            "structured_data": structured_data.collection(language, title, request.path),
            "shown_title": title,
            "crumb_items": [{"title": self.title, "address": path_of(self.url_path, language)}],
        }
        context = head | context
        response = self.render(request, template=template, context_overrides=context)
        return self.with_policy(request, response)  # RoutablePageMixin does not call BasePage.serve()

    def show_stories(self, request, template: str, title: str, stories, **context) -> HttpResponse:
        """Render one page of `stories` (a queryset of ArticlePage) in this page's language."""
        stories = stories.readable().originals().filter(locale_id=self.locale_id).newest_first().with_cards()
        page_obj = page_of(Paginator(stories, PER_PAGE), request)
        return self.show(request, template, title, page_obj=page_obj, stories=list(page_obj.object_list), **context)


class TopicIndexPage(CollectionIndexPage):
    """Chủ đề: all topics of the shared vocabulary, and the stories of each at <slug>/."""

    class Meta:
        verbose_name = _("trang chủ đề")
        verbose_name_plural = _("trang chủ đề")

    @path("")
    def index(self, request):
        """All topics with their numbers of stories."""
        live = models.Q(articlepage__in=ArticlePage.objects.readable().originals().filter(locale_id=self.locale_id))
        topics = Topic.objects.annotate(number=models.Count("articlepage", filter=live, distinct=True))
        topics = sorted(topics, key=lambda topic: (topic.order, sort_key(str(topic.label))))
        return self.show(request, "articles/topic_index.html", self.title, topics=topics)

    @path("<slug:slug>/")
    def topic(self, request, slug):
        """Stories of one topic; raises Http404."""
        topic = Topic.objects.filter(slug=slug).first()
        if topic is None:
            raise Http404(_("Không có chủ đề này."))
        stories = ArticlePage.objects.filter(topics=topic)
        return self.show_stories(request, "articles/topic.html", topic.label, stories, topic=topic)


def campaign_hashtags(language: str) -> dict[str, str]:
    """{"khongmotminh": "#khongmotminh"} from the site's identity; read from the site context, without a query."""
    words = site_context.data(language).get("campaign", {}).get("hashtags", "").split()
    return {vn_slugify(word.removeprefix("#")): word for word in words}


class HashtagIndexPage(CollectionIndexPage):
    """The campaign's hashtags (plan II.1.a), and the stories with each of them as keyword at <slug>/."""

    class Meta:
        verbose_name = _("trang hashtag")
        verbose_name_plural = _("trang hashtag")

    def hashtags(self) -> dict[str, str]:
        """Hashtags by slug."""
        return campaign_hashtags(self.locale.language_code)

    @path("")
    def index(self, request):
        """All hashtags."""
        return self.show(request, "articles/hashtag_index.html", self.title, hashtags=self.hashtags())

    @path("<slug:slug>/")
    def hashtag(self, request, slug):
        """Stories with one hashtag; raises Http404."""
        hashtags = self.hashtags()
        if slug not in hashtags:
            raise Http404(_("Chiến dịch không dùng hashtag này."))
        stories = ArticlePage.objects.filter(tags__slug=slug)
        others = {key: word for key, word in hashtags.items() if key != slug}
        return self.show_stories(
            request, "articles/hashtag.html", hashtags[slug], stories, hashtag=hashtags[slug], others=others
        )


class AuthorIndexPage(CollectionIndexPage):
    """Tác giả: authors sorted by given name, and the stories of each at <slug>/."""

    class Meta:
        verbose_name = _("trang tác giả")
        verbose_name_plural = _("trang tác giả")

    @path("")
    def index(self, request):
        """Authors with a live story, in pages."""
        people = (
            Person.objects.listed().filter(bylines__page__live=True).select_related("outlet", "portrait").distinct()
        ).prefetch_related("portrait__renditions")
        # Sorted here: PostgreSQL orders Đ and Ơ correctly only when built with ICU.
        rows = people.values_list("full_name", "given_name", "pk")
        names = sorted((given_name_key(full, given), pk) for full, given, pk in rows)
        page_obj = page_of(Paginator([pk for _key, pk in names], 60), request)
        shown = people.in_bulk(page_obj.object_list)
        page_obj.object_list = [shown[pk] for pk in page_obj.object_list]
        return self.show(request, "articles/author_index.html", self.title, page_obj=page_obj)

    @path("<slug:slug>/")
    def author(self, request, slug):
        """Stories of one author; raises Http404."""
        person = Person.objects.listed().select_related("outlet", "portrait").filter(slug=slug).first()
        if person is None:
            raise Http404(_("Không có trang của tác giả này."))
        stories = ArticlePage.objects.filter(pk__in=person.bylines.values("page"))
        return self.show_stories(
            request, "articles/author.html", person.display_name, stories, person=person, structured_data=""
        )


class CorrectionIndexPage(CollectionIndexPage):
    """Đính chính: all corrections, newest first, also as a feed."""

    class Meta:
        verbose_name = _("trang đính chính")
        verbose_name_plural = _("trang đính chính")

    def shown_corrections(self):
        """Published corrections of live, readable stories of this language."""
        live = Correction.objects.frozen().filter(page__live=True, page__locale=self.locale_id)
        live = live.exclude(closed("page__"))
        return live.select_related("page__locale").order_by("-frozen_at", "-pk")

    @path("")
    def index(self, request):
        """Corrections in pages."""
        page_obj = page_of(Paginator(self.shown_corrections(), 20), request)
        feed = self.get_url(request) + "atom/"
        return self.show(request, "articles/correction_index.html", self.title, page_obj=page_obj, feed=feed)

    @path("atom/")
    def feed(self, request):
        """Corrections as Atom, for whoever republished a story."""
        text = self.written_as(Atom1Feed, request.path)
        return public_page(HttpResponse(text, content_type="application/atom+xml; charset=utf-8"))

    def written_as(self, form: type[SyndicationFeed], own_path: str) -> str:
        """The newest 50 corrections as a feed of class `form` at the path `own_path`; addresses are absolute."""
        feed = form(
            title=self.title,
            link=structured_data.absolute(path_of(self.url_path, self.locale.language_code)),
            description=self.intro or self.title,
            language=self.locale.language_code,
            feed_url=structured_data.absolute(own_path),
        )
        for row in self.shown_corrections()[:50]:
            place = f"{structured_data.absolute(row.page.address)}#dinh-chinh-{row.number}"
            feed.add_item(
                title=f"{row.get_kind_display()}: {row.page.title}",
                link=place,
                description=escape(row.text),  # feed readers parse it as HTML
                unique_id=place,
                unique_id_is_permalink=True,
                pubdate=row.frozen_at,
                updateddate=row.frozen_at,
            )
        return str(feed.writeString("utf-8"))
