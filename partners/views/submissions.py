"""The partner's pages: home, one submission, its form, its steps."""

from botocore.exceptions import BotoCoreError, ClientError
from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch
from django.http import Http404, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from media_library.intake import Refused
from partners import journey, uploads
from partners.access import own_submission, partner_only
from partners.consents import STATEMENTS
from partners.forms import SubmissionForm
from partners.models import Partner, Submission, SubmissionEvent
from partners.models.submission import WrongState
from partners.trail import trail_of

MAX_DRAFTS = 20  # open drafts per partner: a script that asks for new ones fills no table


@partner_only
@require_GET
def home(request):
    """Every submission of the account's partners, newest first, and what waits for the partner."""
    events = Prefetch("events", SubmissionEvent.objects.order_by("at", "pk"), to_attr="history")
    submissions = list(
        Submission.objects.filter(partner__in=request.partners)
        .select_related("partner", "story")
        .prefetch_related(events, "files")
    )
    for submission in submissions:
        submission.trail = trail_of(submission, submission.history)
    wanted = [submission for submission in submissions if submission.state == Submission.State.CHANGES]
    return render(
        request, "partners/home.html", {"submissions": submissions, "wanted": wanted, "partners": request.partners}
    )


@partner_only
@require_POST
def create(request):
    """A new draft; an untouched one is used again, so that two taps make one."""
    chosen = request.POST.get("partner", "")
    partner = next((one for one in request.partners if str(one.uuid) == chosen), request.partners[0])
    with transaction.atomic():
        Partner.objects.select_for_update().get(pk=partner.pk)  # one tap at a time
        drafts = Submission.objects.filter(partner=partner, state=Submission.State.DRAFT)
        blank = drafts.filter(created_by=request.user, title="", text="", post_url="", files=None).first()
        if blank is None and drafts.count() >= MAX_DRAFTS:
            messages.error(
                request,
                _("Bạn đang có %(limit)d bản nháp. Bạn gửi hoặc rút bớt rồi tạo bài mới.") % {"limit": MAX_DRAFTS},
            )
            return redirect("partners:home")
        draft = blank or Submission.objects.create(
            partner=partner, created_by=request.user, credit=partner.display_name
        )
    return redirect("partners:edit", uuid=draft.uuid)


@partner_only
@require_GET
def submission(request, uuid):
    """One submission: where it is, what the desk said, its files, its words, what was agreed to."""
    found = own_submission(request, uuid)
    history = list(found.events.all())
    context = {
        "submission": found,
        "trail": trail_of(found, history),
        "history": history,
        "files": list(found.files.select_related("stored")),
        "consents": list(found.consents.live()),
        "can_withdraw": Submission.State.WITHDRAWN in Submission.PARTNER_STEPS.get(found.state, set()),
        "story": getattr(found, "story", None),
    }
    return render(request, "partners/submission.html", context)


@partner_only
@require_http_methods(["GET", "POST"])
def edit(request, uuid):
    """The form. Everything that was typed is kept, whatever is wrong with it."""
    if request.method == "GET":
        found = own_submission(request, uuid)
        return (
            _form(request, found, SubmissionForm(instance=found))
            if found.is_editable
            else redirect("partners:submission", uuid=uuid)
        )
    with transaction.atomic():
        found = own_submission(request, uuid, lock=True)
        if not found.is_editable:
            return _too_late(request, found)
        return _save(request, found)


def _save(request, found):
    form = SubmissionForm(request.POST, instance=found)
    quiet = request.headers.get("Accept", "").startswith("application/json")
    valid = form.is_valid()
    problems = {} if valid else {name: list(errors) for name, errors in form.errors.items()}
    _keep_valid(found, form)
    problem = _file_problem(request, found)
    if problem:
        problems.setdefault("tep", []).append(problem)
    if quiet:
        saved = _("Đã lưu lúc %(time)s.") % {"time": date_format(timezone.localtime(), "H:i")}
        return JsonResponse({"saved": saved, "errors": problems}, status=200)
    if request.POST.get("viec") == "gui":
        if not problems:
            problems = journey.problems_before_sending(found, found.ticked)
        if not problems:
            journey.send(found, found.ticked, by=request.user)
            messages.success(request, _("Đã gửi cho tòa soạn. Mã bài của bạn: %(code)s.") % {"code": found.code})
            return redirect("partners:submission", uuid=found.uuid)
    if problems:
        return _form(request, found, form, problems)
    messages.success(request, _("Đã lưu bản nháp."))
    return redirect("partners:edit", uuid=found.uuid)


def _keep_valid(found, form):
    """Save the fields that are right, so that one wrong link does not cost a page of text."""
    names = [name for name in [*SubmissionForm.Meta.fields, "has_minor", "ticked"] if name in form.cleaned_data]
    for name in names:
        setattr(found, name, form.cleaned_data[name])
    found.save(update_fields=[*names, "updated_at"])


def _file_problem(request, found) -> str:
    """Take the file of the plain form; returns the sentence when it does not come in."""
    file = request.FILES.get("tep")
    if file is None:
        return ""
    try:
        uploads.take(found, file, user=request.user)
    except uploads.UploadRefused as refused:
        return str(refused)
    except Refused as refused:
        return " ".join(refused.messages)
    except (BotoCoreError, ClientError, OSError):
        return _("Kho tệp đang bận nên chưa nhận được tệp. Chữ bạn gõ đã được lưu; bạn thử gửi lại tệp sau ít phút.")
    return ""


def _form(request, found, form, problems=None):
    context = {
        "submission": found,
        "form": form,
        "problems": problems or {},
        "statements": STATEMENTS,
        "ticked": form.ticked_now,
        "files": list(found.files.select_related("stored")),
        "max_files": uploads.MAX_FILES,
    }
    return render(request, "partners/submission_form.html", context, status=422 if problems else 200)


def _too_late(request, found):
    messages.error(
        request,
        _("Bài đang ở trạng thái “%(state)s” nên không sửa được nữa. Bạn rút bài hoặc nhắn tòa soạn.")
        % {"state": found.get_state_display()},
    )
    return redirect("partners:submission", uuid=found.uuid)


@partner_only
@require_http_methods(["GET", "POST"])
def withdraw(request, uuid):
    """Ask, then take the submission back."""
    if request.method == "GET":
        found = own_submission(request, uuid)
        if Submission.State.WITHDRAWN not in Submission.PARTNER_STEPS.get(found.state, set()):
            return redirect("partners:submission", uuid=uuid)
        return render(request, "partners/withdraw.html", {"submission": found})
    with transaction.atomic():
        found = own_submission(request, uuid, lock=True)
        try:
            journey.withdraw(found, by=request.user)
            messages.success(request, _("Đã rút bài. Tòa soạn không dùng nội dung này nữa."))
        except WrongState as error:
            messages.error(request, str(error))
    return redirect("partners:submission", uuid=uuid)


@partner_only
def remove_file(request, uuid, file):
    """The plain way to take a file off; a script asks the JSON address."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    with transaction.atomic():
        found = own_submission(request, uuid, lock=True)
        if not found.is_editable:
            return _too_late(request, found)
        row = found.files.select_for_update(of=("self",)).select_related("stored").filter(uuid=file).first()
        if row is None:
            raise Http404(_("Không có tệp này."))
        uploads.remove(row)
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"removed": str(file)})
    return redirect("partners:edit", uuid=uuid)
