"""A scenario on paper (cards to cut out, notes for the teacher, sheets for acting) and as one HTML file."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from activities.models import ScenarioPage
from activities.playable import papers
from activities.scenario_content.drawing import svg_of
from activities.scenario_content.scenes import Scene, by_name


def _base(story: ScenarioPage, **words: str) -> dict[str, Any]:
    """What every sheet shows: `words` beside those of head and foot."""
    return papers.data_of(story) | {
        "warning": story.content_warning,
        "words": words
        | {
            "help": _("Cần người giúp?"),
            "card": _("Thẻ"),
            "to": _("sang thẻ"),
            "end": _("Cái kết"),
            "stop": _("Chuyện dừng kể ở đây"),
            "stopped": _("Quay lại thẻ trước, hoặc xem ai có thể giúp."),
            "warning": _("Trước khi chơi"),
            "learned": _("Đã làm được"),
        },
    }


def _scene(scene: Scene, names: dict[str, Scene]) -> dict[str, Any]:
    return {
        "number": scene.number,
        "title": scene.text,
        "told": scene.told,
        "kind": scene.kind,
        "who": scene.who,
        "lines": [[line.who, line.text] for line in scene.lines],
        "ending": scene.ending,
        "learned": [[each.what, each.text] for each in scene.learned],
        "choices": [
            [choice.letter.upper(), choice.text, names[choice.to].number] for choice in scene.ways if choice.to in names
        ],
    }


def _scenes(story: ScenarioPage) -> list[dict[str, Any]]:
    names = by_name(story.question_list)
    return [_scene(scene, names) for scene in story.question_list]


def cards_sheet(story: ScenarioPage) -> bytes:
    """A card for each scene, four on an A4 sheet, with cut marks. May raise Busy."""
    data = _base(story, start=_("Bắt đầu ở đây")) | {"scenes": _scenes(story)}
    return papers.typeset("scenario_cards", data)


def notes_sheet(story: ScenarioPage) -> bytes:
    """Notes for the teacher: the steps, the map of all ways, every scene in short. May raise Busy."""
    words = {
        "kicker": _("Dành cho thầy cô"),
        "steps": _("Cách làm"),
        "map": _("Bản đồ các ngã rẽ"),
        "scenes": _("Các cảnh"),
        "care": _(
            "Không bắt em nào kể chuyện của mình. Ai thấy giống chuyện mình thì dừng lúc nào cũng được, và biết tìm ai."
        ),
    }
    data = _base(story, **words) | {
        "scenes": _scenes(story),
        "minutes": _("Chừng %(minutes)d phút") % {"minutes": story.minutes},
        "steps": [line.strip() for line in story.teacher_notes.splitlines() if line.strip()],
        "map": str(svg_of(story.graph)),
    }
    return papers.typeset("scenario_notes", data)


def roles_sheet(story: ScenarioPage) -> bytes:
    """A sheet for each role: its lines scene by scene; only the narrator's without roles. May raise Busy."""
    words = {"kicker": _("Phiếu đóng vai"), "narrator": _("Người dẫn chuyện"), "lines": _("Lời của bạn")}
    roles = [(block.value["name"], block.value["brief"]) for block in story.roles]
    data = _base(story, **words) | {
        "narrator": _("Đọc lời kể, đọc các lựa chọn, hỏi cả lớp chọn lối nào."),
        "roles": [{"name": name, "brief": brief, "scenes": _said_by(story, name)} for name, brief in roles],
        "scenes": _scenes(story),
    }
    return papers.typeset("scenario_roles", data)


def _said_by(story: ScenarioPage, name: str) -> list[dict[str, Any]]:
    """[{number, title, lines}] of the scenes in which `name` speaks."""
    key = name.strip().casefold()
    rows = [
        {
            "number": scene.number,
            "title": scene.text,
            "lines": [each.text for each in scene.lines if each.who.casefold() == key],
        }
        for scene in story.question_list
    ]
    return [row for row in rows if row["lines"]]


def offline_copy(story: ScenarioPage) -> str:
    """The text of the file: style and pictures are in it, links lead from scene to scene, also back."""
    names = by_name(story.question_list)
    scenes = [
        {
            "scene": scene,
            "picture": papers.picture_data(scene.value["image"]),
            "ways": [(choice, names[choice.to]) for choice in scene.ways if choice.to in names],
            "from": [other for other in story.question_list if scene.name in {way.to for way in other.ways}],
        }
        for scene in story.question_list
    ]
    return papers.offline_copy(story, "scenario", scenes=scenes)
