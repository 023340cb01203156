"""“Trường tự tổ chức”: a school copies a template into a contest of its own, closed, or public after a look."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.forms import ModelForm
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.contests import letters, results
from activities.models import Contest, ContestLevel, ContestRound, Criterion
from activities.models.contest import CONSENT_WORDS
from base.errors import WrongState
from base.http import TWICE, first_or_404
from base.text import free_slug
from users.models import Organisation

MAX_OWN = 20  # contests of one school
FIELDS = ("title", "summary", "formats", "rules_do", "rules_dont", *CONSENT_WORDS)
WEEKS = 4  # length of a new contest, until the school sets its own dates


def templates() -> QuerySet[Contest]:
    return Contest.objects.filter(is_template=True).prefetch_related("levels").order_by("title")


def own_of(organisation: Organisation) -> QuerySet[Contest]:
    return Contest.objects.filter(host=organisation, is_template=False).order_by("-pk")


def own_or_404(organisation: Organisation, uuid: Any) -> Contest:
    """The unit's contest `uuid`; raises Http404, the same for others' and unknown ones."""
    return first_or_404(own_of(organisation).filter(uuid=uuid), _("Không có cuộc thi này trong đơn vị của bạn."))


@transaction.atomic
def copy(template: Contest, organisation: Organisation) -> Contest:
    """A closed contest of `organisation` with the template's rules, levels, milestones and criteria.

    Works are handed in at the school. The same template within TWICE is copied once. Raises WrongState for a school
    with MAX_OWN contests.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    now = timezone.now()
    if same := own_of(organisation).filter(copied_from=template, opens_at__range=(now - TWICE, now)).first():
        return same
    if own_of(organisation).count() >= MAX_OWN:
        raise WrongState(_("Đơn vị đã có %(n)d cuộc thi. Bạn xóa bớt cuộc thi cũ.") % {"n": MAX_OWN})
    shift = timezone.localdate() - timezone.localdate(template.opens_at)
    contest = Contest.objects.create(
        **{name: getattr(template, name) for name in FIELDS},
        slug=_slug(template, organisation),
        opens_at=now,
        closes_at=now + timedelta(weeks=WEEKS),
        takes_entries=False,
        host=organisation,
        copied_from=template,
    )
    for level in template.levels.all():
        ContestLevel.objects.create(contest=contest, level=level.level, submit=level.submit, prizes=level.prizes)
    for item in template.criteria.all():
        Criterion.objects.create(contest=contest, name=item.name, weight=item.weight, sort_order=item.sort_order)
    for item in template.rounds.all():
        until = item.planned_until and item.planned_until + shift
        ContestRound.objects.create(
            contest=contest, name=item.name, planned_from=item.planned_from + shift, planned_until=until
        )
    return contest


def _slug(template: Contest, organisation: Organisation) -> str:
    taken_slugs = set(Contest.objects.filter(slug__startswith=template.slug).values_list("slug", flat=True))
    return free_slug(f"{template.slug}-{organisation.pk}"[:80], taken_slugs)


@transaction.atomic
def change(form: ModelForm[Contest]) -> None:
    """Save the school's form. Raises WrongState where the contest has left the draft meanwhile: it holds the state."""
    results.locked(form.instance, Contest.State.DRAFT)
    form.save()


@transaction.atomic
def ask(contest: Contest) -> Contest:
    """The school asks for a public page. Raises WrongState, ValidationError with what is missing."""
    row = results.locked(contest, Contest.State.DRAFT)
    row.state = Contest.State.ASKED
    row.save(update_fields=["state"])
    letters.asked(row)
    return row


@transaction.atomic
def close(contest: Contest) -> Contest:
    """The school takes its page off the site, or the request back."""
    return results.close_page(contest, by=None)  # type: ignore[arg-type]  # the school, no person of the desk


@transaction.atomic
def delete(contest: Contest) -> None:
    """Delete a closed contest of a school. Raises WrongState for one with a public page."""
    row = results.locked(contest, Contest.State.DRAFT)
    row.delete()
