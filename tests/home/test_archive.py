"""Archive by month, section and season; deleted pages; old addresses; the end of a season."""

from datetime import date, datetime, timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from campaign.models import Outlet, Season, SiteIdentity
from tests.factories import make_article, make_help_line, make_home, make_section, story_row

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]
ZONE = timezone.get_default_timezone()


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def two_years():
    news, tips = make_section("Thời sự", slug="thoi-su"), make_section("Mẹo nhanh", slug="meo-nhanh")
    # Half past midnight in Cần Thơ is still the old month in UTC.
    story_row("Đầu tháng Mười", section=news, published_at=datetime(2031, 10, 1, 0, 30, tzinfo=ZONE))
    story_row("Cuối tháng Mười", section=tips, published_at=datetime(2031, 10, 31, 23, 50, tzinfo=ZONE))
    story_row("Năm trước", section=news, published_at=datetime(2030, 12, 24, 8, 0, tzinfo=ZONE))
    Season.objects.create(
        name="Mùa 2031", slug="mua-2031", starts_on=date(2031, 10, 1), ends_on=date(2031, 10, 30), is_current=False
    )


def titles(client, path):
    return [story.title for story in client.get(path).context["stories"]]


def test_months_are_those_of_the_newsroom(client, two_years):
    page = client.get("/vi/luu-tru/")
    assert list(page.context["years"]) == [2031, 2030]
    assert [row["number"] for row in page.context["years"][2031]] == [2]
    assert titles(client, "/vi/luu-tru/2031/10/") == ["Cuối tháng Mười", "Đầu tháng Mười"]
    assert titles(client, "/vi/luu-tru/2030/12/") == ["Năm trước"]
    of_section = "/vi/luu-tru/2031/10/?chuyen-muc=thoi-su"
    assert titles(client, of_section) == ["Đầu tháng Mười"]
    assert f'rel="canonical" href="{settings.SITE_URL}{of_section}"' in client.get(of_section).text
    assert titles(client, "/vi/luu-tru/mua/mua-2031/") == ["Đầu tháng Mười"]


def test_a_story_of_midnight_belongs_to_the_month_and_the_season_that_begin(client):
    """Stories come out by the clock, at full hours; the last day of a season is its own whole day."""
    for day in (date(2031, 10, 1), date(2031, 11, 1)):
        midnight = datetime(day.year, day.month, day.day, tzinfo=ZONE)
        story_row(f"Tháng {day.month}", published_at=midnight)
    story_row("Ngày cuối", published_at=datetime(2031, 10, 31, 20, 0, tzinfo=ZONE))
    khmer = make_section("ព័ត៌មាន", home=make_home("km"), slug="tin-km")
    story_row("រឿង", section=khmer, published_at=datetime(2031, 10, 9, 8, 0, tzinfo=ZONE))
    for name, days in (("mot", (1, 31)), ("hai", (2, 30))):
        first, last = (date(2031, 10, day) for day in days)
        Season.objects.create(name=name, slug=name, starts_on=first, ends_on=last, is_current=False)
    places = ("2031/10/", "2031/11/", "mua/mot/", "mua/hai/")
    titles_by_place = {place: titles(client, f"/vi/luu-tru/{place}") for place in places}
    october = ["Ngày cuối", "Tháng 10"]
    assert titles_by_place == {"2031/10/": october, "2031/11/": ["Tháng 11"], "mua/mot/": october, "mua/hai/": []}
    assert titles(client, "/km/luu-tru/2031/10/") == ["រឿង"]
    assert [row["month"].month for row in client.get("/vi/luu-tru/").context["years"][2031]] == [11, 10]


@pytest.mark.parametrize(
    "path",
    [
        "2031/13/",
        "2031/0/",
        "0/1/",
        "99999/1/",
        "9999/12/",
        "9" * 23 + "/1/",
        "2031/" + "9" * 23 + "/",
        "mua/khong-co/",
        "?chuyen-muc=la",
        "2031/10/?trang=9",
    ],
)
def test_what_is_not_there_is_404_in_the_sites_look(client, two_years, path):
    response = client.get(f"/vi/luu-tru/{path}")
    assert response.status_code == 404


def test_a_month_without_stories_and_an_empty_newsroom_are_friendly(client):
    make_home()
    assert "Không có bài nào" in client.get("/vi/luu-tru/2029/5/").text
    assert client.get("/vi/luu-tru/").status_code == 200


def test_archive_needs_the_same_queries_however_much_there_is(client, two_years, django_assert_max_num_queries):
    client.get("/vi/luu-tru/2031/10/")
    with django_assert_max_num_queries(13) as counted:
        client.get("/vi/luu-tru/2031/10/")
    few = len(counted)  # at once: the next request empties the log
    section = make_section("Phóng sự")
    for number in range(12):
        story_row(f"Bài {number}", section=section, published_at=datetime(2031, 10, 9, 8, number, tzinfo=ZONE))
    client.get("/vi/luu-tru/2031/10/")
    with django_assert_max_num_queries(few):
        client.get("/vi/luu-tru/2031/10/")


def test_deleted_or_unpublished_is_410_and_a_new_page_lives_again(client):
    section = make_section()
    make_help_line("111")
    page = make_article("Sẽ xóa", section=section)
    draft = make_article("Nháp thôi", section=section, live=False)
    resting = make_article("Tạm gỡ", section=section)
    resting.unpublish()
    address, draft_address = page.url, f"/vi/{section.slug}/{draft.slug}/"
    page.delete()
    draft.delete()
    response = client.get(address)
    assert response.status_code == 410 and "đã được gỡ" in response.text and "tel:111" in response.text
    assert client.get(draft_address).status_code == 404  # nobody ever saw it
    off = client.get(f"/vi/{section.slug}/{resting.slug}/")
    assert off.status_code == 410 and "đã được gỡ" in off.text and "tel:111" in off.text and "Tạm gỡ" not in off.text
    make_article("Sẽ xóa", section=section)
    assert client.get(address).status_code == 200
    make_home("km")
    assert client.get(f"/km/{section.slug}/{resting.slug}/").status_code == 404, "there was never one in Khmer"
    closed = make_section("Chuyên mục cũ")
    closed.save_revision().publish(skip_permission_checks=True)
    closed_address = closed.url
    closed.delete()
    assert client.get(closed_address).status_code == 410


def test_old_addresses_lead_on_when_slug_or_section_changes(client, django_capture_on_commit_callbacks):
    first, second = make_section("Thời sự"), make_section("Phóng sự")
    page = make_article("Tên cũ", section=first)
    old = page.url
    page.slug = "ten-moi"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish(skip_permission_checks=True)
    moved = client.get(old)
    assert moved.status_code == 301 and moved["Location"].endswith("/vi/thoi-su/ten-moi/")
    page.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        page.move(second, pos="last-child")
    for address in (old, "/vi/thoi-su/ten-moi/"):
        response = client.get(address, follow=True)
        assert response.status_code == 200 and response.redirect_chain[-1][0].endswith("/vi/phong-su/ten-moi/")
    first.refresh_from_db()
    first.slug = "tin-tuc"
    with django_capture_on_commit_callbacks(execute=True):
        first.save_revision().publish(skip_permission_checks=True)
    assert client.get("/vi/thoi-su/", follow=True).redirect_chain[-1][0].endswith("/vi/tin-tuc/")


def test_a_season_that_is_over_says_so_everywhere_and_stays_useful(client):
    section = make_section()
    page = story_row(section=section)
    today = timezone.localdate()
    season = Season.objects.create(
        name="Mùa thử", slug="mua-thu", starts_on=today - timedelta(days=40), ends_on=today, is_current=True
    )
    assert "đã khép lại" not in client.get("/vi/").text  # its last day is still a day of it
    season.ends_on = today - timedelta(days=1)
    season.save()
    for path in ("/vi/", f"/vi/{section.slug}/", page.url):
        text = client.get(path).text
        assert "Mùa thử đã khép lại" in text and "/vi/luu-tru/mua/mua-thu/" in text, path
    season.is_current = False
    season.save()
    assert "đã khép lại" not in client.get("/vi/").text


def test_a_seasons_name_is_said_in_the_readers_language_or_named_as_vietnamese(client):
    make_home("km"), make_home("en"), story_row(section=make_section())
    over = timezone.localdate() - timedelta(days=1)
    season = Season.objects.create(
        name="Mùa thử", name_km="រដូវសាកល្បង", slug="mua-thu", starts_on=over, ends_on=over, is_current=True
    )
    for path in ("", "luu-tru/", "luu-tru/mua/mua-thu/"):
        khmer, english = client.get(f"/km/{path}").text, client.get(f"/en/{path}").text
        assert season.name_km in khmer and "Mùa thử" not in khmer, path
        assert '<span lang="vi">Mùa thử</span>' in english, f"{path}: nobody wrote an English one"
    assert f"<title>{season.name_km} |" in client.get("/km/luu-tru/mua/mua-thu/").text


def test_the_plan_line_is_said_in_the_readers_language_or_named_as_vietnamese(client):
    home, today = make_home(), timezone.localdate()
    make_home("km"), make_home("en")
    fields = {"name": "Mùa thử", "slug": "mua-thu", "starts_on": today, "ends_on": today, "is_current": True}
    Season.objects.create(**fields, plan_number="77/KH-UBND", plan_date=date(2031, 9, 2))
    for language, words, day in (
        ("en", "This site carries out Plan", "2 September 2031"),
        ("km", "គេហទំព័រនេះអនុវត្តផែនការ", "02-09-2031"),
    ):
        text = client.get(f"/{language}/").text
        assert words in text and "77/KH-UBND" in text and day in text, "our own sentence is translated"
        assert "Chuyên trang thực hiện" not in text
    SiteIdentity.objects.create(site=home.get_site(), plan_line="Dòng của tòa soạn.", plan_line_en="The newsroom's.")
    assert "The newsroom&#x27;s." in client.get("/en/").text
    assert '<span lang="vi">Dòng của tòa soạn.</span>' in client.get("/km/").text, "theirs, not a sentence of ours"
    assert "Dòng của tòa soạn." in client.get("/vi/").text


def test_the_outlets_name_is_said_in_the_readers_language_or_named_as_vietnamese(client):
    home = make_home()
    make_home("km"), make_home("en")
    outlet = Outlet.objects.create(slug="bao-thu", name="Báo Thử", short_name="Thử", name_km="កាសែតសាកល្បង")
    SiteIdentity.objects.create(site=home.get_site(), outlet=outlet)
    khmer, english, vietnamese = (client.get(f"/{code}/").text for code in ("km", "en", "vi"))
    assert "<strong>កាសែតសាកល្បង</strong>" in khmer and "Báo Thử" not in khmer
    assert '<strong><span lang="vi">Báo Thử</span></strong>' in english
    assert "<strong>Báo Thử</strong>" in vietnamese
    outlet.name_en = "The Trial Paper"
    outlet.save()
    assert "<strong>The Trial Paper</strong>" in client.get("/en/").text


def test_the_footer_names_the_plan_of_the_running_season_unless_editors_wrote_a_line(client):
    home, today = make_home(), timezone.localdate()
    assert "Chuyên trang thực hiện" not in client.get("/vi/").text  # no season, no plan
    fields = {"name": "Mùa thử", "slug": "mua-thu", "starts_on": today, "ends_on": today, "is_current": True}
    season = Season.objects.create(**fields, plan_number="77/KH-UBND")
    assert "Kế hoạch 77/KH-UBND." in client.get("/vi/").text
    season.plan_date = date(2031, 9, 2)
    season.save()
    assert "Kế hoạch 77/KH-UBND ngày" in client.get("/vi/").text and "02-09-2031" in client.get("/vi/").text
    SiteIdentity.objects.create(site=home.get_site(), plan_line="Dòng của tòa soạn.")
    text = client.get("/vi/").text
    assert "Dòng của tòa soạn." in text and "77/KH-UBND" not in text
