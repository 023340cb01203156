"""What must be checked again: help lines and situation pages, as a list with due dates and as a warning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin.ui.components import Component

from base import site_context
from campaign.models import HELPLINE_REVIEW_DAYS, HelpLine
from home.situations.checks import reasons_against
from home.situations.pages import SituationPage

RIGHT = "campaign.change_helpline"  # who keeps the numbers keeps the pages that print them
SOON = timedelta(days=14)


@dataclass(frozen=True)
class Check:
    """A line of the list."""

    what: str
    language: str
    edit: str
    due: date | None
    checked_by: str
    source: str
    is_shown: bool
    notes: tuple[str, ...]

    @property
    def is_due(self) -> bool:
        """Whether it was never checked, or too long ago."""
        return self.due is None or self.due < timezone.localdate()

    @property
    def is_soon(self) -> bool:
        """Whether it is due within SOON."""
        return not self.is_due and self.due is not None and self.due <= timezone.localdate() + SOON


def checks() -> list[Check]:
    """All help lines and situation pages, what was never checked first, then by due date."""
    all_checks = [*_lines(), *_pages()]
    return sorted(all_checks, key=lambda check: (check.due or date.min, check.what, check.language))


def _lines() -> Iterator[Check]:
    for line in HelpLine.objects.select_related("locale").order_by("order", "pk"):
        due = line.verified_on + timedelta(days=HELPLINE_REVIEW_DAYS) if line.verified_on else None
        yield Check(
            str(line), str(line.locale), reverse("wagtailsnippets_campaign_helpline:edit", args=[line.pk]), due,
            line.verified_by, line.source, line.verified_on is not None and bool(line.number or line.url), (),
        )  # fmt: skip


def _pages() -> Iterator[Check]:
    for page in SituationPage.objects.select_related("locale").order_by("path"):
        latest = page.get_latest_revision_as_object()
        notes = [] if page.live and not latest.has_unpublished_changes else reasons_against(latest)
        if latest.awaits_native_reader:
            notes = [*notes, _("Bản máy dịch, chờ người bản ngữ duyệt.")]
        yield Check(
            latest.title, str(page.locale), reverse("wagtailadmin_pages:edit", args=[page.pk]), latest.check_due,
            latest.checked_by, latest.checked_source, page.live, tuple(notes),
        )  # fmt: skip


@require_safe
@permission_required(RIGHT, raise_exception=True)
def due_checks(request: HttpRequest) -> HttpResponse:
    """/admin/tro-giup/kiem-chung/: the list of checks. 403 for who may not change help lines."""
    rows = checks()
    context = {"checks": rows, "due": sum(row.is_due for row in rows), "days": HELPLINE_REVIEW_DAYS}
    return render(request, "home/admin/checks.html", context)


class SituationsDuePanel(Component):
    """A warning on the home page of the administration: live situation pages whose check is out of date."""

    order = 11
    template_name = "home/admin/situations_due.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """`pages` that are due: pk, title, check_due; kept until a page changes, or the day."""
        today = timezone.localdate()
        due = SituationPage.objects.live().filter(check_due__lt=today).order_by("check_due", "pk")
        rows = site_context.cached(f"situations-due:{today}", lambda: list(due.values("pk", "title", "check_due")))
        return {"pages": rows}
