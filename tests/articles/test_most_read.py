"""“Đọc nhiều”: counts without cookies, leaves programs out, and cannot be bent by one loud hour."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from articles.models import ReadCount
from articles.public import most_read
from base import site_context
from base.caching.backends import ROOM, ForgivingRedisCache
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


def read_once(address, client, headers=PHONE):
    """What reading.js does: ask for an address of one's own, then use it. The last answer."""
    ticket = client.post(address, headers=headers)
    return client.post(ticket.text, headers=headers) if ticket.status_code == 200 else ticket


def test_a_reading_is_counted_without_cookie_and_says_nothing(client):
    page = make_article()
    address = counted_at(page, client)
    ticket = client.post(address, headers=PHONE)
    responses = [read_once(address, client) for _ in range(3)]
    assert {response.status_code for response in responses} == {204} and not any(
        response.content for response in responses
    )
    for response in (ticket, *responses):
        assert not response.cookies and response["Cache-Control"] == "no-store"
    row = ReadCount.objects.get()
    assert (row.page_id, row.reads) == (page.pk, 3)
    assert {field.name for field in ReadCount._meta.fields} == {"id", "page", "hour", "reads"}  # no person in it


def test_an_address_counts_once_and_for_two_minutes(client, clock):
    """The one in the page counts nothing by itself; two readers never have the same; a made-up one counts nothing."""
    page = make_article()
    address = counted_at(page, client)
    tickets = [client.post(address, headers=PHONE).text for _reader in range(2)]
    assert len(set(tickets)) == 2 and not ReadCount.objects.exists()
    number, signature = re.search(r"-([0-9a-f]{16}):([\w-]{43})/$", tickets[0]).groups()
    other_number = "0" * len(number)
    for made_up in (tickets[0].replace(number, other_number), tickets[0].replace(signature, "A" * len(signature))):
        assert client.post(made_up, headers=PHONE).status_code == 204
    assert not ReadCount.objects.exists()
    for _again in range(5):
        assert client.post(tickets[0], headers=PHONE).status_code == 204
    assert ReadCount.objects.get().reads == 1
    clock.move_to("2026-11-18 09:03")
    client.post(tickets[0], headers=PHONE)
    client.post(tickets[1], headers=PHONE)
    assert ReadCount.objects.get().reads == 1
    client.post(client.post(address, headers=PHONE).text, headers=PHONE)
    assert ReadCount.objects.get().reads == 2


def test_an_address_counts_once_while_the_cache_is_away():
    """By this process's own memory, and a flood of them does not push out the limits of sign-ins."""
    away = ForgivingRedisCache("redis://127.0.0.1:1", {"OPTIONS": {"socket_connect_timeout": 0.1}})
    assert away.add("allauth:rl:someone", 1, 60)
    assert [away.add("once:a", 1, 60) for _try in range(2)] == [True, False]
    for number in range(ROOM + 10):
        away._here["once:"].add(f"once:{number}", 1, 60)
    assert not away.add("allauth:rl:someone", 1, 60)


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
    page = make_article()
    for address in (most_read.page_address(page.pk), most_read.ticket_for(page.pk)):
        assert client.post(address, headers=headers).status_code == 204
    assert not ReadCount.objects.exists()
    assert client.post(address, headers=PHONE).status_code == 204
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
    assert {read_once(place, client).status_code for place in made_up} == {204}
    assert not ReadCount.objects.exists()
    clock.move_to("2026-11-20 09:30")
    read_once(address, client)
    assert ReadCount.objects.count() == 1
    clock.move_to("2026-11-20 10:30")
    assert client.post(address, headers=PHONE).status_code == 204
    assert ReadCount.objects.count() == 1


def test_bad_addresses_and_methods_leave_nothing(client):
    make_home()
    for address in (most_read.page_address(1), most_read.ticket_for(1)):
        assert client.get(address).status_code == 405
    assert read_once(most_read.page_address(999_999_999), client).status_code == 204
    for path in ("1", "mot-lan/1", "0x1", "99999999999999999999", "-1", "9" * 90):
        assert client.post(f"/dem/{path}/", headers=PHONE).status_code == 404
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
        stories = most_read.most_read("vi")
    assert [line.title for line in stories] == ["Đều", "Ồn"]
    assert most_read.most_read("en") == []


@pytest.mark.slow
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
