"""Administration pages of the figures: the list, and the rows behind a number that units typed."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from articles.editorial.access import works_as
from base.caching.headers import private
from base.pagination import page_of
from campaign.models import Season
from reporting import newsroom
from reporting.figures import CHANGE_DAYS, Reading, rows_for
from schools.access import ReviewerRequest, reviewer_only
from schools.admin.shared import frame_context, scope_of, scope_query
from schools.coverage.typed_numbers import claims_with_number, numbered_items, typed_numbers
from translations.status import OPEN, State, languages
from users.http import SignedInRequest
from users.roles import ARRANGERS

PER_PAGE = 25


@require_safe
@reviewer_only
def figures(request: ReviewerRequest) -> HttpResponse:
    """List the figures of the account's scope; the number of queries does not depend on the number of units."""
    scope = scope_of(request)
    context = {
        "scope": scope,
        "seasons": Season.objects.order_by("-starts_on"),
        "rows": rows_for(Reading(request.user, scope, scope_query(request))),
        "days": CHANGE_DAYS,
        "updated": timezone.localtime(),
    }
    return render(request, "reporting/admin/figures.html", frame_context(request, _("Số liệu")) | context)


@require_safe
@reviewer_only
def typed_number(request: ReviewerRequest, code: str) -> HttpResponse:
    """List what each unit typed for the item `code`, the largest number first, so that slips are seen."""
    scope = scope_of(request)
    item = next((item for item in numbered_items(scope) if item.code == code), None)
    if item is None:
        raise Http404(_("Không có việc “%(code)s” có số cần điền trong mùa này.") % {"code": code[:20]})
    claims = claims_with_number(scope).filter(item=item).with_everything().order_by("-number", "pk")
    reading = Reading(request.user, scope)
    context = {
        "scope": scope,
        "seasons": Season.objects.order_by("-starts_on"),
        "item": item,
        "number": next((row for row in typed_numbers(scope, reading.week_before) if row.item == item), None),
        "rows": page_of(Paginator(claims, PER_PAGE), request),
    }
    title = f"{item.code}: {item.number_label}"
    return render(request, "reporting/admin/typed_number.html", frame_context(request, title) | context)


@require_safe
@private
def newsroom_figures(request: SignedInRequest) -> HttpResponse:
    """The figures of the newsrooms whose front page the account arranges, with what they count. Else Http404."""
    if not works_as(request.user, ARRANGERS):
        raise Http404(_("Không có trang này trong phạm vi của bạn."))
    reading = newsroom.NewsroomReading(request.user)
    title = _("Số liệu tòa soạn")
    context = {
        "header_title": title,
        "page_title": title,
        "header_icon": "list-ol",
        "rows": newsroom.rows(reading),
        "days": CHANGE_DAYS,
        "updated": timezone.localtime(),
        "plan": newsroom.plan_table(reading),
        "behind": [(page, _open_languages(page)) for page in reading.behind.order_by("-first_published_at")[:PER_PAGE]],
        "consents": newsroom.consent_rows(reading)[:PER_PAGE],
        "pieces": reading.pieces(newsroom.PERIOD_DAYS),
    }
    return render(request, "reporting/admin/newsroom.html", context)


def _open_languages(page: Page) -> list[tuple[str, str, str]]:
    """(code, name, state) of each language in which `page` of with_states() needs work."""
    states = [(code, name, State(getattr(page, f"state_{code}"))) for code, name in languages()]
    return [(code, name, str(state.label)) for code, name, state in states if state in OPEN]
