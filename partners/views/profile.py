"""A partner's profile: text and portrait become a proposal, the consent to be listed counts at once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from botocore.exceptions import BotoCoreError, ClientError
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from base.errors import disk_is_full
from files.intake.accept import UploadRejected, accept_upload
from files.models import StoredFile
from media_library.derivatives.tasks import make_preview_for
from partners.access import PartnerRequest, own_partner, partner_only
from partners.forms import ProfileForm
from partners.models import Partner, ProfileProposal


@partner_only
@require_http_methods(["GET", "POST"])
def profile(request: PartnerRequest, uuid: UUID) -> HttpResponse:
    """Show the profile form with open proposals; POST saves the consent to be listed and proposes the rest."""
    partner = own_partner(request, uuid)
    if request.method == "GET":
        return _page(request, partner, ProfileForm(instance=partner, initial=_wanted(partner)))
    before = {name: getattr(partner, name) for name in ProfileProposal.FIELDS}
    form = ProfileForm(request.POST, instance=partner)
    if not form.is_valid():
        return _page(request, partner, form, status=422)
    values = {name: form.cleaned_data[name] for name in ProfileProposal.FIELDS}
    partner = Partner.objects.get(pk=partner.pk)  # the form has changed the first object
    portrait, problem, status = _portrait(request)
    if problem:
        form.add_error(None, problem)
        return _page(request, partner, form, status=status)
    with transaction.atomic():
        partner.agree_to_listing(request.POST.get("dong-y-hien") == "co")
        if values != before or portrait or partner.asks_listing:
            _propose(request, partner, values, portrait)
    messages.success(request, _("Đã lưu. Chữ và ảnh mới hiện trên trang sau khi tòa soạn xem."))
    return redirect("partners:profile", uuid=partner.uuid)


def _wanted(partner: Partner) -> dict[str, Any]:
    """Values of the open proposal, or {}."""
    proposal = ProfileProposal.objects.filter(partner=partner).first()
    return dict(proposal.values) if proposal else {}


def _propose(request: PartnerRequest, partner: Partner, values: dict[str, Any], portrait: StoredFile | None) -> None:
    """Write the partner's one open proposal: new values replace old ones, a portrait stays until the next one."""
    proposal, _new = ProfileProposal.objects.get_or_create(partner=partner)
    proposal.values, proposal.proposed_by = values, request.user
    if portrait:
        proposal.portrait = portrait
    proposal.save()


def _portrait(request: PartnerRequest) -> tuple[StoredFile | None, str, int]:
    """(StoredFile in quarantine, "", 200); (None, sentence, status) when it is refused; (None, "", 200) without one.

    The status is 422, or 5xx where the fault is on our side.
    """
    file = request.FILES.get("chan-dung")
    if file is None:
        return None, "", 200
    try:
        with accept_upload("portrait", file) as accepted:
            stored = StoredFile.objects.store(
                accepted, zone=StoredFile.Zone.QUARANTINE, user=request.user, kind="portraits"
            )
    except UploadRejected as refused:
        return None, " ".join(refused.messages), max(422, refused.status)
    except (BotoCoreError, ClientError, OSError) as error:
        sentence = _("Kho tệp đang bận nên chưa nhận được ảnh. Bạn thử lại sau ít phút.")
        return None, sentence, 507 if disk_is_full(error) else 503
    transaction.on_commit(lambda: make_preview_for.enqueue(str(stored.pk)))
    return stored, "", 200


def _page(request: PartnerRequest, partner: Partner, form: ProfileForm, status: int = 200) -> HttpResponse:
    proposal = ProfileProposal.objects.filter(partner=partner).select_related("portrait").first()
    context = {"partner": partner, "form": form, "proposal": proposal, "partners": request.partners}
    return render(request, "partners/profile.html", context, status=status)
