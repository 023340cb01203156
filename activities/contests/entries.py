"""Steps of an entry: begin, authors with consents, hand in, take back, leave out, withdraw. Each locks the entry."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.contests import addresses, files, letters, retention
from activities.models import MAX_AUTHORS, Contest, Entry, EntryAuthor, EntryEvent
from base.errors import WrongState
from base.http import TWICE
from campaign.retention import NOT_SHOWN_DAYS, end_of_shown
from media_library.models import SubjectConsent
from users.models import Organisation, User

State = Entry.State
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without signs that look alike on paper
MEND_DAYS = 5  # for an entry that the organiser sends back, and at least until entries close
DRAFT_DAYS = 30  # after the end of entries; then drafts are deleted
MAX_OF_ONE = 60  # entries of one school or account in one contest
FIELDS = ("title", "format", "level", "about", "alt", "tools")


def new_code() -> str:
    """A code that tells nothing of sender or order, such as “7KM-2QX”."""
    letters_of_code = [secrets.choice(LETTERS) for _place in range(6)]
    return "".join(letters_of_code[:3]) + "-" + "".join(letters_of_code[3:])


def begin(contest: Contest, values: Mapping[str, Any], *, by: User) -> Entry:
    """A new draft, or the same one that has neither author nor file yet: a button that was pressed twice makes one.

    Raises WrongState when the contest takes no entries, or the sender has MAX_OF_ONE already.
    """
    with transaction.atomic():
        organisation = by.organisation
        if organisation is not None:
            Organisation.objects.select_for_update().get(pk=organisation.pk)
        else:
            User.objects.select_for_update(no_key=True).get(pk=by.pk)
        _check_open(contest)
        mine = Entry.objects.sent_by(by).filter(contest=contest).exclude(state=State.WITHDRAWN)
        field_values = {name: values[name] for name in FIELDS}
        if same := mine.filter(state=State.DRAFT, submitted_by=by, authors=None, files=None, **field_values).first():
            return same
        if mine.count() >= MAX_OF_ONE:
            raise WrongState(_("Đơn vị đã có %(n)d bài trong cuộc thi này.") % {"n": MAX_OF_ONE})
        entry = Entry(contest=contest, organisation=organisation, submitted_by=by, **field_values)
        entry.code = new_code()
        while Entry.objects.filter(code=entry.code).exists():
            entry.code = new_code()
        entry.save()
        return entry


def _check_open(contest: Contest) -> None:
    if not contest.is_open:
        raise _closed()


def _closed() -> WrongState:
    return WrongState(_("Cuộc thi này không nhận bài lúc này."))


def locked(entry: Entry) -> Entry:
    """The entry, locked until the transaction ends; call it within one."""
    return Entry.objects.select_for_update(of=("self",)).select_related("contest", "organisation").get(pk=entry.pk)


def _editable(entry: Entry) -> Entry:
    row = locked(entry)
    if row.state != State.DRAFT:
        raise WrongState(_("Bài đã nộp. Bạn lấy bài về nháp trước khi sửa."))
    if not row.is_editable:
        raise _closed()
    return row


@transaction.atomic
def change(entry: Entry, values: Mapping[str, Any]) -> Entry:
    """Save the words of a draft. Raises WrongState for anything else."""
    row = _editable(entry)
    for name in FIELDS:
        setattr(row, name, values[name])
    row.save(update_fields=list(FIELDS))
    return row


@transaction.atomic
def add_author(entry: Entry, values: Mapping[str, Any], *, by: User) -> EntryAuthor:
    """Add an author with the consent; `values`: subject, age_band, person_agreed, representative_agreed.

    The same author within TWICE is one press too many, and added once. Raises WrongState unless it is a draft with room
    for one more.
    """
    row = _editable(entry)
    same = {f"consent__{name}": value for name, value in values.items()}
    if existing_author := row.authors.filter(consent__created_at__gt=timezone.now() - TWICE, **same).first():
        return existing_author
    if row.authors.count() >= MAX_AUTHORS:
        raise WrongState(_("Mỗi bài tối đa %(n)d tác giả.") % {"n": MAX_AUTHORS})
    consent = SubjectConsent.objects.create(
        **values,
        purpose=_("Bài %(code)s, cuộc thi “%(contest)s”: treo, in và đăng")
        % {"code": row.code, "contest": row.contest.title},
        scope=SubjectConsent.Scope.CAMPAIGN,
        expires_on=end_of_shown(timezone.localdate(row.contest.closes_at)),
        collected_by=by,
    )
    consent.files.set(file.stored for file in row.files.all() if file.stored)
    return EntryAuthor.objects.create(entry=row, consent=consent)


@transaction.atomic
def remove_author(entry: Entry, pk: int) -> None:
    """Remove an author and the consent from a draft; a key of another entry changes nothing."""
    row = _editable(entry)
    author = row.authors.filter(pk=pk).first()
    if author is not None:
        consent = author.consent
        author.delete()
        consent.delete()


@transaction.atomic
def remove_file(entry: Entry, uuid: str) -> None:
    """Remove a file from a draft; a UUID of another entry's changes nothing.

    Raises WrongState for anything else, and for a file that jurors have marked.
    """
    row = _editable(entry)
    if not row.takes_files:
        raise WrongState(_("Giám khảo đã chấm tệp này nên tệp giữ nguyên. Bạn sửa được lời và tác giả."))
    for file in row.files.select_related("stored"):
        if str(file.uuid) == uuid:
            files.remove(file)


def gaps(entry: Entry) -> list[str]:
    """What is missing before the entry can be handed in, in sentences; [] when it is complete."""
    problems: list[str] = []
    authors = list(entry.authors.select_related("consent"))
    if not authors:
        problems.append(_("Chưa có tác giả nào, ghi biệt danh hoặc tên em muốn hiện."))
    for author in authors:
        problems.extend(f"{author.shown_as}: {sentence}" for sentence in author.consent.gaps())
    if not entry.files.filter(stored__isnull=False).exists():
        problems.append(_("Chưa có tệp bài thi."))
    if files.waiting(entry):
        problems.append(_("Có tệp đang được kiểm tra. Bạn đợi ít phút rồi nộp."))
    if not entry.alt:
        problems.append(_("Chưa ghi trong bài có gì, cho người không nhìn thấy."))
    return problems


@transaction.atomic
def submit(entry: Entry, *, by: User) -> Entry:
    """Hand the entry in; its sender gets a letter with the code; the organisers, when they had sent it back.

    Raises ValidationError with what is missing, WrongState when it is too late. A repeated submit changes nothing.
    """
    row = locked(entry)
    if row.state == State.SUBMITTED:
        return row
    row = _editable(entry)
    if missing := gaps(row):
        raise ValidationError(missing)
    if row.is_sent_back:
        sent_back = row.events.filter(after=State.DRAFT).select_related("by").last()
        letters.mended(row, sent_back.by if sent_back else None)
    row.submitted_at, row.mend_until, row.office_note = timezone.now(), None, ""
    _move(row, State.SUBMITTED, by=by, fields=["submitted_at", "mend_until", "office_note"])
    letters.received(row, by.email)
    return row


@transaction.atomic
def take_back(entry: Entry, *, by: User) -> Entry:
    """Make a draft of a handed-in entry while the contest is open. Raises WrongState otherwise."""
    row = locked(entry)
    _check_open(row.contest)
    if row.state != State.SUBMITTED:
        raise WrongState(_("Chỉ lấy về nháp được bài đã nộp."))
    row.submitted_at = None
    _move(row, State.DRAFT, by=by, fields=["submitted_at"])
    return row


@transaction.atomic
def leave_out(entry: Entry, *, by: User, note: str) -> Entry:
    """The organiser leaves an entry out of the contest; the sender reads why. Raises WrongState or ValidationError."""
    row = locked(entry)
    _check_decidable(row, note)
    row.office_note, row.prize, row.is_hung = note, "", False
    _move(row, State.EXCLUDED, by=by, note=note, fields=["office_note", "prize", "is_hung"])
    letters.left_out(row)
    return row


@transaction.atomic
def send_back(entry: Entry, *, by: User, note: str) -> Entry:
    """The organiser returns an entry to its sender, who mends it for MEND_DAYS, also after entries have closed.

    Marks stay, and with them the files. Raises WrongState or ValidationError.
    """
    row = locked(entry)
    _check_decidable(row, note)
    row.mend_until = max(row.contest.closes_at, timezone.now() + timedelta(days=MEND_DAYS))
    row.office_note, row.prize, row.is_hung, row.submitted_at = note, "", False, None
    fields = ["mend_until", "office_note", "prize", "is_hung", "submitted_at"]
    _move(row, State.DRAFT, by=by, note=note, fields=fields)
    letters.sent_back(row)
    return row


def _check_decidable(row: Entry, note: str) -> None:
    """Raises WrongState once results are proposed, ValidationError without a reason for the sender."""
    if row.state not in Entry.IN_CONTEST or row.contest.state != Contest.State.PUBLIC:
        raise WrongState(_("Bài này không còn ở vòng chấm, hoặc kết quả đã trình duyệt."))
    if not note:
        raise ValidationError(_("Bạn ghi một câu để trường biết vì sao."))


@transaction.atomic
def withdraw(entry: Entry, *, by: User, note: str = "") -> Entry:
    """Take the work out everywhere: gallery, winners, jury, certificate, files, names and words; consents end.

    Possible at any time; a repeated call changes nothing. The edge forgets its pages at once. A sender needs no reason;
    an organiser's reason is told to the sender. Raises ValidationError for an organiser's withdrawal without one.
    """
    row = locked(entry)
    if row.state == State.WITHDRAWN:
        return row
    is_senders = Entry.objects.sent_by(by).filter(pk=row.pk).exists()
    if not is_senders and not note:
        raise ValidationError(_("Bạn ghi một câu để trường biết vì sao."))
    was_shown = row.is_hung and row.contest.has_results
    addresses.forget(row)
    ended = SubjectConsent.objects.filter(authorship__entry=row, withdrawn_at=None)
    ended.update(withdrawn_at=timezone.now(), withdrawn_by=by)
    retention.empty(row)
    row.prize, row.is_hung, row.mend_until, row.office_note = "", False, None, note
    fields = [*retention.WORDS, "prize", "is_hung", "mend_until"]
    _move(row, State.WITHDRAWN, by=by, note=note, fields=fields)
    if not is_senders:
        letters.taken_out(row)
    if was_shown:
        letters.withdrawn(row)
    return row


def _move(row: Entry, after: str, *, by: User | None, note: str = "", fields: list[str]) -> None:
    before, row.state = row.state, after
    row.save(update_fields=["state", *fields])
    EntryEvent.objects.create(entry=row, before=before, after=after, by=by, note=note)


def shortlist(row: Entry, *, into: bool, by: User) -> None:
    """Move a locked entry into the next round, or back. Raises WrongState for one that is out of the contest."""
    after = State.SHORTLISTED if into else State.SUBMITTED
    if row.state not in Entry.IN_CONTEST:
        raise WrongState(_("Bài %(code)s không còn trong cuộc thi.") % {"code": row.code})
    if row.state != after:
        _move(row, after, by=by, fields=[])


def forget_drafts() -> int:
    """Delete drafts of contests that closed DRAFT_DAYS ago, with files, authors and consents; returns how many.

    One that is being mended stays until its time is over.
    """
    over = timezone.now() - timedelta(days=DRAFT_DAYS)
    drafts = Entry.objects.filter(state=State.DRAFT, contest__closes_at__lt=over)
    drafts = drafts.exclude(mend_until__gt=timezone.now())
    keys = list(drafts.values_list("pk", flat=True))
    for key in keys:
        with transaction.atomic():
            row = Entry.objects.select_for_update().get(pk=key)
            for file in row.files.select_related("stored"):
                files.remove(file)
            consents = list(SubjectConsent.objects.filter(authorship__entry=row).values_list("pk", flat=True))
            row.delete()
            SubjectConsent.objects.filter(pk__in=consents).delete()
    return len(keys)


def end_old() -> int:
    """End entries whose retention is over: files and words go, prize, marks and dates stay; returns how many."""
    today, oldest = timezone.localdate(), timezone.now() - timedelta(days=NOT_SHOWN_DAYS)
    kept = Entry.objects.filter(state__in=[*Entry.IN_CONTEST, State.EXCLUDED], contest__closes_at__lt=oldest)
    keys = [entry.pk for entry in kept.select_related("contest") if entry.kept_until < today]
    for key in keys:
        with transaction.atomic():
            row = locked(Entry(pk=key))
            if row.state not in {*Entry.IN_CONTEST, State.EXCLUDED}:  # withdrawn meanwhile
                continue
            addresses.forget(row)
            retention.empty(row)
            row.is_hung = False
            _move(row, State.ENDED, by=None, fields=[*retention.WORDS, "is_hung"])
    return len(keys)


def own_or_404(user: User, uuid: Any) -> Entry:
    """The sender's entry `uuid`; raises Http404, the same for others' entries and unknown ones."""
    entry = Entry.objects.sent_by(user).select_related("contest", "organisation").filter(uuid=uuid).first()
    if entry is None:
        raise Http404(_("Không có bài dự thi này trong đơn vị của bạn."))
    return entry
