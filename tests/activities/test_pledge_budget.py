"""Pages of the wall cost the same queries with 10 and with 100,000 signs, and a sign does too."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from activities.models import SHARDS, WHOLE, Brick, PledgeCount
from tests.schools.register import make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]
PAGES = ("", "cua/S-01/", "ky/", "chieu/", "chieu/S-01/")


def lay(unit, number):
    """`number` bricks of the unit as rows, with their counters."""
    today = timezone.localdate()
    Brick.objects.bulk_create(
        (
            Brick(organisation=unit.organisation, ward=unit.ward, nickname=1 + index % 40, laid_on=today)
            for index in range(number)
        ),
        batch_size=5000,
    )
    PledgeCount.objects.all().delete()
    PledgeCount.objects.bulk_create(
        PledgeCount(organisation=owner, commitment=commitment, shard=shard, number=number // SHARDS)
        for owner in (None, unit.organisation)
        for commitment in (WHOLE, *range(1, 9))
        for shard in range(SHARDS)
    )


def cost(client, path, form=None):
    with CaptureQueriesContext(connection) as queries:
        response = client.post(path, form) if form else client.get(path)
    assert response.status_code < 400, path
    return len(queries)


@pytest.mark.parametrize("number", [1_000, pytest.param(100_000, marks=pytest.mark.night)])
def test_walls_cost_the_same_with_ten_and_with_many_signs(client_for, number):
    unit, client = make_unit(code="S-01"), client_for()
    costs = []
    for signs in (10, number):
        lay(unit, signs)
        for path in PAGES:
            client.get(f"/vi/buc-tuong/{path}")  # what is read once per process
        page_costs = [cost(client, f"/vi/buc-tuong/{path}") for path in PAGES]
        ticket = re.search(r'name="ticket" value="([^"]+)"', client.get("/vi/buc-tuong/ky/").text)[1]
        form = {"ticket": ticket, "commitments": ["1"], "nickname": "2", "ward": "", "code": "S-01"}
        costs.append([*page_costs, cost(client, "/vi/buc-tuong/ky/", form)])
    assert costs[0] == costs[1] and max(costs[1]) <= 20, costs
