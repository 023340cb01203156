"""What a school and an organiser do with contests, through their pages, for tests."""

import re

from bs4 import BeautifulSoup
from django.utils import timezone

from activities.models import Contest, Entry
from tests.activities.contest_rows import make_contest, make_entry
from tests.factories import make_organisation, make_user

#: Fields of the rows in the organiser's form.
ROWS = {
    "levels": ("level", "submit", "prizes"),
    "criteria": ("name", "weight"),
    "texts": ("locale", "title", "person_words", "guardian_words"),
    "rounds": (),
}


def school_client(client_for, name="Trường A"):
    return client_for(make_user(organisation=make_organisation(name)))


def words_of(page):
    """What a reader sees, word by word: a short number stands in UUIDs and tokens of the markup by chance."""
    return set(re.findall(r"\w+", BeautifulSoup(page, "html.parser").get_text(" ")))


def step(client, entry, viec, **fields):
    return client.post(f"/bao-cao-vien/cuoc-thi/bai/{entry.uuid}/", {"viec": viec} | fields)


def desk_step(client, contest, viec, **fields):
    return client.post(f"/admin/cuoc-thi/{contest.pk}/bai/", {"viec": viec} | fields)


def published(client_for=None, **fields):
    """A contest with results and one winner."""
    contest = make_contest(days=(-30, -10), state=Contest.State.RESULTS)
    entry = make_entry(contest, state=Entry.State.SHORTLISTED, prize="nhat", is_hung=True, **fields)
    return contest, entry


def form_of(contest, **changed):
    """What the form of `contest` sends, with `changed` instead; a value of None leaves the field out."""
    stamps = {
        name: f"{timezone.localtime(getattr(contest, name)):%Y-%m-%d %H:%M}" for name in ("opens_at", "closes_at")
    }
    plain = ("title", "slug", "summary", "formats", "person_words", "guardian_words")
    data = {name: getattr(contest, name) for name in plain} | stamps
    data |= {"takes_entries": "on"} if contest.takes_entries else {}
    for name, fields in ROWS.items():
        rows = list(getattr(contest, name).all())
        data |= {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": len(rows)}
        for place, row in enumerate(rows):
            data |= {f"{name}-{place}-{field}": row.serializable_value(field) for field in fields}
            data |= {f"{name}-{place}-id": row.pk, f"{name}-{place}-ORDER": place}
    return {name: value for name, value in (data | changed).items() if value is not None}
