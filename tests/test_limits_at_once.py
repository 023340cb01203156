"""Limited places: of two requests for the last one at the same moment, on two connections, one gets it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from activities.classes import classroom
from activities.contests import entries
from activities.models import ClassSession, Entry
from articles.admin import outside_preview
from articles.models import PreviewLink, PreviewVerdict
from media_library.derivatives import formats
from media_library.models import Derivative
from partners.models import Partner, ReportedLink, Submission
from partners.views import submissions
from tests.activities.contest_rows import ENTRY, make_contest
from tests.activities.quizzes import make_quiz
from tests.factories import asset_row, make_article, make_user, stored_row
from tests.schools.test_at_once import while_open

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.clock("2026-11-18 09:00")]
PICTURE = {"media_type": "image/jpeg", "extension": "jpg", "trim_width_mm": None, "trim_height_mm": None}


def statuses(ask):
    """How the two requests that `ask` makes were answered."""
    return [response.status_code for response in while_open(ask, ask)]


def test_of_two_classes_one_gets_the_last_session(client_for, monkeypatch):
    monkeypatch.setattr(classroom, "MAX_SESSIONS", 1)
    quiz, client = make_quiz(), client_for()
    assert statuses(lambda: client.post(f"/vi/do-vui/{quiz.pk}/lop/")) == [303, 503]
    assert ClassSession.objects.count() == 1


def test_of_two_answers_one_is_the_last_that_a_preview_takes(client_for, monkeypatch):
    monkeypatch.setattr(outside_preview, "MOST_VERDICTS", 1)
    story = make_article()
    link = PreviewLink.objects.create(
        page=story,
        reader="ThS. An",
        expires_at=timezone.now() + timedelta(days=1),
        created_by=make_user(is_superuser=True),
    )
    client, place = client_for(), f"/xem-truoc/{link.token}/"
    words = client.get(place).text.split('name="words" value="', 1)[1].split('"', 1)[0]
    assert statuses(lambda: client.post(place, {"says": "dong-y", "words": words})) == [302, 400]
    assert PreviewVerdict.objects.count() == 1
    link.delete()
    assert client.post(place, {"says": "dong-y", "words": words}).status_code == 404


def test_of_two_visitors_one_gets_the_last_place_among_the_formats_that_wait(client_for, monkeypatch):
    monkeypatch.setattr(formats, "MAX_WAITING", 1)
    asset, client = asset_row(files=[{"stored": stored_row(**PICTURE)}]), client_for()
    address, shapes = f"/tai/{asset.current_version.files.get().uuid}/dang/", iter(["hinh-4-5", "hinh-9-16"])
    assert statuses(lambda: client.post(address, {"dang": next(shapes)})) == [302, 503]
    assert Derivative.objects.count() == 1


def test_of_two_works_of_one_account_without_a_school_one_is_the_last(client_for, monkeypatch):
    monkeypatch.setattr(entries, "MAX_OF_ONE", 1)
    contest, client = make_contest(), client_for(make_user())
    address, titles = f"/bao-cao-vien/cuoc-thi/nop/{contest.slug}/", iter(["Một", "Hai"])
    assert statuses(lambda: client.post(address, ENTRY | {"title": next(titles)})) == [302, 409]
    assert Entry.objects.count() == 1


def test_of_two_posts_of_one_piece_one_is_the_last_that_is_reported(client_for, monkeypatch):
    monkeypatch.setattr(submissions, "MAX_LINKS", 1)
    partner, account = Partner.objects.create(slug="may", display_name="Mây"), make_user()
    partner.members.create(user=account)
    piece = Submission.objects.create(partner=partner, created_by=account, state="published", title="Chợ nổi")
    client, place = client_for(account), f"/doi-tac/bai/{piece.uuid}/lien-ket/"
    posts = iter({"url": f"https://www.tiktok.com/@may/video/{n}", "posted_on": "2026-11-17"} for n in "12")
    assert statuses(lambda: client.post(place, next(posts))) == [302, 422]
    assert ReportedLink.objects.count() == 1
