"""Somebody who is afraid: help without a connection after any page, and a way out that covers nothing."""

import pytest
from playwright.sync_api import expect

from home.situations.kinds import Situation
from tests.e2e.evidence import keep
from tests.e2e.looking import DESK, PHONE

pytestmark = pytest.mark.world("help")
STORY = "/vi/nhan-dien-chieu-tro/du-moi-khoi/"
SITUATION = "/vi/tinh-huong/bi-doa-tung-anh/"
NARROW_PHONES = ({"width": 320, "height": 640}, {"width": 390, "height": 844})
#: How many ways out are shown, whether they lie within the bar and the window, whether the page scrolls sideways.
WAYS_OUT = """() => {
  const bar = document.querySelector('.tabbar').getBoundingClientRect();
  const exits = [...document.querySelectorAll('[data-exit]')].filter(one => one.checkVisibility());
  const inside = exits.map(one => one.getBoundingClientRect())
    .every(box => box.top >= bar.top && box.bottom <= bar.bottom && box.left >= 0 && box.right <= innerWidth);
  return [exits.length, inside, document.documentElement.scrollWidth <= innerWidth];
}"""
#: Every page that the test looks at.
LOOKED_AT = (
    SITUATION,
    "/vi/tinh-huong/",
    "/vi/can-giup-do/",
    "/vi/tim-kiem/?q=em muốn chết",
    "/km/tinh-huong/bi-doa-tung-anh/",
)

#: Runs the service worker in a page, with a line and a store of our own: what it answers in each case.
WORKER_ASKED = """async (cases) => {
  const answers = [];
  for (const one of cases) {
    const heard = {}, stored = [], waits = [];
    const shelf = (asked) => one.shelf?.[asked.url ? new URL(asked.url).pathname : asked];
    const store = {
      addAll: async () => {},
      add: async () => { throw new TypeError('one page is away'); },
      put: async (path) => { stored.push(path); },
    };
    const caches = {
      open: async () => store,
      match: async (asked) => (shelf(asked) ? new Response(shelf(asked)) : undefined),
      keys: async () => one.stores ?? [],
      delete: async (name) => { stored.push(`-${name}`); },
    };
    const fetch = () => (one.line === 'hangs' ? new Promise(() => {}) : one.line
      ? Promise.resolve(new Response('line', { status: one.line })) : Promise.reject(new TypeError('no line')));
    const setTimeout = (call, after) => { if (one.line === 'hangs' && after < 10_000) queueMicrotask(call); };
    const navigator = { onLine: one.line !== 0 }, clients = { claim() {} }, skipWaiting = () => {};
    const addEventListener = (name, call) => { heard[name] = call; };
    WORKER
    let said = 'left alone';
    const request = { url: new URL(one.asks ?? '/', location.href).href, method: 'GET', mode: 'navigate', ...one.as };
    const event = { request, waitUntil: (work) => waits.push(work), respondWith: (work) => { said = work; } };
    heard[one.event ?? 'fetch'](event);
    const text = (given) => given.headers?.get('location')?.replace(location.origin, '') ?? given.text?.() ?? given;
    const never = new Promise((done) => globalThis.setTimeout(done, 5_000, 'no answer'));
    said = await Promise.race([Promise.resolve(said).then(text, () => 'no answer'), never]);
    const worked = await Promise.all(waits).then(() => '', () => 'failed');
    answers.push([said, ...stored].join(' ') + worked);
  }
  return answers;
}"""
HELP = "/vi/can-giup-do/"
KEPT_HELP = {HELP: "kept"}
#: What is asked, what the line answers (a status, 0 for none, “hangs”), what is kept → answer and what is stored.
WORKER_ANSWERS = (
    ({"asks": HELP, "line": 200, "shelf": KEPT_HELP}, f"line {HELP}"),
    ({"asks": HELP, "line": 404, "shelf": KEPT_HELP}, "line"),
    ({"asks": HELP, "line": 503, "shelf": KEPT_HELP}, "kept"),
    ({"asks": HELP, "line": 503}, "line"),
    ({"asks": HELP, "line": "hangs", "shelf": KEPT_HELP}, "kept"),
    ({"asks": HELP, "line": 0, "shelf": KEPT_HELP}, "kept"),
    ({"asks": HELP, "line": 200, "shelf": KEPT_HELP, "as": {"method": "POST"}}, "left alone"),
    ({"asks": "https://other.example" + HELP, "line": 200}, "left alone"),
    ({"asks": "/vi/kol/", "line": 200}, "left alone"),
    ({"asks": "/vi/tim-kiem/?q=so", "line": 200}, "line"),
    ({"asks": "/vi/tim-kiem/?q=so", "line": 0}, HELP),
    ({"asks": "/vi/tim-kiem/?q=so", "line": 0, "as": {"mode": "cors"}}, "left alone"),
    ({"asks": "/truong/", "line": 200, "shelf": {"/truong/ngoai-tuyen/": "form"}}, "line"),
    ({"asks": "/truong/", "line": 0, "shelf": {"/truong/ngoai-tuyen/": "form"}}, "form"),
    ({"asks": "/truong/", "line": 0}, "no answer"),
    ({"asks": "/static/x.css", "line": 200, "as": {"mode": "no-cors", "destination": "style"}}, "left alone"),
    (
        {"asks": "/static/x.css", "line": 0, "shelf": {"/static/x.css": "sheet"}}
        | {"as": {"mode": "no-cors", "destination": "style"}},
        "sheet",
    ),
    ({"event": "install", "line": 200}, "left alone"),
    ({"event": "activate", "line": 200, "stores": ["can-giup-do-1", "phat-v1"]}, "left alone -can-giup-do-1"),
)


def test_help_and_situations_open_without_a_connection_after_any_page(situations, page):
    page.goto("/vi/kol/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    cached = f"caches.match('{SITUATION}').then(kept => Boolean(kept && navigator.serviceWorker.controller))"
    page.wait_for_function(cached)
    page.context.set_offline(True)
    for address, text in (("/vi/can-giup-do/", "Bạn không có lỗi."), (SITUATION, "Có người dọa tung ảnh của bạn")):
        page.goto(address)
        assert text in page.locator("h1").inner_text() and page.locator("a[href='tel:111']").first.is_visible()
    page.locator("a.back").click()
    assert page.locator(".cases a").count() == len(Situation)
    page.goto("/vi/tim-kiem/?q=em muốn chết")
    assert page.url.endswith("/vi/can-giup-do/") and page.locator("a[href='tel:111']").first.is_visible()
    page.context.set_offline(False)


def test_the_worker_asks_the_line_first_and_answers_with_what_is_kept_where_it_fails(situations, page):
    page.goto("/vi/kol/")
    worker = page.context.request.get("/sw.js").text()
    responses = page.evaluate(WORKER_ASKED.replace("WORKER", worker), [case for case, _answer in WORKER_ANSWERS])
    assert len(responses) == len(WORKER_ANSWERS)
    for (case, expected), response in zip(WORKER_ANSWERS, responses, strict=True):
        assert response == expected, case


def test_the_way_out_is_in_the_bar_and_covers_nothing(situations, person):
    for viewport in NARROW_PHONES:
        phone = person(viewport=viewport)
        phone.goto(STORY)
        exits, in_bar, fits = phone.evaluate(WAYS_OUT)
        assert exits == 1 and in_bar and fits, viewport
        keep(phone, f"afraid-exit-{viewport['width']}")
    for key in ("Escape", "Shift"):
        desk = person(viewport=DESK)
        desk.goto(SITUATION)
        with desk.expect_request(lambda request: request.url.startswith("https://")):
            for _time in range(3):
                desk.keyboard.press(key)


def test_a_phone_on_its_side_keeps_the_number_in_reach(situations, person):
    phone = person(viewport={"width": 844, "height": 390}, is_mobile=True, has_touch=True)
    phone.goto(SITUATION)
    call = phone.get_by_role("link", name="Gọi 111").last
    expect(call).to_be_in_viewport(ratio=1)
    desk = person(viewport=DESK)
    desk.goto(SITUATION)
    expect(desk.locator(".quick")).to_be_hidden()


def test_the_tab_says_nothing_once_somebody_reads(situations, person):
    phone = person(viewport=PHONE)
    phone.goto(SITUATION)
    phone.mouse.wheel(0, 400)
    phone.wait_for_function("document.title === 'Thông tin cần biết'")
    for address in LOOKED_AT:
        phone.goto(address)
        for viewport in (PHONE, DESK):
            phone.set_viewport_size(viewport)
            assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
            keep(phone, f"afraid-{address.strip('/').split('?')[0].replace('/', '-')}-{viewport['width']}")
    assert not phone.problems and not phone.refused


def test_the_first_number_is_as_dark_on_paper_as_the_others(situations, person):
    page = person()
    page.goto("/vi/can-giup-do/")
    page.emulate_media(media="print")
    words = page.locator(".calls a").evaluate_all("all => all.map((one) => getComputedStyle(one).color)")
    assert len(words) > 1 and len(set(words)) == 1
    number = page.locator(".calls b").first
    assert number.evaluate("(one) => getComputedStyle(one).color") != "rgb(255, 255, 255)"
