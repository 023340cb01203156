"""Filters by people of the explorer and of reports: they offer the accounts of the pages that are shown.

Wagtail's offer every account that ever owned, changed, locked or handed in a page of any outlet.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from wagtail.admin.views.reports import locked_pages, workflows
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import PageLogEntry, WorkflowState

from articles.editorial.permissions import worked_on
from users.models import User

if TYPE_CHECKING:  # Wagtail's views have no types
    _Pages = Any
    _Locked = Any
    _LockedFilters = Any
    _Workflows = Any
    _WorkflowFilters = Any
else:
    _Pages = PageViewSet.filterset_class
    _Locked, _LockedFilters = locked_pages.LockedPagesView, locked_pages.LockedPagesReportFilterSet
    _Workflows, _WorkflowFilters = workflows.WorkflowView, workflows.WorkflowReportFilterSet


def _owners(user: User) -> QuerySet:
    return worked_on(user).order_by().values("owner")


def _editors(user: User) -> QuerySet:
    return PageLogEntry.objects.viewable_by_user(user).filter(action="wagtail.edit").order_by().values("user")


def _lockers(user: User) -> QuerySet:
    return worked_on(user).filter(locked=True).order_by().values("locked_by")


def _senders(user: User) -> QuerySet:
    keys = worked_on(user).order_by().values_list(Cast("pk", CharField()), flat=True)  # object_id is text
    return WorkflowState.objects.filter(object_id__in=keys).order_by().values("requested_by")


class _OwnPeople:
    """Mixin of a set of filters; `people`: name of a filter → keys of the accounts that it offers to an account."""

    people: ClassVar[dict[str, Callable[[User], QuerySet]]] = {}
    filters: dict[str, Any]
    request: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.request.user.is_superuser:
            for name, keys in self.people.items():
                accounts = User.objects.filter(pk__in=keys(self.request.user))
                self.filters[name].queryset = accounts.order_by(User.USERNAME_FIELD)


class PageFilters(_OwnPeople, _Pages):
    """Filters of the explorer, and of the pages of one type."""

    people = {"owner": _owners, "edited_by": _editors}


class LockedFilters(_OwnPeople, _LockedFilters):
    """Filters of the report of locked pages."""

    people = {"locked_by": _lockers}


class WorkflowFilters(_OwnPeople, _WorkflowFilters):
    """Filters of the report of workflows."""

    people = {"requested_by": _senders}


class LockedPages(_Locked):
    """Wagtail's report with LockedFilters."""

    filterset_class = LockedFilters


class WorkflowReport(_Workflows):
    """Wagtail's report with WorkflowFilters."""

    filterset_class = WorkflowFilters
