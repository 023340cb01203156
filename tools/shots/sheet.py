"""Writes the contact sheet: an HTML file beside the screenshots."""

from __future__ import annotations

from html import escape
from pathlib import Path

from tools.shots.camera import Shot
from tools.shots.scenes import GROUPS

STYLE = """
body { margin: 0; padding: 1.5rem; font: 1rem/1.5 system-ui, sans-serif; color: #12202e; background: #f3f6f7; }
h1, h2, h3 { line-height: 1.3; } h2 { margin-block-start: 3rem; border-block-start: 3px solid; }
.row { display: flex; flex-wrap: wrap; gap: 1rem; align-items: start; }
figure { margin: 0; background: #fff; border: 1px solid #d5dce3; }
figure a { display: block; overflow: hidden; block-size: 32rem; } img { display: block; inline-size: 100%; }
.w390 { inline-size: 14rem; } .w1280 { inline-size: 40rem; }
figcaption { padding: .5rem .75rem; font-size: .875rem; } .note { color: #b7311b; font-weight: 600; }
"""


def write(shots: list[Shot], folder: Path) -> Path:
    """Write `folder`/index.html with one row per scene and notes in red; return its path."""
    noted = sum(bool(shot.notes) for shot in shots)
    parts = [
        f'<!doctype html><html lang="vi"><meta charset="utf-8"><title>Bảng ảnh</title><style>{STYLE}</style>',
        f"<h1>Bảng ảnh: {len(shots)} ảnh, {noted} ảnh có điều cần xem</h1>",
    ]
    for group, heading in GROUPS.items():
        names = dict.fromkeys(shot.scene.name for shot in shots if shot.scene.group == group)
        if names:
            parts.append(f"<h2>{escape(heading)}</h2>")
        for name in names:
            row = [shot for shot in shots if shot.scene.name == name]
            parts.append(f'<h3>{escape(row[0].scene.title)}</h3><div class="row">{"".join(map(_figure, row))}</div>')
    path = folder / "index.html"
    path.write_text("\n".join(parts))
    return path


def _figure(shot: Shot) -> str:
    notes = "".join(f'<br><span class="note">{escape(note)}</span>' for note in shot.notes)
    picture = f'<img loading="lazy" src="{shot.file.name}" alt="">' if shot.file.exists() else ""
    caption = f"{shot.language}, {shot.width} px, {escape(shot.address)}{notes}"
    return (
        f'<figure class="w{shot.width}"><a href="{shot.file.name}">{picture}</a>'
        f"<figcaption>{caption}</figcaption></figure>"
    )
