"""Members of a unit: invite, join, end, hand over.

Rights are read from `users.User.organisation`; `Membership` keeps the history. Every step locks in one order: the unit,
the account, its memberships, the unit's invitations.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from base.errors import DecidedMeanwhile, WrongState
from schools.models import Invitation, Membership, Unit
from users.models import User
from users.roles import may_enter_admin

MAX_PEOPLE = 12  # accounts of one unit, open invitations included


def members_of(unit: Unit) -> QuerySet[Membership]:
    """Present members of `unit`, with their accounts."""
    return unit.memberships.filter(ended_at=None).select_related("user")


def is_lead(user: User, unit: Unit) -> bool:
    """Whether `user`, of the unit, is in charge of it; without a lead every account of the unit is."""
    leads = set(members_of(unit).filter(is_lead=True).values_list("user", flat=True))
    return not leads or user.pk in leads


@transaction.atomic
def invite(unit: Unit, *, by: User | None, email: str = "", is_lead: bool = False) -> tuple[Invitation, str]:
    """Create an invitation; returns it and its code, which is not stored.

    An older open invitation to the same address (or the older paper code) is revoked. Raises WrongState when the unit
    has MAX_PEOPLE accounts and open invitations.
    """
    lock(unit)
    email = User.objects.normalize_email(email)
    unit.invitations.open().filter(email=email, is_lead=is_lead).update(revoked_at=timezone.now())
    if members_of(unit).count() + unit.invitations.open().count() >= MAX_PEOPLE:
        raise WrongState(
            _("Mỗi đơn vị tối đa %(n)d tài khoản, tính cả lời mời đang chờ. Bạn thu hồi bớt rồi mời tiếp.")
            % {"n": MAX_PEOPLE}
        )
    return Invitation.objects.invite(unit, by=by, email=email, is_lead=is_lead)


def lock(unit: Unit) -> None:
    """Lock `unit` until the transaction ends: before its invitations, of which invite() revokes older ones."""
    Unit.objects.select_for_update().get(pk=unit.pk)


@transaction.atomic
def join(invitation: Invitation, user: User) -> Membership:
    """Make `user` a member of the unit; a new lead replaces the old one, who stays a member.

    Raises WrongState for accounts of the administration and of other units. Call it after lock().
    """
    unit = invitation.unit
    user.organisation_id = _lock_account(user.pk).organisation_id  # joined another unit meanwhile
    if may_enter_admin(user):
        raise WrongState(_("Đây là tài khoản của cơ quan quản lý hoặc tòa soạn. Bạn dùng một địa chỉ thư khác."))
    if user.organisation_id and user.organisation_id != unit.organisation_id:
        raise WrongState(
            _("Tài khoản này đang thuộc đơn vị khác. Bạn nhờ đơn vị đó bấm “Thôi phụ trách” cho bạn trước.")
        )
    lead = invitation.is_lead or not members_of(unit).filter(is_lead=True).exclude(user=user).exists()
    if lead:
        members_of(unit).filter(is_lead=True).update(is_lead=False)
    member, _made = Membership.objects.update_or_create(
        unit=unit, user=user, ended_at=None, defaults={"is_lead": lead, "invited_by": invitation.invited_by}
    )
    user.organisation = unit.organisation
    user.save(update_fields=["organisation"])
    invitation.use(user)
    return member


def _lock_account(pk: int) -> User:
    return User.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)


class LastPerson(WrongState):
    """Nobody would be left who acts for the unit; only a person who says so goes on."""


def is_last(member: Membership) -> bool:
    """Whether no other account that can sign in acts for the unit."""
    return not member.unit.organisation.members.filter(is_active=True).exclude(pk=member.user_id).exists()


@transaction.atomic
def end(member: Membership, *, by: User, even_last: bool = True) -> None:
    """End a membership. Rights are read from the database: the next request has none, downloads included.

    Raises LastPerson, unless `even_last`, where the unit would have no account any more.
    """
    lock(member.unit)
    if not even_last and is_last(member):
        raise LastPerson(_("Đây là người cuối cùng của đơn vị. Bạn đánh dấu vào ô xác nhận rồi bấm lại."))
    _lock_account(member.user_id)
    member = Membership.objects.select_for_update(of=("self",)).select_related("unit", "user").get(pk=member.pk)
    if member.ended_at is None:
        member.ended_at, member.ended_by = timezone.now(), by
        member.save(update_fields=["ended_at", "ended_by"])
    User.objects.filter(pk=member.user_id, organisation=member.unit.organisation_id).update(organisation=None)


@transaction.atomic
def hand_over(unit: Unit, to: Membership, *, by: User) -> None:
    """Put a colleague in charge of the unit for `by`, who is.

    Raises DecidedMeanwhile when somebody else is in charge by now, WrongState when the membership has ended.
    """
    lock(unit)
    if not is_lead(by, unit):
        lead = members_of(unit).filter(is_lead=True).first()
        raise DecidedMeanwhile(lead and lead.user, _("Việc bàn giao vừa xong: %(who)s phụ trách đơn vị."))
    members_of(unit).filter(is_lead=True).update(is_lead=False)
    if not Membership.objects.filter(pk=to.pk, unit=unit, ended_at=None, user__is_active=True).update(is_lead=True):
        raise WrongState(_("Người này không còn trong đơn vị. Bạn tải lại trang."))
