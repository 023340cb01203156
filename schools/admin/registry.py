"""Viewsets of the register and of the checklist's items; units out of the account's scope answer 404."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminDateInput

from base.admin.folded_search import FoldedList, FoldedSearch
from base.day import DateField
from base.edit_conflicts import EditConflictMixin
from base.text import one_line
from campaign.activities import ActivitySelect
from schools.access import current_season, is_closed, reviewed_kinds, reviewed_units
from schools.coverage import rollups
from schools.models import ORGANISATION_KINDS, ChecklistItem, Kind, Level, Unit
from schools.models.units import UnitQuerySet
from schools.register import importer
from schools.register.wards import official, read_ward, unlisted
from users.models import Organisation, User


def recount() -> None:
    """Rebuild the roll-ups of the running season after a change of units or items; a closed season stays."""
    season = current_season()
    if season and not is_closed(season):
        rollups.rebuild(season)


class UnitForm(WagtailAdminModelForm):
    """Form of a unit and its organisation, saved together."""

    name = forms.CharField(label=_("Tên"), max_length=200)
    active_from = DateField(label=_("Hoạt động từ ngày"), required=False, widget=AdminDateInput)
    active_until = DateField(
        label=_("Đến hết ngày"),
        required=False,
        widget=AdminDateInput,
        help_text=_(
            "Sau ngày này tài khoản của đơn vị mất quyền, cả quyền tải, và đơn vị ra khỏi số liệu độ phủ. "
            "Đơn vị đã nghỉ thì ghi ngày hoạt động cuối cùng."
        ),
    )

    def __init__(self, *args: Any, for_user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, for_user=for_user, **kwargs)
        kinds = reviewed_kinds(for_user) if for_user else Kind.values
        self.fields["kind"].choices = [(kind, Kind(kind).label) for kind in kinds]
        if self.instance.pk:
            self.initial |= {name: getattr(self.instance, name) for name in ("name", "active_from", "active_until")}
            self.fields["kind"].disabled = True  # a unit of another kind belongs to another authority

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for a unit that would end before it begins."""
        cleaned: dict[str, Any] = super().clean()
        begins, ends = cleaned.get("active_from"), cleaned.get("active_until")
        if begins and ends and ends < begins:
            self.add_error("active_until", _("Ngày kết thúc phải sau ngày bắt đầu."))
        return cleaned

    def clean_code(self) -> str:
        """The code on one line, in capitals."""
        return one_line(self.cleaned_data["code"], 20).upper()

    def clean_name(self) -> str:
        """The name on one line, at most 200 characters."""
        return one_line(self.cleaned_data["name"], 200)

    def clean_ward(self) -> str:
        """The official name of the ward. Raises ValidationError, with the nearest names, for one that is not listed."""
        ward = one_line(self.cleaned_data["ward"], 80)
        if not official() or (self.instance.pk and ward == self.instance.ward):
            return ward
        reading = read_ward(ward)
        if not reading.name:
            raise ValidationError(unlisted(ward, reading))
        return reading.name

    def clean_contact_name(self) -> str:
        """The name on one line, at most 150 characters."""
        return one_line(self.cleaned_data["contact_name"], 150)

    @transaction.atomic
    def save(self, commit: bool = True) -> Unit:
        """Save the organisation and the unit, then rebuild the roll-ups."""
        unit = self.instance
        if unit.pk:
            unit.rename(self.cleaned_data["name"])
            organisation = unit.organisation
        else:
            kind = ORGANISATION_KINDS[Kind(self.cleaned_data["kind"])]
            organisation = Organisation(kind=kind, name=self.cleaned_data["name"])
        organisation.active_from = self.cleaned_data["active_from"]
        organisation.active_until = self.cleaned_data["active_until"]
        organisation.save()
        unit.organisation = organisation
        saved = super().save(commit)
        recount()
        return saved


class InScope(View):
    """Mixin for views of one row: raises Http404 for rows that are not in `scope` of the account."""

    object: Any
    pk: str
    scope: Callable[[Any], QuerySet[Any]] = staticmethod(reviewed_units)

    def get_object(self, queryset: QuerySet[Any] | None = None) -> Any:
        """The row of the address, read once; raises Http404 out of scope."""
        if getattr(self, "object", None) is None:
            self.pk = self.kwargs["pk"]
            self.object = get_object_or_404(self.scope(self.request.user), pk=self.pk)
        return self.object


class UnitIndex(FoldedSearch, IndexView):
    """List of the units that the account reviews."""

    def get_base_queryset(self) -> UnitQuerySet:
        return reviewed_units(self.request.user)


class ReviewerCreate(CreateView):
    """Form for a new row; raises Http404 for accounts that review no kind of unit."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer accounts that review some kind; raises Http404 for others."""
        if not reviewed_kinds(request.user):
            raise Http404(_now("Tài khoản này không phụ trách đơn vị nào."))
        return super().dispatch(request, *args, **kwargs)


class UnitEdit(EditConflictMixin, InScope, EditView):
    """Edit a unit; reports a save by somebody else in the meantime (base/edit_conflicts.py)."""


class UnitDelete(InScope, DeleteView):
    """Delete a unit that was entered by mistake and that nobody has used. One that closes gets its last day instead."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse a unit that is in use: back to its form."""
        unit = self.get_object()
        if request.user.has_perm("schools.delete_unit") and importer.used_units([unit.pk]):
            sentence = _now(
                "%(unit)s đã có tài khoản, việc đã nộp hoặc lượt tải nên không xóa được. "
                "Đơn vị đã nghỉ thì ghi “Đến hết ngày”."
            )
            messages.error(request, sentence % {"unit": unit.name})
            return redirect("units:edit", unit.pk)
        return super().dispatch(request, *args, **kwargs)

    def delete_action(self) -> None:
        """Delete the unit with its organisation, and count anew."""
        with transaction.atomic():
            organisation = importer.lock_unused(self.object).organisation
            super().delete_action()
            organisation.delete()
            recount()


class UnitViewSet(ModelViewSet):
    """The register of units."""

    model = Unit
    name = "units"
    url_prefix = "truong-hoc/danh-sach"
    icon = "home"
    menu_label = _("Danh sách đơn vị")
    index_view_class = UnitIndex
    add_view_class = ReviewerCreate
    edit_view_class = UnitEdit
    delete_view_class = UnitDelete
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display = [
        "__str__",
        Column("code", label=_("Mã"), accessor="code", sort_key="code"),
        Column("kind", label=_("Loại"), accessor="get_kind_display"),
        Column("level", label=_("Cấp học"), accessor="get_level_display"),
        Column("ward", label=_("Xã, phường"), accessor="ward", sort_key="ward_key"),
        BooleanColumn("active", label=_("Hoạt động"), accessor="organisation.is_active"),
    ]
    list_filter = ["kind", "level", "is_pioneer", "has_led"]
    search_fields = ["code", "ward", "organisation__name"]
    ordering = ["ward_key", "code"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("code"), FieldPanel("kind"), FieldPanel("level")]),
            FieldRowPanel([FieldPanel("ward"), FieldPanel("students"), FieldPanel("staff")]),
            MultiFieldPanel(
                [FieldPanel("contact_name"), FieldRowPanel([FieldPanel("contact_phone"), FieldPanel("contact_email")])],
                heading=_("Liên hệ"),
            ),
            FieldRowPanel([FieldPanel("has_led"), FieldPanel("is_pioneer"), FieldPanel("is_demo")]),
            FieldRowPanel([FieldPanel("active_from"), FieldPanel("active_until")]),
        ],
        base_form_class=UnitForm,
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        """Leave out history and usage: they would need access rules and add nothing to the unit's page."""
        return [url for url in super().get_urlpatterns() if url.name in {"index", "index_results", *self.OWN}]

    OWN = frozenset({"add", "edit", "delete"})

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Tell the views that history and usage have no addresses here."""
        return super().get_common_view_kwargs(**{"history_url_name": None, "usage_url_name": None, **kwargs})


class ItemForm(WagtailAdminModelForm):
    """Form of a checklist item, with kinds and levels as checkboxes."""

    kinds = forms.MultipleChoiceField(
        label=_("Loại đơn vị"), choices=Kind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    levels = forms.MultipleChoiceField(
        label=_("Cấp học"),
        choices=Level.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Để trống: mọi cấp."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.claims.exists():
            for name in ("season", "code"):  # units have declared it: reports and printed QR codes name it
                self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for an item of a season whose figures are frozen, or one moved into such a season."""
        cleaned: dict[str, Any] = super().clean()
        old_season = self.instance.season if self.instance.pk else None
        for season in (old_season, cleaned.get("season")):
            if season is not None and is_closed(season):
                sentence = _("Mùa “%(season)s” đã chốt số liệu nên danh sách việc giữ nguyên.")
                raise ValidationError(sentence, params={"season": season})
        return cleaned

    def clean_label(self) -> str:
        """The label on one line, at most 160 characters."""
        return one_line(self.cleaned_data["label"], 160)

    def save(self, commit: bool = True) -> ChecklistItem:
        saved = super().save(commit)
        recount()
        return saved


class ItemEdit(EditConflictMixin, EditView):
    """Edit a checklist item; reports a save by somebody else in the meantime."""


class ItemViewSet(ModelViewSet):
    """The items of the seasons' checklists."""

    model = ChecklistItem
    name = "checklist"
    url_prefix = "truong-hoc/viec"
    icon = "list-ul"
    menu_label = _("Các việc của mùa")
    edit_view_class = ItemEdit
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display = ["code", "label", "plan_ref", "due_on", BooleanColumn("is_active", label=_("Đang dùng"))]
    list_filter = ["season", "is_active"]
    search_fields = ["code", "label"]
    index_view_class = FoldedList
    ordering = ["order", "code"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("season"), FieldPanel("code"), FieldPanel("order")]),
            FieldPanel("label"),
            FieldPanel("hint"),
            FieldRowPanel([FieldPanel("plan_ref"), FieldPanel("due_on")]),
            FieldPanel("kinds"),
            FieldPanel("levels"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("wants_link"), FieldPanel("wants_photo"), FieldPanel("either")]),
                    FieldRowPanel([FieldPanel("wants_date"), FieldPanel("number_label")]),
                ],
                heading=_("Minh chứng"),
            ),
            FieldPanel("asset_kinds"),
            FieldPanel("activity", widget=ActivitySelect),
            FieldPanel("is_active"),
        ],
        base_form_class=ItemForm,
    )
