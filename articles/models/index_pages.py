"""Page types with an address per entry: topics, hashtags, authors, corrections (also as a feed)."""

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed, SyndicationFeed
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from articles.models.article import ArticlePage
from articles.models.bylines import shown_authors
from articles.models.corrections import Correction, CorrectionQuerySet
from articles.models.querysets import ArticleQuerySet
from articles.models.sections import PER_PAGE
from articles.presentation import structured_data
from articles.presentation.cards import cards_of
from articles.syndication.closed import closed
from base import site_context
from base.addresses import path_of
from base.caching.headers import public_page, shared_page
from base.pages import BasePage
from base.pagination import PARAMETER, page_of
from base.text import given_name_key, sort_key, vn_slugify
from campaign.models import Topic


class CollectionIndexPage(RoutablePageMixin, BasePage):
    """Base of the routed index pages."""

    intro = models.CharField(_("giới thiệu"), max_length=300, blank=True)

    subpage_types: list[str] = []
    max_count_per_parent = 1
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro", help_text=_("Một, hai câu dưới tên trang; máy tìm kiếm cũng đọc.")),
    ]

    class Meta:
        abstract = True

    def show(self, request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
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
        return shared_page(response)  # RoutablePageMixin does not call BasePage.serve()

    def show_stories(
        self, request: HttpRequest, template: str, title: str, stories: ArticleQuerySet, **context: Any
    ) -> HttpResponse:
        """Render one page of `stories` (a queryset of ArticlePage) in this page's language."""
        stories = stories.readable().originals().filter(locale_id=self.locale_id).newest_first()
        page_obj = page_of(Paginator(stories, PER_PAGE), request)
        return self.show(request, template, title, page_obj=page_obj, stories=cards_of(page_obj), **context)


class TopicIndexPage(CollectionIndexPage):
    """Chủ đề: all topics of the shared vocabulary, and the stories of each at <slug>/."""

    class Meta:
        verbose_name = _("trang chủ đề")
        verbose_name_plural = _("trang chủ đề")

    @path("")
    def index(self, request: HttpRequest) -> HttpResponse:
        """All topics with their numbers of stories."""
        live = models.Q(articlepage__in=ArticlePage.objects.readable().originals().filter(locale_id=self.locale_id))
        rows = Topic.objects.annotate(number=models.Count("articlepage", filter=live, distinct=True))
        topics = sorted(rows, key=lambda topic: (topic.order, sort_key(str(topic.label))))
        return self.show(request, "articles/topic_index.html", self.title, topics=topics)

    @path("<slug:slug>/")
    def topic(self, request: HttpRequest, slug: str) -> HttpResponse:
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
        return campaign_hashtags(self.locale.language_code)

    @path("")
    def index(self, request: HttpRequest) -> HttpResponse:
        return self.show(request, "articles/hashtag_index.html", self.title, hashtags=self.hashtags())

    @path("<slug:slug>/")
    def hashtag(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Stories with one hashtag; raises Http404."""
        hashtags = self.hashtags()
        if slug not in hashtags:
            raise Http404(_("Chiến dịch không dùng hashtag này."))
        stories = ArticlePage.objects.filter(tags__slug=slug)
        others = {key: word for key, word in hashtags.items() if key != slug}
        return self.show_stories(
            request, "articles/topic.html", hashtags[slug], stories, hashtag=hashtags[slug], others=others
        )


class AuthorIndexPage(CollectionIndexPage):
    """Tác giả: authors sorted by given name, and the stories of each at <slug>/."""

    class Meta:
        verbose_name = _("trang tác giả")
        verbose_name_plural = _("trang tác giả")

    @path("")
    def index(self, request: HttpRequest) -> HttpResponse:
        """Authors of a story that everybody may read, in pages."""
        people = shown_authors().select_related("outlet", "portrait").prefetch_related("portrait__renditions")
        # Sorted here: PostgreSQL orders Đ and Ơ correctly only when built with ICU.
        # By the name that is shown: the place of a pen name must not tell the name behind it.
        rows = people.values_list("pen_name", "full_name", "given_name", "pk")
        names = sorted((given_name_key(pen or full, "" if pen else given), pk) for pen, full, given, pk in rows)
        page_obj = page_of(Paginator([pk for _key, pk in names], 60), request)
        people_by_id = people.in_bulk(page_obj.object_list)
        page_obj.object_list = [people_by_id[pk] for pk in page_obj.object_list]
        return self.show(request, "articles/author_index.html", self.title, page_obj=page_obj)

    @path("<slug:slug>/")
    def author(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Stories of one author; raises Http404."""
        person = shown_authors().select_related("outlet", "portrait").filter(slug=slug).first()
        if person is None:
            raise Http404(_("Không có trang của tác giả này."))
        stories = ArticlePage.objects.filter(pk__in=person.signed_pages())
        return self.show_stories(
            request, "articles/author.html", person.display_name, stories, person=person, structured_data=""
        )


class CorrectionIndexPage(CollectionIndexPage):
    """Đính chính: all corrections, newest first, also as a feed."""

    class Meta:
        verbose_name = _("trang đính chính")
        verbose_name_plural = _("trang đính chính")

    def shown_corrections(self) -> CorrectionQuerySet:
        """Published corrections of live, readable stories of this language."""
        live = Correction.objects.frozen().filter(page__live=True, page__locale=self.locale_id)
        live = live.exclude(closed("page__"))
        return live.select_related("page__locale").order_by("-frozen_at", "-pk")

    @path("")
    def index(self, request: HttpRequest) -> HttpResponse:
        page_obj = page_of(Paginator(self.shown_corrections(), 20), request)
        feed = self.get_url(request) + "atom/"
        return self.show(request, "articles/correction_index.html", self.title, page_obj=page_obj, feed=feed)

    @path("atom/")
    def feed(self, request: HttpRequest) -> HttpResponse:
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
                description=escape(row.shown_text),  # feed readers parse it as HTML
                unique_id=place,
                unique_id_is_permalink=True,
                pubdate=row.frozen_at,
                updateddate=row.frozen_at,
            )
        return str(feed.writeString("utf-8"))
