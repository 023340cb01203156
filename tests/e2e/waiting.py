"""Waiting for what a page's scripts bring about."""

from playwright.sync_api import Page

#: Script for a phone on which making a photo smaller takes until goOn() is called.
SLOW_PHONE = """{ const make = createImageBitmap;
  window.createImageBitmap = (...how) => new Promise((done) => { window.goOn = () => done(make(...how)); }); }"""


def comes_true(page: Page, condition: str, arg: object = None, *, seconds: int = 30) -> None:
    """Wait until `condition`, a JavaScript function of `arg` that may return a promise, gives something true.

    Page.wait_for_function evaluates a string anew each time, and the site's Content-Security-Policy forbids that from
    the second time on. The page must not be left meanwhile.
    """
    page.evaluate(
        f"""([arg, milliseconds]) => new Promise((done, fail) => {{
          const condition = {condition};
          const end = performance.now() + milliseconds;
          const look = async () => {{
            if (await condition(arg)) return done();
            if (performance.now() > end) return fail(new Error(`never true: ${{condition}}`));
            setTimeout(() => look().catch(fail), 20);
          }};
          look().catch(fail);
        }})""",
        [arg, seconds * 1000],
    )
