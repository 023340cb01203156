"""The organiser's check-in list of an event, in the administration and as a PDF."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.auth import permission_required

from activities.events import door
from activities.models import Event, EventRegistration
from base.caching.headers import private
from base.http import first_or_404
from base.text import whole_number
from media_library.print.responses import pdf_response

CHANGE = "activities.change_event"
MOST = 20_000  # people of one unit


def _event_or_404(pk: int) -> Event:
    return first_or_404(Event.objects.filter(pk=pk), _("Không có sự kiện này."))


def _rows(event: Event) -> list[EventRegistration]:
    rows = event.registrations.select_related("organisation")
    return list(rows.alias(has_none=Q(seats=0)).order_by("has_none", "organisation__name"))


@private
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(CHANGE)
def checkin(request: HttpRequest, pk: int) -> HttpResponse:
    """Units with their places; POST `den-<key>` notes how many came, "" takes the number back.

    A number that is as the page showed it (`da-<key>`) is left alone. Anything but a number leaves its unit alone, and
    so does one above the unit's places until `hon-<key>` repeats it: 422, with what was typed.
    """
    event = _event_or_404(pk)
    rows = _rows(event)
    wrong: dict[int, str] = {}  # key of the registration → what was typed
    above: dict[int, int] = {}  # key → a number above the places that is to be confirmed
    if request.method == "POST":
        numbers: dict[int, int | None] = {}
        for row in rows:
            typed, previous = (request.POST.get(f"{name}-{row.pk}") for name in ("den", "da"))
            if typed is None or typed.strip() == previous:
                continue  # the unit has registered since, or may have noted its own
            typed = typed.strip()
            number = whole_number(typed, MOST) if typed else None
            if typed and number is None:
                wrong[row.pk] = typed
            elif number is not None and number > row.seats and request.POST.get(f"hon-{row.pk}") != str(number):
                above[row.pk] = number
            else:
                numbers[row.pk] = number
        changed = door.note(event, numbers)
        if changed or not (wrong or above):
            messages.success(request, _("Đã ghi %(n)d đơn vị.") % {"n": changed})
        if not (wrong or above):
            return redirect("event_checkin:list", pk=pk)
        for keys, sentence in (
            (wrong, _("Chưa ghi: %(units)s. Ô số người chỉ nhận số từ 0 đến 20.000.")),
            (above, _("Chưa ghi: %(units)s. Số người nhiều hơn số chỗ; bạn đếm lại rồi đánh dấu ô bên cạnh.")),
        ):
            if units := ", ".join(str(row.organisation) for row in rows if row.pk in keys):
                messages.error(request, sentence % {"units": units})
        rows = _rows(event)
    context = {
        "event": event,
        "rows": [(row, wrong.get(row.pk, above.get(row.pk)), above.get(row.pk)) for row in rows],
        "seats": sum(row.seats for row in rows),
        "arrived": sum(row.arrived or 0 for row in rows),
        "header_title": event.title,
        "page_title": event.title,
        "header_icon": "date",
    }
    return render(request, "activities/events/checkin.html", context, status=422 if wrong or above else 200)


@private
@require_safe
@permission_required(CHANGE)
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The list for paper; 503 while all typst processes are busy."""
    event = _event_or_404(pk)
    return pdf_response(lambda: door.sheet(event), "diem-danh.pdf")


urlpatterns = [
    path("<int:pk>/diem-danh/", checkin, name="list"),
    path("<int:pk>/diem-danh.pdf", sheet, name="sheet"),
]
