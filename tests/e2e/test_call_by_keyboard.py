"""From the front page to the call with the keyboard alone, and what a screen reader is told, in three languages."""

import itertools

import pytest

from tests.e2e.evidence import keep
from tests.e2e.looking import DESK, PHONE
from tests.e2e.test_keyboard import press, walk_to

pytestmark = pytest.mark.world("help")
SITUATION = "bi-doa-tung-anh"
#: English has the templates and the order of the others: every night.
LANGUAGES = ("vi", "km", pytest.param("en", marks=pytest.mark.slow))
#: Roles that a screen reader announces by their name: one without a name is silence.
NAMED = {"link", "button", "heading", "navigation", "textbox", "searchbox", "combobox", "image"}
#: Whether the letters of a text are those of its language.
IS_KHMER = "\u1780", "\u17b3"


def read_aloud(page):
    """(role, name, level) of what a screen reader meets, in its order: Chromium's accessibility tree."""
    devtools = page.context.new_cdp_session(page)
    nodes = devtools.send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}
    announced = []

    def walk(node):
        if not node.get("ignored"):
            properties = {prop["name"]: prop["value"].get("value") for prop in node.get("properties", [])}
            name = node.get("name", {}).get("value", "").strip()
            announced.append((node["role"]["value"], name, properties.get("level")))
        for child in node.get("childIds", []):
            if child in by_id:
                walk(by_id[child])

    walk(nodes[0])
    return announced


def is_khmer(text):
    return any(IS_KHMER[0] <= letter <= IS_KHMER[1] for letter in text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_keyboard_leads_from_help_to_the_situation_to_the_call(situations, person, language):
    keys = person(viewport=PHONE)
    keys.goto(f"/{language}/")
    press(keys, keys.locator(f".tabbar a[href='/{language}/can-giup-do/']"))
    keys.wait_for_url(f"**/{language}/can-giup-do/")
    press(keys, keys.locator(f"main a[href$='/tinh-huong/{SITUATION}/']").first)
    keys.wait_for_url(f"**/{language}/tinh-huong/{SITUATION}/")
    keys.evaluate(
        """() => {
          window.called = [];
          document.addEventListener('click', (e) => {
            const to = e.target.closest('a[href^="tel:"]');
            if (to) { window.called.push(to.getAttribute('href')); e.preventDefault(); }
          });
        }"""
    )
    call = keys.locator("main a[href='tel:111']").first
    walk_to(keys, call)
    keep(keys, f"fear-keyboard-{language}")
    keys.keyboard.press("Enter")
    assert keys.evaluate("window.called") == ["tel:111"]
    assert not keys.problems


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_screen_reader_is_told_what_the_page_says(situations, person, language):
    desk = person(viewport=DESK)
    for address in (f"/{language}/can-giup-do/", f"/{language}/tinh-huong/{SITUATION}/"):
        desk.goto(address)
        announced = read_aloud(desk)
        assert desk.locator("html").get_attribute("lang") == language
        assert not [(role, level) for role, name, level in announced if role in NAMED and not name], address
        headings = [(level, name) for role, name, level in announced if role == "heading"]
        assert [level for level, _ in headings].count(1) == 1 and headings[0][0] == 1, headings
        assert all(later - level <= 1 for (level, _), (later, _) in itertools.pairwise(headings)), headings
        assert is_khmer(headings[0][1]) == (language == "km"), headings
        roles = [role for role, _, _ in announced]
        assert roles.count("main") == 1 and roles.index("main") < roles.index("heading")
        calls = [at for at, (role, name, _) in enumerate(announced) if role == "link" and "111" in name]
        assert calls and roles.index("heading") < calls[0], address
        lists = roles.count("list")
        assert lists >= 1 and roles.count("listitem") >= lists, address
