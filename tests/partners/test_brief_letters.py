"""Letters about a brief: who hears of a new version, and whose piece is due."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from base.text import vn_slugify
from partners.models import Brief, Invitation, Partner, PartnerMember, Submission
from tests.factories import make_user
from tests.letters import delivered

pytestmark = [pytest.mark.django_db, pytest.mark.clock("2026-11-18 09:00")]


@pytest.fixture
def brief(editor):
    new_brief = Brief(title="Việc nhẹ lương cao", wanted="Hỏi một người trước.", live=False, for_everyone=True)
    new_brief.save()
    new_brief.save_revision(user=editor).publish()
    new_brief.refresh_from_db()
    return new_brief


def member(name, language="vi", **fields):
    """An account of a partner of its own."""
    partner = Partner.objects.create(display_name=name, slug=vn_slugify(name, 40), **fields)
    account = make_user()
    PartnerMember.objects.create(partner=partner, user=account, language=language)
    return account, partner


def test_who_works_on_a_brief_hears_of_its_next_version(client_for, editor, brief, kol, draft, work):
    other, partner = member("Khmer", "km")
    Invitation.objects.invite(partner, other.email, by=editor, brief=brief)
    Invitation.objects.update(used_at=timezone.now(), used_by=other)
    done, partner = member("Đã đăng")
    Submission.objects.create(partner=partner, brief=brief, state=Submission.State.PUBLISHED)
    Invitation.objects.invite(partner, done.email, by=editor, brief=brief)
    Invitation.objects.filter(partner=partner).update(used_at=timezone.now(), used_by=done)
    paused, partner = member("Tạm ngưng", is_active=False)
    Submission.objects.create(partner=partner, brief=brief)
    stranger, _partner = member("Không nhận đề bài")
    assert draft.brief is None and not delivered()
    Submission.objects.filter(pk=draft.pk).update(brief=brief)
    brief.must_say, brief.deadline = "Nêu hai người để hỏi", timezone.now() + timedelta(days=9)
    with work():
        brief.save_revision(user=editor)
    assert not delivered(), "a draft of a version is nobody's business"
    with work():
        brief.save_revision(user=editor).publish()
    letters = {letter.to[0]: letter for letter in delivered()}
    assert set(letters) == {kol.email, other.email}, (done.email, paused.email, stranger.email)
    notice = letters[kol.email]
    assert notice.subject == "Đề bài “Việc nhẹ lương cao” có bản mới, bản 2" and "27-11-2026" in notice.body
    assert brief.get_absolute_url() in notice.body and "?tieng=km" in letters[other.email].body
    delivered().clear()
    brief.refresh_from_db()
    assert brief.version == 2
    brief.deadline = timezone.now() - timedelta(days=1)
    with work():
        brief.save_revision(user=editor).publish()
    assert not delivered(), "a brief that is over"


def test_a_piece_that_was_not_sent_is_reminded_of_before_the_deadline(kol, brief, draft, clock, work):
    Brief.objects.filter(pk=brief.pk).update(deadline=timezone.now() + timedelta(days=3))
    Submission.objects.filter(pk=draft.pk).update(brief=brief)
    sent = Submission.objects.create(partner=draft.partner, brief=brief, state=Submission.State.SENT)
    for moment, count in (("2026-11-18 10:00", 0), ("2026-11-19 10:00", 1), ("2026-11-19 11:00", 1)):
        clock.move_to(moment)
        with work():
            call_command("maintain_partners")
        assert len(delivered()) == count, moment
    letter = delivered()[0]
    assert letter.to == [kol.email] and "chưa gửi, sắp hết hạn" in letter.subject
    assert "21-11-2026" in letter.body and str(draft.uuid) in letter.body and str(sent.uuid) not in letter.body
    clock.move_to("2026-11-22 10:00")
    with work():
        call_command("maintain_partners")
    assert len(delivered()) == 1, "too late to be reminded"
