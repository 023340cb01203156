"""Ranking, choice, publication of results by two people under gates, and what a school's own contest needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.template.defaultfilters import floatformat
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.contests import addresses, letters
from activities.contests.entries import locked as locked_entry
from activities.contests.entries import shortlist
from activities.identity import problem_of
from activities.models import SPREAD, Contest, Entry, Prize, spread_of
from activities.models.contest import weights_of
from activities.models.entry import EntryQuerySet
from articles.rules.publish_gates import Finding, Severity, in_order
from base.errors import WrongState
from base.http import first_or_404
from files.models import StoredFile
from users.models import User

State = Contest.State


def ranking(contest: Contest) -> EntryQuerySet:
    """Entries in the contest with their marks: by level, the highest mean first, unmarked ones last."""
    rows = Entry.objects.in_contest().filter(contest=contest).with_marks().select_related("organisation")
    return rows.order_by("level", F("mean").desc(nulls_last=True), "submitted_at", "pk")


def locked(contest: Contest, *states: str) -> Contest:
    """The contest, locked until the transaction ends. Raises WrongState unless it is in one of `states`.

    Raises Http404 where its school has deleted it meanwhile.
    """
    row = first_or_404(Contest.objects.select_for_update().filter(pk=contest.pk), _("Không có cuộc thi này."))
    if row.state not in states:
        sentence = _("Cuộc thi đang ở trạng thái “%(state)s” nên không làm bước này được. Bạn tải lại trang.")
        raise WrongState(sentence % {"state": row.get_state_display()})
    return row


def _move(row: Contest, after: str, **values: object) -> Contest:
    row.state = after
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=["state", *values])
    addresses.forget_contest(row)
    return row


# --- the page -------------------------------------------------------------------------------


def page_findings(contest: Contest, *, levels: int | None = None, weight: int | None = None) -> list[Finding]:
    """What is wrong with the contest's page; any of it prevents publication.

    `levels`: number of levels, `weight`: sum of the criteria in per cent; default: those that are saved.
    """
    levels = contest.levels.count() if levels is None else levels
    weight = weights_of(contest.criteria.all()) if weight is None else weight
    problems: list[Finding] = []
    if not levels:
        problems.append(_stop("levels", _("Bảng thi"), _("Chưa có bảng nào."), _("Bạn thêm cấp học và nộp gì.")))
    if contest.takes_entries and weight != 100:
        problems.append(_stop("criteria", _("Tiêu chí chấm"), _("Tổng chưa bằng 100 %."), _("Bạn sửa phần trăm.")))
    if not contest.formats:
        problems.append(_stop("formats", _("Hình thức"), _("Chưa chọn hình thức nào."), _("Bạn chọn ít nhất một.")))
    if contest.takes_entries and not (contest.person_words and contest.guardian_words):
        mend = _("Bạn ghi lời của tác giả và lời của cha mẹ, người giám hộ.")
        problems.append(_stop("words", _("Lời đồng ý"), _("Chưa có lời đồng ý để ký."), mend))
    if contest.closes_at <= contest.opens_at:
        problems.append(_stop("dates", _("Thời gian"), _("Ngày đóng trước ngày mở."), _("Bạn sửa lại ngày.")))
    return problems


def _stop(code: str, where: str, problem: str, mend: str) -> Finding:
    return Finding(code, Severity.STOP, code, where, problem, mend)


@transaction.atomic
def open_page(contest: Contest, *, by: User) -> Contest:
    """Make the page public: a draft of the desk, or a school's contest that asked for it.

    Raises ValidationError with the findings, WrongState for a template or another state.
    """
    row = locked(contest, State.DRAFT, State.ASKED)
    if row.is_template:
        raise WrongState(_("Mẫu không có trang công khai; trường chép mẫu thành cuộc thi của trường."))
    if problems := page_findings(row):
        raise ValidationError([str(finding) for finding in problems])
    opened = _move(row, State.PUBLIC)
    letters.opened(opened)
    if opened.is_open:
        letters.deadline(opened)  # to those whose entries it had before it was closed
    return opened


@transaction.atomic
def close_page(contest: Contest, *, by: User) -> Contest:
    """Take the page off the site; entries and marks stay, and senders of entries hear of it.

    A school hears what the desk (`by`) did with its contest.
    """
    row = locked(contest, State.PUBLIC, State.ASKED)
    if row.is_public:
        letters.closed(row)
    if by is not None:
        letters.not_public(row)
    return _move(row, State.DRAFT)


# --- the choice of the jury -----------------------------------------------------------------


@transaction.atomic
def choose(contest: Contest, choices: Mapping[str, tuple[bool, str]], *, by: User) -> int:
    """Set gallery and prize of entries, {code: (is in the gallery, prize)}; returns how many changed.

    A prize or the gallery puts the entry on the shortlist. Raises WrongState while entries are taken or after the
    results were proposed.
    """
    row = locked(contest, State.PUBLIC)
    if timezone.now() < row.closes_at:
        raise WrongState(_("Cuộc thi còn nhận bài nên chưa chọn được."))
    changed = 0
    for candidate in Entry.objects.in_contest().filter(contest=row, code__in=choices).order_by("pk"):
        hung, prize = choices[candidate.code]
        prize = prize if prize in Prize.values else ""
        hung = hung or bool(prize)
        if (candidate.is_hung, candidate.prize) != (hung, prize):
            entry = locked_entry(candidate)
            shortlist(entry, into=hung, by=by)
            entry.is_hung, entry.prize = hung, prize
            entry.save(update_fields=["is_hung", "prize"])
            changed += 1
    return changed


@transaction.atomic
def ask_third(contest: Contest, code: str) -> None:
    """Ask a third juror for an entry whose two marks are far apart. Raises WrongState."""
    row = locked(contest, State.PUBLIC)
    if not Entry.objects.in_contest().filter(contest=row, code=code).update(third_mark=True):
        raise WrongState(_("Không có bài này trong cuộc thi."))


@transaction.atomic
def use_unscanned(contest: Contest, code: str, reason: str, *, by: User) -> int:
    """Decide that the files of an entry which no scanner has looked at are used; returns how many.

    Raises ValidationError without a reason, WrongState when the entry has no such file (docs/security.md, rule 13).
    """
    if not reason:
        raise ValidationError(_("Bạn ghi vì sao dùng tệp chưa quét, ví dụ: đã mở trên máy riêng, là một bức tranh."))
    row = locked(contest, State.PUBLIC, State.PROPOSED)
    unscanned = StoredFile.objects.filter(
        entry_file__entry__contest=row,
        entry_file__entry__code=code,
        state=StoredFile.State.NOT_SCANNED,
        decided_at=None,
    )
    changed = unscanned.update(decision=reason, decided_by=by, decided_at=timezone.now())
    if not changed:
        raise WrongState(_("Bài này không có tệp nào chưa quét."))
    return changed


# --- results --------------------------------------------------------------------------------


def findings(contest: Contest) -> list[Finding]:
    """What prevents the publication of the results, and what the organiser should look at; stops first."""
    shown_entries = list(ranking(contest).filter(is_hung=True).with_pictures())
    agreed = set(Entry.objects.filter(contest=contest, is_hung=True).agreed().values_list("pk", flat=True))
    result = [finding for entry in shown_entries for finding in _of_entry(entry, has_consent=entry.pk in agreed)]
    result.extend(_ties(contest, shown_entries))
    if not any(entry.prize for entry in shown_entries):
        result.append(_stop("prizes", _("Giải"), _("Chưa có bài nào được giải."), _("Bạn chọn giải trong bảng điểm.")))
    return in_order(result)


def _of_entry(entry: Entry, *, has_consent: bool) -> Iterator[Finding]:
    where = f"{entry.code} “{entry.title}”"
    if not has_consent:
        mend = _("Trường bổ sung chữ ký, hoặc bạn bỏ bài khỏi phòng tranh.")
        yield _stop("consent", where, _("Thiếu sự đồng ý còn hiệu lực của một tác giả hoặc người giám hộ."), mend)
    if not entry.alt:
        yield _stop("alt", where, _("Chưa có lời tả cho người không nhìn thấy."), _("Bạn nhờ trường ghi."))
    for file in entry.files.all():
        if file.stored and file.stored.state != StoredFile.State.CLEAN and file.stored.decided_at is None:
            yield _stop("scan", where, _("Có tệp chưa quét mã độc."), _("Bạn đợi, hoặc ghi lý do dùng tệp ở dưới."))
    if entry.prize and entry.marked < entry.marks_needed:
        yield _stop("marks", where, _("Bài được giải mà chưa đủ phiếu."), _("Bạn nhắc giám khảo chấm."))
    texts = [entry.title, entry.about, entry.alt, *(author.shown_as for author in entry.authors.all())]
    if problem := problem_of(" \n".join(texts)):
        yield _stop("personal", where, problem, _("Bạn trả bài để trường sửa, hoặc bỏ bài khỏi phòng tranh."))
    spread = spread_of(entry)
    if entry.prize and spread is not None and spread >= SPREAD and not entry.third_mark:
        problem = _("Hai phiếu lệch nhau %(n)s điểm.") % {"n": floatformat(spread, -1)}
        yield Finding("spread", Severity.WARN, "spread", where, problem, _("Bạn nhờ giám khảo thứ ba."))


def _ties(contest: Contest, shown_entries: Iterable[Entry]) -> Iterator[Finding]:
    """Neighbours with the same mean and different prizes need a reason."""
    if contest.tie_reason:
        return
    ranked = [(entry.level, round(entry.mean, 2), entry) for entry in shown_entries if entry.mean is not None]
    for (*first_place, first), (*second_place, second) in pairwise(ranked):
        if first_place == second_place and first.prize != second.prize:
            where = f"{first.code}, {second.code}"
            yield _stop("tie", where, _("Hai bài bằng điểm mà khác giải."), _("Bạn ghi lý do ở phần sửa cuộc thi."))


@transaction.atomic
def propose(contest: Contest, *, by: User) -> Contest:
    """Hand the results to a second person. Raises ValidationError with what stops them, WrongState."""
    row = locked(contest, State.PUBLIC)
    _check(row)
    _move(row, State.PROPOSED, proposed_by=by)
    letters.proposed(row)
    return row


@transaction.atomic
def publish(contest: Contest, *, by: User) -> Contest:
    """Make winners and gallery public; senders get a letter.

    Raises WrongState for the person who proposed them (four eyes), ValidationError when a gate stops them.
    """
    row = locked(contest, State.PROPOSED)
    if row.proposed_by_id == by.pk:
        raise WrongState(_("Bạn đã trình kết quả này, nên người khác công bố."))
    _check(row)
    _move(row, State.RESULTS, published_by=by, results_at=timezone.now())
    letters.results(row)
    return row


def _check(row: Contest) -> None:
    if stops := [str(finding) for finding in findings(row) if finding.is_stop]:
        raise ValidationError(stops)


@transaction.atomic
def take_back(contest: Contest, *, by: User) -> Contest:
    """Back to the choice: from a proposal, or from published results, which leave every page."""
    return _move(locked(contest, State.PROPOSED, State.RESULTS), State.PUBLIC, results_at=None)


def percent(value: Decimal | None) -> str:
    """Points with at most one decimal, “—” for none."""
    return "—" if value is None else f"{value:.1f}".replace(".", ",")
