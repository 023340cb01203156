"""The whole seed into an empty database, its files included: what it promises is there, and every address answers.

Its content is tried with every change in test_small_seed.py, test_content.py and test_files.py.
"""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail_localize.models import Translation

from articles.models import ArticlePage, SectionPage
from base.images.image_specs import MAKE_ALL
from campaign.models import HelpLine, Season
from demo.seeding.accounts import PASSWORD
from demo.seeding.people import KOL_ACCOUNTS, SCHOOL_ACCOUNTS, STAFF
from files.models import StoredFile
from media_library.models import Asset, AssetFile, Kit
from partners.models import Partner
from schools.models import ChecklistItem, Claim, Unit
from translations.diff import untranslated
from users.models import User

pytestmark = [pytest.mark.night, pytest.mark.indexed]
FILES = Path(settings.BASE_DIR, ".test-services", "demo-files")
#: Budgets P3 (docs/performance.md) for a signed-out reader, on the whole demo content.
BUDGETS = {
    "/vi/": 19,
    "/vi/nhan-dien-chieu-tro/": 19,
    "/vi/kho-tai-lieu/": 18,
    "/vi/kho-tai-lieu/?loai=poster&dip=lop-hoc&nn=vi": 18,
    "/vi/kho-tai-lieu/p-a3-03/": 18,
    "/vi/bo-tai-lieu/kit-thcs/": 18,
    "/vi/kol/may-miet-vuon/": 18,
    "/vi/tim-kiem/?q=lua dao": 14,
}


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker):
    """The database as `make demo` leaves it, in one transaction that is rolled back for the tests that follow."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("seed_demo", cache=FILES)
        yield
        transaction.set_rollback(True)
    cache.clear()


@pytest.fixture
def reader(seeded, db):
    return Client(headers={"host": "127.0.0.1:8000"})


def test_everything_promised_is_there(seeded, db):
    assert SectionPage.objects.live().filter(locale__language_code="vi").count() == 12
    assert ArticlePage.objects.live().count() >= 30
    assert Asset.objects.released().count() == 25
    assert Partner.objects.listed().count() == 10
    assert Unit.objects.filter(kind="school").count() == 38
    assert Kit.objects.count() == 4
    for language, title in {"en": "Sixty seconds", "km": "ហុកសិបវិនាទី"}.items():
        page = ArticlePage.objects.get(locale__language_code=language, title__startswith=title)
        # It goes out when the seed's transaction is over, which here it never is.
        done = Translation.objects.get(source__object_id=page.translation_key, target_locale=page.locale)
        assert not untranslated(done)
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


def test_every_asset_file_is_a_real_released_object(seeded, db):
    files = AssetFile.objects.select_related("stored")
    assert len(files) >= 25
    for file in files:
        assert file.stored.zone == StoredFile.Zone.RELEASED
        assert file.stored.storage.size(file.stored.key) == file.stored.size > 0


def test_seeding_twice_is_refused_and_if_empty_is_silent(seeded, db):
    with pytest.raises(CommandError):
        call_command("seed_demo", cache=FILES)
    before = ArticlePage.objects.count()
    call_command("seed_demo", "--if-empty", cache=FILES)
    assert ArticlePage.objects.count() == before


@pytest.mark.parametrize("path", BUDGETS)
def test_query_budgets_hold_on_the_whole_demo(reader, path):
    assert reader.get(path, **{MAKE_ALL: True}).status_code == 200  # the worker would have made the pictures
    cache.clear()
    with CaptureQueriesContext(connection) as counted:
        response = reader.get(path)
        queries = len(counted)
    assert response.status_code == 200
    assert queries <= BUDGETS[path], [query["sql"][:120] for query in counted.captured_queries]


def test_article_budget_holds_for_every_story_of_every_kind(reader):
    stories = ArticlePage.objects.live().order_by("-genre")
    assert len(stories) >= 30
    for article in stories:
        reader.get(article.url, **{MAKE_ALL: True})
        cache.clear()
        with CaptureQueriesContext(connection) as counted:
            assert reader.get(article.url).status_code == 200
            assert len(counted) <= 26, article.title


def test_every_public_address_answers(reader):
    addresses = [
        "/vi/",
        "/en/",
        "/km/",
        "/vi/can-giup-do/",
        "/en/can-giup-do/",
        "/km/can-giup-do/",
        "/robots.txt",
        "/sitemap.xml",
    ]
    addresses += [
        "/vi/bo-tai-lieu/",
        "/vi/kol/",
        "/en/kho-tai-lieu/",
        "/km/kho-tai-lieu/",
        "/healthz",
        "/vi/gioi-thieu/",
    ]
    addresses += [f"/vi/{section.slug}/" for section in SectionPage.objects.live()]
    addresses += [f"/vi/kho-tai-lieu/{slug}/" for slug in Asset.objects.values_list("slug", flat=True)]
    addresses += [f"/vi/bo-tai-lieu/{slug}/" for slug in Kit.objects.values_list("slug", flat=True)]
    codes = list(Asset.objects.values_list("code", flat=True))
    assert len(codes) >= 25
    wrong = {address: status for address in addresses if (status := reader.get(address).status_code) != 200}
    assert not wrong
    assert reader.get("/").headers["Location"] == "/vi/"
    for code in codes:
        assert reader.get(f"/t/{code.lower()}/", follow=True).status_code == 200


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
