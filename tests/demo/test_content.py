"""The demo's texts: long enough to be read, referring only to what is there, and safe to show."""

import json
import re
import unicodedata
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils.html import escape

from demo.seeding.stories import body_of
from home.models import HomePage
from tests.factories import make_user

pytestmark = pytest.mark.meta

DEMO = Path(__file__).resolve().parents[2] / "demo"
LONG = {"phong-su": 800, "emagazine": 800}
BLOCKS = {"h2", "p", "quote", "steps", "warn", "figure", "asset", "source"}
HELP = {"111", "113", "156", "5656"}


def content(name: str):
    return json.loads((DEMO / "content" / f"{name}.json").read_text("utf-8"))


LISTED = content("demo_content")
ROWS = {row["id"]: row for row in LISTED["articles"]}
ARTICLES = {article["id"]: article for article in content("articles")}
ASSETS = {row["code"]: row for row in LISTED["assets"]}
each_article = pytest.mark.parametrize("article", ARTICLES.values(), ids=list(ARTICLES))


def sentences_of(block: list) -> list[str]:
    """The texts of one block in reading order; nothing for pictures, assets and sources."""
    kind, *rest = block
    if kind in {"h2", "p", "quote"}:
        return [rest[0]]
    if kind == "steps":
        return [rest[0], *(text for step in rest[1] for text in step)]
    if kind == "warn":
        return [rest[0], *(text for inner in rest[1] for text in sentences_of(inner))]
    return []


def texts_of(article: dict) -> list[str]:
    return [text for block in article["body"] for text in sentences_of(block)]


def test_every_listed_article_is_written_and_in_nfc():
    assert set(ARTICLES) == set(ROWS)
    paths = list((DEMO / "content").glob("*.json"))
    assert {"articles.json", "asset_texts.json", "demo_content.json"} <= {path.name for path in paths}
    for path in paths:
        assert unicodedata.is_normalized("NFC", path.read_text("utf-8")), path.name


@each_article
def test_article_is_as_long_as_its_kind_needs(article):
    words = sum(len(text.split()) for text in texts_of(article))
    assert words >= LONG.get(ROWS[article["id"]]["kind"], 350)


@each_article
def test_article_refers_to_pictures_and_assets_that_exist(article):
    pictures = content("pictures")
    assert article["lead"]["picture"] in pictures
    assert article["lead"]["alt"] and article["lead"]["caption"] and article["lead"]["credit"]
    assert article["body"] and {block[0] for block in article["body"]} <= BLOCKS
    for kind, *rest in article["body"]:
        if kind == "figure":
            assert (DEMO / "art" / rest[0]).is_file()
            assert Path(rest[0]).stem in pictures and rest[1] and rest[2]
        if kind == "asset":
            assert rest[0] in ASSETS


@each_article
def test_article_is_more_than_paragraphs_and_names_somebody_to_tell(article):
    kinds = Counter(block[0] for block in article["body"])
    assert len([kind for kind in kinds if kind not in {"p", "h2", "source"}]) >= 2
    ending = " ".join(texts_of(article)[-8:])
    assert re.search(r"\b11[13]\b|thầy cô|cha mẹ|tham vấn|người lớn|người trong nhà|chọn một người", ending)


@each_article
def test_article_names_no_telephone_number_but_the_help_lines(article):
    numbers = set(re.findall(r"(?<![\d.×/-])\b\d{3,}\b(?! cm|/KH)(?![-.]\d)", " ".join(texts_of(article))))
    assert numbers - HELP <= {"2025", "160"}
    if numbers & {"156", "5656"}:
        assert "xác minh" in " ".join(texts_of(article))


@each_article
def test_article_about_a_victim_warns_and_lets_the_reader_skip(article):
    if article["has_victim"]:
        assert article["content_warning"]
        assert "warn" in {block[0] for block in article["body"]}


def test_no_paragraph_is_used_twice_and_neighbours_differ_in_picture():
    paragraphs = Counter(block[1] for article in ARTICLES.values() for block in article["body"] if block[0] == "p")
    assert len(paragraphs) > len(ROWS) and [text for text, count in paragraphs.items() if count > 1] == []
    newest_first = sorted(ROWS.values(), key=lambda row: -row["published_offset_hours"])
    for section in {row["section"] for row in newest_first}:
        leads = [ARTICLES[row["id"]]["lead"]["picture"] for row in newest_first if row["section"] == section]
        assert all(first != second for first, second in pairwise(leads)), section


def test_every_asset_has_its_own_words():
    texts = content("asset_texts")
    assert set(texts["assets"]) == set(ASSETS)
    assert set(texts["kits"]) == {row["code"] for row in LISTED["kits"]}
    for field in ("summary", "alt", "copy_text"):
        assert len({words[field] for words in texts["assets"].values()}) == len(ASSETS), field
    for code, words in texts["assets"].items():
        assert len(words["guide"]) == 5, code
        assert words["copy_text"].endswith("#khongmotminh #antoantructuyen #niemtinso"), code
        assert len(words["summary"]) <= 400 and len(words["alt"]) <= 500 and len(words["copy_text"]) <= 1000, code
    guides = Counter(step for words in texts["assets"].values() for step in words["guide"])
    assert [step for step, count in guides.items() if count > 1] == []


def test_the_translated_words_are_whole_and_in_their_own_letters():
    texts, originals = content("asset_translations"), content("asset_texts")
    assert len(texts["assets"]) >= 12 and len(texts["kits"]) >= 2
    assert set(texts["assets"]) <= set(ASSETS) and set(texts["kits"]) <= set(originals["kits"])
    for code, languages in texts["assets"].items():
        assert set(languages) == {"en", "km"}, code
        for language, words in languages.items():
            assert set(words) == {"name", "summary", "placement", "alt", "guide", "copy_text"}, (code, language)
            assert all(words.values()) and len(words["guide"]) == 5, (code, language)
            assert len(words["name"]) <= 140 and len(words["summary"]) <= 400 and len(words["placement"]) <= 200
            assert words["copy_text"].endswith("#khongmotminh #antoantructuyen #niemtinso"), (code, language)
    for code, languages in (texts["assets"] | texts["kits"]).items():
        assert re.search(r"[\u1780-\u17ff]", languages["km"]["name"]), code
        assert not re.search(r"[\u1780-\u17ff]", languages["en"]["name"]), code


def test_what_the_seed_adds_refers_to_stories_sections_pictures_and_assets_that_exist():
    plan, slugs = content("newsroom"), {row["slug"] for row in LISTED["sections"]}
    named = {plan["correction"]["story"], plan["taken"]["story"], *plan["storyline"]["stories"]}
    named |= {*plan["storyline"]["milestones"], *(name for names in plan["hashtags"].values() for name in names)}
    named |= {*content("players")}
    assert len(named) > 10 and named <= set(ROWS)
    rows = [plan["roundup"], plan["special"], plan["storyline"], plan["taken"], *plan["cases"], *plan["waiting"]]
    assert {row["section"] for row in (*rows, *ROWS.values())} | {row[1] for row in plan["plans"]} <= slugs
    assert {plan["special"]["picture"], *(row["picture"] for row in plan["cases"])} <= set(content("pictures"))
    codes = {row["code"] for row in content("players").values()}
    codes |= {code for kit in LISTED["kits"] for code in kit["items"]}
    codes |= {code for brief in content("briefs")["briefs"] for code in (*brief["assets"], brief["end_card"])}
    assert len(codes) > 10 and codes <= {"", *ASSETS}, "a brief may have no end card"


def test_translated_sentences_stand_in_the_stories_they_belong_to():
    """All twelve tips and five key stories, every sentence in English and Khmer."""
    rows = ROWS | {row["id"]: row for row in LISTED["quick_tips"]}
    assert {row["id"] for row in LISTED["quick_tips"]} | {"bai-04", "bai-25"} <= set(content("translations"))
    assert len(content("translations")) >= 17
    for name, sentences in content("translations").items():
        story_text = json.dumps([rows[name], ARTICLES.get(name)], ensure_ascii=False)
        assert all(row["en"] and row["km"] for row in sentences), name
        strange = [row["vi"] for row in sentences if json.dumps(row["vi"], ensure_ascii=False)[1:-1] not in story_text]
        assert sentences and not strange, (name, strange)


def test_folded_parts_are_told_in_words():
    """What a reader opens is a text, never the notation of the content file."""
    folded = [block[2] for article in ARTICLES.values() for block in article["body"] if block[0] == "warn"]
    assert folded
    for parts in folded:
        ((_name, value),) = body_of([["warn", "Mở", parts]], {})
        assert value["text"] == "".join(f"<p>{escape(words)}</p>" for _kind, words in parts)


@pytest.mark.django_db
def test_links_to_the_site_follow_the_port_of_a_later_start(settings):
    make_user("quan.tri@site.example")
    for port in ("8100", "8000"):
        settings.SITE_URL = f"http://127.0.0.1:{port}"
        call_command("seed_demo", "--if-empty")
        assert HomePage.objects.get(slug="vi").full_url == f"http://127.0.0.1:{port}/vi/"
