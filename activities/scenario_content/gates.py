"""Publish gates of a scenario, beside those of every story (articles/rules/gates.py)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from articles.rules.gates import Finding, Severity

from .blocks import MAX_SCENES
from .graph import Graph, graph_of
from .scenes import Scene, scenes_of

LEAST_ENDS = 2
#: Words that blame who was hurt. Where “không” stands shortly before them, the sentence says the opposite.
BLAME = re.compile(
    r"\b(?:tại (?:em|bạn|con|mình)|lỗi (?:của|do) (?:em|bạn|con|mình|na)|(?:em|bạn|con|mình) (?:đã )?sai"
    r"|ngu|dại|đáng đời|ai bảo|tự chuốc|nhẹ dạ|cả tin)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:không|chẳng|chưa|đừng|không phải)\b[^.!?]{0,40}$", re.IGNORECASE)


def findings(page: Any) -> Iterator[Finding]:
    """Scenes that lead nowhere or are reached by nobody, loops without a way out, endings missing or blaming."""
    scenes = scenes_of(page.scenes, page.player)
    if not 2 <= len(scenes) <= MAX_SCENES:
        yield _stop(
            "scenario-scenes", _("Các cảnh"),
            _("Kịch bản có %(now)d cảnh, cần từ 2 đến %(most)d.") % {"now": len(scenes), "most": MAX_SCENES},
            _("Bạn thêm hoặc bớt cảnh."),
        )  # fmt: skip
        return
    graph = graph_of(scenes)
    yield from _ways(graph)
    yield from _ends(graph)
    if not page.content_warning.strip():
        yield _stop(
            "scenario-warning", _("Cảnh báo nội dung"), _("Trò nhập vai chưa có lời báo trước khi chơi."),
            _("Bạn viết chuyện gì sẽ gặp, và rằng dừng lúc nào cũng được."), field="content_warning",
        )  # fmt: skip


def _ways(graph: Graph) -> Iterator[Finding]:
    if graph.doubled:
        yield _stop(
            "scenario-doubled", _("Mã cảnh"), _("Hai cảnh cùng mã: %(names)s.") % {"names": ", ".join(graph.doubled)},
            _("Bạn đổi mã của một cảnh."),
        )  # fmt: skip
    for scene, choice in graph.broken:
        yield _stop(
            "scenario-broken", scene.name,
            _("Lựa chọn “%(choice)s” dẫn tới “%(to)s”, không có cảnh nào mang mã ấy.")
            % {"choice": choice.text, "to": choice.to or "…"},
            _("Bạn sửa mã hoặc thêm cảnh."),
        )  # fmt: skip
    yield from _named(
        "scenario-dead-end", graph.dead_ends, _("Ngõ cụt: không có lựa chọn và không phải cái kết."),
        _("Bạn thêm lựa chọn, hoặc chọn “Cái kết”."),
    )  # fmt: skip
    yield from _named(
        "scenario-unreachable", graph.unreachable, _("Không lựa chọn nào dẫn tới cảnh này."),
        _("Bạn nối một lựa chọn tới đây, hoặc bỏ cảnh."),
    )  # fmt: skip
    yield from _named(
        "scenario-trapped", graph.trapped, _("Vòng lặp không có lối ra: từ đây không tới được cái kết nào."),
        _("Bạn thêm một lựa chọn dẫn ra ngoài vòng."),
    )  # fmt: skip
    yield from _named(
        "scenario-merged", graph.merged, _("Hai lựa chọn dẫn tới cùng một cảnh, nên chọn cũng như không."),
        _("Bạn cho mỗi lựa chọn một cảnh riêng, dù ngắn."), Severity.WARN,
    )  # fmt: skip


def _ends(graph: Graph) -> Iterator[Finding]:
    if len(graph.ends) < LEAST_ENDS:
        yield _stop(
            "scenario-ends", _("Cái kết"),
            _("Có %(now)d cái kết, cần ít nhất %(least)d.") % {"now": len(graph.ends), "least": LEAST_ENDS},
            _("Bạn thêm một cái kết khác, cũng nói việc nhân vật làm được."),
        )  # fmt: skip
    yield from _named(
        "scenario-end-choices", [scene for scene in graph.ends if scene.choices],
        _("Cái kết mà còn lựa chọn: lựa chọn ở đây không hiện."), _("Bạn bỏ lựa chọn, hoặc bỏ “Cái kết”."),
        Severity.WARN,
    )  # fmt: skip
    yield from _named(
        "scenario-learned", [scene for scene in graph.ends if not scene.learned],
        _("Cái kết chưa nói nhân vật đã làm được điều gì."), _("Bạn viết một đến ba việc."),
    )  # fmt: skip
    for scene in graph.scenes:
        blame = blaming(scene) if scene.is_end or scene.is_stop else ""
        if blame:
            yield _stop(
                "scenario-blame", scene.name, _("Lời ở chỗ kết nghe như trách: “%(words)s”.") % {"words": blame},
                _("Bạn nói kẻ xấu đã làm gì, và việc nên làm tiếp."),
            )  # fmt: skip


def blaming(scene: Scene) -> str:
    """The first words of an ending that blame who was hurt; "" without any."""
    text = " ".join([scene.text, scene.told, *(f"{lesson.what} {lesson.text}" for lesson in scene.learned)])
    for match in BLAME.finditer(text):
        if not _DENIED.search(text[: match.start()]):
            return match[0]
    return ""


def _named(
    code: str, scenes: Iterable[Scene], problem: str, mend: str, severity: Severity = Severity.STOP
) -> Iterator[Finding]:
    for scene in scenes:
        yield Finding(code, severity, "scenes", f"{scene.name} ({scene.text})", problem, mend)


def _stop(code: str, where: str, problem: str, mend: str, *, field: str = "scenes") -> Finding:
    return Finding(code, Severity.STOP, field, where, problem, mend)
