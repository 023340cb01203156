"""Takes screenshots of scenes with Chromium and notes defects that a script can detect."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Error, Page, StorageState, sync_playwright

from demo.seeding.accounts import PASSWORD
from tools.devserver import browser
from tools.shots.scenes import Scene

WIDTHS = {390: 844, 768: 1024, 1280: 900, 1680: 1050}  # CSS px: width → height of the window
SEEN = (Path(__file__).parent / "seen.js").read_text()
#: Scroll to every image, so that lazy ones are loaded at their size there; wait for them; scroll back.
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

#: Move the bar at the window's lower edge to that of the page, so that it covers nothing in a full-page screenshot.
UNFIXED = """() => { for (const bar of document.querySelectorAll('.tabbar')) if (bar.checkVisibility()) {
  const top = document.documentElement.scrollHeight - bar.offsetHeight;
  Object.assign(bar.style, { position: 'absolute', insetBlock: `${top}px auto` }); } }"""


@dataclass
class Shot:
    """A screenshot, with its file and the notes on it."""

    scene: Scene
    language: str
    width: int
    file: Path
    address: str = ""
    notes: list[str] = field(default_factory=list)


class Camera:
    """A browser with a context per account and width; each account signs in once."""

    def __init__(self, chromium: Browser, site: str) -> None:
        """`site`: address of the running demo, without a trailing slash."""
        self.chromium, self.site = chromium, site
        self.contexts: dict[tuple[str, int], BrowserContext] = {}
        self.states: dict[str, StorageState] = {}

    def context(self, who: str, width: int) -> BrowserContext:
        """The browser context of an account (empty: signed out) at a width."""
        if (who, width) not in self.contexts:
            made = self.chromium.new_context(
                viewport={"width": width, "height": WIDTHS[width]},
                locale="vi-VN",
                timezone_id="Asia/Ho_Chi_Minh",
                reduced_motion="reduce",
                has_touch=width < 768,  # no mobile emulation: full-page screenshots would show fixed bars in the middle
                service_workers="block",
                storage_state=self.states.get(who),
            )
            made.set_default_timeout(20_000)
            if who and who not in self.states:
                self._sign_in(made, who)
            self.contexts[who, width] = made
        return self.contexts[who, width]

    def _sign_in(self, context: BrowserContext, who: str) -> None:
        page = context.new_page()
        page.goto(f"{self.site}/tai-khoan/dang-nhap/")
        page.fill("[name=login]", who)
        page.fill("[name=password]", PASSWORD)
        page.locator("form:has([name=password]) [type=submit], form:has([name=password]) button").first.click()
        page.wait_for_url(lambda url: "dang-nhap" not in url)
        self.states[who] = context.storage_state()
        page.close()

    @contextmanager
    def opened(self, scene: Scene, language: str, width: int) -> Iterator[tuple[Page, list[str]]]:
        """The scene in a tab with all images loaded, and the notes so far."""
        page, notes = self.context(scene.who, width).new_page(), []
        page.on("pageerror", lambda error: notes.append(f"lỗi JavaScript: {error}"[:160]))
        page.on("request", lambda request: self._note_foreign(request.url, notes))
        try:
            self._go(page, scene, language, notes)
            for selector in scene.press:
                page.locator(selector).first.click()
            page.evaluate(LOADED)
            yield page, notes
        finally:
            page.close()

    def _go(self, page: Page, scene: Scene, language: str, notes: list[str]) -> None:
        answer = page.goto(self.site + scene.path.replace("{lang}", language))
        for selector in scene.follow:
            link = page.locator(selector).first
            try:
                link.wait_for(state="attached", timeout=3000)
            except Error:
                notes.append(f"không có liên kết {selector}")
                return
            if address := link.evaluate("e => e.href || ''"):
                answer = page.goto(address)
            else:  # a button that opens the menu with the next selector
                link.click()
        if answer is not None and answer.status != scene.status:
            notes.append(f"trả lời {answer.status}, chờ {scene.status}")

    def _note_foreign(self, address: str, notes: list[str]) -> None:
        # Images and files come from the storage on the same machine; any other host is foreign.
        if not re.match(r"(https?://(127\.0\.0\.1|localhost)(:\d+)?/|data:|blob:|about:)", address):
            notes.append(f"gọi ra ngoài: {address[:100]}")

    def shoot(self, scene: Scene, language: str, width: int, folder: Path) -> Shot:
        """Take a full-page screenshot; a scene that cannot be reached gets a note."""
        shot = Shot(scene, language, width, folder / f"{scene.name}.{language}.{width}.jpg")
        try:
            with self.opened(scene, language, width) as (page, notes):
                shot.notes = notes
                shot.address = page.url.removeprefix(self.site)
                notes += page.evaluate(SEEN)
                page.evaluate(UNFIXED)
                page.screenshot(path=shot.file, full_page=True, type="jpeg", quality=82, animations="disabled")
        except Error as error:
            shot.notes.append(str(error).splitlines()[0][:160])
        return shot


@contextmanager
def camera(site: str) -> Iterator[Camera]:
    """A Camera for `site`; its browser is closed at the end."""
    with sync_playwright() as playwright:
        found = browser.find()
        chromium = playwright.chromium.launch(args=browser.ARGUMENTS, executable_path=found or None)
        try:
            yield Camera(chromium, site)
        finally:
            chromium.close()
