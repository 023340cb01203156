"""The agenda speaks the reader's language; the short address on paper still leads there."""

import re
from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from activities.models import Event, Kind
from tests.factories import make_article, make_home, make_section

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]


@pytest.mark.parametrize(
    ("language", "heading"), [("vi", "Lịch sự kiện"), ("en", "Calendar of events"), ("km", "ប្រតិទិនព្រឹត្តិការណ៍")]
)
def test_each_language_has_its_agenda_and_names_the_others(client_for, language, heading):
    page = client_for().get(f"/{language}/lich-su-kien/").content.decode()
    assert f'<html lang="{language}"' in page and heading in page
    assert all(f'hreflang="{other}"' in page and f"/{other}/lich-su-kien/" in page for other in ("vi", "en", "km"))


@pytest.mark.parametrize(
    "now", ["2026-11-18 09:00", "2026-12-31 23:50", "2027-02-28 23:59", "2028-02-29 00:05", "2026-11-22 23:59"]
)
def test_weeks_are_those_of_can_tho_at_every_hour(client_for, clock, now):
    """The night's hours belong to another day, and at times another week, in UTC."""
    clock.move_to(now)
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    sunday_night = timezone.make_aware(datetime.combine(monday + timedelta(days=6), time(23, 59, 30)))
    for number, at in enumerate((sunday_night, sunday_night + timedelta(minutes=1), sunday_night + timedelta(days=7))):
        Event.objects.create(title=f"Buổi {number}", starts_at=at)
    page = client_for().get("/vi/lich-su-kien/").text.partition("</table>")[2]  # the weeks, below the month's grid
    order = ("Tuần này", "Buổi 0", "Tuần sau", "Buổi 1", "Buổi 2")
    assert [page.count(words) for words in ("Tuần này", "Tuần sau")] == [1, 1]
    assert sorted(order, key=page.index) == list(order)


@pytest.mark.parametrize("language", ["vi", "en", "km"])
def test_a_month_is_said_as_the_reader_says_it(client_for, language):
    """“tháng 12-2026”, “December 2026”: on the agenda, on the front page and in the archive."""
    later = timezone.now() + timedelta(days=40)
    Event.objects.create(title="Ngày hội", starts_at=later, place="Ninh Kiều")
    story = make_article(section=make_section(home=make_home(language)))
    with override(language):
        coming, now = date_format(timezone.localtime(later), "YEAR_MONTH_FORMAT"), timezone.localtime()
        month, heading = date_format(now, "MONTH_FORMAT"), date_format(now, "YEAR_MONTH_FORMAT")
    agenda = client_for().get(f"/{language}/lich-su-kien/").text
    assert re.search(rf"<br>\s*{coming}\s*</time>", agenda)
    archive = client_for().get(f"/{language}/luu-tru/").text
    assert re.search(rf"<b\s*>{month[0].upper()}{month[1:]}</b>", archive)
    listed = client_for().get(f"/{language}/luu-tru/{now:%Y/%m}/").text
    assert re.search(rf"{heading[0].upper()}{heading[1:]}\s*</h1>", listed) and story.title in listed


def test_the_short_address_leads_to_the_vietnamese_agenda_for_good(client_for):
    response = client_for().get("/lich-su-kien/")
    assert response.status_code == 301 and response["Location"] == "/vi/lich-su-kien/"
    assert client_for().get("/fr/lich-su-kien/").status_code == 404


def test_the_agenda_goes_by_week_and_by_kind_and_each_event_goes_into_a_calendar(client_for):
    client, now = client_for(), timezone.now()
    empty = client.get("/vi/lich-su-kien/").text
    assert "Chưa có sự kiện sắp tới" in empty and "?loai=" not in empty
    later = timezone.localdate() + timedelta(days=40)
    for number in (0, 1):
        at = now + timedelta(days=40, minutes=number)
        Event.objects.create(title=f"Ngày hội {number}", starts_at=at, kind=Kind.DRAMA)
    Event.objects.create(title="Tập huấn cô", starts_at=now + timedelta(days=60))
    Event.objects.create(title="Buổi đã xong", starts_at=now - timedelta(days=4))
    whole = client.get("/vi/lich-su-kien/").text
    monday = later - timedelta(days=later.weekday())
    assert whole.count(f"Tuần từ {monday:%d-%m-%Y}") == 1 and whole.count('class="agenda whole"') == 2
    assert whole.index("Ngày hội 0") < whole.index("Ngày hội 1") < whole.index("Tập huấn cô") < whole.index("Đã qua")
    assert whole.count('.ics">') == 1 + 3, "the agenda's own, and what is over goes into nobody's calendar"
    drama = " ".join(client.get("/vi/lich-su-kien/?loai=drama").text.split())
    assert "Ngày hội 0" in drama and "Tập huấn cô" not in drama and "Buổi đã xong" not in drama
    assert '?loai=drama" aria-current="true"' in drama
    for odd in ("nhac-nuoc", "DRAMA", "x" * 5000):
        assert client.get("/vi/lich-su-kien/", {"loai": odd}).status_code == 404
    assert client.get("/en/lich-su-kien/?loai=drama").text.count("Add to calendar") == 2
