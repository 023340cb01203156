"""Seeds three contests in three languages with their templates, and one with winners and a gallery."""

import io
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw
from wagtail.models import Locale

from activities.contests import entries, files
from activities.models import (
    Contest,
    ContestLevel,
    ContestRound,
    ContestText,
    Criterion,
    Entry,
    EntryAuthor,
    Juror,
    Mark,
)
from activities.models.contest import CHANGE
from campaign.retention import end_of_shown
from files.intake.accept import accept_upload
from files.models import StoredFile
from media_library.models import SubjectConsent
from users.models import Organisation, User
from users.roles import bodies_of

from .. import Row, content

SENDERS = {"thcs": "truong@thcs.example", "thpt": "truong@thpt.example"}
HOST = "sogddt@demo.example"
TEXTS = ("title", "summary", "rules_do", "rules_dont")
POINTS = {"nhat": (9, 8), "nhi": (8, 8), "": (6, 7)}  # what two jurors give for each criterion, by prize


def _day(offset: int | None) -> date | None:
    return None if offset is None else timezone.localdate() + timedelta(days=offset)


def _words(row: Row, name: str, language: str) -> str:
    text = row[name][language]
    return "\n".join(text) if isinstance(text, list) else text


def seed_contests() -> None:
    """Create the contests; of those with `template` also a template for schools."""
    host = User.objects.select_related("organisation").get(email=HOST)
    for row in content("contests")["contests"]:
        _contest(row, host, state=Contest.State.PUBLIC)
        if row["template"]:
            _contest(row, host, state=Contest.State.DRAFT, slug=f"mau-{row['slug']}", is_template=True)


def _contest(row: Row, host: User, **fields: Any) -> Contest:
    words = content("contests")
    opens, closes = (timezone.make_aware(datetime.combine(_day(day) or date.min, time(17))) for day in row["days"])
    own = {name: _words(row, name, "vi") for name in TEXTS}
    signed = {name: words[name] for name in ("person_words", "guardian_words")}
    contest = Contest.objects.create(
        **{"slug": row["slug"], "formats": row["formats"], "opens_at": opens, "closes_at": closes}
        | {"host": host.organisation, "started_by": host, "bodies": sorted(bodies_of(host, CHANGE))}
        | own
        | signed
        | fields
    )
    for language in ("en", "km"):
        ContestText.objects.create(
            contest=contest,
            locale=Locale.objects.get(language_code=language),
            **{name: _words(row, name, language) for name in TEXTS},
            **{name: words[f"{name}_{language}"] for name in signed},
        )
    for number, (level, submit, prizes) in enumerate(row["levels"]):
        ContestLevel.objects.create(contest=contest, level=level, submit=submit, prizes=prizes, sort_order=number)
    for number, (name, weight) in enumerate(row["criteria"]):
        Criterion.objects.create(contest=contest, name=name, weight=weight, sort_order=number)
    for number, (name, begins, ends, held_on) in enumerate(row["rounds"]):
        ContestRound.objects.create(
            contest=contest, name=name, planned_from=_day(begins), planned_until=_day(ends), held_on=_day(held_on),
            sort_order=number,
        )  # fmt: skip
    if not contest.is_template:
        _seat(contest)
    return contest


def _seat(contest: Contest) -> None:
    for number, (email, display_name, role) in enumerate(content("contests")["jury"]):
        user = User.objects.get(email=email)
        Juror.objects.create(contest=contest, user=user, shown_as=display_name, role=role, sort_order=number)


def seed_works() -> None:
    """Hand in the works of contests with results, mark and publish them. Files pass through the gate."""
    for row in content("contests")["contests"]:
        if not row.get("results"):
            continue
        contest = Contest.objects.get(slug=row["slug"])
        for number, work in enumerate(row["works"]):
            _work(contest, work, contest.closes_at - timedelta(days=6 - number))
        other = User.objects.get(email="congan@demo.example")
        contest.state, contest.results_at = Contest.State.RESULTS, contest.closes_at + timedelta(days=12)
        contest.proposed_by, contest.published_by = contest.started_by, other
        contest.save()


def _work(contest: Contest, work: list[Any], moment: datetime) -> None:
    title, name, level, prize, alt, colours = work
    sender = User.objects.get(email=SENDERS[level])
    entry = Entry.objects.create(
        contest=contest, code=entries.new_code(), format="poster", level=level, title=title, alt=alt,
        organisation=Organisation.objects.get(members=sender), submitted_by=sender, submitted_at=moment,
        state=Entry.State.SHORTLISTED, prize=prize, is_hung=True,
    )  # fmt: skip
    consent = SubjectConsent.objects.create(
        subject=name, age_band=SubjectConsent.AgeBand.CHILD, person_agreed=True, representative_agreed=True,
        purpose=f"Bài {entry.code}: treo, in và đăng", scope=SubjectConsent.Scope.CAMPAIGN, collected_by=sender,
        expires_on=end_of_shown(timezone.localdate(contest.closes_at)),
    )  # fmt: skip
    EntryAuthor.objects.create(entry=entry, consent=consent)
    with accept_upload(files.PROFILE, SimpleUploadedFile("poster.png", poster(colours), "image/png")) as accepted:
        stored = files.store(entry, accepted, user=sender, name=accepted.display_name)
    if stored.state != StoredFile.State.CLEAN:  # the demo has no scanner
        stored.decision, stored.decided_by, stored.decided_at = "Tranh vẽ cho bản minh họa.", contest.started_by, moment
        stored.save(update_fields=["decision", "decided_by", "decided_at"])
    for juror, points in zip(contest.jury.exclude(user=sender)[:2], POINTS[prize], strict=True):
        scores = {str(criterion.pk): points for criterion in contest.criteria.all()}
        Mark.objects.create(entry=entry, juror=juror, scores=scores, total=points * 10, comment="Nhìn là hiểu.")


def poster(colours: list[str]) -> bytes:
    """A PNG of two circles that touch, drawn for the demo."""
    ground, first, second = colours
    picture = Image.new("RGB", (900, 1272), ground)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((90, 330, 510, 750), fill=first)
    draw.ellipse((450, 470, 810, 830), fill=second)
    draw.rectangle((90, 980, 810, 1004), fill=first)
    draw.rectangle((90, 1040, 610, 1064), fill=second)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
