"""Each cry leads to its own situation, to 115 where the body is in danger, and never to who does the harm."""

from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from django.core.cache import cache

from demo.seeding import content
from home.situations.kinds import WITH_DANGER, Situation
from search.query.crisis_rules import WITHOUT_PARENTS
from search.query.crisis_terms import distress_kind, harms_the_body, situation_of
from tests.factories import make_help_line, make_situation

pytestmark = pytest.mark.django_db
CRIES = yaml.safe_load((Path(__file__).parent / "cries.yaml").read_text("utf-8"))
SEARCH = "/vi/tim-kiem/"


@pytest.mark.parametrize(("name", "least"), [("learned", 1.0), ("unseen", 0.9)])
def test_a_cry_is_understood_however_it_is_typed_and_leads_to_its_own_situation(name, least):
    cries, wrong = CRIES[name], {}
    for query, expected in cries.items():
        kind = distress_kind(query)
        result = [situation_of(query, kind), harms_the_body(query, kind)] if kind else None
        if result != expected:
            wrong[query] = result
    print(f"\n{name}: {len(cries) - len(wrong)} of {len(cries)}, wrong: {wrong}")
    assert 1 - len(wrong) / len(cries) >= least, wrong
    assert not [query for query in CRIES["harmless"] if distress_kind(query)]


def calls(page):
    return [link["href"].removeprefix("tel:") for link in page.select(".calls a")]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("uống thuốc trừ sâu", "115"),
        ("em rạch tay", "115"),
        ("bạn em uống hết vỉ thuốc ngủ", "115"),
        ("em muốn chết", "115"),
        ("khnhom chong slab", "115"),
        ("bị dọa tung ảnh", "113"),
        ("ba đánh em chảy máu", "115"),
    ],
)
def test_numbers_of_an_answer(client, query, first):
    cache.clear()
    make_help_line("113", label="Nguy hiểm ngay trước mắt", order=0)
    make_help_line("111", order=1)
    page = BeautifulSoup(client.get(SEARCH, {"q": query}).content, "html.parser")
    assert calls(page)[0] == first and set(calls(page)) == {"113", "115", "111"}
    adults = page.select_one(".adult")
    assert {link["href"] for link in adults.select("a")} == {"tel:113", "tel:115"} and "trẻ em" not in adults.text


def test_a_number_that_the_desk_has_written_itself_replaces_the_ambulance_of_the_code(client):
    cache.clear()
    make_help_line("111")
    make_help_line("115", label="Cấp cứu Cần Thơ", order=9)
    page = BeautifulSoup(client.get(SEARCH, {"q": "em muốn chết"}).content, "html.parser")
    assert calls(page) == ["115", "111"] and "Cấp cứu Cần Thơ" in page.select_one(".calls").text


def test_nobody_is_sent_to_who_does_the_harm(client):
    """Neither by the answer of the search nor by the page that it leads to, while that page is missing or there."""
    for there in (False, True):
        cache.clear()
        make_situation("Người nhà đánh", slug="nguoi-nha", situation="home") if there else make_situation()
        for query in ("ba đánh em mỗi ngày", "me danh em hoai", "ovpuk veay knhom", "bố dượng sờ em"):
            answer = BeautifulSoup(client.get(SEARCH, {"q": query}).content, "html.parser").select_one("main")
            text = " ".join(answer.text.split())
            assert "cha mẹ" not in text and "Con đang thấy" not in text and "Thầy cô khoan gọi về nhà em" in text, query
            assert ("Người nhà đánh" in text) is (there and "dượng" not in query), query


def test_pages_of_the_demo_for_harm_at_home_write_to_no_parent_and_danger_names_115(client):
    for language, word in (("vi", ("mẹ", "ba ", "cha ")), ("en", ("mum", "dad")), ("km", ("ម៉ែ", "ឪពុក"))):
        rows = {row["situation"]: row for row in content("situations")[language]}
        for key in WITHOUT_PARENTS:
            for to, text in rows[key]["messages"]:
                assert not [part for part in word if part in f"{to} {text} ".lower()], (language, key, text)
    for situation in Situation:
        cache.clear()
        places = [("place", {"title": "Gỡ ảnh:", "text": "Take It Down.", "url": "https://takeitdown.ncmec.org"})]
        slug = situation.replace("_", "-")
        page = make_situation(f"Trang {situation}", slug=slug, situation=situation, places=places)
        shown = calls(BeautifulSoup(client.get(page.url).content, "html.parser"))
        assert ("115" in shown) is (situation in WITH_DANGER) and (shown[0] == "115") is (situation == "self_harm")
