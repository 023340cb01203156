"""Administration pages of speaker requests, the directory of speakers and events."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.auth import permission_required
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import CreateView, DeleteView, EditView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSet

from activities.events import booking
from activities.events.changes import busy_speakers, follow, follow_speakers
from activities.forms import APART, OfferForm, who_is_busy
from activities.mail import mail_agreed, mail_cancelled, mail_declined, mail_offer, mail_proposed, mail_void
from activities.models import ARRANGE, MAX_REASON, Event, Speaker, SpeakerRequest
from base.admin.chooser import ReferringForm
from base.admin.folded_search import FoldedList
from base.caching.headers import private
from base.errors import WrongState
from base.templatetags.vi import nbsp_units, stamp
from base.text import one_line, whole_number


@private
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List open requests, oldest first, then the 30 newest settled ones."""
    rows = SpeakerRequest.objects.select_related("organisation", "speaker")
    context = {
        "open_ones": rows.filter(state__in=["asked", "offered"]).order_by("created_at"),
        "settled": rows.exclude(state__in=["asked", "offered"])[:30],
        "header_title": _("Mời báo cáo viên"),
        "page_title": _("Mời báo cáo viên"),
        "header_icon": "group",
    }
    return render(request, "activities/admin/index.html", context)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a request; POST `viec` makes an offer, records a yes by telephone, declines or cancels.

    Raises Http404 for an unknown key. 409 with the page when somebody has changed the request meanwhile.
    """
    speaker_request = _request_or_404(pk)
    form = OfferForm(request.POST if request.POST.get("viec") == "de-nghi" else None, but=pk)
    if request.method == "POST":
        try:
            if _step(request, speaker_request, form):
                return redirect("speaker_requests:detail", pk=pk)
        except WrongState as wrong:
            messages.error(request, str(wrong))
            return _detail(request, _request_or_404(pk), form, status=409)
    return _detail(request, speaker_request, form, status=422 if form.is_bound else 200)


def _request_or_404(pk: int) -> SpeakerRequest:
    speaker_request = SpeakerRequest.objects.select_related("organisation", "speaker").filter(pk=pk).first()
    if speaker_request is None:
        raise Http404(_("Không có yêu cầu này."))
    return speaker_request


def _detail(request: HttpRequest, row: SpeakerRequest, form: OfferForm, *, status: int) -> HttpResponse:
    context = {"found": row, "form": form, "header_title": row.topic, "page_title": row.topic}
    return render(request, "activities/admin/detail.html", context | {"header_icon": "group"}, status=status)


@transaction.atomic
def _step(request: HttpRequest, speaker_request: SpeakerRequest, form: OfferForm) -> bool:
    """Carry out the step of STEPS that `viec` names; False when the offer form is invalid. Raises WrongState."""
    row = SpeakerRequest.locked(speaker_request.pk, request.POST.get("was") or speaker_request.stand)
    step = STEPS.get(request.POST.get("viec", ""))
    return step is None or step(request, row, form)


def _offer(request: HttpRequest, row: SpeakerRequest, form: OfferForm) -> bool:
    # Lock the speaker until the commit, so that two editors cannot offer the same hour.
    speaker = whole_number(request.POST.get("speaker", ""))
    if speaker is not None:  # the form reports anything else
        Speaker.objects.select_for_update().filter(pk=speaker).first()
    if not form.is_valid():
        return False
    old = copy(row)
    row.make_offer(form.cleaned_data["speaker"], form.cleaned_data["planned_at"])
    mail_offer(row)
    mail_proposed(row)
    if old.speaker_id != row.speaker_id:
        mail_void(old)
    messages.success(request, _("Đã đề nghị. Đợi đơn vị và báo cáo viên xác nhận."))
    return True


def _note_yes(request: HttpRequest, row: SpeakerRequest, form: OfferForm) -> bool:
    if row.accept_offer("speaker"):
        mail_agreed(row)
    messages.success(request, _("Đã ghi: báo cáo viên nhận lời."))
    return True


def _decline(request: HttpRequest, row: SpeakerRequest, form: OfferForm) -> bool:
    """Answer that nobody was found; without words for the unit nothing happens."""
    old, note = copy(row), one_line(request.POST.get("note", ""), 500)
    if not note:
        messages.error(request, _("Bạn viết cho đơn vị vì sao chưa xếp được, hoặc khi nào thì hỏi lại."))
    else:
        row.decline(note)
        mail_void(old)
        mail_declined(row)
        messages.success(request, _("Đã trả lời đơn vị."))
    return True


def _cancel(request: HttpRequest, row: SpeakerRequest, form: OfferForm) -> bool:
    """Call an agreed talk off; without a reason nothing happens."""
    reason = one_line(request.POST.get("note", ""), MAX_REASON)
    if not reason:
        messages.error(request, _("Bạn ghi lý do hủy để hai bên cùng biết."))
    elif row.cancel(_("Cơ quan thường trực hủy: %(reason)s") % {"reason": reason}):
        mail_cancelled(row)
        messages.success(request, _("Đã hủy và báo hai bên."))
    return True


#: Value of `viec` → what it does to the locked row. False: the offer form is invalid.
STEPS: dict[str, Callable[[HttpRequest, SpeakerRequest, OfferForm], bool]] = {
    "de-nghi": _offer,
    "bao-cao-vien-nhan": _note_yes,
    "tu-choi": _decline,
    "huy": _cancel,
}


class RequestViewSet(ViewSet):
    """Registers the pages of speaker requests, for holders of ARRANGE."""

    name = "speaker_requests"
    url_prefix = "bao-cao-vien/yeu-cau"
    icon = "group"
    menu_label = gettext_lazy("Mời báo cáo viên")

    def get_urlpatterns(self) -> list[Any]:
        """The list and one request, each for holders of ARRANGE only."""
        allowed = permission_required(ARRANGE)
        return [path("", allowed(index), name="index"), path("<int:pk>/", allowed(detail), name="detail")]


class SpeakerViewSet(ModelViewSet):
    """Directory of speakers."""

    model = Speaker
    name = "speakers"
    url_prefix = "bao-cao-vien/danh-ba"
    icon = "user"
    menu_label = gettext_lazy("Danh bạ báo cáo viên")
    list_display = [
        "name",
        "field",
        "topics",
        BooleanColumn("is_active", label=capfirst(gettext_lazy("đang nhận lời")), sort_key="is_active"),
    ]
    list_filter = ["field", "is_active"]
    search_fields = ["name", "topics"]
    index_view_class = FoldedList
    copy_view_enabled = False
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("field")]),
        FieldPanel("topics"),
        FieldPanel("place"),
        FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
        FieldRowPanel([FieldPanel("is_active"), FieldPanel("is_demo")]),
    ]


MAX_PHOTOS = 24  # of one event


class EventForm(ReferringForm):
    """Form of an event; saving it tells its units and speakers what has changed for them."""

    to_call: list[Speaker] = []  # after save(): speakers whom no letter reaches

    def clean(self) -> dict[str, Any]:
        """Refuse fewer places than units have, and a talk that a unit was promised without any speaker."""
        cleaned = super().clean()
        if problem := booking.places_problem(self.instance.pk, cleaned.get("places")):
            self.add_error("places", problem)
        is_off, speakers = cleaned.get("cancelled_at"), cleaned.get("speakers")
        agreed = SpeakerRequest.objects.filter(event=self.instance.pk or 0, state=SpeakerRequest.State.AGREED)
        if speakers is not None and not speakers and not is_off and agreed.exists():
            words = _("Một đơn vị đã mời buổi này. Bạn chọn người nói khác, hoặc hủy ở “Mời báo cáo viên”.")
            self.add_error("speakers", words)
        return cleaned

    @transaction.atomic
    def save(self, commit: bool = True) -> Event:
        """Save the event. With `commit`, letters about the change are put into the outbox.

        Raises WrongState where units have taken more places meanwhile than the event is to have.
        """
        before = Event.objects.select_for_update(of=("self",)).filter(pk=self.instance.pk).first() if commit else None
        if before and (problem := booking.places_problem(before.pk, self.cleaned_data["places"])):
            raise WrongState(problem)
        speakers = list(before.speakers.all()) if before else []
        event: Event = super().save(commit=commit)
        if before is not None:
            follow(before, event)
        if commit:
            self.to_call = follow_speakers(before or event, speakers, event)
        return event


class _WarnsOfSpeakers:
    """Mixin of the views of EventForm: names the speakers whom no letter reaches, and who is elsewhere at that hour."""

    request: HttpRequest
    form: EventForm

    def save_instance(self) -> Event:
        event: Event = super().save_instance()  # type: ignore[misc]
        for speaker in self.form.to_call:
            words = _("%(who)s không có thư điện tử: bạn gọi báo %(phone)s.")
            messages.warning(self.request, words % {"who": speaker, "phone": speaker.phone})
        for speaker, busy in busy_speakers(event, apart=APART):
            words = _("%(who)s cũng có lịch “%(what)s” lúc %(at)s. Bạn hỏi lại người nói, hoặc đổi giờ, đổi người.")
            messages.warning(self.request, words % who_is_busy(speaker, busy))
        return event


class EventCreate(_WarnsOfSpeakers, CreateView):
    """Adds an event."""


class EventEdit(_WarnsOfSpeakers, EditView):
    """Edits an event."""


class EventDelete(DeleteView):
    """Deletes an event to which nobody has been promised a place or a speaker; any other is called off with letters."""

    def delete_action(self) -> None:
        """Delete the event. Raises WrongState where units have registered, and for a coming talk that was agreed."""
        if self.object.registrations.exists():
            raise WrongState(_("Đã có đơn vị đăng ký sự kiện này. Bạn điền “Đã hủy lúc”: các đơn vị sẽ nhận thư."))
        agreed = SpeakerRequest.objects.filter(event=self.object, state=SpeakerRequest.State.AGREED)
        if self.object.starts_at > timezone.now() and agreed.exists():
            raise WrongState(_("Một đơn vị đã mời buổi này. Bạn hủy ở “Mời báo cáo viên”, hai bên sẽ nhận thư."))
        super().delete_action()


def _checkin_link(event: Event) -> str:
    return format_html('<a href="{}">{}</a>', reverse("event_checkin:list", args=[event.pk]), _("Danh sách"))


def _when(event: Event) -> str:
    """The hour; before it, that the event was called off: a column of its own would lie outside a phone's screen."""
    hour = nbsp_units(stamp(event.starts_at))
    return format_html("<strong>{}</strong><br>{}", _("Đã hủy"), hour) if event.cancelled_at else hour


class EventViewSet(ModelViewSet):
    """Events of the agenda, also those that come from a request."""

    model = Event
    name = "campaign_events"
    url_prefix = "su-kien"
    icon = "date"
    menu_label = gettext_lazy("Sự kiện")
    list_display = [
        "title",
        Column("checkin", label=gettext_lazy("Điểm danh"), accessor=_checkin_link),
        Column("starts_at", label=capfirst(gettext_lazy("dự kiến")), accessor=_when, sort_key="starts_at"),
        "kind",
        "held_on",
        "place",
    ]
    list_filter = ["kind", "is_public"]
    search_fields = ["title", "place"]
    index_view_class = FoldedList
    add_view_class = EventCreate
    edit_view_class = EventEdit
    delete_view_class = EventDelete
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("title"), FieldPanel("kind")]),
            FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at"), FieldPanel("held_on")]),
            FieldRowPanel([FieldPanel("place"), FieldPanel("size")]),
            FieldPanel("directions"),
            FieldRowPanel([FieldPanel("audience"), FieldPanel("places"), FieldPanel("closes_at")]),
            FieldPanel("summary"),
            FieldPanel("speakers"),
            InlinePanel(
                "materials",
                heading=gettext_lazy("Tài liệu của buổi này"),
                label=gettext_lazy("Tài liệu"),
                panels=[FieldPanel("asset")],
            ),
            InlinePanel(
                "photos",
                heading=gettext_lazy("Ảnh của buổi này"),
                label=gettext_lazy("Ảnh"),
                max_num=MAX_PHOTOS,
                panels=[FieldPanel("image"), FieldPanel("caption")],
            ),
            FieldRowPanel([FieldPanel("is_public"), FieldPanel("cancelled_at")]),
        ],
        base_form_class=EventForm,
    )
