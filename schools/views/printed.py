"""Page “Bản in sẵn” of a unit: what it may order from the authority's store, and its orders."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from base.http import first_or_404
from media_library.models import AssetText
from schools.access import UnitRequest, unit_only
from schools.forms import PrintOrderForm
from schools.models import PrintOrder, PrintRun
from schools.printed import orders

SHOWN = 30  # newest orders of the unit


@require_http_methods(["GET", "HEAD", "POST"])
@unit_only
def index(request: UnitRequest) -> HttpResponse:
    """List what is offered and the unit's orders; POST orders `copies` of the run `ban`."""
    runs = list(PrintRun.objects.to_order(request.unit).select_related("version__asset"))
    left = orders.left_in_season(request.unit, runs)
    forms = {run: PrintOrderForm(run=run, left=left[run.pk]) for run in runs}
    failed = False
    if request.method == "POST":
        run = _run(request)
        left |= orders.left_in_season(request.unit, [run])
        form = forms[run] = PrintOrderForm(request.POST, run=run, left=left[run.pk])
        if form.is_valid() and _ask(request, run, form):
            return redirect("schools:printed")
        failed = True
    own = list(PrintOrder.objects.filter(unit=request.unit).with_everything()[:SHOWN])
    assets = [run.version.asset for run in [*forms, *(order.run for order in own)]]
    prefetch_related_objects(assets, Prefetch("texts", AssetText.objects.select_related("locale")))
    context = {"unit": request.unit, "offers": [(run, form, left[run.pk]) for run, form in forms.items()]}
    context["orders"] = own
    return render(request, "schools/printed.html", context, status=422 if failed else 200)


def _run(request: UnitRequest) -> PrintRun:
    """The run that the form names, offered or not any more; raises Http404 for one of other kinds of units."""
    try:
        key = UUID(request.POST.get("ban", ""))
    except ValueError:
        raise Http404(_("Không có bản in này.")) from None
    runs = PrintRun.objects.filter(kinds__contains=[request.unit.kind]).select_related("version__asset")
    return first_or_404(runs.filter(uuid=key), _("Không có bản in này."))


def _ask(request: UnitRequest, run: PrintRun, form: PrintOrderForm) -> bool:
    copies = form.cleaned_data["copies"]
    try:
        orders.ask(request.unit, run, copies, note=form.cleaned_data["note"], by=request.user)
    except ValidationError as problem:
        form.add_error(None, problem)
        return False
    text = ngettext(
        "Đã xin %(n)d bản. Cơ quan phụ trách trả lời tại đây và qua thư.",
        "Đã xin %(n)d bản. Cơ quan phụ trách trả lời tại đây và qua thư.",
        copies,
    )
    messages.success(request, text % {"n": copies})
    return True


@require_POST
@unit_only
def cancel(request: UnitRequest, uuid: UUID) -> HttpResponse:
    """End the unit's own open order; raises Http404 for another unit's."""
    orders.cancel(request.unit, uuid, by=request.user)
    messages.success(request, _("Đã thôi xin."))
    return redirect("schools:printed")
