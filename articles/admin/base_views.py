"""Base classes of the newsroom's pages in the administration: breadcrumbs, and the story of the address."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from articles.editorial.access import story_or_404


class NewsroomAdminView(WagtailAdminTemplateMixin, TemplateView):
    """A page below “Tòa soạn”."""

    header_icon = "doc-full-inverse"
    parent: tuple[str, Any] | None = None

    def get_breadcrumbs_items(self):
        here = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, {"url": reverse("newsroom:board"), "label": _("Tòa soạn")}, here]


class StoryAdminView(NewsroomAdminView):
    """A page about one story; setup() sets `story` and raises PermissionDenied without `right`."""

    right = "can_edit"
    page_title = gettext_lazy("Bài")

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.story = story_or_404(request, kwargs["page_id"], self.right)

    def get_page_subtitle(self):
        return self.story.get_admin_display_title()

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "story": self.story,
            "edit_address": reverse("wagtailadmin_pages:edit", args=[self.story.pk]),
        }
