"""Every page of the administration that an editor reaches, read for English that nobody translated."""

import json
import re
from collections import deque
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
import wagtail
from wagtail.log_actions import log

from articles.models import ArticlePage
from tests.factories import make_user
from users.roles import grant

#: One of everything that an editor meets.
pytestmark = [pytest.mark.meta, pytest.mark.world("permissions"), pytest.mark.django_db]
MOST_PAGES = 400  # of different shapes; a crawl that is cut short proves nothing
#: Leads out, downloads, changes something, or is no page.
NOT_FOLLOWED = re.compile(
    r"logout|export=|/preview|/jsi18n|/api/|pofile|/sprite|\.js|\.css|\.svg|/static/|/media/|/lock|/unlock|/view_draft|"
    r"next=|ordering=|/styleguide|p=\d|/userbar|dismiss|/tai/"
)
#: Small words that stand in nearly every English sentence and in no Vietnamese one.
ENGLISH = re.compile(
    r"\b(the|and|of|with|from|this|that|your|you|are|have|has|been|not|for|all|any|add|edit|delete|save|saved|search|"
    r"select|choose|choosing|show|hide|filter|filters|sort|page|pages|image|images|view|views|more|actions|status|"
    r"settings|history|publish|published|draft|upload|title|date|time|user|users|close|open|toggle|new|created|"
    r"updated|remove|cancel|submit|next|previous|home|reports|workflow|locale|language|account|password|help|root|name|"
    r"none|port|caption|column|row)\b",
    re.IGNORECASE,
)
#: The short, written list (docs/translations.md): names and terms that stay as they are.
STAYS = re.compile(
    r"https?://\S+|\S+@\S+|\b(Wagtail|KOL|Podcast|E-magazine|Infographic|Video|Clip|Poster|Standee|Sapo|hashtag|TikTok|"
    r"Facebook|Zalo|YouTube|Cyber Day|English|Khmer|Take It Down|URL|API|HTML|JSON|CSV|XLSX|QR|ZIP|SEO|PDF|LED|DPI)\b",
    re.IGNORECASE,
)
#: Only administrators read these: names of content types and columns that Wagtail writes without its catalogues.
ADMINISTRATORS = re.compile(
    r"^(Welcome to your new Wagtail site!|home\.\w+|Page|Locale|Sync from|\d+ pages( \+ \d+ others)?)$"
)
BLOCKS, BLOCK_WORDS = "data-w-block-data-value", {"label", "helpText", "strings"}
SHOWN_ATTRIBUTES = {"title", "aria-label", "placeholder", "alt"}


class Words(HTMLParser):
    """What a person reads of a page: text, and attributes that are shown or spoken; links to follow."""

    def __init__(self):
        super().__init__()
        self.links, self.words, self.skipping, self.is_menu, self.is_hidden = [], [], 0, False, False

    def handle_starttag(self, tag, attributes):
        facts = dict(attributes)
        self.is_hidden = "hidden" in facts
        self.is_menu = facts.get("id") == "wagtail-sidebar-props"
        if tag in {"script", "style", "svg", "template", "option", "code"}:
            self.skipping += tag in {"script", "style", "svg", "code"}
        if tag == "a" and facts.get("href", "").startswith("/admin/"):
            self.links.append(facts["href"].split("#")[0])
        self.words += [facts[name] for name in SHOWN_ATTRIBUTES & facts.keys() if facts[name]]
        if BLOCKS in facts:
            self._blocks(json.loads(facts[BLOCKS]))

    def handle_endtag(self, tag):
        self.is_hidden = False
        self.skipping -= tag in {"script", "style", "svg", "code"} and self.skipping > 0

    def handle_data(self, data):
        if self.is_menu:
            self._menu(json.loads(data))
            self.is_menu = False
        if not (self.skipping or self.is_hidden) and data.strip():
            self.words.append(" ".join(data.split()))

    def _blocks(self, part):
        """The blocks of a page's text, which the browser draws from JSON: the words of each definition."""
        inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else []
        if isinstance(part, dict):
            self.words += [text for key in BLOCK_WORDS & part.keys() for text in words_in(part[key])]
        for item in inner:
            self._blocks(item)

    def _menu(self, part):
        """The side bar, which the browser draws from JSON: its labels, its addresses."""
        if isinstance(part, dict):
            self.links += [part["url"]] if str(part.get("url", "")).startswith("/admin/") else []
            self.words += [part["label"]] if isinstance(part.get("label"), str) else []
        for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else []:
            self._menu(inner)


def english(html: str) -> tuple[list[str], list[str]]:
    page = Words()
    page.feed(html)
    texts = []
    for text in page.words:
        rest = STAYS.sub(" ", text)
        if rest.isascii() and ENGLISH.search(rest):
            texts.append(text[:120])
    return texts, page.links


def editor():
    user = make_user("bien-tap@test.example", full_name="Trần Quốc Bình")
    for role in ("editor", "chief"):
        grant(user, role, "bao")
    for role in ("library_editor", "kol_desk"):
        grant(user, role)
    return user


def administrator():
    return make_user("quan-tri@test.example", full_name="Phạm Hữu Tâm", is_superuser=True)


def having(*roles):
    """Somebody with the roles alone: a translator, an officer of an authority."""

    def make():
        user = make_user(f"{roles[0].replace('_', '-')}@test.example", full_name="Lê Thị Út")
        for role in roles:
            grant(user, role)
        return user

    return make


PEOPLE = {
    "editor": (editor, 60),
    "administrator": (administrator, 60),
    "translator": (having("translator_km"), 8),
    "standing office": (having("standing_office"), 12),
    "department of education": (having("education"), 12),
    "youth union": (having("youth_union"), 6),
    "women's union": (having("womens_union"), 6),
}


#: The walk that meets most of other people's pages for its length; those of the other roles are made every night.
EVERY_CHANGE = ("translator",)


@pytest.mark.parametrize(
    "who", [pytest.param(who, marks=[] if who in EVERY_CHANGE else pytest.mark.night) for who in PEOPLE]
)
def test_no_english_in_any_page_that_is_reached(client_for, who):
    make_person, least = PEOPLE[who]
    client = client_for(make_person())
    waiting, shapes, findings, untitled = deque(["/admin/"]), set(), {}, []
    while waiting and len(shapes) < MOST_PAGES:
        address = waiting.popleft()
        shape = re.sub(r"[0-9a-f-]{36}|\d+", "N", address.split("?")[0])
        if shape in shapes or NOT_FOLLOWED.search(address):
            continue
        shapes.add(shape)
        response = client.get(address)
        assert response.status_code < 500, address
        if response.status_code != 200 or "text/html" not in response.get("Content-Type", ""):
            continue
        if re.search(r"<title>\s*(-|</title>)", response.text):
            untitled.append(address)
        words, links = english(response.text)
        words = [word for word in words if who != "administrator" or not ADMINISTRATORS.match(word)]
        if words:
            findings[address] = sorted(set(words))
        waiting.extend(links)
    assert len(shapes) >= least, sorted(shapes)
    assert "/admin/ngon-ngu/" in shapes or "office" in who or "union" in who or "department" in who, sorted(shapes)
    assert not findings, "\n".join(f"{address}: {' | '.join(words)}" for address, words in findings.items())
    assert not untitled, f"no title in the browser's tab: {untitled}"
    assert not waiting, f"the crawl was cut short at {MOST_PAGES} pages"


def test_no_english_where_wagtail_writes_past_its_catalogues(client_for):
    """Columns and a field without a label, an unknown person, and the words of a table in a story."""
    admin = client_for(administrator())
    story = ArticlePage.objects.live().first()
    log(story, "wagtail.publish")  # by nobody who is known
    for address, expected in (
        ("/admin/sites/", ("Cổng", "Tên site", "Trang gốc")),
        (f"/admin/workflows/edit/{story.get_workflow().pk}/", ("Trang",)),
        ("/admin/reports/aging-pages/", (story.title,)),
        (f"/admin/pages/{story.pk}/edit/", ("Thêm cột", "Tiêu đề bảng")),
    ):
        html, parser = admin.get(address).content.decode(), Words()
        parser.feed(html)
        assert set(expected) <= set(parser.words), address
        untranslated = [text for text in english(html)[0] if not ADMINISTRATORS.match(text)]
        assert not untranslated, f"{address}: {untranslated}"
    assert r"aria-label=\"Ch\u1eef\"" in unescape(html), "a cell of a table says nothing to those who listen"


def words_in(part):
    """Every text inside a structure of JSON."""
    if isinstance(part, str):
        return [part]
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else []
    return [text for item in inner for text in words_in(item)]


def test_what_scripts_say_is_vietnamese(client_for):
    """Words that scripts show: what every page hands them, and the catalogue they ask for."""
    client = client_for(editor())
    html = client.get("/admin/").content.decode()
    handed = json.loads(re.search(r'<script[^>]*id="wagtail-config"[^>]*>(.*?)</script>', html, re.S)[1])
    assert "STRINGS" in handed or any("strings" in name.lower() for name in handed), sorted(handed)
    strings = words_in(next(value for name, value in handed.items() if "strings" in name.lower()))
    assert len(strings) > 20 and not [text for text in strings if english(f"<p>{text}</p>")[0]]

    response = client.get("/admin/jsi18n/")
    assert response.headers["Cache-Control"] == "private, max-age=600", "every page waits for it"
    script = response.content.decode()
    catalogue = json.loads(re.search(r"const newcatalog = (\{.*?\});\n", script, re.S)[1])
    source = Path(wagtail.__file__).parent / "admin/locale/en/LC_MESSAGES/djangojs.po"
    entries = [entry for entry in polib.pofile(str(source)) if not entry.obsolete]
    assert len(entries) > 80
    missing = [
        entry.msgid
        for entry in entries
        if (f"{entry.msgctxt}\x04" if entry.msgctxt else "") + entry.msgid not in catalogue
    ]
    assert not missing, missing
    untranslated = [text for text in words_in(catalogue) if english(f"<p>{text}</p>")[0]]
    assert not untranslated, untranslated


@pytest.mark.parametrize(
    ("text", "is_english"),
    [("Publish this page", True), ("Xuất bản trang", False), ("Wagtail", False), ("Tin 60 trang", False)],
)
def test_the_reader_of_pages_sees_english(text, is_english):
    assert bool(english(f"<p>{text}</p>")[0]) is is_english
