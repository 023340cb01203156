"""Steps on one submission: decide, claim, answer, remark. Of two reviewers at once the second gets 409."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.log_actions import log

from base.caching.headers import private
from base.errors import WrongState
from base.text import whole_number
from partners.admin.forms import DecisionForm, RemarkForm, sentences_of
from partners.admin.permissions import sent_submission
from partners.admin.submission_page import show
from partners.models import Submission
from partners.workflow import transitions
from users.http import SignedInRequest

State = Submission.State


@private
@require_GET
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    return show(request, sent_submission(pk))


@private
@require_POST
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
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
def claim(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take over from a colleague (logged), or give back with `tra-lai`. 409 when another was faster."""
    submission = sent_submission(pk)
    if request.POST.get("tra-lai"):
        transitions.release(submission, by=request.user)
        messages.success(request, _("Đã trả bài về hàng chờ."))
    else:
        was = whole_number(request.POST.get("was", "")) if "was" in request.POST else submission.claimed_by_id or 0
        try:
            with transaction.atomic():
                transitions.claim(submission, by=request.user, was=was or 0)
                log(instance=submission, action="partners.claim", user=request.user)
        except WrongState as error:
            return _conflict(request, pk, error)
        messages.success(request, _("Bạn đã nhận bài này."))
    return redirect("kol_submissions:detail", pk)


@private
@require_POST
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
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
def remark(request: SignedInRequest, pk: int) -> HttpResponse:
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
def forget_remark(request: SignedInRequest, pk: int, remark: int) -> HttpResponse:
    """Delete one's own remark, as long as it is not answered."""
    sent_submission(pk).remarks.filter(pk=remark, by=request.user, answered_at=None).delete()
    return redirect(reverse("kol_submissions:detail", args=[pk]) + "#kol-remarks")


def _uuid(text: str | None) -> UUID:
    """The posted text as UUID; the nil UUID, which no row has, when it is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return UUID(int=0)


def _conflict(request: SignedInRequest, pk: int, error: WrongState, typed: str = "", **fields: str) -> HttpResponse:
    """409 with the page as it is now and what was typed, also where its field is gone with the step."""
    extra_errors = [_("Bạn đã gõ: “%(typed)s”") % {"typed": typed}] if typed else []
    return show(request, sent_submission(pk), errors=[str(error), *extra_errors], status=409, **fields)
