"""List and form of the bodies of the plan: the standing office, departments, unions of the city, press."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.urls import URLPattern
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from base.admin.folded_search import FoldedSearch
from base.edit_conflicts import EditConflictMixin
from base.text import one_line
from users.models import Organisation, OrganisationQuerySet


class BodyForm(WagtailAdminModelForm):
    """Form of a body. Its kind cannot become that of a unit, which the register keeps."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in Organisation.BODIES]
        self.fields["parent"].queryset = Organisation.objects.bodies().exclude(pk=self.instance.pk)

    def clean_name(self) -> str:
        """The name on one line, at most 200 characters."""
        return one_line(self.cleaned_data["name"], 200)

    def clean_parent(self) -> Organisation | None:
        """Raises ValidationError for a body that stands below this one."""
        parent: Organisation | None = self.cleaned_data["parent"]
        if parent and self.instance.pk and parent.has_above(self.instance):
            sentence = _now("%(parent)s đang trực thuộc cơ quan này, nên không thể là cấp trên của nó.")
            raise ValidationError(sentence % {"parent": parent})
        return parent


class BodyIndex(FoldedSearch, IndexView):
    """List of the bodies, with the number of accounts that act for each."""

    def get_base_queryset(self) -> OrganisationQuerySet:
        people = Count("members", filter=Q(members__is_active=True))
        return Organisation.objects.bodies().select_related("parent").annotate(people=people)


class BodyEdit(EditConflictMixin, EditView):
    """Edit a body; raises Http404 for a unit of the register."""

    def get_queryset(self) -> OrganisationQuerySet:
        return Organisation.objects.bodies()


class BodyViewSet(ModelViewSet):
    """The bodies of the plan. None is deleted: one that ends gets its last day."""

    model = Organisation
    name = "bodies"
    url_prefix = "co-quan"
    icon = "group"
    menu_label = _("Cơ quan")
    index_view_class = BodyIndex
    edit_view_class = BodyEdit
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display = [
        "name",
        Column("kind", label=_("Loại"), accessor="get_kind_display", sort_key="kind"),
        Column("parent", label=_("Cấp trên"), accessor="parent"),
        Column("people", label=_("Tài khoản"), accessor="people", sort_key="people"),
        BooleanColumn("active", label=_("Hoạt động"), accessor="is_active"),
    ]
    search_fields = ["name"]
    ordering = ["name"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("parent")]),
            FieldRowPanel([FieldPanel("active_from"), FieldPanel("active_until")]),
        ],
        base_form_class=BodyForm,
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        """List and form only: history and usage add nothing, and no body is deleted."""
        return [url for url in super().get_urlpatterns() if url.name in {"index", "index_results", "add", "edit"}]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Tell the views which addresses are missing here."""
        missing = {"history_url_name": None, "usage_url_name": None, "delete_url_name": None}
        return super().get_common_view_kwargs(**{**missing, **kwargs})
