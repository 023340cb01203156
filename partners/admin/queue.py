"""List “Bài của KOL”: waiting pieces first, partners in turn, with filters."""

from __future__ import annotations

from typing import ClassVar

import django_filters
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView

from campaign.models import Outlet
from partners.admin.listing import ForPhones
from partners.models import Brief, Partner, Submission
from partners.models.submission import SubmissionQuerySet

State = Submission.State
WAITING_FIRST = Case(
    When(Q(state__in=[State.SENT, State.IN_REVIEW]) | Q(asked_at__isnull=False), then=Value(0)),
    When(state__in=[State.ACCEPTED, State.SCHEDULED], then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


class SubmissionFilter(WagtailFilterSet):
    """Filters of the list by state, outlet, partner, brief, deadline and reviewer."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("Trạng thái"), choices=[choice for choice in State.choices if choice[0] != State.DRAFT]
    )
    outlet = django_filters.ModelChoiceFilter(label=gettext_lazy("Cơ quan nhận"), queryset=Outlet.objects.all())
    partner = django_filters.ModelChoiceFilter(label=gettext_lazy("Đối tác"), queryset=Partner.objects.all())
    brief = django_filters.ModelChoiceFilter(label=gettext_lazy("Đề bài"), queryset=Brief.objects.all())
    late = django_filters.ChoiceFilter(
        label=gettext_lazy("Thời hạn"),
        choices=[
            ("late", gettext_lazy("Quá hạn trả lời")),
            ("today", gettext_lazy("Đến hạn hôm nay")),
            ("asking", gettext_lazy("Đối tác đang hỏi")),
        ],
        method="filter_late",
    )
    mine = django_filters.ChoiceFilter(
        label=gettext_lazy("Người nhận"),
        choices=[("me", gettext_lazy("Tôi")), ("nobody", gettext_lazy("Chưa ai nhận"))],
        method="filter_mine",
    )

    class Meta:
        model = Submission
        fields = ["state", "outlet", "partner", "brief"]

    def filter_late(self, queryset: SubmissionQuerySet, name: str, value: str) -> SubmissionQuerySet:
        """Late, due today, or with an open question."""
        waiting = Q(state__in=[State.SENT, State.IN_REVIEW])
        if value == "asking":
            return queryset.with_open_question()
        if value == "late":
            return queryset.filter(waiting, due_at__lt=timezone.now())
        return queryset.filter(waiting, due_at__date=timezone.localdate())

    def filter_mine(self, queryset: SubmissionQuerySet, name: str, value: str) -> SubmissionQuerySet:
        """Claimed by the signed-in account, or by nobody."""
        return queryset.filter(claimed_by=self.request.user if value == "me" else None)


def age_of(submission: Submission) -> str:
    """Days since sending, and whether the answer is late; "" for pieces that wait for no answer."""
    if submission.state not in {State.SENT, State.IN_REVIEW} or not submission.sent_at:
        return ""
    days = (timezone.localdate() - timezone.localtime(submission.sent_at).date()).days
    words = _("hôm nay") if days == 0 else _("%(days)d ngày") % {"days": days}
    if submission.is_late:
        return format_html('<strong class="kol-late">{}, {}</strong>', words, _("quá hạn"))
    return words


def state_of(submission: Submission) -> str:
    """The state, and whether the partner waits for an answer to a question."""
    if submission.asked_at:
        words = submission.get_state_display()
        return format_html('{} <strong class="kol-late">{}</strong>', words, _("đối tác đang hỏi"))
    return submission.get_state_display()


def holder_of(submission: Submission) -> str:
    """Who has claimed the piece, in words: on a phone the cell stands without its column's heading."""
    return str(submission.claimed_by or _("Chưa ai nhận"))


class SubmissionIndex(ForPhones, IndexView):
    """Every submission that was sent."""

    model = Submission
    page_title = gettext_lazy("Bài của KOL")
    header_icon = "user"
    index_url_name = "kol_submissions:index"
    index_results_url_name = "kol_submissions:index_results"
    filterset_class = SubmissionFilter
    permission_policy = None
    list_export: ClassVar[list[str]] = []
    paginate_by = 30
    columns = [
        TitleColumn(
            "title",
            label=gettext_lazy("Bài"),
            accessor=lambda row: row.as_sent().shown_title,
            get_url=lambda row: reverse("kol_submissions:detail", args=[row.pk]),
        ),
        Column("partner", label=gettext_lazy("Đối tác")),
        Column(
            "outlet", label=gettext_lazy("Cơ quan"), accessor=lambda row: row.outlet.short_name if row.outlet else "–"
        ),
        Column("state", label=gettext_lazy("Trạng thái"), accessor=state_of),
        Column("sent_at", label=gettext_lazy("Chờ"), accessor=age_of, sort_key="sent_at"),
        Column("claimed_by", label=gettext_lazy("Người nhận"), accessor=holder_of),
        Column("code", label=gettext_lazy("Mã")),
    ]

    def get_base_queryset(self) -> SubmissionQuerySet:
        """Submissions that were sent at least once, with their turn."""
        rows = Submission.objects.without_drafts().filter(sent_at__isnull=False)
        return rows.select_related("partner", "outlet", "claimed_by").with_turn()

    def order_queryset(self, queryset: SubmissionQuerySet) -> SubmissionQuerySet:
        """Waiting pieces first; among them each partner's oldest before any partner's second."""
        if self.request.GET.get("ordering"):
            return super().order_queryset(queryset)
        return queryset.order_by(WAITING_FIRST, F("turn"), "sent_at")
