"""“Bài của KOL”: what waits, one submission with everything that decides it, the steps."""

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Case, IntegerField, Value, When
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import log

from base.cache import private
from media_library.models import StoredFile
from media_library.storage import signed_download_url, storage_for
from partners import journey, stories
from partners.consents import BY_KEY
from partners.forms import DecisionForm
from partners.models import Partner, Submission
from partners.models.submission import WrongState

from .permissions import REVIEW, desk_submission, needs

State = Submission.State
WAITING_FIRST = Case(
    When(state=State.SENT, then=Value(0)),
    When(state=State.IN_REVIEW, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


class SubmissionFilter(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("Trạng thái"), choices=[choice for choice in State.choices if choice[0] != State.DRAFT]
    )
    partner = django_filters.ModelChoiceFilter(label=gettext_lazy("Đối tác"), queryset=Partner.objects.all())

    class Meta:
        model = Submission
        fields = ["state", "partner"]


class SubmissionIndex(IndexView):
    model = Submission
    page_title = gettext_lazy("Bài của KOL")
    header_icon = "user"
    index_url_name = "kol_submissions:index"
    index_results_url_name = "kol_submissions:index_results"
    filterset_class = SubmissionFilter
    permission_policy = None
    list_export = []
    columns = [
        TitleColumn(
            "title",
            label=gettext_lazy("Bài"),
            accessor="shown_title",
            get_url=lambda one: reverse("kol_submissions:detail", args=[one.pk]),
        ),
        Column("partner", label=gettext_lazy("Đối tác")),
        Column("state", label=gettext_lazy("Trạng thái"), accessor="get_state_display"),
        DateColumn("sent_at", label=gettext_lazy("Chờ từ"), sort_key="sent_at"),
        Column("code", label=gettext_lazy("Mã")),
    ]

    def get_base_queryset(self):
        return Submission.objects.on_desk().filter(sent_at__isnull=False)

    def order_queryset(self, queryset):
        return (
            super().order_queryset(queryset)
            if self.request.GET.get("ordering")
            else queryset.order_by(WAITING_FIRST, "sent_at")
        )


@private
@require_GET
def detail(request, pk):
    return _page(request, desk_submission(pk))


@private
@require_POST
def decide(request, pk):
    """One step. Two clicks at once make one; the second one is told."""
    submission = desk_submission(pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(
            request, submission, errors=[sentence for errors in form.errors.values() for sentence in errors], status=422
        )
    data = form.cleaned_data
    try:
        journey.decide(
            submission, data["to"], by=request.user, note=data["note"], took_unscanned=data["took_unscanned"]
        )
    except ValidationError as error:
        return _page(request, submission, errors=error.messages, note=data["note"], status=422)
    except WrongState as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            _("“%(title)s”: %(state)s. Đối tác nhận thư báo.")
            % {"title": submission.shown_title, "state": State(data["to"]).label},
        )
    return redirect("kol_submissions:detail", pk)


@private
@require_POST
def make_story(request, pk):
    """A draft page in the chosen section, opened in the editor."""
    submission = desk_submission(pk)
    section = next(
        (one for one in stories.sections_for(request.user) if str(one.pk) == request.POST.get("section")), None
    )
    if section is None:
        raise PermissionDenied
    try:
        story = stories.make_story(submission, section, by=request.user)
    except ValidationError as error:
        return _page(request, submission, errors=error.messages, status=422)
    return redirect("wagtailadmin_pages:edit", story.pk)


@private
@require_GET
def preview(request, pk, file):
    """The re-encoded picture of a file, streamed out of quarantine to the desk and nobody else."""
    stored = _row(desk_submission(pk), file).stored
    if stored is None or not stored.preview_key:
        raise Http404
    body = stored.storage.open(stored.preview_key)
    response = StreamingHttpResponse(body.chunks(), content_type="image/webp")
    response["X-Content-Type-Options"] = "nosniff"
    return response


@private
@require_http_methods(["GET", "POST"])
def original(request, pk, file):
    """The file itself: a warning first, then an address of one minute; looking is logged (security.md, rule 42)."""
    submission = desk_submission(pk)
    row = _row(submission, file)
    if row.stored is None or row.stored.state == StoredFile.State.PURGED:
        raise Http404
    context = {
        "submission": submission,
        "row": row,
        "header_title": _("Xem tệp gốc"),
        "header_icon": "view",
        "page_title": _("Xem tệp gốc"),
    }
    if request.method == "POST":
        log(instance=submission, action="partners.view_original", user=request.user, data={"file": row.declared_name})
        stored = row.stored
        context["link"] = signed_download_url(
            stored.key, filename=stored.display_name, media_type=stored.media_type, storage=storage_for(stored.zone)
        )
    return render(request, "partners/desk/original.html", context)


def _row(submission, uuid):
    return get_object_or_404(submission.files.select_related("stored"), uuid=uuid)


def _page(request, submission, *, errors=(), note="", status=200):
    steps = Submission.DESK_STEPS.get(State(submission.state), set())
    story = getattr(submission, "story", None)
    files = list(submission.files.select_related("stored"))
    consents = list(submission.consents.select_related("given_by"))
    for consent in consents:
        consent.title = BY_KEY[consent.key].title if consent.key in BY_KEY else consent.key
    context = {
        "submission": submission,
        "files": files,
        "has_unscanned": any(row.is_unscanned for row in files),
        "consents": [consent for consent in consents if not consent.replaced_at and not consent.withdrawn_at],
        "former_consents": [consent for consent in consents if consent.replaced_at or consent.withdrawn_at],
        "history": submission.events.select_related("by"),
        "may": {step.value for step in steps} & set(DecisionForm.STEPS)
        if submission.state != State.PUBLISHED
        else set(),
        "reasons": journey.reasons_against(submission, by=request.user, took_unscanned=True)
        if State.ACCEPTED in steps and submission.state != State.PUBLISHED
        else [],
        "story": story,
        "sections": stories.sections_for(request.user) if submission.state == State.ACCEPTED and story is None else [],
        "errors": errors,
        "note": note,
        "header_title": submission.shown_title,
        "page_title": submission.shown_title,
        "header_icon": "user",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Trang chủ")},
            {"url": reverse("kol_submissions:index"), "label": _("Bài của KOL")},
            {"url": "", "label": submission.shown_title},
        ],
    }
    return render(request, "partners/desk/submission.html", context, status=status)


class SubmissionViewSet(ViewSet):
    name = "kol_submissions"
    url_prefix = "kol/bai"
    icon = "user"
    menu_label = gettext_lazy("Bài của KOL")
    menu_url = reverse_lazy("kol_submissions:index")

    def get_urlpatterns(self):
        allowed = needs(REVIEW)
        return [
            path("", allowed(SubmissionIndex.as_view()), name="index"),
            path("ket-qua/", allowed(SubmissionIndex.as_view(results_only=True)), name="index_results"),
            path("<int:pk>/", allowed(detail), name="detail"),
            path("<int:pk>/quyet-dinh/", allowed(decide), name="decide"),
            path("<int:pk>/tao-bai/", allowed(make_story), name="make_story"),
            path("<int:pk>/tep/<uuid:file>/", allowed(preview), name="preview"),
            path("<int:pk>/tep/<uuid:file>/goc/", allowed(original), name="original"),
        ]
