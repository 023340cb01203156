"""No word is lost in an editor: typed during a save, without a server, after a session's end, or when the tab dies."""

import contextlib
import json
import os
import random
import re
import time

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    generate_totp_secret,
)
from django.contrib.sessions.models import Session
from django.shortcuts import redirect
from django.test import RequestFactory
from playwright.sync_api import expect
from wagtail import hooks
from wagtail.models import GroupPagePermission

from articles.models import ArticlePage
from articles.page_editor.session import remember_tab
from tests.articles.newsroom_forms import SAPO
from tests.e2e.newsroom_hands import DESK, PHONE, keep, open_story, ready, save_draft
from tests.e2e.session import sign_in
from tests.e2e.waiting import comes_true
from tests.factories import PASSWORD, make_article, make_image, totp_code

pytestmark = pytest.mark.world("newsroom")
#: Asks whose the newest version is.
ASKED = re.compile(r"\?page=\d+$")
SESSION = re.compile(r"/phien/$")
LIKE_JSON = ('{"blocks": [null]}', '{"blocks": [{}]}', '{"blocks": [{"text": 1}]}', '{"blocks": 2}', '{"a')
IS_STORED = "() => newsroomKeeper.stored !== null && !newsroomKeeper.isBehind && !newsroomKeeper.failures"


def draft(newsroom):
    page = make_article(
        "Mẹ giữ điện thoại mười phút", section=newsroom["section"], live=False, sapo=SAPO, owner=newsroom["reporter"]
    )
    page.save_revision(user=newsroom["reporter"])
    return ArticlePage.objects.get(pk=page.pk)


def test_a_copy_is_kept_while_a_picture_of_the_editor_does_not_come(newsroom, person):
    """“load” waits for pictures: a store that is away holds back no copy of what is written, and no gate."""
    story = draft(newsroom)
    story.lead_image = make_image()
    story.save_revision(user=newsroom["reporter"])
    page = person(newsroom["reporter"], **DESK)
    page.route("**/media/**", lambda _held: None)
    page.goto(f"/admin/pages/{story.pk}/edit/", wait_until="domcontentloaded")
    page.route("**/edit/", lambda route: route.abort() if route.request.method == "POST" else route.fallback())
    comes_true(page, "() => Boolean(newsroomKeeper.copies)")
    page.locator("[name=kicker]").press_sequentially("Cần biết")
    comes_true(page, "() => newsroomKeeper.isKept === true")
    expect(page.locator("[data-newsroom-gates] [data-newsroom-field]").first).to_be_attached()
    assert page.evaluate("document.readyState") == "interactive"


def newest(story) -> dict:
    return ArticlePage.objects.get(pk=story.pk).get_latest_revision().content


def is_save(request) -> bool:
    return request.method == "POST" and request.headers.get("accept") == "application/json"


def began(page) -> None:
    """The editor has read its opening state, and knows whose it is."""
    comes_true(page, "() => newsroomKeeper.ready.then(() => true)")


def test_what_is_typed_while_a_save_is_under_way_or_without_a_pause_is_saved_too_and_said_so(newsroom, person):
    """The answer to a save says nothing of what was typed since: the header waits, and the rest follows.

    Draftail writes into the form only after a pause of 250 ms: who types without one has it kept meanwhile.
    """
    page, story, held_routes = person(newsroom["reporter"], **DESK), draft(newsroom), []

    def hold(route):
        held_routes.append(route) if is_save(route.request) and not held_routes else route.continue_()

    page.route("**/edit/", hold)
    open_story(page, story.pk)
    began(page)
    kicker, sapo = page.locator("[name=kicker]"), page.locator("[name=sapo]")
    with page.expect_request(is_save):
        kicker.press_sequentially("Cần biết")
    sapo.press_sequentially("Một câu nữa. ")
    indicator = page.locator("#w-autosave-indicator")
    expect(indicator).to_have_attribute("data-w-autosave-state-value", "saving")
    assert len(held_routes) == 1 and newest(story)["kicker"] == "", "the first save is under way"
    held_routes[0].continue_()
    comes_true(page, IS_STORED)
    expect(indicator).to_have_attribute("data-w-autosave-state-value", "saved")
    assert newest(story)["kicker"] == "Cần biết" and "Một câu nữa." in newest(story)["sapo"]

    page.evaluate(
        "() => { newsroomKeeper.most = 0; setInterval(() => { newsroomKeeper.most = Math.max(newsroomKeeper.most,"
        " [...new FormData(newsroomKeeper.form).values()].join().split('chữ').length - 1); }, 100); }"
    )
    page.locator("[data-contentpath=body] [role=textbox]").last.press("Control+End")
    page.keyboard.type(" chữ" * 15, delay=40)
    assert page.evaluate("newsroomKeeper.most") >= 5, "written while the keys go on"
    comes_true(page, IS_STORED)
    assert not page.problems, page.problems


@pytest.mark.slow
def test_a_new_story_is_kept_before_it_has_a_headline_and_rests_once_it_is_saved(newsroom, person):
    page = person(newsroom["reporter"], **DESK)
    page.goto(f"/admin/pages/add/articles/articlepage/{newsroom['section'].pk}/")
    ready(page)
    began(page)
    page.locator("[name=kicker]").press_sequentially("Trước tít")
    expect(page.locator(".newsroom-kept")).to_contain_text("Bài chưa có tít")
    comes_true(page, "() => newsroomKeeper.isKept === true")
    page.locator("[name=title]").press_sequentially("Điện thoại reo ba lần")
    comes_true(page, IS_STORED)
    page.wait_for_url("**/edit/")
    page.locator("[name=sapo]").press_sequentially("Một câu.")
    comes_true(page, IS_STORED)
    story = ArticlePage.objects.get(title="Điện thoại reo ba lần")
    assert (newest(story)["kicker"], newest(story)["sapo"]) == ("Trước tít", "Một câu.")
    comes_true(page, COPIES.replace("done(all.result.length)", "done(all.result.length === 0)"))
    assert not page.problems, page.problems


def test_a_draft_whose_server_went_away_and_whose_tab_died_waits_in_the_browser_for_its_writer_alone(newsroom, person):
    page, story = person(newsroom["reporter"], **PHONE), draft(newsroom)
    open_story(page, story.pk)
    began(page)
    page.route("**/edit/", lambda route: route.abort() if is_save(route.request) else route.continue_())
    page.locator("[name=sapo]").fill("Câu viết lúc mất mạng.")
    bar = page.locator(".newsroom-kept")
    expect(bar).to_contain_text(re.compile(r"Máy chủ chưa trả lời từ \d\d:\d\d. Bạn cứ viết tiếp"))
    comes_true(page, "() => newsroomKeeper.isKept === true")
    keep(page, "kept-away")
    context = page.context
    page.close()
    page = context.new_page()
    open_story(page, story.pk)
    offer = page.locator(".newsroom-newer")
    expect(offer).to_contain_text("Bản trên máy này mới hơn")
    expect(page.locator("[name=sapo]")).to_have_value(SAPO)
    offer.locator("summary").click()
    expect(offer.locator("[data-mine] ins")).to_have_text("Câu viết lúc mất mạng.")
    expect(offer.locator("[data-theirs] del")).to_have_text(SAPO)
    keep(page, "kept-offer")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "scrolls sideways"
    offer.get_by_role("button", name="Lấy lại bản máy này").click()
    expect(page.locator("[name=sapo]")).to_have_value("Câu viết lúc mất mạng.")
    assert newest(story)["sapo"] == "Câu viết lúc mất mạng."
    expect(page.locator(".newsroom-newer")).to_be_hidden()


def test_a_copy_of_what_was_sent_is_not_newer_on_the_way_back_and_an_older_one_is_shown_in_words(newsroom, person):
    """In “Viết nhanh”, whose form holds answers as “False” and once held the moment of the newest version."""
    page, story = person(newsroom["reporter"], **PHONE), draft(newsroom)
    address = f"/admin/toa-soan/viet-nhanh/{story.pk}/"
    page.goto(address)
    began(page)
    page.evaluate("newsroomKeeper.stopped = true")  # no answer to a save drops the copy
    page.locator("[name=sapo]").fill("Câu viết lúc mất mạng.")
    comes_true(page, "() => newsroomKeeper.isKept === true")
    page.reload()
    offer = page.locator(".newsroom-newer")
    offer.locator("summary").click()
    keep(page, "kept-offer-quick")
    expect(offer.locator("[data-mine] ins")).to_have_text("Câu viết lúc mất mạng.")
    expect(offer.locator("[data-theirs] del")).to_have_text(SAPO)
    assert not re.search(r"False|\+00:00", offer.inner_text())
    offer.get_by_role("button", name="Bỏ, dùng bản máy chủ").click()
    page.evaluate("newsroomKeeper.stopped = true")
    page.locator("[name=sapo]").fill(f"{SAPO} Thêm")
    comes_true(page, "() => newsroomKeeper.isKept === true")
    page.get_by_role("button", name="Gửi duyệt").click()
    page.wait_for_url("**/da-gui/")
    page.goto(address)
    began(page)
    expect(page.locator("[name=sapo]")).to_have_value(f"{SAPO} Thêm")
    expect(offer).to_be_hidden()
    comes_true(page, COPIES.replace("done(all.result.length)", "done(all.result.length === 0)"))
    assert not page.problems, page.problems


@contextlib.contextmanager
def without_groups(person):
    """An account that has lost all its rights."""
    groups = list(person.groups.all())
    person.groups.clear()
    yield
    person.groups.set(groups)


@contextlib.contextmanager
def without_right(person):
    """An account of the administration that may no longer write in any section."""
    rights = list(GroupPagePermission.objects.filter(group__in=person.groups.all()))
    GroupPagePermission.objects.filter(pk__in=[right.pk for right in rights]).delete()
    yield
    GroupPagePermission.objects.bulk_create(rights)


def hook_in_the_way(_person):
    """Something else of the site that answers before the editor does."""
    refuse = lambda request, page: redirect("/admin/") if request.method == "POST" else None  # noqa: E731
    return hooks.register_temporarily("before_edit_page", refuse)


def test_a_save_that_is_refused_is_called_so_and_asked_again_by_hand_once_the_right_is_back(newsroom, person):
    page, story, writer = person(newsroom["reporter"], **DESK), draft(newsroom), newsroom["reporter"]
    open_story(page, story.pk)
    began(page)
    bar, sapo = page.locator(".newsroom-kept"), page.locator("[name=sapo]")
    for number, trouble in enumerate((without_right, without_groups, hook_in_the_way)):
        with trouble(writer):
            sapo.fill(f"Câu thứ {number}.")
            expect(bar).to_contain_text(re.compile(r"Chưa lưu từ \d\d:\d\d: máy chủ từ chối.* Bài giữ trên máy này"))
            comes_true(page, "() => newsroomKeeper.isKept === true")
            assert page.evaluate(ASKS) == 0, f"{trouble.__name__}: the same text is not sent again by itself"
            expect(page.locator("dialog.newsroom-sign-in")).to_be_hidden()
            keep(page, f"refused-{number}")
        bar.get_by_role("button", name="Thử lại").click()
        comes_true(page, IS_STORED)
        expect(bar).to_contain_text("không mất chữ nào")
        assert newest(story)["sapo"] == f"Câu thứ {number}."
    assert not page.problems, page.problems


#: How many saves the editor asks for by itself when all its waits are over.
ASKS = """() => { const keeper = newsroomKeeper; let asked = 0;
  keeper.request = () => { asked += 1; }; keeper.nextTry = 0; keeper.behindSince = 1; keeper.look();
  delete keeper.request; return asked; }"""


def test_a_fault_of_the_server_is_said_and_waited_out(newsroom, person):
    """Under the same session there is nothing to sign in for; the next save waits, and finds the server mended."""
    page, story = person(newsroom["reporter"], **DESK), draft(newsroom)
    open_story(page, story.pk)
    began(page)
    page.route("**/edit/", lambda route: route.fulfill(status=500) if is_save(route.request) else route.continue_())
    page.locator("[name=sapo]").fill("Câu viết lúc máy chủ hỏng.")
    expect(page.locator(".newsroom-kept")).to_contain_text("Máy chủ chưa trả lời")
    assert page.evaluate("newsroomKeeper.nextTry > 0"), "a moment to wait for"
    page.unroute("**/edit/")
    comes_true(page, IS_STORED)
    assert newest(story)["sapo"] == "Câu viết lúc máy chủ hỏng."


def meet(box: dict, other: dict) -> bool:
    """Whether two bounding boxes share a point inside both."""
    return all(
        box[start] < other[start] + other[size] and other[start] < box[start] + box[size]
        for start, size in (("x", "width"), ("y", "height"))
    )


def test_nothing_covers_the_bar_on_a_phone_or_a_desk_also_below_a_message_and_scrolled(newsroom, person):
    """On a phone Wagtail's header has two rows, and its menu button hangs lower while the page has a message."""
    page, story = person(newsroom["reporter"], **PHONE), draft(newsroom)
    open_story(page, story.pk)
    began(page)
    save_draft(page)
    expect(page.locator("body.has-messages")).to_be_visible()
    ready(page)
    began(page)
    page.route("**/edit/", lambda route: route.abort() if is_save(route.request) else route.continue_())
    page.locator("[name=sapo]").fill("Câu viết lúc mất mạng.")
    bar, menu = page.locator(".newsroom-kept"), page.locator(".sidebar-nav-toggle")
    expect(bar.get_by_role("button", name="Thử lại")).to_be_visible()
    expect(menu).to_be_visible()
    for name, width in (("phone", 390), ("desk", 1280)):
        page.set_viewport_size({"width": width, "height": 844})
        expect(menu).to_be_visible(visible=width == 390)
        for scrolled in (0, 900):
            page.locator("main").evaluate("(main, top) => main.scrollTo(0, top)", scrolled)
            keep(page, f"bar-{name}-{scrolled}")
            over = [element.bounding_box() for element in (page.locator("header").first, menu) if element.is_visible()]
            parts = [part.bounding_box() for part in bar.locator("p, button:visible").all()]
            assert len(parts) == 2 and not any(meet(part, box) for part in parts for box in over), (name, parts, over)
        assert bar.bounding_box()["y"] < 150, "it stays in view"


def with_a_late_save(person, writer, story):
    """The editor in a new tab, opened before the server stores what the tab before it had sent when it died."""
    page, held_routes = person(writer, **DESK), []
    open_story(page, story.pk)
    began(page)
    page.route("**/edit/", lambda route: held_routes.append(route) if is_save(route.request) else route.continue_())
    page.locator("[name=sapo]").fill("Câu của tab đã chết.")
    comes_true(page, "() => newsroomKeeper.isKept === true && Boolean(newsroomKeeper.sent)")
    context, tab = page.context, page.evaluate("newsroomKeeper.tab")
    page.close()
    page = context.new_page()
    open_story(page, story.pk)
    began(page)
    store(story, writer, tab, sapo="Câu của tab đã chết.")
    return page


def store(story, writer, tab, **changes):
    """Another save of the story, by the tab of that name."""
    story = ArticlePage.objects.get(pk=story.pk).get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(story, name, value)
    story.save_revision(user=writer)
    remember_tab(RequestFactory().post("/", {"newsroom-autosave": tab}), ArticlePage.objects.get(pk=story.pk))


def test_what_a_dead_tab_had_sent_may_be_stored_late_and_anothers_version_stops_the_saving(newsroom, person):
    """So does what the same account saves on another device: neither is written over."""
    story, writer = draft(newsroom), newsroom["reporter"]
    page = with_a_late_save(person, writer, story)
    page.locator("[name=kicker]").press_sequentially("Cần biết")
    comes_true(page, IS_STORED)
    assert newest(story)["kicker"] == "Cần biết"
    expect(page.locator(".newsroom-newer")).to_contain_text("Bản trên máy này mới hơn")
    for other in (writer, newsroom["editor"]):
        open_story(page, story.pk)
        began(page)
        store(story, other, "tab of another device", title=f"Tít của {other}")
        page.locator("[name=lead_caption]").press_sequentially("Chú thích. ")
        bar = page.locator(".newsroom-kept")
        expect(bar).to_contain_text("đã lưu bản mới hơn")
        keep(page, f"newer-{other.pk}")
        assert newest(story)["title"] == f"Tít của {other}"
        bar.get_by_role("button", name="So sánh và ghép").click()
        expect(page.locator(".messages")).to_contain_text("Đã ghép hai bản")
        assert newest(story)["title"] == f"Tít của {other}" and "Chú thích." in newest(story)["lead_caption"]


@pytest.mark.slow  # the two tests around it guard late versions and ended sessions, one by one
def test_a_session_that_ends_before_an_own_late_version_is_asked_about_makes_nobody_else_of_it(newsroom, person):
    story = draft(newsroom)
    page = with_a_late_save(person, newsroom["reporter"], story)

    def end(route):
        Session.objects.all().delete()
        page.context.clear_cookies()
        route.continue_()

    page.route(ASKED, end, times=1)
    page.locator("[name=kicker]").press_sequentially("Cần biết")
    sign_in_over(page, newsroom["reporter"])
    comes_true(page, IS_STORED)
    assert newest(story)["kicker"] == "Cần biết"
    expect(page.locator(".newsroom-kept")).not_to_contain_text("Người khác")


def test_a_session_that_ends_while_one_writes_is_opened_again_over_the_form(newsroom, person, settings):
    """Password and second factor in a dialog; then the words are saved, and nothing was reloaded."""
    writer, story, secret = newsroom["reporter"], draft(newsroom), generate_totp_secret()
    page = person(writer, **PHONE)
    open_story(page, story.pk)
    began(page)
    TOTP.activate(writer, secret)
    settings.STAFF_MFA_REQUIRED = True
    Session.objects.all().delete()
    page.context.clear_cookies()
    page.locator("[name=sapo]").fill("Câu viết sau khi phiên hết.")
    dialog = page.locator("dialog.newsroom-sign-in")
    expect(dialog).to_contain_text("Phiên đã hết, đăng nhập để tiếp tục")
    dialog.locator("[name=login]").fill(writer.email)
    keep(page, "kept-sign-in")
    dialog.locator("[name=password]").fill("sai bét rồi")
    dialog.locator("[name=password]").press("Enter")
    expect(dialog.locator(".notice, .field__error, .errorlist").first).to_be_visible()
    dialog.locator("[name=login]").fill(writer.email)
    dialog.locator("[name=password]").fill(PASSWORD)
    dialog.locator("[name=password]").press("Enter")
    expect(dialog.locator("[name=code]")).to_be_visible()
    keep(page, "kept-second-factor")
    refused = dialog.get_by_text("đã hết hạn")
    for _code in range(2):  # the period of the first may end under way: then one types the new one, as the dialog says
        dialog.locator("[name=code]").fill(totp_code(secret))
        dialog.locator("[name=code]").press("Enter")
        expect(page.locator("body:not(:has(dialog.newsroom-sign-in[open]))").or_(refused).first).to_be_visible()
        if not refused.is_visible():
            break
    expect(dialog).to_be_hidden()
    comes_true(page, IS_STORED)
    assert newest(story)["sapo"] == "Câu viết sau khi phiên hết."
    expect(page.locator(".newsroom-kept")).to_contain_text("không mất chữ nào")
    assert not page.problems, page.problems


def test_the_sign_in_never_takes_the_keys_of_who_goes_on_typing(newsroom, person):
    """It waits for a pause, and an answer from before signing in does not open it again."""
    page, story, routes = person(newsroom["reporter"], **DESK), draft(newsroom), []
    open_story(page, story.pk)
    began(page)
    Session.objects.all().delete()
    page.context.clear_cookies()

    def hold(route):
        routes.append(route)
        route.continue_() if len(routes) < 3 else None  # who is it, the sign-in; nobody asks once more

    page.route(SESSION, hold)
    sapo, dialog = page.locator("[name=sapo]"), page.locator("dialog.newsroom-sign-in")
    sapo.press("Control+End")
    assert page.evaluate("Date.now() - newsroomKeeper.typedAt") < 60_000, "a key counts as typing"
    page.evaluate("newsroomKeeper.typedAt = Infinity")  # goes on and on
    page.keyboard.insert_text(" Chưa hết một câu viết liền tay,")
    expect(page.locator(".newsroom-kept")).to_contain_text("Phiên đã hết")
    with page.expect_response(
        lambda response: is_save(response.request)
    ):  # the editor tries again, and is refused again
        page.keyboard.insert_text(" không dừng.")
    assert sapo.input_value().endswith("Chưa hết một câu viết liền tay, không dừng.") and dialog.is_hidden()
    page.evaluate("newsroomKeeper.typedAt = 0")
    expect(dialog.locator("[name=login]")).to_be_focused()
    page.unroute(SESSION)
    sign_in_over(page, newsroom["reporter"])
    for late in routes[2:]:
        late.fulfill(status=403)
    sapo.press("Control+End")
    sapo.press_sequentially(" Rồi viết tiếp.")
    comes_true(page, IS_STORED)
    assert newest(story)["sapo"].endswith("không dừng. Rồi viết tiếp.")
    assert not page.problems, page.problems


@pytest.mark.parametrize("words", [LIKE_JSON[:1], pytest.param(LIKE_JSON[1:], marks=pytest.mark.slow)])
def test_words_that_look_like_the_json_of_rich_text_are_kept_as_words(newsroom, person, words):
    page, story = person(newsroom["reporter"], **DESK), draft(newsroom)
    open_story(page, story.pk)
    began(page)
    for odd in words:
        page.locator("[name=kicker]").fill(odd)
        comes_true(page, IS_STORED)
        assert newest(story)["kicker"] == odd
    assert not page.problems, page.problems


def test_the_sign_in_opens_with_its_form_not_with_the_one_of_last_time(newsroom, person):
    """On a slow line one typed an address into the form that its own answer then replaced by an empty one."""
    page, story, writer = person(newsroom["reporter"], **DESK), draft(newsroom), newsroom["reporter"]
    open_story(page, story.pk)
    began(page)
    signed_in_again(page, writer)
    comes_true(page, IS_STORED)
    page.evaluate(SLOW_LINE)
    Session.objects.all().delete()
    page.context.clear_cookies()
    page.locator("[name=kicker]").fill("Cần biết ngay")
    comes_true(page, "() => Boolean(window.lineComes)")
    dialog = page.locator("dialog.newsroom-sign-in")
    assert not dialog.is_visible(), "its form is still on the way"
    page.evaluate("lineComes()")
    expect(dialog.locator("[name=login]")).to_be_focused()
    page.keyboard.insert_text(writer.email)
    page.keyboard.press("Tab")
    page.keyboard.insert_text(PASSWORD)
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    comes_true(page, IS_STORED)
    assert newest(story)["kicker"] == "Cần biết ngay"
    tokens = page.locator("[name=csrfmiddlewaretoken]").evaluate_all("all => all.map((one) => one.value)")
    assert len(tokens) > 1 and len(set(tokens)) == 1, "every form may be sent, also that of signing out"
    with page.expect_response(re.compile("/editing-sessions/ping/")) as response_info:  # who else is here
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert response_info.value.status == 200
    assert not page.problems, page.problems


#: The page of the sign-in, to which the script is led, comes when lineComes() is called; no pause of keys is needed.
SLOW_LINE = """() => { newsroomKeeper.pause = async () => {}; const text = Response.prototype.text;
  Response.prototype.text = async function () {
    if (this.redirected && !window.lineComes) await new Promise((resolve) => { window.lineComes = resolve; });
    return text.call(this); }; }"""


def test_a_copy_is_read_by_nobody_else_and_signing_out_leaves_none(newsroom, person, client_for, live_server):
    page, story = person(newsroom["reporter"], **DESK), draft(newsroom)
    open_story(page, story.pk)
    began(page)
    page.route("**/edit/", lambda route: route.abort() if is_save(route.request) else route.continue_())
    page.locator("[name=sapo]").fill("Tên một em nhỏ.")
    comes_true(page, "() => newsroomKeeper.isKept === true")
    assert "Tên một em nhỏ." not in page.evaluate(STORED_BYTES), "not readable without the key of the account"
    page.close()
    sign_in(page.context, client_for(newsroom["editor"]), live_server.url)
    page = page.context.new_page()
    open_story(page, story.pk)
    began(page)
    expect(page.locator(".newsroom-newer")).to_be_hidden()
    assert page.evaluate(COPIES) == 0, "another account leaves nothing of the one before"


#: How many copies there are, and their bytes as text.
COPIES = """() => new Promise((done) => { const opening = indexedDB.open('newsroom-drafts', 1);
  opening.onsuccess = () => { const all = opening.result.transaction('copies').objectStore('copies').getAll();
    all.onsuccess = () => { opening.result.close(); done(all.result.length); }; }; })"""
STORED_BYTES = COPIES.replace(
    "all.result.length", "all.result.map((row) => new TextDecoder().decode(row.sealed)).join()"
)


class Weather:
    """What happens to the saves of one editor, chosen by a seed: lost, answered to nobody, late."""

    def __init__(self, page):
        self.kind, self.held = "fair", []
        page.route("**/edit/", self.on)

    def on(self, route):
        if not is_save(route.request) or self.kind == "fair":
            route.continue_()
        elif self.kind == "late":
            self.held.append(route)
        else:
            if self.kind == "unheard":
                route.fetch()
            route.abort()

    def turn(self, kind):
        self.kind = kind
        for route in self.held:
            route.continue_()
        self.held.clear()


def reopened(page, story):
    """The tab dies, and the editor is opened in a new one; a newer copy is taken back."""
    context = page.context
    page.close()
    page = context.new_page()
    open_story(page, story.pk)
    began(page)
    take = page.get_by_role("button", name="Lấy lại bản máy này")
    if take.is_visible():
        take.click()
        expect(page.locator(".newsroom-newer")).to_be_hidden()
        ready(page)
        began(page)
    return page, Weather(page)


def sign_in_over(page, writer):
    """In the dialog over the form."""
    dialog = page.locator("dialog.newsroom-sign-in")
    dialog.locator("[name=login]").fill(writer.email)
    dialog.locator("[name=password]").fill(PASSWORD)
    dialog.locator("[name=password]").press("Enter")
    expect(dialog).to_be_hidden()


def signed_in_again(page, writer):
    Session.objects.all().delete()
    page.context.clear_cookies()
    page.locator("[name=kicker]").fill(f"{page.locator('[name=kicker]').input_value()}.")
    sign_in_over(page, writer)


def type_at_the_end(page, number, words, delay):
    """Every eighth sentence goes into the sapo, which takes 700 characters; the others into the body."""
    if number % 8 == 0:
        page.locator("[name=sapo]").press("Control+End")
    else:
        page.locator("[data-contentpath=body] [role=textbox]").last.press("Control+End")
    page.keyboard.type(f" {words}", delay=delay)


def held_words(page) -> str:
    """All that the form would send now."""
    return page.evaluate("[...new FormData(document.querySelector('form[data-edit-form]')).values()].join('\\n')")


def write_through(newsroom, person, seed, sentences):
    """Types while the seed's trouble goes on; returns (what was lost, what may be: typed in a tab's last second)."""
    chance, writer, story = random.Random(seed), newsroom["reporter"], draft(newsroom)
    page = person(writer, **DESK)
    open_story(page, story.pk)
    began(page)
    weather, typed, excused = Weather(page), [], set()
    for number in range(sentences):
        words = f"Câu {seed}-{number}."
        type_at_the_end(page, number, words, chance.choice((0, 0, 10, 40)))
        typed.append((time.monotonic(), words))
        if chance.random() < 0.25:
            weather.turn(chance.choice(("fair", "fair", "lost", "unheard", "late")))
        if chance.random() < 0.04:
            weather.turn("fair")
            signed_in_again(page, writer)
        if chance.random() < 0.06:
            now = time.monotonic()
            page, weather = reopened(page, story)
            there = held_words(page)
            excused |= {words for at, words in typed if now - at < 1 and words not in there}
    weather.turn("fair")
    typed.append((time.monotonic(), f"Câu {seed}-{sentences}."))  # the tab may have died with the sentence before
    type_at_the_end(page, sentences, typed[-1][1], 0)
    # Draftail writes into the form's field a quarter of a second after the last key
    comes_true(page, f"() => [...new FormData(newsroomKeeper.form).values()].join().includes({typed[-1][1]!r})")
    comes_true(page, IS_STORED)
    page, _ = reopened(page, story)
    saved = newest(story)
    saved = "\n".join([saved["sapo"], *(block["value"] for block in json.loads(saved["body"]))])
    assert len(saved) > sentences * 5, "the story holds what was typed"
    return [words for _, words in typed if words not in saved and words not in excused], excused


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(int(os.environ.get("CHAOS_RUNS", "2"))))
def test_two_hundred_sentences_through_lost_and_late_answers_ended_sessions_and_dead_tabs(newsroom, person, seed):
    lost, excused = write_through(newsroom, person, seed=seed, sentences=200)
    assert not lost, (lost, excused)
