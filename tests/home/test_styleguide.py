"""The styleguide is whole: every template, every stylesheet, every icon, every state, a long text, Khmer."""

import gzip
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.core.management import call_command

from base.static_storage import SHEETS
from home.styleguide.samples.sample import KHMER, LONG
from home.styleguide.views import ERRORS
from tests.factories import make_home

pytestmark = [pytest.mark.meta, pytest.mark.django_db]
BASE = Path(settings.BASE_DIR) / "base"
#: The class a component's stylesheet begins with: `@layer components { .name { …`.
OWN = re.compile(r"^  \.([a-z][\w-]*)", re.MULTILINE)
#: Components that are a whole page: tests/e2e/test_look.py looks at them.
WHOLE_PAGES = {"lost", "archive", "profile", "player"}


@pytest.fixture
def guide(client):
    cache.clear()
    make_home()
    response = client.get("/styleguide/")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_every_template_has_a_sample(guide):
    sample_names = {section["data-component"] for section in guide.select("[data-component]")}
    template_names = {path.stem for path in (BASE / "templates/components").glob("*.html")}
    assert template_names and template_names <= sample_names


def test_every_stylesheet_is_worn_by_something_on_the_page(guide):
    """A stylesheet nobody wears is one of a page that was never built, or of one that is gone."""
    worn = {name for element in guide.select("[class]") for name in element["class"]}
    sheets = {path.stem: OWN.findall(path.read_text()) for path in (BASE / "static/base/css/components").glob("*.css")}
    bare = {name for name, own in sheets.items() if (name if name in own else own[0]) not in worn}
    assert bare == WHOLE_PAGES


def test_every_sample_of_a_list_has_rows_with_words(guide):
    """A sample whose context has another shape than its template expects renders rows without a link or a word."""
    rows = [row for section in guide.select("[data-component]") for row in section.select("li")]
    assert rows
    assert [str(row) for row in rows if not row.get_text(strip=True) and not row.select("img, svg, input, a")] == []
    assert [link for link in guide.select("[data-component] li h3 a") if not link.get_text(strip=True)] == []


def test_every_icon_of_the_sprite_is_shown(guide):
    """`cap` is the pair mark, shown at every heading."""
    icon_names = set(re.findall(r'<symbol id="([^"]+)"', (BASE / "static/base/art/icons.svg").read_text()))
    assert icon_names - {"cap"} == {item.span.text for item in guide.select(".iconlist li")}


def test_states_that_depend_on_words_are_there(guide):
    """Empty, loading, wrong, done, disabled, longer than wanted, in Khmer; every error page within reach."""
    words = guide.select_one(".styleguide").text
    assert words.count(LONG) > 10 and words.count(KHMER) > 10
    for state in (".empty", ".notice.bad", ".notice.ok", ".field .err", "[disabled]", "progress", "[data-kind=bad]"):
        assert guide.select(f".sg {state}"), state
    assert [link["href"] for link in guide.select("a[href^='loi/']")] == [f"loi/{status}/" for status in ERRORS]


@pytest.mark.parametrize("storage", ["SiteStorage", "HashedSiteStorage"])
def test_the_collected_stylesheet_is_one_packed_file(settings, tmp_path, storage):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": f"base.static_storage.{storage}"}}
    for _time in range(2):  # the second time nothing is copied anew
        call_command("collectstatic", verbosity=0, interactive=False)
        sheet = tmp_path / staticfiles_storage.url(SHEETS[0]).removeprefix("/static/")
        text = sheet.read_text("utf-8")
        assert "@import" not in text and "  .story " in text
        assert gzip.decompress(Path(f"{sheet}.gz").read_bytes()).decode() == text
