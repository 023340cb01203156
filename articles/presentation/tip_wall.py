"""Context of a section whose stories are tips, filtered by audience (`?cho=hoc-sinh`)."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page

from articles.presentation.cards import cards_of
from articles.syndication.closed import closed, closed_below
from base.pagination import page_of
from campaign.models import Audience

PER_PAGE = 24
OTHERS = 6  # other stories listed
PARAMETER = "cho"


def context(section: Page, request: HttpRequest) -> dict[str, Any]:
    """One page of the tips by number, and the newest other stories of the section. Http404 for an unknown audience."""
    tip_model = section.story_model._meta.get_field("tippage").related_model
    live_tips = tip_model.objects.live().exclude(closed(paths=closed_below(section)))
    tips = live_tips.child_of(section)
    audiences = list(Audience.objects.filter(tippage__in=tips).distinct())
    audience_slug = request.GET.get(PARAMETER, "")
    if audience_slug:
        if audience_slug not in {audience.slug for audience in Audience.objects.all()}:
            raise Http404(_("Không có nhóm bạn đọc này."))
        tips = tips.filter(audiences__slug=audience_slug)
    tips = tips.order_by(F("number").asc(nulls_last=True), "-pk")
    page_obj = page_of(Paginator(tips, PER_PAGE), request)
    others = section.stories().filter(tippage=None)[:OTHERS]
    return {
        "tips": cards_of(page_obj),
        "stories": others.cards() if page_obj.number == 1 and not audience_slug else [],
        "page_obj": page_obj,
        "audiences": audiences,
        "wanted": audience_slug,
        "valid_query": f"?{PARAMETER}={audience_slug}" if audience_slug else "",
    }
