"""Published stories with links that readers cannot open: to our own pages (Wagtail's reference index) and others'."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import IntegerField, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, ReferenceIndex

from articles.editorial.access import within
from articles.models import ArticlePage, OutsideLink, SectionPage
from articles.rules.gates_links import FIELDS
from notifications.purposes import Purpose, register

MOST = 200  # links listed
BROKEN = register(Purpose("broken-links", gettext_lazy("Liên kết hỏng trong bài đang đăng")))


@dataclass(frozen=True)
class BrokenLink:
    """A link in a published story: key and title of the story, title of what it leads to."""

    story_id: int
    story: str
    target: str


def broken_links(sections: Iterable[SectionPage]) -> list[BrokenLink]:
    """Broken links of the published stories of `sections`; three queries however many stories there are."""
    kind = ContentType.objects.get_for_model(Page)
    stories = ArticlePage.objects.live().originals().filter(within(sections))
    fields = Q()
    for name in FIELDS:
        fields |= Q(model_path=name) | Q(model_path__startswith=f"{name}.")
    rows = (
        ReferenceIndex.objects.filter(fields, base_content_type=kind, to_content_type=kind)
        .annotate(source=Cast("object_id", IntegerField()), target=Cast("to_object_id", IntegerField()))
        .filter(source__in=stories.values("pk"))
        .exclude(target__in=Page.objects.live().values("pk"))
        .order_by("-source")
        .values_list("source", "target")
        .distinct()
    )
    pairs = list(rows[:MOST])
    titles = dict(Page.objects.filter(pk__in={key for pair in pairs for key in pair}).values_list("pk", "title"))
    return [
        BrokenLink(source, titles.get(source, ""), titles.get(target) or _("một trang đã xóa"))
        for source, target in pairs
    ]


def broken_outside(sections: Iterable[SectionPage]) -> list[BrokenLink]:
    """Links to other sites that the nightly check found broken; one query."""
    stories = ArticlePage.objects.live().originals().filter(within(sections))
    rows = OutsideLink.objects.broken().filter(page__in=stories.values("pk")).order_by("-page", "address")
    return [
        BrokenLink(page, title, address)
        for page, title, address in rows.values_list("page", "page__title", "address")[:MOST]
    ]
