"""A story's translations and other outlets' copies leave the site with it; a piece goes the newsroom's own way."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.admin.scheduling import move_story, unschedule
from articles.models import ArticlePage, SectionPage, TakeDown
from base.templatetags.vi import nbsp_units, stamp
from partners.models import KolStoryPage, Submission
from partners.publishing.story_factory import make_story
from partners.workflow import removal
from tests.articles.newsroom_forms import SAPO
from tests.factories import make_article, make_home, make_user
from tests.partners.filled import OUTLETS, PEOPLE
from translations.publish import start
from users.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00"), pytest.mark.world("accepted")]


@pytest.fixture
def outlets(db, worlds):
    """Two outlets with a section each, the first one's people and a KOL desk."""
    worlds.put_files_back()  # what a test before has removed
    sections = {slug: SectionPage.objects.get(slug=f"kol-{slug}") for slug in OUTLETS}
    return sections | {name: User.objects.get(email=f"{name}@test.example") for name in PEOPLE}


@pytest.fixture
def sent(outlets):
    return Submission.objects.get()


@pytest.fixture
def story(outlets):
    """An accepted piece as a draft in the first outlet's section, its questions answered."""
    return KolStoryPage.objects.get().get_latest_revision_as_object()


@pytest.fixture
def live(story, outlets, work):
    with work():
        story.get_latest_revision().publish(user=outlets["chief"])
    story.refresh_from_db()
    assert story.live
    return story


def test_a_piece_goes_the_newsrooms_own_way(client_for, story, outlets, sent, work):
    newsroom = client_for(outlets["desk"])
    state = story.get_workflow().start(story, outlets["desk"])
    for name in ("second", "chief"):
        with work():
            state.refresh_from_db()
            state.current_task_state.specific.approve(user=outlets[name])
    sent.refresh_from_db()
    assert sent.state == "published"
    assert client_for().get(f"/vi/{outlets['bao-can-tho'].slug}/{story.slug}/").status_code == 200
    assert "Đã đăng" in newsroom.get(f"/admin/kol/bai/{sent.pk}/").content.decode()


def test_another_outlets_copy_leaves_with_the_story(client_for, live, outlets, sent, kol, work):
    taker = client_for(outlets["other_chief"])
    response = taker.post("/admin/toa-soan/lay-bai/", {"story": live.pk, "section": outlets["dai"].pk})
    copy = ArticlePage.objects.get(alias_of=live.pk).specific
    address = f"/vi/{outlets['dai'].slug}/{copy.slug}/"
    page = client_for().get(address)
    assert response.status_code == 302 and page.status_code == 200
    assert "Mây Miệt Vườn" in page.content.decode() and copy.piece == sent and copy.own_piece is None
    with work():
        client_for(kol).post(f"/doi-tac/bai/{sent.uuid}/go/")
    assert client_for().get(address).status_code == 410
    copy.refresh_from_db()
    assert not copy.may_be_published


def test_a_translation_follows_its_original(client_for, live, outlets, sent, kol, work):
    english = make_home("en").locale
    start(live, english, make_user(is_superuser=True))
    page = live.get_translation(english)
    assert page.clip == live.clip and page.partner == live.partner
    with work():
        page.save_revision().publish(skip_permission_checks=True)
    page.refresh_from_db()
    assert page.live and page.piece == sent and page.own_piece is None
    with work():
        client_for(kol).post(f"/doi-tac/bai/{sent.uuid}/go/")
    page.refresh_from_db()
    assert not page.live
    page.get_latest_revision().publish(skip_permission_checks=True)
    page.refresh_from_db()
    assert not page.live, "nobody publishes a translation of what was taken back"


def test_a_take_down_leaves_its_stone_at_the_translation_too(client_for, live, outlets, work):
    english = make_home("en").locale
    start(live, english, make_user(is_superuser=True))
    page, reader = live.get_translation(english), client_for()
    with work():
        page.save_revision().publish(skip_permission_checks=True)
    assert reader.get(page.url).status_code == 200
    data = {"reason": "tre-em", "note": "Phụ huynh gọi lúc 9 giờ.", "answers_410": "on"}
    with work():
        assert client_for(outlets["chief"]).post(f"/admin/toa-soan/bai/{live.pk}/go/", data).status_code == 302
    assert [reader.get(item.url).status_code for item in (live, page)] == [410, 410]
    assert set(TakeDown.objects.values_list("page", flat=True)) == {live.pk, page.pk}


def test_a_schedule_that_lost_its_right_stops_nobody_else(story, outlets, sent, work):
    soon = timezone.now() + timedelta(hours=1)
    facts = {"sapo": SAPO, "live": False, "has_minor": False, "has_victim": False}
    other = make_article("Bài khác", section=outlets["bao-can-tho"], **facts)
    for page in (story, other):
        page.go_live_at = soon
        page.save_revision(user=outlets["desk"]).publish(user=outlets["chief"])
    sent.refresh_from_db()
    assert sent.state == "scheduled"
    Submission.objects.update(text="Chữ không ai duyệt")
    past = timezone.now() - timedelta(minutes=1)
    for page in (story, other):
        revision = page.get_latest_revision()
        revision.content["go_live_at"], revision.approved_go_live_at = past.isoformat(), past
        revision.save()
    with work():
        call_command("publish_scheduled")
        call_command("maintain_partners")
    story.refresh_from_db()
    other.refresh_from_db()
    sent.refresh_from_db()
    assert not story.live and other.live and sent.state == "accepted"


def test_a_permission_that_ended_is_no_permission(story, outlets, sent):
    Submission.objects.update(licence_until=timezone.localdate() - timedelta(days=1))
    sent.refresh_from_db()
    Submission.objects.update(approved_print=sent.fingerprint())
    assert not story.may_be_published


def test_a_story_that_is_deleted_lets_its_piece_go_back(story, outlets, sent, work):
    story.go_live_at = timezone.now() + timedelta(hours=1)
    story.save_revision(user=outlets["desk"]).publish(user=outlets["chief"])
    KolStoryPage.objects.get(pk=story.pk).delete()
    with work():
        call_command("maintain_partners")
    sent.refresh_from_db()
    assert sent.state == "accepted" and sent.story is None
    assert make_story(sent, outlets["bao-can-tho"], by=outlets["desk"]).own_piece == sent, "it can be made anew"


def test_a_live_story_that_is_deleted_takes_its_piece_back(live, sent, work):
    with work():
        KolStoryPage.objects.get(pk=live.pk).delete()
    sent.refresh_from_db()
    assert sent.state == "accepted" and sent.story is None


def test_the_edge_forgets_what_told_of_it(live, sent, kol, edge, work):
    with work():
        removal.remove(sent, by=kol)
    paths = set(edge.purged)
    section = f"/vi/{live.get_parent().slug}/"
    expected_paths = {
        f"{section}{live.slug}/",
        section,
        "/vi/",
        "/vi/rss.xml",
        "/vi/feed.json",
        "/vi/co-quan/bao-can-tho/rss.xml",
    }
    expected_paths |= {f"{section}rss.xml", f"{section}feed.json", f"{section}{live.slug}/phu-de/"}
    assert expected_paths <= paths, expected_paths - paths


def test_the_partner_reads_the_hour_to_which_the_newsroom_moved_it(story, outlets, sent, client_for, kol):
    story.go_live_at = timezone.now() + timedelta(hours=1)
    story.save_revision(user=outlets["desk"]).publish(user=outlets["chief"])
    later = (timezone.now() + timedelta(days=2)).replace(second=0, microsecond=0)
    move_story(KolStoryPage.objects.get(pk=story.pk), later, outlets["chief"])
    sent.refresh_from_db()
    assert sent.state == "scheduled" and sent.scheduled_for == later
    assert nbsp_units(stamp(later)) in client_for(kol).get(f"/doi-tac/bai/{sent.uuid}/").content.decode()


def test_the_partner_reads_at_once_that_the_newsroom_called_the_publication_off(story, outlets, sent):
    story.go_live_at = timezone.now() + timedelta(hours=1)
    story.save_revision(user=outlets["desk"]).publish(user=outlets["chief"])
    unschedule(KolStoryPage.objects.get(pk=story.pk), outlets["chief"])
    sent.refresh_from_db()
    assert sent.state == "accepted" and sent.scheduled_for is None
    assert sent.approved_print, "the approval holds on"
