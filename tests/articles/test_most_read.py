"""“Đọc nhiều”: counts without cookies, leaves programs out, and cannot be bent by one loud hour."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from articles.models import ReadCount
from articles.public import most_read
from base import site_context
from tests.factories import make_article, make_home, make_section

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]
PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130 Mobile Safari/537.36"}


@pytest.fixture(autouse=True)
def counted_at_once(settings):
    cache.clear()
    settings.READ_FLUSH_SECONDS = 0
    most_read.collector.flush()


def counted_at(page, client):
    """The address that stands in the page."""
    return re.search(r'data-count="([^"]+)"', client.get(page.address).text)[1]


def test_a_reading_is_counted_without_cookie_and_says_nothing(client):
    page = make_article()
    address = counted_at(page, client)
    answers = [client.post(address, headers=PHONE) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {204}
    assert not answers[0].content and not answers[0].cookies and answers[0]["Cache-Control"] == "no-store"
    row = ReadCount.objects.get()
    assert (row.page_id, row.reads) == (page.pk, 3)
    assert {field.name for field in ReadCount._meta.fields} == {"id", "page", "hour", "reads"}  # no person in it


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": ""},
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"User-Agent": "facebookexternalhit/1.1"},
        {"User-Agent": "python-requests/2.32"},
        {"User-Agent": "Mozilla/5.0 HeadlessChrome/130"},
        PHONE | {"Sec-Fetch-Site": "cross-site"},
        PHONE | {"Origin": "https://elsewhere.example"},
        PHONE | {"Sec-Purpose": "prefetch;prerender"},
    ],
)
def test_programs_and_other_sites_do_not_count(client, headers):
    address = most_read.counting_address(make_article().pk)
    assert client.post(address, headers=headers).status_code == 204
    assert not ReadCount.objects.exists()
    client.post(address, headers=PHONE)
    assert ReadCount.objects.exists()


def test_only_what_a_page_handed_out_is_counted_and_for_two_days(client, clock):
    """A made-up token counts nothing, and neither does one older than two days."""
    section = make_section()
    page, other = (make_article(title, section=section) for title in ("Một", "Hai"))
    address = counted_at(page, client)
    assert counted_at(page, client) == address, "the same page for every cache"
    key, signature = address.split("/")[2].split("-", 1)[1].split(":")
    made_up = [
        f"/dem/{other.pk}-{key}:{signature}/",
        f"/dem/{page.pk}-{int(key) + 1}:{signature}/",
        f"/dem/{page.pk}-{key}:{'A' * len(signature)}/",
    ]
    assert {client.post(place, headers=PHONE).status_code for place in made_up} == {204}
    assert not ReadCount.objects.exists()
    clock.move_to("2026-11-20 09:30")
    client.post(address, headers=PHONE)
    assert ReadCount.objects.count() == 1
    clock.move_to("2026-11-20 10:30")
    client.post(address, headers=PHONE)
    assert ReadCount.objects.count() == 1


def test_bad_addresses_and_methods_leave_nothing(client):
    make_home()
    assert client.get(most_read.counting_address(1)).status_code == 405
    assert client.post(most_read.counting_address(999_999_999), headers=PHONE).status_code == 204
    for path in ("/dem/1/", "/dem/0x1/", "/dem/99999999999999999999/", "/dem/-1/", f"/dem/{'9' * 90}/"):
        assert client.post(path, headers=PHONE).status_code == 404
    assert not ReadCount.objects.exists()


def _read(page, *reads, back=0):
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    for place, number in enumerate(reads):
        ReadCount.objects.create(page=page, hour=hour - timedelta(hours=back + place), reads=number)


def test_steady_reading_beats_one_loud_hour_and_old_hours_do_not_count(client, django_assert_num_queries):
    section = make_section()
    steady, loud, old = (make_article(title, section=section) for title in ("Đều", "Ồn", "Cũ"))
    _read(steady, *[9] * 40)
    _read(loud, 10_000)
    _read(old, 500, back=50)
    site_context.data()  # the page around the list has read it: it knows what is closed
    with django_assert_num_queries(1):
        shown = most_read.most_read("vi")
    assert [line.title for line in shown] == ["Đều", "Ồn"]
    assert most_read.most_read("en") == []


def test_front_page_shows_the_list_once_it_says_something(client):
    section = make_section()
    pages = [make_article(f"Bài {number}", section=section) for number in range(4)]
    for page in pages[:2]:
        _read(page, 4)
    assert "Đọc nhiều" not in client.get("/vi/").text
    _read(pages[2], 25)
    text = client.get("/vi/").text
    assert "Đọc nhiều" in text
    pages[2].unpublish()
    assert "Bài 2" not in client.get("/vi/").text


def test_collected_readings_are_one_statement_and_old_ones_are_forgotten(django_assert_num_queries):
    section = make_section()
    pages = [make_article(f"Bài {number}", section=section) for number in range(3)]
    collector = most_read.Collector()
    with collector._lock:
        for page in pages * 5:
            collector._counts[page.pk, timezone.now().replace(minute=0, second=0, microsecond=0)] += 1
    with django_assert_num_queries(1):
        assert collector.flush() == 3
    assert set(ReadCount.objects.values_list("reads", flat=True)) == {5}
    _read(pages[0], 7, back=24 * 9)
    assert most_read.forget_old() == 1
