"""Search of the administration without marks: “cuoc goi” finds “cuộc gọi”, and “Dong” finds “Đông”.

Pages and images are found through Wagtail's index, which gets each text with its marks and without them; other lists
compare folded words in Python.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.views.generic import IndexView
from wagtail.search.index import AutocompleteField, RelatedFields, SearchField

from base.text import fold

if TYPE_CHECKING:

    class _View(IndexView):
        """The list that the mixin stands before."""

else:
    _View = object


def _plain(value: Any) -> Any:
    """A text without marks; "" where it has none, for Wagtail's own field finds it."""
    if not isinstance(value, str):
        return value
    plain = " ".join(fold(value).split())
    return "" if plain == value.lower() else plain


class FoldedSearchField(SearchField):
    """Stands beside Wagtail's field of the same name: a query finds the words without their marks too."""

    def get_value(self, obj: Any) -> Any:
        return _plain(super().get_value(obj))


class FoldedAutocompleteField(AutocompleteField):
    """The same for the beginnings of words."""

    def get_value(self, obj: Any) -> Any:
        return _plain(super().get_value(obj))


def folded(fields: Iterable[Any]) -> list[Any]:
    """The search fields of a model, and one more for each text, so that it is found without marks."""
    search_fields = []
    for field in fields:
        if isinstance(field, RelatedFields):
            search_fields.append(RelatedFields(field.field_name, folded(field.fields)))
            continue
        search_fields.append(field)
        if isinstance(field, AutocompleteField):
            search_fields.append(FoldedAutocompleteField(field.field_name, **field.kwargs))
        elif isinstance(field, SearchField):
            search_fields.append(FoldedSearchField(field.field_name, boost=field.boost, **field.kwargs))
    return search_fields


def matching(rows: QuerySet[Any], query: str, fields: Iterable[str]) -> QuerySet[Any]:
    """Those of `rows` whose `fields` hold every word of `query`, or its beginning; one query, compared in Python.

    `fields` are names as for .values(); without any the row's own text is compared.
    """
    words, names = fold(query, query=True).split(), list(fields)
    if names:
        texts = (
            (key, " ".join(str(value or "") for value in values)) for key, *values in rows.values_list("pk", *names)
        )
    else:
        texts = ((row.pk, str(row)) for row in rows)
    return rows.filter(pk__in=[key for key, text in texts if _has_words(text, words)])


def _has_words(text: str, words: list[str]) -> bool:
    plain = f" {' '.join(fold(text).split())}"
    return all(f" {word}" in plain or (len(word) > 2 and word in plain) for word in words)


class FoldedSearch(_View):
    """Mixin of a list with `search_fields`: finds without marks."""

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Rows that match what was typed; all without a query."""
        if not self.is_searching or not self.search_fields:
            return super().search_queryset(queryset)
        return matching(queryset, self.search_query, self.search_fields)


class FoldedList(FoldedSearch, IndexView):
    """Wagtail's list of a model, searched without marks."""


class FoldedFilterForm(BaseFilterForm):
    """Search field of a chooser whose model is in no index."""

    q = forms.CharField(label=_("Tìm"), widget=forms.TextInput(attrs={"placeholder": _("Tìm")}), required=False)

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        objects = super().filter(objects)
        if query := self.cleaned_data.get("q"):
            objects = matching(objects, query, objects.model.snippet_viewset.search_fields or [])
            self.is_searching, self.search_query = True, query
        return objects
