"""The graph of a scenario: scenes that cannot be reached or left, loops, and where each is drawn."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from .scenes import Choice, Scene, by_name


@dataclass(frozen=True)
class Graph:
    """What is wrong with a scenario, by names of scenes."""

    scenes: tuple[Scene, ...]
    doubled: tuple[str, ...]  # names that two scenes have
    broken: tuple[tuple[Scene, Choice], ...]  # choices that lead to no scene
    merged: tuple[Scene, ...]  # scenes of which two choices lead to one and the same scene
    dead_ends: tuple[Scene, ...]  # no ending, no way on
    unreachable: tuple[Scene, ...]
    trapped: tuple[Scene, ...]  # reachable, but no ending can be reached from there
    loops: tuple[tuple[Scene, ...], ...]  # one may go round, and can leave
    layers: tuple[tuple[Scene, ...], ...]  # by distance from the start; what is not reached stands last

    @property
    def ends(self) -> tuple[Scene, ...]:
        return tuple(scene for scene in self.scenes if scene.is_end)


def graph_of(scenes: Sequence[Scene]) -> Graph:
    """The graph of `scenes`, whose first one is the start."""
    names = by_name(scenes)
    after = {scene.name: [names[way.to].name for way in scene.ways if way.to in names] for scene in names.values()}
    reach = {name: _reached(name, after) for name in after}
    distance = _distances(scenes[0].name, after) if scenes else {}
    ends = {scene.name for scene in scenes if scene.is_end}
    alive = {name for name in after if name in ends or ends & reach[name]}
    reached = [scene for scene in scenes if scene.name in distance]
    return Graph(
        scenes=tuple(scenes),
        doubled=tuple(sorted({scene.name for scene in scenes if names[scene.name] is not scene})),
        broken=tuple((scene, way) for scene in scenes for way in scene.ways if way.to not in names),
        merged=tuple(scene for scene in scenes if len(set(after[scene.name])) < len(after[scene.name])),
        dead_ends=tuple(scene for scene in scenes if not scene.is_end and not scene.choices),
        unreachable=tuple(scene for scene in scenes if scene.name not in distance),
        trapped=tuple(scene for scene in reached if scene.name not in alive and scene.ways),
        loops=_loops([scene for scene in reached if scene.name in alive], reach),
        layers=_layers(scenes, distance),
    )


def _reached(start: str, after: dict[str, list[str]]) -> set[str]:
    """Names that one reaches from `start` by at least one choice."""
    reached: set[str] = set()
    waiting = list(after[start])
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += after[name]
    return reached


def _distances(start: str, after: dict[str, list[str]]) -> dict[str, int]:
    """{name: least number of choices from `start`} of everything that is reached."""
    distances = {start: 0}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for name in after[here]:
            if name not in distances:
                distances[name] = distances[here] + 1
                waiting.append(name)
    return distances


def _loops(scenes: list[Scene], reach: dict[str, set[str]]) -> tuple[tuple[Scene, ...], ...]:
    """Groups of scenes of which each is reached from each."""
    loops: list[tuple[Scene, ...]] = []
    seen_names: set[str] = set()
    for scene in scenes:
        if scene.name not in seen_names and scene.name in reach[scene.name]:
            group = tuple(item for item in scenes if item.name in reach[scene.name] and scene.name in reach[item.name])
            seen_names |= {item.name for item in group}
            loops.append(group)
    return tuple(loops)


def _layers(scenes: Sequence[Scene], distance: dict[str, int]) -> tuple[tuple[Scene, ...], ...]:
    depth = max(distance.values(), default=-1) + 1
    rows = [tuple(item for item in scenes if distance.get(item.name) == place) for place in range(depth)]
    rest = tuple(scene for scene in scenes if scene.name not in distance)
    return tuple([*rows, rest] if rest else rows)
