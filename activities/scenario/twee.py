"""Scenarios as Twee 3, the text form of Twine (“Build → Export as Twee”), in and out.

A passage is a scene: its name is the scene's, tags say its kind (call, chat, notification), its ending (end, stop).
In it: a line “# Tên cảnh” for the title; lines “> Mẹ: …” for the screen, the first “>> Số lạ” for whose screen it is;
“* Dừng: …” for what was learned; [[lựa chọn->tên cảnh]] for choices; all other lines tell the story.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from activities.playable.imports import BadImport
from activities.scenario_content.blocks import (
    CHOICE_LIMIT,
    END,
    KEY_LIMIT,
    LINES_LIMIT,
    MAX_CHOICES,
    MAX_SCENES,
    STOP,
    TEXT_LIMIT,
    TITLE_LIMIT,
)
from activities.scenario_content.scenes import Scene
from base.text import free_slug, nfc, vn_slugify

MAX_BYTES = 500_000
KINDS = ("call", "chat", "notification")
SPECIAL = {"StoryTitle", "StoryData", "StoryAuthor", "StorySubtitle", "StoryMenu", "StoryInit"}
#: These three read a line in one go: a set that may be passed twice would take minutes for a line of spaces or of “[[”.
_HEADER = re.compile(r"^::(?P<name>(?:\\.|[^\\\[\]{}])++)(?:\[(?P<tags>[^\]]*)\])?[ \t]*(?:\{.*\})?[ \t]*$")
_LINK = re.compile(r"\[\[(?P<inside>[^\[\]\n]+)\]\]")
_MACRO = re.compile(r"<<[^<>]*>>|\((?:set|if|else|else-if|link|goto|display|put|print)\s*:|\{\{")


@dataclass
class _Passage:
    name: str
    tags: list[str]
    lines: list[str] = field(default_factory=list)
    key: str = ""


def scenes_from(text: str, present: Sequence[Scene]) -> list[dict[str, Any]]:
    """Raw blocks for the StreamField, the start first. A scene that keeps its name keeps identifiers and picture.

    Raises BadImport.
    """
    passages, start = _passages(nfc(text))
    if not 2 <= len(passages) <= MAX_SCENES:
        words = _("Tệp có %(now)d cảnh, cần từ 2 đến %(most)d. Mỗi cảnh mở đầu bằng dòng “:: tên”.")
        raise BadImport(words % {"now": len(passages), "most": MAX_SCENES})
    passages.sort(key=lambda item: item.name != start)  # stable: only the start moves
    keys: dict[str, str] = {}
    for passage in passages:
        if passage.name in keys:
            raise BadImport(_("Hai cảnh cùng tên “%(name)s”.") % {"name": passage.name})
        wish = vn_slugify(passage.name, KEY_LIMIT) or f"canh-{len(keys) + 1}"
        passage.key = keys[passage.name] = free_slug(wish, set(keys.values()))[:KEY_LIMIT]
    scenes_by_name = {scene.name: scene for scene in present}
    return [_block(passage, keys, scenes_by_name.get(passage.key)) for passage in passages]


def _passages(text: str) -> tuple[list[_Passage], str]:
    """(the passages but the special ones, the name of the start: “” for the first)."""
    passages: list[_Passage] = []
    for line in text.splitlines():
        header = _HEADER.match(line) if line.startswith("::") else None
        if header:
            name = re.sub(r"\\(.)", r"\1", header["name"]).strip()
            passages.append(_Passage(name, (header["tags"] or "").split()))
        elif passages:
            passages[-1].lines.append(line)
    start = next((_start(p.lines) for p in passages if p.name == "StoryData"), "")
    return [p for p in passages if p.name not in SPECIAL and not {"script", "stylesheet"} & set(p.tags)], start


def _start(lines: list[str]) -> str:
    try:
        data = json.loads("\n".join(lines))
    except (ValueError, RecursionError):  # nested too deep for the parser
        return ""
    return str(data.get("start") or "") if isinstance(data, dict) else ""


def _block(passage: _Passage, keys: dict[str, str], existing: Scene | None) -> dict[str, Any]:
    for line in passage.lines:
        macro = _MACRO.search(line)
        if macro:
            words = _("Cảnh “%(name)s” dùng lệnh “%(macro)s”. Ở đây chỉ nhận chữ và [[lựa chọn->cảnh]].")
            raise BadImport(words % {"name": passage.name, "macro": macro[0][:30]})
    links = [_link(passage, match["inside"], keys) for line in passage.lines for match in _LINK.finditer(line)]
    plain = [_LINK.sub("", line).strip() for line in passage.lines]
    text_lines = [line for line in plain if line and line[0] not in "#>*"]
    kind = next((tag for tag in passage.tags if tag in KINDS), "scene")
    value: dict[str, Any] = {
        "key": passage.key,
        "title": _first(plain, "# ") or passage.name,
        "text": "\n".join(text_lines),
        "choices": [_choice(link, existing) for link in links],
        "ending": next((tag for tag in passage.tags if tag in (END, STOP)), ""),
        "learned": "\n".join(_after(plain, "* ")),
        "asks_feeling": "feeling" in passage.tags,
        "image": getattr(existing.value.get("image"), "pk", None) if existing else None,
    }
    if kind != "scene":
        value |= {"who": _first(plain, ">> "), "lines": "\n".join(_after(plain, "> "))}
    _check(passage.name, value, links)
    return {"type": kind, "id": (existing.key if existing else "") or str(uuid.uuid4()), "value": value}


def _link(passage: _Passage, inside: str, keys: dict[str, str]) -> tuple[str, str]:
    """(what the choice says, the key of its scene) of text->name, name<-text, text|name or name."""
    for arrow, back in (("->", False), ("<-", True), ("|", False)):
        if arrow in inside:
            left, _arrow, right = inside.rpartition(arrow) if not back else inside.partition(arrow)
            text, name = (right, left) if back else (left, right)
            break
    else:
        text = name = inside
    name = name.strip()
    if name not in keys:
        words = _("Cảnh “%(name)s”: lựa chọn dẫn tới “%(to)s”, tệp không có cảnh ấy.")
        raise BadImport(words % {"name": passage.name, "to": name})
    return text.strip(), keys[name]


def _choice(link: tuple[str, str], existing: Scene | None) -> dict[str, Any]:
    text, to = link
    keys_by_text = {choice.text: choice.key for choice in existing.choices} if existing else {}
    return {"type": "item", "id": keys_by_text.get(text) or str(uuid.uuid4()), "value": {"text": text, "to": to}}


def _after(lines: list[str], mark: str) -> list[str]:
    return [line[len(mark) :].strip() for line in lines if line.startswith(mark)]


def _first(lines: list[str], mark: str) -> str:
    return next(iter(_after(lines, mark)), "")


def _check(name: str, value: dict[str, Any], links: list[tuple[str, str]]) -> None:
    if len(links) > MAX_CHOICES:
        words = _("Cảnh “%(name)s” có %(now)d lựa chọn, tối đa %(most)d.")
        raise BadImport(words % {"name": name, "now": len(links), "most": MAX_CHOICES})
    texts = [(_("tên cảnh"), value["title"], TITLE_LIMIT), (_("lời kể"), value["text"], TEXT_LIMIT),
             (_("lời trên máy"), value.get("lines", ""), LINES_LIMIT)]  # fmt: skip
    texts += [(_("lựa chọn"), text, CHOICE_LIMIT) for text, _to in links]
    for part, text, limit in texts:
        if len(text) > limit:
            words = _("Cảnh “%(name)s”: %(part)s dài %(now)d ký tự, tối đa %(limit)d.")
            raise BadImport(words % {"name": name, "part": part, "now": len(text), "limit": limit})


def twee_of(title: str, scenes: Sequence[Scene]) -> str:
    """The scenario as Twee 3; `scenes_from()` reads it back."""
    head = {"ifid": str(uuid.uuid5(uuid.NAMESPACE_URL, title)).upper(), "start": scenes[0].name if scenes else ""}
    parts = [f":: StoryTitle\n{title}", f":: StoryData\n{json.dumps(head)}"]
    return "\n\n".join([*parts, *("\n".join(_lines(scene)) for scene in scenes)]) + "\n"


def _lines(scene: Scene) -> Iterator[str]:
    tags = [tag for tag in (scene.kind if scene.kind in KINDS else "", scene.ending) if tag]
    tags += ["feeling"] if scene.asks_feeling else []
    yield f":: {scene.name}" + (f" [{' '.join(tags)}]" if tags else "")
    yield f"# {scene.text}"
    if scene.who:
        yield f">> {scene.who}"
    for line in scene.lines:
        yield f"> {line.who}: {line.text}" if line.who else f"> {line.text}"
    yield scene.told
    for lesson in scene.learned:
        yield f"* {lesson.what}: {lesson.text}" if lesson.what else f"* {lesson.text}"
    for choice in scene.choices:
        yield f"[[{choice.text}->{choice.to}]]"
