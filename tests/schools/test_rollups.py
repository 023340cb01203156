"""Roll-ups equal the raw rows, after any steps; the board asks as many questions for 5 units as for 1,500."""

import random
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from media_library.models import DownloadEvent
from schools.claims import transitions
from schools.coverage import rollups
from schools.coverage.queries import Scope, by_week
from schools.models import ChecklistItem, Claim, Coverage, DownloadSummary, Progress, ReviewBatch, RollupMark, Unit
from tests.factories import asset_row, count_rows
from tests.schools.register import make_member, make_reviewer, make_season, make_unit
from users.models import Organisation

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]
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


def assert_counted(season):
    """What is stored is what a fresh count gives."""
    stored_figures = figures(season)
    rollups.rebuild(season)
    assert stored_figures == figures(season)


def make_units():
    units = [
        make_unit(f"Trường {n}", ward=f"phường {n % 3}", level=["thcs", "thpt"][n % 2], is_pioneer=n == 0)
        for n in range(8)
    ]
    return [*units, make_unit("Đoàn xã", kind="youth"), make_unit("Trường cũ", active_until="2020-01-01")]


@pytest.mark.slow
def test_any_steps_leave_the_figures_of_a_fresh_count(client_for):
    season = make_season()
    units, authority, second = make_units(), make_reviewer("standing_office"), make_reviewer("standing_office")
    users = {unit.pk: make_member(unit) for unit in units}
    rollups.rebuild(season)
    dice = random.Random(7)
    items = list(ChecklistItem.objects.filter(season=season))
    for number in range(120):
        unit, item = dice.choice(units), dice.choice(items)
        with transaction.atomic():
            claim = transitions.claim_for(unit, item)
            step = dice.choice(["declare", "declare", "declare", "withdraw", "confirm", "confirm", "return", "undo"])
            if step == "declare" and claim.is_open:
                transitions.declare(claim, VALUES, by=users[unit.pk])
            elif step == "withdraw" and claim.state == "declared":
                transitions.withdraw(claim, by=users[unit.pk])
            elif step in {"confirm", "return"}:
                waiting = list(Claim.objects.filter(state="declared").order_by("?")[:3])
                to = "confirmed" if step == "confirm" else "returned"
                transitions.decide(waiting, to, by=authority, note="Bổ sung giúp.")
            elif step == "undo" and (batch := ReviewBatch.objects.filter(undone_at=None, by=authority).last()):
                transitions.undo(batch, by=authority)
        if number % 12 == 0:  # a later step counts the same cells anew, and would hide what this one forgot
            assert_counted(season)
    sampled_claim = Claim.objects.filter(state="confirmed").first()
    Claim.objects.filter(pk=sampled_claim.pk).update(recheck="due")
    with pytest.raises(ValidationError):
        transitions.recheck(sampled_claim, passed=True, by=sampled_claim.decided_by)  # the same person looks twice
    transitions.recheck(sampled_claim, passed=False, by=second, note="Ảnh không khớp ngày.")
    assert_counted(season)
    assert Claim.objects.filter(state="confirmed").exists() and Claim.objects.filter(state="returned").exists()


def test_downloads_are_read_once_and_rebuilt_alike():
    units = make_units()
    first, second = asset_row("P-01"), asset_row("V-01", kind="video", language="km")

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
    rollups.count_new_downloads()
    take(units[1], second)
    rollups.count_new_downloads()
    summaries = set(DownloadSummary.objects.values_list("organisation", "facet", "key"))
    assert summaries == {
        (units[0].organisation_id, "language", "vi"),
        (units[0].organisation_id, "kind", "poster"),
        (units[1].organisation_id, "language", "km"),
        (units[1].organisation_id, "kind", "video"),
    }
    rollups.count_new_downloads(anew=True)
    assert summaries == set(DownloadSummary.objects.values_list("organisation", "facet", "key"))
    assert RollupMark.objects.get().position == DownloadEvent.objects.latest("pk").pk


BOARD = "/admin/truong-hoc/"
#: board, its printed form, the public page, the list narrowed by what is missing, the queue
PAGES = [BOARD, f"{BOARD}in/", "/vi/do-phu/", f"{BOARD}don-vi/?thieu=C01&chua-tai=km", f"{BOARD}cho-xac-nhan/"]
PAGES += [f"{BOARD}?tat-ca", f"{BOARD}don-vi/"]
FIFTEEN = {f"C{n:02d}": {"label": f"Việc {n}", "wants_link": True} for n in range(1, 16)}


@pytest.mark.parametrize("many", [40, pytest.param(1500, marks=pytest.mark.night)])
@pytest.mark.slow
def test_the_board_asks_as_often_for_many_units_as_for_five(client_for, django_assert_max_num_queries, many):
    """P4: 22,500 states behind 1,500 units."""
    season = make_season(items=FIFTEEN)
    authority = client_for(make_reviewer("standing_office"))
    numbers = []
    for size in (5, many):
        fill(season, size)
        row = []
        for page in PAGES:
            authority.get(page)
            with django_assert_max_num_queries(40) as captured:
                assert authority.get(page).status_code == 200
            row.append(len(captured))
        numbers.append(dict(zip(PAGES, row, strict=True)))
    assert Claim.objects.count() == many * len(FIFTEEN)
    assert numbers[0] == numbers[1]
    board = authority.get(BOARD).context
    states = many * len(FIFTEEN)
    assert (board["total"].units, board["total"].total, board["waiting"]) == (many, states, states // 2)


def fill(season, size):
    """`size` units in all, each of their claims waiting or confirmed in turn; rows only."""
    items = list(ChecklistItem.objects.filter(season=season))
    start = Unit.objects.count()
    schools = Organisation.objects.bulk_create(
        Organisation(name=f"Trường số {n}", kind="school") for n in range(start, size)
    )
    units = Unit.objects.bulk_create(
        Unit(
            organisation=school,
            code=f"SO-{n}",
            ward=f"phường {n % 103}",
            ward_key=f"phuong-{n % 103}",
            level=["thcs", "thpt"][n % 2],
        )
        for n, school in enumerate(schools, start)
    )
    states = ["declared", "confirmed"]
    facts = {"declared_at": "2026-11-02T08:00:00+07:00", "declared_on": "2026-11-02"}
    Claim.objects.bulk_create(
        (
            Claim(unit=unit, item=item, state=states[(n + place) % 2], **facts)
            for n, unit in enumerate(units, start)
            for place, item in enumerate(items)
        ),
        batch_size=2000,
    )
    count_rows()
    rollups.rebuild(season)


def test_the_board_shows_what_was_declared_week_by_week(client_for):
    """Monday by Monday, added up, of the whole denominator; a week without news is left out."""
    season = make_season()
    items = list(ChecklistItem.objects.filter(season=season))
    for number, (state, day) in enumerate(
        [("declared", date(2026, 11, 3)), ("confirmed", date(2026, 11, 8)), ("declared", date(2026, 11, 16))]
    ):
        confirmed = date(2026, 11, 17) if state == "confirmed" else None
        Claim.objects.create(
            unit=make_unit(f"Trường tuần {number}"),
            item=items[number],
            state=state,
            declared_at=timezone.now(),
            declared_on=day,
            confirmed_on=confirmed,
        )
    rollups.rebuild(season)
    bars = by_week(Scope(season, ("school",)))
    assert [(bar.key, bar.total, bar.declared, bar.confirmed) for bar in bars] == [
        ("2026-11-02", 3 * len(items), 2, 0),
        ("2026-11-16", 3 * len(items), 3, 1),
    ]
    board = client_for(make_reviewer("standing_office")).get("/admin/truong-hoc/")
    assert [bar.label for bar in board.context["weeks"]] == ["Tuần từ 02-11", "Tuần từ 16-11"]
