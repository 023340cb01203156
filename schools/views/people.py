"""Pages of a unit's members: invite a colleague, end a membership, hand over, revoke an invitation."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from base.errors import WrongState
from base.http import TWICE, first_or_404
from schools import members
from schools.access import UnitRequest, unit_only
from schools.forms import InviteForm
from schools.mail import mail_invitation
from schools.models import Membership
from users.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@unit_only
def index(request: UnitRequest) -> HttpResponse:
    """List members and open invitations by mail; POST invites (the person in charge only)."""
    lead = members.is_lead(request.user, request.unit)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        _leads_only(lead)
        if form.is_valid() and _invite(request, form.cleaned_data["email"]):
            return redirect("schools:people")
    context = {
        "unit": request.unit,
        "form": form,
        "lead": lead,
        "members": list(members.members_of(request.unit)),
        "waiting": list(request.unit.invitations.open().exclude(email="")),
    }
    return render(request, "schools/people.html", context, status=422 if form.is_bound else 200)


def _leads_only(lead: bool) -> None:
    if not lead:
        raise PermissionDenied


def _invite(request: UnitRequest, email: str) -> bool:
    """Invite, once within TWICE: a second letter would end the link of the first."""
    try:
        with transaction.atomic():
            members.lock(request.unit)
            since = timezone.now() - TWICE
            just_now = request.unit.invitations.open().filter(invited_by=request.user, created_at__gt=since)
            if not just_now.filter(email=User.objects.normalize_email(email)).exists():
                mail_invitation(*members.invite(request.unit, by=request.user, email=email))
    except WrongState as problem:
        messages.error(request, str(problem))
        return False
    messages.success(
        request, _("Đã gửi lời mời tới %(email)s. Liên kết dùng một lần, sống 30 ngày.") % {"email": email}
    )
    return True


def _member(request: UnitRequest, pk: int) -> Membership:
    return first_or_404(members.members_of(request.unit).filter(pk=pk), _("Không có người này trong đơn vị của bạn."))


@require_http_methods(["GET", "HEAD", "POST"])
@unit_only
def end(request: UnitRequest, pk: int) -> HttpResponse:
    """Ask, then end a colleague's membership (the person in charge only) or one's own.

    The person in charge hands over first, unless there is no colleague; the last person ticks a box.
    """
    member = _member(request, pk)
    if member.user_id != request.user.pk:
        _leads_only(members.is_lead(request.user, request.unit))
    elif member.is_lead and members.members_of(request.unit).filter(user__is_active=True).count() > 1:
        messages.error(request, _("Bạn đang phụ trách. Bạn bàn giao cho đồng nghiệp trước, rồi mới thôi."))
        return redirect("schools:people")
    context = {"unit": request.unit, "member": member, "last": members.is_last(member)}
    if request.method != "POST":
        return render(request, "schools/leave.html", context)
    try:
        members.end(member, by=request.user, even_last="chac" in request.POST)
    except members.LastPerson as problem:
        return render(request, "schools/leave.html", context | {"last": True, "problem": str(problem)}, status=422)
    messages.success(request, _("%(who)s không còn vào được trang của đơn vị.") % {"who": member.user})
    return redirect("schools:people" if member.user_id != request.user.pk else "users:profile")


@require_POST
@unit_only
def hand_over(request: UnitRequest, pk: int) -> HttpResponse:
    """Put a colleague in charge; only the person in charge may. 409 when the unit was handed over meanwhile."""
    _leads_only(members.is_lead(request.user, request.unit))
    member = _member(request, pk)
    members.hand_over(request.unit, member, by=request.user)
    messages.success(request, _("Đã bàn giao: %(who)s phụ trách từ bây giờ.") % {"who": member.user})
    return redirect("schools:people")


@require_POST
@unit_only
def revoke(request: UnitRequest, uuid: UUID) -> HttpResponse:
    """Revoke an unused invitation; raises Http404."""
    _leads_only(members.is_lead(request.user, request.unit))
    if not request.unit.invitations.filter(uuid=uuid, used_at=None).update(revoked_at=timezone.now()):
        raise Http404(_("Không có lời mời này trong đơn vị của bạn."))
    messages.success(request, _("Đã thu hồi lời mời."))
    return redirect("schools:people")
