"""A unit's own page of the wall: its number, sheets to print, how many signed by hand."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activities.models import WHOLE, PaperPledges, PledgeCount
from activities.pledges.forms import PaperForm
from activities.pledges.signing import enter_paper
from activities.views.requests import UnitRequest, unit_only
from campaign import units


@require_http_methods(["GET", "HEAD", "POST"])
@unit_only
def paper(request: UnitRequest) -> HttpResponse:
    """Show the unit's wall and take the number of signatures on paper. Raises PermissionDenied outside the register."""
    organisation = request.unit
    listed = units.by_organisation([organisation.pk]).get(organisation.pk)
    if listed is None:
        raise PermissionDenied
    row = PaperPledges.objects.filter(organisation=organisation).first()
    form = PaperForm(request.POST if request.method == "POST" else None, initial={"number": row.number if row else 0})
    if form.is_bound and form.is_valid():
        enter_paper(organisation.pk, form.cleaned_data["number"], request.user)
        messages.success(request, _("Đã ghi số người ký trên giấy. Tường của đơn vị đã cộng số này."))
        return redirect("activities:paper")
    total = PledgeCount.objects.of(organisation.pk).by_commitment().get(WHOLE, 0)
    context = {"form": form, "listed": listed, "row": row, "total": total}
    return render(request, "activities/pledges/paper.html", context, status=400 if form.is_bound else 200)
