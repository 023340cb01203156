"""Takes screenshots of every page type at 390 and 1280 px for a contact sheet, and the pictures of the editors' guide.

    python -m tools.shots [NAME…] # names of scenes or their prefixes: doc kho truong kol tk loi qt huong-dan

Uses the running demo of this folder, else starts it. Screenshots and `index.html` are written to `.shots/`, the guide's
pictures to the repository. Exit status 1 where a defect was noticed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from deploy import messages
from tools.devserver import state
from tools.devserver.processes import FOLDER as DEMO
from tools.devserver.processes import Demo
from tools.shots import guide, readme, sheet
from tools.shots.camera import camera
from tools.shots.scenes import SCENES

FOLDER = state.ROOT / ".shots"


@contextmanager
def site() -> Iterator[str]:
    """Address of the running demo of this folder; starts and stops one where none runs."""
    try:
        with state.locked(DEMO / "lock", wait=False):
            demo = Demo(state.free_ports(1))
            try:
                messages.compile_all()
                demo.start_backends()
                state.write(DEMO / "running.json", {"port": demo.port})
                demo.prepare()
                demo.start_web()
                state.wait_until(demo.page_answers, lambda: True, 60, DEMO / "web.log")
                demo.start_worker()
                yield f"http://127.0.0.1:{demo.port}"
            finally:
                demo.stop()
    except state.AlreadyRunning:
        yield f"http://127.0.0.1:{state.read(DEMO / 'running.json').get('port', 8000)}"


def main(names: list[str]) -> int:
    """Command line; without `names` everything. 1 where a defect was noticed, 2 for an unknown name."""
    wanted = [scene for scene in SCENES if not names or scene.name.startswith(tuple(names))]
    with_guide = not names or any("huong-dan".startswith(name) for name in names)
    with_readme = not names or "readme" in names
    if not wanted and not with_guide and not with_readme:
        print(f"Không có ảnh nào tên {', '.join(names)}", file=sys.stderr)
        return 2
    FOLDER.mkdir(exist_ok=True)
    shots = []
    with site() as address, camera(address) as eye:
        for scene in wanted:
            for language in scene.languages:
                shots += [eye.shoot(scene, language, width, FOLDER) for width in scene.widths]
        missing = readme.shoot(eye) if with_readme else []
        missing += guide.shoot(eye) if with_guide else []  # last: it changes files that the demo's server serves
        for shot in shots:
            for note in shot.notes:
                print(f"{shot.file.stem}: {note}", file=sys.stderr)
    for note in missing:
        print(note, file=sys.stderr)
    print(sheet.write(shots, FOLDER) if shots else FOLDER)
    return int(bool(missing) or any(shot.notes for shot in shots))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
