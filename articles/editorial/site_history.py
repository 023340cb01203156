"""“Nhật ký toàn trang”: the lines of pages; those of everything else are the administrators'.

Wagtail shows the lines of a model to whoever holds any right on it: a chief, who may begin contests, would read the
titles of other bodies' contests and who works on them. What is no page has a history of its own, for who may open it.
Wagtail's filter offers every account that ever changed a page of any outlet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.functional import Promise
from wagtail.admin.views.reports import audit_logging
from wagtail.models import PageLogEntry

if TYPE_CHECKING:  # Wagtail's views have no types
    _View = Any
    _Filters = Any
else:
    _View = audit_logging.LogEntriesView
    _Filters = audit_logging.SiteHistoryReportFilterSet


def lines_of(user: Any) -> Any:
    """The lines of the pages that the explorer shows `user`."""
    return PageLogEntry.objects.viewable_by_user(user)


class SiteHistoryFilters(_Filters):
    """Offers the people, actions and types of the lines that are shown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.request.user.is_superuser:
            types = lines_of(self.request.user).get_content_type_ids()
            self.filters["object_type"].queryset = ContentType.objects.filter(pk__in=types).order_by("model")

    def get_action_choices(self) -> list[Any]:
        choices: list[Any] = super().get_action_choices()
        if self.request.user.is_superuser:
            return choices
        used = lines_of(self.request.user).get_actions()
        return [choice for choice in choices if choice[0] in used]

    def get_users_queryset(self) -> QuerySet:
        users: QuerySet = lines_of(self.request.user).get_users()
        return users


class SiteHistory(_View):
    """Wagtail's report without the lines of what is no page, for who publishes; administrators see all."""

    filterset_class = SiteHistoryFilters

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """The lines of one kind that the account sees."""
        if queryset.model is not PageLogEntry and not self.request.user.is_superuser:
            return queryset.none()
        rows: QuerySet = super().filter_queryset(queryset)
        return rows

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """The cell; Wagtail's name of a kind that the site has no more is a lazy text, which no sheet takes."""
        cell = super().preprocess_field_value(field, value, export_format)
        return str(cell) if isinstance(cell, Promise) else cell
