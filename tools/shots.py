"""Takes pictures of every page type of the demo at 390 and 1280 px, of the editors' guide and of the README.

    python -m tools.shots [NAME…]  # beginnings of scenes' names, `huong-dan` (the guide), `readme`; nothing: all scenes

Uses the running demo of this folder, else starts it. Scenes are written to `.shots/` with an `index.html`, the guide's
pictures to home/static/home/guide/, the README's to docs/img/. Exit status 1 where a page could not be reached.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
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
BOTH, VI = ("vi", "km"), ("vi",)
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
    """A page in a state.

    `path` may contain `{lang}`; `follow`: CSS selectors of links that lead from there to the scene, so that no primary
    key of the demo's database is needed; `press`: selectors to click after loading.
    """

    name: str
    path: str
    languages: tuple[str, ...] = BOTH
    who: str = ""
    follow: tuple[str, ...] = ()
    press: tuple[str, ...] = ()
    status: int = 200


SCENES = (
    Scene("doc-trang-chu", "/{lang}/"),
    Scene("doc-danh-muc", "/{lang}/", press=(".menu summary:visible",)),
    Scene("doc-chuyen-muc", "/vi/nhan-dien-chieu-tro/", VI),
    Scene("doc-chuyen-muc-it", "/vi/cuoc-thi-su-kien/", VI),
    Scene("doc-bai", "/vi/nhan-dien-chieu-tro/", VI, follow=("main .story.l a, main .story.lead a",)),
    Scene("doc-bai-dich", "/{lang}/", languages=("en", "km"), follow=("main .story h2 a, main .story h3 a",)),
    Scene("doc-phong-su", "/vi/phong-su/", VI, follow=(".story.l a, .story.lead a",)),
    Scene("doc-phat-thanh", "/vi/video/", VI, follow=(".story.l a, .story.lead a, .clips a",)),
    Scene("doc-video", "/vi/video/", VI, follow=("main .story:has(.play) a",)),
    Scene("doc-e-magazine", "/vi/phong-su/khoang-cach-giua-da-xem-va-da-hoi/", VI),
    Scene("doc-diem-tin", "/vi/thoi-su-chien-dich/diem-tin-tuan-ba-noi-cung-day-hoc-sinh-cach-cup-may/", VI),
    Scene("doc-guong-tot", "/vi/truong-hoc-an-toan/hop-thu-giay-truoc-phong-tham-van-cua-mot-truong-ven-song/", VI),
    Scene("doc-chuyen-trang", "/vi/nhan-dien-chieu-tro/chuyen-trang-mot-cuoc-goi-sau-muoi-giay/", VI),
    Scene("doc-dong-su-kien", "/vi/thoi-su-chien-dich/can-tho-vao-mua-khong-mot-minh/", VI),
    Scene("doc-chu-de", "/vi/chu-de/", VI),
    Scene("doc-tac-gia-danh-sach", "/vi/tac-gia/", VI),
    Scene("doc-trang-chu-en", "/en/", languages=("en",)),
    Scene("doc-meo", "/vi/meo-nhanh/", VI),
    Scene("doc-the-meo", "/vi/meo-nhanh/", VI, follow=(".tip a",)),
    Scene("doc-tu-khoa", "/vi/nhan-dien-chieu-tro/", VI, follow=("main .story h3 a, main .story h2 a", ".tags a")),
    Scene("doc-tac-gia", "/vi/nhan-dien-chieu-tro/", VI, follow=("main .story h3 a, main .story h2 a", ".byline a")),
    Scene("doc-kol", "/vi/kol/", VI),
    Scene("doc-kol-ho-so", "/vi/kol/may-miet-vuon/", VI),
    Scene("doc-su-kien", "/{lang}/lich-su-kien/"),
    Scene("doc-buc-tuong", "/{lang}/buc-tuong/"),
    Scene("doc-ky-cam-ket", "/{lang}/buc-tuong/ky/"),
    Scene("doc-khung-anh", "/{lang}/khung-anh/"),
    Scene("doc-do-phu", "/{lang}/do-phu/"),
    Scene("doc-luu-tru", "/{lang}/luu-tru/"),
    Scene("doc-gioi-thieu", "/vi/gioi-thieu/", VI),
    Scene("doc-dinh-chinh", "/vi/dinh-chinh/", VI),
    Scene("doc-tim", "/{lang}/tim-kiem/"),
    Scene("doc-tim-thay", "/vi/tim-kiem/?q=l%E1%BB%ABa+%C4%91%E1%BA%A3o", VI),
    Scene("doc-tim-thay-km", "/km/tim-kiem/?q=%E1%9E%9F%E1%9E%BD%E1%9E%9A", languages=("km",)),
    Scene("doc-tim-khong", "/{lang}/tim-kiem/?q=zzzzzz"),
    Scene("doc-tim-lo", "/{lang}/tim-kiem/?q=b%E1%BB%8B+d%E1%BB%8Da"),
    Scene("doc-giup-do", "/{lang}/can-giup-do/"),
    Scene("doc-chua-dich", "/vi/gioi-thieu/", VI, follow=(".masthead a[hreflang=km]",)),
    Scene("doc-so-tay", "/styleguide/", VI),
    Scene("trang-video", "/vi/video/clip-30-giay-cho-man-hinh-led-dung-hoi-bao/", VI),
    Scene("trang-chuyen-muc-hai", "/vi/hoi-dap-phap-luat/", VI),
    Scene("trang-bai", "/vi/nhan-dien-chieu-tro/ba-dau-hieu-cho-thay-ban-dang-bi-thao-tung-qua-dien-thoai/", VI),
    Scene("trang-do-hoa", "/vi/do-hoa/duong-di-cua-bat-coc-truc-tuyen-va-nhung-cho-co-the-dung-lai/", VI),
    Scene("trang-bai-kol", "/vi/kol-niem-tin-so/ban-rap-dung-giu-bi-mat-mot-minh-viet-tu-gio-ra-choi/", VI),
    Scene("trang-meo", "/vi/meo-nhanh/anh-rieng-tu-khong-bao-gio-la-bao-dam/", VI),
    Scene("trang-tuong-meo", "/{lang}/meo-nhanh/"),
    Scene("trang-tit", "/vi/hoi-dap-phap-luat/bi-doa-phat-tan-anh-rieng-tu-em-can-lam-gi-truoc-tien/", VI),
    Scene("trang-chu", "/vi/", VI),
    Scene("trang-phong-su", "/vi/phong-su/", VI),
    Scene("trang-chua-dich", "/km/chua-dich/?trang=/vi/phong-su/khoang-cach-giua-da-xem-va-da-hoi/", languages=("km",)),
    Scene("kho-danh-sach", "/{lang}/kho-tai-lieu/"),
    Scene("kho-loc", "/vi/kho-tai-lieu/?dip=lop-hoc", VI, press=(".filterbox > summary:visible",)),
    Scene("kho-trong", "/vi/kho-tai-lieu/?q=zzzzzz", VI),
    Scene("kho-poster", "/{lang}/kho-tai-lieu/p-a3-03/"),
    Scene("kho-standee", "/vi/kho-tai-lieu/s-60160-07/", VI),
    Scene("kho-tvc", "/vi/kho-tai-lieu/tvc-30-14/", VI),
    Scene("kho-bo", "/vi/bo-tai-lieu/", VI),
    Scene("kho-mot-bo", "/vi/bo-tai-lieu/", VI, follow=("main h2 a[href*='bo-tai-lieu'], main h3 a",)),
    Scene("kho-gio", "/vi/kho-tai-lieu/gio/", VI),
    Scene("truong-nha", "/truong/", VI, who=SCHOOL),
    Scene("truong-viec", "/truong/", VI, who=SCHOOL, follow=("main a[href*='/truong/viec/']",)),
    Scene("truong-bo", "/truong/bo-cua-toi/", VI, who=SCHOOL),
    Scene("truong-nguoi", "/truong/nguoi/", VI, who=SCHOOL),
    Scene("truong-ma", "/truong/ma/", VI),
    Scene("truong-ngoai-tuyen", "/truong/ngoai-tuyen/", VI),
    Scene("truong-bang", "/admin/truong-hoc/", VI, who=EDUCATION),
    Scene("truong-hang-doi", "/admin/truong-hoc/cho-xac-nhan/", VI, who=EDUCATION),
    Scene("kol-nha", "/doi-tac/", VI, who=KOL),
    Scene("kol-bai", "/doi-tac/", VI, who=KOL, follow=("main a[href*='/doi-tac/bai/']:not([href$='moi/'])",)),
    Scene("kol-de-bai", "/doi-tac/", VI, who=KOL, follow=("main a[href*='/doi-tac/de-bai/']",)),
    Scene("kol-thong-bao", "/doi-tac/thong-bao/", VI, who=KOL),
    Scene("kol-ho-so", "/doi-tac/", VI, who=KOL, follow=("main a[href*='/doi-tac/ho-so/']",)),
    Scene("kol-vao", "/doi-tac/vao/", VI),
    Scene("tk-dang-nhap", "/tai-khoan/dang-nhap/", VI),
    Scene("tk-quen", "/tai-khoan/quen-mat-khau/", VI),
    Scene("tk-cua-toi", "/tai-khoan/cua-toi/", VI, who=KOL),
    Scene("tk-hai-lop", "/tai-khoan/hai-lop/", VI, who=KOL),
    Scene("loi-404", "/{lang}/khong-co-trang-nay/", status=404),
    Scene("loi-403", "/admin/", VI, who=SCHOOL, status=403),
    Scene("loi-400", "/styleguide/loi/400/", VI, status=400),
    Scene("loi-410", "/styleguide/loi/410/", VI, status=410),
    Scene("loi-413", "/styleguide/loi/413/", VI, status=413),
    Scene("loi-429", "/styleguide/loi/429/", VI, status=429),
    Scene("loi-500", "/styleguide/loi/500/", VI, status=500),
    Scene("loi-503", "/styleguide/loi/503/", VI, status=503),
    Scene("qt-bang", "/admin/", VI, who=EDITOR),
    Scene("qt-bang-tbt", "/admin/", VI, who=CHIEF),
    Scene("qt-bang-so", "/admin/", VI, who=EDUCATION),
    Scene("qt-toa-soan", "/admin/toa-soan/", VI, who=EDITOR),
    Scene("qt-lich", "/admin/toa-soan/lich/", VI, who=EDITOR),
    Scene("qt-sua-bai", "/admin/toa-soan/", VI, who=EDITOR, follow=(".newsroom-card a",)),
    Scene("qt-tai-lieu", "/admin/snippets/media_library/asset/", VI, who=EDITOR),
    Scene("qt-kol", "/admin/kol/bai/", VI, who=EDITOR),
    Scene("qt-kol-bai", "/admin/kol/bai/", VI, who=EDITOR, follow=("main td a[href*='/kol/bai/']",)),
    Scene("qt-huong-dan", "/admin/huong-dan/", VI, who=REPORTER),
    Scene("qt-viet-bai", "/admin/huong-dan/viet-bai/", VI, who=REPORTER),
)
STORY = "Ba+d%E1%BA%A5u+hi%E1%BB%87u+cho+th%E1%BA%A5y"
CORRECTION = ("main a[href$='/edit/']", "header [data-controller~='w-dropdown'] button", "a[href$='/dinh-chinh/']")
GUIDE_SCENES = (
    Scene("ban-toa-soan", "/admin/toa-soan/", VI, EDITOR),
    Scene("sua-bai", "/admin/toa-soan/", VI, EDITOR, follow=(".newsroom-card a",)),
    Scene("cho-ban-duyet", "/admin/", VI, EDITOR),
    Scene("lich-toa-soan", "/admin/toa-soan/lich/", VI, CHIEF),
    Scene("dinh-chinh", f"/admin/pages/search/?q={STORY}", VI, CHIEF, follow=CORRECTION),
    Scene("kho", "/admin/snippets/media_library/asset/", VI, EDITOR),
    Scene("moi-kol", "/admin/kol/loi-moi/moi/", VI, EDITOR),
    Scene("bai-kol", "/admin/kol/bai/", VI, EDITOR),
    Scene("do-phu", "/admin/truong-hoc/", VI, EDUCATION),
    Scene("cho-xac-nhan", "/admin/truong-hoc/cho-xac-nhan/", VI, EDUCATION),
)
#: scene → width; the README names the files by hand
README_SCENES = {
    Scene("readme-desk", "/admin/toa-soan/", VI, EDITOR): 1280,
    Scene("readme-library", "/vi/kho-tai-lieu/?loai=poster", VI): 1280,
    Scene("readme-coverage", "/admin/truong-hoc/", VI, EDUCATION): 1280,
    Scene("readme-school", "/truong/", VI, SCHOOL): 390,
    Scene("readme-kol", "/doi-tac/", VI, KOL): 390,
    Scene("readme-khmer", "/km/", ("km",)): 390,
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
    def opened(self, scene: Scene, language: str, width: int) -> Iterator[Page]:
        """The scene in a tab with all images loaded. Raises Error where it cannot be reached."""
        page = self.context(scene.who, width).new_page()
        try:
            response = page.goto(self.site + scene.path.replace("{lang}", language))
            for selector in scene.follow:
                link = page.locator(selector).first
                link.wait_for(state="attached", timeout=3000)
                if address := link.evaluate("e => e.href || ''"):
                    response = page.goto(address)
                else:  # a button that opens the menu with the next selector
                    link.click()
            if response is not None and response.status != scene.status:
                raise Error(f"{response.status} instead of {scene.status}")
            for selector in scene.press:
                page.locator(selector).first.click()
            page.evaluate(LOADED)
            yield page
        finally:
            page.close()

    def window(self, scene: Scene, width: int) -> Image.Image:
        """A picture of the window, not of the whole page."""
        with self.opened(scene, scene.languages[0], width) as page:
            return Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")


def take(camera: Camera, scenes: Iterable[Scene]) -> list[str]:
    """Pictures of whole pages in .shots/, with index.html; messages about those that failed."""
    FOLDER.mkdir(exist_ok=True)
    failed, rows = [], []
    for scene in scenes:
        for language, width in product(scene.languages, WIDTHS):
            name = f"{scene.name}.{language}.{width}.jpg"
            try:
                with camera.opened(scene, language, width) as page:
                    page.screenshot(path=FOLDER / name, full_page=True, type="jpeg", quality=82, animations="disabled")
                rows.append(f'<p>{name}<br><img loading="lazy" src="{name}" width="{width // 2}" alt="">')
            except Error as error:
                failed.append(f"{name}: {str(error).splitlines()[0]}")
    (FOLDER / "index.html").write_text("\n".join(['<!doctype html><meta charset="utf-8">', *rows]), encoding="utf-8")
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
    """Command line; 1 where a page could not be reached, 2 for an unknown name."""
    scenes = [scene for scene in SCENES if not names or scene.name.startswith(tuple(names))]
    if not scenes and not {"huong-dan", "readme"} & set(names):
        print(f"Không có ảnh nào tên {', '.join(names)}", file=sys.stderr)
        return 2
    with site() as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(args=browser.ARGUMENTS, executable_path=browser.find() or None)
        camera = Camera(chromium, address)
        failed = take(camera, scenes)
        if "readme" in names:
            failed += take_windows(camera, README_SCENES, README, 70)
        if "huong-dan" in names:  # last: it changes files that the demo's server serves
            failed += take_windows(camera, dict.fromkeys(GUIDE_SCENES, 1280), GUIDE, 60)
        chromium.close()
    print(*failed, FOLDER / "index.html", sep="\n")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
