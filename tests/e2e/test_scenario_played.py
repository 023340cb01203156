"""A scenario by thumb, by keyboard, without script and without a network; its graph drawn while one edits."""

import pytest
from playwright.sync_api import expect

from tests.activities.scenarios import make_scenario, scene, six_scenes
from tests.activities.test_scenario import STOPS, WHICH_WAY
from tests.e2e.evidence import keep
from tests.factories import make_user

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


def test_a_scenario_is_played_by_thumb_with_script_and_by_keyboard_without(person, live_server):
    story = make_scenario()
    page = person(viewport=PHONE)
    page.goto(story.address)
    keep(page, "scenario-390-start")
    page.get_by_text("Hơi run").click()
    expect(page.get_by_text("Run là chuyện bình thường.")).to_be_visible()
    page.get_by_role("button", name="Nghe tiếp").click()
    expect(page.get_by_role("heading", name="Kể cả mẹ")).to_be_focused()
    keep(page, "scenario-390-chat")
    page.get_by_role("button", name="Làm theo").click()
    expect(page.get_by_text(STOPS)).to_be_visible()
    page.get_by_role("link", name="Quay lại chỗ rẽ").click()
    expect(page.get_by_role("heading", name="Kể cả mẹ")).to_be_visible()
    page.get_by_role("button", name="Kể với mẹ").click()
    expect(page.get_by_role("heading", name="Mẹ nghe")).to_be_visible()
    keep(page, "scenario-390-end")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "scrolls sideways"
    assert not page.problems and not page.refused and not page.context.cookies()
    plain = person(viewport=DESK, java_script_enabled=False)
    plain.goto(story.address)
    keep(plain, "scenario-1280-start")
    for choice in ("Nghe tiếp", "Làm theo", "Gọi 111"):
        plain.get_by_role("button", name=choice).press("Enter")
        keep(plain, f"scenario-1280-{choice}")
    expect(plain.get_by_role("heading", name="Có người nghe")).to_be_visible()
    assert not plain.context.cookies()


def test_a_choice_that_does_not_arrive_loses_no_way_and_a_second_tap_goes_no_further(person, live_server):
    story = make_scenario()
    page = person(viewport=PHONE)
    page.goto(story.address)
    posted_urls = []
    page.on("request", lambda request: posted_urls.append(request.url) if request.method == "POST" else None)
    page.get_by_role("button", name="Nghe tiếp").evaluate("button => { button.click(); button.click(); }")
    expect(page.get_by_role("heading", name="Kể cả mẹ")).to_be_visible()
    assert len(posted_urls) == 1
    page.evaluate("() => { window.fetch = async () => { throw new TypeError('no line'); }; }")
    page.get_by_role("button", name="Kể với mẹ").click()
    expect(page.get_by_role("heading", name="Mẹ nghe")).to_be_visible()  # sent as without a script


def test_the_offline_copy_is_played_without_a_network_and_without_script(person, live_server, client_for, tmp_path):
    story = make_scenario()
    file = tmp_path / "chuyen.html"
    file.write_text(client_for().get(f"/vi/ban-se-lam-gi/{story.pk}/ngoai-tuyen.html").text)
    page = person(viewport=PHONE, java_script_enabled=False)
    page.context.set_offline(True)
    page.goto(file.as_uri())
    expect(page.get_by_role("heading", name="Điện thoại reo")).to_be_visible()
    expect(page.get_by_role("heading", name="Kể cả mẹ")).to_be_hidden()
    keep(page, "scenario-offline")
    for choice in ("Nghe tiếp", "Làm theo", "Gọi 111"):
        page.get_by_role("link", name=choice, exact=True).click()
    expect(page.get_by_role("heading", name="Có người nghe")).to_be_visible()
    expect(page.get_by_role("heading", name="Điện thoại reo")).to_be_hidden()


@pytest.mark.night  # on screens; what wall and phones get: tests/activities/, in browsers: test_quiz_played.py
def test_a_class_votes_on_the_wall(person, live_server):
    story = make_scenario()
    wall, hand = person(viewport=DESK), person(viewport=PHONE)
    wall.goto(story.address)
    wall.get_by_role("button", name="Mở bản máy chiếu").click()
    code = wall.locator(".code").inner_text()
    hand.goto(f"/vi/lop/?ma={code}")
    hand.get_by_role("button", name="Vào lớp").click()
    wall.keyboard.press("Enter")
    hand.get_by_role("button", name="Nghe tiếp").click()
    expect(wall.locator("[data-letter=b] [data-votes]")).to_have_text("1")
    keep(wall, "scenario-class-asking")
    keep(hand, "scenario-class-phone")
    wall.keyboard.press("Enter")
    expect(wall.get_by_text(WHICH_WAY)).to_be_visible()
    keep(wall, "scenario-class-told")
    wall.keyboard.press("Enter")
    expect(wall.get_by_role("heading", name="Kể cả mẹ")).to_be_visible()
    wall.keyboard.press("Enter")
    wall.get_by_role("button", name="1. Kể với mẹ").click()
    expect(wall.get_by_role("heading", name="Mẹ nghe")).to_be_visible()
    keep(wall, "scenario-class-over")
    wall.get_by_role("button", name="Quay lại chỗ rẽ").click()
    expect(wall.get_by_role("heading", name="Kể cả mẹ")).to_be_visible()
    for page in (wall, hand):
        assert not page.problems and not page.refused


def test_the_graph_stands_in_the_editor(person, live_server):
    story = make_scenario(scenes=[*six_scenes(), scene("la")])
    story.save_revision()
    page = person(make_user(is_superuser=True, is_staff=True), viewport=DESK)
    page.goto(f"/admin/pages/{story.pk}/edit/")
    graph = page.locator("[data-scenario-graph]")
    expect(graph.locator("svg")).to_be_visible()
    expect(graph.locator("tr", has_text="Ngõ cụt")).to_have_count(1)
    graph.scroll_into_view_if_needed()
    keep(page, "scenario-graph")
    assert not page.problems, page.problems
