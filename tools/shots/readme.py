"""Takes the README's pictures from the demo: six pages, and a moving picture of the three doors (docs/img/)."""

from __future__ import annotations

import io

from PIL import Image
from playwright.sync_api import Error

from tools.devserver.state import ROOT
from tools.shots.camera import Camera
from tools.shots.scenes import EDITOR, EDUCATION, KOL, SCHOOL, Scene

FOLDER = ROOT / "docs" / "img"
#: scene, language, width in CSS px, English and Vietnamese caption
PICTURES = (
    (
        Scene("readme-desk", "", "/admin/toa-soan/", who=EDITOR),
        "vi",
        1280,
        "The newsroom's board: drafts, texts in review, what is ready",
        "Bàn tòa soạn: nháp, bài đang duyệt, bài sẵn sàng",
    ),
    (
        Scene("readme-library", "", "/vi/kho-tai-lieu/?loai=poster"),
        "vi",
        1280,
        "The library: posters with sizes and downloads",
        "Kho tài liệu: tờ dán, khổ và nút tải",
    ),
    (
        Scene("readme-coverage", "", "/admin/truong-hoc/", who=EDUCATION),
        "vi",
        1280,
        "Coverage: what schools have done, as bars",
        "Độ phủ: việc các đơn vị đã làm, dạng thanh",
    ),
    (
        Scene("readme-school", "", "/truong/", who=SCHOOL),
        "vi",
        390,
        "A school on a phone: the next task and a recall",
        "Trường trên điện thoại: việc tiếp theo, tài liệu thu hồi",
    ),
    (
        Scene("readme-kol", "", "/doi-tac/", who=KOL),
        "vi",
        390,
        "A KOL on a phone: remarks of the desk on a clip",
        "KOL trên điện thoại: nhận xét của tòa soạn về clip",
    ),
    (
        Scene("readme-khmer", "", "/km/"),
        "km",
        390,
        "The front page in Khmer on a phone",
        "Trang nhất tiếng Khmer trên điện thoại",
    ),
)
DOORS = (Scene("a", "", "/vi/"), Scene("b", "", "/truong/", who=SCHOOL), Scene("c", "", "/doi-tac/", who=KOL))
MOVING = "tour.gif"
FRAME_MS, FRAME_WIDTH = 1800, 300  # of the moving picture
BEGIN, END = "<!-- pictures: make shots SHOTS=readme -->", "<!-- end of pictures -->"


def shoot(eye: Camera) -> list[str]:
    """Write the pictures and the READMEs' lists of them; return messages for those that failed."""
    FOLDER.mkdir(exist_ok=True)
    missing = []
    for scene, language, width, _en, _vi in PICTURES:
        try:
            _taken(eye, scene, language, width).save(FOLDER / f"{scene.name}.webp", quality=70, method=6)
        except Error as error:
            missing.append(f"readme {scene.name}: {str(error).splitlines()[0]}")
    try:
        frames = [_taken(eye, scene, "vi", 390) for scene in DOORS]
        small = [frame.resize((FRAME_WIDTH, frame.height * FRAME_WIDTH // frame.width)) for frame in frames]
        small[0].save(FOLDER / MOVING, save_all=True, append_images=small[1:], duration=FRAME_MS, loop=0)
    except Error as error:
        missing.append(f"readme {MOVING}: {str(error).splitlines()[0]}")
    for name, place in (("README.md", 3), ("README.vi.md", 4)):
        _list_in(name, place)
    return missing


def _taken(eye: Camera, scene: Scene, language: str, width: int) -> Image.Image:
    with eye.opened(scene, language, width) as (page, _notes):
        return Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")


def _list_in(name: str, place: int) -> None:
    """Write the pictures that there are between the two marks of a README."""
    path = ROOT / name
    head, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _old, _, tail = rest.partition(END)
    said = "The three doors: reader, school, KOL" if place == 3 else "Ba cửa: bạn đọc, trường, KOL"
    listed = [(said, MOVING)] if (FOLDER / MOVING).exists() else []
    listed += [
        (str(row[place]), f"{row[0].name}.webp") for row in PICTURES if (FOLDER / f"{row[0].name}.webp").exists()
    ]
    lines = [f"![{words}](docs/img/{file})" for words, file in listed]
    path.write_text("\n".join([f"{head}{BEGIN}", *lines, f"{END}{tail}"]), encoding="utf-8")
