"""today() changes at midnight in Cần Thơ, also when the clock is set back."""

import pytest
from django.utils import timezone

from base.day import today


@pytest.mark.clock("2026-12-31 23:59:59", tick=False)
def test_today_is_the_local_day_at_every_moment(clock):
    for moment in (
        "2026-12-31 23:59:59",
        "2027-01-01 00:00",
        "2027-01-01 06:59:59",
        "2027-01-01 07:00",
        "2026-12-30 12:00",
    ):
        clock.move_to(moment)
        assert str(today()) == str(timezone.localdate()) == moment[:10]
