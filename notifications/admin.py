"""“Thư đã gửi”: the state of each letter, and a button to send a failed one again. Texts are never shown."""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.auth import user_passes_test
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSet

from base.admin.form_column import FormColumn
from base.caching.headers import private
from base.templatetags.vi import nbsp_units, stamp
from notifications import outbox
from notifications.models import Letter, LetterQuerySet
from notifications.purposes import choices, may_open_list


class LetterFilter(WagtailFilterSet):
    """Filters of the list."""

    state = django_filters.ChoiceFilter(label=gettext_lazy("Trạng thái"), choices=Letter.State.choices)
    purpose = django_filters.ChoiceFilter(label=gettext_lazy("Loại thư"), choices=choices)

    class Meta:
        model = Letter
        fields = ["state", "purpose"]


class LetterColumn(Column):
    """Purpose, recipient, subject, and when the letter was written."""

    cell_template_name = "notifications/admin/letter_cell.html"


class StateColumn(FormColumn):
    """The state with its reason; for a failed letter the button to send it again."""

    cell_template_name = "notifications/admin/state_cell.html"

    def get_cell_context_data(self, instance: Letter, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Context of a cell, with the state as people read it."""
        return super().get_cell_context_data(instance, parent_context) | {"state": state_of(instance)}


def state_of(letter: Letter) -> str:
    """The state for display: with the time it was sent, or the number of attempts and the time of the next one."""
    words = str(letter.get_state_display())
    if letter.sent_at:
        return nbsp_units(f"{words} {stamp(letter.sent_at)}")
    if letter.state == Letter.State.WAITING and letter.attempts:
        sentence = _("%(state)s, đã thử %(n)d lần, thử lại %(when)s")
        return nbsp_units(sentence % {"state": words, "n": letter.attempts, "when": stamp(letter.next_try_at)})
    return words


class LetterIndex(IndexView):
    """List of the letters that the account may see."""

    model = Letter
    page_title = gettext_lazy("Thư đã gửi")
    header_icon = "mail"
    index_url_name = "letters:index"
    index_results_url_name = "letters:index_results"
    filterset_class = LetterFilter
    permission_policy = None  # access: may_open_list() in the URLs; rows: visible_to()
    default_ordering = "-created_at"
    paginate_by = 50
    columns = [
        LetterColumn("created_at", label=gettext_lazy("Thư"), accessor=lambda row: row, sort_key="created_at"),
        StateColumn("state", label=gettext_lazy("Trạng thái"), accessor=lambda row: row, sort_key="state"),
    ]

    def get_base_queryset(self) -> LetterQuerySet:
        return Letter.objects.visible_to(self.request.user)


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a failed letter again, unchanged. Answers 404 for letters that the account may not see."""
    letters = Letter.objects.visible_to(request.user).filter(pk=pk)
    letter = get_object_or_404(letters)
    if outbox.send_again(letters):
        messages.success(request, _("Thư gửi %(address)s đang được gửi lại.") % {"address": letter.recipient})
    else:
        messages.error(request, _("Thư này không gửi lại được: đã gửi rồi, đã hết hạn hoặc không còn nội dung."))
    return redirect("letters:index")


class LetterViewSet(ViewSet):
    """URLs of the list below /admin/thu/."""

    name = "letters"
    url_prefix = "thu"
    icon = "mail"
    menu_label = gettext_lazy("Thư đã gửi")

    def get_urlpatterns(self) -> list[URLPattern]:
        """List, its results alone, and the button; each asks may_open_list()."""
        needs = user_passes_test(may_open_list)
        return [
            path("", needs(private(LetterIndex.as_view())), name="index"),
            path("ket-qua/", needs(private(LetterIndex.as_view(results_only=True))), name="index_results"),
            path("<int:pk>/gui-lai/", needs(again), name="again"),
        ]
