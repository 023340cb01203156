"""Scenes of a scenario as pages, paper and class mode read them, and where a reader stands.

A reader's choices stand in the address as one letter each, as in a quiz. A way that returns to a scene is cut there, so
it never visits a scene twice and is never longer than the scenario has scenes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from activities.quiz_content.questions import LETTERS, Answer, Question

from .blocks import END, STOP


@dataclass(frozen=True)
class Line:
    """A saying on the screen; `who` is "" for what the phone itself says, `is_mine` for the player's own words."""

    who: str
    text: str
    is_mine: bool


@dataclass(frozen=True)
class Choice(Answer):
    """A way on; `to` is the short name of the next scene."""

    to: str


@dataclass(frozen=True)
class Learned:
    """One thing that the character did well; `what` may be ""."""

    what: str
    text: str


@dataclass(frozen=True)
class Scene(Question):
    """`name`: what choices call it. `kind`: scene, call, chat or notification. `text`: its title, `told`: the story."""

    name: str
    kind: str
    told: str
    who: str
    lines: tuple[Line, ...]
    ending: str
    learned: tuple[Learned, ...]
    asks_feeling: bool
    choices: tuple[Choice, ...]

    @property
    def ways(self) -> tuple[Choice, ...]:
        """The choices that are offered: none at an ending."""
        return () if self.is_end else self.choices

    @property
    def is_end(self) -> bool:
        return self.ending == END

    @property
    def is_stop(self) -> bool:
        """Whether the story is told no further here; one goes back or looks for help."""
        return self.ending == STOP


def scenes_of(stream: Iterable[Any], player: str = "") -> list[Scene]:
    """The scenes of a StreamField value, in order; lines of `player` are the reader's own."""
    return [_scene(number, block, player) for number, block in enumerate(stream, start=1)]


def _scene(number: int, block: Any, player: str) -> Scene:
    value = block.value
    choices = tuple(
        Choice(str(child.id or ""), letter, child.value["text"], "", False, child.value["to"] or "")
        for letter, child in zip(LETTERS, value["choices"].bound_blocks, strict=False)
    )
    return Scene(
        key=str(block.id or ""), number=number, text=value["title"],
        answers=() if value["ending"] == END else choices, value=value, name=value["key"],
        kind=block.block_type, told=value["text"], who=value.get("who") or "",
        lines=lines_of(value.get("lines") or "", player), ending=value["ending"] or "",
        learned=tuple(Learned(*_named(line)) for line in _filled(value["learned"])),
        asks_feeling=bool(value["asks_feeling"]), choices=choices,
    )  # fmt: skip


def _filled(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _named(line: str) -> tuple[str, str]:
    """(name, rest) of “Mẹ: Con ăn cơm chưa?”; ("", line) without a name of at most five words."""
    name, colon, rest = line.partition(":")
    is_name = bool(colon and rest.strip() and 0 < len(name.split()) <= 5 and len(name) <= 60)
    return (name.strip(), rest.strip()) if is_name else ("", line)


def lines_of(text: str, player: str) -> tuple[Line, ...]:
    pairs = (_named(line) for line in _filled(text))
    return tuple(Line(who, said, bool(who) and who.casefold() == player.strip().casefold()) for who, said in pairs)


def by_name(scenes: Iterable[Scene]) -> dict[str, Scene]:
    """Scenes by name; of two with one name the first."""
    scenes_by_name: dict[str, Scene] = {}
    for scene in scenes:
        scenes_by_name.setdefault(scene.name, scene)
    return scenes_by_name


@dataclass(frozen=True)
class Step:
    """A scene on a reader's way, with the letters that lead there and the choice that was made before it."""

    scene: Scene
    way: str
    choice: Choice | None


def walk(scenes: Sequence[Scene], letters: str) -> list[Step] | None:
    """The way from the first scene by `letters`, cut where it returns; None for a choice that is not there."""
    if not scenes:
        return None
    names = by_name(scenes)
    steps = [Step(scenes[0], "", None)]
    for letter in letters:
        here = steps[-1]
        choice = next((way for way in here.scene.ways if way.letter == letter), None)
        scene = names.get(choice.to) if choice else None
        if scene is None:
            return None
        before = next((place for place, step in enumerate(steps) if step.scene is scene), None)
        steps = steps[: before + 1] if before is not None else [*steps, Step(scene, here.way + letter, choice)]
    return steps
