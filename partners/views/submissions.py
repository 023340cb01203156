"""Pages of one submission for its partner: state, answers, receipt, reported posts, withdrawal, removal."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from base.errors import WrongState, error_page, picture_away
from base.text import one_line
from media_library.print.typst import Busy
from partners import receipts
from partners.access import PartnerRequest, own_submission, partner_only
from partners.forms import QuestionForm, ReportedLinkForm
from partners.media import review_copies
from partners.models import Submission, SubmissionFile
from partners.workflow import removal, transitions
from partners.workflow.checks import unmet_wishes
from partners.workflow.timeline import timeline_of

State = Submission.State
MAX_LINKS = 30  # reported posts of one submission


@partner_only
@require_GET
def submission(request: PartnerRequest, uuid: UUID) -> HttpResponse:
    """Show one submission: state, remarks and answers, files, text, statements."""
    return piece_page(request, own_submission(request, uuid))


def piece_page(
    request: PartnerRequest,
    piece: Submission,
    link_form: ReportedLinkForm | None = None,
    question_form: QuestionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of one submission; forms that are given keep what was typed."""
    history = list(piece.events.all())
    story = getattr(piece, "story", None)
    context = {
        "submission": piece,
        "unmet": unmet_wishes(piece) if piece.is_editable else [],
        "trail": timeline_of(piece, history),
        "history": history,
        "files": list(piece.files.select_related("stored")),
        "people": list(piece.people.all()),
        "remarks": list(piece.remarks.select_related("file", "by")),
        "consents": list(piece.consents.live()),
        "can_withdraw": piece.partner_may(State.WITHDRAWN),
        "can_remove": piece.partner_may(State.REMOVED),
        "links": list(piece.reported_links.all()),
        "link_form": link_form or ReportedLinkForm(),
        "question_form": question_form or QuestionForm(),
        "words": [event for event in history if event.voice],
        "may_report": piece.state == State.PUBLISHED,
        "story": story,
    }
    return render(request, "partners/submission.html", context, status=status)


@partner_only
@require_http_methods(["GET", "POST"])
def withdraw(request: PartnerRequest, uuid: UUID) -> HttpResponse:
    """GET asks for confirmation; POST withdraws the submission."""
    return _ask(
        request,
        uuid,
        State.WITHDRAWN,
        "partners/withdraw.html",
        lambda piece: transitions.withdraw(piece, by=request.user),
        _("Đã rút bài. Tòa soạn không dùng nội dung này nữa."),
    )


@partner_only
@require_http_methods(["GET", "POST"])
def remove(request: PartnerRequest, uuid: UUID) -> HttpResponse:
    """GET asks for confirmation; POST takes the published piece off the site at once."""
    reason = one_line(request.POST.get("ly-do", ""), 300)
    return _ask(
        request,
        uuid,
        State.REMOVED,
        "partners/remove.html",
        lambda piece: removal.remove(piece, by=request.user, reason=reason),
        _("Bài đã rời khỏi trang và kho tài liệu. Tệp sẽ bị xóa hẳn trong hôm nay; biên nhận và nhật ký vẫn còn."),
    )


def _ask(
    request: PartnerRequest, uuid: UUID, step: State, template: str, do: Callable[[Submission], object], done: str
) -> HttpResponse:
    """GET shows `template`, POST runs `do`; 409 with the submission's page when its state does not allow `step`.

    A button that was pressed twice is no conflict: the second request finds the step done.
    """
    if request.method == "GET":
        piece = own_submission(request, uuid)
        if not piece.partner_may(step):
            return redirect("partners:submission", uuid=uuid)
        return render(request, template, {"submission": piece})
    try:
        with transaction.atomic():
            piece = own_submission(request, uuid, lock=True)
            if piece.state != step:
                do(piece)
    except WrongState as error:
        messages.error(request, str(error))
        return piece_page(request, own_submission(request, uuid), status=409)
    messages.success(request, done)
    return redirect("partners:submission", uuid=uuid)


@partner_only
@require_GET
def receipt(request: PartnerRequest, uuid: UUID) -> HttpResponse:
    """The receipt as a page, with every statement, its text and hash; the PDF has the same content."""
    piece = own_submission(request, uuid)
    if piece.sent_at is None:
        return redirect("partners:edit", uuid=uuid)
    return render(request, "partners/receipt.html", receipts.facts_of(piece) | {"submission": piece})


@partner_only
@require_GET
def receipt_pdf(request: PartnerRequest, uuid: UUID) -> HttpResponse:
    """The receipt as PDF; raises Http404 for a draft, 503 when every compiler is at work."""
    piece = own_submission(request, uuid)
    if piece.sent_at is None:
        raise Http404(_("Bài này chưa gửi nên chưa có biên nhận."))
    try:
        data = receipts.pdf_of(piece)
    except Busy:
        return error_page(503, _("Máy chủ đang bận"), _("Trang biên nhận vẫn xem được; bạn tải PDF lại sau ít phút."))
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="bien-nhan-{piece.code}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@partner_only
@require_GET
def picture(request: PartnerRequest, uuid: UUID, file: UUID) -> HttpResponse:
    """The preview of the partner's own file; raises Http404."""
    row = _own_file(request, uuid, file)
    if row is None or row.stored is None or not row.stored.preview_key:
        raise Http404(_("Chưa có hình xem trước của tệp này."))
    try:
        data = review_copies.read_picture(row, review_copies.preview)
    except review_copies.AWAY:
        return picture_away()
    response = HttpResponse(data, content_type="image/webp")
    response["X-Content-Type-Options"] = "nosniff"
    return response


@partner_only
@require_GET
def watch(request: PartnerRequest, uuid: UUID, file: UUID) -> HttpResponse:
    """Redirect to the viewing copy of the partner's own clip, signed for at most a minute; raises Http404."""
    row = _own_file(request, uuid, file)
    if row is None or not row.viewing_key:
        raise Http404(_("Bản xem nhanh của clip này chưa có."))
    return redirect(review_copies.address(row))


def _own_file(request: PartnerRequest, uuid: UUID, file: UUID) -> SubmissionFile | None:
    return own_submission(request, uuid).files.select_related("stored", "submission").filter(uuid=file).first()


@partner_only
@require_POST
def ask(request: PartnerRequest, uuid: UUID) -> HttpResponse:
    """Send a question about a sent piece; the newsroom gets a letter, and its list shows it."""
    piece = own_submission(request, uuid)
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return piece_page(request, piece, question_form=form, status=422)
    try:
        transitions.ask(piece, form.cleaned_data["text"], by=request.user)
    except ValidationError as error:
        form.add_error("text", error)
        return piece_page(request, piece, question_form=form, status=422)
    messages.success(request, _("Đã gửi câu hỏi cho bàn KOL."))
    return redirect(reverse("partners:submission", args=[uuid]) + "#hoi")


@partner_only
@require_POST
@transaction.atomic
def report_link(request: PartnerRequest, uuid: UUID) -> HttpResponse:
    """Report a post of the published piece on the partner's own channel; it is not fetched."""
    piece = own_submission(request, uuid, lock=True)
    form = ReportedLinkForm(request.POST)
    if piece.state != State.PUBLISHED:
        messages.error(request, _("Bạn báo liên kết sau khi bài đã đăng nhé."))
        return redirect("partners:submission", uuid=uuid)
    if form.is_valid() and piece.reported_links.count() >= MAX_LINKS:
        form.add_error("url", _("Mỗi bài báo tối đa %(limit)d liên kết.") % {"limit": MAX_LINKS})
    if not form.is_valid():
        return piece_page(request, piece, form, status=422)
    link = form.save(commit=False)
    link.submission, link.reported_by = piece, request.user
    try:
        with transaction.atomic():
            link.save()
        messages.success(request, _("Đã ghi liên kết. Cảm ơn bạn!"))
    except IntegrityError:
        messages.info(request, _("Liên kết này bạn đã báo rồi."))
    return redirect("partners:submission", uuid=uuid)


@partner_only
@require_POST
def forget_link(request: PartnerRequest, uuid: UUID, pk: int) -> HttpResponse:
    own_submission(request, uuid).reported_links.filter(pk=pk).delete()
    return redirect("partners:submission", uuid=uuid)
