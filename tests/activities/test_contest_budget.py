"""Pages of contests cost the same queries for 10 and for 2,000 entries, and for 5 and for 50 contests."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from activities.contests.entries import new_code
from activities.models import Contest, ContestLevel, Criterion, Entry, EntryAuthor, EntryFile, Mark
from media_library.models import SubjectConsent
from tests.activities.contest_rows import ENTRY, make_contest, seat
from tests.factories import count_rows, make_organisation, make_user, next_number, stored_row

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]
SCHOOLS = 20


def fill(contest, number, jurors=()):
    """`number` entries of SCHOOLS schools as rows, each with an author, a file and two marks."""
    users = [make_user(organisation=make_organisation(f"Trường {contest.pk}-{place}")) for place in range(SCHOOLS)]
    now = timezone.now()
    entries = Entry.objects.bulk_create(
        Entry(
            contest=contest, code=f"{contest.pk}-{place}"[:12], organisation=users[place % SCHOOLS].organisation,
            submitted_by=users[place % SCHOOLS], submitted_at=now + timedelta(seconds=place),
            state=Entry.State.SHORTLISTED, is_hung=True, prize="nhat" if place < 3 else "", **ENTRY,
        )
        for place in range(number)
    )  # fmt: skip
    consents = SubjectConsent.objects.bulk_create(
        SubjectConsent(
            subject="Mực Tím", age_band="7-15", person_agreed=True, representative_agreed=True, purpose="Thi",
            scope="campaign", collected_by=users[0],
        )
        for _entry in entries
    )  # fmt: skip
    EntryAuthor.objects.bulk_create(
        EntryAuthor(entry=entry, consent=consent) for entry, consent in zip(entries, consents, strict=True)
    )
    model = stored_row(state="clean", zone="quarantine")
    files = type(model).objects.bulk_create(
        type(model)(key=f"contests/{new_code()}-{entry.pk}", zone="quarantine", state="clean", display_name="a.png")
        for entry in entries
    )
    EntryFile.objects.bulk_create(
        EntryFile(entry=entry, declared_name="a.png", stored=file) for entry, file in zip(entries, files, strict=True)
    )
    Mark.objects.bulk_create(
        Mark(entry=entry, juror=juror, total=50 + entry.pk % 50, comment="Hay") for entry in entries for juror in jurors
    )
    count_rows()
    return users


def cost(client, path):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200, path
    return len(queries)


@pytest.mark.parametrize("large", [120, pytest.param(2000, marks=pytest.mark.night)])
@pytest.mark.slow
def test_pages_of_a_large_contest_cost_no_more_queries_than_those_of_a_small_one(client_for, large):
    costs = []
    desk = client_for(make_user(is_superuser=True, is_staff=True))
    for size in (30, large):
        done = make_contest(days=(-30, -10), state=Contest.State.RESULTS)
        marked = make_contest(days=(-30, -1))
        jurors = [seat(marked), seat(marked)]
        users = fill(done, size)
        fill(marked, size, jurors)
        third = client_for(seat(marked).user)
        Entry.objects.filter(contest=marked).update(third_mark=True)
        school = client_for(users[0])
        pages = {
            client_for(): (f"/vi/cuoc-thi/{done.slug}/phong-tranh/", f"/vi/cuoc-thi/{done.slug}/"),
            school: ("/bao-cao-vien/cuoc-thi/",),
            third: (f"/bao-cao-vien/giam-khao/{marked.slug}/",),
            desk: (f"/admin/cuoc-thi/{marked.pk}/bai/", f"/admin/cuoc-thi/{marked.pk}/bai/bang-diem.xlsx"),
        }
        for client, paths in pages.items():
            for path in paths:
                client.get(path)  # what is read once per process
        costs.append([cost(client, path) for client, paths in pages.items() for path in paths])
    few, many = costs
    export = many.pop() - few.pop()
    assert many == few and max(many) <= 35, costs
    assert export <= 2 * (large // 500), "the export reads in parts"


def copies(row, number, **changes):
    """`number` unsaved rows like `row`."""
    facts = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.unique}
    return [type(row)(**facts | changes) for _ in range(number)]


def multiply(contest, number):
    """`number` more contests like `contest` as rows, with its levels and criteria."""
    batch = copies(contest, number)
    for copy in batch:
        copy.slug = f"ct-{next_number()}"
    Contest.objects.bulk_create(batch)
    for model in (ContestLevel, Criterion):
        rows = model.objects.filter(contest=contest)
        model.objects.bulk_create(row for copy in batch for each in rows for row in copies(each, 1, contest_id=copy.pk))


def test_the_list_costs_no_more_queries_with_fifty_contests(client_for):
    client, first = client_for(), make_contest()
    costs, counts = [], []
    for more in (4, 45):
        multiply(first, more)
        counts.append(client.get("/vi/cuoc-thi/").text.count("/vi/cuoc-thi/ct-"))  # what is read once per process
        costs.append(cost(client, "/vi/cuoc-thi/"))
    assert costs[0] == costs[1] <= 12
    assert 5 <= counts[0] < counts[1]
