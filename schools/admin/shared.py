"""Shared by the pages of this package: scope of a request, query string of links, page frame."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from campaign.models import Season
from schools.access import ReviewerRequest, current_season, reviewed_claims, season_named
from schools.coverage.queries import Scope
from schools.models import Kind, Level
from schools.models.checklist import ClaimQuerySet
from users.models import Account

#: Characters of the columns that hold sentences and addresses in our tables; the others are as wide as their titles.
WIDTHS = dict.fromkeys(
    ("Đơn vị", "Tên", "Việc", "Liên kết", "Ghi chú", "Lời nhắn", "Lý do", "Xã, phường", "Ảnh 1", "Ảnh 2", "Ảnh 3"), 40
)


def season_or_404(slug: str = "") -> Season:
    """The season of `slug`; without one the running (or newest). Raises Http404 with what to do when there is none."""
    if slug:
        return season_named(slug)
    season = current_season()
    if season is None:
        raise Http404(_("Chưa có mùa chiến dịch nào. Quản trị viên tạo mùa ở mục Mùa chiến dịch."))
    return season


def scope_of(request: ReviewerRequest) -> Scope:
    """Kinds the account reviews, narrowed by `?loai=` and `?cap=`, in season `?mua=`; unknown values are ignored."""
    kinds = tuple(kind for kind in request.kinds if request.GET.get("loai") in {None, "", kind}) or tuple(request.kinds)
    level = request.GET.get("cap", "")
    return Scope(season_or_404(request.GET.get("mua", "")), kinds, level if level in Level.values else "")


def waiting_in(user: Account, scope: Scope) -> ClaimQuerySet:
    """Claims that wait for a decision of `user` in `scope`: the one figure of home page, board and queue."""
    return reviewed_claims(user).waiting().filter(item__season=scope.season, unit__in=scope.units().values("pk"))


def scope_query(request: ReviewerRequest) -> str:
    """The scope parameters of the request as a query string for links: “cap=thpt&”, or empty."""
    params = {name: value for name in ("loai", "cap", "mua") if (value := request.GET.get(name))}
    return f"{urlencode(params)}&" if params else ""


def page(
    request: ReviewerRequest, template: str, title: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render `schools/admin/<template>.html` inside the frame of Wagtail's administration."""
    shared = frame_context(request, title)
    return render(request, f"schools/admin/{template}.html", shared | context, status=status)


def frame_context(request: ReviewerRequest, title: str) -> dict[str, Any]:
    """What `schools/admin/base.html` and the filter by kind and level need."""
    return {
        "header_title": title,
        "page_title": title,
        "header_icon": "group",
        "kind_choices": [(kind, Kind(kind).label) for kind in request.kinds],
        "level_choices": Level.choices if Kind.SCHOOL in request.kinds else [],
    }
