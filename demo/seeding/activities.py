"""Seeds speakers, speaker requests in three states, events, and bricks of the pledge wall."""

from collections import Counter
from datetime import datetime, time, timedelta

from django.utils import timezone

from activities.models import SHARDS, WHOLE, Brick, Event, Kind, PledgeCount, Speaker, SpeakerRequest
from activities.pledges.words import COMMITMENTS, NICKNAMES
from schools.models import Unit
from users.models import Organisation

from . import content
from .coverage import MODEL_SCHOOL

KINDS = {"cyber-day": Kind.CYBER_DAY, "san-khau-hoa": Kind.DRAMA, "cuoc-thi": Kind.CYBER_DAY}


def seed_events() -> None:
    """Create past and coming events, dated relative to today."""
    for row in content()["events"]:
        day = timezone.localdate() + timedelta(days=row["starts_offset_days"])
        Event.objects.create(
            title=row["title_vi"],
            kind=KINDS.get(row["kind"], Kind.TRAINING),
            starts_at=timezone.make_aware(datetime.combine(day, time.fromisoformat(row["start_time"]))),
            ends_at=timezone.make_aware(datetime.combine(day, time.fromisoformat(row["end_time"]))),
            place=row["place_vi"],
            size=row["capacity"] or 0,
            places=row["capacity"] or 200 if row["needs_registration"] else 0,
            summary=row["summary_vi"],
        )


def seed_speakers() -> None:
    """Create speakers and MODEL_SCHOOL's requests: with an offer, accepted by both sides, or without an answer."""
    words = content("speakers")
    speakers = [Speaker.objects.create(**row, is_demo=True) for row in words["speakers"]]
    school = Organisation.objects.get(name=MODEL_SCHOOL)
    for place, row in enumerate(words["requests"]):
        day = timezone.localdate() + timedelta(days=row["days"])
        fields = {name: row[name] for name in ("topic", "field", "audience", "size", "place")}
        found = SpeakerRequest.objects.create(organisation=school, first_date=day, **fields)
        if row["speaker"] is not None:
            at = timezone.make_aware(datetime.combine(day, time(7, 30)))
            found.make_offer(speakers[row["speaker"]], at)
            found.accept_offer("speaker")
        if place == 0:
            found.accept_offer("unit")


def seed_pledges() -> None:
    """Lay bricks of twelve schools and of wards, MODEL_SCHOOL's most; counters agree with the bricks."""
    schools = list(Unit.objects.filter(kind="school").named().order_by("code")[:12])
    model = Unit.objects.named().get(organisation__name=MODEL_SCHOOL)
    today = timezone.localdate()
    bricks = []
    for number in range(420):
        unit = model if number % 3 == 0 else schools[number % len(schools)] if number % 5 else None
        word = 0 if number % 4 == 3 else 1 + number * 7 % (len(NICKNAMES) - 1)
        ward = unit.ward if unit else schools[number % len(schools)].ward
        owner = unit.organisation if unit else None
        bricks.append(Brick(organisation=owner, ward=ward, nickname=word, laid_on=today))
    Brick.objects.bulk_create(bricks)
    counts: Counter[tuple[int | None, int, int]] = Counter()
    for number, brick in enumerate(bricks):
        chosen = {1 + (number * step + number // 9) % len(COMMITMENTS) for step in (1, 3)}
        for key in {None, brick.organisation_id}:
            counts.update((key, one, number % SHARDS) for one in (WHOLE, *chosen))
    PledgeCount.objects.bulk_create(
        PledgeCount(organisation_id=key, commitment=one, shard=shard, number=found)
        for (key, one, shard), found in counts.items()
    )
