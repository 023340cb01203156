"""Takes pictures of the demo: those of the editors' guide, those of the README, and any page at 390 and 1280 px.

    python -m tools.shots NAME…  # `huong-dan` (home/static/home/guide/), `readme` (docs/img/), addresses (.shots/)

Uses the running demo of this folder, else starts it. Exit status 1 where a page could not be reached.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from demo.seeding.accounts import PASSWORD
from deploy import messages
from tools.devserver import browser, state
from tools.devserver.processes import FOLDER as DEMO
from tools.devserver.processes import Demo

FOLDER, GUIDE, README = state.ROOT / ".shots", state.ROOT / "home/static/home/guide", state.ROOT / "docs/img"
WIDTHS = {390: 844, 1280: 900}  # CSS px: width → height of the window
KOL, SCHOOL, EDUCATION = "kol@demo.example", "truong@thcs.example", "sogddt@demo.example"
EDITOR, CHIEF, REPORTER = "bientap@baocantho.example", "tongbientap@baocantho.example", "phongvien@baocantho.example"
#: Scroll to every image, so that lazy ones are loaded; wait for them; scroll back.
LOADED = """async () => {
  const frame = () => new Promise(requestAnimationFrame), late = performance.now() + 8000;
  const shown = [...document.images].filter(image => image.checkVisibility() && image.getAttribute("src"));
  for (const image of shown) {
    if (!image.complete) image.scrollIntoView({ behavior: "instant", block: "center", inline: "center" });
    while (!image.complete && performance.now() < late) await frame();
    await image.decode().catch(() => null);
  }
  for (const image of shown) for (let box = image; box; box = box.parentElement) box.scrollLeft = 0;
  scrollTo({ top: 0, behavior: "instant" }); await document.fonts.ready; await frame(); }"""


@dataclass(frozen=True)
class Scene:
    """A page, seen by an account (empty: signed out).

    `follow`: CSS selectors of links that lead from `path` to the scene, so that no primary key of the demo's database
    is needed.
    """

    name: str
    path: str
    who: str = ""
    follow: tuple[str, ...] = ()


STORY = "Ba+d%E1%BA%A5u+hi%E1%BB%87u+cho+th%E1%BA%A5y"
CORRECTION = ("main a[href$='/edit/']", "header [data-controller~='w-dropdown'] button", "a[href$='/dinh-chinh/']")
GUIDE_SCENES = (
    Scene("ban-toa-soan", "/admin/toa-soan/", EDITOR),
    Scene("sua-bai", "/admin/toa-soan/", EDITOR, follow=(".newsroom-card a",)),
    Scene("cho-ban-duyet", "/admin/", EDITOR),
    Scene("lich-toa-soan", "/admin/toa-soan/lich/", CHIEF),
    Scene("dinh-chinh", f"/admin/pages/search/?q={STORY}", CHIEF, follow=CORRECTION),
    Scene("kho", "/admin/snippets/media_library/asset/", EDITOR),
    Scene("moi-kol", "/admin/kol/loi-moi/moi/", EDITOR),
    Scene("bai-kol", "/admin/kol/bai/", EDITOR),
    Scene("do-phu", "/admin/truong-hoc/", EDUCATION),
    Scene("cho-xac-nhan", "/admin/truong-hoc/cho-xac-nhan/", EDUCATION),
)
#: scene → width; the README names the files by hand
README_SCENES = {
    Scene("readme-desk", "/admin/toa-soan/", EDITOR): 1280,
    Scene("readme-library", "/vi/kho-tai-lieu/?loai=poster"): 1280,
    Scene("readme-coverage", "/admin/truong-hoc/", EDUCATION): 1280,
    Scene("readme-school", "/truong/", SCHOOL): 390,
    Scene("readme-kol", "/doi-tac/", KOL): 390,
    Scene("readme-khmer", "/km/"): 390,
}


class Camera:
    """A browser with a context per account and width."""

    def __init__(self, chromium: Browser, site: str) -> None:
        """`site`: address of the running demo, without a trailing slash."""
        self.chromium, self.site = chromium, site
        self.contexts: dict[tuple[str, int], BrowserContext] = {}

    def context(self, who: str, width: int) -> BrowserContext:
        """The browser context of an account (empty: signed out) at a width."""
        if (who, width) not in self.contexts:
            context = self.chromium.new_context(
                viewport={"width": width, "height": WIDTHS[width]},
                locale="vi-VN",
                timezone_id="Asia/Ho_Chi_Minh",
                reduced_motion="reduce",
                has_touch=width < 768,
                service_workers="block",
            )
            context.set_default_timeout(20_000)
            if who:
                page = context.new_page()
                page.goto(f"{self.site}/tai-khoan/dang-nhap/")
                page.fill("[name=login]", who)
                page.fill("[name=password]", PASSWORD)
                page.press("[name=password]", "Enter")
                page.wait_for_url(lambda url: "dang-nhap" not in url)
                page.close()
            self.contexts[who, width] = context
        return self.contexts[who, width]

    @contextmanager
    def opened(self, scene: Scene, width: int) -> Iterator[Page]:
        """The scene in a tab with all images loaded. Raises Error where it cannot be reached."""
        page = self.context(scene.who, width).new_page()
        try:
            response = page.goto(self.site + scene.path)
            for selector in scene.follow:
                link = page.locator(selector).first
                link.wait_for(state="attached", timeout=3000)
                if address := link.evaluate("e => e.href || ''"):
                    response = page.goto(address)
                else:  # a button that opens the menu with the next selector
                    link.click()
            if response is not None and response.status != 200:
                raise Error(f"{response.status} instead of 200")
            page.evaluate(LOADED)
            yield page
        finally:
            page.close()

    def window(self, scene: Scene, width: int) -> Image.Image:
        """A picture of the window, not of the whole page."""
        with self.opened(scene, width) as page:
            return Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")


def take(camera: Camera, paths: Iterable[str]) -> list[str]:
    """Pictures of whole pages in .shots/; messages about those that failed."""
    FOLDER.mkdir(exist_ok=True)
    failed = []
    for path in paths:
        for width in WIDTHS:
            name = f"{re.sub(r'[^a-z0-9]+', '-', path).strip('-')}.{width}.jpg"
            try:
                with camera.opened(Scene(name, path), width) as page:
                    page.screenshot(path=FOLDER / name, full_page=True, type="jpeg", quality=82, animations="disabled")
            except Error as error:
                failed.append(f"{name}: {str(error).splitlines()[0]}")
    return failed


def take_windows(camera: Camera, scenes: dict[Scene, int], folder: Path, quality: int) -> list[str]:
    """Pictures of windows as WebP in a folder of the repository; messages about those that failed."""
    failed = []
    for scene, width in scenes.items():
        try:
            camera.window(scene, width).save(folder / f"{scene.name}.webp", quality=quality, method=6)
        except Error as error:
            failed.append(f"{scene.name}: {str(error).splitlines()[0]}")
    return failed


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
    """Command line; 1 where a page could not be reached, 2 without a known name."""
    paths = [name for name in names if name.startswith("/")]
    if not names or {*names} - {*paths, "huong-dan", "readme"}:
        print('make shots SHOTS="huong-dan readme /vi/ /km/tim-kiem/"', file=sys.stderr)
        return 2
    with site() as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(args=browser.ARGUMENTS, executable_path=browser.find() or None)
        camera = Camera(chromium, address)
        failed = take(camera, paths)
        if "readme" in names:
            failed += take_windows(camera, README_SCENES, README, 70)
        if "huong-dan" in names:  # last: it changes files that the demo's server serves
            failed += take_windows(camera, dict.fromkeys(GUIDE_SCENES, 1280), GUIDE, 60)
        chromium.close()
    print(*failed, sep="\n")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
