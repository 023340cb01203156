"""Seeds two scenarios in Vietnamese and Khmer; the Khmer texts are drafts that a native reader has not checked."""

import json
from copy import deepcopy
from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Locale

from activities.models import ScenarioPage
from articles.models import SectionPage

from .. import Row, content
from ..languages import copy

AGE = timedelta(days=2)  # of the newest since its publication; each further one is an hour older


def seed_scenarios() -> None:
    """Publish them in their section."""
    for place, row in enumerate(content("scenarios")):
        moment = timezone.now() - AGE - timedelta(hours=place)
        section = SectionPage.objects.get(slug=row["section"], locale__language_code="vi")
        page = scenario_of(row, locale=section.locale, published_at=moment, first_published_at=moment)
        section.add_child(instance=page)
        page.save_revision().publish(skip_permission_checks=True)
        ScenarioPage.objects.filter(pk=page.pk).update(last_published_at=moment)


def scenario_of(row: Row, **fields: Any) -> ScenarioPage:
    """The page of a row, not saved; `row` has its texts in Vietnamese first, then in Khmer."""
    return ScenarioPage(
        title=row["title"][0], sapo=row["sapo"][0], content_warning=row["content_warning"][0], player=row["player"][0],
        minutes=row["minutes"], teacher_notes=row["teacher_notes"][0], genre="nhap-vai", has_minor=False,
        has_victim=False, source_name="Ban Thời sự (minh họa)",
        scenes=[(item["kind"], _scene(item)) for item in row["scenes"]],
        roles=[("role", {"name": item["name"][0], "brief": item["brief"][0]}) for item in row["roles"]],
        body=[("help", None)], **fields,
    )  # fmt: skip


def _scene(row: Row) -> dict[str, Any]:
    value: dict[str, Any] = {
        "key": row["key"],
        "title": row["title"][0],
        "text": row["text"][0],
        "choices": [{"text": item["text"][0], "to": item["to"]} for item in row.get("choices", [])],
        "ending": row.get("ending", ""),
        "learned": "\n".join(item[0] for item in row.get("learned", [])),
        "asks_feeling": row.get("asks_feeling", False),
        "image": None,
    }
    if row["kind"] != "scene":
        value |= {"who": row["who"][0], "lines": "\n".join(item[0] for item in row["lines"])}
    return value


def translate_scenarios() -> None:
    """Publish their Khmer versions, whose blocks keep their identifiers; the Khmer section must be there."""
    khmer = Locale.objects.get(language_code="km")
    for row in content("scenarios"):
        page = ScenarioPage.objects.get(title=row["title"][0], locale__language_code="vi")
        scenes = zip(page.scenes.raw_data, row["scenes"], strict=True)
        roles = zip(page.roles.raw_data, row["roles"], strict=True)
        names = ("title", "sapo", "content_warning", "player", "teacher_notes")
        copy(
            page, khmer, **{name: row[name][1] for name in names},
            scenes=json.dumps([_said(*pair) for pair in scenes]),
            roles=json.dumps([_role(*pair) for pair in roles]),
        )  # fmt: skip
        ScenarioPage.objects.filter(translation_key=page.translation_key).update(
            last_published_at=page.published_at, first_published_at=page.published_at, published_at=page.published_at
        )


def _said(block: Row, row: Row) -> Row:
    """The raw block of a scene with the Khmer words."""
    translated = deepcopy(dict(block))
    value = translated["value"]
    value["title"], value["text"] = row["title"][1], row["text"][1]
    value["learned"] = "\n".join(item[1] for item in row.get("learned", []))
    if "who" in row:
        value["who"], value["lines"] = row["who"][1], "\n".join(item[1] for item in row["lines"])
    for child, choice in zip(value["choices"], row.get("choices", []), strict=True):
        child["value"]["text"] = choice["text"][1]
    return translated


def _role(block: Row, row: Row) -> Row:
    translated = deepcopy(dict(block))
    translated["value"] = {"name": row["name"][1], "brief": row["brief"][1]}
    return translated
