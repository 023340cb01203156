"""What people do most at the desk goes through, within a number of presses."""

import pytest

from articles.models import ArticlePage, Person
from tests.articles.newsroom_forms import SAPO
from tests.e2e import desk_flows as flows
from tests.e2e.desk_flows import MOST
from tests.e2e.hand import Hand
from tests.e2e.newsroom_hands import DESK
from tests.factories import make_article

pytestmark = pytest.mark.world("newsroom")
ACCOUNTS = {flows.REPORTER: "reporter", flows.EDITOR: "editor", flows.SECRETARY: "secretary", flows.CHIEF: "chief"}


def hands(newsroom, person) -> dict[str, Hand]:
    Person.objects.create(full_name="Nguyễn Minh Thư", account=newsroom["reporter"])
    return {account: Hand(person(newsroom[name], **DESK)) for account, name in ACCOUNTS.items()}


def count(flow: str, newsroom, person, live_server) -> int:
    people = hands(newsroom, person)
    flows.FLOWS[flow](live_server.url, people)
    problems = [problem for hand in people.values() for problem in hand.page.problems]
    assert not problems, problems
    clicks, screens = (sum(getattr(hand, name) for hand in people.values()) for name in ("clicks", "screens"))
    print(f"{flow}: {clicks} presses, {screens} screens")
    return clicks


@pytest.mark.night  # with every change by thumb, in fewer presses: test_short_item.py
def test_a_short_item_with_a_picture_by_three_people(newsroom, person, live_server):
    assert count("short_item", newsroom, person, live_server) <= MOST["short_item"]
    assert ArticlePage.objects.get(title__startswith="Phà Cồn Ấu").live


@pytest.mark.night
def test_thirty_pictures_with_one_answer(newsroom, person, live_server):
    assert count("gallery_of_30", newsroom, person, live_server) <= MOST["gallery_of_30"]
    story = ArticlePage.objects.get(title__startswith="Ngày hội").get_latest_revision_as_object()
    assert len(story.body[-1].value["pictures"]) == 30 and story.current_workflow_state


@pytest.mark.night
def test_a_correction_by_three_people(newsroom, person, live_server):
    make_article(flows.ITEM, section=newsroom["section"], sapo=SAPO, owner=newsroom["reporter"])
    assert count("correction", newsroom, person, live_server) <= MOST["correction"]
    story = ArticlePage.objects.get(title=flows.ITEM)
    assert story.sapo.endswith("từ năm giờ.") and story.corrections.get().frozen_at
