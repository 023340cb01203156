"""A quiz by thumb, by keyboard, without script and without a network; a class on projector and phones, in browsers."""

from playwright.sync_api import expect

from tests.activities.quizzes import make_quiz
from tests.activities.test_class_mode import LOOK_UP
from tests.e2e.evidence import keep

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


def test_a_quiz_is_played_by_thumb_with_script_and_by_keyboard_without(person, live_server):
    quiz = make_quiz()
    page = person(viewport=PHONE)
    page.goto(quiz.address)
    keep(page, "quiz-390-question")
    page.get_by_role("button", name="Xóa hết").click()
    expect(page.get_by_text("Vì xóa hết.")).to_be_visible()
    expect(page.get_by_text("Vì báo người lớn.")).to_be_visible()
    expect(page.get_by_text("Vì trả tiền.")).to_be_hidden()
    keep(page, "quiz-390-reason")
    page.get_by_role("button", name="Câu 2").click()
    expect(page.get_by_role("heading", name="Gọi số nào?")).to_be_focused()
    counted = []
    page.on("request", lambda request: counted.append(request.url) if request.method == "POST" else None)
    page.reload()
    expect(page.get_by_role("heading", name="Gọi số nào?")).to_be_visible()  # where one was, and counted once
    assert not counted
    page.get_by_role("button", name="Số 111").click()
    page.get_by_role("button", name="Xem lời kết").click()
    expect(page.get_by_role("heading", name="Học thêm được nhiều")).to_be_visible()
    keep(page, "quiz-390-end")
    assert not page.problems and not page.refused and not page.context.cookies()
    plain = person(viewport=DESK, java_script_enabled=False)
    plain.goto(quiz.address)
    keep(plain, "quiz-1280-plain")
    for response, onward in (("Báo người lớn", "Câu 2"), ("Số 113", "Xem lời kết")):
        plain.get_by_role("button", name=response).press("Enter")
        plain.get_by_role("link", name=onward).press("Enter")
    expect(plain.get_by_role("heading", name="Bạn giúp được người khác")).to_be_visible()
    keep(plain, "quiz-1280-plain-end")
    assert not plain.context.cookies()


def test_the_offline_copy_is_played_without_a_network(person, live_server, client_for):
    quiz = make_quiz()
    copy = client_for().get(f"/vi/do-vui/{quiz.pk}/ngoai-tuyen.html").text
    page = person(viewport=PHONE)
    requested_urls = []
    page.on("request", lambda request: requested_urls.append(request.url))
    page.context.set_offline(True)
    page.set_content(copy)
    page.get_by_role("button", name="Trả tiền").click()
    expect(page.get_by_text("Vì báo người lớn.")).to_be_visible()
    keep(page, "quiz-offline")
    page.get_by_role("button", name="Câu sau").click()
    page.get_by_role("button", name="Số 111").click()
    page.get_by_role("button", name="Xem lời kết").click()
    expect(page.get_by_role("heading", name="Học thêm được nhiều")).to_be_visible()
    assert not requested_urls and not page.problems


def test_a_class_plays_on_projector_and_phones(person, live_server):
    quiz = make_quiz()
    wall, hand = person(viewport=DESK), person(viewport=PHONE)
    wall.goto(quiz.address)
    wall.get_by_role("button", name="Mở bản máy chiếu").click()
    code = wall.locator(".code").inner_text()
    keep(wall, "class-lobby")
    hand.goto("/vi/lop/")
    hand.get_by_label("chữ số").fill(code)
    keep(hand, "class-join")
    hand.get_by_role("button", name="Vào lớp").click()
    expect(hand.get_by_text(LOOK_UP)).to_be_visible()
    expect(wall.locator(".count [data-phones]")).to_have_text("1")
    wall.keyboard.press("Enter")
    hand.get_by_role("button", name="Xóa hết").click()
    expect(hand.get_by_text("Đã ghi.")).to_be_visible()
    expect(wall.locator("[data-letter=b] [data-votes]")).to_have_text("1")
    wall.keyboard.press("3")
    expect(wall.locator("[data-letter=c]")).to_have_class("picked")
    keep(wall, "class-asking")
    keep(hand, "class-phone")
    wall.keyboard.press("Enter")
    expect(wall.get_by_text("Vì báo người lớn.")).to_be_visible()
    expect(hand.get_by_text("Vì báo người lớn.")).to_be_visible()
    keep(wall, "class-told")
    keep(hand, "class-phone-told")
    wall.get_by_role("button", name="Dừng và xóa").click()
    expect(wall).to_have_url(f"{live_server.url}{quiz.address}")
    expect(hand.get_by_text("Buổi chơi đã kết thúc")).to_be_visible()
    for page in (wall, hand):
        assert not page.problems and not page.refused and not page.context.cookies()


def test_a_phone_without_network_keeps_its_answer_says_so_and_is_the_same_phone_later(person, live_server):
    quiz = make_quiz()
    wall, hand = person(viewport=DESK), person(viewport=PHONE)
    wall.goto(quiz.address)
    wall.get_by_role("button", name="Mở bản máy chiếu").click()
    code = wall.locator(".code").inner_text()
    hand.goto(f"/vi/lop/?ma={code}")
    hand.get_by_role("button", name="Vào lớp").click()
    address = hand.url
    wall.keyboard.press("Enter")
    expect(hand.get_by_role("button", name="Xóa hết")).to_be_visible()
    hand.context.set_offline(True)
    hand.get_by_role("button", name="Xóa hết").click()
    expect(hand.get_by_text("Chưa gửi được vì mất mạng.")).to_be_visible()
    expect(hand.get_by_role("button", name="Xóa hết")).to_have_attribute("aria-pressed", "true")
    expect(hand.get_by_role("link", name="Gọi 111")).to_be_visible()
    keep(hand, "class-phone-offline")
    hand.context.set_offline(False)
    expect(hand.get_by_text("Đã ghi.")).to_be_visible()
    expect(wall.locator("[data-letter=b] [data-votes]")).to_have_text("1")
    hand.context.set_offline(True)
    hand.get_by_role("button", name="Báo người lớn").click()
    expect(hand.get_by_text("Chưa gửi được vì mất mạng.")).to_be_visible()
    context = hand.context
    hand.close()  # the tab is closed with the answer in it, and opened anew by the code on the screen
    context.set_offline(False)
    again = context.new_page()
    again.goto(f"/vi/lop/?ma={code}")
    again.get_by_role("button", name="Vào lớp").click()
    expect(again).to_have_url(address)
    expect(wall.locator("[data-letter=c] [data-votes]")).to_have_text("1")
    expect(wall.locator("[data-phones]").first).to_have_text("1")
    again.evaluate("navigator.serviceWorker.ready.then(() => true)")
    context.set_offline(True)
    again.get_by_role("button", name="Trả tiền").click()
    expect(again.get_by_text("Chưa gửi được vì mất mạng.")).to_be_visible()
    wall.keyboard.press("Enter")
    expect(wall.get_by_text("Vì báo người lớn.")).to_be_visible()
    context.set_offline(False)
    expect(again.get_by_text("không được tính")).to_be_visible()
    keep(again, "class-phone-late")
    expect(wall.locator("[data-letter=c] [data-votes]")).to_have_text("1")
    context.set_offline(True)
    again.get_by_role("link", name="Xem ai có thể giúp").click()
    expect(again.get_by_role("heading", name="Bạn không có lỗi.")).to_be_visible()


def test_an_answer_on_a_network_that_hangs_is_kept_from_the_tap_on(person, live_server):
    """Nothing showed for eight seconds, and whoever closed the tab meanwhile had not answered."""
    quiz = make_quiz()
    wall, hand = person(viewport=DESK), person(viewport=PHONE)
    wall.goto(quiz.address)
    wall.get_by_role("button", name="Mở bản máy chiếu").click()
    hand.goto(f"/vi/lop/?ma={wall.locator('.code').inner_text()}")
    hand.get_by_role("button", name="Vào lớp").click()
    address = hand.url
    wall.keyboard.press("Enter")
    expect(hand.get_by_role("button", name="Xóa hết")).to_be_visible()
    hand.route(address, lambda route: None)  # the network takes the answer and gives nothing back
    hand.get_by_role("button", name="Xóa hết").click()
    hand.get_by_role("button", name="Báo người lớn").click()
    assert hand.get_by_role("button", name="Báo người lớn").get_attribute("aria-pressed") == "true"
    assert hand.locator(".up").inner_text() == "Đang gửi…"
    keep(hand, "class-phone-sending")
    context = hand.context
    hand.close()
    again = context.new_page()
    again.goto(address)
    expect(again.get_by_text("Đã ghi.")).to_be_visible()
    expect(wall.locator("[data-letter=c] [data-votes]")).to_have_text("1")
    assert wall.locator("[data-letter=b] [data-votes]").inner_text() == "0"
    again.route(address, lambda route: (route.fetch(), route.abort()))  # it arrives, and the phone does not hear of it
    again.get_by_role("button", name="Trả tiền").click()
    expect(again.get_by_text("Chưa gửi được vì mất mạng.")).to_be_visible()
    wall.keyboard.press("Enter")
    expect(wall.get_by_text("Vì báo người lớn.")).to_be_visible()
    again.unroute(address)
    expect(again.get_by_text("Bạn chọn: Trả tiền")).to_be_visible()
    assert not again.get_by_text("không được tính").is_visible()
