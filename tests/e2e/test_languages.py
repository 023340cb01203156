"""An editor translates an article into two languages, changes it, sees what changed, publishes; a reader switches."""

import pytest
from playwright.sync_api import expect
from wagtail_localize.models import StringTranslation

from articles.permissions import sync_newsrooms
from home.languages.changes import source_of
from tests.factories import make_article, make_help_line, make_home, make_locale, make_section, make_user

KHMER = "កុំលាក់ការសម្ងាត់ពីគ្រួសារ\u200bហើយសូមប្រាប់មនុស្សធំដែលអ្នកទុកចិត្តនៅក្នុងសាលារៀនឬនៅផ្ទះរបស់អ្នក"
ENGLISH = "Do not hide a secret from your family"


@pytest.fixture
def site(settings, live_server):
    """Front pages in three languages, a section, one article, a person who may publish everywhere."""
    settings.SITE_URL = live_server.url
    for language in ("vi", "en", "km"):
        make_locale(language)
        make_home(language)
        make_help_line("111", language=language)
    sync_newsrooms()
    section = make_section("Nhận diện chiêu trò", home=make_home(), slug="nhan-dien")
    sapo = "Người tốt không cần bạn giấu cha mẹ. " * 4  # as long as the desk's gates want it
    article = make_article(
        "Đừng giữ bí mật với gia đình", section=section, slug="bi-mat", paragraphs=["Hãy kể ra."], sapo=sapo.strip()
    )
    make_user("quan-tri@test.example", full_name="Phạm Hữu Tâm", is_superuser=True)
    return article


def translated(article, language, title):
    """Give every sentence of `article` a translation, as a translator's PO file would."""
    for segment in source_of(article).stringsegment_set.select_related("context"):
        path = segment.context.path
        text = title if path in {"title", "sapo"} or path.startswith("body") else f"{language}-bi-mat"
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=make_locale(language),
            defaults={"data": text},
        )


def test_a_page_that_is_not_translated_says_so(page, site, live_server):
    page.goto(f"{live_server.url}/vi/nhan-dien/bi-mat/")
    page.goto(live_server.url + page.locator('a[hreflang="en"]').first.get_attribute("href"))
    expect(page.get_by_role("link", name="Đừng giữ bí mật với gia đình")).to_have_attribute("lang", "vi")
