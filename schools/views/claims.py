"""Pages of one checklist item: draft, photos, handing in. The claim's address answers people and our script (JSON).

WrongState, raised where the item was confirmed or its season closed meanwhile, is answered with 409 by the middleware.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from botocore.exceptions import BotoCoreError, ClientError
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from base.caching.headers import private
from base.http import first_or_404
from base.text import whole_number
from campaign import activities, units
from files.intake.accept import AcceptedFile, UploadRejected
from media_library.models import Asset
from schools.access import UnitRequest, current_season, photo_for, refuse, unit_only, wants_json
from schools.claims import evidence, transitions
from schools.claims.checklist import Row, items_for, missing, wanted
from schools.forms import ClaimForm
from schools.models import MAX_PHOTOS, ChecklistItem, Claim

SEND, SEND_FACELESS = "gui", "gui-anh"  # the label of the second button states that no face is visible


def item_or_404(request: UnitRequest, code: str) -> ChecklistItem:
    """The item of the running season if this unit has to do it; raises Http404 otherwise."""
    season = current_season()
    items = items_for(request.unit, season) if season else []
    matching_item = next((item for item in items if item.code.casefold() == code.casefold()), None)
    if matching_item is None:
        raise Http404(_("Không có việc này trong danh sách của đơn vị bạn."))
    return matching_item


@require_http_methods(["GET", "HEAD", "POST"])
@unit_only
def claim(request: UnitRequest, code: str) -> HttpResponse:
    """GET shows the form; POST `viec=luu` saves a draft, `viec=gui` hands in. Valid fields are saved in both cases."""
    item = item_or_404(request, code)
    if request.method != "POST":
        record = Claim.objects.with_everything().filter(unit=request.unit, item=item).first()
        record = record or Claim(unit=request.unit, item=item)
        return _form(request, record, ClaimForm(instance=record, item=item))
    if request.POST.get("unit") not in {None, str(request.unit.uuid)}:
        # A draft that the phone kept for another unit, whose account was signed in before.
        return refuse(404, _("Bản này của đơn vị khác nên không gửi bằng tài khoản này."))
    try:
        with evidence.accepted(request.FILES.getlist("anh"), request.POST.getlist("anh_key")) as photos:
            return _post(request, item, photos)
    except UploadRejected as refused:
        which = f"{refused.file_name}: " if refused.file_name else ""
        return _problem(request, item, {"photos": which + " ".join(refused.messages)}, refused.status)
    except (BotoCoreError, ClientError):
        sentence = _("Kho ảnh đang bận nên chưa nhận được ảnh. Chữ bạn gõ vẫn còn; bạn thử lại sau ít phút.")
        return _problem(request, item, {"photos": sentence}, 503)


@transaction.atomic
def _post(request: UnitRequest, item: ChecklistItem, photos: list[tuple[AcceptedFile, UUID | None]]) -> HttpResponse:
    claim = transitions.claim_for(request.unit, item)
    form = ClaimForm(_typed(request), instance=Claim.objects.get(pk=claim.pk), item=item)
    valid = form.is_valid()
    version = whole_number(request.POST.get("version", ""))
    try:
        transitions.check_open(claim, version=version, by=request.user)
    except transitions.ChangedMeanwhile as overtaken:
        return _overtaken(request, claim, form, overtaken)
    problems = {name: " ".join(map(str, errors)) for name, errors in form.errors.items()}
    values = {name: form.cleaned_data[name] for name in transitions.FIELDS if name in form.cleaned_data}
    try:
        if evidence.add_photos(claim, photos, by=request.user):
            transitions.touch(claim, by=request.user)
    except ValidationError as wrong:
        problems["photos"] = " ".join(wrong.messages)
    sending = _is_sending(request)
    if sending and not problems:
        problems = missing(item, values, claim.photos.filter(removed_at=None).count())
    if sending and not problems:
        transitions.declare(claim, values, by=request.user)
    elif valid or values:
        transitions.save_draft(claim, values, by=request.user)
    return _answer(request, claim, form, problems, sent=sending and not problems)


def _is_sending(request: UnitRequest) -> bool:
    return request.POST.get("viec") in {SEND, SEND_FACELESS}


def _typed(request: UnitRequest) -> QueryDict:
    """The form's fields; the button “ảnh không rõ mặt, nộp” sets `faces_ok`."""
    typed = request.POST.copy()
    if typed.get("viec") == SEND_FACELESS:
        typed["faces_ok"] = "on"
    return typed


def _answer(
    request: UnitRequest, claim: Claim, form: ClaimForm, problems: dict[str, str], *, sent: bool
) -> HttpResponse:
    if sent:  # the next page says so: a script goes there, too
        messages.success(request, _("Đã nộp “%(label)s”. Cơ quan phụ trách sẽ xem.") % {"label": claim.item.label})
    if wants_json(request):
        status = 422 if problems and _is_sending(request) else 200
        return JsonResponse(_told(claim, problems, sent), status=status)
    if problems:
        return _form(request, claim, form, problems, status=422)
    if sent:
        return redirect("schools:home")
    messages.success(request, _("Đã lưu nháp. Đóng trang rồi mở lại vẫn còn."))
    return redirect("schools:claim", code=claim.item.code)


def _told(claim: Claim, problems: dict[str, str], sent: bool) -> dict[str, Any]:
    at = f"{timezone.localtime(claim.saved_at):%H:%M}" if claim.saved_at else ""
    return {
        "saved": _("Đã lưu lúc %(at)s.") % {"at": at},
        "sent": sent,
        "state": claim.state,
        "version": claim.version,
        "errors": problems,
        "next": reverse("schools:home"),
    }


def _overtaken(
    request: UnitRequest, claim: Claim, form: ClaimForm, overtaken: transitions.ChangedMeanwhile
) -> HttpResponse:
    if wants_json(request):
        choice = _("Bấm nộp lần nữa thì lấy bản của bạn; tải lại trang thì lấy bản của đồng nghiệp.")
        theirs = [f"{label}: {value}" for label, value in _words(claim)]
        return refuse(409, str(overtaken), brief=overtaken.brief, version=claim.version, theirs=theirs, choice=choice)
    return _form(request, claim, form, {"": str(overtaken)}, status=409, theirs=_words(claim))


def _words(claim: Claim) -> list[tuple[str, Any]]:
    """(label, value) of what the database holds, for comparison after a conflict."""
    values = claim.draft or {name: getattr(claim, name) for name in transitions.FIELDS}
    labels = ClaimForm(instance=claim, item=claim.item).fields
    return [(str(labels[name].label), value) for name, value in values.items() if value not in (None, "", False, True)]


def _problem(request: UnitRequest, item: ChecklistItem, problems: dict[str, str], status: int) -> HttpResponse:
    """Answer a refused photo or a failed storage; valid fields are saved as a draft all the same."""
    with transaction.atomic():
        claim = transitions.claim_for(request.unit, item)
        form = ClaimForm(request.POST, instance=Claim.objects.get(pk=claim.pk), item=item)
        form.is_valid()
        values = {name: form.cleaned_data[name] for name in transitions.FIELDS if name in form.cleaned_data}
        transitions.check_open(claim, version=None, by=request.user)
        transitions.save_draft(claim, values, by=request.user)
    if wants_json(request):
        return JsonResponse(_told(claim, problems, sent=False), status=status)
    return _form(request, claim, form, problems, status=status)


def _form(
    request: UnitRequest,
    claim: Claim,
    form: ClaimForm,
    problems: dict[str, str] | None = None,
    *,
    status: int = 200,
    theirs: list[tuple[str, Any]] | None = None,
) -> HttpResponse:
    item = form.item
    for name, sentence in (problems or {}).items():
        if name in form.fields and not form.has_error(name):
            form.add_error(name, sentence)  # Django ties the sentence to its field
    context = {
        "unit": request.unit,
        "item": item,
        "claim": claim,
        "row": Row(item, claim if claim.pk else None),
        "form": form,
        "fields": [(field, (problems or {}).get(field.name, "")) for field in form.asked],
        "problems": problems or {},
        "theirs": theirs,
        "wanted": wanted(item),
        "figure": units.figure(item.code, request.unit.organisation_id),  # e.g. C15, from the pledge wall
        "activity": activities.chosen([item.activity], get_language() or "vi"),
        "photos": claim.live_photos if claim.pk else [],
        "asks_photos": item.wants_photo or item.either,
        "max_photos": MAX_PHOTOS,
        "room": MAX_PHOTOS - (len(claim.live_photos) if claim.pk else 0),
        **evidence.LIMITS,
        "from_poster": request.GET.get("tai-lieu", "")[:40],
        "history": list(claim.events.select_related("by")) if claim.pk else [],
    }
    return render(request, "schools/claim.html", context, status=status)


@require_POST
@unit_only
def remove_photo(request: UnitRequest, code: str, uuid: UUID) -> HttpResponse:
    """Remove a photo; repeating it changes nothing."""
    item = item_or_404(request, code)
    with transaction.atomic():
        claim = transitions.claim_for(request.unit, item)
        photo = first_or_404(claim.photos.filter(uuid=uuid), _("Không có ảnh này."))
        transitions.check_open(claim, version=None, by=request.user)
        if photo.removed_at is None:
            evidence.remove_photo(photo)
            transitions.touch(claim, by=request.user)
    return redirect("schools:claim", code=item.code)


@require_POST
@unit_only
def take_back(request: UnitRequest, code: str) -> HttpResponse:
    """Withdraw a waiting claim, which becomes a draft again."""
    item = item_or_404(request, code)
    with transaction.atomic():
        claim = transitions.claim_for(request.unit, item)
        transitions.check_open(claim, version=None, by=request.user)
        transitions.withdraw(claim, by=request.user)
    messages.success(request, _("Đã rút về thành nháp. Bạn sửa rồi nộp lại."))
    return redirect("schools:claim", code=item.code)


@require_safe
@private
def photo(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """A photo, for its unit and its authority; 404 for everybody else, signed in or not."""
    return evidence.stream(photo_for(request.user, uuid))


@require_http_methods(["GET", "HEAD"])
@unit_only
def from_poster(request: UnitRequest, code: str) -> HttpResponse:
    """Target of a poster's QR code: redirect to the first item whose `asset_kinds` contain the asset's kind.

    A recalled asset leads to its printed address, which gives the reason.
    """
    recalled = Asset.objects.filter(code=code.upper(), status=Asset.Status.WITHDRAWN).first()
    if recalled:
        messages.warning(
            request, _("%(code)s đã được thu hồi. Bạn gỡ tờ đã treo xuống, đừng treo thêm.") % {"code": recalled.code}
        )
        return redirect(recalled.short_address)
    asset = Asset.objects.visible_to(request.user).filter(code=code.upper()).first()
    season = current_season()
    items = items_for(request.unit, season) if season and asset else []
    matching_item = next((item for item in items if asset and asset.kind in item.asset_kinds), None)
    if asset is None or matching_item is None:
        messages.info(request, _("Tài liệu này không gắn với việc nào trong danh sách. Bạn chọn việc ở dưới."))
        return redirect("schools:home")
    return redirect(f"{reverse('schools:claim', args=[matching_item.code])}?tai-lieu={asset.code}")
