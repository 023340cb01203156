"""Viewset of the printed copies in store; those for kinds of units out of the account's scope answer 404."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from base.admin.folded_search import FoldedSearch
from base.edit_conflicts import EditConflictMixin
from base.text import one_line
from media_library.models import Asset
from schools.access import reviewed_kinds, reviewed_runs
from schools.admin.registry import InScope, ReviewerCreate
from schools.models import Kind, PrintRun
from users.models import User


class PrintRunForm(WagtailAdminModelForm):
    """Form of a run. The asset is named by its code, which stands on every sheet, and does not change later."""

    code = forms.CharField(
        label=_("Mã tài liệu"),
        max_length=40,
        help_text=_("Mã in trên tờ, ví dụ P-A3-03. Bản in sẵn là của phiên bản mới nhất trong kho."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Dành cho loại đơn vị"), choices=Kind.choices, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, for_user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, for_user=for_user, **kwargs)
        kinds = reviewed_kinds(for_user) if for_user else Kind.values
        self.fields["kinds"].choices = [(kind, Kind(kind).label) for kind in kinds]
        if self.instance.pk:
            self.fields["code"].disabled = True
            self.initial["code"] = self.instance.version.asset.code
        elif len(kinds) == 1:
            self.initial["kinds"] = kinds

    def clean_code(self) -> str:
        """The code in capitals; raises ValidationError unless units may download the asset today."""
        code = one_line(self.cleaned_data["code"], 40).upper()
        if self.instance.pk:
            return code
        asset = Asset.objects.on_pages(False).filter(code=code).first()
        if asset is None:
            raise ValidationError(
                _("Không có tài liệu nào mang mã này đang phát hành cho đơn vị. Bạn xem mã ở trang của tài liệu.")
            )
        self.instance.version = asset.current_version
        return code

    def clean_label(self) -> str:
        """The label on one line, at most 120 characters."""
        return one_line(self.cleaned_data["label"], 120)

    def clean_pick_up(self) -> str:
        """The place on one line, at most 300 characters."""
        return one_line(self.cleaned_data["pick_up"], 300)


class PrintRunIndex(FoldedSearch, IndexView):
    """List of the runs that the account keeps."""

    def get_base_queryset(self) -> QuerySet[PrintRun]:
        return reviewed_runs(self.request.user).select_related("version__asset")


class PrintRunEdit(EditConflictMixin, InScope, EditView):
    """Edit a run; reports a save, or an order that was agreed, in the meantime (base/edit_conflicts.py)."""

    scope = staticmethod(reviewed_runs)


class PrintRunViewSet(ModelViewSet):
    """The store of printed copies. A run is closed, not deleted: its orders tell who has copies of it."""

    model = PrintRun
    name = "print_runs"
    url_prefix = "truong-hoc/kho-ban-in"
    icon = "doc-full"
    menu_label = _("Kho bản in")
    index_view_class = PrintRunIndex
    add_view_class = ReviewerCreate
    edit_view_class = PrintRunEdit
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display = [
        "__str__",
        Column("stock", label=_("Còn"), accessor="stock", sort_key="stock"),
        Column("limit", label=_("Mỗi đơn vị"), accessor="limit"),
        BooleanColumn("is_open", label=_("Nhận đăng ký")),
    ]
    list_filter = ["is_open"]
    search_fields = ["label", "version__asset__code"]
    edit_handler = ObjectList(
        [
            FieldPanel("code"),
            FieldPanel("label"),
            FieldRowPanel([FieldPanel("stock"), FieldPanel("limit")]),
            FieldPanel("pick_up"),
            FieldPanel("kinds"),
            FieldPanel("is_open"),
        ],
        base_form_class=PrintRunForm,
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [url for url in super().get_urlpatterns() if url.name in {"index", "index_results", "add", "edit"}]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Tell the views that deletion, history and usage have no addresses here."""
        without = {"delete_url_name": None, "history_url_name": None, "usage_url_name": None}
        return super().get_common_view_kwargs(**{**without, **kwargs})
