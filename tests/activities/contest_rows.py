"""Contests, entries and jurors for tests; every default is valid."""

from datetime import timedelta

from django.utils import timezone

from activities.contests.entries import new_code
from activities.models import Contest, ContestLevel, Criterion, Entry, EntryAuthor, EntryFile, Juror
from activities.models.contest import CHANGE
from media_library.models import SubjectConsent
from tests.factories import make_organisation, make_user, next_number, stored_row
from users.roles import bodies_of

WORDS = {"person_words": "Em đồng ý.", "guardian_words": "Tôi đồng ý."}
ENTRY = {
    "title": "Tin nhắn của bà",
    "format": "truyen-tranh",
    "level": "thcs",
    "about": "Bà nhắn tin.",
    "alt": "Truyện năm khung.",
    "tools": "",
}
AUTHOR = {"subject": "Mực Tím", "age_band": "7-15", "person_agreed": "on", "representative_agreed": "on"}
COMMENT = "Lời thoại gọn, người xem hiểu ngay."


def make_contest(title="Mình không đi một mình", *, days=(-10, 10), **fields):
    """A public contest of comics for THCS with two criteria; `days`: when entries open and close, from now."""
    now = timezone.now()
    defaults = {"slug": f"ct-{next_number()}", "formats": ["truyen-tranh", "poster"], "state": Contest.State.PUBLIC}
    opens, closes = (now + timedelta(days=day) for day in days)
    if started_by := fields.get("started_by"):
        defaults["bodies"] = sorted(bodies_of(started_by, CHANGE))
    contest = Contest.objects.create(title=title, opens_at=opens, closes_at=closes, **WORDS, **defaults | fields)
    for level in ("thcs", "thpt"):
        ContestLevel.objects.create(contest=contest, level=level, submit="Bốn khung", prizes="1 nhất")
    for name, weight in (("Chạm tới người đọc", 60), ("Làm được ngay", 40)):
        Criterion.objects.create(contest=contest, name=name, weight=weight)
    return contest


def make_entry(contest, school=None, *, state=Entry.State.SUBMITTED, band="7-15", **fields):
    """An entry with one author, whose guardian has agreed, and one checked file without an object."""
    school = school or make_organisation(f"Trường {next_number()}")
    user = make_user(organisation=school)
    entry = Entry.objects.create(
        contest=contest, code=new_code(), organisation=school, submitted_by=user, state=state,
        submitted_at=timezone.now(), **ENTRY | fields,
    )  # fmt: skip
    consent = SubjectConsent.objects.create(
        subject="Mực Tím", age_band=band, person_agreed=True, representative_agreed=True, purpose="Cuộc thi",
        scope="campaign", collected_by=user,
    )  # fmt: skip
    stored = stored_row(state="clean", zone="quarantine", extension="png", media_type="image/png")
    consent.files.add(stored)
    EntryAuthor.objects.create(entry=entry, consent=consent)
    EntryFile.objects.create(entry=entry, declared_name="cua Lan 8A.png", stored=stored)
    return entry


def seat(contest, **fields):
    """A juror of the contest with an account of its own."""
    user = make_user(**fields)
    return Juror.objects.create(contest=contest, user=user, shown_as=f"Giám khảo {user.pk}", sort_order=user.pk)


def marks(contest, value):
    """The form of a mark that gives `value` for each criterion."""
    return {f"c{criterion.pk}": value for criterion in contest.criteria.all()} | {"comment": COMMENT}
