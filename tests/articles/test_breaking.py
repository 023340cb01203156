"""Breaking news: two taps from a published story, a banner with an end, on pages and in feeds; only by arrangers."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from articles.models import ArticlePage, BreakingNews
from tests.factories import make_article, make_user
from tests.letters import delivered
from tests.newsroom_world import PAPER, colleague, the_section, the_story
from users.roles import grant

pytestmark = [pytest.mark.django_db, pytest.mark.world("newsroom"), pytest.mark.clock("2026-11-18 09:00")]


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


def banner(client, address="/vi/"):
    cache.clear()
    return client.get(address).text.partition('<aside class="breaking"')[2].partition("</aside>")[0]


def test_a_story_is_breaking_news_until_its_hour_on_every_page_and_in_the_feed(client, client_for, clock, mailoutbox):
    story, secretary = the_story(), client_for(colleague("secretary"))
    grant(make_user("da-nghi@newsroom.example", is_active=False), "chief", PAPER)
    place = f"/admin/toa-soan/bai/{story.pk}/tin-nong/"
    ends = secretary.get(place).context["ends"]
    assert [f"{end:%H:%M}" for end in ends] == ["10:00", "12:00", "15:00"]
    response = secretary.post(place, {"until": ends[0].isoformat()}, follow=True)
    assert "chạy đến 10:00, 18-11-2026" in response.text
    assert [letter.to for letter in delivered()] == [["chief@newsroom.example"]], "neither the sender nor who has left"
    assert story.title in banner(client) and story.title in banner(client, "/vi/luu-tru/")
    assert not banner(client, story.url), "the story's own page has the label instead"
    assert '<span\n            class="hot">Tin nóng</span>' in client.get(story.url).text
    assert not banner(client, "/en/") and not banner(client, "/vi/can-giup-do/")
    assert "<category>Tin nóng</category>" in client.get("/vi/rss.xml").text
    clock.move_to("2026-11-18 10:01")
    assert not banner(client) and "Tin nóng" not in client.get("/vi/rss.xml").text


def test_the_page_of_results_shows_it_until_its_hour_though_it_is_drawn_once_for_all(client, client_for, clock):
    story, search = the_story(), "/vi/tim-kiem/?q=zwxquat"
    until = timezone.now() + timedelta(hours=1)
    client_for(colleague("chief")).post(f"/admin/toa-soan/bai/{story.pk}/tin-nong/", {"until": until.isoformat()})
    clock.move_to((until - timedelta(seconds=5)).isoformat())
    assert story.title in banner(client, search)
    clock.move_to((until + timedelta(seconds=5)).isoformat())
    assert '<aside class="breaking"' not in client.get(search).text


def test_it_can_be_switched_off_and_another_takes_its_place(client, client_for):
    chief = client_for(colleague("chief"))
    first, second = the_story(), make_article("Tin khác", section=the_section())
    for story in (first, second):
        until = timezone.now() + timedelta(hours=2)
        chief.post(f"/admin/toa-soan/bai/{story.pk}/tin-nong/", {"until": until.isoformat()})
    assert "Tin khác" in banner(client) and first.title not in banner(client)
    chief.post(f"/admin/toa-soan/bai/{second.pk}/tin-nong/", {"do": "stop"})
    assert not banner(client) and BreakingNews.objects.filter(ended_by=colleague("chief")).count() == 2
    second.unpublish()
    assert chief.post(f"/admin/toa-soan/bai/{second.pk}/tin-nong/", {"do": "stop"}).status_code == 302


def test_it_ends_with_its_story_and_does_not_come_back_with_it(client, client_for):
    chief, story, other = client_for(colleague("chief")), the_story(), make_article("Tin khác", section=the_section())
    for page in (story, other):
        until = timezone.now() + timedelta(hours=2)
        chief.post(f"/admin/toa-soan/bai/{page.pk}/tin-nong/", {"until": until.isoformat()})
        assert page.title in banner(client)
        page.unpublish()
        assert not banner(client) and "Đang chạy" not in chief.get(f"/admin/toa-soan/bai/{other.pk}/tin-nong/").text
        page.get_latest_revision().publish(skip_permission_checks=True)
        assert client.get(page.url).status_code == 200 and not banner(client)


@pytest.mark.parametrize("until", ["", "mai", "2026-11-18T08:59", "2026-11-19T09:01", "9999999-01-01"])
def test_an_end_that_has_passed_or_is_far_away_is_refused_in_words(client, client_for, until):
    response = client_for(colleague("chief")).post(f"/admin/toa-soan/bai/{the_story().pk}/tin-nong/", {"other": until})
    assert response.status_code == 422 and "Bạn chọn giờ" in response.text and not banner(client)


def test_only_secretary_and_chief_of_its_outlet_and_only_what_readers_can_open(client, client_for):
    story, draft = the_story(), make_article("Còn nháp", section=the_section(), live=False)
    until = {"until": (timezone.now() + timedelta(hours=1)).isoformat()}
    for name in ("reporter", "editor", "culture"):
        assert client_for(colleague(name)).post(f"/admin/toa-soan/bai/{story.pk}/tin-nong/", until).status_code in (
            302,
            403,
        )
    taker = client_for(colleague("culture"))
    taker.post("/admin/toa-soan/lay-bai/", {"story": story.pk, "section": the_section("doi-song").pk})
    copy = ArticlePage.objects.get(alias_of=story.pk)
    assert taker.post(f"/admin/toa-soan/bai/{copy.pk}/tin-nong/", until).status_code in (302, 403)
    assert not BreakingNews.objects.exists()
    response = client_for(colleague("chief")).post(f"/admin/toa-soan/bai/{draft.pk}/tin-nong/", until)
    assert response.status_code == 422 and not BreakingNews.objects.exists()
