"""Addresses of the pages of submissions, and the step from an accepted submission to its story page."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.viewsets.base import ViewSet

from base.caching.headers import private
from partners.admin import detail, submission_files
from partners.admin.permissions import needs, sent_submission
from partners.admin.queue import SubmissionIndex
from partners.admin.submission_page import show
from partners.permissions import REVIEW
from partners.publishing import story_factory
from users.http import SignedInRequest


@private
@require_POST
def make_story(request: SignedInRequest, pk: int) -> HttpResponse:
    """Create the draft story in the chosen section and open it in the editor.

    An existing story is opened; with `lay-lai` it first takes over the approved words and files.
    """
    submission = sent_submission(pk)
    story = getattr(submission, "story", None)
    section = next(
        (row for row in story_factory.sections_for(request.user) if str(row.pk) == request.POST.get("section")), None
    )
    if section is None and story is None:
        raise PermissionDenied
    try:
        story = story_factory.make_story(submission, section, by=request.user, refill=bool(request.POST.get("lay-lai")))
    except ValidationError as error:
        return show(request, submission, errors=error.messages, status=422)
    return redirect("wagtailadmin_pages:edit", story.pk)


class SubmissionViewSet(ViewSet):
    """Registers the pages of submissions, for holders of REVIEW."""

    name = "kol_submissions"
    url_prefix = "kol/bai"
    icon = "user"
    menu_label = gettext_lazy("Bài của KOL")

    def get_urlpatterns(self) -> list[URLPattern]:
        """Every address of the pages, each for holders of REVIEW."""
        allowed = needs(REVIEW)
        return [
            path("", allowed(SubmissionIndex.as_view()), name="index"),
            path("ket-qua/", allowed(SubmissionIndex.as_view(results_only=True)), name="index_results"),
            path("<int:pk>/", allowed(detail.detail), name="detail"),
            path("<int:pk>/quyet-dinh/", allowed(detail.decide), name="decide"),
            path("<int:pk>/nhan/", allowed(detail.claim), name="claim"),
            path("<int:pk>/tra-loi/", allowed(detail.answer), name="answer"),
            path("<int:pk>/nhan-xet/", allowed(detail.remark), name="remark"),
            path("<int:pk>/nhan-xet/<int:remark>/bo/", allowed(detail.forget_remark), name="forget_remark"),
            path("<int:pk>/tao-bai/", allowed(make_story), name="make_story"),
            path("<int:pk>/tep/<uuid:file>/", allowed(submission_files.preview), name="preview"),
            path("<int:pk>/tep/<uuid:file>/ro/", allowed(submission_files.clear_preview), name="clear_preview"),
            path("<int:pk>/tep/<uuid:file>/xem/", allowed(submission_files.watch), name="watch"),
            path("<int:pk>/tep/<uuid:file>/goc/", allowed(submission_files.original), name="original"),
            path("<int:pk>/giay/<uuid:person>/", allowed(submission_files.consent_paper), name="consent_paper"),
        ]
