"""The graph of a scenario as SVG: for the editor, and for the teacher's notes on paper."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .graph import Graph
from .scenes import Scene, by_name

WIDTH, HEIGHT, GAP, ROW = 132, 46, 70, 66  # of a box, between columns, from row to row
MARGIN = 12
SHOWN = 17  # characters of a title in a box
FILLS = {"end": "#cfe8d8", "stop": "#fbe3dc", "fault": "#ffd5cc", "start": "#ffe9a8", "": "#ffffff"}


@dataclass(frozen=True)
class Box:
    """A scene's place."""

    scene: Scene
    x: int
    y: int
    look: str

    @property
    def title(self) -> str:
        text = self.scene.text
        return text if len(text) <= SHOWN else text[: SHOWN - 1].rstrip() + "…"


def svg_of(graph: Graph) -> SafeString:
    """The drawing: columns by the number of choices from the start; dashed below the boxes what leads back."""
    boxes = _boxes(graph)
    width = MARGIN * 2 + len(graph.layers) * (WIDTH + GAP) - (GAP if graph.layers else 0)
    height = MARGIN * 2 + max((len(row) for row in graph.layers), default=0) * ROW + 18
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="scenario-graph" viewBox="0 0 {} {}" width="{}" height="{}"'
        ' font-family="Be Vietnam Pro, Noto Sans Khmer, sans-serif">'
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0 8 4 0 8z" fill="#4a5868"/></marker></defs>{}{}</svg>',
        width, height, width, height, _edges(graph, boxes), _drawn(boxes),
    )  # fmt: skip


def _boxes(graph: Graph) -> dict[str, Box]:
    faults = {scene.name for group in (graph.dead_ends, graph.unreachable, graph.trapped) for scene in group}
    faults |= {scene.name for scene, _choice in graph.broken} | set(graph.doubled)
    tallest = max((len(row) for row in graph.layers), default=0)
    boxes = {}
    for column, row in enumerate(graph.layers):
        top = MARGIN + (tallest - len(row)) * ROW // 2
        for place, scene in enumerate(row):
            is_start = scene is graph.scenes[0]
            look = "fault" if scene.name in faults else scene.ending or ("start" if is_start else "")
            boxes[scene.name] = Box(scene, MARGIN + column * (WIDTH + GAP), top + place * ROW, look)
    return boxes


def _drawn(boxes: dict[str, Box]) -> SafeString:
    return format_html_join(
        "",
        '<a href="#block-{}-section"><rect x="{}" y="{}" width="{}" height="{}" rx="5" fill="{}" stroke="{}"'
        ' stroke-width="{}"/><text x="{}" y="{}" font-size="12" font-weight="700" fill="#12202e">{}</text>'
        '<text x="{}" y="{}" font-size="11" fill="#12202e">{}</text></a>',
        (
            (
                box.scene.key, box.x, box.y, WIDTH, HEIGHT, FILLS[box.look],
                "#b7311b" if box.look == "fault" else "#064a57", 3 if box.look == "fault" else 1.5,
                box.x + 8, box.y + 19, f"{'! ' if box.look == 'fault' else ''}{box.scene.name}",
                box.x + 8, box.y + 36, box.title,
            )
            for box in boxes.values()
        ),
    )  # fmt: skip


def _edges(graph: Graph, boxes: dict[str, Box]) -> SafeString:
    names = by_name(graph.scenes)
    pairs = [
        (boxes[scene.name], boxes[way.to], way.letter.upper())
        for scene in names.values()
        for way in scene.ways
        if way.to in boxes
    ]
    return format_html_join(
        "",
        '<path d="{}" fill="none" stroke="#4a5868" stroke-width="1.5"{} marker-end="url(#arrow)"/>'
        '<text x="{}" y="{}" font-size="10" font-weight="700" fill="#8c2413">{}</text>',
        (_edge(*pair) for pair in pairs),
    )


def _edge(box: Box, other: Box, letter: str) -> tuple[str, SafeString, int, int, str]:
    place = "abcd".index(letter.lower())
    y = box.y + 10 + place * 9
    if other.x > box.x:
        start, end, middle = box.x + WIDTH, other.x, other.y + HEIGHT // 2
        bend = GAP // 2 + 10 * (other.x - box.x > WIDTH + GAP)
        path = f"M{start} {y}C{start + bend} {y} {end - bend} {middle} {end} {middle}"
        return path, SafeString(""), start + 3, y - 2, letter
    if other.x == box.x and other is not box:
        right, middle = box.x + WIDTH, other.y + HEIGHT // 2
        path = f"M{right} {y}C{right + 44} {y} {right + 44} {middle} {right} {middle}"
        return path, SafeString(""), right + 3, y - 2, letter
    low = max(box.y, other.y) + HEIGHT
    start, end = box.x + 20 + place * 14, other.x + WIDTH - 20
    path = f"M{start} {box.y + HEIGHT}C{start} {low + 22} {end} {low + 22} {end} {other.y + HEIGHT}"
    return path, SafeString(' stroke-dasharray="5 4"'), start + 3, box.y + HEIGHT + 11, letter
