"""Administration pages of coverage: the board, the list of units, one unit."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Min
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from base.languages import language_choices
from base.pagination import page_of
from base.text import one_line
from campaign.models import Season
from schools import members
from schools.access import ReviewerRequest, photo_for, reviewer_only, unit_or_404
from schools.admin.progress_panel import chart_of
from schools.admin.shared import page, scope_of, scope_query, season_or_404, waiting_in
from schools.claims import evidence
from schools.claims.checklist import progress_ring, rows_of
from schools.claims.reminders import reminder_text
from schools.coverage import queries
from schools.coverage.ward_map import ward_map
from schools.documents import wrap_up
from schools.models import Message, Unit

PER_PAGE = 25


def board_context(request: ReviewerRequest) -> dict[str, Any]:
    """Figures of the board; the number of queries does not depend on the number of units."""
    scope = scope_of(request)
    waiting = waiting_in(request.user, scope)
    total = queries.total_of(scope)
    wards = queries.by_ward(scope, None)
    return {
        "scope": scope,
        "scope_query": scope_query(request),
        "seasons": Season.objects.order_by("-starts_on"),
        "total": total,
        "not_started": total.units - total.started,
        "returned": queries.units_in(scope, state="can-bo-sung").count(),
        "oldest": waiting.order_by().aggregate(at=Min("declared_at"))["at"],
        "waiting": waiting.order_by().count(),
        "items": queries.by_item(scope),
        "levels": queries.by_level(scope),
        "wards": wards if "tat-ca" in request.GET else wards[: queries.GAPS],
        "map": ward_map(wards),
        "all_wards": "tat-ca" in request.GET,
        "weeks": (weeks := queries.by_week(scope)),
        "chart": chart_of(weeks),
        "languages": queries.by_language(scope),
        "updated": timezone.localtime(),
    }


@require_safe
@reviewer_only
def board(request: ReviewerRequest) -> HttpResponse:
    return page(request, "board", _("Độ phủ chiến dịch"), board_context(request))


@require_safe
@reviewer_only
def printed(request: ReviewerRequest) -> HttpResponse:
    """The board for printing on A4."""
    return render(request, "schools/print/board.html", board_context(request))


def filters_of(request: ReviewerRequest) -> dict[str, str]:
    """Filters of the list of units, as `queries.units_in` takes them, from the query parameters."""
    names = {
        "state": "trang-thai",
        "ward": "xa",
        "without_item": "thieu",
        "without_language": "chua-tai",
        "words": "q",
    }
    return {name: one_line(request.GET.get(word, ""), 80) for name, word in names.items()}


@require_safe
@reviewer_only
def units(request: ReviewerRequest) -> HttpResponse:
    """List the units of the scope, fewest declared items first; offers a reminder to all that the filters match."""
    scope, filters = scope_of(request), filters_of(request)
    rows = page_of(Paginator(queries.units_in(scope, **filters), PER_PAGE), request)
    context = {
        "scope": scope,
        "filters": filters,
        "rows": rows,
        "states": [(key, label) for key, (label, _condition) in queries.STATES.items()],
        "wards": scope.units().order_by("ward_key").values_list("ward_key", "ward").distinct("ward_key"),
        "items": scope.items(),
        "languages": language_choices(),
        "reminder": reminder_text(scope.season, filters),
        "query": request.GET.urlencode(),
    }
    return page(request, "units", _("Các đơn vị"), context)


@require_safe
@reviewer_only
def unit(request: ReviewerRequest, uuid: UUID) -> HttpResponse:
    """One unit as the authority sees it: states, evidence, people, invitations, messages."""
    school_unit = unit_or_404(request.user, uuid)
    season = season_or_404(request.GET.get("mua", ""))
    rows = rows_of(school_unit, season)
    context = {
        "unit": school_unit,
        "season": season,
        "rows": rows,
        "ring": progress_ring(rows),
        "members": list(members.members_of(school_unit)),
        "invitations": list(school_unit.invitations.select_related("invited_by")[:5]),
        "letters": list(Message.objects.for_unit(school_unit).filter(season=season)[:5]),
    }
    return page(request, "unit", school_unit.name, context)


@require_safe
@reviewer_only
def unit_wrap_up(request: ReviewerRequest, uuid: UUID) -> HttpResponse:
    """The wrap-up report of a unit, for the authority that reviews it."""
    return wrap_up(request, unit_or_404(request.user, uuid), in_admin=True)


@require_safe
@reviewer_only
def photo(request: ReviewerRequest, uuid: UUID) -> HttpResponseBase:
    """Stream an evidence photo below /admin/, where the second factor is required."""
    return evidence.stream(photo_for(request.user, uuid))


def units_listed(request: ReviewerRequest) -> list[Unit]:
    """All units that the filters of the address match, not only those of the shown page."""
    return [row.unit for row in queries.units_in(scope_of(request), **filters_of(request))]
