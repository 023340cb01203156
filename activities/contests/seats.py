"""Seats on a jury: who may have one, and giving it up. Who runs a contest judges nothing in it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError, Q, QuerySet
from django.utils.translation import gettext as _

from activities.contests import letters
from activities.models import Contest, Juror
from users.models import User


def organised_by(user: User) -> QuerySet[Contest]:
    """Contests that `user` administers or began, and those that the organisation of `user` holds."""
    run = Contest.objects.run_by(user).values("pk")
    return Contest.objects.filter(Q(pk__in=run) | Q(started_by=user) | Q(host__members=user))


@transaction.atomic
def seat(contest: Contest, user: User, *, shown_as: str, role: str) -> Juror:
    """Seat an account, or change what is shown of it; it gets a letter, once.

    Raises ValidationError for an account that organises the contest.
    """
    if organised_by(user).filter(pk=contest.pk).exists():
        sentence = _("%(who)s điều hành cuộc thi này nên không ngồi ban giám khảo. Bạn mời người khác.")
        raise ValidationError(sentence % {"who": user})
    values = {"shown_as": shown_as, "role": role}
    juror, _is_new = Juror.objects.update_or_create(contest=contest, user=user, defaults=values)
    letters.seated(juror)
    return juror


def unseat(contest: Contest, pk: int) -> None:
    """Take a juror out; a key of another contest changes nothing. Raises ValidationError for one who has marked."""
    try:
        Juror.objects.filter(contest=contest, pk=pk).delete()
    except ProtectedError as held:
        raise ValidationError(_("Giám khảo này đã chấm bài nên vẫn ở trong ban.")) from held
