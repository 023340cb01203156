"""Administration pages of the units' accounts: invite in bulk by mail or on paper, end an account, revoke a code."""

from __future__ import annotations

import io
from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from base.errors import WrongState
from base.http import first_or_404
from base.pagination import page_of
from base.text import whole_number
from schools import members as people
from schools.access import ReviewerRequest, reviewer_only, unit_or_404
from schools.admin.shared import page, scope_of
from schools.models import Invitation, Membership, Unit
from schools.models.units import UnitQuerySet
from schools.tasks import mail_invitations

PER_PAGE = 100
MAX_AT_ONCE = 500  # invitations, printed or mailed, in one request


def _needs_change(request: ReviewerRequest) -> None:
    if not request.user.has_perm("schools.change_unit"):
        raise PermissionDenied


def _invited() -> Exists:
    """Whether an open invitation of the unit exists."""
    return Exists(Invitation.objects.open().filter(unit=OuterRef("pk")))


def _without_account(request: ReviewerRequest) -> UnitQuerySet:
    """Active units of the scope without a member who can sign in; `invited`: whether an open invitation exists."""
    members = Membership.objects.filter(unit=OuterRef("pk"), ended_at=None, user__is_active=True)
    units = scope_of(request).units().named().annotate(invited=_invited())
    return units.exclude(Exists(members)).order_by("invited", "ward_key", "code")


@require_safe
@reviewer_only
def index(request: ReviewerRequest) -> HttpResponse:
    """List units without an account, those without an invitation first."""
    units = _without_account(request)
    context = {
        "scope": scope_of(request),
        "rows": page_of(Paginator(units, PER_PAGE), request),
        "with_mail": units.exclude(contact_email="").exclude(_invited()).count(),
        "max_at_once": MAX_AT_ONCE,
    }
    return page(request, "accounts", _("Tài khoản của đơn vị"), context)


def _chosen(request: ReviewerRequest) -> list[Unit]:
    """The ticked units, or with `tat-ca` all not yet invited, at most MAX_AT_ONCE; keys out of scope are ignored."""
    units = _without_account(request)
    if "tat-ca" in request.POST:
        return list(units.exclude(_invited())[:MAX_AT_ONCE])
    keys = [key for value in request.POST.getlist("don-vi") if (key := whole_number(value)) is not None]
    return list(units.filter(pk__in=keys)[:MAX_AT_ONCE])


@require_POST
@reviewer_only
def by_mail(request: ReviewerRequest) -> HttpResponse:
    """Queue invitations to the contact addresses of the register; the worker writes the letters."""
    _needs_change(request)
    units = [unit for unit in _chosen(request) if unit.contact_email]
    if units:
        mail_invitations.enqueue([unit.pk for unit in units], request.user.pk)
        text = ngettext("Đang gửi thư mời cho %(n)d đơn vị.", "Đang gửi thư mời cho %(n)d đơn vị.", len(units))
        messages.success(request, text % {"n": len(units)})
    else:
        messages.error(request, _("Các đơn vị đã chọn không có địa chỉ thư. Bạn in phiếu mã cho những đơn vị này."))
    return redirect("units_admin:accounts")


@require_POST
@reviewer_only
def on_paper(request: ReviewerRequest) -> HttpResponse:
    """Print a sheet with one code per unit. Printing it again makes new codes and revokes the old ones."""
    _needs_change(request)
    slips = []
    for unit in _chosen(request):
        invitation, code = people.invite(unit, by=request.user, is_lead=True)
        link = f"{settings.SITE_URL}{reverse('schools:code')}?ma={code}"
        slips.append({"unit": unit, "code": f"{code[:4]}-{code[4:8]}-{code[8:]}", "qr": _qr(link), "of": invitation})
    if not slips:
        messages.error(request, _("Bạn chọn ít nhất một đơn vị chưa có tài khoản."))
        return redirect("units_admin:accounts")
    address = f"{settings.SITE_URL}{reverse('schools:code')}"
    return render(request, "schools/print/codes.html", {"slips": slips, "address": address})


def _qr(text: str) -> str:
    file = io.BytesIO()
    segno.make(text, error="m").save(file, kind="svg", xmldecl=False, svgns=True, border=2, omitsize=True)
    return mark_safe(file.getvalue().decode())  # noqa: S308 - made by segno of our own address


@require_http_methods(["GET", "HEAD", "POST"])
@reviewer_only
def end(request: ReviewerRequest, uuid: UUID, pk: int) -> HttpResponse:
    """Ask, then end the membership of somebody who left without handing over; for the last one a box is ticked."""
    _needs_change(request)
    unit = unit_or_404(request.user, uuid)
    member = first_or_404(people.members_of(unit).filter(pk=pk), _("Không có người này trong đơn vị."))
    context = {"unit": unit, "member": member, "last": people.is_last(member)}
    if request.method != "POST":
        return page(request, "end_member", _("Thôi phụ trách"), context)
    try:
        people.end(member, by=request.user, even_last="chac" in request.POST)
    except people.LastPerson as problem:
        context |= {"last": True, "problem": str(problem)}
        return page(request, "end_member", _("Thôi phụ trách"), context, status=422)
    messages.success(request, _("%(who)s không còn vào được trang của đơn vị.") % {"who": member.user})
    return redirect("units_admin:unit", uuid=uuid)


@require_POST
@reviewer_only
def new_lead(request: ReviewerRequest, uuid: UUID) -> HttpResponse:
    """Print a code for a new person in charge."""
    _needs_change(request)
    unit = unit_or_404(request.user, uuid)
    try:
        invitation, code = people.invite(unit, by=request.user, is_lead=True)
    except WrongState as problem:
        messages.error(request, str(problem))
        return redirect("units_admin:unit", uuid=uuid)
    link = f"{settings.SITE_URL}{reverse('schools:code')}?ma={code}"
    slips = [{"unit": unit, "code": f"{code[:4]}-{code[4:8]}-{code[8:]}", "qr": _qr(link), "of": invitation}]
    address = f"{settings.SITE_URL}{reverse('schools:code')}"
    return render(request, "schools/print/codes.html", {"slips": slips, "address": address})


@require_POST
@reviewer_only
def revoke(request: ReviewerRequest, uuid: UUID, invitation: UUID) -> HttpResponse:
    """Revoke an unused invitation; raises Http404."""
    _needs_change(request)
    unit = unit_or_404(request.user, uuid)
    if not unit.invitations.filter(uuid=invitation, used_at=None).update(revoked_at=timezone.now()):
        raise Http404(_("Không có lời mời này trong đơn vị."))
    messages.success(request, _("Đã thu hồi lời mời."))
    return redirect("units_admin:unit", uuid=uuid)
