"""The partners' share of the wrap-up: figures, the paragraph, tables that no program runs."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from campaign.models import Outlet
from partners.models import Partner, Submission, SubmissionEvent
from partners.workflow import transitions
from tests.partners.pieces import all_consents

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]


def event(piece, after, days_ago):
    new_event = SubmissionEvent.objects.create(submission=piece, before="draft", after=after)
    SubmissionEvent.objects.filter(pk=new_event.pk).update(at=timezone.now() - timedelta(days=days_ago))


@pytest.fixture
def season(partner, sent):
    """One piece answered and published in time, one answered late, one before the period, one reported post."""
    event(sent, "changes", 0)
    transitions.send(move(sent, "changes"), all_consents(), by=sent.created_by)
    event(sent, "published", 0)
    other = Partner.objects.create(slug="tinh", display_name="=HYPERLINK(1)")
    late = Submission.objects.create(partner=other)
    event(late, "sent", 20)
    event(late, "accepted", 5)
    event(Submission.objects.create(partner=other), "sent", 90)
    for number, network in enumerate(("tiktok.com/@may/video/1", "youtube.com/watch?v=1", "tiktok.com/@may/video/2")):
        sent.reported_links.create(
            url=f"https://www.{network}", posted_on=timezone.localdate() - timedelta(days=number)
        )
    return sent


def move(piece, state):
    Submission.objects.filter(pk=piece.pk).update(state=state)
    piece.refresh_from_db()
    return piece


def test_the_period_is_counted_and_told(client_for, editor, season):
    page = client_for(editor).get(reverse("kol_wrap_up")).content.decode()
    assert "2 đối tác gửi 2 bài; tòa soạn đăng 1 bài." in page
    assert "50% lần gửi được trả lời trong ba ngày làm việc." in page
    assert "đã đăng 3 lần trên kênh của mình (TikTok 2, YouTube 1)" in page
    yesterday = timezone.localdate() - timedelta(days=1)
    page = client_for(editor).get(reverse("kol_wrap_up"), {"tu": yesterday, "den": yesterday}).content.decode()
    assert "0 đối tác gửi 0 bài" in page and "đã đăng 1 lần" in page
    other = Outlet.objects.create(slug="bao-khac", name="Báo khác", short_name="Báo khác")
    page = client_for(editor).get(reverse("kol_wrap_up"), {"co_quan": other.pk}).content.decode()
    assert "0 đối tác gửi 0 bài" in page and "trên kênh của mình" not in page


def test_the_table_leaves_as_data(client_for, editor, season):
    response = client_for(editor).get(reverse("kol_wrap_up"), {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    rows = list(sheet.values)
    assert rows[0][0] == "Đối tác" and rows[1][:2] == ("=HYPERLINK(1)", 1) and sheet["A2"].data_type == "s"
    assert rows[2][1:] == (1, 1, 1, 1, 0, 3, "TikTok 2, YouTube 1")
    as_text = b"".join(client_for(editor).get(reverse("kol_wrap_up"), {"export": "csv"}).streaming_content).decode()
    assert "Mi" in as_text and "'=HYPERLINK(1)" in as_text


@pytest.mark.parametrize(
    "asked",
    [
        {"tu": "31-02-2026"},
        {"co_quan": "abc"},
        {"tu": "2026-12-01", "den": "2026-11-01"},
        {"export": "xlsx", "den": "x"},
    ],
)
def test_odd_periods_get_a_sentence(client_for, editor, asked):
    assert client_for(editor).get(reverse("kol_wrap_up"), asked).status_code == 422


def test_only_the_newsroom_counts(client_for, kol, editor, season, django_assert_max_num_queries):
    assert client_for(kol).get(reverse("kol_wrap_up")).status_code == 403
    newsroom = client_for(editor)
    newsroom.get(reverse("kol_wrap_up"))
    with django_assert_max_num_queries(40) as counted:
        newsroom.get(reverse("kol_wrap_up"))
    few = len(counted)
    for number in range(10):
        piece = Submission.objects.create(partner=Partner.objects.create(slug=f"p{number}", display_name=f"P {number}"))
        event(piece, "sent", 1)
    with django_assert_max_num_queries(few):
        newsroom.get(reverse("kol_wrap_up"))
