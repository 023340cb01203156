"""Liên kết hỏng: published stories of the viewer's outlets that lead readers nowhere."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from articles.admin.base_views import NewsroomAdminView, chosen_outlet
from articles.editorial.access import sections_of
from articles.editorial.broken_links import MOST, broken_links, broken_outside


class BrokenLinksView(NewsroomAdminView):
    """One row for each link, with the way to the story."""

    page_title = gettext_lazy("Liên kết hỏng")
    header_icon = "link"
    template_name = "articles/admin/broken_links.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine, chosen = chosen_outlet(self.request)
        sections = sections_of(chosen)
        links = broken_links(sections) + broken_outside(sections)
        return super().get_context_data(**kwargs) | {
            "outlets": mine,
            "chosen": chosen[0].slug if len(chosen) == 1 and len(mine) > 1 else "",
            "links": links,
            "has_more": len(links) >= MOST,
        }
