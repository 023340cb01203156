"""A school's screen: plays in a loop, goes on without a line, also after a restart, takes up news, drops recalls."""

import io
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from media_library.models import DownloadEvent
from media_library.public.screens import playlists
from media_library.recall import service
from tests.e2e.waiting import comes_true
from tests.factories import make_asset, make_locale, make_stored_file
from tests.files import sample_files as make
from tests.media_library.small_library import make_library

PAGE = "/vi/phat/chao-co/"


def film(code):
    clip = make_stored_file(io.BytesIO(make.media("mp4", *make.H264, seconds="0.4")), name=f"{code}.mp4")
    files = [{"role": "screen", "label": "Clip", "stored": clip}]
    return make_asset(code, name=f"Clip {code}", kind="video", moments=["chao-co"], files=files)


@pytest.fixture
def films(live_server, settings):
    settings.SITE_URL = live_server.url
    make_locale("vi")
    make_library()
    return [film("V-1"), film("V-2")]


def poster(code):
    """A poster with its own picture in the released bucket, as the worker leaves it."""
    stored = make_stored_file()
    stored.preview_key = f"previews/2026/11/{uuid4()}.png"
    source = {"Bucket": stored.storage.bucket_name, "Key": stored.key}
    stored.storage.client.copy_object(Key=stored.preview_key, CopySource=source, Bucket=stored.storage.bucket_name)
    stored.save()
    files = [{"role": "screen", "label": "Tờ", "stored": stored}]
    return make_asset(code, name=f"Poster {code}", moments=["chao-co"], files=files)


def piece(asset):
    return str(asset.current_version.files.get().uuid)


def watched(page):
    """Keep what comes up on the screen in the page's `turns`, from its first piece on."""
    page.add_init_script("""new MutationObserver(changes => changes.forEach(({target}) =>
        (window.turns ??= []).push(target.dataset.playing)))
        .observe(document, { subtree: true, attributeFilter: ['data-playing'] });""")
    return page


#: Whether the wanted pieces came up in their order; others may stand between them.
IN_ORDER = """wanted => {
  let at = 0;
  for (const one of window.turns) at += one === wanted[at];
  return at >= wanted.length;
}"""


def plays(page, *assets, by_key=False):
    """Each of `assets` comes up on the screen, the first one again after the last: a loop. `by_key`: turned by hand."""
    expected = [piece(asset) for asset in (*assets, assets[0])]
    page.evaluate("window.turns = [document.querySelector('[data-player]').dataset.playing]")
    for _turn in range(2 * len(expected) if by_key else 0):
        page.keyboard.press("ArrowRight")
    comes_true(page, IN_ORDER, expected)


def kept(page, number):
    expect(page.locator("[data-player]")).to_have_attribute("data-kept", str(number), timeout=20_000)


def test_the_screen_goes_on(films, person):
    page = watched(person())
    context = page.context
    page.goto(PAGE)
    kept(page, 2)
    plays(page, *films)
    comes_true(page, "() => document.querySelector('video').videoWidth === 64")  # playing: its first picture is read
    assert DownloadEvent.objects.filter(way="screen").count() == 2
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    comes_true(page, "() => caches.open('phat-trang-v1').then((store) => store.match(location.pathname))")

    context.set_offline(True)
    plays(page, *films)
    page.reload()  # switched off and on again
    plays(page, *films)
    assert page.evaluate("document.querySelector('video').src").startswith("blob:")

    news = film("V-3")
    context.set_offline(False)  # the browser says “online”, and the list is compared
    kept(page, 3)
    plays(page, news, films[0])

    service.recall(films[0], reason="Số 111 đọc thành 112.")
    page.evaluate("dispatchEvent(new Event('online'))")
    kept_addresses = "caches.open('phat-v1').then((s) => s.keys()).then((all) => all.map((one) => one.url).join(' '))"
    comes_true(page, f"() => {kept_addresses}.then((all) => !all.includes('{piece(films[0])}'))")
    plays(page, films[1], news)
    list_of_clips = context.request.get("/vi/phat/chao-co.m3u").text()
    assert piece(news) in list_of_clips and piece(films[0]) not in list_of_clips
    assert not page.problems


@pytest.mark.night  # the same program as that of the clips, which every change asks
def test_posters_go_round_on_a_screen_without_a_line(live_server, settings, monkeypatch, person):
    """The slide show: loops, goes on without a line and after a restart, takes up news, drops what was recalled."""
    settings.SITE_URL = live_server.url
    monkeypatch.setattr(playlists, "SECONDS", 1)
    make_locale("vi")
    make_library()
    second, first = poster("P-1"), poster("P-2")  # the newest comes first
    page = watched(person())
    context = page.context
    page.goto("/vi/phat/chao-co-hinh/")
    kept(page, 2)
    plays(page, first, second)
    ready = "() => { const p = document.querySelector('main > img'); return p.naturalWidth > 0 && !p.hidden && p.alt; }"
    comes_true(page, ready)
    assert page.get_by_role("link", name="Phát clip").count() == 0, "this moment has no clip to lead to"
    expect(page.locator(".bar")).to_have_css("opacity", "0", timeout=10_000)  # it would cover the code to scan
    page.mouse.move(300, 300)
    page.mouse.move(310, 310)
    expect(page.locator(".bar")).to_have_css("opacity", "1")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    comes_true(page, "() => caches.open('phat-trang-v1').then((store) => store.match(location.pathname))")

    context.set_offline(True)
    plays(page, first, second, by_key=True)
    page.reload()  # switched off and on again
    plays(page, first, second)
    comes_true(page, ready)

    news = poster("P-3")
    context.set_offline(False)
    kept(page, 3)
    plays(page, news, first, second, by_key=True)

    service.recall(first, reason="Số 111 in thành 112.")
    page.evaluate("dispatchEvent(new Event('online'))")
    plays(page, news, second, by_key=True)
    addresses = context.request.get("/vi/phat/chao-co-hinh.m3u").text().splitlines()[2::2]
    assert len(addresses) == 2 and all(context.request.get(address).ok for address in addresses)
    assert not page.problems
