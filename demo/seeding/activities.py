"""Seeds speakers, speaker requests in three states, events, bricks of the pledge wall, a quiz in three languages."""

import json
from collections import Counter
from copy import deepcopy
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Locale

from activities.models import SHARDS, WHOLE, Brick, Event, Kind, PledgeCount, QuizPage, Speaker, SpeakerRequest
from activities.pledges.words import COMMITMENTS, NICKNAMES
from articles.models import SectionPage
from schools.models import Unit
from users.models import Organisation

from . import Row, content
from .coverage import MODEL_SCHOOL
from .languages import copy

QUIZ_AGE = timedelta(days=3)  # since its publication
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
        speaker_request = SpeakerRequest.objects.create(organisation=school, first_date=day, **fields)
        if row["speaker"] is not None:
            at = timezone.make_aware(datetime.combine(day, time(7, 30)))
            speaker_request.make_offer(speakers[row["speaker"]], at)
            speaker_request.accept_offer("speaker")
        if place == 0:
            speaker_request.accept_offer("unit")


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
        commitments = {1 + (number * step + number // 9) % len(COMMITMENTS) for step in (1, 3)}
        for key in {None, brick.organisation_id}:
            counts.update((key, commitment_number, number % SHARDS) for commitment_number in (WHOLE, *commitments))
    PledgeCount.objects.bulk_create(
        PledgeCount(organisation_id=key, commitment=commitment_number, shard=shard, number=count)
        for (key, commitment_number, shard), count in counts.items()
    )


def seed_quiz() -> None:
    """Publish the quiz in its section."""
    row, moment = content("quiz"), timezone.now() - QUIZ_AGE
    section = SectionPage.objects.get(slug=row["section"], locale__language_code="vi")
    page = QuizPage(
        title=row["title"]["vi"], sapo=row["sapo"]["vi"], genre="do-vui", locale=section.locale, has_minor=False,
        has_victim=False, published_at=moment, first_published_at=moment, source_name="Ban Thời sự (minh họa)",
        questions=[("quiz_question", _quiz_question(item)) for item in row["questions"]],
        bands=[("band", _band(item)) for item in row["bands"]],
    )  # fmt: skip
    section.add_child(instance=page)
    page.save_revision().publish(skip_permission_checks=True)
    QuizPage.objects.filter(pk=page.pk).update(last_published_at=moment)


def translate_quiz() -> None:
    """Publish its English and Khmer versions, whose blocks keep their identifiers; their sections must be there."""
    row, page = content("quiz"), QuizPage.objects.get(locale__language_code="vi")
    for language in ("en", "km"):
        questions = zip(page.questions.raw_data, row["questions"], strict=True)
        bands = zip(page.bands.raw_data, row["bands"], strict=True)
        copy(
            page, Locale.objects.get(language_code=language), title=row["title"][language], sapo=row["sapo"][language],
            questions=json.dumps([_said_question(*pair, language) for pair in questions]),
            bands=json.dumps([_said_band(*pair, language) for pair in bands]),
        )  # fmt: skip
    QuizPage.objects.filter(translation_key=page.translation_key).update(
        last_published_at=page.published_at, first_published_at=page.published_at, published_at=page.published_at
    )


def _quiz_question(row: Row) -> dict[str, Any]:
    answers = [
        {"text": answer["vi"][0], "reason": answer["vi"][1], "is_right": number == row["right"]}
        for number, answer in enumerate(row["answers"])
    ]
    empty = {"image": None, "asset": None, "source_name": "", "source_url": ""}
    return {"text": row["text"]["vi"], "kind": row["kind"], "answers": answers} | empty


def _band(row: Row) -> dict[str, Any]:
    title, text, button = row["vi"]
    page = SectionPage.objects.filter(slug=row["page"], locale__language_code="vi").first()
    return {"least": row["least"], "title": title, "text": text, "button": button, "page": page}


def _said_question(block: Row, row: Row, language: str) -> Row:
    """The raw block with the words of `language`."""
    translated = deepcopy(dict(block))
    translated["value"]["text"] = row["text"][language]
    for child, answer in zip(translated["value"]["answers"], row["answers"], strict=True):
        child["value"]["text"], child["value"]["reason"] = answer[language]
    return translated


def _said_band(block: Row, row: Row, language: str) -> Row:
    translated = deepcopy(dict(block))
    translated["value"]["title"], translated["value"]["text"], translated["value"]["button"] = row[language]
    return translated
