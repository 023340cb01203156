"""Chooser of stories for “Đọc thêm” and rows of stories: one dialog, suggestions first, searched without marks.

Suggested are stories with the same topics and tags, then those with the same words in the headline. The story that is
being edited is known by the address of its editor, which the browser sends with the dialog's requests.
"""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.apps import apps
from django.db.models import Case, F, IntegerField, Model, Q, QuerySet, Value, When
from django.urls import URLPattern
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, ChosenMultipleView, ChosenView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.blocks import ChooserBlock
from wagtail.permissions import page_permission_policy

from base.text import whole_number

SUGGESTED = 8  # stories suggested for each of the two reasons
FOUND = 60  # hits of a search that are read
_EDITOR = re.compile(r"/pages/(\d+)/edit/")


class StoryFilter(BaseFilterForm):
    """Search by words of headline, sapo and text, with or without marks."""

    q = forms.CharField(label=_("Tìm bài, không cần dấu"), required=False, max_length=80)

    def filter(self, objects: QuerySet) -> QuerySet:
        words = self.cleaned_data.get("q")
        if words:
            self.is_searching, self.search_query = True, words
            hits = objects.model.objects.autocomplete(words)[:FOUND]
            objects = objects.filter(pk__in=[hit.pk for hit in hits])
        queryset: QuerySet = super().filter(objects)
        return queryset


def offered(stories: Any, user: Any) -> QuerySet:
    """Stories that the account may refer to: published originals, and drafts of its own newsroom."""
    own = page_permission_policy.explorable_instances(user)
    rows: QuerySet = stories.originals().filter(Q(pk__in=stories.readable().values("pk")) | Q(pk__in=own.values("pk")))
    return rows


def suggested(stories: Any, story: Any) -> list[int]:
    """Keys of published `stories` near `story`, nearest first: same topics and tags, then the words of its headline."""
    others = stories.live().filter(locale_id=story.locale_id)
    near = [row.pk for row in others.originals().related_to(story)[:SUGGESTED] if row.shared]
    words = others.search(story.title, operator="or")[:SUGGESTED] if story.title else ()
    return [key for key in dict.fromkeys([*near, *(hit.pk for hit in words)]) if key != story.pk]


class _Choosing:
    """What the dialog and its results share."""

    request: Any
    model_class: Any
    title_column: Any

    filter_form_class = StoryFilter
    per_page = 12

    @property
    def columns(self) -> list[Column]:
        section = Column("section", label=_("Chuyên mục"), accessor=lambda story: story.section.title)
        when = DateColumn("published_at", label=_("Đăng lúc"))
        return [self.title_column, section, when]

    def _story(self) -> Any:
        """The newest draft of the story whose editor asks; None for a new one."""
        match = _EDITOR.search(self.request.headers.get("Referer", ""))
        story = self.model_class.objects.filter(pk=match[1]).first() if match else None
        if story is None or not story.permissions_for_user(self.request.user).can_edit():
            return None
        return story.specific.get_latest_revision_as_object()

    def get_object_list(self) -> Any:
        """What may be referred to, suggestions first, then the newest; in the language of the story."""
        rows: Any = offered(self.model_class.objects.all(), self.request.user)
        story = self._story()
        if story is None:
            return rows.with_sections().newest_first()
        keys = suggested(self.model_class.objects.all(), story)
        order = [When(pk=key, then=Value(place)) for place, key in enumerate(keys)]
        rank = Case(*order, default=Value(len(keys)), output_field=IntegerField()) if order else Value(0)
        rows = rows.filter(locale_id=story.locale_id).exclude(pk=story.pk).annotate(rank=rank)
        return rows.with_sections().order_by("rank", F("published_at").desc(nulls_last=True), "-pk")


class StoryChooseView(_Choosing, ChooseView):
    """The dialog."""


class StoryChooseResultsView(_Choosing, ChooseResultsView):
    """Its results."""


class _Permitted:
    """Answers for what the account may refer to."""

    request: Any
    model_class: Any

    def get_object(self, pk: Any) -> Any:
        """The story. Raises Http404 through Wagtail's view, also for no number."""
        return offered(self.model_class.objects.all(), self.request.user).get(pk=whole_number(pk))

    def get_objects(self, pks: Any) -> QuerySet:
        numbers = [number for pk in pks if (number := whole_number(pk)) is not None]
        return offered(self.model_class.objects.all(), self.request.user).filter(pk__in=numbers)


class StoryChosenView(_Permitted, ChosenView):
    """What the form gets of a chosen story."""


class StoryChosenMultipleView(_Permitted, ChosenMultipleView):
    """The same for several."""


class StoryChooserViewSet(ChooserViewSet):
    """The chooser's addresses and widget."""

    model = "articles.ArticlePage"
    icon = "doc-full"
    choose_one_text = _("Chọn bài")
    choose_another_text = _("Chọn bài khác")
    edit_item_text = _("Mở bài này")
    page_title = _("Chọn bài: gợi ý đứng trước")
    register_widget = False
    choose_view_class = StoryChooseView
    choose_results_view_class = StoryChooseResultsView
    chosen_view_class = StoryChosenView
    chosen_multiple_view_class = StoryChosenMultipleView

    def get_urlpatterns(self) -> list[URLPattern]:
        """Wagtail's addresses without the one that makes a new row: a story is not written in a dialog."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]


story_chooser = StoryChooserViewSet("story_chooser", url_prefix="toa-soan/chon-bai")


class StoryChooserBlock(ChooserBlock):
    """A story, chosen in this dialog."""

    @cached_property
    def target_model(self) -> type[Model]:
        """The model, as a class: it is not there yet while this module is read."""
        return apps.get_model(StoryChooserViewSet.model)

    @cached_property
    def widget(self) -> Any:
        return story_chooser.widget_class()

    class Meta:
        icon = StoryChooserViewSet.icon
