"""Speakers, requests in three states, and the event of the one that both sides agreed to. All fictional."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from activities.models import Speaker, SpeakerRequest
from users.models import Organisation

from . import content
from .coverage import MODEL_SCHOOL


def seed_speakers() -> None:
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
            found.say_yes("speaker")
        if place == 0:
            found.say_yes("unit")
