"""A section whose stories are tip cards: a wall of them, by audience (`?cho=hoc-sinh`)."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from base.paging import page_of
from campaign.models import Audience

PER_PAGE = 24
PARAMETER = "cho"


def context(section: Any, request: HttpRequest) -> dict[str, Any]:
    """Tips by number, one page of them; raises Http404 for an audience that does not exist."""
    tips = apps.get_model("articles", "TipPage").objects.live().child_of(section)
    audiences = list(Audience.objects.filter(tippage__in=tips).distinct())
    wanted = request.GET.get(PARAMETER, "")
    if wanted:
        if wanted not in {audience.slug for audience in Audience.objects.all()}:
            raise Http404(_("Không có nhóm bạn đọc này."))
        tips = tips.filter(audiences__slug=wanted)
    tips = tips.order_by(F("number").asc(nulls_last=True), "-pk").with_sections()
    page_obj = page_of(Paginator(tips.defer("body"), PER_PAGE), request)
    return {"tips": list(page_obj.object_list), "page_obj": page_obj, "audiences": audiences, "wanted": wanted}
