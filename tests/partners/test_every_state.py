"""Whatever happens to a piece, everybody who acts for its partner gets a letter and finds a notice."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from partners.models import KolStoryPage, Notice, Submission
from tests.factories import make_user
from tests.letters import delivered
from tests.partners.pieces import full_form, next_year

pytestmark = pytest.mark.django_db
State = Submission.State


@pytest.fixture
def manager(partner):
    """A second account that acts for the partner, with nothing to do in the browser."""
    user = make_user("quanly@demo.example", full_name="Trần Quản Lý")
    partner.members.create(user=user, role="manager")
    return user


@pytest.fixture
def step(work, kol, manager, client_for):
    """`with step(piece, state, by=…): …` claims that the body brings the piece there and that everybody is told."""
    from contextlib import contextmanager

    states = []

    @contextmanager
    def run(piece, state, *, by=None):
        delivered().clear()
        with work():
            yield
        piece.refresh_from_db()
        assert piece.state == state
        event = piece.events.filter(voice="").exclude(before=state).last()
        letters = [letter for letter in delivered() if f"/doi-tac/bai/{piece.uuid}/" in letter.body]
        assert sorted(letter.to[0] for letter in letters) == [kol.email, manager.email], f"letters of {state}"
        for letter in letters:
            assert letter.subject.startswith(str(State(state).label)) and piece.code in letter.subject
        for person in (kol, manager):
            notice = Notice.objects.filter(user=person, submission=piece).first()
            assert notice and notice.event == event and event.after == state, f"notice of {state}"
            assert (notice.read_at is None) == (person != by), "one's own step is no news"
        page = client_for(manager).get("/doi-tac/thong-bao/").content.decode()
        assert str(State(state).label) in page and piece.title in page
        Notice.objects.update(read_at=timezone.now())
        states.append(state)

    run.seen = states
    return run


def hand_in(client, piece, **changes):
    response = client.post(f"/doi-tac/bai/{piece.uuid}/sua/", full_form(**changes))
    assert response.status_code == 302, response.content.decode()


def publish(story, *, by, at=None):
    story.has_victim, story.go_live_at = False, at
    story.save_revision(user=by).publish(user=make_chief(by))


def make_chief(editor):
    chief = make_user(f"tong-{timezone.now():%H%M%S%f}@baocantho.example")
    chief.groups.set(editor.groups.all())
    return chief


@pytest.mark.slow
def test_every_state_is_told_by_mail_and_by_notice(client_for, kol, editor, partner, draft, section, step):
    newsroom, phone = client_for(editor), client_for(kol)
    piece, decide = draft, reverse("kol_submissions:decide", args=[draft.pk])
    with step(piece, State.SENT, by=kol):
        hand_in(phone, piece)
    with step(piece, State.IN_REVIEW):
        newsroom.post(decide, {"to": "in_review"})
    with step(piece, State.CHANGES):
        newsroom.post(decide, {"to": "changes", "note": "Che biển số"})
    with step(piece, State.SENT, by=kol):
        hand_in(phone, piece, text="Đã che.")
    with step(piece, State.ACCEPTED):
        newsroom.post(decide, {"to": "accepted"})
    newsroom.post(reverse("kol_submissions:make_story", args=[piece.pk]), {"section": section.pk})
    story = KolStoryPage.objects.get()
    hour = timezone.now() + timedelta(hours=2)
    with step(piece, State.SCHEDULED):
        publish(story, by=editor, at=hour)
    with step(piece, State.ACCEPTED):  # the hour is called off
        story.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)
        call_command("maintain_partners")
    with step(piece, State.PUBLISHED):
        publish(KolStoryPage.objects.get(), by=editor)
    with step(piece, State.ACCEPTED):  # the newsroom takes it off
        KolStoryPage.objects.get().unpublish()
    with step(piece, State.PUBLISHED):
        publish(KolStoryPage.objects.get(), by=editor)
    with step(piece, State.EXPIRED):
        Submission.objects.update(licence_until=timezone.localdate() - timedelta(days=1))
        call_command("maintain_partners")
    with step(piece, State.SENT, by=kol):
        hand_in(phone, piece, licence_until=next_year())
    with step(piece, State.ACCEPTED):
        newsroom.post(decide, {"to": "accepted"})
    newsroom.post(reverse("kol_submissions:make_story", args=[piece.pk]), {"lay-lai": "1"})
    with step(piece, State.PUBLISHED):
        publish(KolStoryPage.objects.get(), by=editor)
    with step(piece, State.REMOVED, by=kol):
        phone.post(f"/doi-tac/bai/{piece.uuid}/go/")
    for state, way in ((State.WITHDRAWN, None), (State.REJECTED, {"to": "rejected", "note": "Đã có bài giống vậy"})):
        other = Submission.objects.create(partner=partner, created_by=kol)
        with step(other, State.SENT, by=kol):
            hand_in(phone, other)
        with step(other, state, by=None if way else kol):
            if way:
                newsroom.post(reverse("kol_submissions:decide", args=[other.pk]), way)
            else:
                phone.post(f"/doi-tac/bai/{other.uuid}/rut/")
    assert set(step.seen) == set(State) - {State.DRAFT}, "no state is left out"
