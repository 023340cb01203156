"""The draft of a submission: one form with five steps. Valid fields are saved even if others are wrong."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from functools import partial
from typing import NamedTuple
from uuid import UUID

from botocore.exceptions import BotoCoreError, ClientError
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.forms import BaseForm
from django.http import Http404, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from base.errors import WrongState, disk_is_full
from base.http import TWICE
from base.text import one_line
from files.intake.accept import UploadRejected
from files.intake.deadline import shared_deadline
from files.uploads.targets import UploadNotAllowed
from media_library.models import SubjectConsent
from partners.access import PartnerRequest, own_submission, partner_only
from partners.consents import STATEMENTS
from partners.forms import PersonForm, SubmissionForm
from partners.media import uploads
from partners.models import DepictedPerson, OverQuota, Submission
from partners.views.submissions import piece_page
from partners.workflow import removal, transitions
from partners.workflow.checks import Problems, unmet_wishes
from partners.workflow.statements import held

MAX_PEOPLE = 30  # rows; a whole class can be one: “lớp 7A, 32 em” with one paper


@partner_only
@require_http_methods(["GET", "POST"])
def edit(request: PartnerRequest, uuid: UUID) -> HttpResponse:
    """GET shows the form; POST saves the valid fields and does what the button in `viec` says."""
    if request.method == "GET":
        piece = own_submission(request, uuid)
        return (
            _form(request, piece, SubmissionForm(instance=piece))
            if piece.is_editable
            else redirect("partners:submission", uuid=uuid)
        )
    try:
        with transaction.atomic():
            piece = own_submission(request, uuid, lock=True)
            if _was_just_sent(request, piece):
                return redirect("partners:receipt", uuid=uuid)
            _check_editable(piece)
            return _stale(request, piece) or _save(request, piece)
    except WrongState as wrong:
        return _too_late(request, uuid, wrong)


def _was_just_sent(request: PartnerRequest, piece: Submission) -> bool:
    """Whether the button that sends the piece was pressed twice, with the same words."""
    sent = piece.sent_at if piece.state == Submission.State.SENT and request.POST.get("viec") == "gui" else None
    if sent is None or sent < timezone.now() - TWICE:
        return False
    form = SubmissionForm(request.POST, instance=copy(piece))
    typed = form.cleaned_data if form.is_valid() else {}
    names = [name for name in SubmissionForm.KEPT if name in typed and name != "ticked"]  # sending empties the ticks
    return bool(typed) and all(typed[name] == getattr(piece, name) for name in names)


def _stale(request: PartnerRequest, piece: Submission) -> HttpResponse | None:
    """A 409 answer when the form was opened before the last save, else None.

    The typed text stays in the answered form; sending that one again saves it.
    """
    known_edits = request.POST.get("ban", "")
    if known_edits in {"", str(piece.edits)}:
        return None
    at = date_format(timezone.localtime(piece.updated_at), "H:i")
    sentence = _(
        "Bài đã có bản lưu mới hơn, lúc %(at)s: từ thẻ hoặc máy khác, hoặc vì trang này vừa được tải lại. Chữ ở trang "
        "này chưa lưu; bạn mở lại bài để xem bản mới, hoặc bấm “Lưu nháp” lần nữa để giữ bản ở đây."
    ) % {"at": at}
    if _is_quiet(request):
        return JsonResponse({"error": sentence, "stale": True}, status=409)
    return _form(request, piece, SubmissionForm(request.POST, instance=piece), {"ban": [sentence]}, status=409)


def _save(request: PartnerRequest, piece: Submission) -> HttpResponse:
    form = SubmissionForm(request.POST, instance=piece)
    problems: Problems = {} if form.is_valid() else _sentences(form)
    _keep_valid(piece, form)
    _keep_captions(request, piece)
    with shared_deadline():
        people, refused = _keep_people(request, piece)
        refused.extend(("tep", refusal) for refusal in _refused_files(request, piece))
    for name, refusal in refused:
        problems.setdefault(name, []).append(refusal.sentence)
    if _is_quiet(request):
        sentence = _("Đã lưu lúc %(time)s, trừ ô đang báo lỗi.") if problems else _("Đã lưu lúc %(time)s.")
        saved = sentence % {"time": date_format(timezone.localtime(), "H:i")}
        return JsonResponse({"saved": saved, "errors": problems, "ban": piece.edits})
    status = max([422, *(refusal.status for _name, refusal in refused if refusal.status >= 500)])
    return _then(request, piece, form, problems, people, status)


def _sentences(form: BaseForm) -> Problems:
    """Field name → the form's sentences about it."""
    return {name: [str(sentence) for sentence in errors] for name, errors in form.errors.items()}


def _then(
    request: PartnerRequest,
    piece: Submission,
    form: SubmissionForm,
    problems: Problems,
    people: list[DepictedPerson],
    status: int,
) -> HttpResponse:
    """Do what `viec` asks for, after saving: add or remove a person, send, or stay on the draft.

    `status`: of the answer where there are problems.
    """
    todo = request.POST.get("viec", "")
    if todo == "them-nguoi" and len(people) < MAX_PEOPLE:
        piece.people.create()
        return redirect(reverse("partners:edit", args=[piece.uuid]) + "#b4")
    if todo.startswith("bo-nguoi-"):
        uploads.forget_person(piece, todo.removeprefix("bo-nguoi-"))
        return redirect(reverse("partners:edit", args=[piece.uuid]) + "#b4")
    if todo == "gui":
        problems = problems or _send(request, piece)
        if not problems:
            messages.success(request, _("Đã gửi cho tòa soạn. Mã bài của bạn: %(code)s.") % {"code": piece.code})
            return redirect("partners:receipt", uuid=piece.uuid)
    if problems:
        return _form(request, piece, form, problems, status)
    messages.success(request, _("Đã lưu bản nháp."))
    return redirect("partners:edit", uuid=piece.uuid)


def _send(request: PartnerRequest, piece: Submission) -> Problems:
    """Send the piece; returns the problems, {} when it was sent."""
    problems = transitions.problems_before_sending(piece, piece.ticked)
    if problems:
        return problems
    try:
        transitions.send(piece, piece.ticked, by=request.user)
    except OverQuota as over:
        return {"ban": [str(over)]}
    return {}


def _keep_valid(piece: Submission, form: SubmissionForm) -> None:
    """Save the valid fields and count the save in `edits`."""
    names = [name for name in SubmissionForm.KEPT if name in form.cleaned_data]
    for name in names:
        setattr(piece, name, form.cleaned_data[name])
    piece.edits += 1
    piece.save(update_fields=[*names, "edits", "updated_at"])


def _keep_captions(request: PartnerRequest, piece: Submission) -> None:
    """Save the captions of files: field `chu-<uuid>`."""
    for row in piece.files.all():
        if (typed := request.POST.get(f"chu-{row.uuid}")) is not None:
            row.caption = one_line(typed, 250)
            row.save(update_fields=["caption"])


class Refusal(NamedTuple):
    """Why something of the form was not kept. `status`: of the answer, 5xx where the fault is on our side."""

    sentence: str
    status: int = 422


def _keep_people(request: PartnerRequest, piece: Submission) -> tuple[list[DepictedPerson], list[tuple[str, Refusal]]]:
    """(rows, refusals by field): save the valid answers about every person, and the uploaded papers."""
    people = list(piece.people.all())
    refused: list[tuple[str, Refusal]] = []
    for person in people:
        form = PersonForm(request.POST, instance=person)
        if f"{form.prefix}-name" not in request.POST:
            continue
        if not form.is_valid():
            found_wrong = _sentences(form).items()
            refused.extend((f"{form.prefix}-{name}", Refusal(text)) for name, texts in found_wrong for text in texts)
        names = [name for name in PersonForm.Meta.fields if name in form.cleaned_data]
        for name in names:
            setattr(person, name, form.cleaned_data[name])
        person.save(update_fields=names)
        paper = request.FILES.get(f"{form.prefix}-giay")
        if refusal := _refusal_of(partial(uploads.save_consent_paper, person, user=request.user), paper):
            refused.append(("nguoi", refusal))
    return people, refused


def _refused_files(request: PartnerRequest, piece: Submission) -> list[Refusal]:
    """Take the files of the plain form; returns why some were refused."""
    take = partial(uploads.take, piece, user=request.user)
    return [refusal for file in request.FILES.getlist("tep") if (refusal := _refusal_of(take, file))]


def _refusal_of(take: Callable[[UploadedFile], object], file: UploadedFile | None) -> Refusal | None:
    """Call `take` with the file when there is one; returns why it is refused, 503 or 507 where storage has no room."""
    if file is None:
        return None
    try:
        take(file)
    except UploadNotAllowed as refused:
        return Refusal(str(refused))
    except UploadRejected as refused:
        return Refusal(" ".join(refused.messages), refused.status)
    except (BotoCoreError, ClientError, OSError) as error:
        sentence = _(
            "Kho tệp đang bận nên chưa nhận được tệp. Chữ bạn gõ đã được lưu; bạn thử gửi lại tệp sau ít phút."
        )
        return Refusal(sentence, 507 if disk_is_full(error) else 503)
    return None


def _is_quiet(request: PartnerRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _form(
    request: PartnerRequest,
    piece: Submission,
    form: SubmissionForm,
    problems: Problems | None = None,
    status: int = 422,
) -> HttpResponse:
    files = list(piece.files.select_related("stored"))
    people, still = list(piece.people.select_related("paper")), held(piece)
    bound = request.method == "POST"
    context = {
        "submission": piece,
        "form": form,
        "problems": problems or {},
        "statements": [statement for statement in STATEMENTS if statement.key not in still],
        "held": [record for record in piece.consents.live() if record.key in still],
        "ticked": form.ticked_now,
        "languages": form.languages_now,
        "files": files,
        "taken": [row for row in files if not row.refusal],
        "people": [PersonForm(request.POST, instance=item) if bound else PersonForm(instance=item) for item in people],
        "ages": SubjectConsent.AgeBand.choices,
        "unmet": unmet_wishes(piece),
        "remarks": list(piece.remarks.filter(answered_at=None).select_related("file", "by")),
        "max_files": uploads.MAX_FILES,
        "is_stale": status == 409,
    }
    return render(request, "partners/submission_form.html", context, status=status if problems else 200)


def _check_editable(piece: Submission) -> None:
    """Raise WrongState, which says why, for a piece that cannot be changed any more."""
    if not piece.partner.is_active:
        raise WrongState(_("Việc cộng tác đang tạm ngưng nên chưa sửa bài được. Bạn liên hệ tòa soạn."))
    if not piece.is_editable:
        raise WrongState(
            _("Bài đang ở trạng thái “%(state)s” nên không sửa được nữa. Bạn rút bài hoặc nhắn tòa soạn.")
            % {"state": piece.get_state_display()}
        )


def _too_late(request: PartnerRequest, uuid: UUID, wrong: WrongState) -> HttpResponse:
    """409 with the sentence: as JSON for the script, else on the piece's page, which shows the present state."""
    if _is_quiet(request):
        return JsonResponse({"error": str(wrong)}, status=409)
    messages.error(request, str(wrong))
    return piece_page(request, own_submission(request, uuid), status=409)


@partner_only
@require_GET
def files(request: PartnerRequest, uuid: UUID) -> HttpResponse:
    """The list of stored files as HTML, for the script after an upload."""
    piece = own_submission(request, uuid)
    context = {"submission": piece, "files": list(piece.files.select_related("stored"))}
    return render(request, "partners/parts/file_list.html", context)


@partner_only
def remove_file(request: PartnerRequest, uuid: UUID, file: UUID) -> HttpResponse:
    """Remove a file, by the plain form or by a script (JSON)."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        with transaction.atomic():
            piece = own_submission(request, uuid, lock=True)
            _check_editable(piece)
            row = piece.files.select_for_update(of=("self",)).select_related("stored").filter(uuid=file).first()
            if row is None:
                raise Http404(_("Không có tệp này."))
            removal.take_file_back(row, by=request.user, why=removal.GIVEN_BACK)
            uploads.remove(row)
    except WrongState as wrong:
        return _too_late(request, uuid, wrong)
    if _is_quiet(request):
        return JsonResponse({"removed": str(file)})
    return redirect("partners:edit", uuid=uuid)
