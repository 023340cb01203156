"""Actions of editors on one file: describe, decide, override, redact, record consents, run a job again.

Each action takes (request, asset, file) and returns the sentence of the success message. It raises ValidationError with
a sentence when it is not allowed. Every change is logged in the asset's history.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from base.errors import DecidedMeanwhile, WrongState
from base.text import whole_number
from files.intake.accept import UploadRejected, accept_upload
from files.intake.deadline import shared_deadline
from files.models import StoredFile
from media_library.admin.files.forms import ConsentForm, FileTagsForm, MarkForm, ReplaceForm, consent_ids
from media_library.catalogue.requirements import gaps, takes_mark
from media_library.derivatives import queue
from media_library.derivatives.tasks import make_preview_for, may_be_drawn_again
from media_library.models import Asset, AssetFile, Derivative
from media_library.notices import UNDO
from media_library.recall import withdrawal
from media_library.review import redaction
from media_library.review.files import describe, replace_file
from media_library.review.marks import put_mark
from media_library.signals import availability_changed
from users.http import SignedInRequest

MIN_REASON = 10  # characters of a reason


class ConsentRefused(ValidationError):
    """The consent form is not valid; `form` keeps what was typed."""

    def __init__(self, form: ConsentForm) -> None:
        super().__init__(_form_errors(form))
        self.form = form


def describe_file(request: SignedInRequest, asset: Asset, file: AssetFile) -> str:
    """Save role, language, label and the answer about people under 18 of a file that is not released."""
    _open_only(file)
    form = FileTagsForm(request.POST)
    if not form.is_valid():
        raise ValidationError(_form_errors(form))
    before = {name: _said(file, name) for name in form.fields}
    with transaction.atomic():
        describe(file, **form.cleaned_data, by=request.user)
        changes = [
            f"{field.label}: {before[name] or '–'} → {_said(file, name) or '–'}"
            for name, field in form.fields.items()
            if before[name] != _said(file, name)
        ]
        _note(request, asset, "media_library.describe_file", file, changes=changes)
    return _("Đã ghi “%(label)s”.") % {"label": file.label}


def _said(file: AssetFile, name: str) -> str:
    """What a field of FileTagsForm says about the file, as people read it."""
    if name == "shows_minor":
        return {None: "", True: _("Có"), False: _("Không")}[file.stored.shows_minor]
    return str({"role": file.get_role_display(), "language": file.get_language_display(), "label": file.label}[name])


def replace(request: SignedInRequest, asset: Asset, file: AssetFile) -> str:
    """Put another file in the place of `file`; asks only the file and the answer about people under 18."""
    _open_only(file)
    form = ReplaceForm(request.POST, request.FILES)
    if not form.is_valid():
        raise ValidationError(_form_errors(form))
    corner, shows_minor = file.mark_corner, form.cleaned_data["shows_minor"]
    with shared_deadline():
        new = replace_file(file, form.cleaned_data["new_file"], user=request.user, shows_minor=shows_minor)
        if corner and takes_mark(new):
            put_mark(new, corner, user=request.user)
    data = of_file(new) | {"before": of_file(file), "where": str(_("trang tài liệu"))}
    log(instance=asset, action="media_library.replace_file", user=request.user, data=data)
    return _("Đã thay “%(label)s”. Hình xem trước hiện sau ít giây.") % {"label": new.label}


def mark(request: SignedInRequest, asset: Asset, file: AssetFile) -> str:
    """Put QR code, code and version of the file's version on its sheet."""
    _open_only(file)
    form = MarkForm(request.POST)
    if not form.is_valid():
        raise ValidationError(_form_errors(form))
    if not takes_mark(file) or file.stored.state in StoredFile.GONE:
        raise ValidationError(_("Chỉ đóng mã lên tờ PDF để in."))
    before = of_file(file)
    put_mark(file, form.cleaned_data["corner"], user=request.user)
    data = of_file(file) | {"before": before, "where": str(_("đóng mã"))}
    log(instance=asset, action="media_library.replace_file", user=request.user, data=data)
    return _("Đã đóng mã của v%(number)s lên “%(label)s”. Bạn xem lại hình trước khi gửi duyệt.") % {
        "number": file.version.number,
        "label": file.label,
    }


def of_file(file: AssetFile) -> dict[str, str]:
    """What the asset's history keeps of a file that was added, replaced or removed."""
    return {
        "file": file.label,
        "version": file.version.number,
        "name": file.stored.display_name,
        "sha256": file.stored.sha256,
    }


def decide_scan(request: SignedInRequest, asset: Asset, file: AssetFile) -> str:
    """Record a person's decision to use a file that could not be scanned."""
    if file.stored.state != StoredFile.State.NOT_SCANNED:
        raise ValidationError(
            _("Tệp này không cần quyết định: %(state)s.") % {"state": file.stored.get_state_display()}
        )
    with transaction.atomic():
        _decision(request, file.stored, "decision", "decided")
        _note(request, asset, "media_library.decide_scan", file, reason=file.stored.decision)
    return _("Đã ghi quyết định dùng “%(label)s”.") % {"label": file.label}


def override_requirements(request: SignedInRequest, asset: Asset, file: AssetFile) -> str:
    """Record the reason for releasing a file with gaps (catalogue/requirements.py)."""
    if not gaps(asset.kind, file):
        raise ValidationError(_("Tệp này đã đúng chuẩn, không cần lý do."))
    with transaction.atomic():
        _decision(request, file, "override", "override")
        _note(request, asset, "media_library.override_requirements", file, reason=file.override)
    return _("Đã ghi lý do phát hành “%(label)s”.") % {"label": file.label}


def add_consent(request: SignedInRequest, asset: Asset, file: AssetFile) -> str:
    """Record the consent of a person or group; the paper passes the upload gate and stays in quarantine."""
    form = ConsentForm(request.POST, request.FILES, auto_id=consent_ids(file.pk))
    if not form.is_valid():
        raise ConsentRefused(form)
    consent = form.save(commit=False)
    consent.collected_by = request.user
    if upload := form.cleaned_data["paper_file"]:
        try:
            accepted = accept_upload("consent", upload)
        except UploadRejected as refused:
            form.add_error("paper_file", refused)
            raise ConsentRefused(form) from refused
        with accepted:
            consent.paper = StoredFile.objects.store(
                accepted, zone=StoredFile.Zone.QUARANTINE, user=request.user, kind="consents"
            )
        consent.paper_sha256 = consent.paper.original_sha256
    with transaction.atomic():
        consent.save()
        consent.files.add(file.stored)
        queue.plan(file.stored, kind=asset.kind, owner=request.user)
        _note(request, asset, "media_library.add_consent", file, subject=consent.subject, paper=consent.paper_sha256)
    return _("Đã ghi sự đồng ý của “%(subject)s”.") % {"subject": consent.subject}


def withdraw_consent(request: SignedInRequest, asset: Asset, file: AssetFile) -> str:
    """Close what shows the person (recall/withdrawal.py)."""
    with transaction.atomic():
        consent = withdrawal.withdraw(key_of(request.POST.get("consent", "")), file=file.stored, by=request.user)
        _note(request, asset, "media_library.withdraw_consent", file, consent=consent.pk)
    return _(
        "Đã ghi việc rút lại: tệp và hình có người này đóng ngay. Bấm nhầm thì hoàn tác trong %(minutes)d phút, ở dưới."
    ) % {"minutes": UNDO.total_seconds() // 60}


def undo_withdrawal(request: SignedInRequest, asset: Asset, file: AssetFile) -> str:
    """Open it again: who has just withdrawn a consent by mistake."""
    with transaction.atomic():
        consent = withdrawal.undo(key_of(request.POST.get("consent", "")), file=file.stored, by=request.user)
        _note(request, asset, "media_library.undo_withdrawal", file, consent=consent.pk)
    return _("Đã hoàn tác: tệp và hình mở lại, chưa đơn vị nào nhận thư.")


def run_again(request: SignedInRequest, asset: Asset, file: AssetFile) -> str:
    """Put a failed derivative job back in the queue."""
    job = file.stored.derivatives.filter(pk=key_of(request.POST.get("job", ""))).first()
    if job is None:
        raise ValidationError(_("Không có việc này. Bạn tải lại trang."))
    if job.state != Derivative.State.FAILED:
        raise WrongState(_("Việc này không còn ở trạng thái hỏng: người khác vừa chạy lại, hoặc đã xong."))
    queue.again(job)
    return _("Đã xếp lại: %(form)s.") % {"form": job.get_form_display()}


def draw_again(request: SignedInRequest, asset: Asset, file: AssetFile) -> str:
    """Enqueue the preview again after it failed."""
    if not may_be_drawn_again(file.stored):
        raise ValidationError(_("Hình xem trước này không vẽ lại được. Bạn tải lại trang."))
    with transaction.atomic():
        StoredFile.objects.filter(pk=file.stored_id, preview_key="").update(preview_error="")
        transaction.on_commit(lambda: make_preview_for.enqueue(str(file.stored_id)))
    return _("Đã xếp vẽ lại hình xem trước của “%(label)s”.") % {"label": file.label}


def redact(request: SignedInRequest, asset: Asset, file: AssetFile) -> str:
    """Close the picture and enqueue its redaction, which then replaces it."""
    with transaction.atomic():
        number = redaction.request_redaction(file, request.POST.get("parts", ""), by=request.user)
        _note(request, asset, "media_library.request_redaction", file, parts=number)
    return _("Đang che %(number)d chỗ. Ảnh gốc đã đóng; bản đã che hiện ở đây sau ít phút.") % {"number": number}


ACTIONS = {
    "describe": describe_file,
    "replace": replace,
    "mark": mark,
    "decide": decide_scan,
    "override": override_requirements,
    "consent": add_consent,
    "withdraw-consent": withdraw_consent,
    "undo-withdrawal": undo_withdrawal,
    "again": run_again,
    "draw": draw_again,
    "redact": redact,
}
#: Actions that also need release_asset.
NEED_RELEASE = {"decide", "override"}


def perform(request: SignedInRequest, asset: Asset, action: str) -> str:
    """Run `action` on the form's file. Raises ValidationError, WrongState, PermissionDenied and storage errors."""
    if action in NEED_RELEASE and not request.user.has_perm("media_library.release_asset"):
        raise PermissionDenied
    files = AssetFile.objects.filter(version__asset=asset).select_related("stored", "version__asset")
    file = files.filter(pk=key_of(request.POST.get("file", ""))).first()
    if file is None:
        raise ValidationError(_("Tệp này không còn trong tài liệu. Bạn tải lại trang."))
    message = ACTIONS[action](request, asset, file)
    availability_changed.send(Asset, asset=Asset.objects.get(pk=asset.pk))  # a consent opens and closes it
    return message


def key_of(given: str) -> int:
    """A row's key from a form; 0, which no row has, for everything that is no number."""
    return whole_number(given) or 0


def _form_errors(form: Any) -> list[str]:
    """The first error of each field with the field's name; errors of the whole form without one."""
    named = {name: str(field.label) for name, field in form.fields.items()}
    return [": ".join(part for part in (named.get(name), errors[0]) if part) for name, errors in form.errors.items()]


def reason_of(request: SignedInRequest) -> str:
    """The form's reason on one line. Raises ValidationError below MIN_REASON characters."""
    reason = " ".join(request.POST.get("reason", "").split())[:300]
    if len(reason) < MIN_REASON:
        raise ValidationError(_("Bạn viết rõ lý do, ít nhất %(number)d ký tự.") % {"number": MIN_REASON})
    return reason


def _decision(request: SignedInRequest, row: Any, field: str, prefix: str) -> None:
    """Write the reason on `row`, in a transaction of the caller's.

    Raises DecidedMeanwhile when somebody has written another one since it was read.
    """
    reason = reason_of(request)
    values = {field: reason, f"{prefix}_by": request.user, f"{prefix}_at": timezone.now()}
    there = type(row).objects.select_for_update(of=("self",)).select_related(f"{prefix}_by").get(pk=row.pk)
    if getattr(there, field) != getattr(row, field):
        sentence = _("%(who)s vừa ghi lý do cho tệp này. Bạn xem lại rồi quyết định.")
        raise DecidedMeanwhile(getattr(there, f"{prefix}_by"), sentence)
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def _open_only(file: AssetFile) -> None:
    if file.version.released_at:
        raise ValidationError(_("Phiên bản đã phát hành nên không đổi tệp được. Bạn tạo phiên bản mới."))


def _note(request: SignedInRequest, asset: Asset, action: str, file: AssetFile, **data: Any) -> None:
    log(
        instance=asset,
        action=action,
        user=request.user,
        data={"file": file.label, "stored": str(file.stored_id)} | data,
    )
