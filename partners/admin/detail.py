"""Page of one submission: blurred preview first, brief, remarks, decisions; opening originals is logged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.log_actions import log

from base.caching.headers import private
from base.errors import WrongState, picture_away
from base.text import whole_number
from files.models import StoredFile
from files.storage.backends import storage_for
from files.storage.signed_urls import signed_download_url
from partners.admin.forms import DecisionForm, RemarkForm, sentences_of
from partners.admin.permissions import StaffRequest, sent_submission
from partners.media import review_copies
from partners.models import Remark, Submission, SubmissionFile
from partners.publishing import story_factory
from partners.workflow import transitions
from partners.workflow.removal import assets_of

State = Submission.State


@private
@require_GET
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a submission that was sent."""
    return show(request, sent_submission(pk))


@private
@require_POST
def decide(request: StaffRequest, pk: int) -> HttpResponse:
    """Take one step of DecisionForm; of two reviewers at once the second gets the page again with 409."""
    submission = sent_submission(pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return show(
            request, submission, errors=sentences_of(form), note=request.POST.get("note", "")[:1000], status=422
        )
    data = form.cleaned_data
    try:
        transitions.decide(
            submission,
            data["to"],
            by=request.user,
            note=data["note"],
            was=data["was"] or submission.state,
            seen=data["seen"] or None,
            declined=form.declined,
            took_unscanned=data["took_unscanned"],
        )
    except ValidationError as error:
        return show(request, submission, errors=error.messages, note=data["note"], status=422)
    except WrongState as error:
        return _conflict(request, pk, error, data["note"], note=data["note"])
    messages.success(
        request,
        _("“%(title)s”: %(state)s. Đối tác nhận thư báo.")
        % {"title": submission.shown_title, "state": State(data["to"]).label},
    )
    return redirect("kol_submissions:detail", pk)


@private
@require_POST
def claim(request: StaffRequest, pk: int) -> HttpResponse:
    """Take over from a colleague (logged), or give back with `tra-lai`. 409 when another was faster."""
    submission = sent_submission(pk)
    if request.POST.get("tra-lai"):
        transitions.release(submission, by=request.user)
        messages.success(request, _("Đã trả bài về hàng chờ."))
    else:
        was = whole_number(request.POST.get("was", "")) if "was" in request.POST else submission.claimed_by_id or 0
        try:
            transitions.claim(submission, by=request.user, was=was or 0)
        except WrongState as error:
            return _conflict(request, pk, error)
        log(instance=submission, action="partners.claim", user=request.user)
        messages.success(request, _("Bạn đã nhận bài này."))
    return redirect("kol_submissions:detail", pk)


@private
@require_POST
def answer(request: StaffRequest, pk: int) -> HttpResponse:
    """Send words to the partner without a change of state, usually an answer to a question."""
    submission = sent_submission(pk)
    try:
        transitions.answer(submission, request.POST.get("text", ""), by=request.user)
    except ValidationError as error:
        return show(request, submission, errors=error.messages, status=422)
    messages.success(request, _("Đã gửi. Đối tác nhận thư báo và thông báo."))
    return redirect(reverse("kol_submissions:detail", args=[pk]) + "#kol-words-said")


@private
@require_POST
def remark(request: StaffRequest, pk: int) -> HttpResponse:
    """Add a remark with its pin. The partner gets it with the step “Cần bổ sung”."""
    submission = sent_submission(pk)
    form = RemarkForm(request.POST)
    file = submission.files.select_related("stored").filter(uuid=_uuid(request.POST.get("file"))).first()
    if not form.is_valid():
        typed = request.POST.get("text", "")[:600]
        return show(request, submission, errors=sentences_of(form), remark_text=typed, status=422)
    added = form.pinned_to(file)
    added.submission, added.by = submission, request.user
    try:
        transitions.remark(added)
    except WrongState as error:
        return _conflict(request, pk, error, added.text, remark_text=added.text)
    return redirect(reverse("kol_submissions:detail", args=[pk]) + "#kol-remarks")


@private
@require_POST
def forget_remark(request: StaffRequest, pk: int, remark: int) -> HttpResponse:
    """Delete one's own remark, as long as it is not answered."""
    sent_submission(pk).remarks.filter(pk=remark, by=request.user, answered_at=None).delete()
    return redirect(reverse("kol_submissions:detail", args=[pk]) + "#kol-remarks")


@private
@require_GET
def preview(request: StaffRequest, pk: int, file: UUID) -> HttpResponse:
    """The re-encoded picture of a file, blurred when minors are flagged; 404 until the worker has made it."""
    return _picture(_row(sent_submission(pk), file), review_copies.still)


@private
@require_POST
def clear_preview(request: StaffRequest, pk: int, file: UUID) -> HttpResponse:
    """The same picture without the blur; the view is logged."""
    submission = sent_submission(pk)
    row = _row(submission, file)
    log(instance=submission, action="partners.view_clear", user=request.user, data={"file": row.declared_name})
    return _picture(row, review_copies.preview)


@private
@require_GET
def watch(request: StaffRequest, pk: int, file: UUID) -> HttpResponse:
    """Redirect to the small copy of a clip; the signed address is valid for at most a minute."""
    row = _row(sent_submission(pk), file)
    if not review_copies.fits(row):
        return HttpResponse(status=404)
    return redirect(review_copies.address(row))


@private
@require_http_methods(["GET", "POST"])
def original(request: StaffRequest, pk: int, file: UUID) -> HttpResponse:
    """The original file: GET warns, POST logs and shows an address valid for a minute (docs/security.md, rule 42)."""
    submission = sent_submission(pk)
    row = _row(submission, file)
    return _open_private(request, submission, row.stored, row.declared_name, "partners.view_original")


@private
@require_http_methods(["GET", "POST"])
def consent_paper(request: StaffRequest, pk: int, person: UUID) -> HttpResponse:
    """The signed consent of a representative, opened and logged like an original."""
    submission = sent_submission(pk)
    shown = get_object_or_404(submission.people.select_related("paper"), uuid=person)
    return _open_private(request, submission, shown.paper, str(shown), "partners.view_paper")


def _open_private(
    request: StaffRequest, submission: Submission, stored: StoredFile | None, name: str, action: str
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


def _uuid(text: str | None) -> UUID:
    """The posted text as UUID; the nil UUID, which no row has, when it is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return UUID(int=0)


def show(
    request: StaffRequest,
    submission: Submission,
    *,
    errors: Sequence[str] = (),
    note: str = "",
    remark_text: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of a submission, with errors and what was typed: its note to the partner, its remark."""
    context = _review(request, submission) | _facts(submission) | _place(request, submission)
    context |= {
        "submission": submission,
        "errors": errors,
        "note": note,
        "remark_text": remark_text,
        "header_title": submission.shown_title,
        "page_title": submission.shown_title,
        "header_icon": "user",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Trang chủ")},
            {"url": reverse("kol_submissions:index"), "label": _("Bài của KOL")},
            {"url": "", "label": submission.shown_title},
        ],
    }
    return render(request, "partners/admin/submission.html", context, status=status)


def _conflict(request: StaffRequest, pk: int, error: WrongState, typed: str = "", **fields: str) -> HttpResponse:
    """409 with the page as it is now and what was typed, also where its field is gone with the step."""
    kept = [_("Bạn đã gõ: “%(typed)s”") % {"typed": typed}] if typed else []
    return show(request, sent_submission(pk), errors=[str(error), *kept], status=409, **fields)


def _review(request: StaffRequest, submission: Submission) -> dict[str, Any]:
    """Which steps are allowed now, and the reasons against accepting."""
    steps = submission.newsroom_steps
    deciding = submission.state != State.PUBLISHED
    can_accept = deciding and State.ACCEPTED in steps and submission.state != State.SCHEDULED
    reasons = transitions.reasons_against(submission, by=request.user, took_unscanned=True) if can_accept else []
    may = {step.value for step in steps} & set(DecisionForm.STEPS) if deciding else set()
    if submission.state == State.SCHEDULED:
        may -= {State.ACCEPTED.value}
    return {
        "may": may,
        "reasons": reasons,
        "seen": submission.fingerprint(),
        "may_remark": submission.state in transitions.REMARKED,
        "is_mine": submission.claimed_by_id == request.user.pk,
    }


def _facts(submission: Submission) -> dict[str, Any]:
    """Files with their remarks, people, statements and history for the template."""
    files = list(submission.files.select_related("stored", "submission"))
    remarks = list(submission.remarks.select_related("file", "by"))
    history = list(submission.events.select_related("by"))
    consents = list(submission.consents.select_related("given_by"))
    return {
        "files": files,
        "looks": {row.pk: _look(row, remarks) for row in files},
        "has_unscanned": any(row.is_unscanned for row in files),
        "remarks": remarks,
        "people": list(submission.people.select_related("paper")),
        "consents": [consent for consent in consents if not consent.replaced_at and not consent.withdrawn_at],
        "former_consents": [consent for consent in consents if consent.replaced_at or consent.withdrawn_at],
        "history": history,
        "words": [event for event in history if event.voice],
        "links": list(submission.reported_links.all()),
        "assets": assets_of(submission),
        "brief": submission.brief,
        "brief_is_newer": bool(submission.brief and submission.brief.version > submission.brief_version),
    }


class Look(NamedTuple):
    """How the page shows a file: its copy or blurred still, else the sentence in its place; and the pins on it."""

    is_blurred: bool
    can_be_watched: bool
    can_be_seen: bool
    in_its_place: str
    pins: list[Remark]


def _look(row: SubmissionFile, remarks: list[Remark]) -> Look:
    blurred = review_copies.is_blurred(row)
    return Look(
        is_blurred=blurred,
        can_be_watched=review_copies.fits(row),
        can_be_seen=bool(row.stored and row.stored.preview_key and (row.still_key or not blurred)),
        in_its_place=review_copies.in_its_place(row) if row.stored else "",
        pins=[remark for remark in remarks if remark.file_id == row.pk and remark.answered_at is None],
    )


def _place(request: StaffRequest, submission: Submission) -> dict[str, Any]:
    story = getattr(submission, "story", None)
    wanted = submission.state == State.ACCEPTED
    return {
        "story": story,
        "sections": story_factory.sections_for(request.user) if wanted and story is None else [],
        "remark_kinds": Remark,
    }
