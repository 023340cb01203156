"""Files of one submission for the newsroom: blurred previews and copies first; opening what is private is logged."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.log_actions import log

from base.caching.headers import private
from base.errors import picture_away
from files.models import StoredFile
from files.storage.backends import storage_for
from files.storage.signed_urls import signed_download_url
from partners.admin.permissions import sent_submission
from partners.media import review_copies
from partners.models import Submission, SubmissionFile
from users.http import SignedInRequest


@private
@require_GET
def preview(request: SignedInRequest, pk: int, file: UUID) -> HttpResponse:
    """The re-encoded picture of a file, blurred when minors are flagged; 404 until the worker has made it."""
    return _picture(_row(sent_submission(pk), file), review_copies.still)


@private
@require_POST
def clear_preview(request: SignedInRequest, pk: int, file: UUID) -> HttpResponse:
    """The same picture without the blur; the view is logged."""
    submission = sent_submission(pk)
    row = _row(submission, file)
    log(instance=submission, action="partners.view_clear", user=request.user, data={"file": row.declared_name})
    return _picture(row, review_copies.preview)


@private
@require_GET
def watch(request: SignedInRequest, pk: int, file: UUID) -> HttpResponse:
    """Redirect to the small copy of a clip; the signed address is valid for at most a minute."""
    row = _row(sent_submission(pk), file)
    if not review_copies.fits(row):
        return HttpResponse(status=404)
    return redirect(review_copies.address(row))


@private
@require_http_methods(["GET", "POST"])
def original(request: SignedInRequest, pk: int, file: UUID) -> HttpResponse:
    """The original file: GET warns, POST logs and shows an address valid for a minute (docs/security.md, rule 42)."""
    submission = sent_submission(pk)
    row = _row(submission, file)
    return _open_private(request, submission, row.stored, row.declared_name, "partners.view_original")


@private
@require_http_methods(["GET", "POST"])
def consent_paper(request: SignedInRequest, pk: int, person: UUID) -> HttpResponse:
    """The signed consent of a representative, opened and logged like an original."""
    submission = sent_submission(pk)
    depicted_person = get_object_or_404(submission.people.select_related("paper"), uuid=person)
    return _open_private(request, submission, depicted_person.paper, str(depicted_person), "partners.view_paper")


def _open_private(
    request: SignedInRequest, submission: Submission, stored: StoredFile | None, name: str, action: str
) -> HttpResponse:
    if stored is None or stored.state == StoredFile.State.PURGED:
        return HttpResponse(_("Tệp không còn trong kho."), status=404)
    title = _("Xem giấy đồng ý") if action == "partners.view_paper" else _("Xem tệp gốc")
    context = {"submission": submission, "stored": stored, "name": name, "header_title": title, "page_title": title}
    if request.method == "POST":
        log(instance=submission, action=action, user=request.user, data={"file": name})
        context["link"] = signed_download_url(
            stored.key, filename=stored.display_name, media_type=stored.media_type, storage=storage_for(stored.zone)
        )
    return render(request, "partners/admin/original.html", context | {"header_icon": "view"})


def _picture(row: SubmissionFile, read: Callable[[SubmissionFile], bytes | None]) -> HttpResponse:
    try:
        data = review_copies.read_picture(row, read)
    except review_copies.AWAY:
        return picture_away()
    if data is None:
        return HttpResponse(status=404)
    response = HttpResponse(data, content_type="image/webp")
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _row(submission: Submission, uuid: UUID) -> SubmissionFile:
    return get_object_or_404(submission.files.select_related("stored", "submission"), uuid=uuid)
