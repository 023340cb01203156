"""Letters about entries; each is put into the outbox in the transaction of the step that it reports."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.models import Contest, Entry, Juror, Prize
from activities.models.contest import CHANGE
from notifications.outbox import delete_letters, letter_language, open_addresses, post, told
from notifications.purposes import Purpose, register
from users.models import User
from users.roles import holders_for, holders_of

#: Who runs contests of one body alone must not read the addresses of other bodies' entries.
PERMISSIONS = ("activities.run_every_contest",)
RECEIVED = register(Purpose("contest-received", gettext_lazy("Đã nhận bài dự thi"), PERMISSIONS))
SENT_BACK = register(Purpose("contest-sent-back", gettext_lazy("Bài dự thi cần sửa"), PERMISSIONS))
MENDED = register(Purpose("contest-mended", gettext_lazy("Bài dự thi đã sửa xong"), PERMISSIONS))
TAKEN_OUT = register(Purpose("contest-taken-out", gettext_lazy("Ban tổ chức rút bài dự thi"), PERMISSIONS))
LEFT_OUT = register(Purpose("contest-left-out", gettext_lazy("Bài dự thi không hợp lệ"), PERMISSIONS))
RESULTS = register(Purpose("contest-results", gettext_lazy("Kết quả cuộc thi"), PERMISSIONS))
PROPOSED = register(Purpose("contest-proposed", gettext_lazy("Kết quả cuộc thi chờ duyệt"), PERMISSIONS))
WITHDRAWN = register(Purpose("contest-withdrawn", gettext_lazy("Bài đã công bố bị rút"), PERMISSIONS))
ASKED = register(Purpose("contest-asked", gettext_lazy("Cuộc thi của trường chờ duyệt"), PERMISSIONS))
HOST = register(Purpose("contest-host", gettext_lazy("Trang công khai của cuộc thi ở trường"), PERMISSIONS))
OFF, NOT_HUNG = "off", "not-hung"  # an entry that has left the results; one that never was among them
SEATED = register(Purpose("contest-jury", gettext_lazy("Mời vào ban giám khảo"), PERMISSIONS))
DEADLINE = register(Purpose("contest-deadline", gettext_lazy("Ngày nhận bài dự thi thay đổi"), PERMISSIONS))
CLOSED = register(Purpose("contest-closed", gettext_lazy("Cuộc thi rời trang"), PERMISSIONS))
REMINDER = register(Purpose("contest-reminder", gettext_lazy("Nhắc bài dự thi còn là nháp"), PERMISSIONS))
AHEAD = timedelta(hours=50)  # how long before the end of entries the reminder is written


def received(entry: Entry, to: str) -> None:
    """Tell the sender the code of the entry."""
    _post(RECEIVED, gettext_lazy("Đã nhận bài %(code)s"), "received", entry, [to])


def left_out(entry: Entry) -> None:
    """Tell the sender why the entry does not take part."""
    _post(LEFT_OUT, gettext_lazy("Bài %(code)s không hợp lệ"), "left_out", entry, open_addresses(entry.submitted_by))


def sent_back(entry: Entry) -> None:
    """Tell the sender what to mend, and until when."""
    _post(SENT_BACK, gettext_lazy("Bài %(code)s cần sửa"), "sent_back", entry, open_addresses(entry.submitted_by))


def mended(entry: Entry, person: User | None) -> None:
    """Tell all organisers, and `person` who sent the entry back, that it was handed in again."""
    link = settings.SITE_URL + reverse("contest_desk:desk", args=[entry.contest_id])
    people = _organisers(entry.contest)
    if person is not None and Contest.objects.run_by(person).filter(pk=entry.contest_id).exists():
        people.append(person)
    to = open_addresses(*(people or holders_of(PERMISSIONS[0])))
    _post(MENDED, gettext_lazy("Bài %(code)s đã sửa xong"), "mended", entry, to, link)


def taken_out(entry: Entry) -> None:
    """Tell the sender that the organiser has withdrawn the entry, and why: papers on the wall follow."""
    to = open_addresses(entry.submitted_by)
    _post(TAKEN_OUT, gettext_lazy("Ban tổ chức đã rút bài %(code)s"), "taken_out", entry, to)


def withdrawn(entry: Entry) -> None:
    """Tell the organiser that a published work was withdrawn, so that printed walls follow."""
    recipients = open_addresses(entry.contest.proposed_by, entry.contest.published_by)
    _post(WITHDRAWN, gettext_lazy("Bài %(code)s đã rút khỏi trang"), "withdrawn", entry, recipients)


def forget(entry: Entry) -> None:
    """Delete the letters that quote the title of the entry, sent or not; each has the address of its page."""
    for purpose in (RECEIVED, SENT_BACK, LEFT_OUT, RESULTS, REMINDER):
        delete_letters(purpose, str(entry.uuid))


def seated(juror: Juror) -> None:
    """Tell an account that it sits on a jury, with the address of its table; once."""
    link = settings.SITE_URL + reverse("activities:jury_contest", args=[juror.contest.slug])
    with letter_language():
        text = render_to_string("activities/contests/mail/seated.txt", {"contest": juror.contest, "link": link})
        subject = _("Ban giám khảo: %(contest)s") % {"contest": juror.contest}
        to = open_addresses(juror.user)
        post(purpose=SEATED, to=to, subject=subject, text=text.strip(), key=f"juror-{juror.pk}")


def deadline(contest: Contest) -> None:
    """Tell everybody who has an entry, also a draft, until when the contest takes entries now."""
    subject = gettext_lazy("Ngày nhận bài mới: %(contest)s")
    _to_senders(DEADLINE, subject, "deadline", contest, useful_until=contest.closes_at)


def closed(contest: Contest) -> None:
    """Tell everybody who has an entry, also a draft, that the page of the contest has left the site."""
    _to_senders(CLOSED, gettext_lazy("Cuộc thi tạm dừng: %(contest)s"), "closed", contest)


def _to_senders(purpose: Purpose, subject: Promise, template: str, contest: Contest, **limits: Any) -> None:
    """One letter to each account that has an entry, also a draft."""
    having = Entry.objects.filter(contest=contest, state__in=[Entry.State.DRAFT, *Entry.IN_CONTEST])
    people = User.objects.filter(pk__in=having.values("submitted_by"))
    link = settings.SITE_URL + reverse("activities:entries")
    with letter_language():
        text = render_to_string(f"activities/contests/mail/{template}.txt", {"contest": contest, "link": link}).strip()
        to, words = open_addresses(*people), str(subject) % {"contest": contest}
        post(purpose=purpose, to=to, subject=words, text=text, **limits)


@transaction.atomic
def remind() -> int:
    """Write a reminder for every draft of a contest that closes within AHEAD; returns their number.

    Repeated calls write no second one (the key of the letter); a new deadline reminds once more.
    """
    now = timezone.now()
    drafts = Entry.objects.filter(
        state=Entry.State.DRAFT,
        contest__state=Contest.State.PUBLIC,
        contest__takes_entries=True,
        contest__opens_at__lte=now,
        contest__closes_at__gt=now,
        contest__closes_at__lte=now + AHEAD,
    )
    draft_entries = list(drafts.select_related("contest", "submitted_by"))
    for entry in draft_entries:
        closes_at = entry.contest.closes_at
        once: dict[str, Any] = {"key": f"contest-reminder-{entry.pk}-{closes_at:%Y%m%d%H%M}", "useful_until": closes_at}
        to = open_addresses(entry.submitted_by)
        _post(REMINDER, gettext_lazy("Bài %(code)s chưa nộp"), "reminder", entry, to, **once)
    return len(draft_entries)


def proposed(contest: Contest) -> None:
    """Tell who may publish the proposed results: other organisers, else those who run every contest."""
    own = [user for user in _organisers(contest) if user.pk != contest.proposed_by_id]
    to = open_addresses(*(own or holders_of(PERMISSIONS[0]).exclude(pk=contest.proposed_by_id)))
    _to_desk(PROPOSED, gettext_lazy("Kết quả chờ bạn duyệt: %(contest)s"), "proposed", contest, to)


def _organisers(contest: Contest) -> list[User]:
    """Open accounts of the contest's bodies; of a contest without one, who started it and still runs it."""
    if contest.bodies:
        return list(holders_for(CHANGE, contest.bodies))
    starter = contest.started_by
    return [starter] if starter is not None and starter.is_active and starter.has_perm(CHANGE) else []


def asked(contest: Contest) -> None:
    """Tell who runs every contest that a school asks for a public page of its own contest."""
    to = open_addresses(*holders_of(PERMISSIONS[0]))
    _to_desk(ASKED, gettext_lazy("Cuộc thi của trường chờ duyệt: %(contest)s"), "asked", contest, to)


def opened(contest: Contest) -> None:
    """Tell the school whose contest it is that the desk has opened its public page."""
    _to_host(gettext_lazy("Cuộc thi đã hiện công khai: %(contest)s"), "opened", contest)


def not_public(contest: Contest) -> None:
    """Tell the school whose contest it is that the desk has refused or closed its public page."""
    _to_host(gettext_lazy("Cuộc thi không hiện công khai: %(contest)s"), "not_public", contest)


def _to_host(subject: Promise, template: str, contest: Contest) -> None:
    """One letter to each open account of the contest's school; nobody where it has none."""
    link = settings.SITE_URL + reverse("activities:own_contest", args=[contest.uuid])
    with letter_language():
        text = render_to_string(f"activities/contests/mail/{template}.txt", {"contest": contest, "link": link}).strip()
        to = open_addresses(*User.objects.filter(organisation=contest.host_id or 0).order_by("email"))
        post(purpose=HOST, to=to, subject=str(subject) % {"contest": contest}, text=text)


def _to_desk(purpose: Purpose, subject: Promise, template: str, contest: Contest, to: list[str]) -> None:
    link = settings.SITE_URL + reverse("contest_desk:desk", args=[contest.pk])
    with letter_language():
        text = render_to_string(f"activities/contests/mail/{template}.txt", {"contest": contest, "link": link}).strip()
        post(purpose=purpose, to=to, subject=str(subject) % {"contest": contest}, text=text)


def results(contest: Contest) -> None:
    """Tell the sender of every entry what it won, that it is not hung this time, or that it has left the results.

    Once, and again where something else was told last.
    """
    entries = list(Entry.objects.in_contest().filter(contest=contest).select_related("contest", "submitted_by"))
    already_told = told((key, entry.submitted_by.email) for entry in entries for key in _keys(entry).values())
    for entry in entries:
        keys = _keys(entry)
        is_shown = entry.is_hung and entry.state == Entry.State.SHORTLISTED
        was_shown = any((keys[prize], entry.submitted_by.email) in already_told for prize in ("", *Prize.values, OFF))
        key = keys.pop(entry.prize if is_shown else OFF if was_shown else NOT_HUNG)
        template = "results" if is_shown or was_shown else "not_hung"
        to, others = open_addresses(entry.submitted_by), keys.values()
        _post(RESULTS, gettext_lazy("Kết quả bài %(code)s"), template, entry, to, key=key, instead_of=others)


def _post(
    purpose: Purpose, subject: Promise, template: str, entry: Entry, to: list[str], link: str = "", **once: Any
) -> None:
    link = link or settings.SITE_URL + reverse("activities:entry", args=[entry.uuid])
    with letter_language():
        text = render_to_string(f"activities/contests/mail/{template}.txt", {"entry": entry, "link": link}).strip()
        post(purpose=purpose, to=to, subject=str(subject) % {"code": entry.code}, text=text, **once)


def _keys(entry: Entry) -> dict[str, str]:
    """{prize: key of the letter that tells of it}, with those of no prize, OFF and NOT_HUNG."""
    return {prize: f"contest-{entry.pk}-{prize}" for prize in ("", *Prize.values, OFF, NOT_HUNG)}
