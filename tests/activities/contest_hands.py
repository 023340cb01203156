"""What a school and an organiser do with contests, through their pages, for tests."""

import re

from bs4 import BeautifulSoup

from activities.models import Contest, Entry
from tests.activities.contest_rows import make_contest, make_entry
from tests.factories import make_organisation, make_user


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
