"""A fourth language is settings.LANGUAGES, a catalogue and the rows of the tree: nothing refuses it."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings as project
from django.core.cache import cache
from django.core.management import call_command
from django.urls import NoReverseMatch, reverse
from wagtail.models import Locale

from articles.models import ArticlePage
from base.languages import language_choices, language_name
from campaign.models import HelpLine
from home import first_day
from home.guide.models import GuideJob
from media_library.models import LibraryIndexPage
from partners.forms import ProfileForm, SubmissionForm
from tests.factories import make_article, make_asset, make_home, make_section

pytestmark = pytest.mark.django_db
ROOT = Path(project.BASE_DIR)


@pytest.fixture
def french(settings):
    """The front page, a section with a live story, and the library in French."""
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [*settings.LANGUAGES, ("fr", "Français")]
    cache.clear()
    make_home("vi")
    home = make_home("fr")
    home.add_child(instance=LibraryIndexPage(title="Ressources", slug="kho-tai-lieu", locale=home.locale))
    story = make_article("Une histoire", section=make_section("Nouvelles", home=home, slug="tin"), live=True)
    yield story
    cache.clear()


def test_readers_get_every_kind_of_page_in_a_fourth_language(french, client):
    asset = make_asset("WP-DT-19", files=[{"label": "Affiche", "role": "social", "language": "fr"}])
    for address in (
        "/fr/",
        french.address,
        "/fr/kho-tai-lieu/",
        "/fr/kho-tai-lieu/?nn=fr",
        f"/fr/kho-tai-lieu/{asset.slug}/",
        f"/fr/nhung/tai-lieu/{asset.slug}/",
        f"/fr/chia-se-zalo/tai-lieu/{asset.slug}/",
        "/fr/phat/may.js",
        "/fr/tim-kiem/?q=histoire",
        "/fr/can-giup-do/",
        f"/vi/chua-dich/?trang={french.address}",
    ):
        assert client.get(address).status_code == 200, address
    page = client.get("/fr/").text
    assert '<html lang="fr"' in page and "Français" in page, "the switcher has it"
    assert client.get("/fr/khong-co/").status_code == 404


def test_the_public_api_and_the_sitemap_have_a_fourth_language(french, client):
    response = client.get("/api/v1/bai/", {"nn": "fr"})
    assert response.status_code == 200 and [item["language"] for item in response.json()["items"]] == ["fr"]
    assert client.get("/api/v1/tai-lieu/", {"nn": "fr"}).status_code == 200
    assert client.get("/api/v1/bai/", {"nn": "xx"}).status_code == 400
    assert "/fr/tim-kiem/" in client.get("/robots.txt").text
    maps = re.findall(r"<loc>([^<]*)</loc>", client.get("/sitemap.xml").text)
    assert any(french.address in client.get(urlsplit(place).path).text for place in maps)


def test_editors_and_the_guide_have_a_fourth_language(french, admin_client):
    job = GuideJob(group="school", language="fr", slug="ecole", title="Pour les écoles", steps=[])
    job.full_clean(exclude=["steps"])
    job.save()
    for address in (
        f"/admin/pages/{french.pk}/edit/",
        "/admin/ngon-ngu/",
        reverse("guide_public", args=["ecole"]).replace("/vi/", "/fr/"),
    ):
        assert admin_client.get(address).status_code == 200, address
    assert ArticlePage.objects.get(pk=french.pk).locale.language_code == "fr"


def test_a_fourth_language_has_a_name_and_a_place_in_forms(french):
    assert [code for code, _name in language_choices()] == ["vi", "km", "en", "fr"]
    assert language_name("fr") == "Tiếng Pháp", "from Django's own catalogue"
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)  # raises SystemExit if one is missing


def test_the_first_day_and_partners_have_a_fourth_language(french):
    first_day.make_languages()
    first_day.make_help_lines()
    lines = HelpLine.objects.filter(locale__language_code="fr")
    assert sorted(lines.values_list("number", flat=True)) == ["111", "113"]
    assert lines.get(number="111").get_translation(Locale.objects.get(language_code="vi")).number == "111"
    for form in (SubmissionForm(), ProfileForm()):
        assert [code for code, _name in form.fields["languages"].choices] == ["vi", "km", "en", "fr"]


def test_an_address_of_a_language_that_the_site_does_not_have_does_not_exist(client):
    assert client.get("/fr/phat/may.js").status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("story_captions", args=[1, "??"])


def test_the_edge_knows_the_languages_of_the_settings():
    """deploy/varnish.vcl drops unknown parameters below /<language>/."""
    rules = (ROOT / "deploy" / "varnish.vcl").read_text(encoding="utf-8")
    prefixes = re.search(r'req\.url ~ "\^/\(\(([a-z|-]+)\)\(/', rules)
    codes = [code for code, _name in project.LANGUAGES]
    assert prefixes and sorted(prefixes[1].split("|")[: len(codes)]) == sorted(codes)


def test_no_other_place_lists_the_languages_in_a_pattern():
    listed = re.compile(r"\b(vi|en|km)\|(vi|en|km)\|(vi|en|km)\b")
    files = [
        path
        for app in project.INSTALLED_APPS
        if (ROOT / app).is_dir()
        for ending in ("py", "html", "js")
        for path in (ROOT / app).rglob(f"*.{ending}")
    ]
    assert len(files) > 300
    assert [str(path) for path in files if listed.search(path.read_text(encoding="utf-8"))] == []
