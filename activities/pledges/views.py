"""Public pages of the wall: the whole wall, a unit's wall, signing, the projector and its figures."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from activities.models import Brick
from activities.pledges import signing as wall_signing
from activities.pledges.forms import PledgeForm
from activities.pledges.walls import FEWEST, as_json, wall_of
from activities.pledges.words import MOST, NICKNAMES
from base.caching.headers import private, public_page, render_public
from base.errors import error_page
from campaign import units
from campaign.units import ListedUnit
from media_library.print import qr

POLL_SECONDS = 3  # between two questions of a projector
LAID = "activities.pledges.laid"  # salt of the address after signing
SEEN_SECONDS = 24 * 3600  # for which that address shows the brick
ON_SCREEN = 40  # bricks on a projector


def unit_or_404(code: str) -> ListedUnit | None:
    """The unit of an address; None for "" (the whole wall). Raises Http404 for a code that no active unit has."""
    unit = units.by_code(code[:40]) if code else None
    if code and unit is None:
        raise Http404(_("Không có trường nào mang mã này. Bạn xem lại mã trên tờ giấy của trường."))
    return unit


@require_safe
def wall(request: HttpRequest, code: str = "") -> HttpResponse:
    """The whole wall, or that of one unit, which shows nothing below FEWEST signs."""
    unit = unit_or_404(code)
    context: dict[str, Any] = {"wall": wall_of(unit), "unit": unit, "fewest": FEWEST}
    if unit:
        context["qr"] = qr.inline_svg(reverse("activities_short:sign_unit", args=[unit.code]))
    return render_public(request, "activities/pledges/wall.html", context)


@csrf_exempt  # visitors have no cookie; the form's ticket is signed and counts once (pledges/signing.py)
@require_http_methods(["GET", "HEAD", "POST"])
@private
def sign(request: HttpRequest, code: str = "") -> HttpResponse:
    """Choose commitments, and lay a brick: 303 to the page that shows it.

    400 with the form for a wrong choice, 409 for a form that was sent before or by a browser that signed here, 429 for
    too many signs at once.
    """
    unit = unit_or_404(code)
    if request.method != "POST":
        return _form(request, PledgeForm(unit=unit), unit)
    form = PledgeForm(request.POST, unit=unit)
    if not form.is_valid():
        return _form(request, form, unit, status=400)
    shared = form.cleaned_data["shared"]
    token = "" if shared else request.POST.get("token", "")
    if token and wall_signing.has_signed(token, form.unit):
        return _form(request, form, unit, status=409, again=True)
    if not wall_signing.may_sign(request, form.unit):
        return _too_many()
    if not wall_signing.use_ticket(request.POST.get("ticket", "")):
        return _form(request, form, unit, status=409, stale=True)
    brick = wall_signing.lay_brick(
        form.cleaned_data["commitments"],
        unit=form.unit,
        ward=form.cleaned_data["ward"],
        nickname=form.cleaned_data["nickname"] or 0,
    )
    return HttpResponseRedirect(_seen_at(brick, form.unit, token, shared), status=303)


def _form(
    request: HttpRequest, form: PledgeForm, unit: ListedUnit | None, status: int = 200, **why: bool
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "unit": unit, "most": MOST, "ticket": wall_signing.new_ticket(), **why}
    context["in_all_languages"] = True
    return render(request, "activities/pledges/sign.html", context, status=status)


def _too_many() -> HttpResponse:
    response = error_page(
        429,
        _("Nhiều người đang ký cùng lúc"),
        _("Trang tạm dừng nhận một phút để không ai ký thay hàng loạt. Bạn đợi một phút rồi gửi lại."),
    )
    response["Retry-After"] = "60"
    return response


def _seen_at(brick: Brick, unit: ListedUnit | None, token: str, shared: bool) -> str:
    """Address of the page after signing. It holds what that page shows, so that it reads no row."""
    brick_values = [brick.nickname, unit.code if unit else "", brick.ward]
    next_token = "" if shared else wall_signing.token_after(token, unit)
    return reverse("activities_public:pledge_laid", args=[signing.dumps([*brick_values, next_token], salt=LAID)])


@require_safe
@private
def laid(request: HttpRequest, seen: str) -> HttpResponse:
    """The brick that was just laid. Raises Http404 for an address that this site did not make, or of yesterday."""
    try:
        nickname, code, ward, token = signing.loads(seen[:2000], salt=LAID, max_age=SEEN_SECONDS)
    except signing.BadSignature as error:
        raise Http404(_("Viên gạch đã nằm trên tường. Bạn mở trang bức tường để xem.")) from error
    unit = units.by_code(code) if code else None
    context = {"name": NICKNAMES[nickname], "place": unit.name if unit else ward, "unit": unit, "token": token}
    return render(request, "activities/pledges/laid.html", context)


@require_safe
def projector(request: HttpRequest, code: str = "") -> HttpResponse:
    """The wall for a ceremony: fills while people sign, by asking `figures` every POLL_SECONDS."""
    unit = unit_or_404(code)
    sign_at = reverse("activities_short:sign_unit", args=[unit.code]) if unit else reverse("activities_short:sign")
    context = {
        "wall": wall_of(unit, shown=ON_SCREEN),
        "unit": unit,
        "fewest": FEWEST,
        "qr": qr.inline_svg(sign_at),
        "sign_at": sign_at,
        "figures_at": _figures_at(unit),
        "seconds": POLL_SECONDS,
    }
    return public_page(render(request, "activities/pledges/projector.html", context))


def _figures_at(unit: ListedUnit | None) -> str:
    if unit:
        return reverse("activities_public:pledge_unit_figures", args=[unit.code])
    return reverse("activities_public:pledge_figures")


@require_safe
def figures(request: HttpRequest, code: str = "") -> HttpResponse:
    """The projector's figures as JSON. A cache may answer for two seconds: a hall of screens costs one question."""
    response = JsonResponse(as_json(wall_of(unit_or_404(code), shown=ON_SCREEN)))
    response.headers["Cache-Control"] = "public, max-age=0, s-maxage=2"
    return response
