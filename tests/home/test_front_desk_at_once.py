"""Two people at the front page's desk at the same moment: one step counts, the other person is told who was faster."""

import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from wagtail.models import PageLogEntry

from base.errors import DecidedMeanwhile
from home.front_desk import acts
from home.models import FrontArrangement, HomePage
from tests.newsroom_world import colleague

pytestmark = [pytest.mark.world("newsroom"), pytest.mark.django_db(transaction=True)]


def at_once(*works):
    """What came of each work, all begun together: its result, or what it raised."""
    both, came = threading.Barrier(len(works), timeout=60), [None] * len(works)

    def run(number):
        try:
            both.wait()
            came[number] = works[number]()
        except (DecidedMeanwhile, PermissionDenied, ValidationError) as refused:
            came[number] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return came


def front():
    return HomePage.objects.get(locale__language_code="vi")


def test_of_two_steps_at_once_one_counts():
    people = [colleague("secretary"), colleague("chief")]
    came = at_once(*(lambda user=user: acts.step(front(), [], user, 0) for user in people))
    counted = [result for result in came if isinstance(result, FrontArrangement)]
    refused = [result for result in came if isinstance(result, DecidedMeanwhile)]
    assert len(counted) == len(refused) == 1
    assert str(counted[0].made_by) in str(refused[0])
    assert FrontArrangement.objects.exclude(made_by=None).count() == 1


def test_two_decisions_on_one_arrangement_count_once():
    """Shown and given back, or shown twice: what waits is decided once."""
    HomePage.objects.update(four_eyes=True)
    head = acts.step(front(), [], colleague("secretary"), 0)
    acts.hand_in(front(), colleague("secretary"), head.pk)
    chief, other = colleague("chief"), colleague("culture")
    came = at_once(
        lambda: acts.show(front(), chief, head.pk), lambda: acts.give_back(front(), other, head.pk, "Để chiều.")
    )
    assert len([result for result in came if isinstance(result, FrontArrangement)]) <= 1
    head.refresh_from_db()
    assert PageLogEntry.objects.filter(action=acts.SHOWN).count() == (head.state == FrontArrangement.State.SHOWN)
