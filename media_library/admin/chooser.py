"""Chooser for assets: each row says whether the asset may be used today, and why not.

Which rows there are is decided by AssetQuerySet.choosable_by().
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column

from base.admin.snippets import PermittedChooseResultsView, PermittedChooserViewSet, PermittedChooseView
from media_library.models import Asset
from media_library.models.querysets import AssetQuerySet
from media_library.rights.availability import availability
from media_library.vocabulary import Access


class TextSearchFilter(BaseFilterForm):
    """Search by code and texts as in the public list, with or without diacritics."""

    q = forms.CharField(label=gettext_lazy("Tìm theo tên hoặc mã"), required=False, max_length=200)

    def filter(self, objects: AssetQuerySet) -> AssetQuerySet:
        words = self.cleaned_data.get("q")
        if not words:
            result: AssetQuerySet = super().filter(objects)
            return result
        self.is_searching, self.search_query = True, words
        return super().filter(objects.matching(words))


def standing(asset: Asset) -> tuple[bool, str]:
    """(whether it may be on a public page today, “Dùng được.” with warnings, or the reasons against it)."""
    state = availability(asset)
    reasons = [reason.words for reason in state.blocking]
    if asset.access == Access.STAFF:
        reasons.append(_("Chỉ dành cho người làm kho tài liệu."))
    return not reasons, " ".join(reasons or [_("Dùng được."), *(reason.words for reason in state.warnings)])


def refuse_unusable(asset: Asset) -> None:
    """Raise ValidationError with the reasons when `asset` may not be on a public page today."""
    usable, words = standing(asset)
    if not usable:
        raise ValidationError(f"{asset.code}: {words}")


if TYPE_CHECKING:
    _Window = PermittedChooseView  # the class in front of which _Choosing stands below
else:
    _Window = object


class _Choosing(_Window):
    filter_form_class = TextSearchFilter
    per_page = 12

    def get_object_list(self) -> AssetQuerySet:
        rows: Any = super().get_object_list()  # an AssetQuerySet, as the chooser's model is Asset
        return rows.with_texts().prefetch_related("leases").order_by("-updated_at", "pk")

    @property
    def columns(self) -> list[Any]:
        return [
            *super().columns,
            Column("code", label=_("Mã"), accessor="code"),
            Column("standing", label=_("Dùng được hôm nay?"), accessor=lambda asset: standing(asset)[1]),
        ]


class _Choose(_Choosing, PermittedChooseView):
    pass


class _ChooseResults(_Choosing, PermittedChooseResultsView):
    pass


class AssetChooserViewSet(PermittedChooserViewSet):
    """The chooser's views."""

    choose_view_class = _Choose
    choose_results_view_class = _ChooseResults
