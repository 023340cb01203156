"""Figures of a newsroom on the first page of its chief and secretary: equal to counts by hand, of its outlet alone."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import ArticlePage, PlannedStory
from campaign.models import Outlet
from media_library.models import SiteImage, SubjectConsent
from media_library.rights.pictures import collection_of
from partners.models import Partner, Submission, SubmissionEvent
from tests.factories import make_article, make_locale, make_user
from tests.newsroom_world import CULTURE, PAPER, colleague, the_section

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00"), pytest.mark.world("newsroom")]
PAGE = "/admin/so-lieu/toa-soan/"


def plan(title, days_ago, *, section=None, **values):
    planned_for = timezone.now() - timedelta(days=days_ago)
    return PlannedStory.objects.create(title=title, section=section or the_section(), planned_for=planned_for, **values)


def shown(client, address="/admin/"):
    """Name of a figure → its text, from the first page."""
    page = BeautifulSoup(client.get(address).content, "html.parser").select_one(".role-figures")
    return {link.span.text: " ".join(link.b.text.split()) for link in page.select("li a")}


def test_plan_against_published_is_counted_by_section_and_genre(client_for):
    story = make_article("Đã đăng", section=the_section())
    plan("Đã lên trang", 2, genre=story.genre, page=story)
    plan("Chưa viết", 3, genre=story.genre)
    plan("Đã bỏ", 3, state=PlannedStory.State.DROPPED)
    plan("Từ lâu", 40)
    plan("Của sở", 2, section=the_section("doi-song"))
    chief = client_for(colleague("chief"))
    assert shown(chief)["Đề tài đã lên trang"] == "1 / 2"
    table = BeautifulSoup(chief.get(PAGE).content, "html.parser").select("table")[1]
    rows = [[cell.text.strip() for cell in row.select("th, td")] for row in table.select("tbody tr")]
    assert rows == [[the_section().title, story.get_genre_display(), "2", "1", "1"]]
    assert shown(client_for(colleague("culture")))["Đề tài đã lên trang"] == "0 / 1"


def test_a_story_is_behind_until_all_languages_are_live(client_for):
    secretary = client_for(colleague("secretary"))
    before = shown(secretary)["Bài còn thiếu ngôn ngữ"]
    story = make_article("Chưa dịch", section=the_section())
    number, out_of = (int(part) for part in before.split(" / "))
    assert shown(secretary)["Bài còn thiếu ngôn ngữ"] == f"{number + 1} / {out_of + 1}"
    page = secretary.get(PAGE).content.decode()
    assert f"/{story.pk}/km/" in page and f"/{story.pk}/en/" in page and f"/{story.pk}/vi/" not in page
    for language in ("km", "en"):
        copy = story.copy_for_translation(make_locale(language), copy_parents=True)
        ArticlePage.objects.filter(pk=copy.pk).update(live=True, last_published_at=timezone.now())
    assert shown(secretary)["Bài còn thiếu ngôn ngữ"] == f"{number} / {out_of + 1}"


def test_only_who_arranges_the_front_page_has_the_figures(client_for):
    for name in ("chief", "secretary", "culture", "admin"):
        client = client_for(colleague(name))
        assert client.get(PAGE).status_code == 200 and len(shown(client)) == 6
    for name in ("reporter", "editor"):
        client = client_for(colleague(name))
        assert client.get(PAGE).status_code == 404 and "role-figures" not in client.get("/admin/").content.decode()


def test_the_first_page_costs_the_same_with_more_stories(client_for):
    chief = client_for(colleague("chief"))

    def queries():
        chief.get("/admin/")
        with CaptureQueriesContext(connection) as seen:
            chief.get("/admin/")
        return len(seen)

    make_article("Một", section=the_section())
    few = queries()
    for number in range(5):
        make_article(f"Bài {number}", section=the_section())
        plan(f"Đề tài {number}", number)
    assert queries() <= few


def test_consents_that_end_are_those_of_the_outlets_own_pictures(client_for):
    def picture(title, outlet, days):
        image = SiteImage.objects.create(
            title=title, file="x.png", width=9, height=9, collection=collection_of(Outlet.objects.get(slug=outlet))
        )
        consent = SubjectConsent.objects.create(
            subject="Em C", age_band="0-6", representative_agreed=True, purpose="x", scope="site",
            expires_on=timezone.localdate() + timedelta(days=days), collected_by=make_user(),
        )  # fmt: skip
        consent.images.add(image)

    for title, outlet, days in (("Sắp hết", PAPER, 5), ("Còn lâu", PAPER, 40), ("Của sở", CULTURE, 5)):
        picture(title, outlet, days)
    chief = client_for(colleague("chief"))
    page = chief.get(PAGE).content.decode()
    assert shown(chief)["Bản đồng ý sắp hết"] == "1"
    assert "Sắp hết" in page and "23-11-2026" in page and "Còn lâu" not in page and "Của sở" not in page


def test_answers_to_partners_are_counted_in_time_and_late_for_the_own_outlet(client_for):
    partner = Partner.objects.create(slug="may", display_name="Mây")
    for outlet, days in ((PAPER, (10, 9)), (PAPER, (20, 5)), (CULTURE, (10, 9))):
        piece = Submission.objects.create(partner=partner, outlet=Outlet.objects.get(slug=outlet))
        for state, ago in zip(("sent", "accepted"), days, strict=True):
            event = SubmissionEvent.objects.create(submission=piece, before="draft", after=state)
            SubmissionEvent.objects.filter(pk=event.pk).update(at=timezone.now() - timedelta(days=ago))
    assert shown(client_for(colleague("chief")))["Bài KOL được trả lời đúng hạn"] == "1 / 2"
    assert shown(client_for(colleague("culture")))["Bài KOL được trả lời đúng hạn"] == "1 / 1"
