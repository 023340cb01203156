"""What the demo promises, on the seed without its files (small_seed.py); the whole seed is tried in test_seed.py."""

from unittest.mock import Mock

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from activities.models import ChallengePage, QuizPage, ScenarioPage
from articles.models import ArticlePage, CaseStudyPage, LongformPage, RoundupPage, SectionPage, TipPage
from articles.rules import gates
from campaign.models import HelpLine, Season
from demo.seeding import content, stories
from demo.seeding.accounts import PASSWORD
from demo.seeding.people import KOL_ACCOUNTS, SCHOOL_ACCOUNTS, STAFF
from media_library.models import Asset
from partners.models import KolStoryPage, Partner, Submission
from reporting.models import Task
from schools.models import ChecklistItem, Claim, Unit
from users.models import Organisation, User

pytestmark = [pytest.mark.slow, pytest.mark.world("demo"), pytest.mark.django_db]
#: Wagtail sets these when a page gets its place in the tree.
OF_THE_TREE = {"path", "depth", "slug"}


@pytest.fixture
def reader():
    return Client(headers={"host": "127.0.0.1:8000"})


def test_everything_promised_is_there():
    assert SectionPage.objects.live().filter(locale__language_code="vi").count() == 12
    assert Partner.objects.listed().count() == 10
    assert Unit.objects.filter(kind="school").count() == 38
    assert set(Asset.objects.values_list("code", flat=True)) == {row["code"] for row in content()["assets"]}
    assert set(Submission.objects.values_list("state", flat=True)) >= {"draft", "sent", "changes", "published"}
    season, today = Season.objects.get(is_current=True), timezone.localdate()
    assert season.starts_on < today < season.ends_on and str(season.starts_on.year) in season.name
    days = [*Claim.objects.filter(item__season=season).values_list("declared_on", flat=True)]
    days += ChecklistItem.objects.filter(season=season).exclude(due_on=None).values_list("due_on", flat=True)
    assert season.starts_on <= min(days) and max(days) <= season.ends_on
    emails = {"admin@demo.example", *STAFF, *SCHOOL_ACCOUNTS.values(), *KOL_ACCOUNTS.values()}
    assert len(emails) == 17
    assert set(User.objects.values_list("email", flat=True)) == emails
    contacts = {line.number or line.url for line in HelpLine.objects.shown()}
    assert contacts == {"111", "113", "https://takeitdown.ncmec.org", "https://stopncii.org"}
    hidden = HelpLine.objects.filter(verified_on=None).values_list("number", "label")
    assert set(hidden) == {
        ("156", "Phản ánh cuộc gọi, tin nhắn lừa đảo"),
        ("", "Đường dây Công an thành phố Cần Thơ"),
    }


def test_no_group_of_wagtails_stands_among_the_roles():
    assert Group.objects.exists() and not Group.objects.filter(role=None).exists()


def test_a_story_of_every_type_is_published_and_answers(reader):
    pages = ArticlePage.objects.live().specific()
    assert {type(page) for page in pages} == {
        ArticlePage,
        CaseStudyPage,
        ChallengePage,
        KolStoryPage,
        LongformPage,
        QuizPage,
        RoundupPage,
        ScenarioPage,
        TipPage,
    }
    addresses = [page.address for page in (*pages, *SectionPage.objects.live())]
    addresses += ["/vi/", "/en/", "/km/", "/vi/can-giup-do/", "/km/can-giup-do/", "/vi/kol/", "/vi/gioi-thieu/"]
    addresses += ["/vi/bo-tai-lieu/", "/en/kho-tai-lieu/", "/km/kho-tai-lieu/", "/robots.txt", "/sitemap.xml"]
    wrong = {address: status for address in addresses if (status := reader.get(address).status_code) != 200}
    assert not wrong
    assert reader.get("/").headers["Location"] == "/vi/"


@pytest.mark.parametrize("row", content()["articles"], ids=lambda row: row["id"])
def test_every_story_passes_its_models_rules_and_the_gates(row):
    article = next(item for item in content("articles") if item["id"] == row["id"])
    pictures = dict.fromkeys(content("pictures"), ArticlePage.objects.exclude(lead_image=None).first().lead_image)
    page = stories.story_of(row, article, pictures)
    page.full_clean(exclude=OF_THE_TREE)
    assert SectionPage.objects.filter(slug=row["section"]).exists()
    assert page.body and gates.stops(page) == []


def test_assets_and_their_words_pass_their_models_rules():
    for asset in Asset.objects.prefetch_related("texts"):
        assert asset.texts.count() >= 1
        for thing in (asset, *asset.texts.all()):
            thing.full_clean()


def test_seeding_twice_is_refused_and_if_empty_is_silent():
    before = ArticlePage.objects.count()
    with pytest.raises(CommandError):
        call_command("seed_demo", building=Mock())
    call_command("seed_demo", "--if-empty", building=Mock())
    assert ArticlePage.objects.count() == before


@pytest.mark.parametrize(
    ("email", "landing_page"),
    [
        ("phongvien@baocantho.example", "/admin/"),
        ("bientap@vanhoa.example", "/admin/"),
        ("congan@demo.example", "/admin/"),
        ("truong@thcs.example", "/truong/"),
        ("kol@demo.example", "/doi-tac/"),
    ],
)
def test_accounts_sign_in_and_land_on_their_page(reader, email, landing_page):
    response = reader.post("/tai-khoan/dang-nhap/", {"login": email, "password": PASSWORD}, follow=True)
    assert response.status_code == 200
    assert response.request["PATH_INFO"] == landing_page


def test_every_duty_of_the_plan_is_a_task_of_some_body():
    tasks = Task.objects.select_related("owner")
    paragraphs = {task.paragraph for task in tasks}
    assert len({task.title for task in tasks}) == 103 and paragraphs >= {"I.1", "II.2.a4", "III.1.g", "III.5", "V.2"}
    assert {task.state for task in tasks} == set(Task.State.values)
    police = Organisation.objects.filter(kind="police").count()
    assert tasks.filter(owner__kind="police").count() == police > 1, "each ward's police its own"
    season = Season.objects.get(is_current=True)
    assert all(season.starts_on <= task.due_on <= season.ends_on for task in tasks)
    assert Task.objects.overdue().exists() and Task.objects.filter(co_owners__isnull=False).exists()
    assert Organisation.objects.get(kind="city_police").parent == Organisation.objects.get(kind="office")
