"""Seeds speakers, speaker requests in three states, and events."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from activities.models import Event, Kind, Speaker, SpeakerRequest
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
            place=row["place_vi"],
            size=row["capacity"] or 0,
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
