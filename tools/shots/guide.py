"""Takes the pictures of the editors' guide (home/guide/) from the demo, as WebP of the window."""

from __future__ import annotations

import io

from PIL import Image
from playwright.sync_api import Error, ViewportSize

from home.guide.content import jobs
from tools.devserver.state import ROOT
from tools.shots.camera import Camera
from tools.shots.scenes import CHIEF, EDITOR, EDUCATION, VI, Scene

FOLDER = ROOT / "home" / "static" / "home" / "guide"
SIZE: ViewportSize = {"width": 1120, "height": 700}  # CSS px
STORY = "Ba+d%E1%BA%A5u+hi%E1%BB%87u+cho+th%E1%BA%A5y"
EDIT, MORE, CORRECT = (
    "main a[href$='/edit/']",
    "header [data-controller~='w-dropdown'] button",
    "a[href$='/dinh-chinh/']",
)
PICTURES = (
    Scene("ban-toa-soan", "Bàn tòa soạn", "/admin/toa-soan/", VI, EDITOR),
    Scene("sua-bai", "Sửa bài", "/admin/toa-soan/", VI, EDITOR, follow=(".newsroom-card a",)),
    Scene("cho-ban-duyet", "Chờ bạn duyệt", "/admin/", VI, EDITOR),
    Scene("lich-toa-soan", "Lịch tòa soạn", "/admin/toa-soan/lich/", VI, CHIEF),
    Scene("dinh-chinh", "Đính chính", f"/admin/pages/search/?q={STORY}", VI, CHIEF, follow=(EDIT, MORE, CORRECT)),
    Scene("kho", "Tài liệu", "/admin/snippets/media_library/asset/", VI, EDITOR),
    Scene("moi-kol", "Mời đối tác", "/admin/kol/loi-moi/moi/", VI, EDITOR),
    Scene("bai-kol", "Bài của KOL", "/admin/kol/bai/", VI, EDITOR),
    Scene("do-phu", "Độ phủ", "/admin/truong-hoc/", VI, EDUCATION),
    Scene("cho-xac-nhan", "Chờ xác nhận", "/admin/truong-hoc/cho-xac-nhan/", VI, EDUCATION),
)


def named() -> set[str]:
    """Names of the pictures to which the guide's texts refer."""
    return {step["picture"] for job in jobs() for step in job["steps"] if "picture" in step}


def shoot(eye: Camera) -> list[str]:
    """Write the guide's pictures; return messages for those that failed."""
    FOLDER.mkdir(exist_ok=True)
    missing = sorted(f"huong-dan: không ai chụp {name}" for name in named() - {scene.name for scene in PICTURES})
    for scene in PICTURES:
        try:
            with eye.opened(scene, "vi", 1280) as (page, notes):
                page.set_viewport_size(SIZE)
                picture = page.screenshot(animations="disabled")
                Image.open(io.BytesIO(picture)).convert("RGB").save(FOLDER / f"{scene.name}.webp", quality=60, method=6)
                missing += [f"huong-dan {scene.name}: {note}" for note in notes]
        except Error as error:
            missing.append(f"huong-dan {scene.name}: {str(error).splitlines()[0]}")
    return missing
