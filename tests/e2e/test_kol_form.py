"""A KOL's form on a phone: what cannot be saved is said and stays; reloads, refused files, long words do no harm."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from partners.models import Partner, Submission
from tests.e2e import evidence
from tests.e2e.session import sign_in
from tests.e2e.waiting import comes_true
from tests.kol_world import DESK, KOL, PARTNER, piece
from tests.kol_world import person as account
from tests.partners.test_submission import NO_SCHEME, NOT_ALL_SAVED

pytestmark = pytest.mark.world("kol")


@pytest.fixture
def form(person, live_server):
    page = person(account(KOL), viewport={"width": 390, "height": 844})
    page.goto(f"/doi-tac/bai/{piece('draft').uuid}/sua/")
    yield page
    assert page.evaluate("document.documentElement.scrollWidth") <= 390 and not page.problems


def typed(form, title):
    """Type the title and wait until it is saved."""
    version = form.locator("[name=ban]")
    before = version.input_value()
    form.fill("[name=title]", title)
    expect(version).not_to_have_value(before)


def test_what_cannot_be_saved_is_said_beside_its_field_and_stays_through_a_reload(form):
    link, beside, saved = (
        form.locator("[name=post_url]"),
        form.locator("#o-post_url .err"),
        form.locator("[data-saved]"),
    )
    link.fill("abc xyz")
    expect(beside).to_contain_text(NO_SCHEME)
    expect(saved).to_contain_text(NOT_ALL_SAVED)
    assert link.get_attribute("aria-describedby").endswith(beside.get_attribute("id"))
    evidence.keep(form, "kol-form-refused-390")
    typed(form, "Má kiểm hợp đồng")
    form.reload()
    expect(link).to_have_value("abc xyz")
    expect(beside).to_contain_text(NO_SCHEME)
    link.fill("tiktok.com/@may/123")
    expect(beside).to_have_count(0)
    expect(form.locator("[data-platform]")).to_have_text("Nhận ra bài trên TikTok.")
    form.reload()
    expect(link).to_have_value("https://tiktok.com/@may/123")
    expect(form.locator("[name=title]")).to_have_value("Má kiểm hợp đồng")


def test_what_did_not_arrive_is_said_stays_through_a_reload_and_is_sent_again(form):
    """A café's wireless answers with its own page: nothing was saved, whatever stood there before."""
    title, saved = form.locator("[name=title]"), form.locator("[data-saved]")
    form.clock.install()
    form.route("**/sua/", lambda route: route.fulfill(body="<p>Wi-Fi</p>", content_type="text/html"))
    title.fill("Gõ lúc mạng yếu")
    form.clock.fast_forward(1300)
    expect(saved).to_have_text("Chưa lưu được phần vừa gõ. Trang đang tự thử lại; bạn khoan đóng trang.")
    assert form.evaluate("history.state.typed.title") == "Gõ lúc mạng yếu"
    leaves = "() => { const going = new Event('beforeunload', { cancelable: true }); return dispatchEvent(going); }"
    assert form.evaluate(leaves) is False, "the browser asks before it closes the page"
    form.unroute("**/sua/")
    form.clock.fast_forward(5100)
    expect(saved).to_contain_text("Đã lưu lúc")
    assert form.evaluate("history.state.typed.title") is None and form.evaluate(leaves) is True
    form.reload()
    expect(title).to_have_value("Gõ lúc mạng yếu")


def test_after_a_refused_send_a_reload_shows_what_was_typed_since(form):
    title, refused, beside = (form.locator(name) for name in ("[name=title]", ".notice.bad", "#o-post_url .err"))
    title.fill("Tên gõ trước")
    form.fill("[name=post_url]", "abc xyz")
    form.get_by_role("button", name="Gửi cho tòa soạn").click()
    expect(refused).to_contain_text(NO_SCHEME)
    comes_true(form, "() => history.state?.typed?.post_url === 'abc xyz'")  # its script has run
    form.reload()
    expect(beside).to_contain_text(NO_SCHEME)
    assert not refused.count(), "the page is asked for, not the form sent again"
    typed(form, "Tên gõ sau")
    form.reload()
    expect(beside).to_contain_text(NO_SCHEME)
    assert (title.input_value(), form.input_value("[name=post_url]")) == ("Tên gõ sau", "abc xyz")
    assert not refused.count()


def test_a_refused_file_stands_once_and_not_in_the_summary(form):
    """The upload's row goes when the list of files, which tells the same, is here."""
    piece("draft").files.create(declared_name="hỏng.jpg", declared_size=9, refused={"reason": "undecodable"})
    decided = "detail: { id: 'x', refusal: 'Không đọc được tệp này.' }"
    form.locator(".upload-box__list").evaluate(
        "list => { list.innerHTML = '<li data-session=x>hỏng.jpg</li>';"
        f"list.dispatchEvent(new CustomEvent('upload-decided', {{ bubbles: true, {decided} }})) }}"
    )
    expect(form.locator("[data-kept] .refused")).to_contain_text("Không đọc được tệp này.")
    expect(form.locator("[data-session=x]")).to_have_count(0)
    for _again in range(2):
        expect(form.locator("[data-files-shown]")).to_have_text("Không có")
        form.reload()


def test_long_words_widen_no_page_of_a_partner(person, live_server):
    """A word of 105 letters in every text of a draft and of a piece that was sent."""
    word = "ă" * 105
    texts = dict.fromkeys(("title", "text", "credit", "commercial", "ai_use", "music_source", "partner_note"), word)
    pieces = [piece(state) for state in ("draft", "sent", "changes")]
    for entry in pieces:
        Submission.objects.filter(pk=entry.pk).update(**texts, newsroom_note=word, post_url=f"https://zalo.me/{word}")
        entry.files.create(declared_name=f"{word}.jpg", declared_size=9, caption=word)
        entry.people.create(name=word, representative_name=word)
        entry.remarks.create(text=word, by=account(DESK))
    Partner.objects.filter(slug=PARTNER).update(display_name=word[:80], role_line=word[:80], bio=word, quote=word)
    page = person(account(KOL), viewport={"width": 390, "height": 844})
    own = [f"/doi-tac/bai/{entry.uuid}/{step}" for entry in pieces for step in ("", "sua/", "rut/")]
    wide = []
    for place in ("/doi-tac/", f"/doi-tac/ho-so/{pieces[0].partner.uuid}/", *own):
        page.goto(place)
        if (width := page.evaluate("document.documentElement.scrollWidth")) > 390:
            wide.append((place, width))
    assert not wide


@pytest.mark.parametrize("also_the_token", [False, True])
def test_who_was_signed_out_while_writing_loses_no_word(form, client_for, live_server, also_the_token):
    """The form itself would lead to the page of sign-in, and what was typed would be gone."""
    saved, link = form.locator("[data-saved]"), form.get_by_role("link", name="Đăng nhập lại")
    expect(link).to_be_hidden()
    form.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    if also_the_token:
        form.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    form.fill("[name=title]", "Gõ sau khi hết phiên")
    form.evaluate("document.querySelectorAll('[name=viec][value=luu]')[1].click()")
    expect(saved).to_contain_text("Phiên đăng nhập đã hết. Bạn khoan đóng trang này")
    expect(link).to_be_in_viewport()
    evidence.keep(form, "kol-form-signed-out-390")
    expect(form.locator("[name=title]")).to_have_value("Gõ sau khi hết phiên")
    sign_in(form.context, client_for(account(KOL)), live_server.url)
    form.context.add_cookies([{"name": settings.CSRF_COOKIE_NAME, "value": "b" * 32, "url": live_server.url}])
    expect(saved).to_contain_text("Đã lưu lúc", timeout=15_000)
    expect(link).to_be_hidden()
    assert Submission.objects.filter(title="Gõ sau khi hết phiên").exists()
    form.problems.clear()
