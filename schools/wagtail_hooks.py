"""The register of schools in the administration."""

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from schools.models import School
from users.models import Organisation


class SchoolForm(WagtailAdminModelForm):
    """A school and its organisation in one form: to the registrar they are one thing."""

    name = forms.CharField(label=_("Tên trường"), max_length=200)
    is_active = forms.BooleanField(
        label=_("Đang hoạt động"),
        required=False,
        initial=True,
        help_text=_("Bỏ chọn thì tài khoản của trường mất quyền ngay."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial |= {"name": self.instance.name, "is_active": self.instance.organisation.is_active}

    @transaction.atomic
    def save(self, commit=True):
        organisation = self.instance.organisation if self.instance.pk else Organisation(kind=Organisation.Kind.SCHOOL)
        organisation.name = self.cleaned_data["name"]
        organisation.is_active = self.cleaned_data["is_active"]
        organisation.save()
        self.instance.organisation = organisation
        return super().save(commit)


class SchoolViewSet(SnippetViewSet):
    model = School
    icon = "home"
    menu_label = _("Trường")
    menu_order = 260
    add_to_admin_menu = True
    list_display = [
        "__str__",
        Column("level", label=_("Cấp học"), accessor="get_level_display"),
        Column("ward", label=_("Xã, phường"), accessor="ward", sort_key="ward"),
        Column("students", label=_("Học sinh, sinh viên"), accessor="students", sort_key="students"),
        BooleanColumn("active", label=_("Hoạt động"), accessor="organisation.is_active"),
    ]
    list_filter = ["level", "is_pioneer", "has_led"]
    list_export = ["code", "name", "level", "ward", "students"]
    search_fields = ["code", "ward", "organisation__name"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("code"), FieldPanel("level")]),
            FieldRowPanel([FieldPanel("ward"), FieldPanel("students")]),
            FieldRowPanel([FieldPanel("has_led"), FieldPanel("is_pioneer"), FieldPanel("is_demo")]),
            FieldPanel("is_active"),
        ],
        base_form_class=SchoolForm,
    )

    def get_queryset(self, request):
        return School.objects.select_related("organisation")


register_snippet(SchoolViewSet)
