"""The page on which a unit takes, changes or gives back its places at an event."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from activities.events import booking, door
from activities.events.views import event_or_404
from activities.models import Event, EventRegistration
from activities.views.requests import UnitRequest, unit_only

MOST_SEATS = 2_000  # people of one unit


class SeatsForm(forms.Form):
    """How many people of the unit come."""

    seats = forms.IntegerField(
        label=gettext_lazy("Số người của đơn vị"),
        min_value=1,
        max_value=MOST_SEATS,
        help_text=gettext_lazy("Chỉ cần con số, không cần danh sách tên."),
        error_messages={
            "required": gettext_lazy("Bạn điền số người, ví dụ 45."),
            "invalid": gettext_lazy("Ô này chỉ nhận số, ví dụ 45."),
            "min_value": gettext_lazy("Số người từ 1 đến 2.000."),
            "max_value": gettext_lazy("Số người từ 1 đến 2.000."),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@unit_only
def registration(request: UnitRequest, uuid: UUID) -> HttpResponse:
    """Show the unit's places; POST `viec=huy` gives them back, `den` notes who came, anything else takes `seats`.

    409 when registration is closed, or the door is not open.
    """
    event = event_or_404(uuid)
    if request.method == "POST" and request.POST.get("viec") == "den":
        return _arrive(request, event)
    if request.method == "POST" and request.POST.get("viec") == "huy":
        booking.cancel(uuid, request.unit)
        messages.success(request, _("Đã trả chỗ. Đơn vị đang chờ được lên thay."))
        return redirect("activities:registration", uuid=uuid)
    row = event.registrations.filter(organisation=request.unit).first()
    initial = {"seats": row.waits_for or row.seats} if row else None
    form = SeatsForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            row = booking.register(uuid, request.unit, form.cleaned_data["seats"], by=request.user)
        except ValidationError as too_many:
            form.add_error("seats", too_many)
        else:
            sentence = _("Đã ghi vào danh sách chờ.") if row.is_waiting else _("Đã đăng ký. Hẹn gặp đơn vị ở sự kiện.")
            messages.success(request, sentence)
            return redirect("activities:registration", uuid=uuid)
    context = {
        "event": event,
        "row": row,
        "form": form,
        "free": max(0, event.places - booking.taken(event)),
        "before": _before(event, row),
        "door_is_open": door.is_open(event),
    }
    return render(request, "activities/events/registration.html", context, status=400 if form.is_bound else 200)


def _arrive(request: UnitRequest, event: Event) -> HttpResponse:
    form = SeatsForm(request.POST)
    if form.is_valid():
        door.arrive(event, request.unit, form.cleaned_data["seats"])
        messages.success(request, _("Đã ghi đơn vị đến. Chúc buổi tham dự vui."))
    else:
        messages.error(request, _("Bạn điền số người đã đến, ví dụ 45."))
    return redirect("activities:registration", uuid=event.uuid)


def _before(event: Event, row: EventRegistration | None) -> int:
    """How many units get places before that of `row`; for one that does not wait, all that do."""
    keys = list(booking.can_move_up(event).values_list("pk", flat=True))
    return keys.index(row.pk) if row and row.pk in keys else len(keys)
