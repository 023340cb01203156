"""Snippet viewsets and choosers that show what the account may choose, by the rule of the model (chooser.py)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy, override
from wagtail.permissions import register_permission_policy
from wagtail.search.index import class_is_indexed
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
    SnippetCreateView,
)
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from base.admin.chooser import ChoosingPolicy, Rule, choosable_rows, for_everybody, for_its_viewers
from base.admin.folded_search import FoldedFilterForm, FoldedSearch
from base.text import whole_number

if TYPE_CHECKING:
    from wagtail.admin.views.generic import IndexView as _View
else:
    _View = object


class FoldedIndexView(FoldedSearch, IndexView):
    """The list of a snippet, searched without marks."""

    def get_base_queryset(self) -> QuerySet:
        return self.model.snippet_viewset.for_search(super().get_base_queryset(), self.request.user)


class _Listed(_View):
    def get_filter_form_class(self) -> type[forms.Form]:
        """Wagtail's form, which searches the index; for a model without one, a form that compares the rows."""
        if class_is_indexed(self.model_class):
            return super().get_filter_form_class()
        return FoldedFilterForm

    def get_object_list(self) -> QuerySet:
        """The rows that the account may choose, with what the search compares."""
        user = self.request.user
        return self.model_class.snippet_viewset.for_search(choosable_rows(self.model_class, user), user)


class PermittedChooseView(_Listed, ChooseView):
    """The chooser's window with the rows that the account may choose."""


class PermittedChooseResultsView(_Listed, ChooseResultsView):
    """Search results of the chooser's window."""


class PermittedChosenView(SnippetChosenView):
    """What the form gets of one chosen row; 404 for a row that the account may not choose, and for no number."""

    def get_object(self, pk: str) -> Model:
        """The row. Raises Http404."""
        row = choosable_rows(self.model_class, self.request.user).filter(pk=whole_number(pk)).first()
        if row is None:
            raise Http404
        return row


class PermittedChosenMultipleView(SnippetChosenMultipleView):
    """What the form gets of several chosen rows; those that the account may not choose are left out."""

    def get_objects(self, pks: Iterable[str]) -> QuerySet:
        """Those rows of `pks` that the account may choose."""
        numbers = [number for pk in pks if (number := whole_number(pk)) is not None]
        return choosable_rows(self.model_class, self.request.user).filter(pk__in=numbers)


class PermittedCreateView(SnippetCreateView):
    """The chooser's form for a new row; 404 where the chooser has none, where Wagtail's view breaks."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Wagtail's answer. Raises Http404 where nothing can be made here."""
        if self.get_creation_form_class() is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class PermittedChooserViewSet(SnippetChooserViewSet):
    """Chooser whose views show the rows that the account may choose."""

    choose_view_class = PermittedChooseView
    choose_results_view_class = PermittedChooseResultsView
    chosen_view_class = PermittedChosenView
    chosen_multiple_view_class = PermittedChosenMultipleView
    create_view_class = PermittedCreateView


class PermittedSnippetViewSet(SnippetViewSet):
    """Base of all snippets' viewsets: registers the model's policy with the rule `choosable`.

    Without a rule those alone may choose rows who may view, add or change them.
    """

    chooser_viewset_class = PermittedChooserViewSet
    index_view_class = FoldedIndexView
    search_fields: Sequence[str] | None = None  # Wagtail's own default is an object that counts as true
    choosable: Rule = staticmethod(for_its_viewers)
    #: Adds to rows what `search_fields` name besides the model's own fields, as the account may know it.
    for_search: Rule = staticmethod(for_everybody)

    @property
    def breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Wagtail's crumbs, translated when they are shown: it asks for them once a process, in whichever language."""
        with override(None):
            return [{**crumb, "label": gettext_lazy(crumb["label"])} for crumb in super().breadcrumbs_items]

    def on_register(self) -> None:
        """Register the model's policy, then what Wagtail registers."""
        register_permission_policy(self.model, ChoosingPolicy(self.model, self.choosable), exact_class=True)
        super().on_register()
