"""Roll-ups equal the raw rows, after any steps; the board asks the same number of questions for 5 and 300 units."""

import random

import pytest
from django.db import transaction

from media_library.models import DownloadEvent
from schools import journey, rollups
from schools.models import ChecklistItem, Claim, Coverage, Progress, ReviewBatch, RollupMark, Taken, Unit
from tests.factories import make_asset
from tests.schools.register import make_member, make_reviewer, make_season, make_unit

pytestmark = pytest.mark.django_db
VALUES = {"link": "https://truong.example/", "number": 3, "done_on": None, "note": "", "faces_ok": False}


def figures(season):
    """Everything that is stored, without cells in which nothing was counted."""
    cells = {
        (cell.dimension, cell.kind, cell.level, cell.key): [getattr(cell, name) for name in Coverage.COUNTS]
        for cell in Coverage.objects.filter(season=season)
    }
    rows = Progress.objects.filter(season=season).values_list(
        "unit", "applicable", "declared", "confirmed", "returned", "last_at"
    )
    return {key: counts for key, counts in cells.items() if any(counts)}, sorted(rows)


def make_units():
    units = [
        make_unit(f"Trường {n}", ward=f"phường {n % 3}", level=["thcs", "thpt"][n % 2], is_pioneer=n == 0)
        for n in range(8)
    ]
    return [*units, make_unit("Đoàn xã", kind="youth"), make_unit("Trường cũ", active_until="2020-01-01")]


def test_any_steps_leave_the_figures_of_a_fresh_count(client_for):
    season = make_season()
    units, desk, second = make_units(), make_reviewer("standing_office"), make_reviewer("standing_office")
    users = {unit.pk: make_member(unit) for unit in units}
    rollups.rebuild(season)
    dice = random.Random(7)
    items = list(ChecklistItem.objects.filter(season=season))
    for _step in range(120):
        unit, item = dice.choice(units), dice.choice(items)
        with transaction.atomic():
            claim = journey.claim_for(unit, item)
            step = dice.choice(["declare", "declare", "declare", "withdraw", "confirm", "confirm", "return", "undo"])
            if step == "declare" and claim.is_open:
                journey.declare(claim, VALUES, by=users[unit.pk])
            elif step == "withdraw" and claim.state == "declared":
                journey.withdraw(claim, by=users[unit.pk])
            elif step in {"confirm", "return"}:
                waiting = list(Claim.objects.filter(state="declared").order_by("?")[:3])
                to = "confirmed" if step == "confirm" else "returned"
                journey.decide(waiting, to, by=desk, note="Bổ sung giúp.")
            elif step == "undo" and (batch := ReviewBatch.objects.filter(undone_at=None, by=desk).last()):
                journey.undo(batch, by=desk)
    drawn = Claim.objects.filter(state="confirmed").first()
    Claim.objects.filter(pk=drawn.pk).update(recheck="due")
    with pytest.raises(journey.WrongStep):
        journey.recheck(drawn, passed=True, by=drawn.decided_by)  # the same person looks twice
    journey.recheck(drawn, passed=False, by=second, note="Ảnh không khớp ngày.")
    kept = figures(season)
    rollups.rebuild(season)
    assert kept == figures(season)
    assert Claim.objects.filter(state="confirmed").exists() and Claim.objects.filter(state="returned").exists()


def test_downloads_are_read_once_and_rebuilt_alike():
    units = make_units()
    first, second = make_asset("P-01"), make_asset("V-01", kind="video", language="km")

    def take(unit, asset):
        file = asset.current_version.files.get()
        DownloadEvent.objects.create(
            organisation=unit.organisation if unit else None,
            asset=asset,
            version=asset.current_version,
            file=file,
            language=file.language,
        )

    take(units[0], first)
    take(units[0], first)
    take(None, first)
    rollups.take_in_downloads()
    take(units[1], second)
    rollups.take_in_downloads()
    kept = set(Taken.objects.values_list("organisation", "facet", "key"))
    assert kept == {
        (units[0].organisation_id, "language", "vi"),
        (units[0].organisation_id, "kind", "poster"),
        (units[1].organisation_id, "language", "km"),
        (units[1].organisation_id, "kind", "video"),
    }
    rollups.take_in_downloads(anew=True)
    assert kept == set(Taken.objects.values_list("organisation", "facet", "key"))
    assert RollupMark.objects.get().position == DownloadEvent.objects.latest("pk").pk


@pytest.mark.parametrize("name", ["", "don-vi/", "cho-xac-nhan/", "in/"])
def test_the_board_asks_as_often_for_many_units_as_for_few(client_for, django_assert_max_num_queries, name):
    season = make_season()
    desk = client_for(make_reviewer("standing_office"))
    numbers = []
    for size in (5, 120):
        fill(season, size)
        desk.get(f"/admin/truong-hoc/{name}")
        with django_assert_max_num_queries(40) as captured:
            assert desk.get(f"/admin/truong-hoc/{name}").status_code == 200
        numbers.append(len(captured))
    assert numbers[0] == numbers[1]


def fill(season, size):
    """`size` units in all, half of their claims waiting or confirmed; rows only."""
    items = list(ChecklistItem.objects.filter(season=season))
    for n in range(Unit.objects.count(), size):
        unit = make_unit(f"Trường số {n}", ward=f"phường {n % 30}", level=["thcs", "thpt"][n % 2])
        Claim.objects.bulk_create(
            Claim(
                unit=unit,
                item=item,
                state=["declared", "confirmed"][(n + place) % 2],
                declared_at="2026-11-02T08:00:00+07:00",
                declared_on="2026-11-02",
            )
            for place, item in enumerate(items)
        )
    rollups.rebuild(season)
