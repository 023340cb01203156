"""The form that begins a report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from base.day import DateField, today
from reporting.models import Report
from schools.models import Kind

MOST_DAYS = 400  # a season with the weeks before and after it


class ReportForm(forms.ModelForm):
    """Season, days, kinds of units and the head of the document. `kinds` are those that the account reviews."""

    class Meta:
        model = Report
        fields = ["season", "starts_on", "ends_on", "parent", "issuer", "recipient", "signer_title", "signer", "kinds"]
        widgets = {name: forms.DateInput({"type": "date"}, format="%Y-%m-%d") for name in ("starts_on", "ends_on")}
        field_classes = {"starts_on": DateField, "ends_on": DateField}

    def __init__(self, kinds: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"] = forms.MultipleChoiceField(
            label=_("Loại đơn vị"),
            choices=[(kind, Kind(kind).label) for kind in kinds],
            widget=forms.CheckboxSelectMultiple,
        )

    def clean(self) -> dict[str, Any]:
        """Refuse days that lie in the future, in the wrong order, outside the season, or too many."""
        values = super().clean() or {}
        first, last, season = values.get("starts_on"), values.get("ends_on"), values.get("season")
        if last and last > today():
            self.add_error("ends_on", _("Ngày cuối không thể sau hôm nay (%(day)s).") % {"day": f"{today():%d-%m-%Y}"})
        elif first and last and first > last:
            self.add_error("ends_on", _("Ngày cuối phải từ ngày đầu trở đi."))
        elif first and last and (last - first).days >= MOST_DAYS:
            self.add_error("ends_on", _("Một báo cáo dài nhất %(n)s ngày. Bạn chia làm hai kỳ.") % {"n": MOST_DAYS})
        elif first and last and season and (last < season.starts_on or first > season.ends_on):
            days = {"first": f"{season.starts_on:%d-%m-%Y}", "last": f"{season.ends_on:%d-%m-%Y}"}
            self.add_error("starts_on", _("Mùa này từ %(first)s đến %(last)s; kỳ báo cáo nằm ngoài mùa.") % days)
        return values
