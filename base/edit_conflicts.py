"""Edit conflicts in admin forms: when two people edit one row, the second save is refused and shows both values.

Pages compare revisions for this (articles.editorial.gate_panels). Other rows have none, so the form carries a signed
copy of the values with which it was opened.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import registry

if TYPE_CHECKING:
    from wagtail.admin.views.generic import EditView as _View
else:
    _View = object

SEEN = "ban-da-mo"  # field of the form: signed {"at": ISO time, "values": {name: value}} from when it was opened
SALT = "base.edit_conflicts"


class EditConflictMixin(_View):
    """Mixin for Wagtail's generic `EditView`: answers 409 and saves nothing where a newer value would be lost.

    The page then says who saved, and lists both values of each field in conflict. Fields that the second person did
    not change take the newer value, the others keep what was typed; saving again saves what the form now shows.
    """

    frame = "wagtailadmin/generic/edit.html"  # the template that template_name extends
    template_name = "base/edit_conflict.html"
    overtaken: dict[str, Any] | None = None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Wagtail's answer, 409 for a conflict."""
        with transaction.atomic():  # the row stays locked from the comparison to the save
            self.model._default_manager.select_for_update(of=("self",)).filter(pk=self.object_pk).first()
            return super().post(request, *args, **kwargs)

    def is_valid(self, form: forms.ModelForm) -> bool:
        """False where a value would be lost that somebody saved since the form was opened."""
        snapshot = _unsigned(self.request.POST.get(SEEN, ""))
        standing = _standing(form)
        fields = {name: form.fields[name] for name in standing if not form.fields[name].disabled}
        newer = [name for name in fields if snapshot and snapshot["values"].get(name, standing[name]) != standing[name]]
        if snapshot and any(_differs(form, name, standing[name]) for name in newer):
            rows = [_row(form, name, standing[name], snapshot["values"][name]) for name in newer]
            self.overtaken = {"rows": rows} | self._who(datetime.fromisoformat(snapshot["at"]))
            self.produced_error_code = "overtaken"
            self.produced_error_message = _("Chưa lưu: có người vừa lưu trước bạn.")
            return False
        return super().is_valid(form)

    def _who(self, opened: datetime) -> dict[str, Any]:
        """Name and time of the last save since `opened`; empty where Wagtail's log has none (e.g. an import)."""
        last = registry.get_logs_for_instance(self.object).filter(timestamp__gte=opened, action="wagtail.edit").first()
        return {"who": last.user_display_name if last else "", "at": last.timestamp if last else None}

    def form_invalid(self, form: forms.ModelForm) -> HttpResponse:
        """The form again, with 409 for a conflict."""
        response = super().form_invalid(form)
        if self.overtaken and response.status_code == 200:
            response.status_code = 409
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Wagtail's context, both values of each field in conflict, and the values with which this form opens."""
        context = super().get_context_data(**kwargs)
        values = {"at": timezone.now().isoformat(), "values": _standing(context["form"])}
        return context | {
            "frame": self.frame,
            "overtaken": self.overtaken,
            "seen_name": SEEN,
            "seen": signing.dumps(values, salt=SALT),
        }


def _unsigned(token: str) -> dict[str, Any] | None:
    """The values with which the form was opened; None where the token is missing or its signature is wrong."""
    try:
        return signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None


def _standing(form: forms.ModelForm) -> dict[str, Any]:
    """The row's current values as the form shows them: strings, booleans and lists of strings."""
    return {name: _plain(form.get_initial_for_field(field, name)) for name, field in form.fields.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [str(item) for item in value]
    return value if isinstance(value, bool) else "" if value is None else str(value)


def _differs(form: forms.ModelForm, name: str, value: Any) -> bool:
    """Whether the posted value of field `name` differs from `value`."""
    field = form.fields[name]
    try:
        value = field.to_python(value)
    except ValidationError:
        return True
    return field.has_changed(value, form[name].data)


def _row(form: forms.ModelForm, name: str, theirs: Any, opened: Any) -> dict[str, Any]:
    """Both values of one field; `mine` is None where the second person left it alone: the form then shows theirs."""
    field, typed = form.fields[name], form[name].data
    touched = _differs(form, name, opened)
    if not touched:
        _put(form, name, theirs)
    return {"label": field.label, "theirs": _words(field, theirs), "mine": _words(field, typed) if touched else None}


def _put(form: forms.ModelForm, name: str, value: Any) -> None:
    """Make the bound form show `value` in field `name`."""
    data, key = QueryDict(mutable=True), form.add_prefix(name)
    for posted in form.data:
        data.setlist(posted, form.data.getlist(posted) if isinstance(form.data, QueryDict) else [form.data[posted]])
    if isinstance(value, list) and isinstance(form.fields[name], forms.MultipleChoiceField):
        data.setlist(key, value)
    elif value is False:
        data.pop(key, None)
    else:
        data[key] = "on" if value is True else form.fields[name].prepare_value(value)
    form.data = data


def _words(field: forms.Field, value: Any) -> str:
    """A value for display: labels of choices, yes or no, a formatted date, “–” for an empty one."""
    if isinstance(field, forms.BooleanField):
        return _("có") if value else _("không")
    if isinstance(field, forms.DateField):
        try:
            day = field.to_python(value)
            return date_format(day, "SHORT_DATE_FORMAT") if day else "–"
        except ValidationError:
            return str(value)
    labels = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    values = value if isinstance(value, list) else [value]
    return ", ".join(labels.get(str(item), str(item)) for item in values if item not in (None, "")) or "–"
