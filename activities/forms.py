"""Forms of speaker requests."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.day import DateField, DateTimeField
from base.text import one_line

from .models import Speaker, SpeakerRequest

MAX_SIZE = 20_000  # people in the audience of one talk
APART = timedelta(hours=2)  # least time between the starts of two talks of one speaker, travel included
ONE_LINE = ("topic", "audience", "place", "note")
_DATE = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


class RequestForm(forms.ModelForm):
    """Request of a unit: kind of speaker, topic, audience, dates, place."""

    class Meta:
        model = SpeakerRequest
        fields = ["field", "topic", "audience", "size", "first_date", "second_date", "place", "note"]
        widgets = {
            "first_date": _DATE["widget"],
            "second_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "size": forms.NumberInput(attrs={"inputmode": "numeric"}),
            "note": forms.Textarea(attrs={"rows": 2, "maxlength": 500}),
        }
        field_classes = {"first_date": DateField, "second_date": DateField}

    def clean_size(self) -> int:
        """The size of the audience, from 1 to MAX_SIZE. Raises ValidationError."""
        size = self.cleaned_data["size"]
        if not 1 <= size <= MAX_SIZE:
            raise ValidationError(_("Số người nghe từ 1 đến 20.000."))
        return size

    def clean_first_date(self) -> date:
        """A day from today to 400 days from now. Raises ValidationError."""
        return _soon(self.cleaned_data["first_date"])

    def clean_second_date(self) -> date | None:
        """The same for the second day, which may be left out."""
        day = self.cleaned_data["second_date"]
        return day and _soon(day)

    def clean(self) -> dict[str, Any]:
        """Every text as one line, as long as its column."""
        data = super().clean() or self.cleaned_data
        for field in SpeakerRequest._meta.concrete_fields:
            if field.name in ONE_LINE and field.name in data and field.max_length:
                data[field.name] = one_line(data[field.name], field.max_length)
        return data


def _soon(day: date) -> date:
    """Return `day` if it lies between today and 400 days from now; raises ValidationError."""
    today = timezone.localdate()
    if not today <= day <= today + timedelta(days=400):
        raise ValidationError(_("Ngày mong muốn phải từ hôm nay tới một năm nữa."))
    return day


class OfferForm(forms.Form):
    """Speaker and time that the administration proposes."""

    speaker = forms.ModelChoiceField(label=_("Báo cáo viên"), queryset=Speaker.objects.filter(is_active=True))
    planned_at = DateTimeField(
        label=_("Giờ dự kiến"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("Giờ chưa đúng, ví dụ 24-11-2026 08:00.")},
    )

    def __init__(self, *args: Any, but: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.but = but  # key of the request that is being arranged: its own offer is no conflict

    def clean(self) -> dict[str, Any]:
        """Refuse an hour that has passed, or at which the speaker is elsewhere."""
        data = super().clean() or self.cleaned_data
        speaker, at = data.get("speaker"), data.get("planned_at")
        if speaker and at:
            if at < timezone.now():
                self.add_error("planned_at", _("Giờ này đã qua. Bạn chọn một giờ sắp tới."))
            if busy := SpeakerRequest.event_near(speaker, at, apart=APART, but=self.but):
                message = _("%(who)s đã có lịch “%(what)s” lúc %(at)s. Bạn chọn giờ cách ít nhất hai tiếng.")
                self.add_error("planned_at", message % who_is_busy(speaker, busy))
        return data


def who_is_busy(speaker: Speaker, busy: tuple[str, datetime]) -> dict[str, Any]:
    """Values for a sentence about `busy`, an answer of SpeakerRequest.event_near(): who, what and at."""
    title, when = busy
    return {"who": speaker, "what": title, "at": f"{timezone.localtime(when):%H:%M %d-%m-%Y}"}
