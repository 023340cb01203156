"""Queries over articles as adjectives that compose."""

from django.db.models import Case, Count, F, IntegerField, Q, Value, When
from wagtail.models import PageManager
from wagtail.query import PageQuerySet


class ArticleQuerySet(PageQuerySet):
    def in_section(self, section):
        return self.child_of(section)

    def newest_first(self):
        """By the hour readers are shown; drafts without one come last."""
        return self.order_by(F("published_at").desc(nulls_last=True), "-pk")

    def with_cards(self):
        """What a story card shows: picture and its renditions, without a query per row."""
        return self.select_related("lead_image").prefetch_related("lead_image__renditions")

    def related_to(self, article):
        """Other stories of the language, most shared tags first, then the same section, then the newest; never itself."""
        tags = list(article.tagged_items.values_list("tag_id", flat=True))
        near = Case(When(path__startswith=article.path[: -article.steplen], then=Value(1)), default=Value(0), output_field=IntegerField())
        return (
            self.filter(locale_id=article.locale_id)
            .exclude(pk=article.pk)
            .annotate(shared=Count("tagged_items", filter=Q(tagged_items__tag_id__in=tags)), near=near)
            .order_by("-shared", "-near", F("published_at").desc(nulls_last=True), "-pk")
        )


ArticlePageManager = PageManager.from_queryset(ArticleQuerySet)
